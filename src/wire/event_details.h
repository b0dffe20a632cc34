/*
 * Event details: what is inside a message but UPDATE, or a router's report on itself by BMP, put
 *out once for JSON and once for people (wire/attr_out.h).
 *
 *	OPEN            version, AS number, hold time, identifier, capabilities by name
 *	NOTIFICATION    code and subcode by name, the operator's text (RFC 9003)
 *	ROUTE-REFRESH   family, subtype (RFC 7313)
 *	Peer Up, Down   ports, reason, TLVs
 *	statistics      each by its name of IANA's registry, with family where it has one
 *	initiation, termination, mirroring   TLVs
 *
 * Texts in them are anyone's: they are escaped in JSON and made harmless in words.
 */
#ifndef WIRE_EVENT_DETAILS_H
#define WIRE_EVENT_DETAILS_H

#include "wire/attr_out.h"
#include "wire/bgp_event.h"

/* Nothing for events without details. */
void event_details_put(struct attr_out *out, const struct bgp_event *event);
/* What RFC 7606 has a speaker do with the event's UPDATE, and why; nothing when it is sound. */
void event_faults_put(struct attr_out *out, const struct bgp_event *event);

#endif
