#include "base/testkit.h"

#include "base/index.h"
#include "base/sort.h"

static size_t compared;

static int by_value(const void *a, const void *b)
{
	compared++;
	return *(const int *)a - *(const int *)b;
}

static void sorts_any_order(void **state)
{
	(void)state;
	for (size_t count = 0; count < 200; count++) {
		int items[200];
		for (size_t i = 0; i < count; i++)
			items[i] = (int)(hash_words(i, count) % 50);
		sort_items(items, count, sizeof(items[0]), by_value);
		for (size_t i = 1; i < count; i++)
			assert_true(items[i - 1] <= items[i]);
	}
}

static void looks_once_at_what_is_in_order(void **state)
{
	(void)state;
	int items[1000];

	for (int i = 0; i < 1000; i++)
		items[i] = i / 3;
	compared = 0;
	sort_items(items, 1000, sizeof(items[0]), by_value);
	assert_int_equal(compared, 999);
}

/* The order of rpki-client: the longer of two nested prefixes first. */
static void is_quick_with_what_is_nearly_in_order(void **state)
{
	static int items[10000];
	(void)state;

	for (int i = 0; i < 10000; i++)
		items[i] = i % 3 == 0 ? i + 2 : i - 1;
	compared = 0;
	sort_items(items, 10000, sizeof(items[0]), by_value);
	for (size_t i = 1; i < 10000; i++)
		assert_true(items[i - 1] <= items[i]);
	assert_true(compared < 40000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorts_any_order),
		cmocka_unit_test(looks_once_at_what_is_in_order),
		cmocka_unit_test(is_quick_with_what_is_nearly_in_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
