#include "base/testkit.h"

#include <stdlib.h>

#include "wire/test_bmp.h"

static void append_message(void *context, const struct bmp_message *message)
{
	buffer_format(context, "%u:v%u.%u+%u ", (unsigned)message->offset, message->version,
		      message->type, (unsigned)reader_left(&message->body));
}

#define INITIATION "03 0000000a 04 0002 0000 " /* a sysName of no bytes: 10 octets */
#define GOOD3      INITIATION INITIATION INITIATION
#define JUNK       "0102030405060708090a"
#define PEER                                                                                       \
	"00 00 0000000000000000 000000000000000000000000c0000201 0000fde8 c0000201 00000000 "      \
	"00000000 "
#define MARKER "ffffffffffffffffffffffffffffffff "
/* An end of RIB: 71 octets. */
#define ROUTES PEER MARKER "0017 02 00000000 "

static const struct {
	const char *title, *hex, *want;
	uint64_t lost_records, lost_bytes;
} CASES[] = {
	{ "nothing", "", "", 0, 0 },
	{ "one message", INITIATION, "0:v3.4+4 ", 0, 0 },
	{ "routes", "03 00000047 00 " ROUTES INITIATION, "0:v3.0+65 71:v3.4+4 ", 0, 0 },
	{ "E1 version 0", "00 0000000a 04 0002 0000 " GOOD3, "10:v3.4+4 20:v3.4+4 30:v3.4+4 ", 1,
	  10 },
	{ "E1 version 1", "01 0000000a 04 0002 0000 " GOOD3, "10:v3.4+4 20:v3.4+4 30:v3.4+4 ", 1,
	  10 },
	{ "E1 version 2", "02 0000000a 04 0002 0000 " GOOD3, "10:v3.4+4 20:v3.4+4 30:v3.4+4 ", 1,
	  10 },
	{ "E1, E16 version 4 is framed", "04 0000000a 04 0002 0000 " INITIATION,
	  "0:v4.4+4 10:v3.4+4 ", 0, 0 },
	{ "E1 version 255", "ff 0000000a 04 0002 0000 " GOOD3, "10:v3.4+4 20:v3.4+4 30:v3.4+4 ", 1,
	  10 },
	{ "E2 length 0", "03 00000000 04 0002 0000 " GOOD3, "10:v3.4+4 20:v3.4+4 30:v3.4+4 ", 1,
	  10 },
	{ "E2 length 5", "03 00000005 04 0002 0000 " GOOD3, "10:v3.4+4 20:v3.4+4 30:v3.4+4 ", 1,
	  10 },
	{ "E2 length 6", "03 00000006 04 " INITIATION, "0:v3.4+0 6:v3.4+4 ", 0, 0 },
	{ "E2 length over the cap", "03 00100001 04 0002 0000 " GOOD3,
	  "10:v3.4+4 20:v3.4+4 30:v3.4+4 ", 1, 10 },
	{ "E2 length 0xffffffff", "03 ffffffff 04 0002 0000 " GOOD3,
	  "10:v3.4+4 20:v3.4+4 30:v3.4+4 ", 1, 10 },
	{ "E2 length one too small", "03 00000009 04 0002 0000 " GOOD3,
	  "0:v3.4+3 10:v3.4+4 20:v3.4+4 30:v3.4+4 ", 1, 1 },
	{ "E3 type 7", "03 00000007 07 00 " INITIATION, "0:v3.7+1 7:v3.4+4 ", 0, 0 },
	{ "E3 type 255", "03 00000007 ff 00 " INITIATION, "0:v3.255+1 7:v3.4+4 ", 0, 0 },
	{ "E14 cut in the header", "03 00000047", "", 1, 5 },
	{ "E14 cut in the body", INITIATION "03 00000047 00 0000", "0:v3.4+4 ", 1, 8 },
	{ "junk between", INITIATION JUNK GOOD3, "0:v3.4+4 20:v3.4+4 30:v3.4+4 40:v3.4+4 ", 1, 10 },
	{ "junk behind", INITIATION JUNK, "0:v3.4+4 ", 1, 10 },
	{ "a length that would swallow what follows is not believed",
	  "03 00000147 00 " ROUTES "03 00000047 00 " ROUTES "03 00000047 00 " ROUTES GOOD3,
	  "71:v3.0+65 142:v3.0+65 213:v3.4+4 223:v3.4+4 233:v3.4+4 ", 1, 71 },
	{ "more behind an UPDATE is believed when it is no message",
	  "03 00000051 00 " ROUTES JUNK INITIATION, "0:v3.0+75 81:v3.4+4 ", 0, 0 },
	{ "an UPDATE longer than its message is the reader's to refuse",
	  "03 00000047 00 " PEER MARKER "0100 02 00000000 " INITIATION, "0:v3.0+65 71:v3.4+4 ", 0,
	  0 },
	{ "a Route Monitoring without an UPDATE", "03 00000030 00 " PEER INITIATION,
	  "0:v3.0+42 48:v3.4+4 ", 0, 0 },
	{ "after damage the first of three that follow each other",
	  JUNK "03 0000000a 04 00020000 " JUNK GOOD3, "30:v3.4+4 40:v3.4+4 50:v3.4+4 ", 1, 30 },
	{ "after damage no types that are unknown", JUNK "03 00000006 07 " GOOD3,
	  "16:v3.4+4 26:v3.4+4 36:v3.4+4 ", 1, 16 },
};

