#include "base/testkit.h"

#include <stdlib.h>

#include "net/test_prefix.h"
#include "validation/test_paths.h"

static struct hops hops;
static struct test_aspas said;

/* One question, all in words. */
static struct aspa_verdict ask(const char *aspas, const char *path, enum bgp_role role,
			       asn_t neighbour)
{
	struct arena arena;

	aspas_of_text(text_of(aspas), &said);
	hops_of_text(&hops, text_of(path));
	struct aspa_verdict verdict = aspa_check(aspas_make(&arena, &said), &hops, role, neighbour);
	arena_clear(&arena);
	return verdict;
}

/*
 * The examples of K. Sriram, O. Borchert and L. Matejka, "ASPA path verification examples" (NIST,
 * August 2025); A is 1, B is 2... They share one set of ASPAs.
 */
#define NIST_ASPAS "1:3,4;2:5;3:6;4:6,7;7:0;8:0;10:0;11:10;12:0;13:0;14:13;15:14"
#define UP         BGP_ROLE_PROVIDER
#define DOWN       BGP_ROLE_CUSTOMER

static const struct {
	const char *path;
	enum bgp_role role;
	asn_t neighbour;
	enum aspa_state state;
	struct ramps ramps; /* where the document gives them */
} nist[] = {
	{ "6 3 1", UP, 6, ASPA_VALID, { 0 } },
	{ "4 3 1", UP, 4, ASPA_INVALID, { 0 } },
	{ "4 6 3 1", UP, 4, ASPA_UNKNOWN, { 0 } },
	{ "4 5 2", UP, 4, ASPA_UNKNOWN, { 0 } },
	{ "1 4 5 2", UP, 1, ASPA_INVALID, { 0 } },
	{ "1 4 7 5 2", UP, 1, ASPA_INVALID, { 0 } },
	{ "1 3 6", UP, 1, ASPA_INVALID, { 0 } },
	{ "1 3 6 7", UP, 1, ASPA_INVALID, { 0 } },
	{ "5 2", UP, 5, ASPA_VALID, { 0 } },
	{ "5 7 6 3 1", DOWN, 5, ASPA_UNKNOWN, { 5, 4, 3, 2, 1 } },
	{ "5 7 4 1", DOWN, 5, ASPA_VALID, { 4, 3, 3, 2, 1 } },
	{ "5 4 3 1", DOWN, 5, ASPA_UNKNOWN, { 4, 2, 2, 2, 1 } },
	{ "5 7 4 3 1", DOWN, 5, ASPA_INVALID, { 5, 2, 2, 2, 1 } },
	{ "3 6 4 7", DOWN, 3, ASPA_UNKNOWN, { 4, 1, 1, 4, 2 } },
	{ "4 7 5 2", DOWN, 4, ASPA_VALID, { 4, 3, 2, 2, 2 } },
	{ "3 4 7 5 2", DOWN, 3, ASPA_INVALID, { 5, 3, 2, 1, 1 } },
	{ "6 3 1", DOWN, 6, ASPA_VALID, { 3, 3, 3, 2, 1 } },
	{ "5 1", DOWN, 5, ASPA_VALID, { 2, 1, 1, 2, 1 } },
	{ "5 3 1", DOWN, 5, ASPA_VALID, { 3, 2, 2, 2, 1 } },
	{ "9 8", UP, 9, ASPA_INVALID, { 0 } },
	{ "10 9 8", DOWN, 10, ASPA_INVALID, { 0 } },
	{ "13 12", UP, 13, ASPA_INVALID, { 0 } },
	{ "13 12", DOWN, 13, ASPA_VALID, { 0 } },
	{ "14 13 12", DOWN, 14, ASPA_VALID, { 0 } },
};

static void nist_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(nist); i++) {
		struct aspa_verdict verdict =
			ask(NIST_ASPAS, nist[i].path, nist[i].role, nist[i].neighbour);
		struct ramps got = ramps_of(&verdict);
		print_message("# %s\n", nist[i].path);
		assert_string_equal(aspa_state_name(verdict.state), aspa_state_name(nist[i].state));
		if (nist[i].ramps.count > 0)
			assert_memory_equal(&got, &nist[i].ramps, sizeof(got));
	}
}

