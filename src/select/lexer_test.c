#include "base/testkit.h"

#include "select/lexer.h"

static void cuts(void **state)
{
	static const struct {
		const char *text;
		struct {
			enum token_kind kind;
			const char *text;
			size_t at, length;
		} tokens[8];
	} cases[] = {
		{ "", { { TOKEN_END, "", 0, 0 } } },
		{ " \t\r\n", { { TOKEN_END, "", 4, 0 } } },
		{ "peer 2001:db8::1",
		  { { TOKEN_WORD, "peer", 0, 4 }, { TOKEN_WORD, "2001:db8::1", 5, 11 } } },
		{ "a{b,c}",
		  { { TOKEN_WORD, "a", 0, 1 },
		    { TOKEN_LIST_OPEN, "{", 1, 1 },
		    { TOKEN_WORD, "b", 2, 1 },
		    { TOKEN_COMMA, ",", 3, 1 },
		    { TOKEN_WORD, "c", 4, 1 },
		    { TOKEN_LIST_CLOSE, "}", 5, 1 },
		    { TOKEN_END, "", 6, 0 } } },
		{ "(a)",
		  { { TOKEN_OPEN, "(", 0, 1 },
		    { TOKEN_WORD, "a", 1, 1 },
		    { TOKEN_CLOSE, ")", 2, 1 } } },
		{ "a>=1",
		  { { TOKEN_WORD, "a", 0, 1 },
		    { TOKEN_COMPARISON, ">=", 1, 2 },
		    { TOKEN_WORD, "1", 3, 1 } } },
		{ "= == != < <= >",
		  { { TOKEN_COMPARISON, "=", 0, 1 },
		    { TOKEN_COMPARISON, "==", 2, 2 },
		    { TOKEN_COMPARISON, "!=", 5, 2 },
		    { TOKEN_COMPARISON, "<", 8, 1 },
		    { TOKEN_COMPARISON, "<=", 10, 2 },
		    { TOKEN_COMPARISON, ">", 13, 1 } } },
		{ "!a", { { TOKEN_WRONG, "!", 0, 1 }, { TOKEN_WORD, "a", 1, 1 } } },
		{ "'a \"b' \"c 'd\"",
		  { { TOKEN_QUOTED, "a \"b", 0, 6 }, { TOKEN_QUOTED, "c 'd", 7, 6 } } },
		{ "''", { { TOKEN_QUOTED, "", 0, 2 }, { TOKEN_END, "", 2, 0 } } },
		{ "a 'b", { { TOKEN_WORD, "a", 0, 1 }, { TOKEN_UNCLOSED, "b", 2, 1 } } },
		{ "^1(2|3)*$",
		  { { TOKEN_WORD, "^1", 0, 2 },
		    { TOKEN_OPEN, "(", 2, 1 },
		    { TOKEN_WORD, "2|3", 3, 3 },
		    { TOKEN_CLOSE, ")", 6, 1 },
		    { TOKEN_WORD, "*$", 7, 2 } } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct lexer lexer = { test_text(cases[i].text, strlen(cases[i].text)), 0 };
		for (size_t k = 0; k < COUNT_OF(cases[i].tokens) && cases[i].tokens[k].text != NULL;
		     k++) {
			struct token token = lexer_next(&lexer);
			assert_int_equal(token.kind, cases[i].tokens[k].kind);
			assert_true(text_equal(token.text, text_of(cases[i].tokens[k].text)));
			assert_int_equal(token.at, cases[i].tokens[k].at);
			assert_int_equal(token.length, cases[i].tokens[k].length);
		}
	}
}

static void compares(void **state)
{
	static const struct {
		enum comparison comparison;
		const char *name;
		bool less, same, more;
	} cases[] = {
		{ IS_EQUAL, "=", false, true, false },   { IS_UNEQUAL, "!=", true, false, true },
		{ IS_LESS, "<", true, false, false },    { IS_AT_MOST, "<=", true, true, false },
		{ IS_GREATER, ">", false, false, true }, { IS_AT_LEAST, ">=", false, true, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_string_equal(comparison_name(cases[i].comparison), cases[i].name);
		assert_int_equal(compare(1, cases[i].comparison, 2), cases[i].less);
		assert_int_equal(compare(2, cases[i].comparison, 2), cases[i].same);
		assert_int_equal(compare(3, cases[i].comparison, 2), cases[i].more);
	}
}

/* Tokens go forward and stay inside. */
static void cut_any(struct reader in)
{
	struct lexer lexer = { { (const char *)in.at, reader_left(&in) }, 0 };

	for (size_t last = 0;;) {
		struct token token = lexer_next(&lexer);
		assert_in_range(token.at, last, lexer.text.len);
		assert_in_range(token.length, token.kind != TOKEN_END, lexer.text.len - token.at);
		if (token.kind == TOKEN_END)
			return;
		last = token.at + token.length;
	}
}

static void survives_damage(void **state)
{
	static const char text[] = "not (a in 'b c' or d {1, 2}) and e >= 3 \"f";

	(void)state;
	test_every_truncation(text, sizeof(text) - 1, cut_any);
	test_every_bit_flip(text, sizeof(text) - 1, cut_any);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts),
		cmocka_unit_test(compares),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
