#include "routes/bogon_paths.h"

#include <stdlib.h>

#include "base/memory.h"

struct bogon_route {
	uint32_t path, row;
};

void bogon_paths_init(struct bogon_paths *paths)
{
	*paths = (struct bogon_paths){ 0 };
	index_init(&paths->by_pair);
	index_init(&paths->by_carrier);
	index_init(&paths->by_route);
}

void bogon_paths_clear(struct bogon_paths *paths)
{
	free(paths->all);
	free(paths->carriers);
	free(paths->routes);
	index_clear(&paths->by_pair);
	index_clear(&paths->by_carrier);
	index_clear(&paths->by_route);
	bogon_paths_init(paths);
}

static int path_of(struct bogon_paths *paths, asn_t announcer, asn_t bogon, uint32_t *out_path)
{
	uint64_t hash = hash_words(announcer, bogon);

	for (struct probe p = index_probe(&paths->by_pair, hash);
	     index_next(&paths->by_pair, &p);) {
		if (paths->all[p.id].announcer == announcer && paths->all[p.id].bogon == bogon) {
			*out_path = p.id;
			return 0;
		}
	}
	if (paths->count == BOGON_PATHS_MAX)
		return ERR_LIMIT;
	uint32_t path = (uint32_t)paths->count++;
	paths->all = memory_grow(paths->all, &paths->room, paths->count, sizeof(*paths->all));
	paths->all[path] = (struct bogon_path){ .announcer = announcer, .bogon = bogon };
	index_add(&paths->by_pair, hash, path);
	*out_path = path;
	return 0;
}

/* Is this the first time that the prefix shows this bogon path? Remembers it. */
static bool is_new_route(struct bogon_paths *paths, uint32_t path, uint32_t row)
{
	uint64_t hash = hash_words(path, row);

	for (struct probe p = index_probe(&paths->by_route, hash);
	     index_next(&paths->by_route, &p);)
		if (paths->routes[p.id].path == path && paths->routes[p.id].row == row)
			return false;
	if (paths->route_count == BOGON_ROUTES_MAX)
		return false; /* counts stop here; the finding itself stands */
	uint32_t route = (uint32_t)paths->route_count++;
	paths->routes = memory_grow(paths->routes, &paths->route_room, paths->route_count,
				    sizeof(*paths->routes));
	paths->routes[route] = (struct bogon_route){ path, row };
	index_add(&paths->by_route, hash, route);
	return true;
}

static int carrier_of(struct bogon_paths *paths, uint32_t path, asn_t asn,
		      struct bogon_carrier **out_carrier)
{
	uint64_t hash = hash_words(path, asn);

	for (struct probe p = index_probe(&paths->by_carrier, hash);
	     index_next(&paths->by_carrier, &p);) {
		*out_carrier = &paths->carriers[p.id];
		if ((*out_carrier)->path == path && (*out_carrier)->asn == asn)
			return 0;
	}
	if (paths->carrier_count == BOGON_CARRIERS_MAX)
		return ERR_LIMIT;
	uint32_t number = (uint32_t)paths->carrier_count++;
	paths->carriers = memory_grow(paths->carriers, &paths->carrier_room, paths->carrier_count,
				      sizeof(*paths->carriers));
	paths->carriers[number] = (struct bogon_carrier){ .path = path, .asn = asn };
	index_add(&paths->by_carrier, hash, number);
	*out_carrier = &paths->carriers[number];
	return 0;
}

static int add_carrier(struct bogon_paths *paths, uint32_t path, asn_t asn,
		       const struct prefix *prefix, unsigned day, const struct witness *witness)
{
	struct bogon_carrier *carrier;
	int got = carrier_of(paths, path, asn, &carrier);

	if (got < 0)
		return got;
	if (carrier->days == 0) {
		carrier->prefix = *prefix;
		carrier->first = *witness;
	}
	carrier->days |= UINT32_C(1) << day;
	return 0;
}

int bogon_paths_add(struct bogon_paths *paths, const struct bogon_hops *hops,
		    const struct prefix *prefix, uint32_t row, unsigned day,
		    const struct witness *witness)
{
	uint32_t number;
	int got = path_of(paths, hops->announcer, hops->bogon, &number);

	if (got < 0)
		return got;
	struct bogon_path *path = &paths->all[number];
	if (path->days == 0) {
		path->prefix = *prefix;
		path->first = *witness;
	}
	path->days |= UINT32_C(1) << day;
	path->routes += is_new_route(paths, number, row);
	if (hops->carrier == ASN_NONE)
		return 0;
	return add_carrier(paths, number, hops->carrier, prefix, day, witness);
}
