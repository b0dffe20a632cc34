#include "base/testkit.h"

/* Two texts whose ends touch an unreadable page, so that a comparison cannot look past either. */
static struct text flush(const char *terminated)
{
	return test_text(terminated, strlen(terminated));
}

static void compares(void **state)
{
	static const struct {
		const char *a, *b;
		bool equal, equal_fold, starts, starts_fold;
		int order;
	} cases[] = {
		{ "", "", true, true, true, true, 0 },
		{ "a", "", false, false, true, true, 1 },
		{ "", "a", false, false, false, false, -1 },
		{ "route", "route", true, true, true, true, 0 },
		{ "route", "ROUTE", false, true, false, true, 1 },
		{ "route6", "route", false, false, true, true, 1 },
		{ "Route6", "rOUTE", false, false, false, true, -1 },
		{ "route", "route6", false, false, false, false, -1 },
		{ "b", "aa", false, false, false, false, 1 },
		{ "AZ", "az", false, true, false, true, -1 },
		{ "[", "{", false, false, false, false, -1 }, /* 0x5b and 0x7b are no letters */
		{ "\xc0", "\xe0", false, false, false, false, -1 }, /* only ASCII folds */
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text a = flush(cases[i].a), b = flush(cases[i].b);
		int order = text_compare(a, b);
		assert_int_equal(text_equal(a, b), cases[i].equal);
		assert_int_equal(text_equal_fold(a, b), cases[i].equal_fold);
		assert_int_equal(text_starts(a, b), cases[i].starts);
		assert_int_equal(text_starts_fold(a, b), cases[i].starts_fold);
		assert_int_equal((order > 0) - (order < 0), cases[i].order);
	}
}

static void empty_text_may_be_nowhere(void **state)
{
	struct text nowhere = { NULL, 0 }, piece;
	uint32_t number;

	(void)state;
	assert_true(text_equal(nowhere, nowhere));
	assert_int_equal(text_compare(nowhere, TEXT("")), 0);
	assert_int_equal(text_from(nowhere, 3).len, 0);
	assert_int_equal(text_upto(nowhere, 3).len, 0);
	assert_int_equal(text_find(nowhere, 'x'), 0);
	assert_int_equal(text_trim(nowhere).len, 0);
	assert_false(text_line(&nowhere, &piece));
	assert_false(text_word(&nowhere, &piece));
	assert_int_equal(text_u32(nowhere, &number), ERR_MALFORMED);
}

static void slices(void **state)
{
	struct text text = flush("prefix");

	(void)state;
	assert_true(text_equal(text_from(text, 0), text));
	assert_true(text_equal(text_from(text, 3), TEXT("fix")));
	assert_true(text_equal(text_from(text, 6), TEXT("")));
	assert_true(text_equal(text_from(text, SIZE_MAX), TEXT("")));
	assert_true(text_equal(text_upto(text, 3), TEXT("pre")));
	assert_true(text_equal(text_upto(text, SIZE_MAX), text));
	assert_int_equal(text_find(text, 'f'), 3);
	assert_int_equal(text_find(text, '\0'), 6);
}

static void trims(void **state)
{
	(void)state;
	assert_true(text_equal(text_trim(flush(" \t\r a b\r ")), TEXT("a b")));
	assert_true(text_equal(text_trim(flush("\nx")), TEXT("\nx"))); /* a newline is no blank */
	assert_int_equal(text_trim(flush(" \t ")).len, 0);
}

typedef bool take(struct text *rest, struct text *out_piece);

static bool cut_at_comma(struct text *rest, struct text *out_piece)
{
	return text_cut(rest, ',', out_piece);
}