static void cuts_and_finds_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct buffer got;
		buffer_init(&got);
		struct reader in = test_hex(CASES[i].hex);
		struct bmp_walk walk = bmp_walk(in, 0, append_message, &got);
		buffer_char(&got, '\0');
		if (strcmp(got.bytes, CASES[i].want) != 0 ||
		    walk.framing.lost_records != CASES[i].lost_records ||
		    walk.framing.lost_bytes != CASES[i].lost_bytes)
			fail_msg("%s: %s, lost %u, %u bytes", CASES[i].title, got.bytes,
				 (unsigned)walk.framing.lost_records,
				 (unsigned)walk.framing.lost_bytes);
		/* E19: one byte at a time, two... */
		for (size_t piece = 1; piece < 40; piece++) {
			struct bmp_walk pieces = bmp_walk(in, piece, NULL, NULL);
			assert_true(bmp_walk_equal(&walk, &pieces));
		}
		buffer_clear(&got);
	}
}

/* Nothing may follow for hours, so nothing that follows is waited for. */
static void gives_a_message_when_it_is_there(void **state)
{
	struct reader in = test_hex("03 00000047 00 " ROUTES);
	struct framing framing;
	struct bmp_message message;

	(void)state;
	bmp_framing_init(&framing);
	assert_int_equal(framing.want, 6);
	assert_int_equal(bmp_next(&framing, &in, false, &message), 1);
	assert_int_equal(bmp_next(&framing, &in, false, &message), 0);
	assert_int_equal(framing.want, 6);
}

/* A length of a megabyte must not make us wait when the UPDATE in it says where it ends. */
static void does_not_wait_for_what_never_comes(void **state)
{
	struct reader in = test_hex("03 00100000 00 " ROUTES "03 00000047 00 " ROUTES GOOD3);
	struct framing framing;
	struct bmp_message message;

	(void)state;
	bmp_framing_init(&framing);
	assert_int_equal(bmp_next(&framing, &in, false, &message), 1);
	assert_int_equal(message.offset, 71);
	assert_int_equal(framing.lost_bytes, 71);
}

static void e2_the_largest_message(void **state)
{
	uint8_t *bytes = calloc(1, BMP_MESSAGE_MAX);
	struct framing framing;
	struct bmp_message message;

	(void)state;
	assert_non_null(bytes);
	bytes[0] = 3;
	bytes[2] = 0x10;
	bytes[5] = BMP_INITIATION;
	struct reader in = reader_over(bytes, BMP_MESSAGE_MAX - 1);
	bmp_framing_init(&framing);
	assert_int_equal(bmp_next(&framing, &in, false, &message), 0);
	assert_int_equal(framing.want, BMP_MESSAGE_MAX);
	in = reader_over(bytes, BMP_MESSAGE_MAX);
	assert_int_equal(bmp_next(&framing, &in, false, &message), 1);
	assert_int_equal(reader_left(&message.body), BMP_MESSAGE_MAX - 6);
	free(bytes);
}

static void same_in_pieces(struct reader in)
{
	static const size_t PIECES[] = { 1, 7, 64 };
	struct bmp_walk whole = bmp_walk(in, 0, NULL, NULL);

	for (size_t i = 0; i < COUNT_OF(PIECES); i++) {
		struct bmp_walk pieces = bmp_walk(in, PIECES[i], NULL, NULL);
		assert_true(bmp_walk_equal(&whole, &pieces));
	}
}

/* Of twelve messages a flipped bit in a Route Monitoring costs none but the one it stands in. */
static void damage_costs_little(void **state)
{
	static const size_t FIRST = 30, SIZE = 71;
	struct reader in = test_hex(GOOD3 "03 00000047 00 " ROUTES
					  "03 00000047 00 " ROUTES GOOD3 GOOD3 INITIATION);
	uint8_t copy[512];
	size_t size = reader_left(&in);

	(void)state;
	memcpy(copy, in.at, size);
	test_every_truncation(copy, size, same_in_pieces);
	test_every_bit_flip(copy, size, same_in_pieces);
	for (size_t bit = FIRST * 8; bit < (FIRST + SIZE) * 8; bit++) {
		copy[bit / 8] ^= (uint8_t)(1U << bit % 8);
		struct bmp_walk walk = bmp_walk(test_bytes(copy, size), 0, NULL, NULL);
		if (walk.framing.records < 11 || walk.framing.lost_records > 1)
			fail_msg("bit %u: %u messages", (unsigned)bit,
				 (unsigned)walk.framing.records);
		copy[bit / 8] ^= (uint8_t)(1U << bit % 8);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts_and_finds_back),
		cmocka_unit_test(gives_a_message_when_it_is_there),
		cmocka_unit_test(does_not_wait_for_what_never_comes),
		cmocka_unit_test(e2_the_largest_message),
		cmocka_unit_test(damage_costs_little),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
