/*
 * BGP messages: the header, and an UPDATE cut into its parts.  RFC 4271 sections 4.1, 4.3;
 * RFC 4760 (MP_REACH, MP_UNREACH); RFC 7911 (path identifiers); RFC 8654 (up to 65,535 octets).
 *
 * In:   bytes of one message, or of one field of it.
 * Out:  borrowed readers over the parts, and prefixes one by one.
 * Pure: no allocation.
 */
#ifndef WIRE_BGP_MESSAGE_H
#define WIRE_BGP_MESSAGE_H

#include "base/err.h"
#include "net/prefix.h"

enum bgp_message_type {
	BGP_OPEN = 1,
	BGP_UPDATE = 2,
	BGP_NOTIFICATION = 3,
	BGP_KEEPALIVE = 4,
	BGP_ROUTE_REFRESH = 5,
};

struct bgp_message {
	unsigned type;
	struct reader body; /* after the header */
};

/* ERR_MALFORMED: wrong marker or a length below 19; ERR_TRUNCATED: less is there than it says. */
MUST_CHECK int bgp_message_read(struct reader *in, struct bgp_message *out_message);

struct bgp_update {
	struct reader withdrawn; /* IPv4 unicast prefixes */
	struct reader attributes;
	struct reader announced; /* IPv4 unicast prefixes */
};

MUST_CHECK int bgp_update_read(struct reader body, struct bgp_update *out_update);

/* Does the update only say that a family's table has been sent in full (RFC 4724 section 2)? */
bool bgp_update_is_end_of_rib(const struct bgp_update *update, unsigned *out_afi,
			      unsigned *out_safi);

/* The next prefix of a field: 1, 0 at its end, ERR_TRUNCATED or ERR_MALFORMED. */
static inline int nlri_next(struct reader *in, unsigned family, bool has_path_ids,
			    struct prefix *out_prefix, uint32_t *out_path_id)
{
	if (reader_left(in) == 0)
		return in->failed ? ERR_TRUNCATED : 0;
	*out_path_id = has_path_ids ? read_u32(in) : 0;
	int got = prefix_read(in, family, out_prefix);
	return got < 0 ? got : 1;
}

/* MP_REACH_NLRI or MP_UNREACH_NLRI, opened. */
struct mp_nlri {
	uint16_t afi;           /* 1 IPv4, 2 IPv6 */
	uint8_t safi;           /* 1 unicast, 2 multicast... */
	unsigned family;        /* enum family, or 0 for an AFI that we do not read */
	struct reader next_hop; /* MP_REACH only */
	struct reader nlri;
};

MUST_CHECK int mp_reach_read(struct reader value, struct mp_nlri *out_mp);
MUST_CHECK int mp_unreach_read(struct reader value, struct mp_nlri *out_mp);
/* The MP_REACH of a TABLE_DUMP_V2 entry is cut down to its next hop (RFC 6396 section 4.3.4); some
 * dumpers write it in full. Gives the next hop of either form. */
MUST_CHECK int mp_reach_next_hop(struct reader value, struct reader *out_next_hop);

#endif
