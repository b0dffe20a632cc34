#include "scores/test_measure.h"

static const struct neighbour NEIGHBOURS[] = {
	{ .relation = AS_REL_PROVIDER, .sent = 1, .is_attested = true },
	{ .relation = AS_REL_UNKNOWN, .sent = 1, .is_attested = true },
	{ .relation = AS_REL_UNKNOWN, .sent = 1 },
	{ .relation = AS_REL_PROVIDER, .sent = 2 },
	/* none of these is an upstream */
	{ .relation = AS_REL_PROVIDER, .carried = 2, .is_attested = true },
	{ .relation = AS_REL_CUSTOMER, .sent = 2 },
	{ .relation = AS_REL_PEER, .sent = 2 },
	{ .relation = AS_REL_SIBLING, .sent = 2 },
};

static void upstreams_that_are_attested(void **state)
{
	static const struct {
		size_t first, count;
		struct measure expected;
	} cases[] = {
		{ 0, COUNT_OF(NEIGHBOURS), { true, { 2, 4 }, 0.5, 0.5, BAND_LAGGING } },
		{ 0, 2, { true, { 2, 2 }, 1, 1, BAND_READY } },
		{ 2, 2, { true, { 0, 2 }, 0, 0, BAND_LAGGING } },
		{ 4, 4, { .measured = false } },
		{ 0, 0, { .measured = false } },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct as_month in = { .given = GIVEN_ASPA,
				       .neighbours = NEIGHBOURS + cases[i].first,
				       .neighbour_count = cases[i].count };
		assert_measure(&metric_daspa, &in, &cases[i].expected);
		in.given = GIVEN_ALL & ~GIVEN_ASPA;
		assert_measure(&metric_daspa, &in, &NOTHING);
	}
}

static void says_how(void **state)
{
	struct as_month in = { .given = GIVEN_ASPA,
			       .neighbours = NEIGHBOURS,
			       .neighbour_count = 3 };
	(void)state;

	assert_arithmetic(&metric_daspa, &in, "2 / 3 = 0.666667");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(upstreams_that_are_attested),
		cmocka_unit_test(says_how),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
