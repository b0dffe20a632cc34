/* A BMP session in a file as a feed: a step is a message of BMP. */
#include "sources/feed_kind.h"
#include "wire/bmp_events.h"

struct bmp_feed {
	struct feed feed;
	struct framing framing;
	struct bmp_events events;
	struct bmp_message message;
	size_t used; /* bytes of the window that are done with */
};

static void open(struct feed *feed, const struct feed_options *options)
{
	struct bmp_feed *bmp = (struct bmp_feed *)feed;
	struct bgp_sink sink = feed_sink(feed);

	bmp_framing_init(&bmp->framing);
	bmp_events_init(&bmp->events, &sink, options->collector);
	bmp->events.bgp.judges = options->judges;
}

static void close(struct feed *feed)
{
	bmp_events_clear(&((struct bmp_feed *)feed)->events);
}

static int next(struct feed *feed, uint64_t *out_time_us)
{
	struct bmp_feed *bmp = (struct bmp_feed *)feed;
	bool last = false;

	for (;;) {
		struct reader in = window_bytes(feed->window);
		read_skip(&in, bmp->used);
		size_t before = reader_left(&in);
		int got = bmp_next(&bmp->framing, &in, last, &bmp->message);
		bmp->used += before - reader_left(&in);
		if (got > 0)
			*out_time_us = bmp_message_time(&bmp->message, bmp->events.time_us);
		if (got > 0 || last)
			return got;
		last = !feed_refill(feed, &bmp->used, bmp->framing.want);
	}
}

static void tell(struct feed *feed)
{
	struct bmp_feed *bmp = (struct bmp_feed *)feed;
	bmp_events_tell(&bmp->events, &bmp->message, 0);
}

static void totals(const struct feed *feed, struct feed_totals *totals)
{
	const struct bmp_feed *bmp = (const struct bmp_feed *)feed;

	totals->unread = bmp->events.peers.refusals.count[BMP_UNKNOWN_VERSION] +
			 bmp->events.peers.refusals.count[BMP_UNKNOWN_TYPE];
	totals->lost_records = bmp->framing.lost_records;
	totals->lost_bytes = bmp->framing.lost_bytes;
	totals->first_loss = bmp->framing.first_loss;
	totals->refusals[0] = &bmp->events.peers.refusals;
	totals->refusals[1] = &bmp->events.bgp.refusals;
}

const struct feed_kind feed_bmp = {
	.size = sizeof(struct bmp_feed),
	.open = open,
	.close = close,
	.next = next,
	.tell = tell,
	.totals = totals,
};
