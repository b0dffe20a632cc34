#include "base/testkit.h"

#include "cli/explain.h"
#include "scores/metric.h"

static void every_metric_rests_on_something(void **state)
{
	(void)state;
	for (size_t i = 0; metrics[i] != NULL; i++) {
		const struct explain_metric *explained = explain_metric_of(metrics[i]);
		assert_ptr_equal(explained->metric, metrics[i]);
		assert_int_not_equal(explained->needs, 0);
		assert_non_null(explained->lists[0]);
		assert_string_equal(explained->lists[0]->key, "evidence");
		for (size_t l = 0; l < EXPLAIN_LISTS_MAX && explained->lists[l] != NULL; l++)
			assert_true(explained->lists[l]->find != NULL &&
				    explained->lists[l]->put != NULL);
	}
}

/* Where a metric needs a kind of data, nothing else is enough for it; where any of several will do,
 * each of them is. */
static void what_is_needed_is_what_measures(void **state)
{
	const struct bands bands = { 0.6, 0.8 };
	(void)state;

	for (size_t i = 0; metrics[i] != NULL; i++) {
		const struct explain_metric *explained = explain_metric_of(metrics[i]);
		const struct judged_route route = { .prefix = { 0, 0, 8, FAMILY_V4 }, .peers = 1 };
		const struct as_month without = {
			.network = { .asn = 64500, .vrps = 1 },
			.end_us = 1,
			.given = GIVEN_ALL & ~explained->needs,
			.routes = &route,
			.route_count = (explained->needs & GIVEN_ROUTES) == 0,
		};
		if (metric_measure(metrics[i], &without, &bands).measured)
			fail_msg("%s is measured without what it needs", metrics[i]->id);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_metric_rests_on_something),
		cmocka_unit_test(what_is_needed_is_what_measures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
