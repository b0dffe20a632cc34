#include "base/testkit.h"

#include "net/prefix.h"

#include <arpa/inet.h>
#include <stdio.h>

#include "base/index.h"

/* A fixed sequence of words that look random: the same on every machine. */
static uint64_t word_at(uint64_t i)
{
	return hash_words(i, UINT64_C(0x646563));
}

static struct text flush(const char *terminated)
{
	return test_text(terminated, strlen(terminated));
}

static struct prefix prefix(const char *terminated)
{
	struct prefix prefix;

	assert_int_equal(prefix_parse(flush(terminated), &prefix), 0);
	return prefix;
}

/* Our spelling against the C library's, and back. */
static void check_address(const uint8_t octets[16], unsigned family)
{
	char expected[INET6_ADDRSTRLEN], text[ADDRESS_TEXT_MAX];
	struct address address, again;
	struct reader in = reader_over(octets, family_bits(family) / 8);

	assert_int_equal(address_read(&in, family, &address), 0);
	assert_non_null(inet_ntop(family == FAMILY_V4 ? AF_INET : AF_INET6, octets, expected,
				  sizeof(expected)));
	assert_string_equal(address_print(&address, text), expected);
	assert_int_equal(address_parse(text_of(text), &again), 0);
	assert_true(address_equal(&address, &again));
}

/* Random v6 groups, each zero in half of the addresses, so that runs of zeros of every kind occur.
 */
static void spells_addresses_like_the_c_library(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < 200000; i++) {
		uint64_t words[2] = { word_at(3 * i), word_at(3 * i + 1) };
		uint64_t zeros = word_at(3 * i + 2);
		uint8_t octets[16];
		memcpy(octets, words, sizeof(octets));
		check_address(octets, FAMILY_V4);
		for (unsigned group = 0; group < 8; group++) {
			if (zeros >> group & 1)
				octets[2 * group] = octets[2 * group + 1] = 0;
			else if (zeros >> (8 + group) & 1)
				octets[2 * group] = 0; /* a group of one or two digits */
		}
		check_address(octets, FAMILY_V6);
	}
}

/* RFC 5952 section 4 and 5. */
static void spells_v6_as_recommended(void **state)
{
	static const char *const canonical[] = {
		"::",
		"::1",
		"1::",
		"2001:db8::1",
		"2001:db8::1:0:0:1",
		"2001:db8:0:1:1:1:1:1",
		"2001:db8:0:0:1::",
		"1:0:0:2::3",
		"::ffff:192.0.2.1",
		"::192.0.2.1",
		"64:ff9b::c000:201",
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		"fe80::abcd:ef",
		"1:2:3:4:5:6:7:0",
		"0:1:2:3:4:5:6:7",
		"1:2:3:4:5:6::",
		"::1:2:3:4:5:6",
	};
	static const struct {
		const char *typed, *canonical;
	} others[] = {
		{ "2001:DB8:0:0:0:0:0:1", "2001:db8::1" },
		{ "2001:0db8::0001", "2001:db8::1" },
		{ "2001:db8::0:1", "2001:db8::1" },
		{ "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
		{ "2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
		{ "::ffff:c000:201", "::ffff:192.0.2.1" },
	};
	struct address address;
	char text[ADDRESS_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(canonical); i++) {
		assert_int_equal(address_parse(flush(canonical[i]), &address), 0);
		assert_string_equal(address_print(&address, text), canonical[i]);
	}
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		assert_int_equal(address_parse(flush(others[i].typed), &address), 0);
		assert_string_equal(address_print(&address, text), others[i].canonical);
	}
}

static void parses_prefixes_both_ways(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < 100000; i++) {
		unsigned family = i % 2 == 0 ? FAMILY_V4 : FAMILY_V6;
		struct prefix whole = { word_at(4 * i), word_at(4 * i + 1), 0, (uint8_t)family };
		whole.len = (uint8_t)(word_at(4 * i + 2) % (family_bits(family) + 1));
		struct prefix cut = prefix_cut(&whole, whole.len), again;
		char text[PREFIX_TEXT_MAX];
		assert_int_equal(prefix_parse(text_of(prefix_print(&cut, text)), &again), 0);
		assert_true(prefix_equal(&cut, &again));
	}
}

