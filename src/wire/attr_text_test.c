#include "base/testkit.h"

#include <stdio.h>

#include "wire/attr_text.h"

#define V6(last) "20010db800000000000000000000000" last

static struct text find(struct attr_text *texts, struct reader bytes, unsigned asn_size,
			enum attr_next_hop next_hop)
{
	struct attr_block block = { bytes, asn_size, next_hop };
	return attr_text_find(texts, &block);
}

static void assert_text(struct text got, const char *want)
{
	char terminated[512];

	assert_in_range(got.len, 0, sizeof(terminated) - 1);
	memcpy(terminated, got.at, got.len);
	terminated[got.len] = '\0';
	assert_string_equal(terminated, want);
}

#define ORIGIN "400101 00"
#define PATH   "40020a 0202 0000fbf0 0000fbf1"

static void spells_attributes(void **state)
{
	static const struct {
		const char *hex;
		unsigned asn_size;
		enum attr_next_hop next_hop;
		const char *want;
	} cases[] = {
		{ "", 4, ATTR_NEXT_HOP_ANY, "|INCOMPLETE|255.255.255.255|0|0||NAG||\n" },
		{ ORIGIN PATH "400304 c0000201 800404 00000064 400504 ffffffff c00808 fbf00064 "
			      "ffffff01 400600 c00708 0000fbf1 c0000202",
		  4, ATTR_NEXT_HOP_PLAIN,
		  "64496 64497|IGP|192.0.2.1|4294967295|100|64496:100 no-export|AG|64497 "
		  "192.0.2.2|\n" },
		{ "400101 01", 4, ATTR_NEXT_HOP_ANY, "|EGP|255.255.255.255|0|0||NAG||\n" },
		{ "400101 02", 4, ATTR_NEXT_HOP_ANY, "|INCOMPLETE|255.255.255.255|0|0||NAG||\n" },
		{ "400101 03", 4, ATTR_NEXT_HOP_ANY, "|INCOMPLETE|255.255.255.255|0|0||NAG||\n" },
		{ "400100", 4, ATTR_NEXT_HOP_ANY, "|IGP|255.255.255.255|0|0||NAG||\n" },
		/* Next hops: cut down or in full, one or two, IPv6 or IPv4. */
		{ ORIGIN "400304 c0000201 800e11 10" V6("1"), 4, ATTR_NEXT_HOP_ANY,
		  "|IGP|2001:db8::1|0|0||NAG||\n" },
		{ ORIGIN "400304 c0000201 800e11 10" V6("1"), 4, ATTR_NEXT_HOP_PLAIN,
		  "|IGP|192.0.2.1|0|0||NAG||\n" },
		{ ORIGIN "800e1a 0002 01 10" V6("1") "00 20 20010db8", 4, ATTR_NEXT_HOP_MP,
		  "|IGP|2001:db8::1|0|0||NAG||\n" },
		{ ORIGIN "800e25 0002 01 20" V6("1") V6("2") "00", 4, ATTR_NEXT_HOP_MP,
		  "|IGP|2001:db8::1|0|0||NAG||\n" },
		{ ORIGIN "800e0d 0001 02 04 c0000203 00 18 c00002", 4, ATTR_NEXT_HOP_MP,
		  "|IGP|192.0.2.3|0|0||NAG||\n" },
		{ ORIGIN "800e05 0002 01 00 00", 4, ATTR_NEXT_HOP_MP,
		  "|IGP|255.255.255.255|0|0||NAG||\n" },
		{ ORIGIN "400302 c000", 4, ATTR_NEXT_HOP_PLAIN,
		  "|IGP|255.255.255.255|0|0||NAG||\n" },
		/* Two octets per AS. */
		{ ORIGIN "400206 0202 0001 5ba0 c0110a 0202 00000001 00010000", 2,
		  ATTR_NEXT_HOP_ANY, "1 65536|IGP|255.255.255.255|0|0||NAG||\n" },
		{ "400206 0202 0001 5ba0", 4, ATTR_NEXT_HOP_ANY,
		  "! Error !|INCOMPLETE|255.255.255.255|0|0||NAG||\n" },
		/* AGGREGATOR by its length, and what stands for it. */
		{ ORIGIN "c00706 fbf1 c0000202", 2, ATTR_NEXT_HOP_ANY,
		  "|IGP|255.255.255.255|0|0||NAG|64497 192.0.2.2|\n" },
		{ ORIGIN "c00708 00010000 c0000202", 2, ATTR_NEXT_HOP_ANY,
		  "|IGP|255.255.255.255|0|0||NAG|65536 192.0.2.2|\n" },
		{ ORIGIN "c00706 5ba0 c0000202 c01208 00010000 c0000203", 2, ATTR_NEXT_HOP_ANY,
		  "|IGP|255.255.255.255|0|0||NAG|65536 192.0.2.3|\n" },
		{ ORIGIN "c00706 fbf1 c0000202 c01208 00010000 c0000203", 2, ATTR_NEXT_HOP_ANY,
		  "|IGP|255.255.255.255|0|0||NAG|64497 192.0.2.2|\n" },
		{ ORIGIN "c01208 00010000 c0000203", 2, ATTR_NEXT_HOP_ANY,
		  "|IGP|255.255.255.255|0|0||NAG||\n" },
		{ ORIGIN "c00705 fbf1 c00002", 2, ATTR_NEXT_HOP_ANY,
		  "|IGP|255.255.255.255|0|0||NAG||\n" },
		{ ORIGIN "c00708 0000fbf1 ffffffff", 4, ATTR_NEXT_HOP_ANY,
		  "|IGP|255.255.255.255|0|0||NAG||\n" },
		/* Metrics of another size are no metrics. */
		{ ORIGIN "800403 000001 400505 0000000100", 4, ATTR_NEXT_HOP_ANY,
		  "|IGP|255.255.255.255|0|0||NAG||\n" },
		/* A block that breaks off says what it says. */
		{ ORIGIN PATH "400304 c000", 4, ATTR_NEXT_HOP_ANY,
		  "64496 64497|IGP|255.255.255.255|0|0||NAG||\n" },
	};
	struct attr_text texts;

	(void)state;
	attr_text_init(&texts, ATTR_TEXT_LINE);
	/* The second time from memory. */
	for (int again = 0; again < 2; again++)
		for (size_t i = 0; i < COUNT_OF(cases); i++)
			assert_text(find(&texts, test_hex(cases[i].hex), cases[i].asn_size,
					 cases[i].next_hop),
				    cases[i].want);
	attr_text_clear(&texts);
}

