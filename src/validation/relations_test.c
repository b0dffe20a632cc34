#include "base/testkit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "validation/test_relations.h"

static struct test_relations made;

#define P (1U << AS_REL_PROVIDER)
#define C (1U << AS_REL_CUSTOMER)
#define E (1U << AS_REL_PEER)
#define S (1U << AS_REL_SIBLING)

/* What 2 is to 1, and who says so. */
static const struct {
	const char *about, *links, *members, *aspas;
	enum as_rel_kind kind;
	enum as_rel_source source;
	enum confidence confidence;
	bool contradicted;
	unsigned possible;
} cases[] = {
	{ "nobody knows either", "", "", NULL, AS_REL_UNKNOWN, AS_REL_BY_NOBODY, CONFIDENCE_LOW,
	  false, P | C | E },
	{ "both are known, their link is not", "1>3 2>3", "", "-", AS_REL_UNKNOWN, AS_REL_BY_NOBODY,
	  CONFIDENCE_LOW, false, P | C | E },
	{ "a provider", "2>1", "", NULL, AS_REL_PROVIDER, AS_REL_BY_LINKS, CONFIDENCE_MEDIUM, false,
	  P },
	{ "a customer", "1>2", "", "-", AS_REL_CUSTOMER, AS_REL_BY_LINKS, CONFIDENCE_MEDIUM, false,
	  C },
	{ "peers", "1=2", "", NULL, AS_REL_PEER, AS_REL_BY_LINKS, CONFIDENCE_LOW, false, E },
	{ "siblings by a link", "2~1", "", NULL, AS_REL_SIBLING, AS_REL_BY_LINKS, CONFIDENCE_MEDIUM,
	  false, S },
	{ "said twice", "2>1 2>1 1=3 2=3", "", NULL, AS_REL_PROVIDER, AS_REL_BY_LINKS,
	  CONFIDENCE_MEDIUM, false, P },
	{ "links that contradict", "2>1 1=2", "", NULL, AS_REL_UNKNOWN, AS_REL_BY_NOBODY,
	  CONFIDENCE_LOW, true, P | E },
	{ "providers of each other", "2>1 1>2", "", NULL, AS_REL_UNKNOWN, AS_REL_BY_NOBODY,
	  CONFIDENCE_LOW, true, P | C },
	{ "of one organisation", "", "1:7 2:7", NULL, AS_REL_SIBLING, AS_REL_BY_ORGANISATION,
	  CONFIDENCE_HIGH, false, S },
	{ "of organisation 0", "2>1", "1:0 2:0", NULL, AS_REL_SIBLING, AS_REL_BY_ORGANISATION,
	  CONFIDENCE_HIGH, false, S },
	{ "of two organisations", "1=2", "1:7 2:8", NULL, AS_REL_PEER, AS_REL_BY_LINKS,
	  CONFIDENCE_LOW, false, E },
	{ "the lowest organisation counts", "", "1:9 1:7 2:7 2:8", NULL, AS_REL_SIBLING,
	  AS_REL_BY_ORGANISATION, CONFIDENCE_HIGH, false, S },
	{ "of no organisation", "1=2", "3:7", NULL, AS_REL_PEER, AS_REL_BY_LINKS, CONFIDENCE_LOW,
	  false, E },
	{ "a provider by ASPA", "", "", "1:2", AS_REL_PROVIDER, AS_REL_BY_ASPA, CONFIDENCE_HIGH,
	  false, P },
	{ "a customer by ASPA", "", "", "2:1,3", AS_REL_CUSTOMER, AS_REL_BY_ASPA, CONFIDENCE_HIGH,
	  false, C },
	{ "a provider by ASPA, and as inferred", "2>1", "", "1:2", AS_REL_PROVIDER, AS_REL_BY_ASPA,
	  CONFIDENCE_HIGH, false, P },
	{ "a provider by ASPA, a peer as inferred", "1=2", "", "1:2", AS_REL_PROVIDER,
	  AS_REL_BY_ASPA, CONFIDENCE_HIGH, true, P },
	{ "a provider by ASPA, a customer as inferred", "1>2", "", "1:2;2:0", AS_REL_PROVIDER,
	  AS_REL_BY_ASPA, CONFIDENCE_HIGH, true, P },
	{ "a provider by ASPA within an organisation", "", "1:7 2:7", "1:2", AS_REL_PROVIDER,
	  AS_REL_BY_ASPA, CONFIDENCE_HIGH, false, P },
	{ "providers of each other by ASPA", "1=2", "", "1:2;2:1", AS_REL_SIBLING, AS_REL_BY_ASPA,
	  CONFIDENCE_HIGH, false, S },
	{ "ASPAs of both, neither names the other", "", "", "1:3;2:0", AS_REL_PEER, AS_REL_BY_ASPA,
	  CONFIDENCE_MEDIUM, false, E },
	{ "the same, peers as inferred", "1=2", "", "1:3;2:0", AS_REL_PEER, AS_REL_BY_ASPA,
	  CONFIDENCE_HIGH, false, E },
	{ "the same, a provider as inferred", "2>1", "", "1:3;2:0", AS_REL_PEER, AS_REL_BY_ASPA,
	  CONFIDENCE_MEDIUM, true, E },
	{ "an ASPA denies the provider that was inferred", "2>1", "", "1:3", AS_REL_UNKNOWN,
	  AS_REL_BY_NOBODY, CONFIDENCE_LOW, true, C | E },
	{ "an ASPA denies the customer that was inferred", "1>2", "", "2:3", AS_REL_UNKNOWN,
	  AS_REL_BY_NOBODY, CONFIDENCE_LOW, true, P | E },
	{ "an ASPA settles what links contradict", "2>1 1=2", "", "1:3", AS_REL_PEER,
	  AS_REL_BY_LINKS, CONFIDENCE_LOW, true, E },
	{ "an ASPA does not speak of customers", "1>2", "", "1:3", AS_REL_CUSTOMER, AS_REL_BY_LINKS,
	  CONFIDENCE_MEDIUM, false, C },
	{ "an ASPA narrows the unknown", "", "", "1:3", AS_REL_UNKNOWN, AS_REL_BY_NOBODY,
	  CONFIDENCE_LOW, false, C | E },
	{ "an ASPA denies, the organisation is one", "2>1", "1:7 2:7", "1:0", AS_REL_SIBLING,
	  AS_REL_BY_ORGANISATION, CONFIDENCE_HIGH, false, S },
};

