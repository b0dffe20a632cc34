/*
 * Bogon paths: AS numbers that must not stand in a public path, and who let them through.
 *
 * In:   a route whose path shows such a number, in time order.
 * Out:  per (announcer, bogon) the days, the distinct prefixes and the first sighting. The
 *       announcer is the AS beside the bogon on the collector's side: the one that could have
 *       dropped it. And per (announcer, bogon) the carriers: who stood next on that side.
 * Pure.
 */
#ifndef ROUTES_BOGON_PATHS_H
#define ROUTES_BOGON_PATHS_H

#include "routes/announced.h"

struct bogon_path {
	asn_t announcer, bogon;
	uint32_t days;        /* bit d: seen on day d+1 of the month */
	uint32_t routes;      /* distinct prefixes */
	struct prefix prefix; /* of the first */
	struct witness first;
};

/* Who passed a bogon path on: the AS beside the announcer. */
struct bogon_carrier {
	uint32_t path; /* number of the bogon path */
	asn_t asn;
	uint32_t days;
	struct prefix prefix; /* of the first */
	struct witness first;
};

/* Beyond this somebody is making them up; further ones are counted by the caller and not kept. */
enum { BOGON_PATHS_MAX = 1 << 20, BOGON_CARRIERS_MAX = 1 << 21, BOGON_ROUTES_MAX = 1 << 24 };

struct bogon_paths {
	struct bogon_path *all; /* owned */
	size_t count, room;
	struct index by_pair;
	struct bogon_carrier *carriers; /* owned */
	size_t carrier_count, carrier_room;
	struct index by_carrier;
	struct bogon_route *routes; /* owned: which (bogon path, prefix) have been counted */
	size_t route_count, route_room;
	struct index by_route;
};

void bogon_paths_init(struct bogon_paths *paths);
void bogon_paths_clear(struct bogon_paths *paths);

struct bogon_hops {
	asn_t bogon, announcer;
	asn_t carrier; /* ASN_NONE: the announcer told the collector itself */
};

/* `row` is the prefix's number in the month's table of announcements. ERR_LIMIT. */
MUST_CHECK int bogon_paths_add(struct bogon_paths *paths, const struct bogon_hops *hops,
			       const struct prefix *prefix, uint32_t row, unsigned day,
			       const struct witness *witness);

#endif
