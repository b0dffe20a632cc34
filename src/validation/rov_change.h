/*
 * What a new set of VRPs changes: the set difference, and which routes have to be judged again.
 *
 * In:   an older and a newer set of VRPs, in any order.
 * Out:  the VRPs withdrawn and announced, and for a route whether one of them covers it.
 * Promise: a route that is not touched has the same state for any origin, and the same VRPs cover
 *       it, in both sets.
 * Standard: RFC 6811 section 4 (re-evaluate what a change affects), RFC 9324 (keep what you drop).
 * Pure: no allocation once built; safe from any thread.
 */
#ifndef VALIDATION_ROV_CHANGE_H
#define VALIDATION_ROV_CHANGE_H

#include "base/arena.h"
#include "net/cover.h"
#include "net/vrp.h"

/* Both lists are in the order of vrp_order.h. One whose maximum length or ASN has changed is in
 * both: the old one withdrawn, the new one announced. */
struct rov_change {
	const struct vrp *withdrawn, *announced;
	size_t withdrawn_count, announced_count;
	const struct cover *prefixes; /* of both */
};

/* Copies what differs into `snapshot`. ERR_LIMIT. */
MUST_CHECK int rov_change_build(struct arena *snapshot, const struct vrp *older, size_t older_count,
				const struct vrp *newer, size_t newer_count,
				struct rov_change *out_change);

/* Could this route have another state than before? */
bool rov_change_touches(const struct rov_change *change, const struct prefix *prefix);

#endif
