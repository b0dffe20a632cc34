/*
 * NLRI of every address family: what MP_REACH_NLRI and MP_UNREACH_NLRI list.
 * RFC 4271 section 4.3, RFC 4760, RFC 7911 (path ids); RFC 8277 (labels), RFC 4364 and 4659 (VPN),
 * RFC 6514 (multicast VPN), RFC 7432 and 9136 (EVPN), RFC 4761 and 6074 (VPLS), RFC 4684 (route
 * targets), RFC 8955 and 8956 (flow specifications), RFC 9552 (link state), RFC 9830 (SR policies).
 *
 * In:   the bytes of one list, and its family.
 * Out:  one item after another, which borrows the bytes. A family that we do not know gives all its
 *       bytes as one raw item.
 * Pure: no allocation.
 */
#ifndef WIRE_BGP_NLRI_H
#define WIRE_BGP_NLRI_H

#include "net/prefix.h"
#include "wire/bgp_families.h"

enum bgp_nlri_kind {
	BGP_NLRI_RAW,
	BGP_NLRI_PREFIX, /* with labels in SAFI 4 and 128, with a route distinguisher from 128 on */
	BGP_NLRI_EVPN,
	BGP_NLRI_MVPN,
	BGP_NLRI_VPLS,
	BGP_NLRI_RTC,
	BGP_NLRI_FLOWSPEC,
	BGP_NLRI_LS,
	BGP_NLRI_SR_POLICY,
};

struct bgp_nlri {
	uint16_t afi;
	uint8_t safi;
	uint8_t kind; /* enum bgp_nlri_kind */
	bool has_path_id;
	bool has_rd;
	bool has_prefix;      /* PREFIX always, EVPN of route type 5 */
	uint32_t path_id;     /* 0 without one */
	uint64_t rd;          /* as it stands on the wire */
	unsigned type;        /* of an EVPN, MVPN or link-state route; of RTC the length in bits */
	struct prefix prefix; /* if has_prefix */
	struct reader labels; /* three octets each, at most ten */
	struct reader value;  /* of all kinds but PREFIX: what follows type, length and, but for
				 EVPN, MVPN and VPLS, the route distinguisher */
};

enum { BGP_LABEL_WITHDRAWN = 0x800000 }; /* RFC 8277 section 2.4 */

/* The next label of `labels`, twenty bits. There is one. */
static inline uint32_t bgp_label_next(struct reader *labels)
{
	uint32_t upper = read_u16(labels);

	return (upper << 8 | read_u8(labels)) >> 4;
}

/*
 * The next item: 1, 0 at the end, ERR_TRUNCATED when it reaches past the list, ERR_MALFORMED when
 * its length cannot be that of its family, or its labels have no last one. RFC 7606 section 5.3.
 */
MUST_CHECK int bgp_nlri_next(struct reader *in, unsigned afi, unsigned safi, bool has_path_id,
			     bool is_withdrawal, struct bgp_nlri *out_nlri);

#endif
