#include "base/testkit.h"

#include "base/progress.h"

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

enum { ENOUGH_CALLS = 1000, LONG_AGO_MS = 60000, MIB = 1 << 20 };

/* A terminal in place of stderr while a test runs, and what was said on it. */
struct terminal {
	int screen, stderr_kept;
	char said[4096];
};

static void terminal_open(struct terminal *terminal)
{
	int line = -1;

	memset(terminal, 0, sizeof(*terminal));
	if (openpty(&terminal->screen, &line, NULL, NULL, NULL) < 0) {
		print_message("# no pseudo-terminal here\n");
		skip();
	}
	terminal->stderr_kept = dup(STDERR_FILENO);
	assert_int_equal(dup2(line, STDERR_FILENO), STDERR_FILENO);
	assert_int_equal(close(line), 0);
}

static void terminal_close(struct terminal *terminal)
{
	size_t used = 0;
	ssize_t got;

	/* Once nobody holds the line, reading the screen ends with EIO behind all that was said. */
	assert_int_equal(dup2(terminal->stderr_kept, STDERR_FILENO), STDERR_FILENO);
	assert_int_equal(close(terminal->stderr_kept), 0);
	while ((got = read(terminal->screen, terminal->said + used,
			   sizeof(terminal->said) - 1 - used)) > 0)
		used += (size_t)got;
	assert_int_equal(close(terminal->screen), 0);
}

/* A work that began a minute ago, shown so often that the clock is asked; what was said. */
static void work(struct terminal *terminal, bool quiet, uint64_t done, uint64_t total)
{
	struct progress progress;

	terminal_open(terminal);
	progress_init(&progress, quiet);
	if (progress.started_ms >= LONG_AGO_MS)
		progress.started_ms -= LONG_AGO_MS;
	else
		progress.started_ms = 0; /* a machine that has just started */
	for (unsigned i = 0; i < ENOUGH_CALLS; i++)
		progress_show(&progress, "observing", done, total, "rib.mrt");
	progress_end(&progress);
	progress_end(&progress);
	terminal_close(terminal);
}

static void draws_and_clears(void **state)
{
	struct terminal terminal;

	(void)state;
	work(&terminal, false, MIB, 4 * MIB);
	assert_string_equal(terminal.said,
			    "\r\033[Kobserving [######                  ]  25 % of 4.0 MiB  rib.mrt"
			    "\r\033[K");
	work(&terminal, false, 5 * MIB, 4 * MIB); /* a file that grew */
	assert_non_null(strstr(terminal.said, "[########################] 100 % of 4.0 MiB"));
	work(&terminal, false, 3 * MIB / 2, 0);
	assert_string_equal(terminal.said, "\r\033[Kobserving 1.5 MiB  rib.mrt\r\033[K");
}

static void says_nothing_unasked(void **state)
{
	struct terminal terminal;
	struct progress progress;

	(void)state;
	work(&terminal, true, MIB, 4 * MIB);
	assert_string_equal(terminal.said, "");

	terminal_open(&terminal);
	progress_init(&progress, false);
	for (unsigned i = 0; i < ENOUGH_CALLS; i++) /* all within the first second */
		progress_show(&progress, "observing", 1, 2, "rib.mrt");
	progress_end(&progress);
	terminal_close(&terminal);
	assert_string_equal(terminal.said, "");
}

static void knows_no_terminal(void **state)
{
	int kept = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	struct progress progress;

	(void)state;
	assert_int_equal(dup2(null, STDERR_FILENO), STDERR_FILENO);
	progress_init(&progress, false);
	assert_int_equal(dup2(kept, STDERR_FILENO), STDERR_FILENO);
	assert_false(progress.enabled);
	assert_int_equal(close(null), 0);
	assert_int_equal(close(kept), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(draws_and_clears),
		cmocka_unit_test(says_nothing_unasked),
		cmocka_unit_test(knows_no_terminal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
