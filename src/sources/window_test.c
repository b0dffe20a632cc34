#include "base/testkit.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sources/packing.h"
#include "sources/window.h"

static uint32_t dice(uint32_t *seed, uint32_t sides)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % sides;
}

static void assert_same(const struct window *window, const uint8_t *bytes, size_t at, size_t left)
{
	struct reader here = window_bytes(window);

	assert_int_equal(window_offset(window), at);
	assert_true(reader_left(&here) <= left);
	assert_memory_equal(here.at, bytes + at, reader_left(&here));
}

/* Wants and skips at random; whatever is available must be what a plain read gives there. */
static void walk(struct window *window, const uint8_t *bytes, size_t size, uint32_t seed)
{
	uint32_t want_max = 1 + dice(&seed, 400);
	size_t at = 0;

	while (at < size) {
		size_t want = dice(&seed, want_max);
		int got = window_fill(window, want);
		struct reader here = window_bytes(window);
		assert_same(window, bytes, at, size - at);
		assert_int_equal(got, want <= size - at);
		assert_true(reader_left(&here) >= (want <= size - at ? want : size - at));
		size_t skip = dice(&seed, 4) > 0 ? dice(&seed, (uint32_t)reader_left(&here) + 1)
						 : dice(&seed, 3 * want_max);
		window_skip(window, skip);
		at = skip < size - at ? at + skip : size;
		assert_same(window, bytes, at, size - at);
	}
	assert_int_equal(window_fill(window, 1), 0);
	assert_true(window_ended(window));
	assert_int_equal(window_error(window), 0);
	assert_string_equal(window_reason(window), "");
}

static void gives_the_same_bytes_whatever_the_blocks(void **state)
{
	uint8_t bytes[4000];

	(void)state;
	packing_sample(bytes, sizeof(bytes), 1);
	for (uint32_t seed = 0; seed < 3000; seed++) {
		uint32_t random = seed;
		struct window_options options = {
			.stream = { .read_size = 1 + dice(&random, 2000) },
			.threads = seed % 2 + 1,
			.block_size = 1 + dice(&random, dice(&random, 2) ? 30 : 1000),
		};
		struct buffer packed;
		buffer_init(&packed);
		pack(&packed, PACKINGS[seed / 2 % PACKING_COUNT], bytes, sizeof(bytes));
		struct window *window = window_over(
			stream_open_memory(packed.bytes, packed.used, &options.stream), &options);
		walk(window, bytes, sizeof(bytes), seed);
		struct stream_totals totals = window_totals(window);
		assert_int_equal(totals.size_bytes, packed.used);
		assert_int_equal(totals.unpacked_bytes, sizeof(bytes));
		assert_int_equal(strlen(totals.sha256), 64);
		window_close(window);
		buffer_clear(&packed);
	}
}

static void puts_large_records_together(void **state)
{
	static const size_t records[] = { 1, 300000, 12, 5 << 20, 7, 1 << 20, 3 << 20, 2, 262145 };
	const size_t size = 24 << 20;
	uint8_t *bytes = memory_alloc(size, 1);

	(void)state;
	packing_sample(bytes, size, 2);
	for (unsigned threads = 1; threads <= 2; threads++) {
		struct window_options options = { .threads = threads };
		struct window *window =
			window_over(stream_open_memory(bytes, size, NULL), &options);
		size_t at = 0;
		for (size_t i = 0; at + records[i] <= size; i = (i + 1) % COUNT_OF(records)) {
			assert_int_equal(window_fill(window, 12), 1);
			assert_int_equal(window_fill(window, records[i]), 1);
			assert_same(window, bytes, at, size - at);
			window_skip(window, records[i]);
			at += records[i];
		}
		assert_int_equal(window_fill(window, size - at + 1), 0);
		assert_same(window, bytes, at, size - at);
		window_close(window);
	}
	free(bytes);
}

