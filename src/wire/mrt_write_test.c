#include "base/testkit.h"

#include "wire/bgp_attrs.h"
#include "wire/bgp_message.h"
#include "wire/bgp_text.h"
#include "wire/test_mrt_sample.h"
#include "wire/test_mrt_walk.h"

static struct number_texts numbers;

static void count(void *context, const struct mrt_record *record)
{
	unsigned *counts = context;
	assert_in_range(record->type, 0, 31);
	counts[record->type]++;
}

static void the_sample_is_sound(void **state)
{
	unsigned counts[32] = { 0 };
	struct buffer sample;

	(void)state;
	buffer_init(&sample);
	mrt_sample(&sample);
	struct mrt_walk walk = mrt_walk(mrt_sample_reader(&sample), 0, count, counts);
	assert_int_equal(walk.framing.lost_records, 0);
	assert_int_equal(counts[MRT_TABLE_DUMP_V2], 2 * (1 + MRT_SAMPLE_PREFIXES));
	assert_int_equal(counts[MRT_BGP4MP] + counts[MRT_BGP4MP_ET],
			 MRT_SAMPLE_PREFIXES + MRT_SAMPLE_PREFIXES / 8);
	assert_int_equal(counts[MRT_BGP4MP], 5);
	buffer_clear(&sample);
}

/* The only record in `written`. */
static struct mrt_record only_record(const struct buffer *written)
{
	struct reader in = mrt_sample_reader(written);
	struct framing framing;
	struct mrt_record record = { 0 };

	mrt_framing_init(&framing);
	assert_int_equal(mrt_next(&framing, &in, true, &record), 1);
	assert_int_equal(reader_left(&in), 0);
	return record;
}

static void peers_read_back(void **state)
{
	const struct bgp_peer peers[] = {
		{ 0xffffffff, mrt_sample_address("192.0.2.1"), 64496 },
		{ 0, mrt_sample_address("2001:db8::1"), 4294967295 },
	};
	struct peer_index index;
	struct bgp_peer peer;
	struct buffer out;

	(void)state;
	buffer_init(&out);
	mrt_write_peers(&out, 5 * UTC_SECOND, 9, TEXT("a view"), peers, COUNT_OF(peers));
	struct mrt_record record = only_record(&out);
	assert_int_equal(record.time_us, 5 * UTC_SECOND);
	assert_int_equal(peer_index_read(record.body, &index), 0);
	assert_int_equal(index.collector_id, 9);
	assert_true(text_equal(index.view, TEXT("a view")));
	assert_int_equal(index.count, COUNT_OF(peers));
	for (size_t i = 0; i < COUNT_OF(peers); i++) {
		assert_int_equal(peer_index_next(&index, &peer), 1);
		assert_int_equal(peer.bgp_id, peers[i].bgp_id);
		assert_true(address_equal(&peer.address, &peers[i].address));
		assert_int_equal(peer.asn, peers[i].asn);
	}
	assert_int_equal(reader_left(&index.peers), 0);
	buffer_clear(&out);
}

/* Path, origin, next hop and communities of a block: "1 2 0 192.0.2.1 64496:1". */
static void print_attrs(struct buffer *got, struct reader block, bool in_rib)
{
	static uint8_t room[AS_PATH_ROOM];
	struct reader path, next_hop;
	struct address address;
	struct bgp_attrs attrs;
	char text[8192];

	assert_int_equal(bgp_attrs_read(block, &attrs), 0);
	assert_int_equal(bgp_attrs_path(&attrs, 4, room, &path), 0);
	*as_path_put(text, path, &numbers) = '\0';
	buffer_format(got, "%s %u ", text, read_u8(&attrs.values[BGP_ATTR_ORIGIN]));
	if (bgp_attrs_has(&attrs, BGP_ATTR_MP_REACH)) {
		struct reader value = attrs.values[BGP_ATTR_MP_REACH];
		assert_int_equal(mp_reach_next_hop(value, &next_hop), 0);
		assert_int_equal(reader_left(&value) == 17, in_rib);
	} else {
		next_hop = attrs.values[BGP_ATTR_NEXT_HOP];
	}
	unsigned family = reader_left(&next_hop) == 16 ? FAMILY_V6 : FAMILY_V4;
	assert_int_equal(address_read(&next_hop, family, &address), 0);
	buffer_string(got, address_print(&address, text));
	if (bgp_attrs_has(&attrs, BGP_ATTR_COMMUNITIES)) {
		*communities_put(text, attrs.values[BGP_ATTR_COMMUNITIES], &numbers) = '\0';
		buffer_format(got, " %s", text);
	}
}

