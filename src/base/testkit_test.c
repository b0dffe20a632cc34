#include "base/testkit.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static uint8_t peek(const uint8_t *at)
{
	return *(const volatile uint8_t *)at;
}

/* Does looking at this byte kill? */
static bool is_unreadable(const uint8_t *at)
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		(void)close(STDERR_FILENO);
		(void)signal(SIGSEGV, SIG_DFL);
		_exit(peek(at) & 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

static void input_ends_at_an_unreadable_page(void **state)
{
	static const size_t sizes[] = { 0, 1, 7, 4095, 4096, 4097, 70000 };
	static uint8_t bytes[70000];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct reader in = test_bytes(bytes, sizes[i]);
		assert_int_equal(reader_left(&in), sizes[i]);
		assert_true(sizes[i] == 0 || !is_unreadable(in.end - 1));
		assert_true(is_unreadable(in.end));
	}
	struct text nothing = test_text("", 0), word = test_text("word", 4);
	for (unsigned i = 0; i < 30; i++)
		(void)test_bytes(bytes, sizeof(bytes));
	assert_false(is_unreadable((const uint8_t *)word.at)); /* the last few dozen live on */
	assert_int_equal(nothing.len, 0);
	assert_true(is_unreadable((const uint8_t *)word.at + word.len));
}

static void reads_hex(void **state)
{
	struct reader in = test_hex(" 00ff  1\n2 aB ");

	(void)state;
	assert_int_equal(reader_left(&in), 5);
	assert_memory_equal(in.at, "\x00\xff\x01\x02\xab", 5);
	in = test_hex("");
	assert_int_equal(reader_left(&in), 0);
}

static unsigned calls;
static uint8_t seen[256];

static void note_length(struct reader in)
{
	assert_int_equal(reader_left(&in), calls++);
}

static void note_bytes(struct reader in)
{
	assert_int_equal(reader_left(&in), 2);
	calls++;
	seen[read_u8(&in)]++;
	seen[read_u8(&in)]++;
}

static void sweeps_are_complete(void **state)
{
	static const uint8_t bytes[2] = { 0x00, 0xff };

	(void)state;
	calls = 0;
	test_every_truncation(bytes, sizeof(bytes), note_length);
	assert_int_equal(calls, 3);

	calls = 0;
	test_every_bit_flip(bytes, sizeof(bytes), note_bytes);
	assert_int_equal(calls, 16);
	assert_int_equal(seen[0x00], 8);
	assert_int_equal(seen[0xff], 8);
	for (unsigned bit = 0; bit < 8; bit++) {
		assert_int_equal(seen[1U << bit], 1);
		assert_int_equal(seen[0xff ^ 1U << bit], 1);
	}
}

static void knows_where_data_is(void **state)
{
	const char *before = getenv("DECORUM_DATA");
	char *kept = before != NULL ? strdup(before) : NULL;

	(void)state;
	assert_int_equal(setenv("DECORUM_DATA", "/dev", 1), 0);
	assert_string_equal(test_data("null"), "/dev/null");
	assert_null(test_data("no such file"));
	assert_int_equal(setenv("DECORUM_DATA", "", 1), 0);
	assert_null(test_data("null"));
	assert_null(test_vectors("no such file"));
	assert_int_equal(unsetenv("DECORUM_DATA"), 0);
	assert_null(test_data("null"));
	if (kept != NULL)
		assert_int_equal(setenv("DECORUM_DATA", kept, 1), 0);
	free(kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(input_ends_at_an_unreadable_page),
		cmocka_unit_test(reads_hex),
		cmocka_unit_test(sweeps_are_complete),
		cmocka_unit_test(knows_where_data_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
