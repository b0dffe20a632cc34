#include "scores/test_measure.h"

static void m7irr_is_the_share_registered(void **state)
{
	struct judged_route routes[] = {
		{ .irr = IRR_EXACT },           { .irr = IRR_COVERED }, { .irr = IRR_NOT_FOUND },
		{ .irr = IRR_ORIGIN_MISMATCH }, { .irr = IRR_EXACT },
	};
	struct as_month in = { .routes = routes, .given = GIVEN_IRR | GIVEN_RPKI };
	(void)state;

	assert_measure(&metric_m7irr, &in, &NOTHING);
	in.route_count = 2;
	assert_measure(&metric_m7irr, &in, &(struct measure){ true, { 2, 2 }, 1, 1, BAND_READY });
	in.route_count = 5;
	assert_measure(&metric_m7irr, &in,
		       &(struct measure){ true, { 3, 5 }, 0.6, 0.6, BAND_ASPIRING });
	in.given = GIVEN_RPKI;
	assert_measure(&metric_m7irr, &in, &NOTHING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(m7irr_is_the_share_registered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
