/*
 * RIS Live: BGP messages as JSON, one object a line, as RIPE's collectors stream them.
 * https://ris-live.ripe.net/manual/
 *
 *	{"type":"ris_message","data":{"timestamp":1789019601.670,"peer":"192.0.2.1","peer_asn":
 *	"64496","host":"rrc01.ripe.net","type":"UPDATE","path":[64496,[64497,64498]],"origin":"IGP",
 *	"announcements":[{"next_hop":"192.0.2.1","prefixes":["198.51.100.0/24"]}],"raw":"FFFF..."}}
 *
 * In:   a line: the object above, or what stands in its "data" alone. Spellings of all years.
 * Out:  who spoke, and the bytes of what it said: from "raw" if that is there, else put together
 *       again from the other fields (what RIS Live does not tell, large communities and the like,
 *       is then lost), as several messages when one has not the room; or the change of a state.
 * Promise: a line that cannot be read whole is refused whole, by reason and place. Work is linear
 *       in the line, which is refused if longer than RIS_LINE_MAX; memory is bounded by that.
 * Pure but for memory.
 */
#ifndef WIRE_RIS_LIVE_H
#define WIRE_RIS_LIVE_H

#include "wire/bgp_events.h"
#include "wire/ris_line.h"

/* No message of 65,535 octets needs more, in JSON as RIS Live spells it. */
enum { RIS_LINE_MAX = 2 << 20 };

/* What a line says. Borrowed until the next one is read. */
struct ris_heard {
	uint64_t time_us;
	struct bgp_peer peer;
	struct text collector; /* host without ".ripe.net" */
	bool is_local;         /* an OPEN that the collector sent */
	bool is_state_change;
	uint16_t old_state, new_state; /* as of bgp4mp; what is not known is 0 */
	/* Of AS numbers in the messages. Four; of "raw" two if AS_PATH can only be read so, or if
	 * it can be read both ways and "path" says so. */
	unsigned asn_size;
	struct reader messages; /* one behind the other, each with its header */
};

struct ris_live {
	struct refusals refusals; /* by enum ris_refusal */
	struct ris_line line;     /* the latest */
	struct buffer messages;   /* what it was made into, unless it has "raw" */
};

void ris_live_init(struct ris_live *live);
void ris_live_clear(struct ris_live *live);

/* Reads one line, which stands at `place`: 1, or 0 when it was refused, and counted, or is empty.
 */
MUST_CHECK int ris_live_read(struct ris_live *live, struct text line, struct place place,
			     struct ris_heard *out_heard);

/* Tells the events of a line that begins at `offset`. A line that became several messages counts as
 * several records. */
void ris_live_tell(struct bgp_events *events, const struct ris_heard *heard, uint64_t offset);

#endif
