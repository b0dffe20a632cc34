/*
 * RTR guard: is a new set of one source to be believed?
 *
 * In:      the last good set and the one offered, with the times at which they were made.
 * Out:     a doubt, or none. Whoever doubts keeps the old set (serve/rtr_feed.h).
 * Idea:    authorisations come and go by the hundred. When a great part goes in one step, what has
 *          failed is the way from their holders to us (RIPE NCC on 2025-06-19 published nothing;
 *          ARIN in 2020 lost 180 ROAs for a day and a half), and believing it would turn valid
 *          routes invalid, or take everybody's protection away.
 * Pure.
 */
#ifndef SERVE_RTR_GUARD_H
#define SERVE_RTR_GUARD_H

#include "net/payload_set.h"

/*
 * What is believed. `good` and `new` are numbers of payloads.
 *
 *	doubt            when
 *	empty            new is 0, good was not
 *	halved           good >= 4 and 2 * new <= good
 *	shrunk           good - new >= 1,000 and more than 5 % of good
 *	VRPs, ASPAs      of this kind: good - new >= 1,000 and more than 10 % of good
 *	older            new was made before good was, and is not equal to it
 *
 * Twice as many payloads are believed, with an alarm.
 */
enum {
	RTR_GUARD_HALVED_FROM = 4, /* below, half a set is one or two hand-written lines */
	RTR_GUARD_LOST_MIN = 1000,
	RTR_GUARD_LOST_PERCENT = 5,
	RTR_GUARD_KIND_LOST_PERCENT = 10,
	/* How far ahead of our clock data may have been made: clocks differ. */
	RTR_GUARD_FUTURE_S = 600,
	/* For how long we doubt, unless told otherwise: after that, a smaller set must be the
	 * truth. An empty one or an older one never is: their time comes when the good set's is
	 * over, and routers are told by that. */
	RTR_GUARD_HOLD_S = 7200,
	/* For how long data of files are told after we last saw them good and new enough. */
	RTR_GUARD_MAX_AGE_S = 86400,
};

enum rtr_doubt {
	RTR_DOUBT_NONE,
	RTR_DOUBT_EMPTY,
	RTR_DOUBT_HALVED,
	RTR_DOUBT_SHRUNK,
	RTR_DOUBT_VRPS,
	RTR_DOUBT_ASPAS,
	RTR_DOUBT_OLDER,
	RTR_DOUBTS,
};

/* Times are microseconds since 1970; 0: not known. */
enum rtr_doubt rtr_guard_check(const struct payload_set *good, uint64_t good_built_us,
			       const struct payload_set *offered, uint64_t offered_built_us);
/* Has the set at least doubled, from a real size? */
bool rtr_guard_doubled(const struct payload_set *good, const struct payload_set *offered);

/* May it be believed once it has been held for long enough? */
bool rtr_doubt_passes(enum rtr_doubt doubt);
/* "it is empty"; "half or more is gone". Static. */
const char *rtr_doubt_says(enum rtr_doubt doubt);

#endif