static unsigned mirrored(unsigned kinds)
{
	return (kinds & (E | S)) | ((kinds & P) != 0 ? C : 0) | ((kinds & C) != 0 ? P : 0);
}

static void sources_in_their_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		print_message("# %s\n", cases[i].about);
		relations_make(&made, cases[i].links, cases[i].members, cases[i].aspas);
		struct relation got = relation_between(made.relations, 1, 2);
		struct relation back = relation_between(made.relations, 2, 1);
		assert_string_equal(as_rel_kind_name(got.kind), as_rel_kind_name(cases[i].kind));
		assert_string_equal(as_rel_source_name(got.source),
				    as_rel_source_name(cases[i].source));
		assert_string_equal(confidence_name(got.confidence),
				    confidence_name(cases[i].confidence));
		assert_int_equal(got.contradicted, cases[i].contradicted);
		assert_int_equal(got.possible, cases[i].possible);
		/* The same, seen from the other end. */
		assert_int_equal(back.possible, mirrored(got.possible));
		assert_int_equal(back.source, got.source);
		assert_int_equal(back.confidence, got.confidence);
		assert_int_equal(back.contradicted, got.contradicted);
		assert_int_equal(back.denies_provider, got.denies_customer);
		assert_int_equal(back.denies_customer, got.denies_provider);
		relations_drop(&made);
	}
}

static void counts_and_siblings(void **state)
{
	(void)state;
	relations_make(&made, "1>2 1>2 2=3 3=2 1=3 1>3 4>4", "3:7 5:7 6:8", NULL);
	assert_int_equal(relations_as_count(made.relations), 6);
	assert_int_equal(relations_link_count(made.relations), 3);
	assert_true(relations_are_siblings(made.relations, 3, 5));
	assert_false(relations_are_siblings(made.relations, 5, 6));
	assert_false(relations_are_siblings(made.relations, 1, 2));
	assert_false(relations_are_siblings(made.relations, 99, 98));
	relations_drop(&made);
	relations_make(&made, "", "", NULL);
	assert_int_equal(relations_as_count(made.relations), 0);
	assert_int_equal(relation_between(made.relations, 1, 2).kind, AS_REL_UNKNOWN);
	relations_drop(&made);
}

