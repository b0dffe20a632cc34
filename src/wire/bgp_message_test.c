#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/bgp_message.h"

#define MARKER "ffffffffffffffffffffffffffffffff"

static void reads_headers(void **state)
{
	static const struct {
		const char *hex;
		int want;
		unsigned type;
		size_t body, left;
	} cases[] = {
		{ MARKER "0013 04", 0, BGP_KEEPALIVE, 0, 0 },
		{ MARKER "0017 02 00000000", 0, BGP_UPDATE, 4, 0 },
		/* What follows the message stays where it is; types are not judged here. */
		{ MARKER "0014 ff 01 02", 0, 255, 1, 1 },
		{ MARKER "0012 04", ERR_MALFORMED, 0, 0, 0 },
		{ MARKER "0000 04", ERR_MALFORMED, 0, 0, 0 },
		{ "7fffffffffffffffffffffffffffffff 0013 04", ERR_MALFORMED, 0, 0, 0 },
		{ "fffffffffffffffffffffffffffffffe 0013 04", ERR_MALFORMED, 0, 0, 0 },
		{ MARKER "0014 04", ERR_TRUNCATED, 0, 0, 0 },
		{ MARKER "ffff 04", ERR_TRUNCATED, 0, 0, 0 },
		{ MARKER "0013", ERR_TRUNCATED, 0, 0, 0 },
		{ "", ERR_TRUNCATED, 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct reader in = test_hex(cases[i].hex);
		struct bgp_message message;
		assert_int_equal(bgp_message_read(&in, &message), cases[i].want);
		if (cases[i].want < 0)
			continue;
		assert_int_equal(message.type, cases[i].type);
		assert_int_equal(reader_left(&message.body), cases[i].body);
		assert_int_equal(reader_left(&in), cases[i].left);
	}
}

static void takes_updates_apart(void **state)
{
	static const struct {
		const char *hex;
		int want;
		size_t withdrawn, attributes, announced;
	} cases[] = {
		{ "0000 0000", 0, 0, 0, 0 }, /* End-of-RIB (RFC 4724 section 2) */
		{ "0004 18c00002 0000", 0, 4, 0, 0 },
		{ "0000 0003 400600 18c00002", 0, 0, 3, 4 },
		{ "0004 18c00002 0003 400600 18c00003", 0, 4, 3, 4 },
		{ "0001 0000", ERR_TRUNCATED, 0, 0, 0 },
		{ "ffff 0000", ERR_TRUNCATED, 0, 0, 0 },
		{ "0000 0004 400600", ERR_TRUNCATED, 0, 0, 0 },
		{ "0000 00", ERR_TRUNCATED, 0, 0, 0 },
		{ "", ERR_TRUNCATED, 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bgp_update update;
		assert_int_equal(bgp_update_read(test_hex(cases[i].hex), &update), cases[i].want);
		if (cases[i].want < 0)
			continue;
		assert_int_equal(reader_left(&update.withdrawn), cases[i].withdrawn);
		assert_int_equal(reader_left(&update.attributes), cases[i].attributes);
		assert_int_equal(reader_left(&update.announced), cases[i].announced);
	}
}

static void walks_over_nlri(void **state)
{
	static const struct {
		const char *hex;
		unsigned family;
		bool has_path_ids;
		const char *want;
	} cases[] = {
		{ "", FAMILY_V4, false, "" },
		{ "00 18c00002 20c0000201", FAMILY_V4, false,
		  "0.0.0.0/0 192.0.2.0/24 192.0.2.1/32 " },
		{ "00000007 18c00002 ffffffff 00", FAMILY_V4, true,
		  "192.0.2.0/24#7 0.0.0.0/0#4294967295 " },
		{ "2020010db8 00", FAMILY_V6, false, "2001:db8::/32 ::/0 " },
		{ "18c000", FAMILY_V4, false, "truncated" },
		{ "18c00002 21c000020100", FAMILY_V4, false, "192.0.2.0/24 malformed" },
		{ "ff", FAMILY_V4, false, "malformed" },
		{ "81" MARKER "ff", FAMILY_V6, false, "malformed" },
		{ "000000", FAMILY_V4, true, "truncated" },
		{ "00000007", FAMILY_V4, true, "truncated" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct reader in = test_hex(cases[i].hex);
		char text[PREFIX_TEXT_MAX];
		struct prefix prefix;
		struct buffer got;
		uint32_t path_id;
		int result;
		buffer_init(&got);
		while ((result = nlri_next(&in, cases[i].family, cases[i].has_path_ids, &prefix,
					   &path_id)) > 0) {
			buffer_string(&got, prefix_print(&prefix, text));
			if (cases[i].has_path_ids)
				buffer_format(&got, "#%u", path_id);
			buffer_char(&got, ' ');
		}
		if (result < 0)
			buffer_string(&got, err_name(result));
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, cases[i].want);
		buffer_clear(&got);
	}
}

static void opens_mp(void **state)
{
	static const struct {
		const char *hex;
		int want;
		unsigned afi, safi, family;
		size_t next_hop, nlri;
	} reach[] = {
		{ "0002 01 10 " MARKER "00 2020010db8", 0, 2, 1, FAMILY_V6, 16, 5 },
		{ "0002 02 20 " MARKER MARKER "00", 0, 2, 2, FAMILY_V6, 32, 0 },
		{ "0001 01 04 c0000201 00 18c00002", 0, 1, 1, FAMILY_V4, 4, 4 },
		{ "0001 01 10 " MARKER "00 18c00002", 0, 1, 1, FAMILY_V4, 16, 4 }, /* RFC 8950 */
		{ "4004 47 00 ff", 0, 16388, 71, 0, 0, 0 },
		/* The reserved octet may be anything. */
		{ "0002 01 00 ff", 0, 2, 1, FAMILY_V6, 0, 0 },
		{ "0002 01 10 " MARKER, ERR_TRUNCATED, 0, 0, 0, 0, 0 },
		{ "0002 01 ff " MARKER "00", ERR_TRUNCATED, 0, 0, 0, 0, 0 },
		{ "0002 01", ERR_TRUNCATED, 0, 0, 0, 0, 0 },
		{ "00", ERR_TRUNCATED, 0, 0, 0, 0, 0 },
	}, unreach[] = {
		{ "0002 01", 0, 2, 1, FAMILY_V6, 0, 0 }, /* End-of-RIB */
		{ "0002 01 2020010db8", 0, 2, 1, FAMILY_V6, 0, 5 },
		{ "0001 80 00", 0, 1, 128, FAMILY_V4, 0, 1 },
		{ "0002", ERR_TRUNCATED, 0, 0, 0, 0, 0 },
	};
	struct mp_nlri mp;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(reach) + COUNT_OF(unreach); i++) {
		bool is_reach = i < COUNT_OF(reach);
		const __typeof__(reach[0]) *c =
			is_reach ? &reach[i] : (const void *)&unreach[i - COUNT_OF(reach)];
		struct reader value = test_hex(c->hex);
		assert_int_equal(is_reach ? mp_reach_read(value, &mp) : mp_unreach_read(value, &mp),
				 c->want);
		if (c->want < 0)
			continue;
		assert_int_equal(mp.afi, c->afi);
		assert_int_equal(mp.safi, c->safi);
		assert_int_equal(mp.family, c->family);
		assert_int_equal(reader_left(&mp.next_hop), c->next_hop);
		assert_int_equal(reader_left(&mp.nlri), c->nlri);
	}
}

static void finds_next_hops_in_ribs(void **state)
{
	static const struct {
		const char *hex;
		int want;
		size_t size;
		unsigned first;
	} cases[] = {
		{ "10 20010db8000000000000000000000001", 0, 16, 0x20 }, /* cut down */
		{ "20 " MARKER MARKER, 0, 32, 0xff },
		{ "04 c0000201", 0, 4, 0xc0 },
		{ "0002 01 10 20010db8000000000000000000000001 00 2020010db8", 0, 16, 0x20 },
		{ "10 2001", ERR_TRUNCATED, 0, 0 },
		{ "0002 01 10 2001", ERR_TRUNCATED, 0, 0 },
		{ "00", ERR_TRUNCATED, 0, 0 },
		{ "", ERR_TRUNCATED, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct reader next_hop;
		assert_int_equal(mp_reach_next_hop(test_hex(cases[i].hex), &next_hop),
				 cases[i].want);
		if (cases[i].want < 0)
			continue;
		assert_int_equal(reader_left(&next_hop), cases[i].size);
		assert_int_equal(read_u8(&next_hop), cases[i].first);
	}
}

static void read_as_all(struct reader in)
{
	struct bgp_message message;
	struct bgp_update update;
	struct mp_nlri mp;
	struct reader rest = in, next_hop;
	struct prefix prefix;
	uint32_t path_id;

	if (bgp_message_read(&rest, &message) == 0 && bgp_update_read(message.body, &update) == 0)
		while (nlri_next(&update.withdrawn, FAMILY_V4, false, &prefix, &path_id) > 0)
			continue;
	if (mp_reach_read(in, &mp) == 0)
		while (nlri_next(&mp.nlri, FAMILY_V6, true, &prefix, &path_id) > 0)
			continue;
	(void)!mp_unreach_read(in, &mp);
	(void)!mp_reach_next_hop(in, &next_hop);
}

static void survives_damage(void **state)
{
	static const char *const inputs[] = {
		MARKER "0023 02 0004 18c00002 0003 400600 18c00003 0000",
		"0002 01 10 20010db8000000000000000000000001 00 00000001 2020010db8",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(inputs); i++) {
		struct reader in = test_hex(inputs[i]);
		uint8_t copy[64];
		size_t size = reader_left(&in);
		memcpy(copy, in.at, size);
		test_every_truncation(copy, size, read_as_all);
		test_every_bit_flip(copy, size, read_as_all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_headers),
		cmocka_unit_test(takes_updates_apart),
		cmocka_unit_test(walks_over_nlri),
		cmocka_unit_test(opens_mp),
		{ "B20 MP_REACH of a RIB, full or cut down", finds_next_hops_in_ribs, NULL, NULL,
		  NULL },
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
