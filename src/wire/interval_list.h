/*
 * Interval lists: when something was wrong, as people and scripts write it down to have it scored.
 *
 * In:   text in pieces of any size, a list a line: a name, then any number of intervals
 *
 *         M1 2018-04-03T10:00:00Z/2018-04-03T12:30:00Z 2018-04-05/open*0.5
 *         M2C: 2018-04-03 10:00/29m, 2018-04-04 10:00:00/0000-00-00 00:00:00
 *         M3 2018-04-07 2018-04-08
 *
 *       START/END, of which END is no longer part; START/DURATION, "29m", "1d12h", "PT13H" (units
 *       d, h, m, s, each once and the largest first); or a day alone, which is an event of 24
 * hours. An END of "open", ".." (ISO 8601) or zeros (SQL) is not reached yet. *WEIGHT stands
 * behind, up to 1, and is 1 when it does not. Times are all that base/utc.h reads; blanks, commas
 * and semicolons separate; from '#' on a line is a remark. Out:  lists, one by one; refused lines,
 * one by one and counted by reason. Promise: any bytes are safe; no interval ends before it begins;
 * a line with anything wrong in it is refused whole. No memory but one line of at most
 * INTERVAL_LIST_LINE_MAX bytes and its intervals. Standard: none; the intervals are those of ISO
 * 8601-1:2019 section 5.5, its open end that of ISO 8601-2:2019 section 4.4.
 */
#ifndef WIRE_INTERVAL_LIST_H
#define WIRE_INTERVAL_LIST_H

#include "wire/lines.h"

/* Some 20,000 intervals: the longest list of a month that we know has 93. */
enum { INTERVAL_LIST_LINE_MAX = 1 << 20 };

enum interval_list_refusal {
	INTERVAL_LIST_TAKEN,
	INTERVAL_LIST_LINE_LONG,
	INTERVAL_LIST_NAME,
	INTERVAL_LIST_START,
	INTERVAL_LIST_NO_END,
	INTERVAL_LIST_END,
	INTERVAL_LIST_ORDER,
	INTERVAL_LIST_WEIGHT,
	INTERVAL_LIST_REASONS,
};

struct interval {
	uint64_t start_us;
	uint64_t end_us; /* UINT64_MAX: open */
	double weight;   /* above 0, up to 1 */
};

/* A line. Borrowed until the callback returns. */
struct intervals {
	struct text name; /* not empty */
	const struct interval *at;
	size_t count; /* may be 0: nothing happened */
};

/* Callbacks may be NULL; what one returns but 0 ends the parse. */
struct interval_list_sink {
	void *context; /* borrowed */
	int (*on_list)(void *context, const struct intervals *intervals, struct place place);
	int (*on_refusal)(void *context, const char *why, struct place place);
};

struct interval_list {
	struct lines lines;
	struct interval_list_sink sink;
	struct refusals refusals;
	struct interval *found; /* owns those of the current line */
	size_t room;
};

void interval_list_init(struct interval_list *list, const struct interval_list_sink *sink);
void interval_list_clear(struct interval_list *list);
/* Return 0, or what the sink said; then only interval_list_clear() may follow. */
MUST_CHECK int interval_list_feed(struct interval_list *list, struct text piece);
MUST_CHECK int interval_list_finish(struct interval_list *list);

#endif