/*
 * What the draft says, word by word and as slowly: an ASPA is looked for in the whole list, each
 * ramp by trying every length.
 */
static enum aspa_hop authorized(const struct test_aspas *aspas, asn_t customer, asn_t provider)
{
	bool attested = false, others = false, zero = false, named = false;

	for (size_t i = 0; i < aspas->count; i++) {
		if (aspas->all[i].customer != customer)
			continue;
		attested = true;
		for (size_t k = 0; k < aspas->all[i].provider_count; k++) {
			asn_t member = aspas->all[i].providers[k];
			zero |= member == 0;
			others |= member != 0;
			named |= member == provider;
		}
	}
	if (!attested)
		return ASPA_NO_ATTESTATION;
	assert_true(zero || others);
	return named && provider != 0 ? ASPA_PROVIDER : ASPA_NOT_PROVIDER;
}

/* as[1] is the origin, as[n] the neighbour. */
static struct ramps slow_ramps(const struct test_aspas *aspas, const asn_t *as, uint32_t n)
{
	struct ramps ramps = { n, n, n, n, n };

	for (uint32_t i = n - 1; i >= 1; i--) {
		enum aspa_hop hop = authorized(aspas, as[i], as[i + 1]);
		if (hop == ASPA_NOT_PROVIDER)
			ramps.max_up = i;
		if (hop != ASPA_PROVIDER)
			ramps.min_up = i;
	}
	for (uint32_t j = 2; j <= n; j++) {
		enum aspa_hop hop = authorized(aspas, as[j], as[j - 1]);
		if (hop == ASPA_NOT_PROVIDER)
			ramps.max_down = n - j + 1;
		if (hop != ASPA_PROVIDER)
			ramps.min_down = n - j + 1;
	}
	return ramps;
}

static enum aspa_state slow_state(struct ramps ramps)
{
	if (ramps.max_up + ramps.max_down < ramps.count)
		return ASPA_INVALID;
	return ramps.min_up + ramps.min_down < ramps.count ? ASPA_UNKNOWN : ASPA_VALID;
}

/* The pairs of a verdict stand next to each other, say what they claim, and end their ramps. */
static void check_pairs(const struct test_aspas *aspas, const struct aspa_verdict *verdict,
			const asn_t *as, uint32_t n)
{
	bool invalid = verdict->state == ASPA_INVALID;
	uint32_t up = invalid ? verdict->max_up : verdict->min_up;
	uint32_t down = invalid ? verdict->max_down : verdict->min_down;
	bool two = verdict->procedure == ASPA_DOWNSTREAM;

	assert_int_equal(verdict->pair_count, verdict->state == ASPA_VALID ? 0 : 1 + two);
	for (unsigned i = 0; i < verdict->pair_count; i++) {
		const struct aspa_pair *pair = &verdict->pairs[i];
		bool is_up = i == 0;
		uint32_t from = is_up ? up : n - down + 1;
		assert_int_equal(pair->customer, as[from]);
		assert_int_equal(pair->provider, as[is_up ? from + 1 : from - 1]);
		assert_int_equal(pair->customer_at, n - from);
		assert_int_equal(pair->provider_at, is_up ? n - from - 1 : n - from + 1);
		assert_int_equal(pair->hop, authorized(aspas, pair->customer, pair->provider));
		assert_int_not_equal(pair->hop, ASPA_PROVIDER);
		if (invalid)
			assert_int_equal(pair->hop, ASPA_NOT_PROVIDER);
	}
}

/* Both procedures over one path, against the slow ones. `as` as above. */
static void compare(const struct test_aspas *aspas, const asn_t *as, uint32_t n,
		    struct aspa_verdict out_verdicts[2])
{
	static const enum bgp_role roles[] = { BGP_ROLE_PROVIDER, BGP_ROLE_CUSTOMER };
	struct ramps both = slow_ramps(aspas, as, n);
	struct arena arena;
	const struct aspas *set = aspas_make(&arena, aspas);

