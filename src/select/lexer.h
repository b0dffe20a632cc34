/*
 * Lexer: a filter expression, cut into tokens. Words are whatever stands between blanks and
 * ( ) { } , = ! < > and quotes; what stands in 'quotes' or "quotes" is taken as it is.
 */
#ifndef SELECT_LEXER_H
#define SELECT_LEXER_H

#include "base/text.h"

enum token_kind {
	TOKEN_END,
	TOKEN_WORD,
	TOKEN_QUOTED,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_LIST_OPEN,
	TOKEN_LIST_CLOSE,
	TOKEN_COMMA,
	TOKEN_COMPARISON,
	TOKEN_UNCLOSED, /* a quote without its end */
	TOKEN_WRONG,    /* a lone '!' */
};

enum comparison {
	IS_EQUAL,
	IS_UNEQUAL,
	IS_LESS,
	IS_AT_MOST,
	IS_GREATER,
	IS_AT_LEAST,
};

struct token {
	enum token_kind kind;
	enum comparison comparison;
	struct text text;  /* without quotes; borrowed */
	size_t at, length; /* in the expression, quotes included */
};

struct lexer {
	struct text text;
	size_t at;
};

struct token lexer_next(struct lexer *lexer);

/* "=", "!="... as they are written. */
const char *comparison_name(enum comparison comparison);

static inline bool compare(uint64_t left, enum comparison comparison, uint64_t right)
{
	switch (comparison) {
	case IS_EQUAL:
		return left == right;
	case IS_UNEQUAL:
		return left != right;
	case IS_LESS:
		return left < right;
	case IS_AT_MOST:
		return left <= right;
	case IS_GREATER:
		return left > right;
	case IS_AT_LEAST:
		return left >= right;
	}
	return false;
}

#endif
