#include "validation/as_set_expansion.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"

/* An expansion that goes on. */
struct expanding {
	struct as_set_expansion expansion;
	struct as_set_limits limits;
	uint32_t *visit_of; /* by set: its visit and one; 0: not visited */
};

static int limit_reached(struct expanding *expanding, const char *says)
{
	expanding->expansion.limit = says;
	return ERR_LIMIT;
}

static int visit_add(struct expanding *expanding, struct as_set_visit visit)
{
	struct as_set_expansion *expansion = &expanding->expansion;

	if (visit.depth > expanding->limits.depth_max)
		return limit_reached(expanding, "its sets stand too deep below each other");
	if (expansion->visit_count == expanding->limits.sets_max)
		return limit_reached(expanding, "it comes to too many sets");
	expansion->visits = memory_grow(expansion->visits, &expansion->visit_room,
					expansion->visit_count + 1, sizeof(*expansion->visits));
	expansion->visits[expansion->visit_count++] = visit;
	expanding->visit_of[visit.set] = (uint32_t)expansion->visit_count;
	return 0;
}

static void missing_add(struct as_set_expansion *expansion, const struct as_set_member *member,
			uint32_t visit)
{
	expansion->missing = memory_grow(expansion->missing, &expansion->missing_room,
					 expansion->missing_count + 1, sizeof(*expansion->missing));
	expansion->missing[expansion->missing_count++] =
		(struct as_set_missing){ member->value, member->source, visit };
}

static void asn_add(struct as_set_expansion *expansion, const struct as_set_member *member,
		    uint32_t visit)
{
	expansion->asns = memory_grow(expansion->asns, &expansion->asn_room,
				      expansion->asn_count + 1, sizeof(*expansion->asns));
	expansion->asns[expansion->asn_count++] =
		(struct as_set_asn){ member->value, visit, member->by_ref };
}

static int take_set(struct expanding *expanding, const struct as_set_member *member, uint32_t from,
		    uint32_t said_in)
{
	struct as_set_expansion *expansion = &expanding->expansion;
	uint32_t homonyms;
	uint32_t set = as_sets_resolve(expansion->sets, member, said_in, &homonyms);

	if (set == AS_SET_NONE) {
		missing_add(expansion, member, from);
		return 0;
	}
	if (expanding->visit_of[set] != 0)
		return 0;
	return visit_add(
		expanding,
		(struct as_set_visit){ set, from, expansion->visits[from].depth + 1, homonyms });
}

static int take_member(struct expanding *expanding, const struct as_set_member *member,
		       uint32_t visit, uint32_t said_in)
{
	struct as_set_expansion *expansion = &expanding->expansion;

	if (expansion->members++ == expanding->limits.members_max)
		return limit_reached(expanding, "its sets have too many members");
	switch ((enum as_member_kind)member->kind) {
	case AS_MEMBER_ASN:
		asn_add(expansion, member, visit);
		return 0;
	case AS_MEMBER_SET:
		return take_set(expanding, member, visit, said_in);
	case AS_MEMBER_ANY:
		expansion->any++;
		return 0;
	case AS_MEMBER_BAD:
		break;
	}
	expansion->bad++;
	return 0;
}

/* Visits sets in the order in which they are found. */
static int visit_all(struct expanding *expanding)
{
	struct as_set_expansion *expansion = &expanding->expansion;
	int err = 0;

	for (uint32_t visit = 0; err == 0 && visit < expansion->visit_count; visit++) {
		struct as_set set = as_set_visited(expansion, visit);
		for (uint32_t i = 0; err == 0 && i < set.member_count; i++)
			err = take_member(expanding, &set.members[i], visit, set.source_word);
	}
	return err;
}

/* Of one AS in several sets the one nearest to the first stands first. */
static int by_asn(const void *a, const void *b)
{
	const struct as_set_asn *x = a, *y = b;

	if (x->asn != y->asn)
		return x->asn < y->asn ? -1 : 1;
	if (x->visit != y->visit)
		return x->visit < y->visit ? -1 : 1;
	return x->by_ref - y->by_ref;
}

static int by_name(const void *a, const void *b)
{
	const struct as_set_missing *x = a, *y = b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	if (x->source != y->source)
		return x->source < y->source ? -1 : 1;
	return (x->visit > y->visit) - (x->visit < y->visit);
}

/* Sorts what was found and keeps each once. */
static void tidy(struct as_set_expansion *expansion)
{
	size_t kept = 0;

	sort_items(expansion->asns, expansion->asn_count, sizeof(*expansion->asns), by_asn);
	for (size_t i = 0; i < expansion->asn_count; i++)
		if (kept == 0 || expansion->asns[kept - 1].asn != expansion->asns[i].asn)
			expansion->asns[kept++] = expansion->asns[i];
	expansion->asn_count = kept;
	kept = 0;
	sort_items(expansion->missing, expansion->missing_count, sizeof(*expansion->missing),
		   by_name);
	for (size_t i = 0; i < expansion->missing_count; i++) {
		const struct as_set_missing *next = &expansion->missing[i];
		if (kept == 0 || expansion->missing[kept - 1].name != next->name ||
		    expansion->missing[kept - 1].source != next->source)
			expansion->missing[kept++] = *next;
	}
	expansion->missing_count = kept;
}

