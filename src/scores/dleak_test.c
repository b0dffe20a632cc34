#include "scores/test_measure.h"

/* Only leaked routes count, and only where relations were given. */
static void dleak_counts_days_of_leaked_routes(void **state)
{
	const struct carried_route carried[] = {
		{ .neighbour = 64500, .faults = CARRIED_RPKI_INVALID, .days = 0x7fffffff },
		{ .neighbour = 64501, .faults = CARRIED_LEAK, .days = 1 << 4 },
		{ .neighbour = 64502,
		  .faults = CARRIED_LEAK | CARRIED_UNREGISTERED,
		  .days = 1 << 5 },
	};
	const struct neighbour neighbour = { .carried = 3 };
	struct as_month in = { .carried = carried,
			       .carried_count = COUNT_OF(carried),
			       .neighbours = &neighbour,
			       .neighbour_count = 1,
			       .given = GIVEN_ROUTES };
	(void)state;

	assert_measure(&metric_dleak, &in, &NOTHING);
	in.given |= GIVEN_RELATIONS;
	assert_measure(&metric_dleak, &in,
		       &(struct measure){ true, { 2, 2, 2 }, 3, 0.28614, BAND_LAGGING });
	in.carried_count = 1;
	assert_measure(&metric_dleak, &in,
		       &(struct measure){ true, { 0, 0, 0 }, 0, 1, BAND_READY });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dleak_counts_days_of_leaked_routes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
