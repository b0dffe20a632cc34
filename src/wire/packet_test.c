#include "base/testkit.h"

#include "wire/packet.h"

/* 192.0.2.1:179 -> 192.0.2.2:1024, sequence 1, acknowledges 2, PSH and ACK, "hi". */
#define TCP_HI  "00b3 0400 00000001 00000002 5018 0400 0000 0000 6869"
#define IPV4_HI "4500 002a 0001 4000 4006 0000 c0000201 c0000202 " TCP_HI
/* The same in IPv6, whose next header and length are to be said. */
#define IPV6_FRONT(length, next)                                                                   \
	"60000000 " length " " next "40 20010db8000000000000000000000001 "                         \
	"20010db8000000000000000000000002 "
#define IPV6_HI IPV6_FRONT("0016", "06") TCP_HI
#define MACS    "020000000001 020000000002 "

static enum packet_verdict check_hex(enum packet_link link, const char *hex, size_t missing,
				     struct tcp_segment *out_segment)
{
	struct reader in = test_hex(hex);
	return packet_read(link, in, reader_left(&in) + missing, out_segment);
}

static void assert_is_hi(const struct tcp_segment *segment, const char *source)
{
	char text[ADDRESS_TEXT_MAX];

	assert_string_equal(address_print(&segment->source.address, text), source);
	assert_int_equal(segment->source.port, 179);
	assert_int_equal(segment->destination.port, 1024);
	assert_int_equal(segment->seq, 1);
	assert_int_equal(segment->ack, 2);
	assert_int_equal(segment->flags, TCP_PSH | TCP_ACK);
	assert_int_equal(segment->size, 2);
	assert_int_equal(reader_left(&segment->payload), 2);
	assert_memory_equal(segment->payload.at, "hi", 2);
}

static const struct {
	enum packet_link link;
	bool v6;
	const char *hex;
} links[] = {
	{ LINK_ETHERNET, false, MACS "0800 " IPV4_HI },
	{ LINK_ETHERNET, false, MACS "0800 " IPV4_HI " 000000000000" }, /* padding */
	{ LINK_ETHERNET, true, MACS "86dd " IPV6_HI },
	{ LINK_ETHERNET, false, MACS "8100 0001 0800 " IPV4_HI },
	{ LINK_ETHERNET, true, MACS "88a8 0001 8100 0002 86dd " IPV6_HI },
	{ LINK_ETHERNET, false, MACS "9100 0001 8100 0002 8100 0003 0800 " IPV4_HI },
	{ LINK_ETHERNET, false, MACS "8847 000011ff " IPV4_HI },
	{ LINK_ETHERNET, true, MACS "8100 0001 8848 000010ff 000021ff " IPV6_HI },
	{ LINK_LINUX_SLL, false, "0000 0001 0006 0200000000010000 0800 " IPV4_HI },
	{ LINK_LINUX_SLL, true, "0000 0001 0006 0200000000010000 8100 0005 86dd " IPV6_HI },
	{ LINK_LINUX_SLL2, false, "0800 0000 00000002 0001 00 06 0200000000010000 " IPV4_HI },
	{ LINK_LINUX_SLL2, true, "86dd 0000 00000002 0001 00 06 0200000000010000 " IPV6_HI },
	{ LINK_RAW, false, IPV4_HI },
	{ LINK_RAW, true, IPV6_HI },
	{ LINK_IPV4, false, IPV4_HI },
	{ LINK_IPV6, true, IPV6_HI },
	{ LINK_NULL, false, "02000000 " IPV4_HI },
	{ LINK_NULL, false, "00000002 " IPV4_HI },
	{ LINK_NULL, true, "0a000000 " IPV6_HI },
	{ LINK_NULL, true, "18000000 " IPV6_HI },
	{ LINK_NULL, true, "1c000000 " IPV6_HI },
	{ LINK_NULL, true, "0000001e " IPV6_HI },
	{ LINK_LOOP, false, "00000002 " IPV4_HI },
	{ LINK_LOOP, true, "00000018 " IPV6_HI },
	{ LINK_PPP, false, "0021 " IPV4_HI },
	{ LINK_PPP, false, "21 " IPV4_HI },
	{ LINK_PPP, true, "ff03 0057 " IPV6_HI },
	{ LINK_PPP_HDLC, true, "ff03 57 " IPV6_HI },
	{ LINK_PPP, false, "ff03 0281 000011ff " IPV4_HI },
	{ LINK_PPP, false, "0283 000011ff " IPV4_HI },
	{ LINK_C_HDLC, false, "0f00 0800 " IPV4_HI },
	/* IP options, TCP options; a total length of zero; a don't-fragment bit alone. */
	{ LINK_IPV4, false, "4600 002e 0001 0000 4006 0000 c0000201 c0000202 01010101 " TCP_HI },
	{ LINK_IPV4, false,
	  "4500 002e 0001 0000 4006 0000 c0000201 c0000202 "
	  "00b3 0400 00000001 00000002 6018 0400 0000 0000 01010101 6869" },
	{ LINK_IPV4, false, "4500 0000 0001 4000 4006 0000 c0000201 c0000202 " TCP_HI },
	/* Extension headers: hop by hop, destination, routing, a fragment alone, AH. */
	{ LINK_IPV6, true, IPV6_FRONT("001e", "00") "0600 010400000000 " TCP_HI },
	{ LINK_IPV6, true,
	  IPV6_FRONT("002e",
		     "3c") "2b00 010400000000 0601 0000 00000000 0000000000000000 " TCP_HI },
	{ LINK_IPV6, true, IPV6_FRONT("001e", "2c") "0600 0000 00000001 " TCP_HI },
	{ LINK_IPV6, true, IPV6_FRONT("0022", "33") "0601 0000 00000001 00000001 " TCP_HI },
	{ LINK_IPV6, true, IPV6_FRONT("0000", "06") TCP_HI },
};

