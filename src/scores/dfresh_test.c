#include "base/utc.h"
#include "scores/test_measure.h"

/* The month ends with the 28th of February 2026. */
static struct as_month month_of(const struct registration *registrations, size_t count)
{
	return (struct as_month){ .end_us = utc_day_start(20260301),
				  .registrations = registrations,
				  .registration_count = count };
}

static void days_since_it_was_touched(void **state)
{
	static const struct {
		uint32_t date;
		struct measure expected;
	} cases[] = {
		{ 20260228, { true, { 1, 1 }, 1, 1, BAND_READY } },
		{ 20250301, { true, { 365, 1 }, 365, 1, BAND_READY } },
		{ 20250228, { true, { 366, 1 }, 366, 1459.0 / 1460, BAND_READY } },
		{ 20240301, { true, { 730, 1 }, 730, 0.75, BAND_ASPIRING } },
		{ 20210303, { true, { 1824, 1 }, 1824, 1.0 / 1460, BAND_LAGGING } },
		{ 20210302, { true, { 1825, 1 }, 1825, 0, BAND_LAGGING } },
		{ 20010101, { true, { 9190, 1 }, 9190, 0, BAND_LAGGING } },
		{ 20260302, { true, { 0, 1 }, 0, 1, BAND_READY } }, /* read later than the month */
		{ 0, { .measured = false } },
		{ 20260230, { .measured = false } }, /* no such day */
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct registration registration = { .kind = REGISTRATION_TECH,
							   .count = 1,
							   .date = cases[i].date };
		struct as_month in = month_of(&registration, 1);
		assert_measure(&metric_dfresh, &in, &cases[i].expected);
	}
}

/* The youngest of them counts; an abuse contact, a policy or an as-set does not. */
static void of_contacts_and_the_network(void **state)
{
	static const struct registration registrations[] = {
		{ .kind = REGISTRATION_ABUSE, .count = 1, .date = 20260227 },
		{ .kind = REGISTRATION_OTHER, .count = 1, .date = 20260227 },
		{ .kind = REGISTRATION_IMPORT, .count = 1, .date = 20260227 },
		{ .kind = REGISTRATION_AS_SET, .count = 1, .date = 20260227 },
		{ .kind = REGISTRATION_NETWORK, .count = 1, .date = 20200101 },
		{ .kind = REGISTRATION_ADMIN, .count = 1 },
		{ .kind = REGISTRATION_NOC, .count = 2, .date = 20240301 },
	};
	struct as_month in = month_of(registrations, COUNT_OF(registrations));
	(void)state;

	assert_measure(&metric_dfresh, &in,
		       &(struct measure){ true, { 730, 3 }, 730, 0.75, BAND_ASPIRING });
	in.registration_count = 4;
	assert_measure(&metric_dfresh, &in, &NOTHING);
}

static void says_how(void **state)
{
	static const struct {
		uint32_t date;
		const char *says;
	} cases[] = {
		{ 20260101, "59 days: within 365" },
		{ 20240301, "730 days: (1825 - 730) / (1825 - 365) = 0.75" },
		{ 20150301, "4018 days: 1825 or more" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct registration network = { .count = 1, .date = cases[i].date };
		struct as_month in = month_of(&network, 1);
		assert_arithmetic(&metric_dfresh, &in, cases[i].says);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_since_it_was_touched),
		cmocka_unit_test(of_contacts_and_the_network),
		cmocka_unit_test(says_how),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
