#include "base/testkit.h"

#include "base/roff.h"

static void puts_text(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "", "" },
		{ "a word", "a word\n" },
		{ "One. Two of\nthem.", "One.\nTwo of them.\n" },
		{ "first\n\nsecond", "first\n.Pp\nsecond\n" },
		{ "first.\n\nsecond.\n", "first.\n.Pp\nsecond.\n" },
		{ ".profile, 'a' `b` -m ^ ~ \\",
		  "\\&.profile, \\(aqa\\(aq \\(gab\\(ga \\-m \\(ha \\(ti \\e\n" },
		{ "RFC 4271 4.3 stays", "RFC 4271 4.3 stays\n" },
		{ "0123456789012345678901234567890123456789 0123456789012345678901234567890 and",
		  "0123456789012345678901234567890123456789 "
		  "0123456789012345678901234567890\nand\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buffer out;
		buffer_init(&out);
		roff_put(&out, test_text(cases[i].text, strlen(cases[i].text)));
		buffer_char(&out, '\0');
		assert_string_equal(out.bytes, cases[i].expected);
		buffer_clear(&out);
	}
}

static void puts_literals(void **state)
{
	static const struct {
		const char *line, *expected;
	} cases[] = {
		{ "", "\n" },
		{ "decorum mrt -m  x. y", "decorum mrt \\-m  x. y\n" },
		{ "./run 'a'", "\\&./run \\(aqa\\(aq\n" },
		{ "'a'", "\\(aqa\\(aq\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buffer out;
		buffer_init(&out);
		roff_literal_put(&out, test_text(cases[i].line, strlen(cases[i].line)));
		buffer_char(&out, '\0');
		assert_string_equal(out.bytes, cases[i].expected);
		buffer_clear(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(puts_text),
		cmocka_unit_test(puts_literals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
