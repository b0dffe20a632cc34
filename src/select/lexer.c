#include "select/lexer.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_word(char c)
{
	switch (c) {
	case '(':
	case ')':
	case '{':
	case '}':
	case ',':
	case '=':
	case '!':
	case '<':
	case '>':
	case '"':
	case '\'':
		return false;
	default:
		return !is_blank(c);
	}
}

/* What stands between the quote at the front and its like. */
static struct token quoted(struct text rest)
{
	struct text inner = text_from(rest, 1);
	size_t len = text_find(inner, rest.at[0]);

	if (len == inner.len)
		return (struct token){ .kind = TOKEN_UNCLOSED, .text = inner, .length = 1 };
	return (struct token){ .kind = TOKEN_QUOTED,
			       .text = text_upto(inner, len),
			       .length = len + 2 };
}

static struct token comparison_of(struct text rest)
{
	static const struct {
		const char *sign; /* longer ones first */
		enum comparison comparison;
	} signs[] = {
		{ "!=", IS_UNEQUAL }, { "<=", IS_AT_MOST }, { ">=", IS_AT_LEAST },
		{ "==", IS_EQUAL },   { "=", IS_EQUAL },    { "<", IS_LESS },
		{ ">", IS_GREATER },
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		struct text sign = text_of(signs[i].sign);
		if (text_starts(rest, sign))
			return (struct token){ .kind = TOKEN_COMPARISON,
					       .comparison = signs[i].comparison,
					       .text = sign,
					       .length = sign.len };
	}
	return (struct token){ .kind = TOKEN_WRONG, .text = text_upto(rest, 1), .length = 1 };
}

static struct token token_of(struct text rest)
{
	struct token token = { .text = text_upto(rest, 1), .length = 1 };

	switch (rest.at[0]) {
	case '(':
		token.kind = TOKEN_OPEN;
		return token;
	case ')':
		token.kind = TOKEN_CLOSE;
		return token;
	case '{':
		token.kind = TOKEN_LIST_OPEN;
		return token;
	case '}':
		token.kind = TOKEN_LIST_CLOSE;
		return token;
	case ',':
		token.kind = TOKEN_COMMA;
		return token;
	case '"':
	case '\'':
		return quoted(rest);
	default:
		return comparison_of(rest);
	}
}

struct token lexer_next(struct lexer *lexer)
{
	struct text rest = text_from(lexer->text, lexer->at);
	struct token token = { .kind = TOKEN_END };
	size_t len = 0;

	while (rest.len > 0 && is_blank(rest.at[0]))
		rest = text_from(rest, 1);
	while (len < rest.len && is_word(rest.at[len]))
		len++;
	if (len > 0)
		token = (struct token){ .kind = TOKEN_WORD,
					.text = text_upto(rest, len),
					.length = len };
	else if (rest.len > 0)
		token = token_of(rest);
	token.at = lexer->text.len - rest.len;
	lexer->at = token.at + token.length;
	return token;
}

const char *comparison_name(enum comparison comparison)
{
	static const char *const names[] = {
		[IS_EQUAL] = "=",    [IS_UNEQUAL] = "!=", [IS_LESS] = "<",
		[IS_AT_MOST] = "<=", [IS_GREATER] = ">",  [IS_AT_LEAST] = ">=",
	};
	return names[comparison];
}
