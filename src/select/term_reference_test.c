#include "base/testkit.h"

#include "select/term.h"

static struct text reference(struct buffer *out, bool mdoc)
{
	buffer_init(out);
	filter_reference_put(out, mdoc);
	return (struct text){ out->bytes, out->used };
}

/* Every term with its sentence's first word and its examples, in lines for a terminal. */
static void names_all(void **state)
{
	struct buffer out;
	struct text rest = reference(&out, false), line;

	(void)state;
	while (text_line(&rest, &line)) {
		assert_in_range(line.len, 0, 84);
		assert_true(line.len == 0 || line.at[line.len - 1] != ' ');
	}
	buffer_char(&out, '\0');
	for (unsigned i = 0; i < TERMS; i++) {
		assert_non_null(strstr(out.bytes, terms[i].name));
		for (unsigned k = 0; k < TERM_EXAMPLES_MAX; k++)
			if (terms[i].examples[k].expression != NULL)
				assert_non_null(strstr(out.bytes, terms[i].examples[k].expression));
	}
	buffer_clear(&out);
}

/* A line of the manual page that begins with a point is one of these macros. */
static void is_a_page(void **state)
{
	static const char *const macros[] = { ".Dd ", ".Dt ", ".Os",  ".Sh ", ".Ss ", ".Nm ",
					      ".Nd ", ".Cm ", ".Fl ", ".Pp",  ".Bl ", ".It ",
					      ".El",  ".Bd ", ".Ed",  ".D1 ", ".Xr " };
	struct buffer out;
	struct text rest = reference(&out, true), line;

	(void)state;
	while (text_line(&rest, &line)) {
		bool known = line.len > 0 && line.at[0] != '.' && line.at[0] != '\'';
		for (size_t i = 0; i < COUNT_OF(macros); i++)
			known |= text_starts(line, text_of(macros[i]));
		assert_true(known);
	}
	buffer_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_all),
		cmocka_unit_test(is_a_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
