#include "scores/carried_days.h"

#include "scores/test_measure.h"

/* M3C and M4C, which differ in what they count only. */
static const struct carried_route CARRIED[] = {
	{ .neighbour = 64501, .faults = CARRIED_BOGON_PREFIX, .days = 1 },
	{ .neighbour = 64501, .faults = CARRIED_BOGON_PREFIX, .days = 1 },
	{ .neighbour = 64501,
	  .faults = CARRIED_RPKI_INVALID | CARRIED_UNREGISTERED,
	  .days = 0x7fffffff },
	{ .neighbour = 64502, .faults = CARRIED_BOGON_ASN, .days = 1 << 9 },
	{ .neighbour = 64503, .faults = CARRIED_BOGON_PREFIX, .days = 1 << 1 },
};

static struct as_month month_of(size_t first, size_t count)
{
	static const struct neighbour neighbours[] = { { .asn = 64500, .neighbour = 64501 } };

	return (struct as_month){ .given = GIVEN_ROUTES,
				  .neighbours = neighbours,
				  .neighbour_count = 1,
				  .carried = CARRIED + first,
				  .carried_count = count };
}

static void faults_are_not_mixed(void **state)
{
	static const struct {
		size_t first, count;
		struct measure prefixes, numbers;
	} cases[] = {
		{ 0, 0, { true, { 0 }, 0, 1, BAND_READY }, { true, { 0 }, 0, 1, BAND_READY } },
		/* two routes of one network on one day */
		{ 0,
		  3,
		  { true, { 2, 1, 1 }, 2, 0.36, BAND_LAGGING },
		  { true, { 0 }, 0, 1, BAND_READY } },
		/* on two days that touch, by two networks; and one other day */
		{ 0,
		  5,
		  { true, { 3, 2, 2 }, 3, 0.28614, BAND_LAGGING },
		  { true, { 1, 1, 1 }, 2, 0.36, BAND_LAGGING } },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct as_month in = month_of(cases[i].first, cases[i].count);
		assert_measure(&metric_m3c, &in, &cases[i].prefixes);
		assert_measure(&metric_m4c, &in, &cases[i].numbers);
	}
}

static void needs_routes_and_somebody_seen(void **state)
{
	static const struct judged_route route = { .origin = 64500 };
	struct as_month in = month_of(0, 0);
	(void)state;

	in.given = GIVEN_ALL & ~GIVEN_ROUTES;
	assert_measure(&metric_m3c, &in, &NOTHING);
	in.given = GIVEN_ROUTES;
	in.neighbour_count = 0;
	assert_measure(&metric_m3c, &in, &NOTHING);
	assert_measure(&metric_m4c, &in, &NOTHING);
	in.routes = &route;
	in.route_count = 1;
	assert_true(metric_measure(&metric_m3c, &in, &BANDS).measured);
}

static void says_how(void **state)
{
	struct as_month in = month_of(0, 1);
	(void)state;

	assert_arithmetic(&metric_m3c, &in, "raw 2 from 1 day; 0.6 ^ sqrt(2 / 0.5) = 0.36");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(faults_are_not_mixed),
		cmocka_unit_test(needs_routes_and_somebody_seen),
		cmocka_unit_test(says_how),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
