/*
 * Expansion of an as-set: which ASes does it come to, and through which sets?
 *
 * In:   frozen as-sets, the name of one, and how far one may go.
 * Out:  AS numbers, ascending, each with the chain of sets that leads to it; loops; sets that do
 *       not exist; sets of which there are several; members that say nothing.
 * Pure: safe from any thread; no recursion; work and memory are linear in the members that are
 *       looked at, each set's once, and those are limited.
 * Standard: RFC 2622 section 5.1.
 *
 * Sets are visited in the order of their distance, so every chain is a shortest one.
 */
#ifndef VALIDATION_AS_SET_EXPANSION_H
#define VALIDATION_AS_SET_EXPANSION_H

#include "validation/as_sets.h"

/* Where nothing else is asked for. In the RIPE database of 2024 the widest set comes to 51,095
 * ASes, in 11,061 sets; sets stand at most 20 below each other, but for a tower of 300 that was
 * built to see what breaks. */
enum {
	AS_SET_ASNS_MAX = 1 << 18, /* twice the ASes that are routed */
	AS_SET_SETS_MAX = 1 << 17,
	AS_SET_DEPTH_MAX = 128,
	AS_SET_MEMBERS_MAX = 1 << 22,
};

struct as_set_limits {
	uint32_t asns_max, sets_max, depth_max, members_max;
};

/* A set that was visited; the first is the one asked for. */
struct as_set_visit {
	uint32_t set;
	uint32_t parent;   /* number of the visit that led here; its own number for the first */
	uint32_t depth;    /* 0 for the first */
	uint32_t homonyms; /* sets of other sources of the same name that were not taken */
};

struct as_set_asn {
	asn_t asn;
	uint32_t visit; /* the set that names it */
	bool by_ref;    /* not by itself, but by the AS's own word (mbrs-by-ref) */
};

struct as_set_missing {
	uint32_t name, source; /* words; source AS_SET_WORD_NONE when none was said */
	uint32_t visit;        /* the first set that names it */
};

/* `from` names `to`, in which it stands itself. */
struct as_set_loop {
	uint32_t from, to; /* visits */
};

/* All arrays are owned. */
struct as_set_expansion {
	const struct as_sets *sets; /* borrowed */
	struct as_set_visit *visits;
	size_t visit_count, visit_room;
	struct as_set_asn *asns; /* ascending, each once */
	size_t asn_count, asn_room;
	struct as_set_missing *missing; /* by name, each once */
	size_t missing_count, missing_room;
	struct as_set_loop *loops;
	size_t loop_count, loop_room;
	uint64_t members;  /* looked at */
	uint64_t any;      /* of them, "ANY" and "AS-ANY": left out */
	uint64_t bad;      /* of them, neither an AS nor a set: left out */
	const char *limit; /* which limit ended it, as a sentence; NULL when none did. Static. */
};

/*
 * `source` NULL: of any, the most preferred. `limits` NULL: the defaults above. ERR_NOT_FOUND when
 * there is no such set. ERR_LIMIT when there is more than the limits allow: then out_expansion
 * holds what was found until then, for showing and for nothing else, and `limit` says why. In both
 * other cases than ERR_NOT_FOUND it is to be cleared.
 */
MUST_CHECK int as_sets_expand(const struct as_sets *sets, const struct text *source,
			      struct text name, const struct as_set_limits *limits,
			      struct as_set_expansion *out_expansion);
void as_set_expansion_clear(struct as_set_expansion *expansion);

/* The AS in it, or NULL. */
const struct as_set_asn *as_set_expansion_find(const struct as_set_expansion *expansion, asn_t asn);

/* The set that was visited. */
struct as_set as_set_visited(const struct as_set_expansion *expansion, uint32_t visit);

/* The visits from the first to `visit`, itself among them; returns how many: depth + 1, of which
 * at most `room` were put, those nearest to the first. */
size_t as_set_chain(const struct as_set_expansion *expansion, uint32_t visit, uint32_t *out_visits,
		    size_t room);

#endif
