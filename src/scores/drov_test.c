#include "scores/test_measure.h"

static const struct neighbour NEIGHBOURS[] = {
	{ .carried = 8, .invalid = 1, .offered = 4 },
	{ .carried = 3, .invalid = 0, .offered = 1 },
	{ .carried = 9 },            /* has no invalid ones */
	{ .sent = 5, .offered = 9 }, /* of these it passes on nothing at all */
};

static struct as_month month_of(size_t first, size_t count)
{
	return (struct as_month){ .given = GIVEN_RPKI,
				  .neighbours = NEIGHBOURS + first,
				  .neighbour_count = count };
}

static void of_what_was_offered(void **state)
{
	struct as_month in = month_of(0, COUNT_OF(NEIGHBOURS));
	(void)state;

	assert_measure(&metric_drov, &in,
		       &(struct measure){ true, { 1, 5, 2 }, 0.8, 0.8, BAND_READY });
	assert_arithmetic(&metric_drov, &in, "1 - 1 / 5 = 0.8");
	in = month_of(0, 1);
	assert_measure(&metric_drov, &in,
		       &(struct measure){ true, { 1, 4, 1 }, 0.75, 0.75, BAND_ASPIRING });
	in.given = GIVEN_ALL & ~GIVEN_RPKI;
	assert_measure(&metric_drov, &in, &NOTHING);
}

/* Whom nobody offered anything invalid cannot show what it does. */
static void needs_an_offer(void **state)
{
	struct as_month in = month_of(2, 2);
	(void)state;

	assert_measure(&metric_drov, &in, &NOTHING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_what_was_offered),
		cmocka_unit_test(needs_an_offer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
