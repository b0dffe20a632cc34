/*
 * BGP talk: the messages of one session as somebody overheard them, in a capture or a file, without
 * being told what the two have agreed on.
 *
 * In:   messages of either side, in order; perhaps not from the beginning.
 * Out:  events (wire/bgp_events.h). UPDATEs are decoded as both OPENs say (RFC 6793, RFC 7911). If
 *       they were not seen, AS numbers have as many octets as make sense of AS_PATH, four where
 * both do and nothing was learnt before, and prefixes have no path ids. Pure: no allocation.
 */
#ifndef WIRE_BGP_TALK_H
#define WIRE_BGP_TALK_H

#include "wire/bgp_events.h"
#include "wire/bgp_open.h"

/* One of the two. */
struct bgp_speaker {
	struct address address; /* of family 0 when not known */
	bool has_open;
	struct bgp_open open; /* without its texts */
};

struct bgp_talk {
	struct bgp_speaker speakers[2];
	bool is_agreed;             /* both have sent an OPEN */
	struct bgp_session session; /* then; as speaker 0 has it */
	unsigned asn_size;          /* until then: as the latest AS_PATH shows; 0: none has */
};

/* Addresses may be of family 0. */
void bgp_talk_init(struct bgp_talk *talk, const struct address *first,
		   const struct address *second);

/* Tells a message of speaker 0 or 1. Of a file that holds both sides without saying which, give 0:
 * then the second OPEN counts as the other side's. */
void bgp_talk_tell(struct bgp_talk *talk, struct bgp_events *events, unsigned speaker,
		   struct reader message, uint64_t time_us, uint64_t offset);

#endif
