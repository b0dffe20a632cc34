#include "base/testkit.h"

#include "base/memory.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void allocates_zeroes(void **state)
{
	uint32_t *array = memory_alloc(1000, sizeof(*array));

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(array[i], 0);
	free(array);
	free(memory_alloc(0, sizeof(*array))); /* never NULL, even for nothing */
}

static void grows_keeps_and_zeroes(void **state)
{
	uint32_t *array = NULL;
	size_t room = 0, moves = 0;

	(void)state;
	for (uint32_t i = 0; i < 100000; i++) {
		size_t before = room;
		array = memory_grow(array, &room, i + 1, sizeof(*array));
		assert_true(room > i);
		assert_int_equal(array[i], 0);
		array[i] = i;
		moves += room != before;
	}
	for (uint32_t i = 0; i < 100000; i++)
		assert_int_equal(array[i], i);
	for (size_t i = 100000; i < room; i++)
		assert_int_equal(array[i], 0);
	assert_true(moves < 20); /* it doubles */

	size_t before = room;
	assert_ptr_equal(memory_grow(array, &room, 5, sizeof(*array)), array);
	assert_int_equal(room, before); /* and never shrinks */
	free(array);
}

static void naming_memory_leaves_its_bytes(void **state)
{
	const size_t size = (size_t)5 << 20;
	char *bytes = memory_alloc(size, 1);
	(void)state;

	for (size_t i = 0; i < size; i += 4096)
		bytes[i] = (char)(i >> 12);
	memory_fill_soon(bytes, size);
	memory_fill_soon(bytes + 1, 100);
	memory_fill_soon(bytes, 0);
	for (size_t i = 0; i < size; i += 4096)
		assert_int_equal(bytes[i], (char)(i >> 12));
	free(bytes);
}

/* Does a child that does `act` come back from it? */
static bool survives(void (*act)(void))
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		(void)close(STDERR_FILENO);
		(void)signal(SIGABRT, SIG_DFL);
		act();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void ask_for_enough(void)
{
	free(memory_alloc(1, 16));
}

static void ask_for_too_many(void)
{
	volatile size_t many = SIZE_MAX / 2; /* volatile: the compiler would know better */
	free(memory_alloc(many, 16));
}

static void grow_too_far(void)
{
	volatile size_t far = SIZE_MAX / 2 + 2;
	size_t room = 0;
	free(memory_grow(NULL, &room, far, 1));
}

static void grow_past_what_can_be_counted(void)
{
	volatile size_t far = SIZE_MAX / 8;
	size_t room = 0;
	free(memory_grow(NULL, &room, far, 64));
}

/* docs/decisions/0003: nobody continues without the memory that was asked for. */
static void stops_when_there_is_none(void **state)
{
	(void)state;
	assert_true(survives(ask_for_enough));
	assert_false(survives(ask_for_too_many));
	assert_false(survives(grow_too_far));
	assert_false(survives(grow_past_what_can_be_counted));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(allocates_zeroes),
		cmocka_unit_test(grows_keeps_and_zeroes),
		cmocka_unit_test(naming_memory_leaves_its_bytes),
		cmocka_unit_test(stops_when_there_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
