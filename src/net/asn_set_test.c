#include "base/testkit.h"

#include <stdlib.h>

#include "net/asn_set.h"

enum { BUDGET = 1 << 24, ASNS_MAX = 3000 };

static uint32_t slowly(const asn_t *asns, size_t count, asn_t asn)
{
	for (size_t i = 0; i < count; i++)
		if (asns[i] == asn)
			return (uint32_t)i;
	return ASN_SET_NONE;
}

/* Dense sets and sparse ones, of any size, with the smallest and the largest number. */
static void agrees_with_a_linear_search(void **state)
{
	static asn_t asns[ASNS_MAX];

	(void)state;
	srandom(11);
	for (unsigned round = 0; round < 60; round++) {
		size_t count = round < 20 ? round : (size_t)random() % ASNS_MAX;
		asn_t gap = round % 2 == 0 ? 2 : UINT32_MAX / ASNS_MAX, last = 0;
		for (size_t i = 0; i < count; i++) {
			asns[i] = i == 0 ? 0 : last + 1 + (asn_t)random() % gap;
			last = asns[i];
		}
		if (count > 1)
			asns[count - 1] = UINT32_MAX;
		struct arena arena;
		const struct asn_set *set;
		arena_init(&arena, BUDGET);
		assert_int_equal(asn_set_build(&arena, asns, count, &set), 0);
		assert_int_equal(asn_set_count(set), count);
		for (size_t i = 0; i < count; i++)
			assert_int_equal(asn_set_find(set, asns[i]), i);
		for (unsigned i = 0; i < 500; i++) {
			asn_t asn = (asn_t)random() % (last + 2);
			assert_int_equal(asn_set_find(set, asn), slowly(asns, count, asn));
		}
		arena_clear(&arena);
	}
}

static void a_full_arena_is_an_error(void **state)
{
	static const asn_t asns[] = { 1, 2, 3, 4, 5 };
	const struct asn_set *set = NULL;
	struct arena arena;
	int err = ERR_LIMIT;

	(void)state;
	for (size_t budget = 0; err < 0; budget++) {
		arena_init(&arena, budget);
		err = asn_set_build(&arena, asns, COUNT_OF(asns), &set);
		assert_true(err == 0 || (err == ERR_LIMIT && set == NULL));
		arena_clear(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_a_linear_search),
		cmocka_unit_test(a_full_arena_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