static const asn_t PATH[] = { 64496, 4200000000 };
static const uint32_t COMMUNITIES[] = { 64496U << 16 | 1, 64496U << 16 | 2 };

static void rows_read_back(void **state)
{
	const struct mrt_route routes[] = {
		{ .path = PATH,
		  .path_count = 2,
		  .next_hop = mrt_sample_address("192.0.2.1"),
		  .communities = COMMUNITIES,
		  .community_count = 2 },
		{ .path = PATH,
		  .path_count = 1,
		  .origin = 2,
		  .next_hop = mrt_sample_address("2001:db8::1") },
		{ .origin = 1, .next_hop = mrt_sample_address("192.0.2.1") },
	};
	const struct mrt_route_of_peer entries[] = { { 0, 1, &routes[0] },
						     { 65535, 2, &routes[1] },
						     { 3, 3, &routes[2] } };
	static const char *const wants[] = {
		"64496 4200000000 0 192.0.2.1 64496:1 64496:2",
		"64496 2 2001:db8::1",
		" 1 192.0.2.1",
	};
	static const char *const prefixes[] = { "0.0.0.0/0", "10.0.0.0/9",    "192.0.2.1/32",
						"::/0",      "2001:db8::/33", "2001:db8::1/128" };

	(void)state;
	for (size_t p = 0; p < COUNT_OF(prefixes); p++) {
		struct rib_entry entry;
		struct prefix prefix;
		struct buffer out;
		struct rib rib;
		buffer_init(&out);
		assert_int_equal(prefix_parse(text_of(prefixes[p]), &prefix), 0);
		assert_int_equal(mrt_write_rib(&out, 7 * UTC_SECOND, 11, &prefix, entries, 3), 0);
		struct mrt_record record = only_record(&out);
		assert_int_equal(rib_read(&record, &rib), 0);
		assert_int_equal(rib.sequence, 11);
		assert_true(prefix_equal(&rib.prefix, &prefix));
		for (size_t i = 0; i < COUNT_OF(entries); i++) {
			struct buffer got;
			buffer_init(&got);
			assert_int_equal(rib_entry_next(&rib, &entry), 1);
			assert_int_equal(entry.peer, entries[i].peer);
			assert_int_equal(entry.originated, entries[i].originated);
			print_attrs(&got, entry.attributes, true);
			buffer_char(&got, '\0');
			assert_string_equal(got.bytes, wants[i]);
			buffer_clear(&got);
		}
		assert_int_equal(reader_left(&rib.entries), 0);
		buffer_clear(&out);
	}
}

