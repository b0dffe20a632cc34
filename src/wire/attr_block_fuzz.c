/* Whatever the block: what is found was there in the right size, and outputs stay untouched
 * otherwise. */
#include "base/fuzz.h"

#include "wire/attr_block.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const struct address nowhere = { .family = 99 };
	struct bgp_attrs attrs;
	(void)!bgp_attrs_read(reader_over(bytes, size < 65535 ? size : 65535), &attrs);

	for (unsigned from = 0; from <= ATTR_NEXT_HOP_MP; from++) {
		struct address next_hop = nowhere;
		bool found = attr_next_hop(&attrs, (enum attr_next_hop)from, &next_hop);
		assert(found == (next_hop.family != nowhere.family));
		if (found && from == ATTR_NEXT_HOP_PLAIN)
			assert(bgp_attrs_has(&attrs, BGP_ATTR_NEXT_HOP));
	}
	struct aggregator aggregator = { .address = nowhere };
	bool found = attr_aggregator(&attrs, &aggregator);
	assert(found == (aggregator.address.family == FAMILY_V4));
	if (found)
		assert(bgp_attrs_has(&attrs, BGP_ATTR_AGGREGATOR));
	for (unsigned type = 0; type < BGP_ATTR_TYPES; type++) {
		uint32_t number = 0;
		if (attr_number(&attrs, (enum bgp_attr_type)type, &number))
			assert(reader_left(&attrs.values[type]) == 4);
		else
			assert(number == 0);
	}
	return 0;
}