static void reads_every_link(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(links); i++) {
		struct tcp_segment segment;
		enum packet_verdict got = check_hex(links[i].link, links[i].hex, 0, &segment);
		if (got != PACKET_TCP)
			print_message("%s\n", links[i].hex);
		assert_int_equal(got, PACKET_TCP);
		assert_true(packet_link_known(links[i].link));
		assert_is_hi(&segment, links[i].v6 ? "2001:db8::1" : "192.0.2.1");
	}
	assert_false(packet_link_known(178));
}

static void refuses_the_rest(void **state)
{
	static const struct {
		enum packet_link link;
		size_t missing;
		const char *hex;
		enum packet_verdict want;
	} cases[] = {
		{ LINK_ETHERNET, 0, MACS "0806 00010800060400010200", PACKET_NOT_IP },
		{ LINK_ETHERNET, 0, MACS "0026 aaaa03 000000 0800" IPV4_HI, PACKET_NOT_IP },
		{ LINK_ETHERNET, 0, MACS "8847 000011ff 00000000 " MACS, PACKET_NOT_IP },
		{ LINK_NULL, 0, "00000007" IPV4_HI, PACKET_NOT_IP },
		{ LINK_PPP, 0, "c021 01010004", PACKET_NOT_IP },
		{ LINK_RAW, 0, "55", PACKET_NOT_IP },
		{ LINK_RAW, 0, "", PACKET_NOT_IP },
		{ LINK_ETHERNET, 0, "0200", PACKET_MALFORMED },
		{ LINK_ETHERNET, 60, "0200", PACKET_CUT },
		{ LINK_ETHERNET, 0, MACS "8847 000010ff", PACKET_MALFORMED },
		{ LINK_IPV4, 0, IPV6_HI, PACKET_MALFORMED },
		{ LINK_IPV6, 0, IPV4_HI "0000", PACKET_MALFORMED },
		{ LINK_IPV4, 0, "4500 002a 0001 4000 4011 0000 c0000201 c0000202 " TCP_HI,
		  PACKET_NOT_TCP },
		{ LINK_IPV6, 0, IPV6_FRONT("0016", "3a") TCP_HI, PACKET_NOT_TCP },
		{ LINK_IPV6, 0, IPV6_FRONT("0000", "3b"), PACKET_NOT_TCP },
		/* The first fragment, and another. */
		{ LINK_IPV4, 0, "4500 002a 0001 2000 4006 0000 c0000201 c0000202 " TCP_HI,
		  PACKET_FRAGMENT },
		{ LINK_IPV4, 0, "4500 002a 0001 0010 4006 0000 c0000201 c0000202 " TCP_HI,
		  PACKET_FRAGMENT },
		{ LINK_IPV6, 0, IPV6_FRONT("001e", "2c") "0600 0001 00000001 " TCP_HI,
		  PACKET_FRAGMENT },
		{ LINK_IPV6, 0, IPV6_FRONT("001e", "2c") "0600 0008 00000001 " TCP_HI,
		  PACKET_FRAGMENT },
		/* Headers shorter than they can be, or longer than what holds them. */
		{ LINK_IPV4, 0, "4400 002a 0001 4000 4006 0000 c0000201 c0000202 " TCP_HI,
		  PACKET_MALFORMED },
		{ LINK_IPV4, 0, "4500 0013 0001 4000 4006 0000 c0000201 c0000202 " TCP_HI,
		  PACKET_MALFORMED },
		{ LINK_IPV4, 0, "4500 0027 0001 4000 4006 0000 c0000201 c0000202 " TCP_HI,
		  PACKET_MALFORMED },
		{ LINK_IPV4, 9, "4500 0027 0001 4000 4006 0000 c0000201 c0000202 " TCP_HI,
		  PACKET_MALFORMED },
		{ LINK_IPV4, 0,
		  "4500 002a 0001 4000 4006 0000 c0000201 c0000202 "
		  "00b3 0400 00000001 00000002 4018 0400 0000 0000 6869",
		  PACKET_MALFORMED },
		{ LINK_IPV4, 0,
		  "4500 002a 0001 4000 4006 0000 c0000201 c0000202 "
		  "00b3 0400 00000001 00000002 6018 0400 0000 0000 6869",
		  PACKET_MALFORMED },
		{ LINK_IPV6, 0, IPV6_FRONT("0016", "00") "0602 010400000000 " TCP_HI,
		  PACKET_MALFORMED },
		/* Cut by the capture in the middle of each header. */
		{ LINK_IPV4, 30, "4500 002a 0001 4000 4006 0000", PACKET_CUT },
		{ LINK_IPV4, 12, "4500 002a 0001 4000 4006 0000 c0000201 c0000202 00b3 0400 0000",
		  PACKET_CUT },
		{ LINK_IPV6, 90, "60000000 0016 0640 20010db8", PACKET_CUT },
		{ LINK_IPV6, 22, IPV6_FRONT("001e", "00") "0600 0104", PACKET_CUT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct tcp_segment segment = { .seq = 77 };
		enum packet_verdict got =
			check_hex(cases[i].link, cases[i].hex, cases[i].missing, &segment);
		if (got != cases[i].want)
			print_message("%zu: %s\n", i, cases[i].hex);
		assert_int_equal(got, cases[i].want);
		assert_non_null(packet_says[got]);
		assert_int_equal(segment.seq, 77);
	}
}

/* With a length of zero, what was sent is what the frame had room for, captured or not. */
static void tells_what_was_cut(void **state)
{
	struct tcp_segment segment;

	(void)state;
	assert_int_equal(check_hex(LINK_IPV4,
				   "4500 0100 0001 4000 4006 0000 c0000201 c0000202 " TCP_HI, 214,
				   &segment),
			 PACKET_TCP);
	assert_int_equal(segment.size, 0x100 - 40);
	assert_int_equal(reader_left(&segment.payload), 2);
	assert_int_equal(check_hex(LINK_IPV4,
				   "4500 0000 0001 4000 4006 0000 c0000201 c0000202 " TCP_HI,
				   100000, &segment),
			 PACKET_TCP);
	assert_int_equal(segment.size, 100002);
	assert_int_equal(check_hex(LINK_IPV6, IPV6_FRONT("0000", "06") TCP_HI, 70000, &segment),
			 PACKET_TCP);
	assert_int_equal(segment.size, 70002);
	/* Cut inside the options: nothing of the payload is there. */
	assert_int_equal(check_hex(LINK_IPV4,
				   "4500 0030 0001 4000 4006 0000 c0000201 c0000202 "
				   "00b3 0400 00000001 00000002 7002 0400 0000 0000 0204",
				   6, &segment),
			 PACKET_TCP);
	assert_int_equal(segment.flags, TCP_SYN);
	assert_int_equal(segment.size, 0);
	assert_int_equal(reader_left(&segment.payload), 0);
}

static enum packet_link survived_link;

static void survive(struct reader in)
{
	struct tcp_segment segment;

	for (size_t missing = 0; missing <= 100; missing += 100) {
		enum packet_verdict got =
			packet_read(survived_link, in, reader_left(&in) + missing, &segment);
		assert_true(got < PACKET_VERDICTS);
		if (got == PACKET_TCP)
			assert_true(reader_left(&segment.payload) <= segment.size);
	}
}

static void survives_damage(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(links); i++) {
		uint8_t bytes[256];
		struct reader in = test_hex(links[i].hex);
		size_t size = reader_left(&in);
		assert_true(size <= sizeof(bytes));
		memcpy(bytes, in.at, size);
		survived_link = links[i].link;
		test_every_truncation(bytes, size, survive);
		test_every_bit_flip(bytes, size, survive);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_link),
		cmocka_unit_test(refuses_the_rest),
		cmocka_unit_test(tells_what_was_cut),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
