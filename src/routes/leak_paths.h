/*
 * Leak paths: who let a leaked route in. Of a path that shows a route leak: the leaker, and the
 * network that took the route from it and passed it on, which a filter would have stopped.
 *
 * In:   whether a path, known by its hash, was looked at before; leaks found, in time order.
 * Out:  per (leaker, taker) the days, the distinct prefixes and the first sighting.
 * Idea: the same path comes with thousands of prefixes, and again from day to day. What was found
 *       out about it is kept by its hash, eight octets each, so that looking costs once.
 * Pure.
 */
#ifndef ROUTES_LEAK_PATHS_H
#define ROUTES_LEAK_PATHS_H

#include "routes/announced.h"

struct leak_path {
	asn_t leaker, taker;
	uint32_t days;        /* bit d: seen on day d+1 of the month */
	uint32_t routes;      /* distinct (prefix, origin) pairs, as they come one after another */
	uint32_t last_row;    /* of the prefix that was counted last */
	struct prefix prefix; /* of the first */
	asn_t origin;         /* of the first */
	struct witness first;
};

enum {
	/* Beyond this somebody is making them up. */
	LEAK_PATHS_MAX = 1 << 20,
	/* Three times the paths of sixty peers; those beyond are looked at again and again. */
	LEAK_HASHES_MAX = 1 << 25,
};

#define LEAK_PATH_NONE UINT32_MAX

struct leak_paths {
	struct leak_path *all; /* owned */
	size_t count, room;
	struct index by_pair;
	uint64_t *hashes; /* owned; 40 bits of the hash, and the number of the leak and two */
	size_t hash_count, hash_mask;
};

void leak_paths_init(struct leak_paths *paths);
void leak_paths_clear(struct leak_paths *paths);
/* A new month begins: what was found out about paths stays, what was counted does not. */
void leak_paths_begin_month(struct leak_paths *paths);

/* Was the path with this hash looked at? Its leak, or LEAK_PATH_NONE, is then in `out_leak`. Two
 * paths in 2^40 are taken for each other. */
bool leak_paths_known(const struct leak_paths *paths, uint64_t hash, uint32_t *out_leak);
/* It was, and there is no leak in it (LEAK_PATH_NONE), or this one. */
void leak_paths_learn(struct leak_paths *paths, uint64_t hash, uint32_t leak);

/* The number of this leak, which is added when it is new. ERR_LIMIT. */
MUST_CHECK int leak_paths_number(struct leak_paths *paths, asn_t leaker, asn_t taker,
				 uint32_t *out_leak);
/* A route of pair (row, origin) shows it. */
void leak_paths_see(struct leak_paths *paths, uint32_t leak, const struct prefix *prefix,
		    asn_t origin, uint32_t row, unsigned day, const struct witness *witness);

#endif
