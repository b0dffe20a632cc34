#include "base/testkit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/utc.h"
#include "wire/interval_list.h"

static int print_list(void *context, const struct intervals *intervals, struct place place)
{
	struct buffer *out = context;
	char text[UTC_TEXT_MAX];

	buffer_format(out, "%u:", (unsigned)place.line);
	buffer_text(out, intervals->name);
	for (size_t i = 0; i < intervals->count; i++) {
		const struct interval *interval = &intervals->at[i];
		buffer_format(out, " %s", utc_print(interval->start_us, text));
		if (interval->end_us == UINT64_MAX)
			buffer_string(out, "/open");
		else
			buffer_format(out, "+%.9g",
				      (double)(interval->end_us - interval->start_us) / UTC_SECOND);
		if (interval->weight != 1)
			buffer_format(out, "*%.17g", interval->weight);
	}
	buffer_char(out, '\n');
	return 0;
}

static int print_refusal(void *context, const char *why, struct place place)
{
	struct buffer *out = context;

	buffer_format(out, "%u: %s\n", (unsigned)place.line, why);
	return 0;
}

/* Lists as "LINE:NAME START+SECONDS*WEIGHT ...", refused lines as "LINE: why". */
static void read_all(struct text input, size_t piece, struct buffer *out)
{
	struct interval_list_sink sink = { out, print_list, print_refusal };
	struct interval_list list;
	uint64_t refused = 0;

	interval_list_init(&list, &sink);
	for (; input.len > 0; input = text_from(input, piece))
		assert_int_equal(interval_list_feed(&list, text_upto(input, piece)), 0);
	assert_int_equal(interval_list_finish(&list), 0);
	for (unsigned reason = 1; reason < INTERVAL_LIST_REASONS; reason++) {
		assert_non_null(list.refusals.says[reason]);
		refused += list.refusals.count[reason];
	}
	buffer_format(out, "%u and %u", (unsigned)list.refusals.taken, (unsigned)refused);
	interval_list_clear(&list);
}

static void assert_reads(const char *input, size_t len, const char *want)
{
	for (size_t piece = 1; piece < 100; piece += 7) {
		struct buffer got;
		buffer_init(&got);
		read_all(test_text(input, len), piece, &got);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, want);
		buffer_clear(&got);
	}
}

