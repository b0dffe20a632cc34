/* Whatever the body: tables of peers and rows give no more than they state, and walking over
 * entries finds as many as reading them. The first octet is the subtype. */
#include "base/fuzz.h"

#include "wire/mrt_table.h"

static void inside(struct reader inner, const uint8_t *bytes, size_t size)
{
	assert(!inner.failed && reader_left(&inner) <= size);
	if (reader_left(&inner) > 0)
		assert(inner.at >= bytes && inner.end <= bytes + size);
}

static void check_peers(struct reader body)
{
	struct peer_index index;
	struct bgp_peer peer;

	if (peer_index_read(body, &index) < 0)
		return;
	unsigned count = index.count, seen = 0;
	int got;
	for (; (got = peer_index_next(&index, &peer)) > 0; seen++)
		assert(peer.address.family == FAMILY_V4 || peer.address.family == FAMILY_V6);
	assert(got == 0 ? seen == count : seen < count);
}

static void check_places(struct reader body)
{
	struct geo_peer_table table;
	struct geo_peer peer;

	if (geo_peer_read(body, &table) < 0)
		return;
	unsigned count = table.count, seen = 0;
	int got;
	for (; (got = geo_peer_next(&table, &peer)) > 0; seen++)
		assert(peer.peer.address.family != 0);
	assert(got == 0 ? seen == count : seen < count);
}

static void check_row(const struct mrt_record *record, const uint8_t *bytes, size_t size)
{
	struct rib_entry entry;
	struct rib rib, of_prefix;

	if (rib_read_any(record, &rib) < 0)
		return;
	assert((rib_read(record, &of_prefix) == 0) == (rib.prefix.family != 0));
	assert(rib.prefix.family == 0 || (rib.safi == 1 || rib.safi == 2));
	assert(rib.prefix.family == 0 || rib.prefix.len <= family_bits(rib.prefix.family));
	assert(reader_left(&rib.nlri) > 0);
	inside(rib.nlri, bytes, size);
	struct rib skipped = rib, mended = rib;
	unsigned count = rib.count, seen = 0;
	int got;
	for (; (got = rib_entry_next(&rib, &entry)) > 0; seen++) {
		assert(rib.has_path_ids || entry.path_id == rib.path_id);
		inside(entry.attributes, bytes, size);
	}
	assert(got == 0 ? seen == count : seen < count);
	assert(rib_skip(&skipped) == seen);
	assert(skipped.count == count - seen);
	if (rib_mend_path_ids(&mended)) {
		assert(skipped.count > 0 || reader_left(&skipped.entries) > 0);
		assert(rib_skip(&mended) == count && reader_left(&mended.entries) == 0);
	}
}

static void check_dump(const struct mrt_record *record, const uint8_t *bytes, size_t size)
{
	struct table_dump dump;
	int got = table_dump_read(record, &dump);
	size_t left = size;

	for (got = got == 0 ? 1 : got; got > 0; got = table_dump_next(&dump)) {
		assert(dump.prefix.len <= family_bits(dump.prefix.family));
		assert(record->type == MRT_BGP4MP || dump.peer.family == dump.prefix.family);
		assert(dump.safi == 1 || dump.safi == 2);
		inside(dump.attributes, bytes, size);
		inside(dump.next_hop, bytes, size);
		assert(reader_left(&dump.rest) < left);
		left = reader_left(&dump.rest);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size == 0)
		return 0;
	struct mrt_record record = { .type = MRT_TABLE_DUMP_V2,
				     .subtype = bytes[0] % 16,
				     .body = reader_over(bytes + 1, size - 1) };
	check_peers(record.body);
	check_places(record.body);
	check_row(&record, bytes + 1, size - 1);
	record.type = MRT_TABLE_DUMP;
	check_dump(&record, bytes + 1, size - 1);
	record.type = MRT_BGP4MP;
	check_dump(&record, bytes + 1, size - 1);
	return 0;
}
