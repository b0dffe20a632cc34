#include "scores/test_measure.h"

static void m3_counts_days_of_full_bogons(void **state)
{
	struct judged_route routes[] = {
		{ .bogon = BOGON_NO, .days = 0x7fffffff },
		{ .bogon = BOGON_ADMINISTRATIVE, .days = 0xf0 },
		{ .bogon = BOGON_FULL, .days = 1 << 4 },
		{ .bogon = BOGON_FULL, .days = 1 << 5 | 1 << 4 },
		{ .bogon = BOGON_FULL, .days = 1 << 9 },
	};
	static const struct {
		size_t first, count;
		struct measure expected;
	} cases[] = {
		{ 0, 0, { .measured = false } },
		{ 0, 1, { true, { 0, 0, 0 }, 0, 1, BAND_READY } },
		{ 0, 2, { true, { 0, 1, 0 }, 0, 1, BAND_READY } },
		{ 0, 3, { true, { 1, 1, 1 }, 2, 0.36, BAND_LAGGING } },
		{ 2, 2, { true, { 2, 0, 2 }, 3, 0.28614, BAND_LAGGING } },
		{ 0, 5, { true, { 3, 1, 3 }, 5, 0.19883, BAND_LAGGING } },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct as_month in = { .routes = routes + cases[i].first,
				       .route_count = cases[i].count };
		assert_measure(&metric_m3, &in, &cases[i].expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(m3_counts_days_of_full_bogons),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
