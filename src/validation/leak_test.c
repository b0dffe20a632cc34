#include "base/testkit.h"

#include <stdlib.h>

#include "validation/leak.h"
#include "validation/test_relations.h"

static struct test_relations made;
static struct hops hops;

#define REL   LEAK_BY_RELATIONS
#define TIER1 LEAK_BY_TIER1
#define ASPA  LEAK_BY_ASPA
#define OTC   LEAK_BY_OTC

/* Three at the top (1 2 3), two that buy there and peer (11 12), their customers (21 22), and 31
 * that buys from both of those and peers with 32. */
#define WORLD                                                                                      \
	"1=2 2=3 1=3 1>91 2>92 3>93 "                                                              \
	"1>11 2>11 2>12 3>12 11=12 11>21 12>22 21>31 22>31 31=32 31=33 22>32"

static const struct {
	const char *about, *path, *members, *aspas;
	asn_t otc; /* ASN_NONE: there is none */
	enum leak_state state;
	enum leak_type type;
	enum confidence confidence;
	unsigned by;
	asn_t learned_from, leaker, sent_to;
} paths[] = {
	{ "nothing", "", "", NULL, 0, LEAK_NONE, 0, CONFIDENCE_HIGH, 0, 0, 0, 0 },
	{ "one AS", "31", "", NULL, 0, LEAK_NONE, 0, CONFIDENCE_HIGH, 0, 0, 0, 0 },
	{ "up", "1 11 21 31", "", NULL, 0, LEAK_NONE, 0, CONFIDENCE_MEDIUM, 0, 0, 0, 0 },
	{ "down", "31 21 11 1", "", NULL, 0, LEAK_NONE, 0, CONFIDENCE_MEDIUM, 0, 0, 0, 0 },
	{ "over the top", "22 12 3 1 11 21", "", NULL, 0, LEAK_NONE, 0, CONFIDENCE_MEDIUM, 0, 0, 0,
	  0 },
	{ "across below the top", "22 12 11 21", "", NULL, 0, LEAK_NONE, 0, CONFIDENCE_LOW, 0, 0, 0,
	  0 },
	{ "prepends are no steps", "22 22 12 11 11 11 21", "", NULL, 0, LEAK_NONE, 0,
	  CONFIDENCE_LOW, 0, 0, 0, 0 },
	{ "an unknown step", "1 77 31", "", NULL, 0, LEAK_NONE, 0, CONFIDENCE_LOW, 0, 0, 0, 0 },

	{ "type 1", "22 31 21", "", NULL, 0, LEAK_FOUND, 1, CONFIDENCE_MEDIUM, REL, 21, 31, 22 },
	{ "type 1, further on", "1 11 12 22 31 21 11", "", NULL, 0, LEAK_UNDECIDED, 0,
	  CONFIDENCE_LOW, 0, 0, 0, 0 },
	{ "type 1, in the middle", "3 12 22 31 21 11 1", "", NULL, 0, LEAK_FOUND, 1,
	  CONFIDENCE_MEDIUM, REL, 21, 31, 22 },
	{ "type 2", "32 31 33", "", NULL, 0, LEAK_FOUND, 2, CONFIDENCE_LOW, REL, 33, 31, 32 },
	{ "type 3", "32 31 21", "", NULL, 0, LEAK_FOUND, 3, CONFIDENCE_LOW, REL, 21, 31, 32 },
	{ "type 4", "21 31 32", "", NULL, 0, LEAK_FOUND, 4, CONFIDENCE_LOW, REL, 32, 31, 21 },
	{ "the first of two counts", "3 12 11 1", "", NULL, 0, LEAK_FOUND, 3, CONFIDENCE_LOW,
	  REL | TIER1, 1, 11, 12 },

	{ "a Tier 1 on both sides", "3 12 2", "", NULL, 0, LEAK_FOUND, 1, CONFIDENCE_HIGH,
	  REL | TIER1, 2, 12, 3 },
	{ "a stranger between", "3 77 2", "", NULL, 0, LEAK_FOUND, 0, CONFIDENCE_HIGH, TIER1, 2, 77,
	  3 },
	{ "two strangers between", "3 78 77 2", "", NULL, 0, LEAK_FOUND, 0, CONFIDENCE_MEDIUM,
	  TIER1, 2, 78, 3 },
	{ "a sibling between", "3 77 2", "77:5 2:5", NULL, 0, LEAK_NONE, 0, CONFIDENCE_LOW, 0, 0, 0,
	  0 },
	{ "a Tier 1 between", "3 1 2", "", NULL, 0, LEAK_FOUND, 2, CONFIDENCE_MEDIUM, REL | TIER1,
	  2, 1, 3 },
	{ "of one at the top", "77 2 3", "", NULL, 0, LEAK_NONE, 0, CONFIDENCE_LOW, 0, 0, 0, 0 },

	{ "siblings act as one", "22 41 31 21", "31:6 41:6", NULL, 0, LEAK_NONE, 0, CONFIDENCE_LOW,
	  0, 0, 0, 0 },
	{ "siblings leak as one", "22 31 41 1", "31:6 41:6", NULL, 0, LEAK_FOUND, 0,
	  CONFIDENCE_MEDIUM, REL | TIER1, 1, 31, 22 },
	{ "to a sibling is no leak", "22 31 21", "31:6 21:6", NULL, 0, LEAK_NONE, 0,
	  CONFIDENCE_MEDIUM, 0, 0, 0, 0 },

	{ "ASPA on both sides", "88 77 66", "", "77:66,88", 0, LEAK_FOUND, 1, CONFIDENCE_HIGH, ASPA,
	  66, 77, 88 },
	{ "ASPA, and inferred", "22 31 21", "", "31:21,22", 0, LEAK_FOUND, 1, CONFIDENCE_HIGH, ASPA,
	  21, 31, 22 },
	{ "ASPA speaks against both", "88 77 66", "", "66:0;88:0", 0, LEAK_FOUND, 0,
	  CONFIDENCE_HIGH, ASPA, 66, 77, 88 },
	{ "ASPA speaks against one", "88 77 66", "", "66:0", 0, LEAK_NONE, 0, CONFIDENCE_LOW, 0, 0,
	  0, 0 },
	{ "ASPA against one, inferred the other", "22 31 66", "", "66:0", 0, LEAK_FOUND, 0,
	  CONFIDENCE_MEDIUM, REL | ASPA, 66, 31, 22 },
	{ "ASPA lifts what was inferred", "22 31 21", "", "21:31", 0, LEAK_NONE, 0,
	  CONFIDENCE_MEDIUM, 0, 0, 0, 0 },
	{ "providers of each other are transparent", "22 31 21", "", "31:21,22;21:31", 0, LEAK_NONE,
	  0, CONFIDENCE_HIGH, 0, 0, 0, 0 },

	{ "OTC of who passed it on", "22 31 66", "", NULL, 66, LEAK_FOUND, 0, CONFIDENCE_MEDIUM,
	  REL | OTC, 66, 31, 22 },
	{ "OTC of the neighbour", "66 31 21", "", NULL, 66, LEAK_NONE, 0, CONFIDENCE_LOW, 0, 0, 0,
	  0 },
	{ "OTC of somebody else", "22 31 66", "", NULL, 67, LEAK_NONE, 0, CONFIDENCE_LOW, 0, 0, 0,
	  0 },
	{ "OTC on the way down", "31 22 66", "", NULL, 66, LEAK_NONE, 0, CONFIDENCE_LOW, 0, 0, 0,
	  0 },
	{ "OTC before strangers", "3 78 77 66", "", NULL, 66, LEAK_FOUND, 0, CONFIDENCE_MEDIUM,
	  TIER1 | OTC, 66, 78, 3 },
	{ "OTC against an ASPA", "22 31 66", "", "66:31", 66, LEAK_NONE, 0, CONFIDENCE_MEDIUM, 0, 0,
	  0, 0 },
};

