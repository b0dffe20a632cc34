/*
 * As-sets: frozen, each known by its source and name.
 *
 * In:   a draft of what registries say, and an order of sources.
 * Out:  sets by number, with their members; what a name without a source means.
 * Pure: no allocation once built; safe from any thread.
 * Standard: RFC 2622 section 5.1. By reference an AS is a member when its aut-num of the same
 *       source names the set in member-of: and one of its maintainers stands in the set's
 *       mbrs-by-ref:, or ANY does.
 *
 * The same name may stand in several sources, with other members, put there by anyone. So a name
 * with a source ("RIPE::AS-X") is that set or none. A name without one is the set of the source in
 * which it was said, else of the first in the stated order that has it; that there were others is
 * told as well. Of two objects of one source and name the later counts.
 */
#ifndef VALIDATION_AS_SETS_H
#define VALIDATION_AS_SETS_H

#include "base/arena.h"
#include "validation/as_set_draft.h"

struct as_sets;

#define AS_SET_NONE UINT32_MAX

/* Sources that are not in `preference` come behind those that are, by name. `snapshot` owns the
 * result, which needs the draft no more. ERR_LIMIT. */
MUST_CHECK int as_sets_build(struct arena *snapshot, const struct as_set_draft *draft,
			     const struct text *preference, size_t preferences,
			     const struct as_sets **out_sets);

uint32_t as_sets_count(const struct as_sets *sets);

/* A set, its names in upper case; borrowed. */
struct as_set {
	struct text source, name;
	uint32_t source_word;
	const struct as_set_member *members;
	uint32_t member_count;
};

struct as_set as_sets_get(const struct as_sets *sets, uint32_t number);
struct text as_sets_word(const struct as_sets *sets, uint32_t word);

/* The number of a set, or AS_SET_NONE. `source` NULL: of any, the most preferred. */
uint32_t as_sets_find(const struct as_sets *sets, const struct text *source, struct text name);

/* How many sets have the name of this one, itself among them. */
uint32_t as_sets_named(const struct as_sets *sets, uint32_t number);

/* The set that a member means, which stands in a set of source `said_in`, or AS_SET_NONE.
 * `out_homonyms` is how many sets of other sources have this name, when that was not said. */
uint32_t as_sets_resolve(const struct as_sets *sets, const struct as_set_member *member,
			 uint32_t said_in, uint32_t *out_homonyms);

#endif
