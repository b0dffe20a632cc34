#include "base/testkit.h"

#include "base/buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static void assert_holds(struct buffer *buffer, const char *expected)
{
	assert_int_equal(buffer->used, strlen(expected));
	assert_memory_equal(buffer_room(buffer, 0) - buffer->used, expected, buffer->used);
}

static void check_number(uint64_t value)
{
	char expected[PUT_U64_MAX + 1], actual[PUT_U64_MAX + 1];

	(void)snprintf(expected, sizeof(expected), "%" PRIu64, value);
	size_t digits = strlen(expected);
	memset(actual, 'x', sizeof(actual));
	assert_ptr_equal(put_u64(actual, value), actual + digits);
	assert_memory_equal(actual, expected, digits);
	if (value > UINT32_MAX)
		return;
	memset(actual, 'x', sizeof(actual));
	assert_ptr_equal(put_u32(actual, (uint32_t)value), actual + digits);
	assert_memory_equal(actual, expected, digits);
}

/* Around every power of ten and of two, where a digit count or a pair of digits can go wrong. */
static void puts_numbers(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < 100000; i++)
		check_number(i);
	for (uint64_t ten = 1, i = 0; i < 20; i++, ten *= 10)
		for (uint64_t near = 0; near < 5; near++)
			check_number(ten + near - 2);
	for (unsigned bit = 0; bit < 64; bit++)
		for (uint64_t near = 0; near < 5; near++)
			check_number((UINT64_C(1) << bit) + near - 2);
}

static void grows_and_keeps(void **state)
{
	struct buffer buffer;

	(void)state;
	buffer_init(&buffer);
	for (unsigned i = 0; i < 100000; i++) {
		buffer_u64(&buffer, i % 10);
		buffer_char(&buffer, i % 10 == 9 ? '\n' : ' ');
	}
	assert_int_equal(buffer.used, 200000);
	for (size_t i = 0; i < buffer.used; i += 20)
		assert_memory_equal(buffer.bytes + i, "0 1 2 3 4 5 6 7 8 9\n", 20);
	buffer_clear(&buffer);
	assert_null(buffer.bytes);
	buffer_text(&buffer, (struct text){ NULL, 0 });
	assert_null(buffer.bytes);
}

static void puts_together(void **state)
{
	struct buffer buffer;

	(void)state;
	buffer_init(&buffer);
	buffer_string(&buffer, "AS");
	buffer_u64(&buffer, 64500);
	buffer_char(&buffer, '|');
	buffer_text(&buffer, TEXT("x\0y"));
	buffer_format(&buffer, "|%s %5.1f%%", "rate", 99.5);
	char *at = buffer_room(&buffer, 3);
	buffer_commit(&buffer, put_bytes(at, "end", 3));
	assert_int_equal(buffer.used, 26);
	assert_memory_equal(buffer.bytes, "AS64500|x\0y|rate  99.5%end", 26);
	buffer_clear(&buffer);

	buffer_format(&buffer, "%s", "0123456789abcdef");
	assert_true(buffer.size > buffer.used); /* the NUL of vsnprintf() needs room too */
	buffer_clear(&buffer);
}

static void puts_octets(void **state)
{
	struct buffer buffer;

	(void)state;
	buffer_init(&buffer);
	buffer_number(&buffer, 0x41, 1);
	buffer_number(&buffer, 0x994243, 2); /* the rest is left out */
	buffer_number(&buffer, 0x44454647, 4);
	buffer_number(&buffer, UINT64_C(0x48494a4b4c4d4e4f), 8);
	assert_holds(&buffer, "ABCDEFGHIJKLMNO");
	buffer_clear(&buffer);
}

