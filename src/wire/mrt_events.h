/*
 * MRT events: what the records of a collector say, one thing at a time: a peer has, announces or
 * withdraws a route, or its session changes.
 *
 * In:   records in the order of their file: entries of a RIB name their peers by the latest
 *       PEER_INDEX_TABLE before them (RFC 6396 section 4.3).
 * Out:  events to a sink, in the order of the record; messages as wire/bgp_events.h tells them. Of
 *       a record without events the kind BGP_UNREAD, so that copies can keep it.
 * Pure but for memory, which is bounded.
 */
#ifndef WIRE_MRT_EVENTS_H
#define WIRE_MRT_EVENTS_H

#include "wire/bgp_events.h"
#include "wire/mrt.h"
#include "wire/mrt_table.h"

enum { MRT_VIEW_MAX = 64 }; /* longer ones are cut */

struct mrt_events {
	struct bgp_events bgp;
	struct bgp_peer *peers; /* owned; of the latest PEER_INDEX_TABLE */
	size_t peer_count, peer_room;
	uint64_t peer_table; /* its number; differs between all tables of all inputs of a run */
	bool has_peers;
	char view[MRT_VIEW_MAX]; /* as the table calls itself: the collector if nobody knows better
				  */
	unsigned rows;           /* of this table so far, up to ROWS_TRIED */
	bool mends_path_ids;     /* its rows have path ids against their subtype, or lack them */
	uint64_t mended_rows;
};

/* `input` is the number of the input among those of a run. */
void mrt_events_init(struct mrt_events *events, const struct bgp_sink *sink, struct text collector,
		     uint32_t input);
void mrt_events_clear(struct mrt_events *events);

void mrt_events_tell(struct mrt_events *events, const struct mrt_record *record);

/* How many routes a record has or announces, found without looking at them: nothing goes to the
 * sink, and peers are not looked up. */
uint64_t mrt_events_count(struct mrt_events *events, const struct mrt_record *record);

#endif