	hops.count = hops.asn_count = n;
	for (uint32_t i = 0; i < n; i++) {
		hops.asns[i] = as[n - i];
		hops.all[i] = (struct hop){ .first = i, .count = 1 };
	}
	for (unsigned i = 0; i < 2; i++) {
		struct ramps want = both;
		if (roles[i] == BGP_ROLE_PROVIDER)
			want.max_down = want.min_down = 0;
		struct aspa_verdict verdict = aspa_check(set, &hops, roles[i], as[n]);
		struct ramps got = ramps_of(&verdict);
		assert_memory_equal(&got, &want, sizeof(got));
		assert_int_equal(verdict.state, slow_state(want));
		check_pairs(aspas, &verdict, as, n);
		out_verdicts[i] = verdict;
	}
	arena_clear(&arena);
}

enum { EXHAUSTIVE_MAX = 4, FIRST_ASN = 64500 };

/* One digit of `state` for each AS, base 5: none, AS0, and those of its neighbours that it names.
 */
static void said_by(unsigned state, uint32_t n, struct test_aspas *aspas)
{
	aspas->count = 0;
	for (uint32_t i = 1; i <= n; i++, state /= 5) {
		unsigned digit = state % 5;
		asn_t *providers = aspas->providers[aspas->count];
		size_t count = 0;
		if (digit == 0)
			continue;
		if (digit == 1)
			providers[count++] = 0;
		if (digit == 2 || digit == 4)
			providers[count++] = FIRST_ASN + (i > 1 ? i - 1 : i + 1);
		if (digit == 3 || digit == 4)
			providers[count++] = FIRST_ASN + i + 1;
		aspas->all[aspas->count++] = (struct aspa){ FIRST_ASN + i, providers, count };
	}
}

/* An AS at an end has one neighbour, alone it has none. */
static bool is_possible(unsigned state, uint32_t n)
{
	for (uint32_t i = 1; i <= n; i++, state /= 5)
		if ((i == 1 || i == n) && state % 5 > (n == 1 ? 1 : 2))
			return false;
	return state == 0;
}

/* Every state of attestation of every path of up to four ASes. */
static void all_short_paths(void **state)
{
	asn_t as[EXHAUSTIVE_MAX + 1] = { 0 };
	struct aspa_verdict verdicts[2];
	/* Up, then down: invalid, unknown, valid; as another implementation counts them. */
	static const unsigned wanted[2][3] = { { 201, 57, 23 }, { 70, 110, 101 } };
	unsigned total = 0, seen[2][3] = { 0 };

	(void)state;
	for (uint32_t n = 1; n <= EXHAUSTIVE_MAX; n++) {
		as[n] = FIRST_ASN + n;
		for (unsigned s = 0; s < 5 * 5 * 5 * 5; s++) {
			if (!is_possible(s, n))
				continue;
			said_by(s, n, &said);
			compare(&said, as, n, verdicts);
			seen[0][verdicts[0].state]++;
			seen[1][verdicts[1].state]++;
			total++;
		}
	}
	assert_int_equal(total, 281);
	for (unsigned i = 0; i < 2; i++)
		for (unsigned s = 0; s < 3; s++)
			assert_int_equal(seen[i][s], wanted[i][s]);
}