/* Bit k: some link says that `b` is of kind k to `a`. */
static unsigned said_slowly(const struct as_link *links, size_t count, asn_t a, asn_t b)
{
	unsigned said = 0;

	for (size_t i = 0; i < count; i++) {
		bool forth = links[i].a == a && links[i].b == b;
		bool back = links[i].a == b && links[i].b == a;
		if (!forth && !back)
			continue;
		if (links[i].relation == AS_PROVIDER_TO_CUSTOMER)
			said |= forth ? C : P;
		else
			said |= links[i].relation == AS_PEER ? E : S;
	}
	return said;
}

/* Without ASPAs: what the links say, all links walked. Even ASes have links, odd ones stand between
 * them without any, each an organisation of its own. */
static void random_links_agree_with_a_linear_search(void **state)
{
	static struct as_link links[2000];
	static struct as_membership odd[150];
	size_t known = 0, contradicted = 0;

	(void)state;
	srandom(9);
	for (unsigned round = 0; round < 100; round++) {
		size_t count = (size_t)random() % COUNT_OF(links);
		asn_t most = 2 + (asn_t)random() % 100;
		for (size_t i = 0; i < count; i++)
			links[i] = (struct as_link){ 2 * ((asn_t)random() % most),
						     2 * ((asn_t)random() % most),
						     (enum as_relation)(random() % 3) };
		for (asn_t i = 0; i < COUNT_OF(odd); i++)
			odd[i] = (struct as_membership){ 2 * i + 1, i };
		struct arena arena;
		const struct relations *relations;
		arena_init(&arena, TEST_BUDGET);
		assert_int_equal(
			relations_build(&arena, links, count, odd, COUNT_OF(odd), NULL, &relations),
			0);
		for (unsigned n = 0; n < 2000; n++) {
			asn_t a = (asn_t)random() % (2 * most), b = (asn_t)random() % (2 * most);
			if (a == b)
				continue;
			unsigned said = said_slowly(links, count, a, b);
			struct relation got = relation_between(relations, a, b);
			bool one = said != 0 && (said & (said - 1)) == 0;
			assert_int_equal(got.possible, said != 0 ? said : (P | C | E));
			assert_int_equal(got.kind != AS_REL_UNKNOWN, one);
			assert_int_equal(got.contradicted, said != 0 && !one);
			known += one;
			contradicted += got.contradicted;
		}
		arena_clear(&arena);
	}
	assert_in_range(known, 5000, 100000);
	assert_in_range(contradicted, 500, 100000); /* else it asks too little */
}

/* 500,000 links among 90,000 ASes, of which each has an organisation. */
static void stays_small(void **state)
{
	enum { LINKS = 500000, ASES = 90000, BYTES = 16 << 20 };
	struct as_link *links = memory_alloc(LINKS, sizeof(*links));
	struct as_membership *members = memory_alloc(ASES, sizeof(*members));
	const struct relations *relations;
	struct arena arena;

	(void)state;
	srandom(10);
	for (size_t i = 0; i < LINKS; i++)
		links[i] = (struct as_link){ (asn_t)(i % ASES) + 1, (asn_t)random() % ASES + 1,
					     AS_PEER };
	for (asn_t i = 0; i < ASES; i++)
		members[i] = (struct as_membership){ i + 1, i / 2 };
	arena_init(&arena, BYTES);
	assert_int_equal(relations_build(&arena, links, LINKS, members, ASES, NULL, &relations), 0);
	print_message("# %zu bytes for %zu links\n", arena.used, relations_link_count(relations));
	arena_clear(&arena);
	free(links);
	free(members);
}

static void a_full_arena_is_an_error(void **state)
{
	const struct as_link links[] = { { 1, 2, AS_PROVIDER_TO_CUSTOMER },
					 { 1, 3, AS_PEER },
					 { 3, 2, AS_PROVIDER_TO_CUSTOMER } };
	const struct as_membership members[] = { { 1, 1 } };
	const struct relations *relations = NULL;
	struct arena arena;
	int err = ERR_LIMIT;

	(void)state;
	for (size_t budget = 0; err < 0; budget++) {
		arena_init(&arena, budget);
		err = relations_build(&arena, links, COUNT_OF(links), members, COUNT_OF(members),
				      NULL, &relations);
		assert_true(err == 0 || (err == ERR_LIMIT && relations == NULL));
		arena_clear(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sources_in_their_order),
		cmocka_unit_test(counts_and_siblings),
		cmocka_unit_test(random_links_agree_with_a_linear_search),
		cmocka_unit_test(stays_small),
		cmocka_unit_test(a_full_arena_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