static void paths_by_type(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		struct leak_context context = { .has_otc = paths[i].otc != ASN_NONE,
						.otc = paths[i].otc };
		relations_make(&made, WORLD, paths[i].members, paths[i].aspas);
		hops_of_text(&hops, text_of(paths[i].path));
		struct leak_verdict got = leak_check(made.relations, &hops, &context);
		print_message("# %s\n", paths[i].about);
		assert_string_equal(leak_state_name(got.state), leak_state_name(paths[i].state));
		assert_string_equal(leak_type_name(got.type), leak_type_name(paths[i].type));
		assert_string_equal(confidence_name(got.confidence),
				    confidence_name(paths[i].confidence));
		assert_int_equal(got.by, paths[i].by);
		assert_int_equal(got.learned_from, paths[i].learned_from);
		assert_int_equal(got.leaker, paths[i].leaker);
		assert_int_equal(got.sent_to, paths[i].sent_to);
		if (got.state == LEAK_FOUND) {
			assert_int_equal(hops.asns[hops.all[got.from_at].first], got.learned_from);
			assert_int_equal(hops.asns[hops.all[got.leaker_at].first], got.leaker);
			assert_int_equal(hops.asns[hops.all[got.to_at].first], got.sent_to);
		}
		relations_drop(&made);
	}
}

