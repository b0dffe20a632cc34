/*
 * Route Origin Validation: may this AS originate this prefix?  RFC 6811, 8481.
 *
 * In:   a frozen set of VRPs (what address holders have signed) and one route.
 * Out:  a state, and on request every VRP that covers the route.
 * Pure: no allocation once the set is built; safe from any thread.
 */
#ifndef VALIDATION_ROV_H
#define VALIDATION_ROV_H

#include "base/arena.h"
#include "net/vrp.h"

/* Kindest last: of several VRPs, the one nearest to "valid" decides. */
enum rov_state {
	ROV_NOT_FOUND,      /* no VRP covers the route */
	ROV_INVALID_ASN,    /* covered, but never for this origin */
	ROV_INVALID_LENGTH, /* this origin may, but not at this length */
	ROV_VALID,
};

struct rov;

/* Copies the VRPs, sorts them and drops duplicates. `snapshot` owns the set. ERR_MALFORMED for an
 * impossible max_length, ERR_LIMIT when the arena is full. */
MUST_CHECK int rov_build(struct arena *snapshot, const struct vrp *vrps, size_t count,
			 const struct rov **out_rov);

/* How many distinct VRPs the set holds. */
size_t rov_count(const struct rov *rov);

/* Pass ASN_NONE when the path has no single origin (it ends in an AS_SET): never valid. */
enum rov_state rov_check(const struct rov *rov, const struct prefix *prefix, asn_t origin);

/* Walks over all VRPs that cover `prefix`, longest first, then by ASN and max_length.
 *
 *	struct vrp vrp;
 *	for (struct rov_walk walk = rov_covering(rov, prefix); rov_walk_next(&walk, &vrp);)
 */
struct rov_walk {
	const struct rov *rov;
	struct prefix prefix;
	uint32_t row;
};

struct rov_walk rov_covering(const struct rov *rov, const struct prefix *prefix);
bool rov_walk_next(struct rov_walk *walk, struct vrp *out_vrp);

/* "valid", "invalid-asn", "invalid-length", "not-found". */
const char *rov_state_name(enum rov_state state);

#endif
