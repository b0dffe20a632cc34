/* RIS Live as a feed: a step is a line that could be read. */
#include "sources/feed_kind.h"
#include "wire/lines.h"
#include "wire/ris_live.h"

struct ris_live_feed {
	struct feed feed;
	struct ris_live live;
	struct bgp_events events;
	struct ris_heard heard;
	struct lines lines;
	uint64_t offset; /* of the line */
	size_t used;     /* bytes of the window that are done with */
	bool finished;
};

static void open(struct feed *feed, const struct feed_options *options)
{
	struct ris_live_feed *ris = (struct ris_live_feed *)feed;
	struct bgp_sink sink = feed_sink(feed);

	ris_live_init(&ris->live);
	lines_init(&ris->lines, RIS_LINE_MAX + 1); /* one more shows that it is too long */
	bgp_events_init(&ris->events, &sink, options->collector);
	ris->events.judges = options->judges;
}

static void close(struct feed *feed)
{
	struct ris_live_feed *ris = (struct ris_live_feed *)feed;

	lines_clear(&ris->lines);
	ris_live_clear(&ris->live);
}

/* False at the end. */
static bool next_line(struct ris_live_feed *ris, struct line *out_line)
{
	struct feed *feed = &ris->feed;

	while (!lines_next(&ris->lines, out_line)) {
		if (ris->finished)
			return false;
		(void)feed_refill(feed, &ris->used, 1);
		struct reader in = window_bytes(feed->window);
		ris->used = reader_left(&in);
		ris->finished = ris->used == 0;
		if (ris->finished)
			lines_finish(&ris->lines);
		else
			lines_feed(&ris->lines, (struct text){ (const char *)in.at, ris->used });
	}
	return true;
}

static int next(struct feed *feed, uint64_t *out_time_us)
{
	struct ris_live_feed *ris = (struct ris_live_feed *)feed;
	struct line line;

	while (next_line(ris, &line)) {
		if (ris_live_read(&ris->live, line.text, line.place, &ris->heard) != 1)
			continue;
		ris->offset = line.place.offset;
		*out_time_us = ris->heard.time_us;
		return 1;
	}
	return 0;
}

static void tell(struct feed *feed)
{
	struct ris_live_feed *ris = (struct ris_live_feed *)feed;
	ris_live_tell(&ris->events, &ris->heard, ris->offset);
}

static void totals(const struct feed *feed, struct feed_totals *totals)
{
	const struct ris_live_feed *ris = (const struct ris_live_feed *)feed;

	totals->refusals[0] = &ris->live.refusals;
	totals->refusals[1] = &ris->events.refusals;
}

const struct feed_kind feed_ris_live = {
	.size = sizeof(struct ris_live_feed),
	.open = open,
	.close = close,
	.next = next,
	.tell = tell,
	.totals = totals,
};
