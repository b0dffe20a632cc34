/*
 * Path attributes of a route.  RFC 4271 section 4.3, 5; RFC 6793 (four-octet AS numbers); RFC 1997,
 * 8092 (communities); RFC 4760; RFC 7606 (what is wrong with them and how bad that is).
 *
 * In:   the bytes of an attribute block.
 * Out:  borrowed readers over each attribute's value; the AS path as one text of segments.
 * Pure: no allocation.
 */
#ifndef WIRE_BGP_ATTRS_H
#define WIRE_BGP_ATTRS_H

#include "base/err.h"
#include "base/reader.h"
#include "net/as_path.h"

enum bgp_attr_type {
	BGP_ATTR_ORIGIN = 1,
	BGP_ATTR_AS_PATH = 2,
	BGP_ATTR_NEXT_HOP = 3,
	BGP_ATTR_MED = 4,
	BGP_ATTR_LOCAL_PREF = 5,
	BGP_ATTR_ATOMIC_AGGREGATE = 6,
	BGP_ATTR_AGGREGATOR = 7,
	BGP_ATTR_COMMUNITIES = 8,
	BGP_ATTR_ORIGINATOR_ID = 9,
	BGP_ATTR_CLUSTER_LIST = 10,
	BGP_ATTR_MP_REACH = 14,
	BGP_ATTR_MP_UNREACH = 15,
	BGP_ATTR_EXT_COMMUNITIES = 16,
	BGP_ATTR_AS4_PATH = 17,
	BGP_ATTR_AS4_AGGREGATOR = 18,
	BGP_ATTR_PMSI_TUNNEL = 22,
	BGP_ATTR_TUNNEL_ENCAPSULATION = 23,
	BGP_ATTR_TRAFFIC_ENGINEERING = 24,
	BGP_ATTR_IPV6_EXT_COMMUNITIES = 25,
	BGP_ATTR_AIGP = 26,
	BGP_ATTR_PE_LABELS = 27,
	BGP_ATTR_LS = 29,
	BGP_ATTR_LARGE_COMMUNITIES = 32,
	BGP_ATTR_BGPSEC_PATH = 33,
	BGP_ATTR_OTC = 35,
	BGP_ATTR_D_PATH = 36,
	BGP_ATTR_SFP = 37,
	BGP_ATTR_BFD_DISCRIMINATOR = 38,
	BGP_ATTR_PREFIX_SID = 40,
	BGP_ATTR_BIER = 41,
	BGP_ATTR_SET = 128,
};

enum { BGP_ATTR_TYPES = 64 }; /* types below this are kept, higher ones walked over */

struct bgp_attr {
	uint8_t type;
	uint8_t flags;
	struct reader value;
};

/* One attribute off the front of a block: 1, 0 at the end, ERR_TRUNCATED when it reaches past it.
 * RFC 4271 section 4.3. */
static inline int bgp_attr_next(struct reader *block, struct bgp_attr *out_attr)
{
	enum { FLAG_EXTENDED_LENGTH = 0x10 };

	if (reader_left(block) == 0)
		return block->failed ? ERR_TRUNCATED : 0;
	uint8_t flags = read_u8(block);
	uint8_t type = read_u8(block);
	size_t size = (flags & FLAG_EXTENDED_LENGTH) != 0 ? read_u16(block) : read_u8(block);
	const uint8_t *value = read_bytes(block, size);
	if (value == NULL)
		return ERR_TRUNCATED;
	*out_attr = (struct bgp_attr){ type, flags, reader_over(value, size) };
	return 1;
}

/* The attributes of one block. Only values whose bit in `present` is set may be looked at. */
struct bgp_attrs {
	uint64_t present; /* bit t: an attribute of type t is there */
	bool has_higher;  /* there are some that are not kept */
	uint8_t flags[BGP_ATTR_TYPES];
	struct reader values[BGP_ATTR_TYPES];
};

static inline bool bgp_attrs_has(const struct bgp_attrs *attrs, enum bgp_attr_type type)
{
	return (attrs->present >> type & 1) != 0;
}

/*
 * Cuts a block into attributes. Of a repeated type the first counts (RFC 7606 section 3.g).
 * ERR_TRUNCATED when an attribute reaches past the block; what stood before it is in `out_attrs`
 * all the same, as bgpdump and others use it.
 */
MUST_CHECK int bgp_attrs_read(struct reader block, struct bgp_attrs *out_attrs);

/* The value of the first attribute of `type`, without cutting the others: 1, 0 when there is none,
 * ERR_TRUNCATED. */
MUST_CHECK int bgp_attr_find(struct reader block, enum bgp_attr_type type,
			     struct reader *out_value);

/*
 * The path in four-octet form. With asn_size 4 it is AS_PATH itself, borrowed. Otherwise it is
 * built in `room` from AS_PATH and AS4_PATH (RFC 6793 section 4.2.3): AS4_PATH is taken when the
 * aggregator does not contradict and it is not longer, with the leading part of AS_PATH before it.
 * A block without AS_PATH gives an empty path. ERR_MALFORMED, ERR_TRUNCATED.
 */
MUST_CHECK int bgp_attrs_path(const struct bgp_attrs *attrs, unsigned asn_size,
			      uint8_t room[AS_PATH_ROOM], struct reader *out_path);

#endif
