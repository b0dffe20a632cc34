/*
 * CSV out: a table of events for spreadsheets, databases and scripts, a line for each route,
 * withdrawal, change of state or other message (RFC 4180, but lines end with LF as those of all our
 * text do).
 *
 * In:   events of any format.
 * Out:  the line of names, then lines appended to a buffer. docs/json-lines.md describes the
 *       columns. Times and addresses are spelled as in RFC 3339 and RFC 5952.
 * Pure but for memory, which is bounded.
 */
#ifndef WIRE_EVENT_CSV_H
#define WIRE_EVENT_CSV_H

#include "base/buffer.h"
#include "wire/attr_text.h"
#include "wire/bgp_event.h"
#include "wire/drain.h"
#include "wire/line_piece.h"

struct event_csv {
	struct buffer *out; /* borrowed */
	struct drain drain; /* none, unless the caller sets one */
	uint64_t lines;
	uint64_t unprinted; /* routes of families that have no line, reports of routers */

	struct attr_text attrs;
	struct line_peers peers; /* "192.0.2.1,64496," */
	struct buffer head;      /* of the latest record: ",2026-02-22T15:30:00Z,rrc00," */
	struct line_piece peer;  /* of the latest record, unless in a table */
	struct line_piece prefix;
	struct text attributes;
};

/* Puts the line of names. */
void event_csv_init(struct event_csv *csv, struct buffer *out);
void event_csv_clear(struct event_csv *csv);

/* What takes events for the printer. */
struct bgp_sink event_csv_sink(struct event_csv *csv);

#endif
