#include "base/fuzz.h"

#include "validation/as_set_expansion.h"
#include "validation/test_as_sets.h"

/* Does this set have a member that means that one? */
static bool leads_to(const struct as_sets *sets, uint32_t from, uint32_t to)
{
	struct as_set set = as_sets_get(sets, from);
	uint32_t homonyms;

	for (uint32_t i = 0; i < set.member_count; i++)
		if (set.members[i].kind == AS_MEMBER_SET &&
		    as_sets_resolve(sets, &set.members[i], set.source_word, &homonyms) == to)
			return true;
	return false;
}

static bool names(const struct as_sets *sets, uint32_t from, asn_t asn)
{
	struct as_set set = as_sets_get(sets, from);

	for (uint32_t i = 0; i < set.member_count; i++)
		if (set.members[i].kind == AS_MEMBER_ASN && set.members[i].value == asn)
			return true;
	return false;
}

/* Every AS and every set is where it is by members that are there. */
static void check(const struct as_set_expansion *expansion, const struct as_set_limits *limits)
{
	const struct as_sets *sets = expansion->sets;
	uint32_t chain[64];

	assert(expansion->visit_count <= limits->sets_max);
	for (size_t i = 1; i < expansion->visit_count; i++) {
		const struct as_set_visit *visit = &expansion->visits[i];
		const struct as_set_visit *parent = &expansion->visits[visit->parent];
		assert(visit->parent < i && visit->depth == parent->depth + 1);
		assert(visit->depth <= limits->depth_max);
		assert(leads_to(sets, parent->set, visit->set));
	}
	for (size_t i = 0; i < expansion->asn_count; i++) {
		const struct as_set_asn *asn = &expansion->asns[i];
		assert(asn->asn != ASN_NONE && (i == 0 || asn[-1].asn < asn->asn));
		assert(names(sets, expansion->visits[asn->visit].set, asn->asn));
		assert(as_set_expansion_find(expansion, asn->asn) == asn);
		size_t count = as_set_chain(expansion, asn->visit, chain, 64);
		assert(count <= limits->depth_max + 1 && chain[0] == 0);
		assert(chain[count - 1] == asn->visit);
	}
	for (size_t i = 0; i < expansion->loop_count; i++)
		assert(leads_to(sets, expansion->visits[expansion->loops[i].from].set,
				expansion->visits[expansion->loops[i].to].set));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const struct as_set_limits limits = { 200, 100, 50, 1000 };
	const struct text preference[] = { TEXT("RIPE"), TEXT("RADB") };
	struct text input = { (const char *)bytes, size };
	const struct as_sets *sets;
	struct as_set_draft draft;
	struct arena arena;

	as_set_draft_init(&draft);
	(void)test_as_sets_draft(&draft, input);
	arena_init(&arena, (size_t)1 << 26);
	int err = as_sets_build(&arena, &draft, preference, 2, &sets);
	assert(err == 0 || err == ERR_LIMIT);
	for (uint32_t i = 0; err == 0 && i < as_sets_count(sets) && i < 4; i++) {
		struct as_set set = as_sets_get(sets, i);
		struct as_set_expansion expansion;
		int result = as_sets_expand(sets, &set.source, set.name, &limits, &expansion);
		assert(result == (expansion.limit == NULL ? 0 : ERR_LIMIT));
		assert(expansion.visits[0].set == i);
		check(&expansion, &limits);
		as_set_expansion_clear(&expansion);
	}
	arena_clear(&arena);
	as_set_draft_clear(&draft);
	return 0;
}
