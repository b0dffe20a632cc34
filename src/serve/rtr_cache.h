/*
 * RTR cache: what routers are told, now and since they last asked.
 *
 * In:      one frozen set after another; a router's query: version, session, serial.
 * Out:     what answers the query: No Data, Cache Reset, or data, written PDU by PDU into a buffer
 *          of any size, while the cache moves on.
 * Promise: a delta is minimal and merged: applied to the set of the serial asked for, it gives
 *          exactly the set of the serial that ends it, for every serial retained. The data of an
 *          answer never change under it. Sessions and the first serial come from outside; nothing
 *          here is random or knows the time. No I/O.
 * Standard: RFC 6810, RFC 8210, draft-ietf-sidrops-8210bis-27.
 */
#ifndef SERVE_RTR_CACHE_H
#define SERVE_RTR_CACHE_H

#include "net/payload_set.h"
#include "wire/rtr_pdu.h"

enum {
	/* Serials for which there is a delta. Routers ask at least once in a refresh interval, and
	 * sets change about as often. */
	RTR_HISTORY_MAX = 64,
	/* All retained changes together hold at most half as many payloads as the set, or as many
	 * as this: whoever needs more had better load it all. */
	RTR_HISTORY_PAYLOADS = 4096,
	/* An answer can always go on in a buffer with this much room: the largest PDU is an ASPA of
	 * ASPA_PROVIDERS_MAX. */
	RTR_ANSWER_ROOM = 12 + 4 * ASPA_PROVIDERS_MAX,
};

struct rtr_cache;

/* A session for each version (RFC 8210 section 5.1), and the serial of the first set: random ones
 * and any serial, or those of a state kept (serve/rtr_state.h). */
struct rtr_cache *rtr_cache_new(const uint16_t sessions[RTR_VERSIONS], uint32_t serial);
void rtr_cache_free(struct rtr_cache *cache); /* NULL is fine */

/* The set from now on. True when the serial has moved on, which it does not for an equal set, nor
 * for the first. Holds a reference. */
bool rtr_cache_update(struct rtr_cache *cache, struct payload_set *set);
/* The same for those who know the change already: from the present set, and not empty. Holds a
 * reference to both. */
void rtr_cache_advance(struct rtr_cache *cache, struct payload_set *set,
		       struct payload_change *change);
/* From now on other sessions: nobody's serial is known any more. */
void rtr_cache_renew(struct rtr_cache *cache, const uint16_t sessions[RTR_VERSIONS]);
/* Withheld: the data are kept, but must not be told, being too old. */
void rtr_cache_withhold(struct rtr_cache *cache, bool withheld);

bool rtr_cache_has_data(const struct rtr_cache *cache); /* and may tell them */
uint32_t rtr_cache_serial(const struct rtr_cache *cache);
uint16_t rtr_cache_session(const struct rtr_cache *cache, unsigned version);
struct payload_set *rtr_cache_set(const struct rtr_cache *cache); /* borrowed, or NULL */
size_t rtr_cache_history(const struct rtr_cache *cache);          /* serials with a delta */

enum rtr_reply {
	RTR_REPLY_NO_DATA, /* Error Report 2 */
	RTR_REPLY_RESET,   /* Cache Reset */
	RTR_REPLY_DATA,    /* the answer */
};

/* Data on their way. Only rtr_answer_ functions look inside. */
struct rtr_answer {
	unsigned version;
	uint16_t session;
	uint32_t serial;
	struct payload_set *set;       /* held; to answer a Reset Query; or */
	struct payload_change *change; /* held; neither: nothing has changed */
	unsigned stage;
	size_t at; /* in what the stage sends */
};

/* What answers a Reset Query. After RTR_REPLY_DATA give the answer to rtr_answer_clear(). */
enum rtr_reply rtr_cache_query_all(struct rtr_cache *cache, unsigned version,
				   struct rtr_answer *out_answer);
/* What answers a Serial Query. */
enum rtr_reply rtr_cache_query(struct rtr_cache *cache, unsigned version, uint16_t session,
			       uint32_t serial, struct rtr_answer *out_answer);

/*
 * Appends whole PDUs, from Cache Response to End of Data with `timers`, until `out` holds
 * `size_max` bytes or the next PDU would not fit. True: there is more.
 *
 * The order, in every version (8210bis-27 section 11.2): prefixes, withdrawals before
 * announcements; router keys likewise; ASPAs by customer, of whom each is announced or withdrawn
 * once. Of prefixes announced, what covers another comes after it, so that no route is invalid only
 * because the load is not complete (section 11.1); of those withdrawn, before it.
 */
bool rtr_answer_write(struct rtr_answer *answer, struct rtr_timers timers, struct buffer *out,
		      size_t size_max);
void rtr_answer_clear(struct rtr_answer *answer);

#endif