static void remembers(void **state)
{
	struct attr_text texts;

	(void)state;
	attr_text_init(&texts, ATTR_TEXT_LINE);
	struct text first = find(&texts, test_hex(ORIGIN PATH), 4, ATTR_NEXT_HOP_ANY);
	struct text again = find(&texts, test_hex(ORIGIN PATH), 4, ATTR_NEXT_HOP_ANY);
	assert_ptr_equal(first.at, again.at);
	/* The same octets mean something else between two-octet speakers. */
	struct text other = find(&texts, test_hex(ORIGIN PATH), 2, ATTR_NEXT_HOP_ANY);
	assert_ptr_not_equal(first.at, other.at);
	attr_text_clear(&texts);
}

/* A block with a community list of `count`, whose numbers tell it from others. */
static size_t make_block(uint8_t *block, size_t count, uint32_t number)
{
	size_t size = 4 * count;

	block[0] = 0xd0;
	block[1] = 8;
	block[2] = (uint8_t)(size >> 8);
	block[3] = (uint8_t)size;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < 4; k++)
			block[4 + 4 * i + k] = (uint8_t)(number >> (24 - 8 * k));
	return 4 + size;
}

static size_t text_size(size_t count)
{
	return strlen("|INCOMPLETE|255.255.255.255|0|0||NAG||\n") + 12 * count - (count > 0);
}

/* Many times more than the memory holds, small and large, each asked for again later: right every
 * time. */
static void forgets_without_confusion(void **state)
{
	enum { ROUNDS = 3, BLOCKS = 30000, LARGE_EVERY = 5000 };
	static uint8_t block[65535];
	struct attr_text texts;

	(void)state;
	attr_text_init(&texts, ATTR_TEXT_LINE);
	for (uint32_t i = 0; i < ROUNDS * BLOCKS; i++) {
		uint32_t number = 0x27102710 + i % BLOCKS * 7 % BLOCKS; /* 10000:10000 and on */
		size_t count = i % LARGE_EVERY == 0 ? 16000 : i % 50;
		size_t size = make_block(block, count, number);
		struct text text = find(&texts, test_bytes(block, size), 4, ATTR_NEXT_HOP_ANY);
		assert_int_equal(text.len, text_size(count));
		char want[16];
		(void)snprintf(want, sizeof(want), "%u:%u", number >> 16, number & 0xffff);
		if (count > 0)
			assert_memory_equal(text.at + strlen("|INCOMPLETE|255.255.255.255|0|0|"),
					    want, 11);
	}
	attr_text_clear(&texts);
}

static struct attr_text survivor;

static void find_all(struct reader in)
{
	for (unsigned asn_size = 2; asn_size <= 4; asn_size += 2) {
		struct text text = find(&survivor, in, asn_size, ATTR_NEXT_HOP_ANY);
		assert_int_equal(text.at[text.len - 1], '\n');
	}
}

static void survives_damage(void **state)
{
	struct reader in = test_hex(ORIGIN PATH "800e11 10" V6("1") "c00708 0000fbf1 c0000202"
								    "c00808 fbf00064 ffffff01");
	uint8_t copy[128];
	size_t size = reader_left(&in);

	(void)state;
	memcpy(copy, in.at, size);
	attr_text_init(&survivor, ATTR_TEXT_LINE);
	test_every_truncation(copy, size, find_all);
	test_every_bit_flip(copy, size, find_all);
	attr_text_clear(&survivor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spells_attributes),
		cmocka_unit_test(remembers),
		cmocka_unit_test(forgets_without_confusion),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
