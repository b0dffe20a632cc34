#include "base/testkit.h"

#include "routes/leak_paths.h"

static const struct prefix PREFIX = { UINT64_C(0xc0000200) << 32, 0, 24, FAMILY_V4 };

static uint32_t number(struct leak_paths *paths, asn_t leaker, asn_t taker)
{
	uint32_t leak;

	assert_int_equal(leak_paths_number(paths, leaker, taker, &leak), 0);
	return leak;
}

static void leaks_are_counted(void **state)
{
	struct witness first = { .offset = 1 }, later = { .offset = 2 };
	struct leak_paths paths;
	(void)state;

	leak_paths_init(&paths);
	uint32_t leak = number(&paths, 64500, 64496), other = number(&paths, 64500, 64497);
	assert_int_equal(number(&paths, 64500, 64496), leak);
	assert_true(leak != other);
	leak_paths_see(&paths, leak, &PREFIX, 64499, 7, 3, &first);
	leak_paths_see(&paths, leak, &PREFIX, 64499, 7, 3, &later); /* another peer's */
	leak_paths_see(&paths, leak, &PREFIX, 64498, 8, 30, &later);
	assert_int_equal(paths.all[leak].routes, 2);
	assert_int_equal(paths.all[leak].days, 1U << 3 | 1U << 30);
	assert_int_equal(paths.all[leak].origin, 64499);
	assert_int_equal(paths.all[leak].first.offset, 1);
	assert_int_equal(paths.all[other].days, 0);
	leak_paths_begin_month(&paths);
	assert_int_equal(paths.all[leak].days, 0);
	assert_int_equal(number(&paths, 64500, 64496), leak);
	leak_paths_clear(&paths);
}

/* 100,000 paths, every third of which shows a leak; what was never learnt is not known. */
static void what_was_found_out_is_kept(void **state)
{
	enum { PATHS = 100000 };
	struct leak_paths paths;
	uint32_t leak;
	(void)state;

	leak_paths_init(&paths);
	assert_false(leak_paths_known(&paths, 1, &leak));
	for (uint64_t i = 0; i < PATHS; i++)
		leak_paths_learn(&paths, hash_words(i, 1),
				 i % 3 == 0 ? (uint32_t)i : LEAK_PATH_NONE);
	for (uint64_t i = 0; i < PATHS; i++) {
		assert_true(leak_paths_known(&paths, hash_words(i, 1), &leak));
		assert_int_equal(leak, i % 3 == 0 ? (uint32_t)i : LEAK_PATH_NONE);
		assert_false(leak_paths_known(&paths, hash_words(i, 2), &leak));
	}
	leak_paths_clear(&paths);
}

static void beyond_its_limits_it_keeps_what_it_has(void **state)
{
	struct leak_paths paths;
	uint32_t leak = number((leak_paths_init(&paths), &paths), 64500, 64496);
	(void)state;

	paths.count = LEAK_PATHS_MAX;
	assert_int_equal(leak_paths_number(&paths, 1, 2, &leak), ERR_LIMIT);
	assert_int_equal(number(&paths, 64500, 64496), 0);
	paths.count = 1;
	leak_paths_clear(&paths);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaks_are_counted),
		cmocka_unit_test(what_was_found_out_is_kept),
		cmocka_unit_test(beyond_its_limits_it_keeps_what_it_has),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