/* Longer ones, with customers that have attested more than once. */
static void random_paths(void **state)
{
	enum { ROUNDS = 20000, LONGEST = 24 };
	struct aspa_verdict verdicts[2];
	unsigned seen[2][3] = { 0 };
	asn_t as[LONGEST + 1] = { 0 };

	(void)state;
	srandom(7);
	for (unsigned round = 0; round < ROUNDS; round++) {
		uint32_t n = 1 + (uint32_t)random() % LONGEST;
		unsigned kindness = 1 + (unsigned)random() % 30;
		for (uint32_t i = 1; i <= n; i++)
			do
				as[i] = 1 + (asn_t)random() % 40;
			while (as[i] == as[i - 1]);
		said.count = 0;
		for (unsigned k = (unsigned)random() % TEST_ASPAS_MAX; k > 0; k--) {
			uint32_t i = 1 + random_below(n);
			asn_t *providers = said.providers[said.count];
			size_t count = 0;
			if (random() % 8 == 0)
				providers[count++] = 0;
			if (i > 1 && (unsigned)random() % 30 < kindness)
				providers[count++] = as[i - 1];
			if (i < n && (unsigned)random() % 30 < kindness)
				providers[count++] = as[i + 1];
			if (count == 0)
				providers[count++] = 99;
			said.all[said.count++] = (struct aspa){ as[i], providers, count };
		}
		compare(&said, as, n, verdicts);
		seen[0][verdicts[0].state]++;
		seen[1][verdicts[1].state]++;
	}
	for (unsigned i = 0; i < 2; i++)
		for (unsigned s = 0; s < 3; s++)
			assert_in_range(seen[i][s], ROUNDS / 100,
					ROUNDS); /* else it asks too little */
}

static void corner_cases(void **state)
{
	static const struct {
		const char *about, *aspas, *path;
		enum bgp_role role;
		asn_t neighbour;
		enum aspa_state state;
		enum aspa_reason reason;
	} cases[] = {
		{ "an empty path", "-", "", DOWN, 1, ASPA_INVALID, ASPA_EMPTY_PATH },
		{ "an empty path of a route server", "-", "", BGP_ROLE_RS_CLIENT, 1, ASPA_INVALID,
		  ASPA_EMPTY_PATH },
		{ "somebody else's path", "-", "2 1", DOWN, 3, ASPA_INVALID, ASPA_OTHER_NEIGHBOUR },
		{ "nobody knows the neighbour", "-", "2 1", DOWN, ASN_NONE, ASPA_VALID, ASPA_FINE },
		{ "a set", "-", "2 {1}", DOWN, 2, ASPA_INVALID, ASPA_AS_SET },
		{ "a set in front", "-", "{2} 1", UP, 2, ASPA_INVALID, ASPA_AS_SET },
		{ "a set, of somebody else", "-", "2 {1}", DOWN, 3, ASPA_INVALID,
		  ASPA_OTHER_NEIGHBOUR },
		{ "a confederation", "-", "(64512) 2 1", DOWN, 2, ASPA_INVALID,
		  ASPA_CONFEDERATION },
		{ "a confederation's set", "-", "2 [64512] 1", DOWN, 2, ASPA_INVALID, ASPA_AS_SET },
		{ "a stub's own route, from a customer", "1:0", "1", UP, 1, ASPA_VALID, ASPA_FINE },
		{ "a stub's own route, from a provider", "1:0", "1", DOWN, 1, ASPA_VALID,
		  ASPA_FINE },
		{ "two ASes from a provider", "1:0;2:0", "2 1", DOWN, 2, ASPA_VALID, ASPA_FINE },
		{ "apexes side by side", "1:2;2:0;3:0;4:3", "4 3 2 1", DOWN, 4, ASPA_VALID,
		  ASPA_FINE },
		{ "two lateral links", "1:2;2:0;3:0;4:0;5:4", "5 4 3 2 1", DOWN, 5, ASPA_INVALID,
		  ASPA_HOP_NOT_PROVIDER },
		{ "prepends collapse", "1:2;2:3", "3 3 2 2 2 1 1", UP, 3, ASPA_VALID, ASPA_FINE },
		{ "A B A is three hops", "1:2", "1 2 1", UP, 1, ASPA_UNKNOWN,
		  ASPA_NO_ATTESTATION_OF_HOP },
		{ "A B A, and B knows its providers", "1:2;2:0", "1 2 1", UP, 1, ASPA_INVALID,
		  ASPA_HOP_NOT_PROVIDER },
		{ "a route server in the path, not attested", "1:3356", "3356 4635 1", UP, 3356,
		  ASPA_INVALID, ASPA_HOP_NOT_PROVIDER },
		{ "a route server in the path, attested", "1:4635;4635:0", "4635 1", UP, 4635,
		  ASPA_VALID, ASPA_FINE },
		{ "AS0 is nobody's provider", "1:0", "0 1", UP, 0, ASPA_INVALID,
		  ASPA_HOP_NOT_PROVIDER },
		{ "providers of each other, up", "1:2;2:1", "2 1", UP, 2, ASPA_VALID, ASPA_FINE },
		{ "providers of each other, and back", "1:2;2:1", "1 2 1", UP, 1, ASPA_VALID,
		  ASPA_FINE },
		{ "no ASPA at all", "-", "3 2 1", DOWN, 3, ASPA_UNKNOWN,
		  ASPA_NO_ATTESTATION_OF_HOP },
		{ "AS0 beside others is dropped", "1:0;1:2", "2 1", UP, 2, ASPA_VALID, ASPA_FINE },
		{ "several ASPAs are united", "1:5;1:2;1:9", "2 1", UP, 2, ASPA_VALID, ASPA_FINE },
		{ "the neighbour is not the provider's", "1:3", "2 1", UP, 2, ASPA_INVALID,
		  ASPA_HOP_NOT_PROVIDER },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct aspa_verdict verdict =
			ask(cases[i].aspas, cases[i].path, cases[i].role, cases[i].neighbour);
		print_message("# %s\n", cases[i].about);
		assert_string_equal(aspa_state_name(verdict.state),
				    aspa_state_name(cases[i].state));
		assert_string_equal(aspa_reason_name(verdict.reason),
				    aspa_reason_name(cases[i].reason));
		assert_int_equal(verdict.count == 0, verdict.reason < ASPA_HOP_NOT_PROVIDER);
	}
}

