#include "scores/test_measure.h"

static const struct judged_route ROUTES[] = {
	{ .rov = ROV_VALID, .irr = IRR_EXACT },
	{ .rov = ROV_VALID, .irr = IRR_ORIGIN_MISMATCH },
	{ .rov = ROV_INVALID_LENGTH, .irr = IRR_COVERED },
	{ .rov = ROV_INVALID_ASN, .irr = IRR_ORIGIN_MISMATCH },
	{ .rov = ROV_NOT_FOUND, .irr = IRR_NOT_FOUND },
};

static void either_is_enough(void **state)
{
	static const struct {
		uint32_t given;
		struct measure expected;
	} cases[] = {
		{ GIVEN_RPKI | GIVEN_IRR, { true, { 3, 5 }, 0.6, 0.6, BAND_ASPIRING } },
		{ GIVEN_RPKI, { true, { 2, 5 }, 0.4, 0.4, BAND_LAGGING } },
		{ GIVEN_IRR, { true, { 2, 5 }, 0.4, 0.4, BAND_LAGGING } },
		{ GIVEN_ALL & ~(GIVEN_RPKI | GIVEN_IRR), { .measured = false } },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct as_month in = { .given = cases[i].given,
				       .routes = ROUTES,
				       .route_count = COUNT_OF(ROUTES) };
		assert_measure(&metric_dreg, &in, &cases[i].expected);
	}
}

static void needs_routes(void **state)
{
	struct as_month in = { .given = GIVEN_ALL };
	(void)state;

	assert_measure(&metric_dreg, &in, &NOTHING);
}

static void says_how(void **state)
{
	struct as_month in = { .given = GIVEN_ALL, .routes = ROUTES, .route_count = 4 };
	(void)state;

	assert_arithmetic(&metric_dreg, &in, "3 / 4 = 0.75");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(either_is_enough),
		cmocka_unit_test(needs_routes),
		cmocka_unit_test(says_how),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
