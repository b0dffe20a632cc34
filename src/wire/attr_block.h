/*
 * Attribute block: path attributes and where they stand, which decides how some of them are read:
 * how many octets an AS number has, and which attribute names the next hop.
 * RFC 4271 section 5, RFC 4760 section 3, RFC 6396 section 4.3.4, RFC 6793 section 4.
 */
#ifndef WIRE_ATTR_BLOCK_H
#define WIRE_ATTR_BLOCK_H

#include "net/prefix.h"
#include "wire/bgp_attrs.h"

enum attr_next_hop {
	ATTR_NEXT_HOP_ANY,   /* a RIB entry: MP_REACH if it is there, else NEXT_HOP */
	ATTR_NEXT_HOP_PLAIN, /* an update's own NLRI: NEXT_HOP */
	ATTR_NEXT_HOP_MP,    /* an update's MP_REACH */
};

struct attr_block {
	struct reader bytes;
	unsigned asn_size; /* 2 or 4 */
	enum attr_next_hop next_hop;
};

/* The functions below take the block's attributes after bgp_attrs_read(). What has another size
 * than it should counts as absent (RFC 7606 section 7). */

/* A number of four octets. */
bool attr_number(const struct bgp_attrs *attrs, enum bgp_attr_type type, uint32_t *out_number);

/* Of a global and a link-local one (RFC 2545 section 3) the global. */
bool attr_next_hop(const struct bgp_attrs *attrs, enum attr_next_hop from,
		   struct address *out_next_hop);

struct next_hops {
	struct address global;
	struct address link_local; /* if has_link_local: RFC 2545 section 3 */
	bool has_link_local;
};

/* Both, without the route distinguishers that stand before them in a VPN (RFC 4364 section 4.3.2,
 * RFC 4659 section 3.2.1). */
bool attr_next_hops(const struct bgp_attrs *attrs, enum attr_next_hop from,
		    struct next_hops *out_next_hops);

struct aggregator {
	asn_t asn;
	struct address address;
};

/* AGGREGATOR, or AS4_AGGREGATOR where that stands for it. */
bool attr_aggregator(const struct bgp_attrs *attrs, struct aggregator *out_aggregator);

#endif
