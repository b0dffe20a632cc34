/*
 * BGP codec: what a session has agreed on that decides how its UPDATEs are read: how many octets an
 * AS number has (RFC 6793), and in front of which families' prefixes a path id stands (RFC 7911).
 */
#ifndef WIRE_BGP_CODEC_H
#define WIRE_BGP_CODEC_H

#include <stdint.h>

struct bgp_codec {
	unsigned asn_size;         /* 2 or 4 */
	uint32_t path_id_families; /* bits of bgp_family_bit() */
};

enum { BGP_ALL_FAMILIES = -1 };

uint32_t bgp_family_bit(unsigned afi, unsigned safi);

#endif
