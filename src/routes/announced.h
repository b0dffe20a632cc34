/*
 * Announced: which origin announced which prefix during one month, seen by whom, and which of it
 * still stands.
 *
 * In:   announcements and withdrawals, in time order.
 * Out:  every distinct (prefix, origin) pair with its witnesses and its first sighting.
 * Idea: a peer's route for a prefix is a bit in the row of the pair, once among those that it ever
 *       announced and once among those that stand now. A new announcement moves the second bit from
 *       one origin to the other (an implicit withdrawal, RFC 4271 section 3.1), a withdrawal clears
 *       it. So a route costs two bits, and a whole table of forty peers fits in a few dozen MiB.
 *       Peers that send several paths for a prefix (RFC 7911) cost a table of paths beside it.
 * Pure.
 */
#ifndef ROUTES_ANNOUNCED_H
#define ROUTES_ANNOUNCED_H

#include <stddef.h>

#include "base/index.h"
#include "net/asn.h"
#include "net/prefix.h"

/* Where a route was seen: the very record. */
struct witness {
	uint64_t time_us;
	uint64_t offset; /* of the record in its input, in bytes */
	uint32_t input;
	uint32_t peer;
};

struct pair {
	uint32_t row;  /* of the prefix */
	asn_t origin;  /* ASN_NONE: the path ends in an AS_SET */
	uint32_t next; /* pair of the same prefix, or PAIR_NONE */
	uint32_t days; /* bit d: stood on day d+1 of the month */
	struct witness first;
};

#define PAIR_NONE UINT32_MAX

struct announced_row {
	struct prefix prefix;
	uint32_t pairs; /* first of its list */
};

enum {
	/* Thirty times today's table. */
	ANNOUNCED_PAIRS_MAX = 1 << 25,
	/* Origins of one prefix, and standing paths of one peer for it; honest ones are dozens. As
	 * both are found by walking, more would let a small file keep us busy for hours. */
	ANNOUNCED_PER_PREFIX_MAX = 1024,
};

struct announced {
	struct announced_row *rows; /* owned */
	size_t row_count, row_room;
	struct index by_prefix;
	struct pair *pairs; /* owned */
	size_t pair_count, pair_room;
	uint64_t *bits; /* owned; per pair `stride` words of "ever", then as many of "now" */
	size_t bit_room;
	size_t stride;
	struct announced_peer *peers; /* owned; by peer: what stands of it */
	size_t peer_room;
	struct announced_path *paths; /* owned; of peers with path identifiers */
	size_t path_count, path_room;
	struct index by_path;
};

void announced_init(struct announced *announced);
void announced_clear(struct announced *announced);

/* The row of a prefix, which is added when it is new. ERR_LIMIT. */
MUST_CHECK int announced_row(struct announced *announced, const struct prefix *prefix,
			     uint32_t *out_row);
/* The row of a prefix that is there, or PAIR_NONE. */
uint32_t announced_find(const struct announced *announced, const struct prefix *prefix);

/* Peer `witness->peer` announces the row's prefix with this origin, on day `day` (0 to 30).
 * ERR_LIMIT when there is no room: the announcement is not kept. */
MUST_CHECK int announced_add(struct announced *announced, uint32_t row, asn_t origin, unsigned day,
			     const struct witness *witness);
/* The same for one of several paths of the peer. */
MUST_CHECK int announced_add_path(struct announced *announced, uint32_t row, asn_t origin,
				  unsigned day, const struct witness *witness, uint32_t path_id);

void announced_withdraw(struct announced *announced, uint32_t row, uint32_t peer);
void announced_withdraw_path(struct announced *announced, uint32_t row, uint32_t peer,
			     uint32_t path_id);
/* Nothing that the peer announced stands any longer: its session ended, or a new table starts. */
void announced_withdraw_peer(struct announced *announced, uint32_t peer);

/* The pair of a row and an origin, or PAIR_NONE. */
uint32_t announced_find_pair(const struct announced *announced, uint32_t row, asn_t origin);
/* Does any peer still announce it? */
bool announced_stands(const struct announced *announced, uint32_t pair);

/* How many pairs of the peer stand. */
uint32_t announced_standing(const struct announced *announced, uint32_t peer);

/* A new day has begun: whatever stands, stands on this day too. */
void announced_begin_day(struct announced *announced, unsigned day);
/* A new month has begun: forgets all but what stands, which counts as seen on its first day. Pairs
 * that stand are numbered anew from 0, in the order of their old numbers. */
void announced_begin_month(struct announced *announced);

/* Words of the pair's peers: bit p of word p / 64. Borrowed. */
static inline const uint64_t *announced_ever(const struct announced *announced, uint32_t pair)
{
	return announced->bits + (size_t)pair * 2 * announced->stride;
}

static inline const uint64_t *announced_now(const struct announced *announced, uint32_t pair)
{
	return announced_ever(announced, pair) + announced->stride;
}

#endif