static void refuses_other_spellings(void **state)
{
	static const char *const bad[] = {
		"",
		"/",
		"192.0.2.0",
		"192.0.2.0/",
		"/24",
		"192.0.2.0/33",
		"192.0.2.0/-1",
		"192.0.2.0/+8",
		"192.0.2.0/024",
		"192.0.2.0/00",
		"192.0.2.0/24 ",
		" 192.0.2.0/24",
		"192.0.2/24",
		"192.0.2.0/24/24",
		"192.0.2.0.0/24",
		"192.0.2.256/32",
		"192.0.02.0/24",
		"0x7f.0.0.0/8",
		"192.0.2.1/24",
		"2001:db8::/129",
		"2001:db8::1/32",
		"2001:db8:::/32",
		"2001:db8::1::/64",
		"2001:db8::g/128",
		"12345::/16",
		"fe80::1%eth0/128",
		"1:2:3:4:5:6:7:8:9/128",
		"::/0x0",
		"192.0.2.0/4294967320",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb/1",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaa/1",
	};
	struct prefix out = { 7, 7, 7, 7 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(prefix_parse(flush(bad[i]), &out), ERR_MALFORMED);
	assert_int_equal(prefix_parse(test_text("192.0.2.0\0/24", 13), &out), ERR_MALFORMED);
	assert_int_equal(prefix_parse(test_text("::\0/24", 6), &out), ERR_MALFORMED);
	assert_int_equal(out.hi, 7);
	assert_int_equal(out.len, 7);
}

static void forgives_what_people_type(void **state)
{
	static const struct {
		const char *typed, *meant;
		bool cut;
	} cases[] = {
		{ "192.0.2.1/24", "192.0.2.0/24", true },
		{ "192.0.2.0/24", "192.0.2.0/24", false },
		{ "192.0.2.1/0", "0.0.0.0/0", true },
		{ "2001:db8::1/32", "2001:db8::/32", true },
		{ "2001:db8:0:1::/65", "2001:db8:0:1::/65", false },
		{ "2001:db8:0:1:8000::/64", "2001:db8:0:1::/64", true },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct prefix loose, meant = prefix(cases[i].meant);
		bool cut;
		assert_int_equal(prefix_parse_loose(flush(cases[i].typed), &loose, &cut), 0);
		assert_true(prefix_equal(&loose, &meant));
		assert_int_equal(cut, cases[i].cut);
	}
}

static void covers(void **state)
{
	static const struct {
		const char *outer, *inner;
		bool covers;
	} cases[] = {
		{ "0.0.0.0/0", "192.0.2.0/24", true },
		{ "0.0.0.0/0", "::/0", false },
		{ "::/0", "0.0.0.0/0", false },
		{ "192.0.2.0/24", "192.0.2.0/24", true },
		{ "192.0.2.0/24", "192.0.2.128/25", true },
		{ "192.0.2.128/25", "192.0.2.0/24", false },
		{ "192.0.2.0/24", "192.0.3.0/24", false },
		{ "192.0.2.1/32", "192.0.2.1/32", true },
		{ "::/0", "ffff::/16", true },
		{ "2001:db8::/32", "2001:db8:ffff::/48", true },
		{ "2001:db8::/63", "2001:db8:0:1::/64", true },
		{ "2001:db8::/64", "2001:db8::8000:0:0:0/65", true },
		{ "2001:db8::/65", "2001:db8::8000:0:0:0/65", false },
		{ "2001:db8::/127", "2001:db8::1/128", true },
		{ "2001:db8::/128", "2001:db8::1/128", false },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct prefix outer = prefix(cases[i].outer), inner = prefix(cases[i].inner);
		assert_int_equal(prefix_covers(&outer, &inner), cases[i].covers);
	}
}

/* Every cut of a prefix covers it, stands before it, and has a hash of its own. */
static void orders_and_cuts(void **state)
{
	static const char *const ascending[] = {
		"0.0.0.0/0",   "0.0.0.0/8",   "10.0.0.0/8",   "10.0.0.0/9",
		"10.0.0.0/32", "10.0.0.1/32", "10.128.0.0/9", "255.255.255.255/32",
		"::/0",        "::/128",      "::1/128",      "1::/16",
		"8000::/1",    "8000::/128",  "8000::1/128",  "ffff::/16",
	};
	struct prefix v6 = prefix("2001:db8:dead:beef:cafe:f00d:1234:5678/128");
	struct prefix v4 = prefix("203.0.113.255/32");

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ascending); i++) {
		for (size_t j = 0; j < COUNT_OF(ascending); j++) {
			struct prefix a = prefix(ascending[i]), b = prefix(ascending[j]);
			int order = prefix_compare(&a, &b);
			assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
			assert_int_equal(prefix_equal(&a, &b), i == j);
			assert_int_equal(prefix_hash(&a) == prefix_hash(&b), i == j);
		}
	}
	for (unsigned len = 0; len <= 128; len++) {
		struct prefix cut = prefix_cut(&v6, len);
		assert_true(prefix_covers(&cut, &v6));
		assert_true(prefix_compare(&cut, &v6) < 0 || len == 128);
		assert_int_equal(cut.len, len);
	}
	for (unsigned len = 0; len < 32; len++) {
		struct prefix cut = prefix_cut(&v4, len), next = prefix_cut(&v4, len + 1);
		assert_true(prefix_covers(&cut, &next));
		assert_false(prefix_covers(&next, &cut));
	}
}

