#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/lines.h"

enum { SIZE_MAX_HERE = 8 };

/* All lines, each as "line:offset[text]", "+" when cut, of an input fed in pieces. */
static void read_all(struct text input, size_t piece, struct buffer *out)
{
	struct lines lines;
	struct line line;

	lines_init(&lines, SIZE_MAX_HERE);
	while (input.len > 0) {
		lines_feed(&lines, text_upto(input, piece));
		input = text_from(input, piece);
		while (lines_next(&lines, &line)) {
			buffer_format(out, "%u:%u[", (unsigned)line.place.line,
				      (unsigned)line.place.offset);
			buffer_text(out, line.text);
			buffer_string(out, line.cut ? "]+ " : "] ");
		}
	}
	lines_finish(&lines);
	while (lines_next(&lines, &line)) {
		buffer_format(out, "%u:%u[", (unsigned)line.place.line,
			      (unsigned)line.place.offset);
		buffer_text(out, line.text);
		buffer_string(out, line.cut ? "]+ " : "] ");
	}
	assert_false(lines_next(&lines, &line));
	lines_clear(&lines);
}

static void gives_the_same_lines_however_cut(void **state)
{
	static const struct {
		const char *input, *want;
	} cases[] = {
		{ "", "" },
		{ "a", "1:0[a] " },
		{ "\n", "1:0[] " },
		{ "a\nb", "1:0[a] 2:2[b] " },
		{ "a\n\nb\n", "1:0[a] 2:2[] 3:3[b] " },
		{ "a\r\nb\r\n", "1:0[a] 2:3[b] " },
		{ "a\rb\n", "1:0[a\rb] " },
		{ "\xef\xbb\xbfqi\n\xef\xbb\xbf\n", "1:0[qi] 2:6[\xef\xbb\xbf] " },
		{ "\xef\xbb\n", "1:0[\xef\xbb] " },
		{ "12345678\n9", "1:0[12345678] 2:9[9] " },
		{ "123456789\n0", "1:0[12345678]+ 2:10[0] " },
		{ "123456789abcdefghijkl", "1:0[12345678]+ " },
		{ "1234567\r\n8", "1:0[1234567] 2:9[8] " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		for (size_t piece = 1; piece < 24; piece++) {
			struct buffer got;
			buffer_init(&got);
			read_all(test_text(cases[i].input, strlen(cases[i].input)), piece, &got);
			buffer_char(&got, '\0');
			assert_string_equal(got.bytes, cases[i].want);
			buffer_clear(&got);
		}
	}
}

static void counts_fields(void **state)
{
	static const struct {
		const char *line;
		unsigned want;
		const char *last;
	} cases[] = {
		{ "", 1, "" },      { "a", 1, "a" },       { "a|b", 2, "b" },    { "a|b|", 3, "" },
		{ "a||c", 3, "c" }, { "a|b|c|d", 4, "c" }, { "|||||||", 4, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text fields[3];
		unsigned got = line_fields(text_of(cases[i].line), '|', fields, 3);
		assert_int_equal(got, cases[i].want);
		assert_true(text_equal(fields[got > 3 ? 2 : got - 1], text_of(cases[i].last)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_the_same_lines_however_cut),
		cmocka_unit_test(counts_fields),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