static void takes_apart(void **state)
{
	static const struct {
		take *take;
		const char *whole;
		const char *pieces[5]; /* up to the first NULL */
	} cases[] = {
		{ cut_at_comma, "a,b,", { "a", "b", "" } },
		{ cut_at_comma, ",", { "", "" } },
		{ cut_at_comma, "", { "" } },
		{ cut_at_comma, "abc", { "abc" } },
		{ text_line, "", { NULL } },
		{ text_line, "a\nb", { "a", "b" } },
		{ text_line, "a\r\n\r\nb\n", { "a", "", "b" } },
		{ text_line, "\n\n", { "", "" } },
		{ text_line, "a\rb\r\r\n", { "a\rb\r" } },
		{ text_word, "", { NULL } },
		{ text_word, " \t ", { NULL } },
		{ text_word, "one", { "one" } },
		{ text_word, "\tone  two \r", { "one", "two" } },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text rest = flush(cases[i].whole), piece;
		for (size_t j = 0; cases[i].pieces[j] != NULL; j++) {
			assert_true(cases[i].take(&rest, &piece));
			assert_true(text_equal(piece, text_of(cases[i].pieces[j])));
		}
		assert_false(cases[i].take(&rest, &piece));
		assert_false(cases[i].take(&rest, &piece)); /* and stays at the end */
	}
}

static void reads_numbers(void **state)
{
	static const struct {
		const char *text;
		int err_u32, err_u64;
		uint64_t value;
	} cases[] = {
		{ "0", 0, 0, 0 },
		{ "007", 0, 0, 7 },
		{ "4294967295", 0, 0, UINT32_MAX },
		{ "4294967296", ERR_MALFORMED, 0, UINT64_C(4294967296) },
		{ "18446744073709551615", ERR_MALFORMED, 0, UINT64_MAX },
		{ "18446744073709551616", ERR_MALFORMED, ERR_MALFORMED, 0 },
		{ "18446744073709551620", ERR_MALFORMED, ERR_MALFORMED, 0 },
		{ "99999999999999999999", ERR_MALFORMED, ERR_MALFORMED, 0 },
		{ "", ERR_MALFORMED, ERR_MALFORMED, 0 },
		{ "-1", ERR_MALFORMED, ERR_MALFORMED, 0 },
		{ "+1", ERR_MALFORMED, ERR_MALFORMED, 0 },
		{ " 1", ERR_MALFORMED, ERR_MALFORMED, 0 },
		{ "1 ", ERR_MALFORMED, ERR_MALFORMED, 0 },
		{ "0x1", ERR_MALFORMED, ERR_MALFORMED, 0 },
		{ "1\xb2", ERR_MALFORMED, ERR_MALFORMED, 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		uint32_t narrow = 77;
		uint64_t wide = 77;
		assert_int_equal(text_u32(flush(cases[i].text), &narrow), cases[i].err_u32);
		assert_int_equal(text_u64(flush(cases[i].text), &wide), cases[i].err_u64);
		assert_int_equal(narrow, cases[i].err_u32 == 0 ? cases[i].value : 77);
		assert_int_equal(wide, cases[i].err_u64 == 0 ? cases[i].value : 77);
	}
}

static void measures_distance(void **state)
{
	static const struct {
		const char *a, *b;
		unsigned distance;
	} cases[] = {
		{ "", "", 0 },
		{ "", "abc", 3 },
		{ "origin", "origin", 0 },
		{ "orgin", "origin", 1 },
		{ "oirgin", "origin", 2 },
		{ "prefix", "suffix", 3 },
		{ "a-word-that-is-too-long-for-a-name", "a", TEXT_NAME_MAX },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text a = flush(cases[i].a), b = flush(cases[i].b);
		assert_int_equal(text_distance(a, b), cases[i].distance);
		assert_int_equal(text_distance(b, a), cases[i].distance);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compares),
		cmocka_unit_test(empty_text_may_be_nowhere),
		cmocka_unit_test(slices),
		cmocka_unit_test(trims),
		cmocka_unit_test(takes_apart),
		cmocka_unit_test(reads_numbers),
		cmocka_unit_test(measures_distance),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
