#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/bgp_attrs.h"
#include "wire/bgp_text.h"

static struct number_texts numbers;

static void cuts_blocks(void **state)
{
	static const struct {
		const char *hex;
		int want;
		uint64_t present;
	} cases[] = {
		{ "", 0, 0 },
		{ "400101 00", 0, 1 << BGP_ATTR_ORIGIN },
		{ "400600", 0, 1 << BGP_ATTR_ATOMIC_AGGREGATE },
		/* Two octets of length; types that we keep, walk over, and 0. */
		{ "500100 01 00 c02300", 0, 1 << BGP_ATTR_ORIGIN | UINT64_C(1) << BGP_ATTR_OTC },
		{ "c0ff00 c04000 c03f02 0000", 0, UINT64_C(1) << 63 },
		{ "000000", 0, 1 },
		/* What stands before a break is kept. */
		{ "400101 00 400602", ERR_TRUNCATED, 1 << BGP_ATTR_ORIGIN },
		{ "400101 00 40", ERR_TRUNCATED, 1 << BGP_ATTR_ORIGIN },
		{ "400101 00 5006", ERR_TRUNCATED, 1 << BGP_ATTR_ORIGIN },
		{ "5001ffff 00", ERR_TRUNCATED, 0 },
		{ "4001", ERR_TRUNCATED, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bgp_attrs attrs;
		assert_int_equal(bgp_attrs_read(test_hex(cases[i].hex), &attrs), cases[i].want);
		assert_int_equal(attrs.present, cases[i].present);
		assert_int_equal(attrs.has_higher, strncmp(cases[i].hex, "c0ff", 4) == 0);
	}
}

static void the_first_of_a_type_counts(void **state)
{
	struct reader block = test_hex("400101 01 400101 02 c0ff01 07 c0ff01 08");
	struct bgp_attrs attrs;
	struct reader value;

	(void)state;
	assert_int_equal(bgp_attrs_read(block, &attrs), 0);
	assert_int_equal(read_u8(&attrs.values[BGP_ATTR_ORIGIN]), 1);
	assert_int_equal(bgp_attr_find(block, BGP_ATTR_ORIGIN, &value), 1);
	assert_int_equal(read_u8(&value), 1);
	assert_int_equal(bgp_attr_find(block, (enum bgp_attr_type)255, &value), 1);
	assert_int_equal(read_u8(&value), 7);
	assert_int_equal(bgp_attr_find(block, BGP_ATTR_MED, &value), 0);
	assert_int_equal(bgp_attr_find(test_hex("400101 00 4004"), BGP_ATTR_MED, &value),
			 ERR_TRUNCATED);
	assert_int_equal(bgp_attr_find(test_hex("400101 00 4004"), BGP_ATTR_ORIGIN, &value), 1);
}

/* AS_PATH of two octets per AS; AS4_PATH; what comes of them. */
#define PATH(size, hex)  "4002" size hex
#define PATH4(size, hex) "c011" size hex

static const struct {
	const char *hex;
	unsigned asn_size;
	const char *want;
} WIDENED[] = {
	{ "", 2, "" },
	{ "", 4, "" },
	{ PATH("06", "0202 0001 0002"), 2, "1 2" },
	{ PATH("0a", "0202 00000001 00000002"), 4, "1 2" },
	{ PATH("0c", "0202 0001 0002 0102 0003 0004"), 2, "1 2 {3,4}" },
	/* AS4_PATH as long as AS_PATH takes its place. */
	{ PATH("06", "0202 0001 5ba0") PATH4("0a", "0202 00000001 00010000"), 2, "1 65536" },
	/* Shorter: what is missing comes from the front of AS_PATH. */
	{ PATH("0a", "0204 0001 5ba0 0003 5ba0") PATH4("0a", "0202 00000003 00010000"), 2,
	  "1 23456 3 65536" },
	{ PATH("0c", "0202 0001 0002 0202 0003 0004") PATH4("06", "0201 00010000"), 2,
	  "1 2 3 65536" },
	{ PATH("0c", "0202 0001 0002 0202 0003 0004")
		  PATH4("0e", "0203 00000002 00000003 00010000"),
	  2, "1 2 3 65536" },
	/* A set counts for one. */
	{ PATH("0c", "0202 0001 0002 0102 0003 0004") PATH4("06", "0201 00010000"), 2,
	  "1 2 65536" },
	{ PATH("0c", "0102 0001 0002 0202 0003 0004") PATH4("0a", "0202 00000003 00010000"), 2,
	  "{1,2} 3 65536" },
	{ PATH("08", "0203 0001 0002 0003") PATH4("10", "0201 00000002 0102 00010000 00010001"), 2,
	  "1 2 {65536,65537}" },
	/* Longer: AS4_PATH is ignored. Empty or broken: likewise. */
	{ PATH("06", "0202 0001 0002") PATH4("0e", "0203 00000001 00010000 00000002"), 2, "1 2" },
	{ PATH("06", "0202 0001 0002") PATH4("00", ""), 2, "1 2" },
	{ PATH("06", "0202 0001 0002") PATH4("05", "0201 000100"), 2, "1 2" },
	{ PATH("06", "0202 0001 0002") PATH4("06", "0501 00010000"), 2, "1 2" },
	/* Segments of a confederation count for none and stay in front... */
	{ PATH("0a", "0301 fde8 0202 0001 5ba0") PATH4("0a", "0202 00000001 00010000"), 2,
	  "(65000) 1 65536" },
	{ PATH("0e", "0201 0001 0401 fde8 0202 0002 5ba0") PATH4("0a", "0202 00000002 00010000"), 2,
	  "1 [65000] 2 65536" },
	/* ...but not where AS4_PATH stands, and not out of AS4_PATH. */
	{ PATH("0a", "0202 0001 5ba0 0301 fde8") PATH4("0a", "0202 00000001 00010000"), 2,
	  "1 65536" },
	{ PATH("06", "0202 0001 5ba0") PATH4("10", "0301 0000fde8 0202 00000001 00010000"), 2,
	  "1 65536" },
	/* The aggregator contradicts (RFC 6793 section 4.2.3). */
	{ PATH("06", "0202 0001 5ba0") PATH4(
		  "0a", "0202 00000001 00010000") "c00706 0009 c0000201 c01208 00000009 c0000201",
	  2, "1 23456" },
	{ PATH("06", "0202 0001 5ba0") PATH4(
		  "0a", "0202 00000001 00010000") "c00706 5ba0 c0000201 c01208 00010000 c0000201",
	  2, "1 65536" },
	{ PATH("06", "0202 0001 5ba0") PATH4("0a", "0202 00000001 00010000") "c00706 0009 c0000201",
	  2, "1 65536" },
	/* Between four-octet speakers AS4_PATH means nothing. */
	{ PATH("06", "0201 00000001") PATH4("06", "0201 00010000"), 4, "1" },
	/* Broken AS_PATHs. */
	{ PATH("05", "0202 0001 00"), 2, "truncated" },
	{ PATH("06", "0202 0001 0002"), 4, "truncated" },
	{ PATH("04", "0701 0001"), 2, "malformed" },
};

static void widens_paths(void **state)
{
	static uint8_t room[AS_PATH_ROOM];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(WIDENED); i++) {
		struct bgp_attrs attrs;
		struct reader path;
		char got[256];
		assert_int_equal(bgp_attrs_read(test_hex(WIDENED[i].hex), &attrs), 0);
		int result = bgp_attrs_path(&attrs, WIDENED[i].asn_size, room, &path);
		if (result == 0)
			*as_path_put(got, path, &numbers) = '\0';
		assert_string_equal(result == 0 ? got : err_name(result), WIDENED[i].want);
	}
}