static void reads_lines(void **state)
{
	static const struct {
		const char *input, *want;
	} cases[] = {
		{ "", "0 and 0" },
		{ "\n  \r\n# a remark\n", "0 and 0" },
		{ "M1\n", "1:M1\n1 and 0" },
		{ "\xef\xbb\xbfM1C: # nothing happened\nM2:", "1:M1C\n2:M2\n2 and 0" },
		{ "AS64500:M1: 2026-02-03\n", "1:AS64500:M1 2026-02-03T00:00:00Z+86400\n1 and 0" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_reads(cases[i].input, strlen(cases[i].input), cases[i].want);
}

/* What stands behind the name, and what it is. */
static void reads_intervals(void **state)
{
	static const struct {
		const char *input, *want;
	} cases[] = {
		{ "2026-02-03T10:00:00Z/2026-02-03T12:30:00Z", "2026-02-03T10:00:00Z+9000" },
		{ "2026-02-03T10:00:00/2026-02-03T12:30:00", "2026-02-03T10:00:00Z+9000" },
		{ "2026-02-03 10:00:00/2026-02-03 12:30:00", "2026-02-03T10:00:00Z+9000" },
		{ "2026-02-03 10:00 / 2026-02-03 12:30:00.5Z", "2026-02-03T10:00:00Z+9000.5" },
		{ "1770112800/2026-02-03T10:00:01", "2026-02-03T10:00:00Z+1" },
		{ "20260203/2026-02-04", "2026-02-03T00:00:00Z+86400" },
		{ "20260203 10:00/20260203 11:00", "2026-02-03T10:00:00Z+3600" },
		{ "2026-02-03T10:00:00/2026-02-03T10:00:00", "2026-02-03T10:00:00Z+0" },
		{ "2026-02-03/29m", "2026-02-03T00:00:00Z+1740" },
		{ "2026-02-03/13H", "2026-02-03T00:00:00Z+46800" },
		{ "2026-02-03/1d2h3m4s", "2026-02-03T00:00:00Z+93784" },
		{ "2026-02-03/813s", "2026-02-03T00:00:00Z+813" },
		{ "2026-02-03/P1DT2H3M4S", "2026-02-03T00:00:00Z+93784" },
		{ "2026-02-03/P2D", "2026-02-03T00:00:00Z+172800" },
		{ "2026-02-03/pt0s", "2026-02-03T00:00:00Z+0" },
		{ "2026-02-03/4294967295s", "2026-02-03T00:00:00Z+4.2949673e+09" },
		{ "2026-02-03/open", "2026-02-03T00:00:00Z/open" },
		{ "2026-02-03/OPEN*0.5", "2026-02-03T00:00:00Z/open*0.5" },
		{ "2026-02-03/..", "2026-02-03T00:00:00Z/open" },
		{ "2026-02-03 10:00:00/0000-00-00 00:00:00", "2026-02-03T10:00:00Z/open" },
		{ "2026-02-03T10:00:00Z/0000-00-00", "2026-02-03T10:00:00Z/open" },
		{ "2026-02-03", "2026-02-03T00:00:00Z+86400" },
		{ "20260203*0.25", "2026-02-03T00:00:00Z+86400*0.25" },
		{ "2026-02-03 * 1", "2026-02-03T00:00:00Z+86400" },
		{ "2026-02-03*1.000000", "2026-02-03T00:00:00Z+86400" },
		{ "2026-02-03*0.01", "2026-02-03T00:00:00Z+86400*0.01" },
		{ "2026-02-03 2026-02-04",
		  "2026-02-03T00:00:00Z+86400 2026-02-04T00:00:00Z+86400" },
		{ ", 2026-02-03;2026-02-04,,",
		  "2026-02-03T00:00:00Z+86400 2026-02-04T00:00:00Z+86400" },
		{ "2026-02-03 10:00/1m 2026-02-04 10:00/1m",
		  "2026-02-03T10:00:00Z+60 2026-02-04T10:00:00Z+60" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char input[128], want[128];
		int len = snprintf(input, sizeof(input), "M1 %s", cases[i].input);
		(void)snprintf(want, sizeof(want), "1:M1 %s\n1 and 0", cases[i].want);
		assert_reads(input, (size_t)len, want);
	}
}

static void refuses(void **state)
{
	static const struct {
		const char *input;
		enum interval_list_refusal reason;
	} cases[] = {
		{ "2026-02-03", INTERVAL_LIST_NAME },
		{ ", 2026-02-03", INTERVAL_LIST_NAME },
		{ ": 2026-02-03", INTERVAL_LIST_NAME },
		{ "M1 yesterday", INTERVAL_LIST_START },
		{ "M1 2026-02-30", INTERVAL_LIST_START },
		{ "M1 2026-02-03T10:00+01:00/1h", INTERVAL_LIST_START },
		{ "M1 open/2026-02-03", INTERVAL_LIST_START },
		{ "M1 0000-00-00/2026-02-03", INTERVAL_LIST_START },
		{ "M1 /2026-02-03", INTERVAL_LIST_START },
		{ "M1 *0.5", INTERVAL_LIST_START },
		{ "M1 253402300800/1s", INTERVAL_LIST_START },
		{ "M1 18446744073709/1s", INTERVAL_LIST_START },
		{ "M1 2026-02-03/1h/2h", INTERVAL_LIST_START },
		{ "M1 2026-02-03*0.5*0.5", INTERVAL_LIST_START },
		{ "M1 2026-02-03T10:00", INTERVAL_LIST_NO_END },
		{ "M1 2026-02-03 10:00", INTERVAL_LIST_NO_END },
		{ "M1 1770112800", INTERVAL_LIST_NO_END },
		{ "M1 2026-02-03/", INTERVAL_LIST_END },
		{ "M1 2026-02-03/*0.5", INTERVAL_LIST_END },
		{ "M1 2026-02-03/2026-02-30", INTERVAL_LIST_END },
		{ "M1 2026-02-03/813", INTERVAL_LIST_END },
		{ "M1 2026-02-03/1m2h", INTERVAL_LIST_END },
		{ "M1 2026-02-03/1h1h", INTERVAL_LIST_END },
		{ "M1 2026-02-03/1w", INTERVAL_LIST_END },
		{ "M1 2026-02-03/P1M", INTERVAL_LIST_END },
		{ "M1 2026-02-03/PT1D", INTERVAL_LIST_END },
		{ "M1 2026-02-03/P", INTERVAL_LIST_END },
		{ "M1 2026-02-03/P1DT", INTERVAL_LIST_END },
		{ "M1 2026-02-03/1dt2h", INTERVAL_LIST_END },
		{ "M1 2026-02-03/PT1HT1M", INTERVAL_LIST_END },
		{ "M1 2026-02-03/4294967296s", INTERVAL_LIST_END },
		{ "M1 2026-02-03/49711d", INTERVAL_LIST_END },
		{ "M1 2026-02-03/1970-01-01", INTERVAL_LIST_ORDER },
		{ "M1 2026-02-03 10:00/2026-02-03", INTERVAL_LIST_ORDER },
		{ "M1 2026-02-03*", INTERVAL_LIST_WEIGHT },
		{ "M1 2026-02-03*0", INTERVAL_LIST_WEIGHT },
		{ "M1 2026-02-03*0.000000", INTERVAL_LIST_WEIGHT },
		{ "M1 2026-02-03*1.000001", INTERVAL_LIST_WEIGHT },
		{ "M1 2026-02-03*0.0000001", INTERVAL_LIST_WEIGHT },
		{ "M1 2026-02-03*2", INTERVAL_LIST_WEIGHT },
		{ "M1 2026-02-03*-1", INTERVAL_LIST_WEIGHT },
		{ "M1 2026-02-03*.5", INTERVAL_LIST_WEIGHT },
		{ "M1 2026-02-03*1e-1", INTERVAL_LIST_WEIGHT },
		{ "M1 2026-02-03 2026-02-04/1h, half past nine", INTERVAL_LIST_START },
	};
	struct interval_list none;

	(void)state;
	interval_list_init(&none, &(struct interval_list_sink){ 0 });
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char input[128], want[256];
		int len = snprintf(input, sizeof(input), "M1\n%s\nM2", cases[i].input);
		(void)snprintf(want, sizeof(want), "1:M1\n2: %s\n3:M2\n2 and 1",
			       none.refusals.says[cases[i].reason]);
		assert_reads(input, (size_t)len, want);
	}
	interval_list_clear(&none);
}

static void survive(struct reader in)
{
	struct buffer whole, cut;
	struct text input = { (const char *)in.at, reader_left(&in) };

	buffer_init(&whole);
	buffer_init(&cut);
	read_all(input, SIZE_MAX, &whole);
	read_all(input, 1, &cut);
	assert_int_equal(whole.used, cut.used);
	assert_memory_equal(whole.bytes, cut.bytes, cut.used);
	buffer_clear(&whole);
	buffer_clear(&cut);
}

static void survives_damage(void **state)
{
	static const char input[] =
		"# a month\nM1 2026-02-03T10:00:00Z/2026-02-03 12:30 20260205/open*0.5\r\n"
		"M2C: 2026-02-04 10:00:00/0000-00-00 00:00:00; 2026-02-05/P1DT2H3M4S*0.25\n"
		"M3 2026-02-07 1770112800/1d2h";

	(void)state;
	test_every_truncation(input, sizeof(input) - 1, survive);
	test_every_bit_flip(input, sizeof(input) - 1, survive);
}

static void refuses_long_lines(void **state)
{
	size_t size = INTERVAL_LIST_LINE_MAX + 16;
	char *input = malloc(size);
	struct buffer got;

	(void)state;
	assert_non_null(input);
	memset(input, 'M', size);
	memcpy(input + size - 4, "\nM2", 3);
	buffer_init(&got);
	read_all((struct text){ input, size - 1 }, 1000, &got);
	buffer_char(&got, '\0');
	assert_string_equal(got.bytes, "1: a line longer than 1 MiB\n2:M2\n1 and 1");
	buffer_clear(&got);

	input[0] = '#'; /* remarks may be long */
	buffer_init(&got);
	read_all((struct text){ input, size - 1 }, 1000, &got);
	buffer_char(&got, '\0');
	assert_string_equal(got.bytes, "2:M2\n1 and 0");
	buffer_clear(&got);
	free(input);
}

/* As many intervals as a line can hold. */
static void takes_long_lists(void **state)
{
	enum { DAYS = (INTERVAL_LIST_LINE_MAX - 2) / 9 };
	char *input = malloc(INTERVAL_LIST_LINE_MAX);
	struct interval_list list;

	(void)state;
	assert_non_null(input);
	memcpy(input, "M3", 2);
	for (size_t i = 0; i < DAYS; i++)
		memcpy(input + 2 + i * 9, " 20260203", 9);
	interval_list_init(&list, &(struct interval_list_sink){ 0 });
	assert_int_equal(interval_list_feed(&list, (struct text){ input, 2 + DAYS * 9 }), 0);
	assert_int_equal(interval_list_finish(&list), 0);
	assert_int_equal(list.refusals.taken, 1);
	assert_in_range(list.room, DAYS, 2 * DAYS);
	interval_list_clear(&list);
	free(input);
}

static int stop_at_second(void *context, const struct intervals *intervals, struct place place)
{
	(void)context;
	(void)intervals;
	return place.line == 2 ? ERR_LIMIT : 0;
}

static int stop(void *context, const char *why, struct place place)
{
	(void)context;
	(void)why;
	(void)place;
	return ERR_IO;
}

static void stops_when_the_sink_says_so(void **state)
{
	struct interval_list_sink sink = { NULL, stop_at_second, stop };
	struct interval_list list;

	(void)state;
	interval_list_init(&list, &sink);
	assert_int_equal(interval_list_feed(&list, TEXT("M1\nM2\nM3\n")), ERR_LIMIT);
	interval_list_clear(&list);
	interval_list_init(&list, &sink);
	assert_int_equal(interval_list_feed(&list, TEXT("M1\n1\nM3\n")), ERR_IO);
	interval_list_clear(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_lines),
		cmocka_unit_test(reads_intervals),
		cmocka_unit_test(refuses),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(refuses_long_lines),
		cmocka_unit_test(takes_long_lists),
		cmocka_unit_test(stops_when_the_sink_says_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
