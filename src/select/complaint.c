#include "select/complaint.h"

#include <stdarg.h>
#include <stdio.h>

enum {
	NEAR = 2,
	AROUND = 60, /* octets of a long line that are shown on either side of the wrong piece */
};

int complaint_set(struct complaint *complaint, size_t at, size_t length, const char *format, ...)
{
	va_list args;

	complaint->at = at;
	complaint->length = length;
	va_start(args, format);
	(void)vsnprintf(complaint->says, sizeof(complaint->says), format, args);
	va_end(args);
	return ERR_USAGE;
}

/* Columns that valid UTF-8 takes: all octets but those that continue a character. */
static size_t columns(const struct buffer *out, size_t start)
{
	size_t count = 0;

	for (size_t i = start; i < out->used; i++)
		count += ((unsigned char)out->bytes[i] & 0xc0) != 0x80;
	return count;
}

static void put_many(struct buffer *out, char c, size_t count)
{
	while (count-- > 0)
		buffer_char(out, c);
}

/* Number of the line's first octet in `text`, of the line that holds octet `at`. */
static size_t line_start(struct text text, size_t at)
{
	size_t start = 0;

	for (size_t i = 0; i < at; i++)
		if (text.at[i] == '\n')
			start = i + 1;
	return start;
}

void complaint_put(struct buffer *out, struct text text, const struct complaint *complaint)
{
	size_t at = complaint->at < text.len ? complaint->at : text.len;
	size_t start = line_start(text, at), left = at - start;
	size_t skipped = left > AROUND ? left - AROUND : 0;
	struct text line = text_from(text, start);

	line = text_upto(line, text_find(line, '\n'));
	buffer_format(out, "column %zu: ", at + 1);
	buffer_printable(out, text_of(complaint->says));
	buffer_string(out, skipped > 0 ? "\n  ..." : "\n  ");

	size_t mark = out->used;
	line = text_from(line, skipped);
	buffer_printable(out, text_upto(line, left - skipped));
	size_t indent = columns(out, mark) + (skipped > 0 ? 3 : 0);
	line = text_from(line, left - skipped);
	struct text wrong =
		text_upto(line, complaint->length < AROUND ? complaint->length : AROUND);
	mark = out->used;
	buffer_printable(out, wrong);
	size_t width = columns(out, mark);
	struct text behind = text_from(line, wrong.len);
	buffer_printable(out, text_upto(behind, AROUND));
	buffer_string(out, behind.len > AROUND ? "...\n  " : "\n  ");
	put_many(out, ' ', indent);
	buffer_char(out, '^');
	put_many(out, '~', width > 1 ? width - 1 : 0);
	buffer_char(out, '\n');
}

const char *shown(struct text word, char out_shown[SHOWN_MAX])
{
	struct text cut = text_upto(word, SHOWN_MAX - 4);
	size_t used = 0;

	for (size_t i = 0; i < cut.len; i++) {
		unsigned char c = (unsigned char)cut.at[i];
		out_shown[used++] = c < 0x20 || c == 0x7f ? '?' : (char)c;
	}
	if (cut.len < word.len)
		for (unsigned dots = 0; dots < 3; dots++)
			out_shown[used++] = '.';
	out_shown[used] = '\0';
	return out_shown;
}

void nearest_init(struct nearest *nearest)
{
	*nearest = (struct nearest){ .distance = NEAR + 1 };
}

void nearest_try(struct nearest *nearest, struct text word, struct text name)
{
	unsigned far = text_distance(word, name);

	/* A name that shares nothing with the word is not near, however short both are. */
	if (far < nearest->distance && far < name.len)
		*nearest = (struct nearest){ name, far };
}

const char *nearest_print(const struct nearest *nearest, char out_hint[NEAREST_MAX])
{
	out_hint[0] = '\0';
	if (nearest->distance <= NEAR)
		(void)snprintf(out_hint, NEAREST_MAX, "; did you mean '%.*s'?",
			       (int)nearest->name.len, nearest->name.at);
	return out_hint;
}