static void refuses_records_over_the_limit(void **state)
{
	uint8_t bytes[1000];
	const struct window_options options = { .block_size = 10, .record_max = 100 };

	(void)state;
	packing_sample(bytes, sizeof(bytes), 3);
	struct window *window =
		window_over(stream_open_memory(bytes, sizeof(bytes), NULL), &options);
	assert_int_equal(window_fill(window, 100), 1);
	assert_int_equal(window_fill(window, 101), ERR_LIMIT);
	assert_same(window, bytes, 0, sizeof(bytes));
	assert_int_equal(window_error(window), 0);
	window_skip(window, 990); /* so one passes over it */
	assert_int_equal(window_fill(window, 10), 1);
	assert_same(window, bytes, 990, 10);
	assert_false(window_ended(window));
	window_skip(window, UINT64_MAX);
	assert_int_equal(window_offset(window), sizeof(bytes));
	assert_true(window_ended(window));
	window_close(window);
}

static void gives_what_came_before_an_error(void **state)
{
	uint8_t bytes[5000];
	struct buffer packed;

	(void)state;
	packing_sample(bytes, sizeof(bytes), 4);
	buffer_init(&packed);
	pack(&packed, "gzip", bytes, sizeof(bytes));
	packed.bytes[packed.used - 1] ^= 1; /* ISIZE */
	for (unsigned threads = 1; threads <= 2; threads++) {
		struct window_options options = { .threads = threads, .block_size = 100 };
		struct window *window =
			window_over(stream_open_memory(packed.bytes, packed.used, NULL), &options);
		for (size_t at = 0; at < 4992; at += 52) {
			assert_int_equal(window_fill(window, 52), 1);
			assert_int_equal(window_error(window), 0);
			assert_same(window, bytes, at, sizeof(bytes) - at);
			window_skip(window, 52);
		}
		assert_int_equal(window_fill(window, 8), 1);
		assert_int_equal(window_fill(window, 52), ERR_MALFORMED);
		assert_same(window, bytes, 4992, 8);
		assert_int_equal(window_error(window), ERR_MALFORMED);
		assert_non_null(strstr(window_reason(window), "checksum"));
		assert_false(window_ended(window));
		window_skip(window, 8);
		assert_true(window_ended(window));
		assert_int_equal(window_fill(window, 1), ERR_MALFORMED);
		window_close(window);
	}
	buffer_clear(&packed);
}

static void says_why_it_cannot_be_opened(void **state)
{
	(void)state;
	for (unsigned threads = 1; threads <= 2; threads++) {
		struct window_options options = { .threads = threads };
		struct window *window = window_open("/nobody/has/this", &options);
		assert_int_equal(window_fill(window, 1), ERR_NOT_FOUND);
		assert_true(window_ended(window));
		assert_string_equal(window_reason(window),
				    "cannot be opened: No such file or directory");
		window_close(window);
	}
}

static void drains_what_nobody_wanted(void **state)
{
	const size_t size = 9 << 20;
	uint8_t *bytes = memory_alloc(size, 1);
	struct buffer packed;

	(void)state;
	packing_sample(bytes, size, 5);
	buffer_init(&packed);
	pack(&packed, "zstd", bytes, size);
	for (unsigned threads = 1; threads <= 2; threads++) {
		struct window_options options = { .threads = threads };
		struct window *window =
			window_over(stream_open_memory(packed.bytes, packed.used, NULL), &options);
		assert_int_equal(window_fill(window, 100), 1);
		window_skip(window, 77);
		assert_int_equal(window_drain(window), 0);
		assert_true(window_ended(window));
		assert_int_equal(window_fill(window, 1), 0);
		struct stream_totals totals = window_totals(window);
		assert_int_equal(totals.size_bytes, packed.used);
		assert_int_equal(totals.unpacked_bytes, 77);
		assert_int_equal(strlen(totals.sha256), 64);
		window_close(window);
	}
	buffer_clear(&packed);
	free(bytes);
}

/* Asking for totals in between ends the thread; the rest comes without it. */
static void goes_on_after_an_early_total(void **state)
{
	const size_t size = 9 << 20;
	uint8_t *bytes = memory_alloc(size, 1);
	const struct window_options options = { .threads = 2 };

	(void)state;
	packing_sample(bytes, size, 6);
	struct window *window = window_over(stream_open_memory(bytes, size, NULL), &options);
	for (size_t at = 0; at < size; at += 1 << 16) {
		assert_int_equal(window_fill(window, 1 << 16), 1);
		assert_same(window, bytes, at, size - at);
		window_skip(window, 1 << 16);
		if (at == 1 << 20)
			assert_in_range(window_totals(window).unpacked_bytes, at, at + (3 << 20));
	}
	assert_int_equal(window_fill(window, 1), 0);
	window_close(window);
	free(bytes);
}