/* The longest AS_PATH and AS4_PATH that one block can hold fit into the room. */
static void the_room_is_large_enough(void **state)
{
	static uint8_t room[AS_PATH_ROOM], block[65535];
	size_t size = sizeof(block) - 4 - 9; /* AS4_PATH follows */
	struct bgp_attrs attrs;
	struct reader path;

	(void)state;
	block[0] = 0x50;
	block[1] = BGP_ATTR_AS_PATH;
	block[2] = (uint8_t)(size >> 8);
	block[3] = (uint8_t)size;
	for (size_t at = 4; at + 2 <= 4 + size;) {
		size_t count = (4 + size - at - 2) / 2 < 255 ? (4 + size - at - 2) / 2 : 255;
		block[at] = AS_SEQUENCE;
		block[at + 1] = (uint8_t)count;
		at += 2 + 2 * count;
	}
	static const uint8_t as4[] = { 0xc0, BGP_ATTR_AS4_PATH, 6, 2, 1, 0, 1, 0, 0 };
	memcpy(block + 4 + size, as4, sizeof(as4));
	assert_int_equal(bgp_attrs_read(test_bytes(block, sizeof(block)), &attrs), 0);
	assert_int_equal(bgp_attrs_path(&attrs, 2, room, &path), 0);
	assert_true(reader_left(&path) > 65535);
}

static void read_all(struct reader in)
{
	static uint8_t room[AS_PATH_ROOM];
	struct bgp_attrs attrs;
	struct reader path;
	asn_t origin;

	(void)!bgp_attrs_read(in, &attrs);
	for (unsigned asn_size = 2; asn_size <= 4; asn_size += 2)
		if (bgp_attrs_path(&attrs, asn_size, room, &path) == 0)
			assert_int_equal(as_path_origin(path, 1, &origin), 0);
	(void)!as_path_origin(in, 1, &origin);
}

static void survives_damage(void **state)
{
	struct reader in = test_hex("400101 00" PATH("0c", "0202 0001 0002 0102 0003 0004") PATH4(
		"0a", "0202 00000003 00010000") "c00706 5ba0 c0000201 c01208 00010000 c0000201"
						"500e0005 1020010db8");
	uint8_t copy[128];
	size_t size = reader_left(&in);

	(void)state;
	memcpy(copy, in.at, size);
	test_every_truncation(copy, size, read_all);
	test_every_bit_flip(copy, size, read_all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts_blocks),     cmocka_unit_test(the_first_of_a_type_counts),
		cmocka_unit_test(widens_paths),    cmocka_unit_test(the_room_is_large_enough),
		cmocka_unit_test(survives_damage),
	};
	number_texts_init(&numbers);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
