/*
 * MRT copy: writes MRT again, of the events that come, without losing a byte of what passes.
 *
 * In:   events of any format, of one input or of several by turns.
 * Out:  records appended to a buffer. A record of MRT of which any event comes is copied octet by
 *       octet, but of a row of a TABLE_DUMP_V2 only those entries that come, with length and count
 *       made to fit; all of them give the row as it was. The PEER_INDEX_TABLE that a row refers to
 *       is written before it, once, and again when rows of another came between. With `keeps_all`
 *       every record is copied as it was, those without any event too.
 *       What comes from elsewhere becomes a record of BGP4MP or BGP4MP_ET; what was not known of
 *       the collector's side is zero. What has neither message nor states is counted.
 * Pure but for memory: of each input the latest PEER_INDEX_TABLE, and a row.
 */
#ifndef WIRE_MRT_COPY_H
#define WIRE_MRT_COPY_H

#include "base/buffer.h"
#include "wire/bgp_event.h"
#include "wire/drain.h"

/* The latest of an input. */
struct mrt_copy_table {
	uint64_t number;      /* bgp_event.peer_table; 0: none yet */
	struct buffer record; /* owned */
};

struct mrt_copy {
	struct buffer *out; /* borrowed */
	struct drain drain; /* none, unless the caller sets one */
	bool keeps_all;
	uint64_t records;   /* that were written */
	uint64_t unwritten; /* events that no record can say */

	struct mrt_copy_table *tables; /* owned; by number of the input */
	size_t table_count, table_room;
	uint64_t written_table; /* the last that was written; 0: none */

	/* Of the record at hand. */
	bool is_copied;
	struct reader latest; /* the message that was written last */
	struct buffer row;    /* entries that came */
	unsigned row_count;
};

void mrt_copy_init(struct mrt_copy *copy, bool keeps_all, struct buffer *out);
void mrt_copy_clear(struct mrt_copy *copy);

/* What takes events for the copy. */
struct bgp_sink mrt_copy_sink(struct mrt_copy *copy);

#endif