static void lets_go_at_any_moment(void **state)
{
	const size_t size = 4 << 20;
	uint8_t *bytes = memory_alloc(size, 1);
	uint32_t seed = 7;

	(void)state;
	for (int i = 0; i < 300; i++) {
		struct window_options options = { .threads = 2,
						  .block_size = 1 + dice(&seed, 1 << 18) };
		struct window *window =
			window_over(stream_open_memory(bytes, size, NULL), &options);
		for (uint32_t steps = dice(&seed, 4); steps > 0; steps--) {
			assert_int_equal(window_fill(window, dice(&seed, 1 << 18)), 1);
			window_skip(window, dice(&seed, 1 << 18));
		}
		window_close(window);
	}
	free(bytes);
}

static void lets_go_of_a_silent_pipe(void **state)
{
	char path[32];
	int ends[2];
	const struct window_options options = { .threads = 2 };

	(void)state;
	assert_int_equal(pipe(ends), 0);
	(void)snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	window_close(window_open(path, &options));
	struct window *window = window_open(path, &options);
	assert_int_equal(write(ends[1], "twenty bytes of text", 20), 20);
	assert_int_equal(window_fill(window, 20), 1); /* though the pipe stays open */
	assert_memory_equal(window_bytes(window).at, "twenty bytes of text", 20);
	window_skip(window, 20);
	(void)usleep(10000);
	window_close(window);
	(void)close(ends[0]);
	(void)close(ends[1]);
}

static void takes_records_from_a_dripping_pipe(void **state)
{
	uint8_t bytes[30000];

	(void)state;
	packing_sample(bytes, sizeof(bytes), 8);
	for (unsigned threads = 1; threads <= 2; threads++) {
		struct window_options options = { .threads = threads, .block_size = 1000 };
		char path[32];
		int ends[2], status;
		assert_int_equal(pipe(ends), 0);
		pid_t child = fork();
		if (child == 0) {
			for (size_t i = 0; i < sizeof(bytes); i++)
				if (write(ends[1], bytes + i, 1) != 1)
					_exit(1);
			_exit(0);
		}
		(void)close(ends[1]);
		(void)snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
		struct window *window = window_open(path, &options);
		(void)close(ends[0]);
		walk(window, bytes, sizeof(bytes), threads);
		window_close(window);
		assert_int_equal(waitpid(child, &status, 0), child);
	}
}

/* A signal goes to a thread of the caller's, who knows what to do about it. */
static void takes_no_signals(void **state)
{
	sigset_t usr1;
	siginfo_t info;
	struct timespec none = { 0 };
	int ends[2];
	char path[32];
	const struct window_options options = { .threads = 2 };

	(void)state;
	assert_int_equal(pipe(ends), 0);
	(void)snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	struct window *window = window_open(path, &options);
	(void)sigemptyset(&usr1);
	(void)sigaddset(&usr1, SIGUSR1);
	assert_int_equal(pthread_sigmask(SIG_BLOCK, &usr1, NULL), 0);
	assert_int_equal(kill(getpid(), SIGUSR1), 0); /* would kill us if the reader took it */
	assert_int_equal(sigtimedwait(&usr1, &info, &none), SIGUSR1);
	window_close(window);
	(void)close(ends[0]);
	(void)close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_the_same_bytes_whatever_the_blocks),
		cmocka_unit_test(puts_large_records_together),
		cmocka_unit_test(refuses_records_over_the_limit),
		cmocka_unit_test(gives_what_came_before_an_error),
		cmocka_unit_test(says_why_it_cannot_be_opened),
		cmocka_unit_test(drains_what_nobody_wanted),
		cmocka_unit_test(goes_on_after_an_early_total),
		cmocka_unit_test(lets_go_at_any_moment),
		cmocka_unit_test(lets_go_of_a_silent_pipe),
		cmocka_unit_test(takes_records_from_a_dripping_pipe),
		cmocka_unit_test(takes_no_signals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