/* One path that is valid down and invalid up, asked in every role. */
static void roles_choose_the_procedure(void **state)
{
	static const struct {
		enum bgp_role role;
		enum aspa_state right_neighbour, wrong_neighbour;
		enum aspa_procedure procedure;
		bool assumed;
	} cases[] = {
		{ BGP_ROLE_PROVIDER, ASPA_INVALID, ASPA_INVALID, ASPA_UPSTREAM, false },
		{ BGP_ROLE_PEER, ASPA_INVALID, ASPA_INVALID, ASPA_UPSTREAM, false },
		{ BGP_ROLE_RS, ASPA_INVALID, ASPA_INVALID, ASPA_UPSTREAM, false },
		{ BGP_ROLE_RS_CLIENT, ASPA_INVALID, ASPA_INVALID, ASPA_UPSTREAM, false },
		{ BGP_ROLE_CUSTOMER, ASPA_VALID, ASPA_INVALID, ASPA_DOWNSTREAM, false },
		{ BGP_ROLE_NONE, ASPA_VALID, ASPA_VALID, ASPA_DOWNSTREAM, true },
		{ BGP_ROLE_MANY, ASPA_VALID, ASPA_VALID, ASPA_DOWNSTREAM, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct aspa_verdict right = ask("1:2;2:0;3:2", "3 2 1", cases[i].role, 3);
		struct aspa_verdict wrong = ask("1:2;2:0;3:2", "3 2 1", cases[i].role, 4);
		assert_int_equal(right.state, cases[i].right_neighbour);
		assert_int_equal(wrong.state, cases[i].wrong_neighbour);
		assert_int_equal(right.procedure, cases[i].procedure);
		assert_int_equal(right.assumed_role, cases[i].assumed);
		/* Only where it is compared is the neighbour the reason. */
		bool compares = !cases[i].assumed && cases[i].role != BGP_ROLE_RS_CLIENT;
		assert_int_equal(wrong.reason == ASPA_OTHER_NEIGHBOUR, compares);
	}
	assert_int_equal(ask("1:2", "2 1", BGP_ROLE_RS_CLIENT, 9).state, ASPA_VALID);
	assert_string_equal(aspa_procedure_name(ASPA_UPSTREAM), "upstream");
	assert_string_equal(aspa_procedure_name(ASPA_DOWNSTREAM), "downstream");
}

static void sets_unite_and_answer(void **state)
{
	struct arena arena;

	(void)state;
	aspas_of_text(TEXT("7:9,3,3;5:0;7:0,1;6:0,2;8:0;8:0"), &said);
	const struct aspas *aspas = aspas_make(&arena, &said);
	const struct aspa *seven = aspas_find(aspas, 7);
	assert_int_equal(aspas_count(aspas), 4);
	assert_int_equal(aspas_left_out(aspas), 0);
	assert_int_equal(seven->customer, 7);
	assert_int_equal(seven->provider_count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(seven->providers[i], ((asn_t[]){ 1, 3, 9 })[i]);
	assert_int_equal(aspas_find(aspas, 6)->provider_count, 1);
	assert_int_equal(aspas_find(aspas, 8)->provider_count, 1);
	assert_int_equal(aspas_find(aspas, 8)->providers[0], ASN_NONE);
	assert_null(aspas_find(aspas, 4));
	assert_string_equal(aspa_hop_name(aspas_hop(aspas, 4, 1)), "no-attestation");
	assert_string_equal(aspa_hop_name(aspas_hop(aspas, 7, 9)), "provider");
	assert_string_equal(aspa_hop_name(aspas_hop(aspas, 7, 2)), "not-provider");
	assert_string_equal(aspa_hop_name(aspas_hop(aspas, 5, 0)), "not-provider");
	arena_clear(&arena);
}

/* AS0, which is dropped, 2, 4, 6... */
static void check_list(size_t count)
{
	static asn_t providers[ASPA_PROVIDERS_MAX + 2];
	bool too_many = count - 1 > ASPA_PROVIDERS_MAX;
	const struct aspas *aspas;
	struct arena arena;

	for (asn_t i = 0; i < count; i++)
		providers[i] = 2 * i;
	struct aspa all[] = { { 1, providers, count }, { 2, providers, 2 } };
	arena_init(&arena, TEST_BUDGET);
	assert_int_equal(aspas_build(&arena, all, 2, &aspas), 0);
	assert_int_equal(aspas_count(aspas), too_many ? 1 : 2);
	assert_int_equal(aspas_left_out(aspas), too_many);
	for (asn_t asn = 1; asn < 2 * count + 2; asn++) {
		bool named = asn % 2 == 0 && asn < 2 * count;
		enum aspa_hop want = named ? ASPA_PROVIDER : ASPA_NOT_PROVIDER;
		assert_int_equal(aspas_hop(aspas, 1, asn), too_many ? ASPA_NO_ATTESTATION : want);
	}
	assert_int_equal(aspas_hop(aspas, 2, 2), ASPA_PROVIDER);
	arena_clear(&arena);
}

/* Of every length around the change from walking to halving, and at the bound. */
static void lists_of_any_length(void **state)
{
	(void)state;
	for (size_t count = 2; count < 70; count++)
		check_list(count);
	for (size_t count = ASPA_PROVIDERS_MAX; count <= ASPA_PROVIDERS_MAX + 2; count++)
		check_list(count);
}

static void a_full_arena_is_an_error(void **state)
{
	const struct aspas *aspas = NULL;
	struct arena arena;
	int err = ERR_LIMIT;

	(void)state;
	aspas_of_text(TEXT("1:2,3;4:0"), &said);
	for (size_t budget = 0; err < 0; budget++) {
		arena_init(&arena, budget);
		err = aspas_build(&arena, said.all, said.count, &aspas);
		assert_true(err == 0 || (err == ERR_LIMIT && aspas == NULL));
		arena_clear(&arena);
	}
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
		cmocka_unit_test(nist_examples),
		cmocka_unit_test(all_short_paths),
		cmocka_unit_test(random_paths),
		cmocka_unit_test(corner_cases),
		cmocka_unit_test(roles_choose_the_procedure),
		cmocka_unit_test(sets_unite_and_answer),
		cmocka_unit_test(lists_of_any_length),
		cmocka_unit_test(a_full_arena_is_an_error),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
