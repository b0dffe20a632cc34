/* Bare BGP messages in a file as a feed: a step is a message, without a time. */
#include "sources/feed_kind.h"
#include "wire/bgp_stream.h"
#include "wire/bgp_talk.h"

struct bgp_feed {
	struct feed feed;
	struct framing stream;
	struct bgp_talk talk;
	struct bgp_events events;
	struct reader message;
	uint64_t offset; /* of the message */
	size_t used;     /* bytes of the window that are done with */
};

static void open(struct feed *feed, const struct feed_options *options)
{
	static const struct address unknown;
	struct bgp_feed *bgp = (struct bgp_feed *)feed;
	struct bgp_sink sink = feed_sink(feed);

	bgp_stream_init(&bgp->stream);
	bgp_talk_init(&bgp->talk, &unknown, &unknown);
	bgp_events_init(&bgp->events, &sink, options->collector);
	bgp->events.judges = options->judges;
}

static void close(struct feed *feed)
{
	(void)feed;
}

static int next(struct feed *feed, uint64_t *out_time_us)
{
	struct bgp_feed *bgp = (struct bgp_feed *)feed;
	bool last = false;

	for (;;) {
		struct reader in = window_bytes(feed->window);
		read_skip(&in, bgp->used);
		size_t before = reader_left(&in);
		int got = bgp_stream_next(&bgp->stream, &in, last, &bgp->message);
		bgp->used += before - reader_left(&in);
		if (got > 0) {
			bgp->offset = bgp->stream.offset - reader_left(&bgp->message);
			*out_time_us = 0;
		}
		if (got > 0 || last)
			return got;
		last = !feed_refill(feed, &bgp->used, bgp->stream.want);
	}
}

static void tell(struct feed *feed)
{
	struct bgp_feed *bgp = (struct bgp_feed *)feed;
	bgp_talk_tell(&bgp->talk, &bgp->events, 0, bgp->message, 0, bgp->offset);
}

static void totals(const struct feed *feed, struct feed_totals *totals)
{
	const struct bgp_feed *bgp = (const struct bgp_feed *)feed;

	totals->lost_records = bgp->stream.lost_records;
	totals->lost_bytes = bgp->stream.lost_bytes;
	totals->first_loss = bgp->stream.first_loss;
	totals->refusals[0] = &bgp->events.refusals;
}

const struct feed_kind feed_bgp = {
	.size = sizeof(struct bgp_feed),
	.open = open,
	.close = close,
	.next = next,
	.tell = tell,
	.totals = totals,
};
