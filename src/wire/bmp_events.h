/*
 * BMP events: what a router reports by BMP, one thing at a time: routes of its tables, sessions
 * that come up and go down, its OPENs, and its reports on itself.
 *
 * In:   the messages of one connection, in their order (wire/bmp.h).
 * Out:  events to a sink; UPDATEs as wire/bgp_events.h tells them. A Peer Up is two OPENs and a
 *       change of state, a Peer Down perhaps a NOTIFICATION and a change of state; statistics,
 *       initiation, termination and mirroring are BGP_REPORTS. The collector is the router, by its
 *       sysName or, until that is known, as the caller calls it.
 * Pure but for memory, which is bounded (wire/bmp_peers.h).
 */
#ifndef WIRE_BMP_EVENTS_H
#define WIRE_BMP_EVENTS_H

#include "wire/bgp_events.h"
#include "wire/bmp_peers.h"

enum { BMP_ROUTER_NAME_MAX = 255 };

struct bmp_events {
	struct bgp_events bgp;
	struct bmp_peers peers;
	uint64_t time_us; /* of the latest message that says one */
	char router[BMP_ROUTER_NAME_MAX];
};

void bmp_events_init(struct bmp_events *events, const struct bgp_sink *sink, struct text collector);
void bmp_events_clear(struct bmp_events *events);

/* `time_us` is when the message was seen, for those that say no time; 0: nobody knows. */
void bmp_events_tell(struct bmp_events *events, const struct bmp_message *message,
		     uint64_t time_us);

/* When a message was sent, as it says itself; `otherwise` for those that say nothing. */
uint64_t bmp_message_time(const struct bmp_message *message, uint64_t otherwise);

#endif
