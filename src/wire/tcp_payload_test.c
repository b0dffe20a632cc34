#include "base/testkit.h"

#include "wire/tcp_payload.h"

#define MARKER    "ffffffffffffffffffffffffffffffff "
#define KEEPALIVE MARKER "0013 04 "
#define UPDATE    MARKER "0017 02 00000000 "
#define PEER                                                                                       \
	"00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 "        \
	"00000000 0000 "
#define MONITORING "03 00000047 00 " PEER UPDATE
#define INITIATION "03 0000000c 04 0002 0002 7231 "
#define STATISTICS "03 00000034 01 " PEER "00000000 "
#define PEER_UP    "03 00000057 03 " PEER "0000000000000000000000000000000000000000 " KEEPALIVE
#define LONG_PEER_UP                                                                               \
	"03 0000006a 03 " PEER "0000000000000000000000000000000000000000 " KEEPALIVE KEEPALIVE

static const struct {
	const char *hex;
	bool whole;
	enum stream_protocol want;
} fronts[] = {
	{ "", false, STREAM_UNDECIDED },
	{ "", true, STREAM_OTHER },
	{ KEEPALIVE, false, STREAM_BGP },
	{ MARKER "ffff 05", false, STREAM_BGP },
	{ MARKER "0013", false, STREAM_UNDECIDED },
	{ MARKER "0013", true, STREAM_OTHER },
	{ "ff", false, STREAM_UNDECIDED },
	{ "fe", false, STREAM_OTHER },
	{ MARKER "0012 04", false, STREAM_OTHER },
	{ MARKER "0013 00", false, STREAM_OTHER },
	{ MARKER "0013 06", false, STREAM_OTHER },
	{ "00" KEEPALIVE, true, STREAM_OTHER },
	{ INITIATION, false, STREAM_UNDECIDED },
	{ INITIATION, true, STREAM_BMP },
	{ INITIATION MONITORING, false, STREAM_BMP },
	{ "03 00000100 04 0001 00f6", false, STREAM_UNDECIDED },
	{ "03 00000100 04 0001 00f7", false, STREAM_OTHER },
	{ "03 00000100 04 0010 0000", false, STREAM_OTHER },
	{ "03 0000000c 05 0000 0002 7231 ", true, STREAM_BMP },
	{ "03 0000000c 04 0002", false, STREAM_UNDECIDED },
	{ MONITORING, false, STREAM_BMP },
	{ LONG_PEER_UP, false, STREAM_BMP },
	{ PEER_UP, false, STREAM_OTHER }, /* one OPEN is too few */
	{ STATISTICS, true, STREAM_BMP },
	{ STATISTICS, false, STREAM_UNDECIDED },
	{ STATISTICS "03", false, STREAM_UNDECIDED },
	{ STATISTICS STATISTICS, false, STREAM_BMP },
	{ STATISTICS INITIATION, false, STREAM_BMP },
	{ STATISTICS "04", false, STREAM_OTHER },
	{ STATISTICS "00", true, STREAM_OTHER },
	{ "03 00010000 01", false, STREAM_OTHER },
	{ "03 00040001 00 " PEER KEEPALIVE, false, STREAM_OTHER },
	{ "03 0000000c 07 0002 0002 7231", true, STREAM_OTHER },
	{ "02 0000000c 04 0002 0002 7231", true, STREAM_OTHER },
	{ "16030100", false, STREAM_OTHER }, /* TLS */
};

static void tells_protocols(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(fronts); i++) {
		enum stream_protocol got =
			stream_protocol(test_hex(fronts[i].hex), fronts[i].whole);
		if (got != fronts[i].want)
			print_message("%zu: %s\n", i, fronts[i].hex);
		assert_int_equal(got, fronts[i].want);
	}
}

