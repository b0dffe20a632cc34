/* Whatever the bytes: the parts of a message add up to it, and prefixes keep within their family.
 */
#include "base/fuzz.h"

#include "wire/bgp_message.h"

static void walk(struct reader nlri, unsigned family, bool has_path_ids)
{
	struct prefix prefix;
	uint32_t path_id;
	int got;

	for (size_t left = reader_left(&nlri);
	     (got = nlri_next(&nlri, family, has_path_ids, &prefix, &path_id)) > 0;
	     left = reader_left(&nlri)) {
		assert(reader_left(&nlri) < left);
		assert(prefix.family == family && prefix.len <= family_bits(family));
		struct prefix cut = prefix_cut(&prefix, prefix.len);
		assert(prefix_equal(&cut, &prefix));
	}
	assert(got < 0 || reader_left(&nlri) == 0);
}

static void open_message(struct reader in)
{
	struct bgp_message message;
	struct bgp_update update;
	size_t size = reader_left(&in);

	if (bgp_message_read(&in, &message) < 0)
		return;
	assert(reader_left(&message.body) + reader_left(&in) + 19 == size);
	if (bgp_update_read(message.body, &update) < 0)
		return;
	assert(reader_left(&update.withdrawn) + reader_left(&update.attributes) +
		       reader_left(&update.announced) + 4 ==
	       reader_left(&message.body));
	walk(update.withdrawn, FAMILY_V4, false);
	walk(update.announced, FAMILY_V4, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct reader in = reader_over(bytes, size), next_hop;
	struct mp_nlri mp;

	open_message(in);
	if (mp_reach_read(in, &mp) == 0) {
		assert(reader_left(&mp.next_hop) + reader_left(&mp.nlri) + 5 == size);
		if (mp.family != 0)
			walk(mp.nlri, mp.family, false);
	}
	if (mp_unreach_read(in, &mp) == 0 && mp.family != 0)
		walk(mp.nlri, mp.family, true);
	if (mp_reach_next_hop(in, &next_hop) == 0)
		assert(reader_left(&next_hop) <= UINT8_MAX);
	return 0;
}
