#include "sources/feed.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "sources/feed_kind.h"

static const struct feed_kind *kind_of(enum kind kind)
{
	switch ((int)kind) {
	case KIND_MRT:
		return &feed_mrt;
	case KIND_BMP:
		return &feed_bmp;
	case KIND_BGP:
		return &feed_bgp;
	case KIND_PCAP:
		return &feed_pcap;
	case KIND_RIS_LIVE:
		return &feed_ris_live;
	default:
		return NULL;
	}
}

bool feed_reads(enum kind kind)
{
	return kind_of(kind) != NULL;
}

struct feed *feed_open(struct window *window, enum kind kind, const struct feed_options *options)
{
	const struct feed_kind *feed_kind = kind_of(kind);

	assert(feed_kind != NULL);
	struct feed *feed = memory_alloc(1, feed_kind->size);
	feed->kind = feed_kind;
	feed->window = window;
	feed->sink = options->sink;
	feed_kind->open(feed, options);
	return feed;
}

struct window *feed_close(struct feed *feed)
{
	struct window *window = feed->window;

	feed->kind->close(feed);
	free(feed);
	return window;
}

int feed_next(struct feed *feed, uint64_t *out_time_us)
{
	int got = feed->kind->next(feed, out_time_us);

	feed->steps += got > 0;
	return got;
}

void feed_tell(struct feed *feed)
{
	feed->kind->tell(feed);
}

static void count_event(void *context, const struct bgp_event *event)
{
	uint64_t *routes = context;
	*routes += event->kind == BGP_HAS || event->kind == BGP_ANNOUNCES;
}

uint64_t feed_count(struct feed *feed)
{
	struct bgp_sink kept = feed->sink;
	uint64_t routes = 0;

	if (feed->kind->count != NULL)
		return feed->kind->count(feed);
	feed->sink = (struct bgp_sink){ .context = &routes, .take = count_event };
	feed->kind->tell(feed);
	feed->sink = kept;
	return routes;
}

static void hand_on(void *context, const struct bgp_event *event)
{
	struct feed *feed = context;
	feed->sink.take(feed->sink.context, event);
}

static bool ask(void *context, const struct bgp_event *event, unsigned known)
{
	struct feed *feed = context;
	return feed->sink.wants == NULL || feed->sink.wants(feed->sink.context, event, known);
}

static void end(void *context, const struct bgp_event *last)
{
	struct feed *feed = context;
	if (feed->sink.end != NULL)
		feed->sink.end(feed->sink.context, last);
}

struct bgp_sink feed_sink(struct feed *feed)
{
	return (struct bgp_sink){ feed, hand_on, ask, end };
}

bool feed_refill(struct feed *feed, size_t *io_used, size_t want)
{
	window_skip(feed->window, *io_used);
	*io_used = 0;
	return window_fill(feed->window, want) > 0;
}

const struct mrt_record *feed_record(const struct feed *feed)
{
	return feed->kind == &feed_mrt ? feed_mrt_record(feed) : NULL;
}

bool feed_mend_time(const struct feed *feed, uint64_t before_us, uint64_t *out_time_us)
{
	return feed->kind == &feed_mrt && feed_mrt_mend_time(feed, before_us, out_time_us);
}

const struct window *feed_window(const struct feed *feed)
{
	return feed->window;
}

int feed_error(const struct feed *feed)
{
	return feed->kind->error != NULL ? feed->kind->error(feed) : window_error(feed->window);
}

const char *feed_reason(const struct feed *feed)
{
	return feed->kind->reason != NULL ? feed->kind->reason(feed) : window_reason(feed->window);
}

struct feed_totals feed_totals(const struct feed *feed)
{
	struct feed_totals totals = { .steps = feed->steps };

	feed->kind->totals(feed, &totals);
	return totals;
}
