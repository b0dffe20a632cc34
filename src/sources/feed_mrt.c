/* MRT as a feed: a step is a record. */
#include "sources/feed_kind.h"
#include "sources/mrt_reader.h"
#include "wire/mrt_events.h"

struct mrt_feed {
	struct feed feed;
	struct mrt_reader reader;
	struct mrt_events events;
	struct mrt_record record;
};

static void open(struct feed *feed, const struct feed_options *options)
{
	struct mrt_feed *mrt = (struct mrt_feed *)feed;

	mrt_reader_init(&mrt->reader, feed->window);
	/* Straight to the sink: nothing stands between in the fastest path we have. */
	mrt_events_init(&mrt->events, &options->sink, options->collector, options->number);
	mrt->events.bgp.judges = options->judges;
}

static void close(struct feed *feed)
{
	struct mrt_feed *mrt = (struct mrt_feed *)feed;

	(void)mrt_reader_release(&mrt->reader);
	mrt_events_clear(&mrt->events);
}

static int next(struct feed *feed, uint64_t *out_time_us)
{
	struct mrt_feed *mrt = (struct mrt_feed *)feed;
	int got = mrt_reader_next(&mrt->reader, &mrt->record);

	if (got > 0)
		*out_time_us = mrt->record.time_us;
	return got;
}

static void tell(struct feed *feed)
{
	struct mrt_feed *mrt = (struct mrt_feed *)feed;
	mrt_events_tell(&mrt->events, &mrt->record);
}

static uint64_t count(struct feed *feed)
{
	struct mrt_feed *mrt = (struct mrt_feed *)feed;
	return mrt_events_count(&mrt->events, &mrt->record);
}

static void totals(const struct feed *feed, struct feed_totals *totals)
{
	const struct mrt_feed *mrt = (const struct mrt_feed *)feed;
	const struct framing *framing = &mrt->reader.framing;

	totals->unread = mrt->events.bgp.refusals.count[BGP_UNKNOWN_RECORD];
	totals->lost_records = framing->lost_records;
	totals->lost_bytes = framing->lost_bytes;
	totals->first_loss = framing->first_loss;
	totals->mended_rows = mrt->events.mended_rows;
	totals->refusals[0] = &mrt->events.bgp.refusals;
}

const struct mrt_record *feed_mrt_record(const struct feed *feed)
{
	return &((const struct mrt_feed *)feed)->record;
}

bool feed_mrt_mend_time(const struct feed *feed, uint64_t before_us, uint64_t *out_time_us)
{
	const struct mrt_feed *mrt = (const struct mrt_feed *)feed;
	struct mrt_record record = mrt->record;
	bool mended = mrt_reader_mend_time(&mrt->reader, before_us, &record);

	if (mended)
		*out_time_us = record.time_us;
	return mended;
}

const struct feed_kind feed_mrt = {
	.size = sizeof(struct mrt_feed),
	.open = open,
	.close = close,
	.next = next,
	.tell = tell,
	.count = count,
	.totals = totals,
};
