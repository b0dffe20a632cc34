#include "base/roff.h"
#include "select/term.h"

static const char SYNTAX[] =
	"A filter is a term, or terms joined by 'and', 'or' and 'not' with parentheses; 'and' "
	"binds tighter than 'or'. Words may be written in upper case. What has blanks in it "
	"stands in quotes.";
static const char LISTS[] =
	"Where a term takes a value, it takes {several, of, them}, and 'in FILE' for those of a "
	"file: one on a line, blank lines and what follows a # do not count. A list of a million "
	"prefixes is searched as fast as a short one.";
static const char LOGIC[] =
	"Terms are plain yes or no. A withdrawal has no attributes, so every term on path, origin, "
	"communities and so on is false for it, and 'not origin 64500' is true; add a 'type' where "
	"that is not meant. Of state changes and messages all terms on routes are false.";
static const char ORDER[] =
	"The order of terms makes no difference to speed: what is cheap is asked first, and "
	"attributes are only looked at when nothing else decides.";

enum { INDENT = 4, WIDTH = 72 };

/* Words broken into lines, every one indented. */
static void wrapped_put(struct buffer *out, struct text text, unsigned indent)
{
	struct text word;
	size_t column = 0;

	while (text_word(&text, &word)) {
		if (column > 0 && column + 1 + word.len > WIDTH) {
			buffer_char(out, '\n');
			column = 0;
		}
		if (column > 0)
			buffer_char(out, ' ');
		for (unsigned i = 0; column == 0 && i < indent; i++)
			buffer_char(out, ' ');
		column += word.len + (column == 0 ? indent : 1);
		buffer_text(out, word);
	}
	buffer_char(out, '\n');
}

static void plain_example_put(struct buffer *out, const struct term_example *example)
{
	buffer_format(out, "        %s\n", example->expression);
	wrapped_put(out, text_of(example->says), 12);
}

static void plain_put(struct buffer *out)
{
	static const char *const paragraphs[] = { SYNTAX, LISTS, LOGIC, ORDER };

	for (unsigned i = 0; i < sizeof(paragraphs) / sizeof(paragraphs[0]); i++) {
		wrapped_put(out, text_of(paragraphs[i]), 0);
		buffer_char(out, '\n');
	}
	buffer_string(out, "Terms:\n");
	for (const struct term *term = terms; term < terms + TERMS; term++) {
		buffer_format(out, "  %s%s%s\n", term->name, term->arguments[0] ? " " : "",
			      term->arguments);
		wrapped_put(out, text_of(term->says), INDENT);
		for (unsigned i = 0; i < TERM_EXAMPLES_MAX && term->examples[i].expression; i++)
			plain_example_put(out, &term->examples[i]);
	}
	buffer_string(out, "\nTogether:\n");
	for (const struct term_example *one = whole_examples; one->expression != NULL; one++)
		plain_example_put(out, one);
}

/* An expression and what it selects, as an item of a list. */
static void mdoc_example_put(struct buffer *out, const struct term_example *example)
{
	buffer_string(out, ".Bd -literal -offset indent -compact\n");
	roff_literal_put(out, text_of(example->expression));
	buffer_string(out, ".Ed\n.D1 ");
	roff_literal_put(out, text_of(example->says));
}

static void mdoc_term_put(struct buffer *out, const struct term *term)
{
	buffer_format(out, ".It Ic \"%s\"", term->name);
	if (term->arguments[0] != '\0') {
		buffer_string(out, " No ");
		for (const char *c = term->arguments; *c != '\0'; c++) {
			if (*c == '"')
				buffer_string(out, "\\(dq");
			else if (*c == '|') /* mdoc would take a lone bar for punctuation */
				buffer_string(out, "\\*(Ba");
			else if (*c == ']') /* the same, behind a word */
				buffer_string(out, "\\(rB");
			else
				buffer_char(out, *c);
		}
	}
	buffer_char(out, '\n');
	roff_put(out, text_of(term->says));
	for (unsigned i = 0; i < TERM_EXAMPLES_MAX && term->examples[i].expression != NULL; i++)
		mdoc_example_put(out, &term->examples[i]);
}

static void mdoc_put(struct buffer *out)
{
	buffer_string(out, ".Sh NAME\n.Nm decorum-filter-expressions\n"
			   ".Nd which events of BGP are wanted\n"
			   ".Sh SYNOPSIS\n.Nm decorum\n.Cm mrt\n"
			   ".Fl \\-filter Ar EXPRESSION Ar INPUT ...\n.Sh DESCRIPTION\n");
	roff_put(out, text_of(SYNTAX));
	buffer_string(out, ".Pp\n");
	roff_put(out, text_of(LISTS));
	buffer_string(out, ".Pp\n");
	roff_put(out, text_of(LOGIC));
	buffer_string(out, ".Pp\n");
	roff_put(out, text_of(ORDER));
	buffer_string(out, ".Ss Terms\n.Bl -tag -width Ds\n");
	for (const struct term *term = terms; term < terms + TERMS; term++)
		mdoc_term_put(out, term);
	buffer_string(out, ".El\n.Sh EXAMPLES\n");
	for (const struct term_example *one = whole_examples; one->expression != NULL; one++)
		mdoc_example_put(out, one);
	buffer_string(out, ".Sh SEE ALSO\n.Xr decorum-mrt 1\n.Sh STANDARDS\n"
			   "RFC 4271, RFC 4760 (BGP); RFC 1997, RFC 4360, RFC 8092 (communities);\n"
			   "RFC 6811 (origin validation); RFC 7606 (malformed messages); RFC 9234 "
			   "(OTC).\n");
}

void filter_reference_put(struct buffer *out, bool mdoc)
{
	if (mdoc)
		mdoc_put(out);
	else
		plain_put(out);
}
