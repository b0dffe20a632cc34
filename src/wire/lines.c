#include "wire/lines.h"

#include <stdlib.h>

#include "base/memory.h"

void lines_init(struct lines *lines, size_t size_max)
{
	*lines = (struct lines){ .piece = TEXT(""), .size_max = size_max, .next = { .line = 1 } };
}

void lines_clear(struct lines *lines)
{
	free(lines->carry);
	*lines = (struct lines){ 0 };
}

void lines_feed(struct lines *lines, struct text piece)
{
	assert(lines->piece.len == 0 && !lines->finished);
	if (piece.len > 0)
		lines->piece = piece;
}

void lines_finish(struct lines *lines)
{
	assert(lines->piece.len == 0);
	lines->finished = true;
}

static void keep(struct lines *lines, struct text part)
{
	part = text_upto(part, lines->size_max - lines->carried);
	if (part.len == 0)
		return;
	lines->carry = memory_grow(lines->carry, &lines->carry_room, lines->carried + part.len, 1);
	memcpy(lines->carry + lines->carried, part.at, part.len);
	lines->carried += part.len;
}

static struct text without_ends(struct text text, bool first)
{
	if (first && text_starts(text, TEXT("\xef\xbb\xbf")))
		text = text_from(text, 3);
	if (text.len > 0 && text.at[text.len - 1] == '\r')
		text.len--;
	return text;
}

bool lines_next(struct lines *lines, struct line *out_line)
{
	size_t len = text_find(lines->piece, '\n');
	struct text text = text_upto(lines->piece, len);
	bool ended = len < lines->piece.len;

	if (!ended || lines->carried > 0) {
		keep(lines, text);
		text = (struct text){ lines->carry, lines->carried };
	}
	lines->piece = text_from(lines->piece, len + 1);
	lines->size += len;
	if (!ended && !(lines->finished && lines->size > 0))
		return false;

	bool cut = lines->size > lines->size_max;
	text = text_upto(text, lines->size_max);
	*out_line = (struct line){
		.text = cut ? text : without_ends(text, lines->next.line == 1),
		.place = lines->next,
		.cut = cut,
	};
	lines->next.line++;
	lines->next.offset += lines->size + 1;
	lines->size = 0;
	lines->carried = 0;
	return true;
}

unsigned line_fields(struct text line, char separator, struct text *out_fields, unsigned max)
{
	struct text field;
	unsigned count = 0;

	while (count <= max && text_cut(&line, separator, &field)) {
		if (count < max)
			out_fields[count] = field;
		count++;
	}
	return count;
}