/* We know what we are to the neighbour, so the neighbour may be the one that leaks. */
static void by_our_own_role(void **state)
{
	static const struct {
		const char *path;
		enum bgp_role role;
		enum leak_state state;
		enum leak_type type;
		enum confidence confidence;
		unsigned by;
		asn_t learned_from, leaker;
	} cases[] = {
		{ "31 21 11", BGP_ROLE_PROVIDER, LEAK_FOUND, 1, CONFIDENCE_MEDIUM,
		  REL | LEAK_BY_ROLE, 21, 31 },
		{ "31 32", BGP_ROLE_PROVIDER, LEAK_FOUND, 4, CONFIDENCE_LOW, REL | LEAK_BY_ROLE, 32,
		  31 },
		{ "31 21", BGP_ROLE_PEER, LEAK_FOUND, 3, CONFIDENCE_MEDIUM, REL | LEAK_BY_ROLE, 21,
		  31 },
		{ "31 32", BGP_ROLE_PEER, LEAK_FOUND, 2, CONFIDENCE_LOW, REL | LEAK_BY_ROLE, 32,
		  31 },
		{ "31 21", BGP_ROLE_RS, LEAK_FOUND, 3, CONFIDENCE_MEDIUM, REL | LEAK_BY_ROLE, 21,
		  31 },
		{ "77 3", BGP_ROLE_PROVIDER, LEAK_FOUND, 0, CONFIDENCE_HIGH, TIER1 | LEAK_BY_ROLE,
		  3, 77 },
		{ "31 21", BGP_ROLE_CUSTOMER, LEAK_NONE, 0, CONFIDENCE_MEDIUM, 0, 0, 0 },
		{ "31 21", BGP_ROLE_RS_CLIENT, LEAK_NONE, 0, CONFIDENCE_MEDIUM, 0, 0, 0 },
		{ "31 21", BGP_ROLE_NONE, LEAK_NONE, 0, CONFIDENCE_MEDIUM, 0, 0, 0 },
		{ "21 31", BGP_ROLE_PROVIDER, LEAK_NONE, 0, CONFIDENCE_MEDIUM, 0, 0, 0 },
		{ "31", BGP_ROLE_PROVIDER, LEAK_NONE, 0, CONFIDENCE_HIGH, 0, 0, 0 },
		{ "", BGP_ROLE_PROVIDER, LEAK_NONE, 0, CONFIDENCE_HIGH, 0, 0, 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct leak_context context = { .has_role = true, .role = cases[i].role };
		relations_make(&made, WORLD, "", NULL);
		hops_of_text(&hops, text_of(cases[i].path));
		struct leak_verdict got = leak_check(made.relations, &hops, &context);
		print_message("# %s, to us as %d\n", cases[i].path, cases[i].role);
		assert_int_equal(got.state, cases[i].state);
		assert_int_equal(got.type, cases[i].type);
		assert_int_equal(got.confidence, cases[i].confidence);
		assert_int_equal(got.by, cases[i].by);
		assert_int_equal(got.learned_from, cases[i].learned_from);
		assert_int_equal(got.leaker, cases[i].leaker);
		assert_int_equal(got.sent_to, ASN_NONE);
		relations_drop(&made);
	}
}

/* A faint one nearer to the origin does not hide a sure one. */
static void the_surest_leak_is_told(void **state)
{
	struct leak_context context = { .has_role = true, .role = BGP_ROLE_PROVIDER };
	(void)state;

	relations_make(&made, WORLD, "", NULL);
	hops_of_text(&hops, TEXT("77 1 11 21 31 33"));
	struct leak_verdict got = leak_check(made.relations, &hops, &context);
	assert_int_equal(got.state, LEAK_FOUND);
	assert_int_equal(got.confidence, CONFIDENCE_HIGH);
	assert_int_equal(got.leaker, 77);
	relations_drop(&made);
}

static void what_cannot_be_decided(void **state)
{
	static const struct {
		const char *path, *doubt;
	} cases[] = {
		{ "22 {31,32} 21", "as-set" },
		{ "22 31 {21}", "as-set" },
		{ "(64512) 22 31 21", "confederation" },
		{ "22 [64512] 21", "confederation" },
		{ "22 31 21 31", "loop" },
		{ "22 22 31 22", "loop" },
	};

	(void)state;
	relations_make(&made, WORLD, "", NULL);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		hops_of_text(&hops, text_of(cases[i].path));
		struct leak_verdict got = leak_check(made.relations, &hops, NULL);
		assert_string_equal(leak_state_name(got.state), "undecided");
		assert_string_equal(leak_doubt_name(got.doubt), cases[i].doubt);
		assert_int_equal(got.by, 0);
	}
	for (uint32_t count = LEAK_HOPS_MAX; count <= LEAK_HOPS_MAX + 1; count++) {
		hops.count = hops.asn_count = count;
		for (uint32_t i = 0; i < count; i++) {
			hops.asns[i] = 1000 + i;
			hops.all[i] = (struct hop){ .first = i, .count = 1 };
		}
		struct leak_verdict got = leak_check(made.relations, &hops, NULL);
		assert_string_equal(leak_doubt_name(got.doubt),
				    count > LEAK_HOPS_MAX ? "too-long" : "none");
	}
	relations_drop(&made);
}

