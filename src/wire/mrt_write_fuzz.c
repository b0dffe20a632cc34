/* Whatever the route: what is written is one sound record that says the same, as a row and as an
 * update of any session. The input chooses path, communities, prefix, next hop and session. */
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

struct said {
	const struct mrt_session *session;
	const struct prefix *prefix;
};

static void check_update(void *context, const struct mrt_record *record)
{
	const struct said *said = context;
	struct mp_nlri mp = { .family = FAMILY_V4 };
	struct bgp_message message;
	struct bgp_update update;
	struct bgp4mp bgp4mp;
	struct prefix prefix;
	struct reader value;
	uint32_t path_id;

	int got = bgp4mp_read(record, &bgp4mp);
	assert(got == 0 && bgp4mp.asn_size == said->session->asn_size);
	assert(bgp4mp.is_local == said->session->is_local);
	assert(bgp4mp.has_path_ids == said->session->has_path_ids);
	got = bgp4mp_message(&bgp4mp, &message);
	assert(got == 0 && message.type == BGP_UPDATE);
	got = bgp_update_read(message.body, &update);
	assert(got == 0);
	mp.nlri = update.announced;
	if (bgp_attr_find(update.attributes, BGP_ATTR_MP_REACH, &value) == 1)
		got = mp_reach_read(value, &mp);
	assert(got == 0);
	got = nlri_next(&mp.nlri, mp.family, bgp4mp.has_path_ids, &prefix, &path_id);
	assert(got == 1 && path_id == 0 && prefix_equal(&prefix, said->prefix));
	assert(reader_left(&mp.nlri) == 0);
}

static void write_update(const struct mrt_route *route, const struct prefix *prefix, uint8_t how)
{
	struct address address = { .family = how & 8 ? FAMILY_V4 : FAMILY_V6 };
	struct mrt_session session = { .peer_asn = UINT32_MAX,
				       .peer = address,
				       .local = address,
				       .asn_size = how & 1 ? 2 : 4,
				       .has_path_ids = how & 2,
				       .is_local = how & 4 };
	struct said said = { &session, prefix };
	struct buffer out;

	buffer_init(&out);
	if (mrt_write_update(&out, how, &session, route, prefix, 1) == 0) {
		struct reader written = reader_over(out.bytes, out.used);
		struct mrt_walk walk = mrt_walk(written, 0, check_update, &said);
		assert(walk.framing.records == 1 && walk.framing.lost_records == 0);
	} else {
		assert(out.used == 0);
	}
	buffer_clear(&out);
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
	write_update(&route, &prefix, (uint8_t)entry.originated);
	return 0;
}
