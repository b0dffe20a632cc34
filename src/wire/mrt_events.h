/*
 * MRT events: what the records of a collector say, one thing at a time: a peer has, announces or
 * withdraws a route, or its session changes.
 *
 * In:   records in the order of their file: entries of a RIB name their peers by the latest
 *       PEER_INDEX_TABLE before them (RFC 6396 section 4.3).
 * Out:  events to a sink, in the order of the record; of an update first what it withdraws, then
 *       what it announces, each IPv4 of RFC 4271 first, then MP_UNREACH or MP_REACH (RFC 4760).
 *       What is damaged or of a kind without events is refused by reason; what stands before the
 *       damage counts.
 * Pure but for memory, which is bounded.
 */
#ifndef WIRE_MRT_EVENTS_H
#define WIRE_MRT_EVENTS_H

#include "wire/attr_block.h"
#include "wire/mrt.h"
#include "wire/mrt_table.h"
#include "wire/refusals.h"

enum mrt_refusal {
	MRT_TAKEN,
	MRT_DAMAGED,        /* the record breaks off or contradicts itself */
	MRT_NO_PEERS,       /* a RIB row before any PEER_INDEX_TABLE */
	MRT_UNKNOWN_PEER,   /* an entry whose peer the table does not have */
	MRT_UNKNOWN_RECORD, /* a type or subtype that has no events */
	MRT_UNKNOWN_FAMILY, /* routes of another family than unicast or multicast IP */
	MRT_REFUSALS,
};

enum mrt_event_kind { MRT_HAS, MRT_ANNOUNCES, MRT_WITHDRAWS, MRT_STATE_CHANGES, MRT_SAYS };

/* All is borrowed until the sink returns. */
struct mrt_event {
	enum mrt_event_kind kind;
	const struct mrt_record *record;
	struct mrt_peer peer; /* without its BGP identifier unless from a table */
	unsigned peer_number; /* in the latest PEER_INDEX_TABLE; 0 for other kinds of records */
	bool is_local;        /* said by the collector to this peer */

	/* Of a route. */
	struct prefix prefix;
	unsigned safi; /* 1 unicast, 2 multicast, 3 both */
	bool has_path_id;
	uint32_t path_id;
	uint32_t originated;          /* seconds since 1970; only MRT_HAS */
	struct attr_block attributes; /* not MRT_WITHDRAWS */

	uint16_t old_state, new_state; /* MRT_STATE_CHANGES */
	unsigned message_type;         /* MRT_SAYS: a message but UPDATE */

	/* What differs from the event before, for those who keep pieces. */
	bool is_first; /* of its record: all differs */
	bool has_new_prefix, has_new_attributes;
};

struct mrt_sink {
	void *context;
	void (*take)(void *context, const struct mrt_event *event);
};

struct mrt_events {
	struct mrt_sink sink;
	struct mrt_peer *peers; /* owned; of the latest PEER_INDEX_TABLE */
	size_t peer_count, peer_room;
	uint64_t tables;  /* of peers so far in this file, so that a change can be noticed */
	uint64_t records; /* so far */
	struct refusals refusals; /* `line` of a place is the record's number, from 1 */
};

void mrt_events_init(struct mrt_events *events, const struct mrt_sink *sink);
void mrt_events_clear(struct mrt_events *events);

/* A new file begins: forgets the peers, and counts records and refusals anew. */
void mrt_events_restart(struct mrt_events *events);

void mrt_events_read(struct mrt_events *events, const struct mrt_record *record);

/* How many routes a record has or announces, found without looking at them: nothing goes to the
 * sink, and peers are not looked up. */
uint64_t mrt_events_count(struct mrt_events *events, const struct mrt_record *record);

#endif