static void sessions_read_back(void **state)
{
	const struct mrt_session session =
		mrt_sample_session(4200000000, "2001:db8::1", "2001:db8::2");
	static const struct {
		uint64_t time_us;
		unsigned type;
	} times[] = { { 3 * UTC_SECOND, MRT_BGP4MP }, { 3 * UTC_SECOND + 1, MRT_BGP4MP_ET } };
	struct bgp4mp bgp4mp;
	struct buffer out;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(times); i++) {
		buffer_init(&out);
		mrt_write_state_change(&out, times[i].time_us, &session, 6, 1);
		struct mrt_record record = only_record(&out);
		assert_int_equal(record.type, times[i].type);
		assert_int_equal(record.time_us, times[i].time_us);
		assert_int_equal(bgp4mp_read(&record, &bgp4mp), 0);
		assert_true(bgp4mp.is_state_change);
		assert_int_equal(bgp4mp.peer_asn, session.peer_asn);
		assert_int_equal(bgp4mp.local_asn, session.local_asn);
		assert_true(address_equal(&bgp4mp.peer, &session.peer));
		assert_true(address_equal(&bgp4mp.local, &session.local));
		assert_int_equal(bgp4mp.old_state, 6);
		assert_int_equal(bgp4mp.new_state, 1);
		buffer_clear(&out);
	}
	buffer_init(&out);
	struct reader message = test_hex("ffffffffffffffffffffffffffffffff 0013 04");
	mrt_write_message(&out, 1, &session, message);
	struct mrt_record record = only_record(&out);
	assert_int_equal(bgp4mp_read(&record, &bgp4mp), 0);
	assert_int_equal(reader_left(&bgp4mp.message), 19);
	assert_memory_equal(bgp4mp.message.at, message.at, 19);
	buffer_clear(&out);
}

struct updates {
	struct buffer got; /* of the last message */
	struct prefix *prefixes;
	size_t next, messages;
	bool announced;
};

static void take_nlri(struct updates *u, struct reader nlri, unsigned family)
{
	struct prefix prefix;
	uint32_t path_id;
	int got;

	while ((got = nlri_next(&nlri, family, false, &prefix, &path_id)) > 0)
		assert_true(prefix_equal(&prefix, &u->prefixes[u->next++]));
	assert_int_equal(got, 0);
}

static void take_update(void *context, const struct mrt_record *record)
{
	struct updates *u = context;
	struct bgp_message message;
	struct bgp_update update;
	struct bgp4mp bgp4mp;
	struct reader value;
	struct mp_nlri mp;

	assert_int_equal(bgp4mp_read(record, &bgp4mp), 0);
	assert_in_range(reader_left(&bgp4mp.message), 23, 4096);
	assert_int_equal(bgp_message_read(&bgp4mp.message, &message), 0);
	assert_int_equal(reader_left(&bgp4mp.message), 0);
	assert_int_equal(bgp_update_read(message.body, &update), 0);
	u->messages++;
	if (bgp_attr_find(update.attributes, BGP_ATTR_MP_REACH, &value) == 1) {
		assert_int_equal(mp_reach_read(value, &mp), 0);
		take_nlri(u, mp.nlri, mp.family);
	} else if (bgp_attr_find(update.attributes, BGP_ATTR_MP_UNREACH, &value) == 1) {
		assert_int_equal(mp_unreach_read(value, &mp), 0);
		take_nlri(u, mp.nlri, mp.family);
		return;
	}
	take_nlri(u, u->announced ? update.announced : update.withdrawn, FAMILY_V4);
	if (u->announced) {
		u->got.used = 0;
		print_attrs(&u->got, update.attributes, false);
		buffer_char(&u->got, '\0');
	}
}

enum { MANY = 3000 };

