/*
 * Lines: whole lines out of bytes that arrive in pieces of any size.
 *
 * In:   pieces of an input, in order.
 * Out:  its lines, without "\n" or "\r\n" and without a byte order mark at the very start; each
 *       with its place. The last line needs no end.
 * Promise: the same lines however the input is cut. A line is copied only where a piece cuts it; no
 *       more than `size_max` bytes of one are ever kept, so a line without end costs nothing.
 *
 *	lines_feed(&lines, piece);
 *	while (lines_next(&lines, &line))
 *		...
 */
#ifndef WIRE_LINES_H
#define WIRE_LINES_H

#include <stddef.h>

#include "base/text.h"
#include "wire/refusals.h"

struct lines {
	struct text piece; /* borrowed: fed and not yet taken */
	char *carry;       /* owns the start of a line whose end has not come */
	size_t carried, carry_room;
	size_t size_max;
	uint64_t size;     /* bytes of the current line so far, the dropped ones too */
	struct place next; /* where the current line stands */
	bool finished;
};

struct line {
	struct text text; /* borrowed until the next call; the first `size_max` bytes when cut */
	struct place place;
	bool cut; /* the line is longer than `size_max` */
};

void lines_init(struct lines *lines, size_t size_max);
void lines_clear(struct lines *lines);

/* Borrows `piece` until lines_next() says false. The piece before must be used up. */
void lines_feed(struct lines *lines, struct text piece);
/* No more will be fed: lines_next() gives a last line that has no end. */
void lines_finish(struct lines *lines);

/* False once all complete lines are taken. */
bool lines_next(struct lines *lines, struct line *out_line);

/* Cuts a line at every `separator` into at most `max` fields. Returns how many there are, or
 * `max` + 1 when there are more than that. */
unsigned line_fields(struct text line, char separator, struct text *out_fields, unsigned max);

#endif
