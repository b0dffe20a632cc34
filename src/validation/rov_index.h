/*
 * Inside rov.h: from an address to the chain of all VRPs that cover it.
 *
 * In:   VRPs, sorted by prefix_compare(), then by ASN and max_length; no duplicates.
 * Out:  the state of a route, and the VRPs that cover it.
 * Idea: a route is covered by those VRPs that cover its first address and are no longer than it is.
 *       So all that is needed is a way from an address to its chain: the rows (AS number, length,
 *       maximum length) of every VRP that covers the address, longest first, side by side. A row
 *       needs no address; it has the route's.
 *
 *       Between one VRP's edge and the next all addresses have the same chain. They are a run. A
 * map cuts its share of the address space into 2^n equal pieces, sets a bit for every piece where
 *       a run starts, and finds the run of a piece by counting the bits up to it:
 *
 *         piece     0   1   2   3   4   5   6   7        runs
 *         starts    .   .   1   .   1   1   .   .        -> [chain a] [chain b] [map 5] [chain a]
 *                  (a   a)  (b  b) (map 5)(a  a   a)
 *
 *       A piece that holds VRPs longer than itself is a run of its own, and leads to another map,
 *       which skips the bits that all those VRPs have in common. A map takes as many bits as its
 *       VRPs deserve: on the real table 24 for all of IPv4, which are 4 MiB, and one cell of 32
 *       pieces for a lone VRP. So mostly a check reads a cell, a run and the line of its chain.
 * Pure: no allocation once built; safe from any thread.
 */
#ifndef VALIDATION_ROV_INDEX_H
#define VALIDATION_ROV_INDEX_H

#include "validation/rov.h"

struct rov_index;

/* The index lives in `snapshot` and keeps nothing of `vrps`. ERR_LIMIT. */
MUST_CHECK int rov_index_build(struct arena *snapshot, const struct vrp *vrps, size_t count,
			       const struct rov_index **out_index);

enum rov_state rov_index_check(const struct rov_index *index, const struct prefix *prefix,
			       asn_t origin);

/* A walk over the VRPs that cover `prefix`: begin, then ask for the next until there is none. */
uint32_t rov_index_begin(const struct rov_index *index, const struct prefix *prefix);
bool rov_index_next(const struct rov_index *index, const struct prefix *prefix, uint32_t *io_row,
		    struct vrp *out_vrp);

#endif
