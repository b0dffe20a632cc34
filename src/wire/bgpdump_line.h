/*
 * bgpdump lines: prints events as `bgpdump -m` does, one line per route, which scripts of the field
 * have read for twenty years:
 *
 *	TABLE_DUMP2|1442908800|B|2001:db8::1|64496|2001:db8:f00::/48|64496 64497|IGP|...
 *	BGP4MP|1442908800|W|192.0.2.1|64496|198.51.100.0/24
 *	BGP4MP_ET|1442908800.000123|STATE|192.0.2.1|64496|6|1
 *
 * In:   events of any format; those of BMP, RIS Live and captures look like BGP4MP_ET.
 * Out:  lines appended to a buffer, and counts. docs/differences.md tells where we depart from
 *       bgpdump.
 * Pure but for memory, which is bounded.
 */
#ifndef WIRE_BGPDUMP_LINE_H
#define WIRE_BGPDUMP_LINE_H

#include "base/buffer.h"
#include "wire/attr_text.h"
#include "wire/bgp_event.h"
#include "wire/drain.h"
#include "wire/line_piece.h"

/* bgpdump's own switches. All zero is `bgpdump -m`. */
struct bgpdump_style {
	bool is_short;        /* -M: times for people, nothing behind the origin */
	bool numbers_records; /* -p: the record's number in its file, from 0, in the second field */
	bool shows_large;     /* -l: a field of large communities; not with -M */
	bool shows_change;    /* -t change: of a table's routes the time of their last change */
};

struct bgpdump_printer {
	struct bgpdump_style style;
	struct buffer *out; /* borrowed */
	struct drain drain; /* none, unless the caller sets one */
	uint64_t lines;
	uint64_t unprinted; /* routes of families that have no line */

	struct attr_text attrs;
	struct line_peers peers; /* "192.0.2.1|64496|" */
	struct line_piece head;  /* of the latest record: "TABLE_DUMP2|1442908800|" */
	struct line_piece peer;  /* of the latest record, unless in a table */
	struct line_piece prefix;
	struct text attributes;
};

void bgpdump_line_init(struct bgpdump_printer *printer, const struct bgpdump_style *style,
		       struct buffer *out);
void bgpdump_line_clear(struct bgpdump_printer *printer);

/* What takes events for the printer. */
struct bgp_sink bgpdump_line_sink(struct bgpdump_printer *printer);

#endif