/* The way down to the set whose members are gone through; `open` holds 1 for each on it, and 2 for
 * those that are done. */
struct descent {
	uint32_t *way;  /* visits */
	uint32_t *next; /* for each of them, the member that is due */
	uint8_t *open;  /* by visit */
	uint32_t depth;
};

enum { UNSEEN, ON_THE_WAY, DONE };

static void descend(struct descent *descent, uint32_t visit)
{
	descent->way[descent->depth] = visit;
	descent->next[descent->depth++] = 0;
	descent->open[visit] = ON_THE_WAY;
}

static void look_back(struct expanding *expanding, struct descent *descent, uint32_t from,
		      uint32_t to)
{
	struct as_set_expansion *expansion = &expanding->expansion;

	if (descent->open[to] == UNSEEN) {
		descend(descent, to);
		return;
	}
	if (descent->open[to] == DONE)
		return;
	expansion->loops = memory_grow(expansion->loops, &expansion->loop_room,
				       expansion->loop_count + 1, sizeof(*expansion->loops));
	expansion->loops[expansion->loop_count++] = (struct as_set_loop){ from, to };
}

/* Once more through all members, depth first: a set that stands on the way to itself is a loop.
 * Every loop has such a member, and without it there would be none. */
static void find_loops(struct expanding *expanding)
{
	struct as_set_expansion *expansion = &expanding->expansion;
	size_t count = expansion->visit_count;
	struct descent descent = { .way = memory_alloc(count, sizeof(*descent.way)),
				   .next = memory_alloc(count, sizeof(*descent.next)),
				   .open = memory_alloc(count, sizeof(*descent.open)) };

	descend(&descent, 0);
	while (descent.depth > 0) {
		uint32_t from = descent.way[descent.depth - 1], homonyms;
		uint32_t at = descent.next[descent.depth - 1]++;
		struct as_set set = as_set_visited(expansion, from);
		if (at == set.member_count) {
			descent.open[from] = DONE;
			descent.depth--;
			continue;
		}
		if (set.members[at].kind != AS_MEMBER_SET)
			continue;
		uint32_t to = as_sets_resolve(expansion->sets, &set.members[at], set.source_word,
					      &homonyms);
		if (to != AS_SET_NONE)
			look_back(expanding, &descent, from, expanding->visit_of[to] - 1);
	}
	free(descent.way);
	free(descent.next);
	free(descent.open);
}

int as_sets_expand(const struct as_sets *sets, const struct text *source, struct text name,
		   const struct as_set_limits *limits, struct as_set_expansion *out_expansion)
{
	static const struct as_set_limits defaults = { AS_SET_ASNS_MAX, AS_SET_SETS_MAX,
						       AS_SET_DEPTH_MAX, AS_SET_MEMBERS_MAX };
	uint32_t root = as_sets_find(sets, source, name);

	if (root == AS_SET_NONE)
		return ERR_NOT_FOUND;
	struct expanding expanding = {
		.expansion.sets = sets,
		.limits = limits != NULL ? *limits : defaults,
		.visit_of = memory_alloc(as_sets_count(sets), sizeof(*expanding.visit_of)),
	};
	uint32_t others = source == NULL ? as_sets_named(sets, root) - 1 : 0;
	int err = visit_add(&expanding, (struct as_set_visit){ root, 0, 0, others });
	if (err == 0)
		err = visit_all(&expanding);
	tidy(&expanding.expansion);
	if (err == 0 && expanding.expansion.asn_count > expanding.limits.asns_max)
		err = limit_reached(&expanding, "it comes to too many ASes");
	if (err == 0)
		find_loops(&expanding);
	free(expanding.visit_of);
	*out_expansion = expanding.expansion;
	return err;
}

void as_set_expansion_clear(struct as_set_expansion *expansion)
{
	free(expansion->visits);
	free(expansion->asns);
	free(expansion->missing);
	free(expansion->loops);
	*expansion = (struct as_set_expansion){ 0 };
}

const struct as_set_asn *as_set_expansion_find(const struct as_set_expansion *expansion, asn_t asn)
{
	size_t from = 0, to = expansion->asn_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (expansion->asns[middle].asn < asn)
			from = middle + 1;
		else
			to = middle;
	}
	bool found = from < expansion->asn_count && expansion->asns[from].asn == asn;
	return found ? &expansion->asns[from] : NULL;
}

struct as_set as_set_visited(const struct as_set_expansion *expansion, uint32_t visit)
{
	return as_sets_get(expansion->sets, expansion->visits[visit].set);
}

size_t as_set_chain(const struct as_set_expansion *expansion, uint32_t visit, uint32_t *out_visits,
		    size_t room)
{
	size_t depth = expansion->visits[visit].depth;

	for (size_t i = depth + 1; i > 0; i--) {
		if (i <= room)
			out_visits[i - 1] = visit;
		visit = expansion->visits[visit].parent;
	}
	return depth + 1;
}
