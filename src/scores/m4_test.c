#include "scores/test_measure.h"

static void m4_counts_days_of_bogon_numbers(void **state)
{
	struct judged_route route = { .bogon = BOGON_FULL, .bogon_origin = BOGON_FULL, .days = 1 };
	struct path_bogon bogons[] = {
		{ .bogon = 23456, .days = 1 << 30, .routes = 7 },
		{ .bogon = 64512, .days = 1 << 29, .routes = 1 },
	};
	struct as_month in = { .routes = &route, .path_bogons = bogons };
	(void)state;

	assert_measure(&metric_m4, &in, &NOTHING);
	in.route_count = 1;
	assert_measure(&metric_m4, &in, &(struct measure){ true, { 0, 0, 0 }, 0, 1, BAND_READY });
	in.path_bogon_count = 1;
	assert_measure(&metric_m4, &in,
		       &(struct measure){ true, { 1, 7, 1 }, 2, 0.36, BAND_LAGGING });
	in.route_count = 0; /* transit only */
	in.path_bogon_count = 2;
	assert_measure(&metric_m4, &in,
		       &(struct measure){ true, { 2, 8, 2 }, 3, 0.28614, BAND_LAGGING });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(m4_counts_days_of_bogon_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
