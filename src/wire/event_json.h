/*
 * Event JSON: one object a line for each event.
 *
 *	{"type":"announce","time":"2026-02-22T15:30:00.692440Z","collector":"rrc00",
 *	 "peer":"192.0.2.1","peer_asn":64496,"prefix":"198.51.100.0/24",
 *	 "path":[64496,64497],"origin_asn":64497,"origin":"igp","next_hop":"192.0.2.1"}
 *
 * In:   events of any format.
 * Out:  lines appended to a buffer. What is absent or not known is not there:
 *
 *	type          "route" (a table has it), "announce", "withdraw", "state", "open",
 *	              "notification", "keepalive", "route-refresh", "end-of-rib", "update" (one
 *without prefixes), "message" (of an unknown type), "report" (BMP) time          RFC 3339, UTC
 *	collector     or router
 *	peer, peer_asn  who says it
 *	direction     "out": said by the collector or router to that peer
 *	rib           of BMP: "in-pre", "in-post", "out-pre", "out-post", "loc"
 *	distinguisher of BMP: hexadecimal, unless 0
 *	family        unless plain IPv4 or IPv6 unicast: "ipv6-multicast", "ipv4-vpn",
 *"l2vpn-evpn"... prefix        "192.0.2.0/24", in every family that has one nlri          what else
 *identifies the route, in words: labels, distinguisher, EVPN, flowspec path_id       number (RFC
 *7911) originated    of a table's route: seconds since 1970 malformed     {"treatment":,
 *"faults":[{"attribute":, "reason":, "rule":}]} (RFC 7606) old_state, new_state  "idle", "connect",
 *"active", "open-sent", "open-confirm", "established" path, origin_asn, origin, next_hop, ...  the
 *attributes: wire/attr_json.h open, notification, route_refresh, statistics, tlvs, ...  what is
 *inside: wire/event_details.h
 *
 * The schema grows by members; what is there keeps its name and meaning. docs/json-lines.md.
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
	char prefix[PREFIX_TEXT_MAX + 16]; /* ,"prefix":"192.0.2.0/24" */
	size_t prefix_size;
	struct text attributes;
};

void event_json_init(struct event_json *json, struct buffer *out);
void event_json_clear(struct event_json *json);

/* What takes events for the printer. */
struct bgp_sink event_json_sink(struct event_json *json);

#endif
