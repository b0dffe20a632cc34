/*
 * Which kind a JSON text is, told from the keys of its first objects. Inside of kind.c, and what
 * both of them need.
 */
#ifndef WIRE_KIND_JSON_H
#define WIRE_KIND_JSON_H

#include "wire/kind.h"

enum { KIND_LINES_MAX = 64 }; /* that are looked at for what they are */

/* `text` starts with '{' or '['; KIND_JSON_UNKNOWN for shapes that we do not know. */
enum kind kind_of_json(struct text text);

static inline struct text kind_skip_blanks(struct text text)
{
	while (text.len > 0 && (text.at[0] == ' ' || text.at[0] == '\t' || text.at[0] == '\r' ||
				text.at[0] == '\n'))
		text = text_from(text, 1);
	return text;
}

static inline bool kind_is_one_of(struct text text, const char *const *names)
{
	for (; *names != NULL; names++)
		if (text_equal_fold(text, text_of(*names)))
			return true;
	return false;
}

#endif
