#include "base/testkit.h"

#include "wire/test_bgp_walk.h"
#include "wire/test_bmp.h"

#define MARKER    "ffffffffffffffffffffffffffffffff"
#define KEEPALIVE MARKER "001304 "
#define UPDATE    MARKER "001702 00000000 "

static const struct {
	const char *hex;
	unsigned records, lost_records, lost_bytes, first_loss;
} CASES[] = {
	{ "", 0, 0, 0, 0 },
	{ KEEPALIVE, 1, 0, 0, 0 },
	{ KEEPALIVE KEEPALIVE UPDATE, 3, 0, 0, 0 },
	/* Octets between two. */
	{ KEEPALIVE "00" KEEPALIVE, 2, 1, 1, 19 },
	{ "ff" KEEPALIVE, 1, 1, 1, 0 },
	{ "ffff00ff" KEEPALIVE "00" UPDATE "ff", 2, 3, 6, 0 },
	/* The last one breaks off. */
	{ KEEPALIVE MARKER, 1, 1, 16, 19 },
	{ KEEPALIVE MARKER "0017 02 0000", 1, 1, 21, 19 },
	/* A header that cannot be. */
	{ MARKER "001204" KEEPALIVE, 1, 1, 19, 0 },
	{ MARKER "000004" KEEPALIVE, 1, 1, 19, 0 },
	{ MARKER "001300" KEEPALIVE, 1, 1, 19, 0 },
	{ MARKER "001306" KEEPALIVE, 1, 1, 19, 0 },
	{ "fe" KEEPALIVE, 1, 1, 1, 0 },
	/* A length that would swallow what follows, with more bytes than it wants or less. */
	{ MARKER "0040 02 00000000" KEEPALIVE KEEPALIVE KEEPALIVE, 3, 1, 23, 0 },
	{ MARKER "0040 02 00000000" KEEPALIVE KEEPALIVE, 2, 1, 23, 0 },
	{ MARKER "ffff 02 00000000" KEEPALIVE UPDATE, 2, 1, 23, 0 },
	/* One that ends before the next begins, sound by itself; and cut short by its length. */
	{ MARKER "0017 02 00000000 0000" KEEPALIVE, 2, 1, 2, 23 },
	{ MARKER "001b 02 00000000 18c00002" KEEPALIVE, 2, 0, 0, 0 },
	{ MARKER "0019 02 00000000 18c00002" KEEPALIVE, 1, 1, 27, 0 },
	{ MARKER "0015 02 00000000 18c00002" KEEPALIVE, 1, 1, 27, 0 },
	{ MARKER "0013 01 04fde800b4c000020100" KEEPALIVE, 1, 1, 29, 0 },
	{ MARKER "001a 04 18c00002 000000 aa" KEEPALIVE, 1, 1, 27, 0 },
	/* A NOTIFICATION quotes what was wrong (RFC 4271 section 6.1). */
	{ MARKER "0028 03 0102" KEEPALIVE UPDATE, 2, 0, 0, 0 },
	/* The longest (RFC 8654) and the shortest of each type. */
	{ MARKER "001301" MARKER "001302" MARKER "001303" MARKER "001305", 4, 0, 0, 0 },
};

static void cuts_into_messages(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct bgp_walk walk = bgp_walk(test_hex(CASES[i].hex), 0, NULL, NULL);
		assert_int_equal(walk.stream.records, CASES[i].records);
		assert_int_equal(walk.stream.lost_records, CASES[i].lost_records);
		assert_int_equal(walk.stream.lost_bytes, CASES[i].lost_bytes);
		assert_int_equal(walk.stream.first_loss, CASES[i].first_loss);
	}
}

static void pieces_give_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct reader bytes = test_hex(CASES[i].hex);
		struct bgp_walk whole = bgp_walk(bytes, 0, NULL, NULL);
		for (size_t piece = 1; piece < 40; piece++) {
			struct bgp_walk walk = bgp_walk(bytes, piece, NULL, NULL);
			if (CASES[i].lost_records > 0)
				continue; /* what is not there yet cannot bear witness */
			assert_int_equal(walk.digest, whole.digest);
			assert_int_equal(walk.stream.records, whole.stream.records);
		}
	}
}

