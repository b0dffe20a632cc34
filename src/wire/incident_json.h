/*
 * Incidents as JSON: what those who watch the Internet's routes report.
 *
 * In:       pieces of any size (json_records.h), of one of these:
 *           GRIP: events of api.grip.inetintel.cc.gatech.edu, {"data":[...]}, single, or one a
 * line. An event counts when GRIP holds it suspicious: the suspicion level of its primary inference
 * is 80 or more, as its own pages have it, and it is not said to be unworthy
 *             ("tr_worthy": false); the others are benign. Moas, submoas, defcon and edges are all
 *             hijacks: of an origin or of a path. Culprits are the attackers, or else the
 * newcomers. Radar: answers of Cloudflare Radar to /radar/bgp/hijacks/events and
 *             /radar/bgp/leaks/events. A score of confidence s, of which 8 and more is "high", is
 *             told as 10 s of at most 100. A leak's segment is part of an AS path: to, leaker,
 * from. bgpstream.com: {"events":[...]} of bgp_leak, bgp_hijack, outage; and BGPWatch's lists. Out:
 * incidents, one by one, up to 16 KiB of input late; `counts`. Roles:    a leak's culprit is the
 * leaker, its accomplices are those to whom it leaked. A hijack's culprit is the origin of the bad
 * route, its accomplice the AS beside it in the path, unless that is the collector's peer. Times:
 * an event that its source holds to be going on is INCIDENT_OPEN. One of which nobody says when it
 * ended is told as an instant: it ends when it starts. Promise:  any bytes are safe; memory stays
 * within 1 MiB, work is linear in the input. What stands before damage has been told. A key given
 * twice counts as it was given last. An event is refused whole, but numbers and prefixes in its
 * lists that cannot be read are left out and counted. Standard: RFC 8259;
 * github.com/InetIntel/grip-api-legacy api-spec.md;
 *           developers.cloudflare.com/radar/investigate/bgp-anomalies.
 */
#ifndef WIRE_INCIDENT_JSON_H
#define WIRE_INCIDENT_JSON_H

#include "base/text.h"
#include "wire/incident_sink.h"

enum incident_json_kind {
	INCIDENT_JSON_GRIP,
	INCIDENT_JSON_RADAR,
	INCIDENT_JSON_BGPSTREAM,
	INCIDENT_JSON_KINDS,
};

struct incident_json {
	struct incident_counts counts;
	struct incident_json_state *state; /* owned */
};

/* Copies `sink`. From here to the clear, `json` must stay where it is. */
void incident_json_init(struct incident_json *json, enum incident_json_kind kind,
			const struct incident_sink *sink);
void incident_json_clear(struct incident_json *json);

/* ERR_MALFORMED: not JSON. ERR_LIMIT: nested too deep, or a number without end. Or what the sink
 * said. Anything but 0 stays. */
MUST_CHECK int incident_json_feed(struct incident_json *json, struct text piece);
/* The input is complete. ERR_TRUNCATED: it ends in the middle; else as incident_json_feed(). */
MUST_CHECK int incident_json_finish(struct incident_json *json);

#endif
