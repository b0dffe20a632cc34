/*
 * Text: a borrowed piece of characters that came from outside, and how to take it apart.
 *
 * Not NUL-terminated; may hold any byte. Like base/reader.h for bytes, these functions are the only
 * pointer arithmetic that touches textual input: each stays inside the piece it was given.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/err.h"

struct text {
	const char *at;
	size_t len;
};

#define TEXT(literal) ((struct text){ (literal), sizeof(literal) - 1 })

static inline struct text text_of(const char *terminated)
{
	return (struct text){ terminated, strlen(terminated) };
}

static inline struct text text_from(struct text text, size_t start)
{
	size_t skip = start < text.len ? start : text.len;
	return (struct text){ skip > 0 ? text.at + skip : text.at, text.len - skip };
}

static inline struct text text_upto(struct text text, size_t len)
{
	return len >= text.len ? text : (struct text){ text.at, len };
}

bool text_equal(struct text a, struct text b);
/* ASCII letters compare without case. */
bool text_equal_fold(struct text a, struct text b);
bool text_starts(struct text text, struct text start);
bool text_starts_fold(struct text text, struct text start);
/* Order as of memcmp, a shorter piece before its longer continuation. */
int text_compare(struct text a, struct text b);

/* Position of the first `c`, or `text.len` when there is none. */
size_t text_find(struct text text, char c);

/* Without blanks (space, tab, CR) at both ends. */
struct text text_trim(struct text text);

/* Takes what stands before the first `separator` off the front of `rest` and skips the separator;
 * all of it when there is none. False once `rest` is used up: "a,b," yields "a", "b", "". */
bool text_cut(struct text *rest, char separator, struct text *out_piece);

/* Takes the next line off, without its "\n" or "\r\n". False at the end. */
bool text_line(struct text *rest, struct text *out_line);

/* Takes the next word off, separated by any run of blanks. False at the end. */
bool text_word(struct text *rest, struct text *out_word);

/* The whole piece must be a decimal number: digits only, no sign, no blanks, within range. */
MUST_CHECK int text_u32(struct text text, uint32_t *out_value);
MUST_CHECK int text_u64(struct text text, uint64_t *out_value);

/* Levenshtein's distance between two names: how many letters to change, insert or drop. Names
 * longer than TEXT_NAME_MAX are that far from everything. */
enum { TEXT_NAME_MAX = 24 };
unsigned text_distance(struct text a, struct text b);

#endif
