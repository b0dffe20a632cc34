#include "base/testkit.h"

#include "validation/test_vrps.h"
#include "validation/vrp_order.h"

enum { MANY = 20000 }; /* enough to be sorted by leading bits first */

static void check_order(const struct vrp *vrps, size_t count)
{
	struct vrp *copy;
	size_t left = count;
	const struct vrp *ordered = vrp_order(vrps, &left, &copy);

	for (size_t i = 1; i < left; i++)
		assert_true(vrp_order_compare(&ordered[i - 1], &ordered[i]) < 0);
	for (size_t i = 0; i < count; i++)
		assert_non_null(bsearch(&vrps[i], ordered, left, sizeof(*vrps),
					(int (*)(const void *, const void *))vrp_order_compare));
	assert_true(left <= count);

	struct vrp *none;
	size_t again = left;
	assert_ptr_equal(vrp_order(ordered, &again, &none), ordered);
	assert_null(none);
	assert_int_equal(again, left);
	free(copy);
}

static void random_sets_come_in_order_and_once(void **state)
{
	static struct vrp vrps[MANY];
	(void)state;

	srandom(5);
	for (unsigned round = 0; round < 300; round++)
		check_order(vrps, random_vrps(vrps, 50));
	for (size_t i = 0; i < MANY; i++)
		vrps[i] = random_vrp();
	check_order(vrps, MANY);
	check_order(vrps, 0);
}

static void of_one_prefix_the_asn_comes_first(void **state)
{
	struct vrp low = { prefix_from("10.0.0.0/8"), 24, 1 };
	struct vrp high = { prefix_from("10.0.0.0/8"), 8, 2 };
	struct vrp longer = { prefix_from("10.0.0.0/8"), 25, 1 };
	struct vrp inside = { prefix_from("10.0.0.0/9"), 9, 0 };
	(void)state;

	assert_true(vrp_order_compare(&low, &high) < 0);
	assert_true(vrp_order_compare(&longer, &low) > 0);
	assert_true(vrp_order_compare(&longer, &high) < 0);
	assert_true(vrp_order_compare(&inside, &high) > 0);
	assert_int_equal(vrp_order_compare(&low, &low), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_sets_come_in_order_and_once),
		cmocka_unit_test(of_one_prefix_the_asn_comes_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