static const struct {
	const char *about, *path;
	asn_t origins[2];
	size_t origin_count;
	asn_t covering;
	bool beyond;
	enum leak_state state;
	enum leak_type type;
	enum confidence confidence;
	asn_t learned_from, leaker, sent_to;
} origins[] = {
	{ "the legitimate one",
	  "21 31",
	  { 31 },
	  1,
	  0,
	  false,
	  LEAK_NONE,
	  0,
	  CONFIDENCE_MEDIUM,
	  0,
	  0,
	  0 },
	{ "one of two",
	  "21 31",
	  { 99, 31 },
	  2,
	  0,
	  false,
	  LEAK_NONE,
	  0,
	  CONFIDENCE_MEDIUM,
	  0,
	  0,
	  0 },
	{ "a sibling of it",
	  "21 31",
	  { 41 },
	  1,
	  0,
	  false,
	  LEAK_NONE,
	  0,
	  CONFIDENCE_MEDIUM,
	  0,
	  0,
	  0 },
	{ "nobody has said",
	  "21 31",
	  { 0 },
	  0,
	  0,
	  false,
	  LEAK_NONE,
	  0,
	  CONFIDENCE_MEDIUM,
	  0,
	  0,
	  0 },
	{ "AS0 says that nobody may",
	  "21 31",
	  { 0 },
	  1,
	  0,
	  false,
	  LEAK_NONE,
	  0,
	  CONFIDENCE_MEDIUM,
	  0,
	  0,
	  0 },
	{ "a stranger: a hijack, not a leak",
	  "21 31",
	  { 99 },
	  1,
	  0,
	  false,
	  LEAK_NONE,
	  0,
	  CONFIDENCE_MEDIUM,
	  0,
	  0,
	  0 },
	{ "its provider's",
	  "21 31",
	  { 22 },
	  1,
	  0,
	  false,
	  LEAK_FOUND,
	  LEAK_REORIGINATION,
	  CONFIDENCE_LOW,
	  22,
	  31,
	  21 },
	{ "its peer's",
	  "21 31",
	  { 99, 32 },
	  2,
	  0,
	  false,
	  LEAK_FOUND,
	  LEAK_REORIGINATION,
	  CONFIDENCE_LOW,
	  32,
	  31,
	  21 },
	{ "its customer's, on its behalf",
	  "11 21",
	  { 31 },
	  1,
	  0,
	  false,
	  LEAK_NONE,
	  0,
	  CONFIDENCE_MEDIUM,
	  0,
	  0,
	  0 },
	{ "who stands beside it",
	  "11 21 31",
	  { 22, 21 },
	  2,
	  0,
	  false,
	  LEAK_FOUND,
	  LEAK_REORIGINATION,
	  CONFIDENCE_MEDIUM,
	  21,
	  31,
	  21 },
	{ "who stands beside it, said first",
	  "11 21 31",
	  { 21, 22 },
	  2,
	  0,
	  false,
	  LEAK_FOUND,
	  LEAK_REORIGINATION,
	  CONFIDENCE_MEDIUM,
	  21,
	  31,
	  21 },
	{ "alone, and AS0 says that nobody may",
	  "31",
	  { 0 },
	  1,
	  0,
	  false,
	  LEAK_NONE,
	  0,
	  CONFIDENCE_HIGH,
	  0,
	  0,
	  0 },
	{ "alone",
	  "31",
	  { 21 },
	  1,
	  0,
	  false,
	  LEAK_FOUND,
	  LEAK_REORIGINATION,
	  CONFIDENCE_LOW,
	  21,
	  31,
	  0 },
	{ "more specific, and permitted",
	  "21 31",
	  { 0 },
	  0,
	  31,
	  false,
	  LEAK_NONE,
	  0,
	  CONFIDENCE_MEDIUM,
	  0,
	  0,
	  0 },
	{ "more specific, and not",
	  "21 31",
	  { 31 },
	  1,
	  31,
	  true,
	  LEAK_FOUND,
	  LEAK_INTERNAL_PREFIXES,
	  CONFIDENCE_MEDIUM,
	  0,
	  31,
	  21 },
	{ "more specific of another",
	  "21 31",
	  { 31 },
	  1,
	  32,
	  true,
	  LEAK_NONE,
	  0,
	  CONFIDENCE_MEDIUM,
	  0,
	  0,
	  0 },
	{ "a leak on the way comes first",
	  "22 31 21",
	  { 99 },
	  1,
	  21,
	  true,
	  LEAK_FOUND,
	  LEAK_HAIRPIN,
	  CONFIDENCE_MEDIUM,
	  21,
	  31,
	  22 },
	{ "no path", "", { 31 }, 1, 0, true, LEAK_NONE, 0, CONFIDENCE_HIGH, 0, 0, 0 },
};

