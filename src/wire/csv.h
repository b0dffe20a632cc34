/*
 * CSV: one line of comma-separated values, taken apart; and a value put where a spreadsheet reads.
 *
 * In:   a line without its end; a value in quotes may hold commas, and a quote written twice. A
 *       value that holds the end of a line is not read: its line is refused.
 * Out:  the values, without their quotes.
 * Promise: any bytes are safe; what is unquoted never outgrows the line.
 * Standard: RFC 4180.
 */
#ifndef WIRE_CSV_H
#define WIRE_CSV_H

#include "base/buffer.h"

/* Where values stand that are not as the line has them. */
struct csv_plain {
	char *bytes; /* owns */
	size_t used, size;
};

/* Room for lines of up to `size` bytes. Set `used` to 0 before each line. */
void csv_plain_init(struct csv_plain *plain, size_t size);
void csv_plain_clear(struct csv_plain *plain);
/* Appends. What comes from one line always fits. */
void csv_plain_add(struct csv_plain *plain, struct text text);
/* What was appended since `used` was `start`. */
struct text csv_plain_from(const struct csv_plain *plain, size_t start);

/* Cuts a line into at most `max` fields. Returns how many there are, or `max` + 1 when there are
 * more than that; 0 when a quote is not closed or text follows it. */
unsigned csv_fields(struct csv_plain *plain, struct text line, struct text *out_fields,
		    unsigned max);

/* A value of a table of ours, quoted where it must be. A spreadsheet takes a text that starts with
 * '=', '+', '-' or '@' for a formula, and would run one that a stranger wrote: such a text gets an
 * apostrophe before it. */
void csv_text(struct buffer *out, struct text text);

#endif
