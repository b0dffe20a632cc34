/*
 * Feed kind: what a format brings to be read as a feed. One file a format, feed_x.c, ending in one
 * struct; only feed.c looks at them.
 */
#ifndef SOURCES_FEED_KIND_H
#define SOURCES_FEED_KIND_H

#include "sources/feed.h"

/* Every state of a format begins with one. */
struct feed {
	const struct feed_kind *kind;
	struct window *window; /* owned */
	struct bgp_sink sink;
	uint64_t steps;
};

struct feed_kind {
	/* A state, zeroed but for its struct feed, which feed_open() fills in. */
	size_t size;
	void (*open)(struct feed *feed, const struct feed_options *options);
	/* Frees what the state owns, but not the window. */
	void (*close)(struct feed *feed);
	int (*next)(struct feed *feed, uint64_t *out_time_us);
	void (*tell)(struct feed *feed);
	/* May be NULL: then what is told is counted. */
	uint64_t (*count)(struct feed *feed);
	/* All but the steps. */
	void (*totals)(const struct feed *feed, struct feed_totals *totals);
	/* Why there is no more, and in words; may be NULL: then it is the window's. */
	int (*error)(const struct feed *feed);
	const char *(*reason)(const struct feed *feed);
};

extern const struct feed_kind feed_mrt, feed_bmp, feed_bgp, feed_pcap, feed_ris_live;

/* A sink that hands on to the feed's, whichever that is at the time. */
struct bgp_sink feed_sink(struct feed *feed);

/* Makes `want` bytes stand in the window behind the `used` ones, which are given up. False when
 * these are the last. */
bool feed_refill(struct feed *feed, size_t *io_used, size_t want);

const struct mrt_record *feed_mrt_record(const struct feed *feed);
bool feed_mrt_mend_time(const struct feed *feed, uint64_t before_us, uint64_t *out_time_us);

#endif