static void what_the_origin_did(void **state)
{
	(void)state;
	relations_make(&made, WORLD, "31:6 41:6", NULL);
	for (size_t i = 0; i < COUNT_OF(origins); i++) {
		struct leak_context context = { .origins = origins[i].origins,
						.origin_count = origins[i].origin_count,
						.covering_origin = origins[i].covering,
						.is_beyond_permitted = origins[i].beyond };
		hops_of_text(&hops, text_of(origins[i].path));
		struct leak_verdict got = leak_check(made.relations, &hops, &context);
		print_message("# %s\n", origins[i].about);
		assert_string_equal(leak_state_name(got.state), leak_state_name(origins[i].state));
		assert_string_equal(leak_type_name(got.type), leak_type_name(origins[i].type));
		assert_string_equal(confidence_name(got.confidence),
				    confidence_name(origins[i].confidence));
		bool is_origins = got.type >= LEAK_REORIGINATION;
		assert_int_equal(got.by & LEAK_BY_ORIGINS, is_origins ? LEAK_BY_ORIGINS : 0);
		assert_int_equal(got.learned_from, origins[i].learned_from);
		assert_int_equal(got.leaker, origins[i].leaker);
		assert_int_equal(got.sent_to, origins[i].sent_to);
	}
	relations_drop(&made);
}

static void names(void **state)
{
	(void)state;
	assert_string_equal(leak_state_name(LEAK_FOUND), "leak");
	assert_string_equal(leak_state_name(LEAK_UNDECIDED), "undecided");
	assert_string_equal(leak_state_name(LEAK_NONE), "none");
	assert_string_equal(leak_evidence_name(LEAK_BY_RELATIONS), "relations");
	assert_string_equal(leak_evidence_name(LEAK_BY_TIER1), "tier1");
	assert_string_equal(leak_evidence_name(LEAK_BY_ASPA), "aspa");
	assert_string_equal(leak_evidence_name(LEAK_BY_OTC), "otc");
	assert_string_equal(leak_evidence_name(LEAK_BY_ORIGINS), "origins");
}

static int start(void **state)
{
	(void)state;
	hops_init(&hops);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	hops_clear(&hops);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_by_type),           cmocka_unit_test(by_our_own_role),
		cmocka_unit_test(the_surest_leak_is_told), cmocka_unit_test(what_cannot_be_decided),
		cmocka_unit_test(what_the_origin_did),     cmocka_unit_test(names),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
