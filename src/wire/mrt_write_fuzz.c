/* Whatever the route: what is written is one sound record that says the same. The input chooses
 * path, communities, prefix and next hop. */
#include "base/fuzz.h"

#include "wire/bgp_attrs.h"
#include "wire/mrt_write.h"
#include "wire/test_mrt_walk.h"

enum { NUMBERS_MAX = 20000 };

static uint32_t numbers[NUMBERS_MAX];

static void check_row(void *context, const struct mrt_record *record)
{
	const struct mrt_route *route = context;
	static uint8_t room[AS_PATH_ROOM];
	struct as_segment segment;
	struct rib_entry entry;
	struct bgp_attrs attrs;
	struct reader path;
	struct rib rib;
	size_t seen = 0;

	int got = rib_read(record, &rib);
	assert(got == 0 && rib_entry_next(&rib, &entry) == 1 && rib_entry_next(&rib, &entry) == 0);
	got = bgp_attrs_read(entry.attributes, &attrs);
	assert(got == 0);
	got = bgp_attrs_path(&attrs, 4, room, &path);
	assert(got == 0);
	while (as_path_next(&path, 4, &segment) > 0)
		for (unsigned i = 0; i < segment.count; i++)
			assert(as_segment_asn(&segment, 4) == route->path[seen++]);
	assert(seen == route->path_count);
	assert(bgp_attrs_has(&attrs, BGP_ATTR_COMMUNITIES) == (route->community_count > 0));
	if (route->community_count > 0)
		assert(reader_left(&attrs.values[BGP_ATTR_COMMUNITIES]) ==
		       4 * route->community_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct reader in = reader_over(bytes, size);
	struct prefix prefix;
	struct mrt_route route = { .path = numbers, .communities = numbers };
	struct mrt_route_of_peer entry = { read_u8(&in), read_u32(&in), &route };
	struct buffer out;

	route.origin = read_u8(&in);
	route.path_count = read_u16(&in) % NUMBERS_MAX;
	route.community_count = read_u16(&in) % NUMBERS_MAX;
	if (address_read(&in, route.origin % 2 == 0 ? FAMILY_V4 : FAMILY_V6, &route.next_hop) < 0 ||
	    prefix_read(&in, entry.peer % 2 == 0 ? FAMILY_V4 : FAMILY_V6, &prefix) < 0)
		return 0;
	for (size_t i = 0; i < NUMBERS_MAX && reader_left(&in) > 0; i++)
		numbers[i] = read_u32(&in);

	buffer_init(&out);
	if (mrt_write_rib(&out, 1, 1, &prefix, &entry, 1) == 0) {
		struct reader written = reader_over(out.bytes, out.used);
		struct mrt_walk walk = mrt_walk(written, 0, check_row, &route);
		assert(walk.framing.records == 1 && walk.framing.lost_records == 0);
	} else {
		assert(out.used == 0 && 4 * (route.path_count + route.community_count) > 65000);
	}
	buffer_clear(&out);
	return 0;
}
