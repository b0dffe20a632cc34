#include "validation/tier1.h"

#include "base/sort.h"

enum {
	CANDIDATES_MAX = 256, /* the largest; the rest is small, and not at the top of anything */
	SEEDS = 8,
	MEMBERS_PER_MISS = 8, /* a member in so many may be one that does not peer */
};

static int by_customers(const void *a, const void *b)
{
	const struct tier1_candidate *x = a, *y = b;

	if (x->customers != y->customers)
		return x->customers > y->customers ? -1 : 1;
	return (x->asn > y->asn) - (x->asn < y->asn);
}

static bool joins(const struct relations *relations, asn_t asn, const asn_t *group, size_t count)
{
	size_t misses = 0;

	for (size_t i = 0; i < count; i++) {
		enum as_rel_kind kind = relation_between(relations, asn, group[i]).kind;
		misses += kind != AS_REL_PEER && kind != AS_REL_SIBLING;
	}
	return misses <= count / MEMBERS_PER_MISS;
}

static size_t grow(const struct relations *relations, const struct tier1_candidate *candidates,
		   size_t count, size_t seed, asn_t group[TIER1_MAX])
{
	size_t members = 0;

	group[members++] = candidates[seed].asn;
	for (size_t i = 0; i < count && members < TIER1_MAX; i++)
		if (i != seed && joins(relations, candidates[i].asn, group, members))
			group[members++] = candidates[i].asn;
	return members;
}

size_t tier1_find(const struct relations *relations, struct tier1_candidate *candidates,
		  size_t count, asn_t out_group[TIER1_MAX])
{
	asn_t group[TIER1_MAX];
	size_t most = 1;

	sort_items(candidates, count, sizeof(*candidates), by_customers);
	if (count > CANDIDATES_MAX)
		count = CANDIDATES_MAX;
	for (size_t seed = 0; seed < count && seed < SEEDS; seed++) {
		size_t members = grow(relations, candidates, count, seed, group);
		if (members <= most)
			continue;
		most = members;
		for (size_t i = 0; i < members; i++)
			out_group[i] = group[i];
	}
	return most > 1 ? most : 0;
}
