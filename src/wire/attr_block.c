#include "wire/attr_block.h"

#include "wire/bgp_message.h"

/* The value of an attribute if it has this size, else a failed reader. */
static struct reader value_sized(const struct bgp_attrs *attrs, enum bgp_attr_type type,
				 size_t size)
{
	if (!bgp_attrs_has(attrs, type) || reader_left(&attrs->values[type]) != size)
		return (struct reader){ .failed = true };
	return attrs->values[type];
}

bool attr_number(const struct bgp_attrs *attrs, enum bgp_attr_type type, uint32_t *out_number)
{
	struct reader value = value_sized(attrs, type, 4);

	if (value.failed)
		return false;
	*out_number = read_u32(&value);
	return true;
}

/* Where the bytes of the next hop are; failed if nowhere. */
static struct reader next_hop_value(const struct bgp_attrs *attrs, enum attr_next_hop from)
{
	struct reader value = { .failed = true };

	if (from != ATTR_NEXT_HOP_PLAIN && bgp_attrs_has(attrs, BGP_ATTR_MP_REACH))
		if (mp_reach_next_hop(attrs->values[BGP_ATTR_MP_REACH], &value) < 0)
			value.failed = true;
	if (value.failed && bgp_attrs_has(attrs, BGP_ATTR_NEXT_HOP))
		value = attrs->values[BGP_ATTR_NEXT_HOP];
	return value;
}

bool attr_next_hops(const struct bgp_attrs *attrs, enum attr_next_hop from,
		    struct next_hops *out_next_hops)
{
	struct reader value = next_hop_value(attrs, from);
	size_t size = reader_left(&value);
	size_t distinguisher = size == 12 || size == 24 || size == 48 ? 8 : 0;
	struct next_hops hops = { .has_link_local = size == 32 || size == 48 };

	read_skip(&value, distinguisher);
	unsigned family = size - distinguisher < 16 ? FAMILY_V4 : FAMILY_V6;
	if (address_read(&value, family, &hops.global) < 0)
		return false;
	read_skip(&value, distinguisher);
	hops.has_link_local &= address_read(&value, family, &hops.link_local) == 0;
	*out_next_hops = hops;
	return true;
}

bool attr_next_hop(const struct bgp_attrs *attrs, enum attr_next_hop from,
		   struct address *out_next_hop)
{
	struct next_hops hops;

	if (!attr_next_hops(attrs, from, &hops))
		return false;
	*out_next_hop = hops.global;
	return true;
}

/* The length of AGGREGATOR tells the size of its AS number, as some collectors write eight octets
 * where six are due. */
bool attr_aggregator(const struct bgp_attrs *attrs, struct aggregator *out_aggregator)
{
	struct reader value4 = value_sized(attrs, BGP_ATTR_AS4_AGGREGATOR, 8);
	struct reader value = value_sized(attrs, BGP_ATTR_AGGREGATOR, 6);
	asn_t asn = read_u16(&value);

	if (value.failed) {
		value = value_sized(attrs, BGP_ATTR_AGGREGATOR, 8);
		asn = read_u32(&value);
	} else if (asn == ASN_TRANS && !value4.failed) {
		value = value4; /* RFC 6793 section 4.2.3 */
		asn = read_u32(&value);
	}
	if (address_read(&value, FAMILY_V4, &out_aggregator->address) < 0)
		return false;
	out_aggregator->asn = asn;
	return true;
}
