/*
 * RTR feed: what one source has said, how old that is, and for how long it may be told.
 *
 * In:      sets as the source offers them, signs of life and of trouble; the time, always given.
 * Out:     the last good set; a state; sentences for the operator, each thing once.
 * Promise: fail-static: whatever happens to the source, the last good set stays until its time is
 *          over. What the guard doubts (serve/rtr_guard.h) is held back until it is set right or
 *          accepted; a set that is merely smaller, at most for `hold_ms`. Ages come from the time
 * inside the data, and go on by the monotonic clock, so that a clock that is set expires nothing.
 * Pure.
 */
#ifndef SERVE_RTR_FEED_H
#define SERVE_RTR_FEED_H

#include "serve/rtr_guard.h"
#include "serve/rtr_news.h"
#include "wire/rtr_pdu.h"

enum rtr_feed_state {
	RTR_FEED_NONE, /* nothing yet */
	RTR_FEED_FRESH,
	RTR_FEED_LATE,    /* older than `late_ms` */
	RTR_FEED_HELD,    /* and what came since is doubted */
	RTR_FEED_EXPIRED, /* too old to be told */
};

struct rtr_feed_options {
	uint64_t hold_ms, late_ms;
	/* How long data may be told: since they were made; if they were as old as that when they
	 * came, since then. */
	uint64_t max_age_ms;
};

struct rtr_time {
	uint64_t now_ms; /* monotonic, never 0 */
	uint64_t utc_us; /* microseconds since 1970 */
};

struct rtr_feed {
	struct rtr_feed_options options;
	struct payload_set *good, *held;       /* owns a reference; or NULL */
	uint64_t good_built_us, held_built_us; /* 0: not known */
	enum rtr_doubt doubt;                  /* of `held` */
	uint64_t held_since_ms;
	uint64_t seen_ms;                /* when the source last gave or confirmed `good` */
	uint64_t age_ms;                 /* of `good` then */
	uint64_t ends_ms;                /* when it may no longer be told */
	bool lost, late, expired, ahead; /* and said so */
};

void rtr_feed_init(struct rtr_feed *feed, const struct rtr_feed_options *options);
void rtr_feed_clear(struct rtr_feed *feed);

/* The source has a set, made at `built_us` (0: not known). Takes a reference of its own. True: what
 * may be told has changed. */
bool rtr_feed_offer(struct rtr_feed *feed, struct payload_set *set, uint64_t built_us,
		    struct rtr_time now, struct rtr_news *news);
/* The source still has what it had. True likewise: it was expired. */
bool rtr_feed_seen(struct rtr_feed *feed, struct rtr_time now, struct rtr_news *news);
/* The source has nothing, or nothing that can be read. */
void rtr_feed_lost(struct rtr_feed *feed, const char *reason, struct rtr_news *news);
/* The operator believes what is held. True: it has become the good one. */
bool rtr_feed_accept(struct rtr_feed *feed, struct rtr_time now, struct rtr_news *news);
/* Time passes. True: what may be told has changed. */
bool rtr_feed_tick(struct rtr_feed *feed, struct rtr_time now, struct rtr_news *news);

enum rtr_feed_state rtr_feed_state(const struct rtr_feed *feed);
/* The last good set while it may be told, borrowed; or NULL. */
struct payload_set *rtr_feed_set(const struct rtr_feed *feed);
/* For how long it may still be told. */
uint64_t rtr_feed_left_ms(const struct rtr_feed *feed, uint64_t now_ms);
uint64_t rtr_feed_age_ms(const struct rtr_feed *feed, uint64_t now_ms);

/* What End of Data says when the data may be told for `left_s` more: routers must not keep them for
 * longer than that; but RFC 8210 section 6 lets nobody ask for less than ten minutes. */
struct rtr_timers rtr_feed_timers(struct rtr_timers timers, uint64_t left_s);

#endif
