#include "scores/test_measure.h"

static void somebody_to_call(void **state)
{
	static const struct {
		enum registration_kind kind;
		struct measure expected;
	} cases[] = {
		{ REGISTRATION_NETWORK, { true, { 0 }, 0, 0, BAND_LAGGING } },
		{ REGISTRATION_ADMIN, { true, { 2, 0, 0 }, 1, 1, BAND_READY } },
		{ REGISTRATION_TECH, { true, { 0, 2, 0 }, 1, 1, BAND_READY } },
		{ REGISTRATION_NOC, { true, { 0, 0, 2 }, 1, 1, BAND_READY } },
		{ REGISTRATION_ABUSE, { true, { 0 }, 0, 0, BAND_LAGGING } },
		{ REGISTRATION_OTHER, { true, { 0 }, 0, 0, BAND_LAGGING } },
		{ REGISTRATION_AS_SET, { true, { 0 }, 0, 0, BAND_LAGGING } },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct registration registrations[] = {
			{ .kind = REGISTRATION_NETWORK, .source = TEXT("peeringdb"), .count = 1 },
			{ .kind = cases[i].kind, .count = 2 },
		};
		struct as_month in = { .registrations = registrations, .registration_count = 2 };
		assert_measure(&metric_m8, &in, &cases[i].expected);
	}
}

/* A contact without its network is nobody's. */
static void needs_an_entry(void **state)
{
	static const struct registration tech = { .kind = REGISTRATION_TECH, .count = 1 };
	struct as_month in = { .registrations = &tech };
	(void)state;

	assert_measure(&metric_m8, &in, &NOTHING);
	in.registration_count = 1;
	assert_measure(&metric_m8, &in, &NOTHING);
}

static void says_how(void **state)
{
	static const struct registration registrations[] = {
		{ .kind = REGISTRATION_NETWORK, .count = 1 },
		{ .kind = REGISTRATION_TECH, .count = 2 },
	};
	struct as_month in = { .registrations = registrations, .registration_count = 1 };
	(void)state;

	assert_arithmetic(&metric_m8, &in,
			  "0 administrative, 0 technical, 0 of a NOC: nobody to call");
	in.registration_count = 2;
	assert_arithmetic(&metric_m8, &in,
			  "0 administrative, 2 technical, 0 of a NOC: there is somebody to call");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(somebody_to_call),
		cmocka_unit_test(needs_an_entry),
		cmocka_unit_test(says_how),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
