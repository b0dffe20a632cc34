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
	struct mrt_peer peer;

	if (peer_index_read(body, &index) < 0)
		return;
	unsigned count = index.count, seen = 0;
	int got;
	for (; (got = peer_index_next(&index, &peer)) > 0; seen++)
		assert(peer.address.family == FAMILY_V4 || peer.address.family == FAMILY_V6);
	assert(got == 0 ? seen == count : seen < count);
}

static void check_row(const struct mrt_record *record, const uint8_t *bytes, size_t size)
{
	struct rib_entry entry;
	struct rib rib;

	if (rib_read(record, &rib) < 0)
		return;
	assert(rib.prefix.len <= family_bits(rib.prefix.family));
	assert(rib.safi == 1 || rib.safi == 2);
	struct rib skipped = rib;
	unsigned count = rib.count, seen = 0;
	int got;
	for (; (got = rib_entry_next(&rib, &entry)) > 0; seen++) {
		assert(rib.has_path_ids || entry.path_id == 0);
		inside(entry.attributes, bytes, size);
	}
	assert(got == 0 ? seen == count : seen < count);
	assert(rib_skip(&skipped) == seen);
	assert(skipped.count == count - seen);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct table_dump dump;

	if (size == 0)
		return 0;
	struct mrt_record record = { .type = MRT_TABLE_DUMP_V2,
				     .subtype = bytes[0] % 16,
				     .body = reader_over(bytes + 1, size - 1) };
	check_peers(record.body);
	check_row(&record, bytes + 1, size - 1);
	record.type = MRT_TABLE_DUMP;
	if (table_dump_read(&record, &dump) == 0) {
		assert(dump.prefix.len <= family_bits(dump.prefix.family));
		assert(dump.peer.family == dump.prefix.family);
		inside(dump.attributes, bytes + 1, size - 1);
	}
	return 0;
}
