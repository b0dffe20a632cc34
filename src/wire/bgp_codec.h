/*
 * How the UPDATEs of a session are to be decoded. It does not stand in them: the two OPENs before
 * them say it (wire/bgp_open.h), or whoever recorded them.
 *
 * The address families that matter here have a bit each, so that a set of them is a word. The
 * numbers are IANA's (Address Family Numbers; SAFI Namespace).
 */
#ifndef WIRE_BGP_CODEC_H
#define WIRE_BGP_CODEC_H

#include <stdbool.h>
#include <stdint.h>

enum bgp_family_bit {
	BGP_IPV4_UNICAST = 1 << 0,
	BGP_IPV4_MULTICAST = 1 << 1,
	BGP_IPV4_LABELED = 1 << 2, /* RFC 8277 */
	BGP_IPV4_VPN = 1 << 3,     /* RFC 4364 */
	BGP_IPV4_VPN_MULTICAST = 1 << 4,
	BGP_IPV4_FLOWSPEC = 1 << 5, /* RFC 8955 */
	BGP_IPV4_FLOWSPEC_VPN = 1 << 6,
	BGP_IPV6_UNICAST = 1 << 8,
	BGP_IPV6_MULTICAST = 1 << 9,
	BGP_IPV6_LABELED = 1 << 10,
	BGP_IPV6_VPN = 1 << 11,
	BGP_IPV6_VPN_MULTICAST = 1 << 12,
	BGP_IPV6_FLOWSPEC = 1 << 13,
	BGP_IPV6_FLOWSPEC_VPN = 1 << 14,
	BGP_L2VPN_VPLS = 1 << 16, /* RFC 4761 */
	BGP_L2VPN_EVPN = 1 << 17, /* RFC 7432 */
	BGP_LS = 1 << 18,         /* RFC 9552 */
};

/* The bit of a family, or 0 for one that we do not know. */
static inline uint32_t bgp_family_bit(unsigned afi, unsigned safi)
{
	static const struct {
		uint8_t safi;
		uint32_t bit; /* of IPv4; IPv6 has its own eight further up */
	} ip[] = {
		{ 1, BGP_IPV4_UNICAST },         { 2, BGP_IPV4_MULTICAST },
		{ 4, BGP_IPV4_LABELED },         { 128, BGP_IPV4_VPN },
		{ 129, BGP_IPV4_VPN_MULTICAST }, { 133, BGP_IPV4_FLOWSPEC },
		{ 134, BGP_IPV4_FLOWSPEC_VPN },
	};

	for (unsigned i = 0; (afi == 1 || afi == 2) && i < sizeof(ip) / sizeof(ip[0]); i++)
		if (ip[i].safi == safi)
			return afi == 1 ? ip[i].bit : ip[i].bit << 8;
	if (afi == 25 && safi == 65)
		return BGP_L2VPN_VPLS;
	if (afi == 25 && safi == 70)
		return BGP_L2VPN_EVPN;
	return afi == 16388 && safi == 71 ? BGP_LS : 0;
}

struct bgp_codec {
	unsigned asn_size;         /* of AS numbers in AS_PATH and AGGREGATOR: 2 or 4 (RFC 6793) */
	uint32_t path_id_families; /* whose prefixes have path identifiers (RFC 7911) */
};

static inline bool bgp_codec_has_path_ids(const struct bgp_codec *codec, unsigned afi,
					  unsigned safi)
{
	return (codec->path_id_families & bgp_family_bit(afi, safi)) != 0;
}

#endif
