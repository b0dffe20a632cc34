/*
 * Delegations: what do the registries' statistics say of this number?
 *
 * In:   lines of statistics, of any registries and days, in any order.
 * Out:  the line that decides about a prefix or an AS number, or that none does.
 * Pure: no allocation once built; safe from any thread.
 *
 * Of one registry's statistics those of one day count. For a prefix the longest match decides, and
 * where registries disagree on the very same numbers, the kindest is believed.
 */
#ifndef VALIDATION_DELEGATIONS_H
#define VALIDATION_DELEGATIONS_H

#include <stdbool.h>

#include "base/arena.h"
#include "net/delegation.h"

struct delegations;

/* Of each registry's statistics the newest that are not newer than `day` (20260222; 0: the newest
 * of all) count, else the oldest; undated ones only where no dated ones are. `lines` may be NULL.
 * `snapshot` owns the result. ERR_LIMIT when the arena is full. */
MUST_CHECK int delegations_build(struct arena *snapshot, const struct delegation *lines,
				 size_t count, uint32_t day,
				 const struct delegations **out_delegations);

/* The line that decides, without its holder; false when no registry says anything. */
bool delegations_find_prefix(const struct delegations *delegations, const struct prefix *prefix,
			     struct delegation *out_line);
bool delegations_find_asn(const struct delegations *delegations, asn_t asn,
			  struct delegation *out_line);

/* Has nobody these numbers, says the registry? */
static inline bool delegation_is_free(const struct delegation *line)
{
	return line->status == DELEGATION_AVAILABLE || line->status == DELEGATION_RESERVED;
}

#endif