/* Nothing may follow for hours: the message is given although `last` is not said. */
static void gives_a_message_as_soon_as_it_is_there(void **state)
{
	struct reader in = test_hex(KEEPALIVE), message;
	struct framing stream;

	(void)state;
	bgp_stream_init(&stream);
	assert_int_equal(bgp_stream_next(&stream, &in, false, &message), 1);
	assert_int_equal(reader_left(&message), 19);
	assert_int_equal(bgp_stream_next(&stream, &in, false, &message), 0);
	assert_int_equal(stream.want, 19);
	in = test_hex(MARKER "0017 02 00");
	assert_int_equal(bgp_stream_next(&stream, &in, false, &message), 0);
	assert_int_equal(stream.want, 23);
	assert_int_equal(reader_left(&in), 20);
	assert_int_equal(stream.lost_bytes, 0);
}

static void takes_the_longest(void **state)
{
	static uint8_t bytes[BGP_MESSAGE_MAX + 19];

	(void)state;
	memset(bytes, 0xff, 18);
	bytes[18] = 2;
	memcpy(bytes + BGP_MESSAGE_MAX, test_hex(KEEPALIVE).at, 19);
	struct bgp_walk walk = bgp_walk(test_bytes(bytes, sizeof(bytes)), 4096, NULL, NULL);
	assert_int_equal(walk.stream.records, 2);
	assert_int_equal(walk.stream.lost_bytes, 0);
}

/* Whatever a megabyte is full of, it is walked over in time linear in it. */
static void long_damage_costs_linear_time(void **state)
{
	static const char *const fills[] = { "ff",
					     "fe",
					     MARKER "00",
					     MARKER "001204",
					     MARKER "ffff02",
					     MARKER "001300",
					     MARKER "001304 00" };
	static uint8_t bytes[1 << 20];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(fills); i++) {
		struct reader fill = test_hex(fills[i]);
		size_t size = reader_left(&fill);
		for (size_t k = 0; k < sizeof(bytes); k++)
			bytes[k] = fill.at[k % size];
		struct bgp_walk walk = bgp_walk(reader_over(bytes, sizeof(bytes)), 0, NULL, NULL);
		assert_true(walk.stream.lost_bytes > sizeof(bytes) / 100);
	}
}

static void walk_both_ways(struct reader in)
{
	(void)bgp_walk(in, 0, NULL, NULL);
	(void)bgp_walk(in, 1, NULL, NULL);
	(void)bgp_walk(in, 7, NULL, NULL);
}

static void survives_damage(void **state)
{
	struct reader in = test_hex(KEEPALIVE UPDATE MARKER "0028 03 0102" KEEPALIVE UPDATE);
	size_t size = reader_left(&in);
	uint8_t bytes[128];

	(void)state;
	memcpy(bytes, in.at, size);
	test_every_truncation(bytes, size, walk_both_ways);
	test_every_bit_flip(bytes, size, walk_both_ways);
}

/* A flipped bit costs the message that it stands in, or none. */
static void damage_costs_no_more_than_what_it_hit(void **state)
{
	struct reader in = test_hex(UPDATE UPDATE UPDATE KEEPALIVE KEEPALIVE);
	uint8_t bytes[3 * 23 + 2 * 19];

	(void)state;
	memcpy(bytes, in.at, sizeof(bytes));
	for (size_t bit = 0; bit < 8 * sizeof(bytes); bit++) {
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		struct bgp_walk walk = bgp_walk(reader_over(bytes, sizeof(bytes)), 0, NULL, NULL);
		assert_in_range(walk.stream.records, 4, 5);
		assert_true(walk.stream.lost_bytes <= 23);
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts_into_messages),
		cmocka_unit_test(pieces_give_the_same),
		cmocka_unit_test(gives_a_message_as_soon_as_it_is_there),
		cmocka_unit_test(takes_the_longest),
		cmocka_unit_test(long_damage_costs_linear_time),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(damage_costs_no_more_than_what_it_hit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