static void escapes(void **state)
{
	static const struct {
		const char *raw, *json, *printable;
	} cases[] = {
		{ "", "\"\"", "" },
		{ "AS 64500", "\"AS 64500\"", "AS 64500" },
		{ "a\"b\\c", "\"a\\\"b\\\\c\"", "a\"b\\c" },
		{ "\n\x1b[31m\x7f", "\"\\u000a\\u001b[31m\\u007f\"", "\\x0a\\x1b[31m\\x7f" },
		{ "Z\xc3\xbcrich \xe2\x82\xac \xf0\x9f\x98\x80",
		  "\"Z\xc3\xbcrich \xe2\x82\xac \xf0\x9f\x98\x80\"",
		  "Z\xc3\xbcrich \xe2\x82\xac \xf0\x9f\x98\x80" },
		{ "\xc2\x9b", "\"\\u009b\"", "\\xc2\\x9b" }, /* a C1 control: CSI */
		{ "\xff", "\"\xef\xbf\xbd\"", "\\xff" },
		{ "\xc3", "\"\xef\xbf\xbd\"", "\\xc3" },                      /* cut short */
		{ "\xc0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\"", "\\xc0\\x80" }, /* overlong */
		{ "\xe0\x9f\xbf", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"", /* overlong */
		  "\\xe0\\x9f\\xbf" },
		{ "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"", /* surrogate */
		  "\\xed\\xa0\\x80" },
		{ "\xf0\x8f\xbf\xbf", /* overlong */
		  "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"", "\\xf0\\x8f\\xbf\\xbf" },
		{ "\xf4\x90\x80\x80", /* past U+10FFFF */
		  "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"", "\\xf4\\x90\\x80\\x80" },
		{ "\xe2\x82|", "\"\xef\xbf\xbd\xef\xbf\xbd|\"", "\\xe2\\x82|" },
	};
	/* The first and the last character of every length of sequence, where UTF-8 has its rules.
	 */
	static const char edges[] = "\xc2\xa0 \xdf\xbf \xe0\xa0\x80 \xed\x9f\xbf \xee\x80\x80 "
				    "\xef\xbf\xbf \xf0\x90\x80\x80 \xf4\x8f\xbf\xbf";
	struct buffer whole;

	(void)state;
	buffer_init(&whole);
	buffer_printable(&whole, test_text(edges, sizeof(edges) - 1));
	assert_holds(&whole, edges);
	buffer_clear(&whole);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text raw = test_text(cases[i].raw, strlen(cases[i].raw));
		struct buffer buffer;
		buffer_init(&buffer);
		buffer_json_string(&buffer, raw);
		assert_holds(&buffer, cases[i].json);
		buffer_clear(&buffer);
		buffer_printable(&buffer, raw);
		assert_holds(&buffer, cases[i].printable);
		buffer_clear(&buffer);
	}
}

/* Names that strangers chose stand in pages that others open. */
static void escapes_html(void **state)
{
	static const struct {
		const char *raw, *html;
	} cases[] = {
		{ "", "" },
		{ "AS64500 \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80",
		  "AS64500 \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80" },
		{ "a&b", "a&amp;b" },
		{ "<script>", "&lt;script&gt;" },
		{ "&lt;", "&amp;lt;" },
		{ "\" onload='x'", "&quot; onload=&#39;x&#39;" },
		{ "]]>--><!--", "]]&gt;--&gt;&lt;!--" },
		{ "a\tb\r\nc", "a b  c" },
		{ "\x1b[2J\x7f", "\xef\xbf\xbd[2J\xef\xbf\xbd" },
		{ "\xc2\x85|\xc2\x9b|\xc2\xa0", "\xef\xbf\xbd|\xef\xbf\xbd|\xc2\xa0" },
		{ "\xff<\xe2\x80", "\xef\xbf\xbd&lt;\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xc0\xbc", "\xef\xbf\xbd\xef\xbf\xbd" }, /* '<', overlong */
		{ "\xe2\x80\xae"
		  "cba\xe2\x80\xa9\xe2\x80\xaf\xe2\x81\xa6x\xe2\x81\xa9",
		  "\xef\xbf\xbd"
		  "cba\xe2\x80\xa9\xe2\x80\xaf\xef\xbf\xbdx\xef\xbf\xbd" },
		{ "\xe2\x80\xaa|\xe2\x81\xa5|\xe2\x81\xaa",
		  "\xef\xbf\xbd|\xe2\x81\xa5|\xe2\x81\xaa" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buffer out;
		buffer_init(&out);
		buffer_html(&out, test_text(cases[i].raw, strlen(cases[i].raw)));
		assert_holds(&out, cases[i].html);
		buffer_clear(&out);
	}
	/* Whatever the bytes, nothing that means something to HTML comes through bare. */
	for (unsigned c = 0; c < 256; c++)
		for (unsigned d = 0; d < 256; d++) {
			const char raw[] = { (char)c, (char)d };
			struct buffer out;
			buffer_init(&out);
			buffer_html(&out, test_text(raw, sizeof(raw)));
			for (size_t i = 0; i < out.used; i++) {
				unsigned char at = (unsigned char)out.bytes[i];
				assert_true(at >= 0x20 && at != 0x7f);
				assert_null(memchr("<>\"'", at, 4));
				assert_true(at != '&' ||
					    memchr(out.bytes + i, ';', out.used - i) != NULL);
			}
			buffer_clear(&out);
		}
}

static void flushes(void **state)
{
	int ends[2];
	char arrived[8] = { 0 };
	struct buffer buffer;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	buffer_init(&buffer);
	buffer_string(&buffer, "line\n");
	assert_int_equal(buffer_flush_if_full(&buffer, ends[1]), 0);
	assert_int_equal(buffer.used, 5); /* not a large piece yet */
	assert_int_equal(buffer_flush(&buffer, ends[1]), 0);
	assert_int_equal(buffer.used, 0);
	assert_int_equal(read(ends[0], arrived, sizeof(arrived)), 5);
	assert_string_equal(arrived, "line\n");
	assert_int_equal(close(ends[0]), 0);
	assert_int_equal(close(ends[1]), 0);

	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	assert_true(null >= 0);
	buffer_commit(&buffer, buffer_room(&buffer, BUFFER_PIECE) + BUFFER_PIECE);
	assert_int_equal(buffer_flush_if_full(&buffer, null), 0);
	assert_int_equal(buffer.used, 0);
	assert_int_equal(close(null), 0);
	buffer_clear(&buffer);
}

static void interrupt(int signal)
{
	(void)signal;
}

/* A child that is interrupted every millisecond while it writes more than a pipe holds. */
static void write_interrupted(int fd, size_t lines)
{
	struct sigaction action = { .sa_handler = interrupt };
	struct itimerval often = { { 0, 1000 }, { 0, 1000 } };
	struct buffer buffer;

	buffer_init(&buffer);
	for (size_t i = 0; i < lines; i++)
		buffer_format(&buffer, "%07zu\n", i);
	bool ready =
		sigaction(SIGALRM, &action, NULL) == 0 && setitimer(ITIMER_REAL, &often, NULL) == 0;
	_exit(ready && buffer_flush(&buffer, fd) == 0 ? 0 : 1);
}

/* write() may take a part, or be interrupted: all arrives, in order, once. */
static void flushes_in_spite_of_signals(void **state)
{
	enum { LINES = 400000 };
	int ends[2], status = 1;
	char line[9] = { 0 }, expected[9];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		write_interrupted(ends[1], LINES);
	assert_int_equal(close(ends[1]), 0);
	FILE *in = fdopen(ends[0], "r");
	assert_non_null(in);
	for (size_t i = 0; i < LINES; i++) {
		if (i % 100000 == 0)
			(void)usleep(20000); /* let the pipe fill and the writer be interrupted */
		assert_int_equal(fread(line, 1, 8, in), 8);
		(void)snprintf(expected, sizeof(expected), "%07zu\n", i);
		assert_string_equal(line, expected);
	}
	assert_int_equal(fgetc(in), EOF);
	assert_int_equal(fclose(in), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void says_when_it_cannot_write(void **state)
{
	struct buffer buffer;
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	(void)state;
	assert_true(full >= 0);
	buffer_init(&buffer);
	assert_int_equal(buffer_flush(&buffer, full), 0); /* nothing to write: nothing fails */
	buffer_string(&buffer, "lost?");
	errno = 0;
	assert_int_equal(buffer_flush(&buffer, full), ERR_IO);
	assert_int_equal(errno, ENOSPC);
	assert_holds(&buffer, "lost?");
	assert_int_equal(close(full), 0);
	buffer_clear(&buffer);
}

static void puts_short_hexadecimal(void **state)
{
	(void)state;
	for (unsigned value = 0; value <= 0xffff; value++) {
		char want[8], got[8];
		(void)snprintf(want, sizeof(want), "%x", value);
		*put_hex16(got, value) = '\0';
		assert_string_equal(got, want);
	}
}

static void speaks_to_people(void **state)
{
	static const struct {
		uint64_t value;
		const char *thousands, *of, *age;
	} cases[] = {
		{ 0, "0", "0 peers", "0 seconds" },
		{ 1, "1", "1 peer", "0 seconds" },
		{ 999, "999", "999 peers", "0 seconds" },
		{ 1000, "1,000", "1,000 peers", "1 second" },
		{ 119999, "119,999", "119,999 peers", "119 seconds" },
		{ 120000, "120,000", "120,000 peers", "2 minutes" },
		{ 7199999, "7,199,999", "7,199,999 peers", "119 minutes" },
		{ 7200000, "7,200,000", "7,200,000 peers", "2 hours" },
		{ 172799999, "172,799,999", "172,799,999 peers", "47 hours" },
		{ 172800000, "172,800,000", "172,800,000 peers", "2 days" },
		{ UINT64_MAX, "18,446,744,073,709,551,615", "18,446,744,073,709,551,615 peers",
		  "213,503,982,334 days" },
	};
	struct buffer out;

	(void)state;
	buffer_init(&out);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char want[128];
		out.used = 0;
		buffer_thousands(&out, cases[i].value);
		buffer_char(&out, '|');
		buffer_number_of(&out, cases[i].value, "peer");
		buffer_char(&out, '|');
		buffer_age(&out, cases[i].value);
		buffer_char(&out, '\0');
		(void)snprintf(want, sizeof(want), "%s|%s|%s", cases[i].thousands, cases[i].of,
			       cases[i].age);
		assert_string_equal(out.bytes, want);
	}
	buffer_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(puts_numbers),
		cmocka_unit_test(speaks_to_people),
		cmocka_unit_test(puts_short_hexadecimal),
		cmocka_unit_test(grows_and_keeps),
		cmocka_unit_test(puts_together),
		cmocka_unit_test(puts_octets),
		cmocka_unit_test(escapes),
		cmocka_unit_test(escapes_html),
		cmocka_unit_test(flushes),
		cmocka_unit_test(flushes_in_spite_of_signals),
		cmocka_unit_test(says_when_it_cannot_write),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
