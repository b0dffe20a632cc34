/*
 * bgpdump lines: prints MRT records as `bgpdump -m` does, one line per route, which scripts of the
 * field have read for twenty years:
 *
 *	TABLE_DUMP2|1442908800|B|2001:db8::1|64496|2001:db8:f00::/48|64496 64497|IGP|...
 *	BGP4MP|1442908800|W|192.0.2.1|64496|198.51.100.0/24
 *	BGP4MP_ET|1442908800.000123|STATE|192.0.2.1|64496|6|1
 *
 * In:   records in the order of their file.
 * Out:  lines appended to a buffer, and counts. docs/differences.md tells where we depart from
 *       bgpdump.
 * Pure but for memory, which is bounded.
 */
#ifndef WIRE_BGPDUMP_LINE_H
#define WIRE_BGPDUMP_LINE_H

#include "base/buffer.h"
#include "wire/attr_text.h"
#include "wire/drain.h"
#include "wire/mrt_events.h"

/* A piece of a line that repeats, copied whole whatever its length, which is faster. */
struct line_piece {
	char text[63];
	uint8_t size;
};

struct bgpdump_printer {
	struct mrt_events events; /* its sink is ours; the refusals are for everybody */
	struct attr_text attrs;
	struct drain drain; /* none, unless the caller sets one */
	uint64_t lines;
	uint64_t unprinted; /* multicast routes of a RIB, which have no line */

	struct buffer *out;       /* borrowed while a record is printed */
	struct line_piece *peers; /* owned; "192.0.2.1|64496|" for each in the table of peers */
	size_t peer_room;
	uint64_t peers_of_table; /* which table that is: events.tables at the time */
	struct line_piece head;  /* of the latest record: "TABLE_DUMP2|1442908800|" */
	struct line_piece peer;  /* of the latest record, unless in a table */
	struct line_piece prefix;
	struct text attributes;
};

void bgpdump_line_init(struct bgpdump_printer *printer);
void bgpdump_line_clear(struct bgpdump_printer *printer);

/* A new file begins: forgets peers and refusals, goes on counting lines. */
void bgpdump_line_restart(struct bgpdump_printer *printer);

void bgpdump_line_print(struct bgpdump_printer *printer, const struct mrt_record *record,
			struct buffer *out);

#endif
