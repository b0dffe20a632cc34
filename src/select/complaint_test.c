#include "base/testkit.h"

#include "select/complaint.h"

static void shows_the_place(void **state)
{
	static const struct {
		const char *text;
		size_t at, length;
		const char *want;
	} cases[] = {
		{ "orgin 64496", 0, 5, "column 1: wrong\n  orgin 64496\n  ^~~~~\n" },
		{ "origin x", 7, 1, "column 8: wrong\n  origin x\n         ^\n" },
		{ "origin", 6, 0, "column 7: wrong\n  origin\n        ^\n" },
		{ "a\nbc d\ne", 5, 1, "column 6: wrong\n  bc d\n     ^\n" },
		{ "\xc3\xa9 x", 3, 1, "column 4: wrong\n  \xc3\xa9 x\n    ^\n" },
		{ "\x1b x", 2, 1, "column 3: wrong\n  \\x1b x\n       ^\n" },
		{ "", 0, 0, "column 1: wrong\n  \n  ^\n" },
		{ "a", 9, 9, "column 2: wrong\n  a\n   ^\n" },
		{ "0123456789012345678901234567890123456789012345678901234567890123456789x"
		  "0123456789012345678901234567890123456789012345678901234567890123456789",
		  70, 1,
		  "column 71: wrong\n  "
		  "...012345678901234567890123456789012345678901234567890123456789"
		  "x012345678901234567890123456789012345678901234567890123456789...\n"
		  "                                                                 ^\n" },
	};
	struct complaint complaint;
	struct buffer out;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(
			complaint_set(&complaint, cases[i].at, cases[i].length, "%s", "wrong"),
			ERR_USAGE);
		buffer_init(&out);
		complaint_put(&out, text_of(cases[i].text), &complaint);
		buffer_char(&out, '\0');
		assert_string_equal(out.bytes, cases[i].want);
		buffer_clear(&out);
	}
}

static void shows_words(void **state)
{
	char text[SHOWN_MAX];

	(void)state;
	assert_string_equal(shown(TEXT("word"), text), "word");
	assert_string_equal(shown(TEXT(""), text), "");
	assert_string_equal(shown(TEXT("a\x1b[1m\x7f"), text), "a?[1m?");
	assert_string_equal(shown(TEXT("01234567890123456789012345678901234567890123456789"), text),
			    "01234567890123456789012345678901234567890123...");
}

static void finds_the_nearest(void **state)
{
	static const struct {
		const char *word, *hint;
	} cases[] = {
		{ "orgin", "; did you mean 'origin'?" },
		{ "oirgin", "; did you mean 'origin'?" },
		{ "pear", "; did you mean 'peer'?" },
		{ "xyz", "" },
		{ "ab", "" }, /* two changes away from "md", but nothing like it */
		{ "a-word-that-is-longer-than-any-name", "" },
	};
	char hint[NEAREST_MAX];
	struct nearest nearest;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		nearest_init(&nearest);
		nearest_try(&nearest, text_of(cases[i].word), TEXT("md"));
		nearest_try(&nearest, text_of(cases[i].word), TEXT("peer"));
		nearest_try(&nearest, text_of(cases[i].word), TEXT("origin"));
		assert_string_equal(nearest_print(&nearest, hint), cases[i].hint);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_the_place),
		cmocka_unit_test(shows_words),
		cmocka_unit_test(finds_the_nearest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