static void updates_read_back(void **state)
{
	const struct mrt_session session = mrt_sample_session(64496, "192.0.2.1", "192.0.2.2");
	static struct prefix v4[MANY], v6[MANY];
	const struct {
		struct mrt_route route;
		struct prefix *prefixes;
		const char *want;
		size_t messages;
	} cases[] = {
		{ { .path = PATH,
		    .path_count = 2,
		    .next_hop = session.peer,
		    .communities = COMMUNITIES,
		    .community_count = 1 },
		  v4,
		  "64496 4200000000 0 192.0.2.1 64496:1",
		  4 },
		{ { .path = PATH,
		    .path_count = 1,
		    .origin = 2,
		    .next_hop = mrt_sample_address("2001:db8::1") },
		  v6,
		  "64496 2 2001:db8::1",
		  9 },
		/* IPv4 with an IPv6 next hop (RFC 8950). */
		{ { .path = PATH, .path_count = 1, .next_hop = mrt_sample_address("2001:db8::1") },
		  v4,
		  "64496 0 2001:db8::1",
		  4 },
	};

	(void)state;
	for (uint32_t i = 0; i < MANY; i++) {
		v4[i] = (struct prefix){ (uint64_t)i << 34, 0, (uint8_t)(30 + i % 3), FAMILY_V4 };
		v6[i] = (struct prefix){ UINT64_C(0x20010db8) << 32 | i, 0, (uint8_t)(64 + i % 65),
					 FAMILY_V6 };
	}
	for (size_t i = 0; i < 2 * COUNT_OF(cases); i++) {
		bool announced = i % 2 == 0;
		struct updates u = { .prefixes = cases[i / 2].prefixes, .announced = announced };
		struct buffer out;
		buffer_init(&out);
		buffer_init(&u.got);
		assert_int_equal(mrt_write_update(&out, 1, &session,
						  announced ? &cases[i / 2].route : NULL,
						  u.prefixes, MANY),
				 0);
		struct mrt_walk walk = mrt_walk(mrt_sample_reader(&out), 0, take_update, &u);
		assert_int_equal(walk.framing.lost_records, 0);
		assert_int_equal(u.next, MANY);
		if (announced) {
			assert_string_equal(u.got.bytes, cases[i / 2].want);
			assert_in_range(u.messages, cases[i / 2].messages, 20);
		}
		buffer_clear(&out);
		buffer_clear(&u.got);
	}
}

/* Nothing is written of what does not fit. */
static void refuses_what_is_too_long(void **state)
{
	enum { LONG = 16400 };
	static asn_t path[LONG];
	const struct mrt_session session = mrt_sample_session(64496, "192.0.2.1", "192.0.2.2");
	struct mrt_route route = { .path = path, .path_count = LONG, .next_hop = session.peer };
	struct mrt_route_of_peer entry = { 0, 0, &route };
	struct prefix prefix = mrt_sample_prefix(0);
	struct buffer out;

	(void)state;
	buffer_init(&out);
	buffer_string(&out, "before");
	assert_int_equal(mrt_write_rib(&out, 1, 1, &prefix, &entry, 1), ERR_LIMIT);
	assert_int_equal(mrt_write_update(&out, 1, &session, &route, &prefix, 1), ERR_LIMIT);
	assert_int_equal(out.used, 6);
	/* What a RIB can say, a message may still not. */
	route.path_count = 16000;
	assert_int_equal(mrt_write_update(&out, 1, &session, &route, &prefix, 1), ERR_LIMIT);
	assert_int_equal(mrt_write_rib(&out, 1, 1, &prefix, &entry, 1), 0);
	/* The longest path that a message has room for. */
	route.path_count = 1000;
	while (mrt_write_update(&out, 1, &session, &route, &prefix, 1) < 0)
		route.path_count--;
	assert_in_range(route.path_count, 995, 1000);
	buffer_clear(&out);
}

