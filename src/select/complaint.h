/*
 * Complaint: what is wrong with a text that a person wrote, where, and what they may have meant.
 *
 *	column 1: there is no term 'orgin'; did you mean 'origin'?
 *	  orgin 64496
 *	  ^~~~~
 */
#ifndef SELECT_COMPLAINT_H
#define SELECT_COMPLAINT_H

#include "base/buffer.h"

enum { COMPLAINT_SAYS_MAX = 256 };

struct complaint {
	size_t at, length; /* of the wrong piece, in octets from 0 */
	char says[COMPLAINT_SAYS_MAX];
};

/* Always ERR_USAGE, so that a parser can return it. */
int complaint_set(struct complaint *complaint, size_t at, size_t length, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The sentence with its column, the line of `text` that it is about, and a caret below. */
void complaint_put(struct buffer *out, struct text text, const struct complaint *complaint);

/* A word for use in a sentence, cut short when it is long, without control characters. */
enum { SHOWN_MAX = 48 };
const char *shown(struct text word, char out_shown[SHOWN_MAX]);

/* "; did you mean 'origin'?" when one of the names is near, else "". */
enum { NEAREST_MAX = TEXT_NAME_MAX + 24 };
struct nearest {
	struct text name;
	unsigned distance;
};
void nearest_init(struct nearest *nearest);
void nearest_try(struct nearest *nearest, struct text word, struct text name);
const char *nearest_print(const struct nearest *nearest, char out_hint[NEAREST_MAX]);

#endif
