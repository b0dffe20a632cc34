#include "base/roff.h"

enum { WIDTH = 72 };

/* What a character is written as; NULL: itself. */
static const char *escape_of(char c)
{
	switch (c) {
	case '\\':
		return "\\e";
	case '-':
		return "\\-";
	case '\'':
		return "\\(aq";
	case '`':
		return "\\(ga";
	case '^':
		return "\\(ha";
	case '~':
		return "\\(ti";
	default:
		return NULL;
	}
}

/* How long it is when written. */
static size_t width_of(struct text piece)
{
	size_t width = 0;

	for (size_t i = 0; i < piece.len; i++) {
		const char *escape = escape_of(piece.at[i]);
		width += escape != NULL ? strlen(escape) : 1;
	}
	return width;
}

/* A line that begins with a point would be a request. */
static void put_piece(struct buffer *out, struct text piece, bool begins_line)
{
	if (begins_line && piece.len > 0 && piece.at[0] == '.')
		buffer_string(out, "\\&");
	for (size_t i = 0; i < piece.len; i++) {
		const char *escape = escape_of(piece.at[i]);
		if (escape != NULL)
			buffer_string(out, escape);
		else
			buffer_char(out, piece.at[i]);
	}
}

static void put_paragraph_line(struct buffer *out, struct text line, size_t *io_column)
{
	struct text word;

	while (text_word(&line, &word)) {
		size_t width = width_of(word);
		if (*io_column > 0 && *io_column + 1 + width > WIDTH) {
			buffer_char(out, '\n');
			*io_column = 0;
		}
		if (*io_column > 0)
			buffer_char(out, ' ');
		put_piece(out, word, *io_column == 0);
		*io_column += width + (*io_column > 0);
		if (word.at[word.len - 1] == '.') {
			buffer_char(out, '\n');
			*io_column = 0;
		}
	}
}

void roff_put(struct buffer *out, struct text text)
{
	struct text line;
	size_t column = 0;

	while (text_line(&text, &line)) {
		if (line.len > 0) {
			put_paragraph_line(out, line, &column);
			continue;
		}
		buffer_string(out, column > 0 ? "\n.Pp\n" : ".Pp\n");
		column = 0;
	}
	if (column > 0)
		buffer_char(out, '\n');
}

void roff_literal_put(struct buffer *out, struct text line)
{
	put_piece(out, line, true);
	buffer_char(out, '\n');
}
