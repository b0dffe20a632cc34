#include "base/testkit.h"

#include "base/arena.h"

#include <stdalign.h>

static void hands_out_zeroed_aligned_memory(void **state)
{
	struct arena arena;
	static const uint8_t zeroes[1000];

	(void)state;
	arena_init(&arena, 1 << 20);
	for (size_t size = 1; size < 1000; size++) {
		uint8_t *memory = arena_alloc(&arena, 1, size);
		assert_non_null(memory);
		assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
		assert_memory_equal(memory, zeroes, size);
		memset(memory, 0xff, size); /* the next one must not see this */
	}
	arena_clear(&arena);
}

static void copies_text(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 16);
	char *word = arena_text(&arena, "AS64500xx", 7);
	assert_string_equal(word, "AS64500");
	char *empty = arena_text(&arena, NULL, 0);
	assert_string_equal(empty, "");
	assert_ptr_equal(empty, word + 8); /* texts stand side by side */
	assert_null(arena_text(&arena, "12345678", 8));
	assert_null(arena_text(&arena, "", SIZE_MAX));
	assert_non_null(arena_text(&arena, "123456", 6));
	arena_clear(&arena);
}

static void keeps_to_its_budget(void **state)
{
	struct arena arena;
	unsigned given = 0;

	(void)state;
	arena_init(&arena, 1000000);
	assert_null(arena_alloc(&arena, 1, 1000001));
	assert_null(arena_alloc(&arena, SIZE_MAX, 1));
	assert_null(arena_alloc(&arena, SIZE_MAX / 2, 4)); /* would wrap */
	while (arena_alloc(&arena, 1, 1) != NULL)
		given++;
	/* One byte takes sixteen, all but the last of a block, and the budget knows. */
	assert_in_range(given, 1000000 / 16, 1000000 / 16 + 4);
	assert_true(arena.used <= 1000000);

	arena_clear(&arena);
	assert_int_equal(arena.used, 0);
	assert_non_null(arena_alloc(&arena, 1000000, 1));
	assert_null(arena_alloc(&arena, 1, 1));
	assert_non_null(arena_alloc(&arena, 0, 8)); /* nothing fits always */
	arena_clear(&arena);
}

static void large_and_small_live_together(void **state)
{
	struct arena arena;
	uint64_t *pieces[100];

	(void)state;
	arena_init(&arena, 1 << 30);
	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		size_t count = i % 2 == 0 ? 3 : 20000 * i; /* to 15 MB: blocks of their own */
		pieces[i] = arena_alloc(&arena, count, sizeof(*pieces[i]));
		assert_non_null(pieces[i]);
		pieces[i][0] = pieces[i][count - 1] = i;
	}
	for (size_t i = 0; i < COUNT_OF(pieces); i++)
		assert_int_equal(pieces[i][0], i);
	arena_clear(&arena);
	arena_clear(&arena);
}

/* Pieces of more than half a block: each must get a block of its own, none may reach into another.
 */
static void awkward_sizes_do_not_overlap(void **state)
{
	enum { PIECES = 8, SIZE = 200000 };
	struct arena arena;
	uint8_t *pieces[PIECES];

	(void)state;
	arena_init(&arena, (size_t)PIECES * SIZE);
	for (int i = 0; i < PIECES; i++) {
		pieces[i] = arena_alloc(&arena, SIZE, 1);
		assert_non_null(pieces[i]);
		memset(pieces[i], i, SIZE);
	}
	for (int i = 0; i < PIECES; i++)
		for (size_t j = 0; j < SIZE; j++)
			assert_int_equal(pieces[i][j], i);
	arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hands_out_zeroed_aligned_memory),
		cmocka_unit_test(copies_text),
		cmocka_unit_test(keeps_to_its_budget),
		cmocka_unit_test(large_and_small_live_together),
		cmocka_unit_test(awkward_sizes_do_not_overlap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