/* Each of the eight subtypes: the message says what the session says. */
static void subtypes_read_back(void **state)
{
	struct mrt_route route = { .path = PATH,
				   .path_count = 2,
				   .next_hop = mrt_sample_address("192.0.2.1") };
	static uint8_t room[AS_PATH_ROOM];

	(void)state;
	for (unsigned i = 0; i < 16; i++) {
		struct mrt_session session =
			mrt_sample_session(4200000000, "192.0.2.1", "192.0.2.2");
		struct prefix prefix = mrt_sample_prefix(i / 8), got = { .family = FAMILY_V4 };
		struct bgp_message message;
		struct bgp_update update;
		struct bgp4mp bgp4mp;
		struct bgp_attrs attrs;
		struct reader path, value;
		struct mp_nlri mp = { .family = FAMILY_V4 };
		struct buffer out;
		uint32_t path_id = 1;
		char text[100];

		session.asn_size = i % 2 == 0 ? 2 : 4;
		session.has_path_ids = i % 4 > 1;
		session.is_local = i % 8 > 3;
		if (prefix.family == FAMILY_V6)
			route.next_hop = mrt_sample_address("2001:db8::1");
		buffer_init(&out);
		assert_int_equal(mrt_write_update(&out, i, &session, &route, &prefix, 1), 0);
		struct mrt_record record = only_record(&out);
		assert_int_equal(bgp4mp_read(&record, &bgp4mp), 0);
		assert_int_equal(bgp4mp.asn_size, session.asn_size);
		assert_int_equal(bgp4mp.has_path_ids, session.has_path_ids);
		assert_int_equal(bgp4mp.is_local, session.is_local);
		assert_int_equal(bgp4mp.peer_asn, session.asn_size == 2 ? 23456 : 4200000000);
		assert_int_equal(bgp4mp_message(&bgp4mp, &message), 0);
		assert_int_equal(bgp_update_read(message.body, &update), 0);
		assert_int_equal(bgp_attrs_read(update.attributes, &attrs), 0);
		assert_int_equal(bgp_attrs_path(&attrs, session.asn_size, room, &path), 0);
		*as_path_put(text, path, &numbers) = '\0';
		assert_string_equal(text, "64496 4200000000");
		mp.nlri = update.announced;
		if (bgp_attr_find(update.attributes, BGP_ATTR_MP_REACH, &value) == 1)
			assert_int_equal(mp_reach_read(value, &mp), 0);
		assert_int_equal(
			nlri_next(&mp.nlri, mp.family, session.has_path_ids, &got, &path_id), 1);
		assert_true(prefix_equal(&got, &prefix));
		assert_int_equal(path_id, 0);
		assert_int_equal(reader_left(&mp.nlri), 0);
		mrt_write_state_change(&out, i, &session, 6, 1);
		buffer_clear(&out);
	}
}

/* A row with two entries of three: copied octet by octet, with another count. */
static void rows_can_be_filtered(void **state)
{
	struct mrt_route route = { .path = PATH,
				   .path_count = 2,
				   .next_hop = mrt_sample_address("192.0.2.1"),
				   .communities = COMMUNITIES,
				   .community_count = 2 };
	const struct mrt_route_of_peer entries[] = { { 0, 1, &route },
						     { 1, 2, &route },
						     { 2, 3, &route } };
	const struct mrt_route_of_peer kept[] = { entries[0], entries[2] };
	struct prefix prefix = mrt_sample_prefix(0);
	struct buffer whole, want, got;
	struct rib_entry entry;
	struct rib rib;

	(void)state;
	buffer_init(&whole);
	buffer_init(&want);
	buffer_init(&got);
	assert_int_equal(mrt_write_rib(&whole, UTC_SECOND, 7, &prefix, entries, 3), 0);
	assert_int_equal(mrt_write_rib(&want, UTC_SECOND, 7, &prefix, kept, 2), 0);
	struct mrt_record record = only_record(&whole);
	assert_int_equal(rib_read(&record, &rib), 0);

	size_t start = mrt_write_begin(&got, record.time_us, record.type, record.subtype);
	size_t head = (size_t)(rib.entries.at - record.body.at) - 2;
	buffer_text(&got, (struct text){ (const char *)record.body.at, head });
	buffer_text(&got, (struct text){ "\0\2", 2 });
	for (unsigned i = 0; i < 3; i++) {
		const uint8_t *at = rib.entries.at;
		assert_int_equal(rib_entry_next(&rib, &entry), 1);
		if (i != 1)
			buffer_text(&got, (struct text){ (const char *)at,
							 (size_t)(rib.entries.at - at) });
	}
	mrt_write_end(&got, start);
	assert_int_equal(got.used, want.used);
	assert_memory_equal(got.bytes, want.bytes, want.used);
	buffer_clear(&whole);
	buffer_clear(&want);
	buffer_clear(&got);
}