static const struct {
	const char *hex;
	bool whole;
	enum stream_protocol want;
	size_t skip;
} middles[] = {
	{ "", false, STREAM_UNDECIDED, 0 },
	{ "", true, STREAM_OTHER, 0 },
	{ "000102", false, STREAM_UNDECIDED, 3 },
	{ "000102", true, STREAM_OTHER, 3 },
	{ "000102ff", false, STREAM_UNDECIDED, 3 },
	{ "00" KEEPALIVE KEEPALIVE, false, STREAM_BGP, 1 },
	{ "00" KEEPALIVE "ffff", false, STREAM_UNDECIDED, 1 },
	{ "00" KEEPALIVE, false, STREAM_UNDECIDED, 1 },
	{ "00" KEEPALIVE, true, STREAM_BGP, 1 },
	{ "00" MARKER "0040 02 0000", true, STREAM_BGP, 1 },
	/* What looks like a header but leads nowhere is none. */
	{ "00" KEEPALIVE "0000" UPDATE KEEPALIVE, false, STREAM_BGP, 22 },
	/* The end of a message may look like the marker's beginning. */
	{ "ffffff" KEEPALIVE KEEPALIVE, false, STREAM_BGP, 3 },
	/* BMP, from the middle of a message on: in its header, in its BGP part. */
	{ "00" MONITORING, false, STREAM_BMP, 1 },
	{ "000000" UPDATE MONITORING, false, STREAM_BMP, 26 },
	{ "000000" UPDATE "03", false, STREAM_UNDECIDED, 3 },
	{ "000000" UPDATE STATISTICS MONITORING, false, STREAM_BMP, 26 },
	{ "0000" STATISTICS INITIATION, false, STREAM_BMP, 2 },
};

static void finds_the_first_message(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(middles); i++) {
		size_t skip = 99;
		enum stream_protocol got =
			stream_seek(test_hex(middles[i].hex), middles[i].whole, &skip);
		if (got != middles[i].want || skip != middles[i].skip)
			print_message("%zu: %s: %d at %zu\n", i, middles[i].hex, got, skip);
		assert_int_equal(got, middles[i].want);
		assert_int_equal(skip, middles[i].skip);
	}
}

/* Whoever keeps STREAM_FRONT_MAX bytes gets an answer. */
static void decides_in_time(void **state)
{
	static uint8_t bytes[STREAM_FRONT_MAX];
	size_t skip;

	(void)state;
	memset(bytes, 0xff, 16);
	bytes[16] = bytes[17] = 0xff;
	bytes[18] = 2;
	assert_int_equal(stream_seek(test_bytes(bytes, sizeof(bytes)), false, &skip),
			 STREAM_UNDECIDED);
	assert_int_equal(skip, sizeof(bytes)); /* no header follows, so it was none */
	memset(bytes + 65535, 0xff, 16);
	bytes[65535 + 17] = 19;
	bytes[65535 + 18] = 4;
	assert_int_equal(stream_seek(test_bytes(bytes, sizeof(bytes)), false, &skip), STREAM_BGP);
	assert_int_equal(skip, 0);
}

static void survive(struct reader in)
{
	size_t skip = 0;

	for (unsigned whole = 0; whole < 2; whole++) {
		enum stream_protocol got = stream_protocol(in, whole);
		assert_true(!whole || got != STREAM_UNDECIDED);
		got = stream_seek(in, whole, &skip);
		assert_true(whole ? got != STREAM_UNDECIDED : got != STREAM_OTHER);
		assert_true(skip <= reader_left(&in));
	}
}

static void survives_damage(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(middles); i++) {
		uint8_t bytes[256];
		struct reader in = test_hex(middles[i].hex);
		size_t size = reader_left(&in);
		assert_true(size <= sizeof(bytes));
		memcpy(bytes, in.at, size);
		test_every_truncation(bytes, size, survive);
		test_every_bit_flip(bytes, size, survive);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_protocols),
		cmocka_unit_test(finds_the_first_message),
		cmocka_unit_test(decides_in_time),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