static void compares_addresses(void **state)
{
	static const char *const ascending[] = { "0.0.0.0", "192.0.2.1", "255.255.255.255",
						 "::",      "::1",       "2001:db8::" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ascending); i++) {
		for (size_t j = 0; j < COUNT_OF(ascending); j++) {
			struct address a, b;
			assert_int_equal(address_parse(flush(ascending[i]), &a), 0);
			assert_int_equal(address_parse(flush(ascending[j]), &b), 0);
			int order = address_compare(&a, &b);
			assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
			assert_int_equal(address_equal(&a, &b), i == j);
		}
	}
}

static void reads_the_wire(void **state)
{
	static const struct {
		const char *hex;
		unsigned family;
		int err;
		const char *prefix;
		size_t left;
	} cases[] = {
		{ "00", FAMILY_V4, 0, "0.0.0.0/0", 0 },
		{ "18 c00002", FAMILY_V4, 0, "192.0.2.0/24", 0 },
		{ "18 c00002 18", FAMILY_V4, 0, "192.0.2.0/24", 1 },
		{ "09 0aff", FAMILY_V4, 0, "10.128.0.0/9",
		  0 }, /* bits past the length: irrelevant */
		{ "20 c0000201", FAMILY_V4, 0, "192.0.2.1/32", 0 },
		{ "21 c000020100", FAMILY_V4, ERR_MALFORMED, NULL, 5 },
		{ "ff", FAMILY_V4, ERR_MALFORMED, NULL, 0 },
		{ "", FAMILY_V4, ERR_TRUNCATED, NULL, 0 },
		{ "18 c000", FAMILY_V4, ERR_TRUNCATED, NULL, 2 },
		{ "00", FAMILY_V6, 0, "::/0", 0 },
		{ "20 20010db8", FAMILY_V6, 0, "2001:db8::/32", 0 },
		{ "41 20010db8 00000001 ff", FAMILY_V6, 0, "2001:db8:0:1:8000::/65", 0 },
		{ "21 20010db8ff", FAMILY_V6, 0, "2001:db8:8000::/33", 0 },
		{ "80 20010db8000000000000000000000001", FAMILY_V6, 0, "2001:db8::1/128", 0 },
		{ "81 20010db800000000000000000000000100", FAMILY_V6, ERR_MALFORMED, NULL, 17 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct reader in = test_hex(cases[i].hex);
		struct prefix read = { 7, 7, 7, 7 };
		assert_int_equal(prefix_read(&in, cases[i].family, &read), cases[i].err);
		assert_int_equal(reader_left(&in), cases[i].left);
		if (cases[i].err == 0) {
			struct prefix expected = prefix(cases[i].prefix);
			assert_true(prefix_equal(&read, &expected));
		} else {
			assert_int_equal(read.hi, 7);
		}
	}
}

static void read_both(struct reader in)
{
	static const unsigned families[] = { FAMILY_V4, FAMILY_V6 };

	for (size_t i = 0; i < COUNT_OF(families); i++) {
		struct reader again = in;
		size_t size = reader_left(&in);
		struct prefix read;
		struct address address;
		int err = prefix_read(&again, families[i], &read);
		if (err == 0)
			assert_true(read.len <= family_bits(families[i]));
		else
			assert_true(err == ERR_TRUNCATED || err == ERR_MALFORMED);
		again = in;
		assert_int_equal(address_read(&again, families[i], &address),
				 size < family_bits(families[i]) / 8 ? ERR_TRUNCATED : 0);
	}
}

static void survives_damage(void **state)
{
	static const uint8_t v6[] = { 128, 0x20, 0x01, 0x0d, 0xb8, 1,  2,  3, 4,
				      5,   6,    7,    8,    9,    10, 11, 12 };
	(void)state;
	test_every_truncation(v6, sizeof(v6), read_both);
	test_every_bit_flip(v6, sizeof(v6), read_both);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spells_addresses_like_the_c_library),
		cmocka_unit_test(spells_v6_as_recommended),
		cmocka_unit_test(parses_prefixes_both_ways),
		cmocka_unit_test(refuses_other_spellings),
		cmocka_unit_test(forgives_what_people_type),
		cmocka_unit_test(covers),
		cmocka_unit_test(orders_and_cuts),
		cmocka_unit_test(compares_addresses),
		cmocka_unit_test(reads_the_wire),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
