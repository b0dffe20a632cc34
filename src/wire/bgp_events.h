/*
 * BGP events: takes a BGP message apart and tells what it says, one thing at a time.
 *
 * In:   messages with who said them, from any format that carries them.
 * Out:  events to a sink, in the order of the message: of an UPDATE first what it withdraws, then
 *       what it announces, each IPv4 of RFC 4271 first, then MP_UNREACH or MP_REACH (RFC 4760).
 *       What is damaged is refused by reason; what stands before the damage counts.
 * Pure: no allocation.
 */
#ifndef WIRE_BGP_EVENTS_H
#define WIRE_BGP_EVENTS_H

#include "wire/bgp_codec.h"
#include "wire/bgp_event.h"
#include "wire/bgp_faults.h"
#include "wire/refusals.h"

enum bgp_refusal {
	BGP_TAKEN,
	BGP_DAMAGED,        /* the record breaks off or contradicts itself */
	BGP_NO_PEERS,       /* a RIB row before any PEER_INDEX_TABLE */
	BGP_UNKNOWN_PEER,   /* an entry whose peer the table does not have */
	BGP_UNKNOWN_RECORD, /* a type or subtype that has no events */
	BGP_REFUSALS,
};

/* How the telling of one input stands. */
struct bgp_events {
	struct bgp_sink sink;
	struct text collector;    /* borrowed; "" when nobody says */
	uint64_t records;         /* so far */
	uint64_t unnumbered;      /* of them, PEER_INDEX_TABLEs, which bgpdump does not count */
	struct refusals refusals; /* `line` of a place is the record's number, from 1 */
	bool judges;              /* set it to have the faults of UPDATEs found (RFC 7606) */
};

void bgp_events_init(struct bgp_events *events, const struct bgp_sink *sink, struct text collector);

/* One record being told. Its event is filled in as more is read. */
struct bgp_telling {
	struct bgp_events *events;
	struct bgp_event event;
	struct bgp_faults faults; /* of its UPDATE, when the events are judged */
	bool told;                /* anything yet */
	bool passed_over;         /* the sink did not want it */
};

/* Begins with the event's own `format`, `time_us` and `offset`. */
struct bgp_telling bgp_telling_begin(struct bgp_events *events, enum bgp_format format,
				     uint64_t time_us, uint64_t offset);
void bgp_telling_end(struct bgp_telling *telling);

/* Gives the event as it stands to the sink. */
void bgp_tell(struct bgp_telling *telling);
/* Does the sink want to know more about a record of which this much is known? */
static inline bool bgp_is_wanted(const struct bgp_telling *telling, unsigned known)
{
	const struct bgp_sink *sink = &telling->events->sink;
	return sink->wants == NULL || sink->wants(sink->context, &telling->event, known);
}
void bgp_refuse(const struct bgp_telling *telling, enum bgp_refusal reason);
/* A reader's error as a reason. */
void bgp_refuse_err(const struct bgp_telling *telling, int err);

/* A message with its header, said by the event's peer. */
void bgp_tell_message(struct bgp_telling *telling, struct reader message,
		      const struct bgp_codec *codec);
/* The same of one whose header is gone: formats older than BGP4MP keep only what follows it. */
void bgp_tell_body(struct bgp_telling *telling, unsigned message_type, struct reader body,
		   const struct bgp_codec *codec);

#endif
