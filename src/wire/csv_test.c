#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/csv.h"

/* The fields of a line with '|' between them, and how many there are. */
static void check(const char *line, unsigned want_count, const char *want)
{
	struct text fields[3];
	struct csv_plain plain;
	struct buffer got;

	csv_plain_init(&plain, strlen(line) + 1);
	buffer_init(&got);
	unsigned count = csv_fields(&plain, test_text(line, strlen(line)), fields, 3);
	for (unsigned i = 0; i < count && i < 3; i++) {
		buffer_text(&got, fields[i]);
		buffer_char(&got, '|');
	}
	buffer_char(&got, '\0');
	assert_int_equal(count, want_count);
	assert_string_equal(got.bytes, want);
	buffer_clear(&got);
	csv_plain_clear(&plain);
}

static void cuts_lines(void **state)
{
	(void)state;
	check("a", 1, "a|");
	check("a,b", 2, "a|b|");
	check(",", 2, "||");
	check("a,b,", 3, "a|b||");
	check("a,b,c,d", 4, "a|b|c|");
	check("a,b,c,d,e,f", 4, "a|b|c|");
	check("\"a,b\",c", 2, "a,b|c|");
	check("\"a \"\"b\"\"\",\"\"", 2, "a \"b\"||");
	check("a\"b,c", 2, "a\"b|c|");
	check("\"open,c", 0, "");
	check("\"a\"b,c", 0, "");
	check("\"\"\"", 0, "");
}

static void puts_no_formulas(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "a b", "a b" },
		{ "a,b", "\"a,b\"" },
		{ "a\"b\n", "\"a\"\"b\n\"" },
		{ "=1+1", "\"'=1+1\"" },
		{ "@\"", "\"'@\"\"\"" },
		{ "1-1", "1-1" },
	};
	struct buffer out;

	(void)state;
	buffer_init(&out);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		out.used = 0;
		csv_text(&out, test_text(cases[i][0], strlen(cases[i][0])));
		buffer_char(&out, '\0');
		assert_string_equal(out.bytes, cases[i][1]);
	}
	buffer_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts_lines),
		cmocka_unit_test(puts_no_formulas),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
