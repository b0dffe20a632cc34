/*
 * Carriers: which network stood next to the origin of a route, and so passed it on first. One of
 * them could have stopped what should not have been announced.
 *
 * In:   for a pair (see announced.h) the network beside the origin in a path, in time order.
 * Out:  per pair its carriers, each with its first sighting and the days on which a record shows
 *       it. A day is only counted when it was seen: nobody is charged for what may have been.
 * Pure.
 */
#ifndef ROUTES_CARRIERS_H
#define ROUTES_CARRIERS_H

#include "routes/announced.h"

#define CARRIER_NONE UINT32_MAX

struct carrier {
	asn_t asn;
	uint32_t next; /* of the same pair, or CARRIER_NONE */
	uint32_t days; /* bit d: seen on day d+1 of the month */
	struct witness first;
};

enum {
	/* Twenty times what a table of sixty peers shows. */
	CARRIERS_MAX = 1 << 26,
	/* Of one pair. The best connected have some hundreds of neighbours that are ever seen. */
	CARRIERS_PER_PAIR_MAX = 1024,
};

struct carriers {
	struct carrier *all; /* owned */
	size_t count, room;
	uint32_t *heads; /* owned; by pair: number of its first carrier and one, 0: none */
	size_t head_room;
};

void carriers_init(struct carriers *carriers);
void carriers_clear(struct carriers *carriers);

/* ERR_LIMIT: it is not kept. */
MUST_CHECK int carriers_add(struct carriers *carriers, uint32_t pair, asn_t asn, unsigned day,
			    const struct witness *witness);

/* The first carrier of the pair, or CARRIER_NONE; follow `next`. */
uint32_t carriers_of(const struct carriers *carriers, uint32_t pair);

/* A new month begins: carriers of what does not stand are forgotten, the others were seen on its
 * first day. To be called just before announced_begin_month(), which numbers the pairs anew. */
void carriers_begin_month(struct carriers *carriers, const struct announced *announced);

#endif