/* Every type of record with microseconds gets them. */
static void microseconds_are_written(void **state)
{
	static const unsigned types[] = { MRT_BGP4MP_ET, MRT_ISIS_ET, MRT_OSPFV3_ET };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		struct buffer out;
		buffer_init(&out);
		size_t start = mrt_write_begin(&out, 5 * UTC_SECOND + 6, types[i], 1);
		buffer_string(&out, "0123456789");
		mrt_write_end(&out, start);
		struct reader in = mrt_sample_reader(&out);
		struct framing framing;
		struct mrt_record record;
		mrt_framing_init(&framing);
		assert_int_equal(mrt_next(&framing, &in, true, &record), 1);
		assert_int_equal(record.time_us, 5 * UTC_SECOND + 6);
		assert_int_equal(reader_left(&record.body), 10);
		buffer_clear(&out);
	}
}

/* As many as the formats have room for: peers, entries, a name, attributes, a path. */
static void largest_read_back(void **state)
{
	enum { MOST = 65535, PATH_MOST = 16000 };
	static struct bgp_peer peers[MOST];
	static struct mrt_route_of_peer entries[MOST];
	static asn_t path[PATH_MOST];
	static char name[MOST];
	struct mrt_route route = { .path = path, .path_count = PATH_MOST };
	struct mrt_route tiny = { .path = path, .path_count = 1 };
	struct prefix prefix = mrt_sample_prefix(1);
	struct bgp_peer peer;
	struct peer_index index;
	struct rib_entry entry;
	struct buffer out;
	struct rib rib;

	(void)state;
	route.next_hop = mrt_sample_address("2001:db8::1");
	tiny.next_hop = route.next_hop;
	memset(name, 'x', sizeof(name));
	for (unsigned i = 0; i < MOST; i++) {
		peers[i] = (struct bgp_peer){ i, route.next_hop, UINT32_MAX - i };
		entries[i] = (struct mrt_route_of_peer){ i, i, i == 0 ? &route : &tiny };
	}
	buffer_init(&out);
	mrt_write_peers(&out, 0, 1, (struct text){ name, MOST }, peers, MOST);
	struct mrt_record record = only_record(&out);
	assert_int_equal(peer_index_read(record.body, &index), 0);
	assert_int_equal(index.view.len, MOST);
	for (unsigned i = 0; i < MOST; i++) {
		assert_int_equal(peer_index_next(&index, &peer), 1);
		assert_int_equal(peer.asn, UINT32_MAX - i);
	}
	assert_int_equal(peer_index_next(&index, &peer), 0);

	out.used = 0;
	assert_int_equal(mrt_write_rib(&out, 0, UINT32_MAX, &prefix, entries, MOST), 0);
	record = only_record(&out);
	assert_int_equal(rib_read(&record, &rib), 0);
	for (unsigned i = 0; i < MOST; i++) {
		assert_int_equal(rib_entry_next(&rib, &entry), 1);
		assert_int_equal(entry.peer, i);
		assert_in_range(reader_left(&entry.attributes), i == 0 ? 64000 : 30, 65535);
	}
	assert_int_equal(reader_left(&rib.entries), 0);
	for (unsigned i = 0; i < MOST; i++)
		entries[i].route = &route;
	assert_int_equal(mrt_write_rib(&out, 0, 1, &prefix, entries, MOST), ERR_LIMIT);
	buffer_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sample_is_sound),
		cmocka_unit_test(peers_read_back),
		cmocka_unit_test(rows_read_back),
		cmocka_unit_test(sessions_read_back),
		cmocka_unit_test(updates_read_back),
		cmocka_unit_test(subtypes_read_back),
		cmocka_unit_test(rows_can_be_filtered),
		cmocka_unit_test(microseconds_are_written),
		cmocka_unit_test(refuses_what_is_too_long),
		{ "B29 B30 the largest of all read back", largest_read_back, NULL, NULL, NULL },
	};
	number_texts_init(&numbers);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
