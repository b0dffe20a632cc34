#include "base/testkit.h"

#include <stdio.h>
#include <stdlib.h>

#include "net/as_path.h"
#include "wire/bgp_text.h"

enum { ROOM = 1024 };

static struct number_texts numbers;

static void spells_addresses(void **state)
{
	static const struct {
		const char *address, *want;
	} cases[] = {
		{ "0.0.0.0", "0.0.0.0" },
		{ "192.0.2.100", "192.0.2.100" },
		{ "255.255.255.255", "255.255.255.255" },
		{ "2001:db8::1", "2001:db8::1" },
		{ "::", "::" },
		{ "::1", "::1" },
		{ "fe80::", "fe80::" },
		{ "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8" },
		{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
		/* Not like RFC 5952: a single zero group is shortened, wherever it stands. */
		{ "2001:7f8:30:0:2:1:0:8447", "2001:7f8:30::2:1:0:8447" },
		{ "0:2:3:4:5:6:7:8", "::2:3:4:5:6:7:8" },
		{ "1:2:3:4:5:6:7:0", "1:2:3:4:5:6:7::" },
		/* The longest run; of equal ones the first. */
		{ "1:0:2:0:0:3:4:5", "1:0:2::3:4:5" },
		{ "1:0:0:2:0:0:3:4", "1::2:0:0:3:4" },
		{ "0:0:1:0:0:0:2:3", "0:0:1::2:3" },
		/* IPv4 inside. */
		{ "::ffff:192.0.2.1", "::ffff:192.0.2.1" },
		{ "::ffff:0.0.0.0", "::ffff:0.0.0.0" },
		{ "::192.0.2.1", "::192.0.2.1" },
		{ "::2", "::0.0.0.2" },
		{ "::fffe:192.0.2.1", "::fffe:c000:201" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct address address;
		char got[ADDRESS_TEXT_MAX + BGP_TEXT_SLACK];
		assert_int_equal(address_parse(text_of(cases[i].address), &address), 0);
		*bgpdump_address_put(got, &address) = '\0';
		assert_string_equal(got, cases[i].want);
	}
}

static void spells_prefixes(void **state)
{
	static const char *const prefixes[] = { "0.0.0.0/0", "192.0.2.0/24", "192.0.2.1/32", "::/0",
						"2001:db8::/128" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(prefixes); i++) {
		struct prefix prefix;
		char got[PREFIX_TEXT_MAX + BGP_TEXT_SLACK];
		assert_int_equal(prefix_parse(text_of(prefixes[i]), &prefix), 0);
		*bgpdump_prefix_put(got, &prefix) = '\0';
		assert_string_equal(got, prefixes[i]);
	}
}

static void spells_paths(void **state)
{
	static const struct {
		const char *hex, *want;
	} cases[] = {
		{ "", "" },
		{ "0200", "" },
		{ "0201 00000000", "0" },
		{ "0203 00000001 fa56ea00 ffffffff", "1 4200000000 4294967295" },
		{ "0201 00000001 0201 00000002", "1 2" },
		{ "0201 00000001 0102 00000002 00000003", "1 {2,3}" },
		{ "0102 00000002 00000003 0201 00000001", "{2,3} 1" },
		{ "0101 00000002 0101 00000003", "{2} {3}" },
		{ "0302 00000001 00000002 0201 00000003", "(1 2) 3" },
		{ "0402 00000001 00000002 0201 00000003", "[1,2] 3" },
		{ "0201 00000001 0100 0201 00000002", "1 {}2" },
		{ "0501 00000001", "! Error !" },
		{ "0201 00000001 0202 00000001", "! Error !" },
		{ "02", "! Error !" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char got[ROOM];
		*as_path_put(got, test_hex(cases[i].hex), &numbers) = '\0';
		assert_string_equal(got, cases[i].want);
	}
}

/* Any path without an empty segment; neighbours of a kind in brackets stay apart, sequences that
 * follow each other become one. */
static struct reader random_path(uint8_t *bytes)
{
	unsigned before = 0;
	size_t used = 0;

	for (long segments = random() % 5; segments > 0; segments--) {
		unsigned type = 1 + (unsigned)random() % 4, count = 1 + (unsigned)random() % 6;
		if (type == AS_SEQUENCE && before == AS_SEQUENCE)
			continue;
		before = type;
		bytes[used++] = (uint8_t)type;
		bytes[used++] = (uint8_t)count;
		for (unsigned i = 0; i < 4 * count; i++)
			bytes[used++] = random() % 3 == 0 ? 0 : (uint8_t)random();
	}
	return reader_over(bytes, used);
}

static void paths_can_be_read_again(void **state)
{
	static uint8_t room[AS_PATH_ROOM];
	uint8_t bytes[ROOM];
	char text[ROOM];

	(void)state;
	srandom(5);
	for (unsigned round = 0; round < 20000; round++) {
		struct reader path = random_path(bytes), again = reader_over(NULL, 0);
		const char *end = as_path_put(text, path, &numbers);
		struct text written = { text, (size_t)(end - text) };
		assert_int_equal(as_path_parse(written, room, &again), 0);
		assert_int_equal(reader_left(&again), reader_left(&path));
		assert_memory_equal(again.at, path.at, reader_left(&path));
	}
}

/* Every number of digits, and where they change. */
static void spells_numbers(void **state)
{
	(void)state;
	for (uint64_t power = 1; power <= UINT32_MAX; power *= 10) {
		for (uint64_t n = power > 1 ? power - 2 : 0; n <= power + 2; n++) {
			uint8_t path[] = { 2,
					   1,
					   (uint8_t)(n >> 24),
					   (uint8_t)(n >> 16),
					   (uint8_t)(n >> 8),
					   (uint8_t)n };
			char got[ROOM], want[ROOM];
			*as_path_put(got, reader_over(path, sizeof(path)), &numbers) = '\0';
			(void)snprintf(want, sizeof(want), "%u", (uint32_t)n);
			assert_string_equal(got, want);
		}
	}
	for (uint32_t n = 0; n < 100000000; n += 99991) {
		uint8_t path[] = {
			2, 1, (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n
		};
		char got[ROOM], want[ROOM];
		*as_path_put(got, reader_over(path, sizeof(path)), &numbers) = '\0';
		(void)snprintf(want, sizeof(want), "%u", n);
		assert_string_equal(got, want);
	}
}

static void spells_communities(void **state)
{
	static const struct {
		const char *hex, *want;
	} cases[] = {
		{ "", "" },
		{ "00000000", "0:0" },
		{ "fbf00064 ffffffff", "64496:100 65535:65535" },
		{ "ffffff01 ffffff02 ffffff03 ffffff04",
		  "no-export no-advertise local-AS 65535:65284" },
		/* What is left over is no community. */
		{ "00010002 000300", "1:2" },
		{ "0003", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char got[ROOM];
		*communities_put(got, test_hex(cases[i].hex), &numbers) = '\0';
		assert_string_equal(got, cases[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spells_addresses),   cmocka_unit_test(spells_prefixes),
		cmocka_unit_test(spells_paths),       cmocka_unit_test(spells_numbers),
		cmocka_unit_test(spells_communities), cmocka_unit_test(paths_can_be_read_again),
	};
	number_texts_init(&numbers);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
