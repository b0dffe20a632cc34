#include "scores/test_measure.h"

static void the_share_of_tight_vrps(void **state)
{
	static const struct loose_vrp loose[3];
	static const struct {
		uint32_t vrps;
		size_t loose;
		struct measure expected;
	} cases[] = {
		{ 0, 0, { .measured = false } },
		{ 4, 0, { true, { 0, 4 }, 1, 1, BAND_READY } },
		{ 4, 1, { true, { 1, 4 }, 0.75, 0.75, BAND_ASPIRING } },
		{ 3, 3, { true, { 3, 3 }, 0, 0, BAND_LAGGING } },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct as_month in = { .network = { .vrps = cases[i].vrps },
				       .given = GIVEN_RPKI,
				       .loose_vrps = loose,
				       .loose_vrp_count = cases[i].loose };
		assert_measure(&metric_dmaxlen, &in, &cases[i].expected);
		in.given = GIVEN_ALL & ~GIVEN_RPKI;
		assert_measure(&metric_dmaxlen, &in, &NOTHING);
	}
}

static void says_how(void **state)
{
	struct as_month in = { .network = { .vrps = 4 },
			       .given = GIVEN_RPKI,
			       .loose_vrp_count = 1 };
	(void)state;

	assert_arithmetic(&metric_dmaxlen, &in, "1 - 1 / 4 = 0.75");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_share_of_tight_vrps),
		cmocka_unit_test(says_how),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
