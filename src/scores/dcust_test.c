#include "scores/test_measure.h"

static const struct neighbour NEIGHBOURS[] = {
	{ .relation = AS_REL_CUSTOMER, .carried = 8, .unregistered = 1 },
	{ .relation = AS_REL_CUSTOMER, .carried = 2, .unregistered = 1 },
	{ .relation = AS_REL_CUSTOMER, .sent = 3 }, /* passes on its routes, not it theirs */
	{ .relation = AS_REL_PROVIDER, .carried = 5, .unregistered = 5 },
	{ .relation = AS_REL_PEER, .carried = 5, .unregistered = 5 },
	{ .relation = AS_REL_SIBLING, .carried = 5, .unregistered = 5 },
	{ .relation = AS_REL_UNKNOWN, .carried = 5, .unregistered = 5 },
};

static struct as_month month_of(size_t first, size_t count)
{
	return (struct as_month){ .given = GIVEN_RELATIONS | GIVEN_RPKI,
				  .neighbours = NEIGHBOURS + first,
				  .neighbour_count = count };
}

static void only_customers_count(void **state)
{
	struct as_month in = month_of(0, COUNT_OF(NEIGHBOURS));
	(void)state;

	assert_measure(&metric_dcust, &in,
		       &(struct measure){ true, { 8, 2, 2 }, 0.8, 0.8, BAND_READY });
	assert_arithmetic(&metric_dcust, &in, "1 - 2 / 10 = 0.8");
	in = month_of(2, COUNT_OF(NEIGHBOURS) - 2);
	assert_measure(&metric_dcust, &in, &NOTHING);
	in = month_of(0, 0);
	assert_measure(&metric_dcust, &in, &NOTHING);
}

static void needs_relations_and_vrps(void **state)
{
	struct as_month in = month_of(0, 1);
	(void)state;

	in.given = GIVEN_ALL & ~GIVEN_RELATIONS;
	assert_measure(&metric_dcust, &in, &NOTHING);
	in.given = GIVEN_ALL & ~GIVEN_RPKI;
	assert_measure(&metric_dcust, &in, &NOTHING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_customers_count),
		cmocka_unit_test(needs_relations_and_vrps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
