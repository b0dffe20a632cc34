/*
 * Event JSON: one object a line for each event.
 *
 *	{"type":"announce","time":"2026-02-22T15:30:00.692440Z","collector":"rrc00",
 *	 "peer":"192.0.2.1","peer_asn":64496,"prefix":"198.51.100.0/24",
 *	 "path":[64496,64497],"origin_asn":64497,"origin":"igp","next_hop":"192.0.2.1"}
 *
 * In:   events of any format.
 * Out:  lines appended to a buffer. docs/json-lines.md is the schema: it grows by members, what is
 *       there keeps its name and meaning. The attributes come from wire/attr_json.h, what is inside
 *       messages and reports from wire/event_details.h.
 * Pure but for memory, which is bounded.
 */
#ifndef WIRE_EVENT_JSON_H
#define WIRE_EVENT_JSON_H

#include "base/utc.h"
#include "wire/attr_text.h"
#include "wire/bgp_event.h"
#include "wire/drain.h"

struct event_json {
	struct buffer *out; /* borrowed */
	struct drain drain; /* none, unless the caller sets one */
	struct attr_text attrs;
	uint64_t second;         /* whose text is kept; UINT64_MAX: none */
	char time[UTC_TEXT_MAX]; /* of that second, without the Z */
	size_t time_size;
	struct buffer head;                /* owned; of the record: ,"time":... to the collector */
	struct buffer peer;                /* owned; ,"peer":... to the distinguisher */
	struct bgp_peer last_peer;         /* whose that is */
	bool last_is_local;                /* and in which direction */
	char prefix[PREFIX_TEXT_MAX + 16]; /* ,"prefix":"192.0.2.0/24" */
	size_t prefix_size;
	struct text attributes;
};

void event_json_init(struct event_json *json, struct buffer *out);
void event_json_clear(struct event_json *json);

/* What takes events for the printer. */
struct bgp_sink event_json_sink(struct event_json *json);

#endif
