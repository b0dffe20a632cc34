/*
 * RIS Live out: events as RIPE's stream has them, so that whatever reads that reads ours, and
 * wire/ris_live.h too. A line for each message, or for each entry of a table:
 *
 *	{"type":"ris_message","data":{"timestamp":1789019601.670,"peer":"192.0.2.1","peer_asn":
 *	"64496","id":"192.0.2.1-01a089e0bb060006","host":"rrc01","type":"UPDATE","path":[64496,
 *	[64497,64498]],"community":[[64496,100]],"origin":"IGP","med":1,"announcements":[
 *	{"next_hop":"192.0.2.1","prefixes":["198.51.100.0/24"]}],"withdrawals":[],"raw":"FFFF.."}}
 *
 * In:   events of any format. A message of which one event comes is printed whole.
 * Out:  lines appended to a buffer, in the stream's spelling of 2026, states as in its manual
 *       (RIS_PEER_STATE; the stream itself says STATE). "id" is made like the stream's, of peer,
 *       milliseconds and the number of the record; so the same input gives the same. Times that
 *       have microseconds keep them. Only unicast has words for prefixes; "raw" has the rest.
 *       "raw" is left out where path ids stand in it (RFC 7911), as RIS Live cannot say so, and
 *       for tables. What RIS Live has no word for is counted.
 * Pure but for memory, which is bounded.
 */
#ifndef WIRE_EVENT_RIS_H
#define WIRE_EVENT_RIS_H

#include "base/buffer.h"
#include "wire/bgp_event.h"
#include "wire/drain.h"

struct event_ris {
	struct buffer *out; /* borrowed */
	struct drain drain; /* none, unless the caller sets one */
	uint64_t lines;
	uint64_t unprinted; /* events that have no line; those of a message count as one */

	uint8_t *path_room;   /* owned; for paths that must be widened */
	struct reader latest; /* the message that was printed last, in the record at hand */
};

void event_ris_init(struct event_ris *ris, struct buffer *out);
void event_ris_clear(struct event_ris *ris);

/* What takes events for the printer. */
struct bgp_sink event_ris_sink(struct event_ris *ris);

#endif
