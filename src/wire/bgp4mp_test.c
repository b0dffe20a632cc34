#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/bgp4mp.h"

#define V6 "20010db800000000000000000000000"

static void print(struct buffer *got, const struct mrt_record *record)
{
	char peer[ADDRESS_TEXT_MAX], local[ADDRESS_TEXT_MAX];
	struct bgp4mp bgp4mp;
	int result = bgp4mp_read(record, &bgp4mp);

	if (result < 0) {
		buffer_string(got, err_name(result));
		return;
	}
	buffer_format(got, "%s AS%u > %s AS%u if %u", address_print(&bgp4mp.peer, peer),
		      bgp4mp.peer_asn, address_print(&bgp4mp.local, local), bgp4mp.local_asn,
		      bgp4mp.interface);
	if (bgp4mp.is_state_change)
		buffer_format(got, " %u>%u", bgp4mp.old_state, bgp4mp.new_state);
	buffer_format(got, " asn%u%s%s +%u", bgp4mp.asn_size, bgp4mp.is_local ? " local" : "",
		      bgp4mp.has_path_ids ? " ids" : "", (unsigned)reader_left(&bgp4mp.message));
}

static void reads(void **state)
{
	static const struct {
		unsigned subtype;
		const char *hex, *want;
	} cases[] = {
		{ 0, "fde8 fde9 0003 0001 c0000201 c0000202 0006 0001",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 3 6>1 asn2 +0" },
		{ 5, "fa56ea00 0000fde9 0000 0002 " V6 "1" V6 "2 0001 0003",
		  "2001:db8::1 AS4200000000 > 2001:db8::2 AS65001 if 0 1>3 asn4 +0" },
		/* States that no standard knows are kept as they are. */
		{ 0, "fde8 fde9 0000 0001 c0000201 c0000202 0000 ffff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 0>65535 asn2 +0" },
		{ 0, "fde8 fde9 0000 0001 c0000201 c0000202 0007 0008 ffff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 7>8 asn2 +2" },
		{ 1, "fde8 fde9 0000 0001 c0000201 c0000202 ffff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 asn2 +2" },
		{ 4, "fa56ea00 0000fde9 0000 0001 c0000201 c0000202",
		  "192.0.2.1 AS4200000000 > 192.0.2.2 AS65001 if 0 asn4 +0" },
		{ 6, "fde8 fde9 0000 0001 c0000201 c0000202 ff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 asn2 local +1" },
		{ 7, "0000fde8 0000fde9 0000 0001 c0000201 c0000202 ff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 asn4 local +1" },
		{ 8, "fde8 fde9 0000 0001 c0000201 c0000202 ff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 asn2 ids +1" },
		{ 9, "0000fde8 0000fde9 0000 0002 " V6 "1" V6 "2 ff",
		  "2001:db8::1 AS65000 > 2001:db8::2 AS65001 if 0 asn4 ids +1" },
		{ 10, "fde8 fde9 0000 0001 c0000201 c0000202 ff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 asn2 local ids +1" },
		{ 11, "0000fde8 0000fde9 0000 0001 c0000201 c0000202 ff",
		  "192.0.2.1 AS65000 > 192.0.2.2 AS65001 if 0 asn4 local ids +1" },
		/* Families that we do not read. */
		{ 1, "fde8 fde9 0000 0000 c0000201 c0000202", "unsupported" },
		{ 1, "fde8 fde9 0000 0003 c0000201 c0000202", "unsupported" },
		{ 1, "fde8 fde9 0000 4004 c0000201 c0000202", "unsupported" },
		/* Subtypes: an entry, a snapshot (both gone since 2002), none. */
		{ 2, "fde8 fde9 0000 0001 c0000201 c0000202", "unsupported" },
		{ 3, "fde8 fde9 0000 0001 c0000201 c0000202", "unsupported" },
		{ 12, "fde8 fde9 0000 0001 c0000201 c0000202", "unsupported" },
		/* Cut short. */
		{ 0, "fde8 fde9 0000 0001 c0000201 c0000202 0006 00", "truncated" },
		{ 1, "fde8 fde9 0000 0001 c0000201 c00002", "truncated" },
		{ 1, "fde8 fde9 0000 0002 c0000201 c0000202", "truncated" },
		{ 4, "fde8 fde9 0000", "truncated" },
		{ 1, "", "truncated" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct mrt_record record = { .type = i % 2 == 0 ? MRT_BGP4MP : MRT_BGP4MP_ET,
					     .subtype = (uint16_t)cases[i].subtype,
					     .body = test_hex(cases[i].hex) };
		struct buffer got;
		buffer_init(&got);
		print(&got, &record);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, cases[i].want);
		buffer_clear(&got);
	}
	struct mrt_record other = { .type = MRT_TABLE_DUMP_V2, .subtype = 1 };
	struct bgp4mp bgp4mp;
	assert_int_equal(bgp4mp_read(&other, &bgp4mp), ERR_UNSUPPORTED);
}

static void read_as_all(struct reader in)
{
	for (unsigned subtype = 0; subtype < 13; subtype++) {
		struct mrt_record record = { .type = MRT_BGP4MP,
					     .subtype = (uint16_t)subtype,
					     .body = in };
		struct bgp4mp bgp4mp;
		if (bgp4mp_read(&record, &bgp4mp) == 0)
			assert_true(reader_left(&bgp4mp.message) < reader_left(&in));
	}
}

static void survives_damage(void **state)
{
	uint8_t copy[64];
	struct reader in = test_hex("0000fde8 0000fde9 0000 0002 " V6 "1" V6 "2 0001 0003");
	size_t size = reader_left(&in);

	(void)state;
	memcpy(copy, in.at, size);
	test_every_truncation(copy, size, read_as_all);
	test_every_bit_flip(copy, size, read_as_all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
