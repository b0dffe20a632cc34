#include "base/testkit.h"

#include <stdlib.h>

#include "wire/bmp_body.h"
#include "wire/test_bmp.h"

#define V4     "000000000000000000000000 c0000201 "
#define V6     "20010db8000000000000000000000001 "
#define REST   "0000fde8 c00002fe 65000000 00000007"
#define MARKER "ffffffffffffffffffffffffffffffff "
#define OPEN   MARKER "001d 01 04 fde8 00b4 c0000201 00 "
#define CEASE  MARKER "0015 03 06 02"

static void reads_peers(void **state)
{
	static const struct {
		const char *title, *hex, *want;
	} cases[] = {
		{ "v4", "00 00 0000000000000000 " V4 REST,
		  "192.0.2.1 AS65000 pre-policy Adj-RIB-In 0 1694498816000007" },
		{ "v6, post", "00 c0 0000000000000000 " V6 REST,
		  "2001:db8::1 AS65000 post-policy Adj-RIB-In 0 1694498816000007" },
		{ "of a VRF", "01 00 0001fde800000064 " V4 REST,
		  "192.0.2.1 AS65000 pre-policy Adj-RIB-In 1fde800000064 1694498816000007" },
		{ "E15 out, pre", "02 10 0000000000000000 " V4 REST,
		  "192.0.2.1 AS65000 pre-policy Adj-RIB-Out 0 1694498816000007" },
		{ "E15 out, post", "00 50 0000000000000000 " V4 REST,
		  "192.0.2.1 AS65000 post-policy Adj-RIB-Out 0 1694498816000007" },
		{ "E15 Loc-RIB has neither address nor the flags of others",
		  "03 f0 0000000000000000 " V6 REST, "0.0.0.0 AS65000 Loc-RIB 0 1694498816000007" },
		{ "E12 time 0", "00 00 0000000000000000 " V4 "0000fde8 c00002fe 00000000 00000000",
		  "192.0.2.1 AS65000 pre-policy Adj-RIB-In 0 0" },
		{ "E12 time in the future",
		  "00 00 0000000000000000 " V4 "0000fde8 c00002fe ffffffff 000f423f",
		  "192.0.2.1 AS65000 pre-policy Adj-RIB-In 0 4294967295999999" },
		{ "E12 more than a second of microseconds",
		  "00 00 0000000000000000 " V4 "0000fde8 c00002fe 00000001 ffffffff",
		  "192.0.2.1 AS65000 pre-policy Adj-RIB-In 0 1967295" },
		{ "the router itself",
		  "00 40 0000000000000000 00000000000000000000000000000000 "
		  "00000000 c00002fe 00000001 00000000",
		  "0.0.0.0 AS0 post-policy Adj-RIB-In 0 1000000 router" },
		{ "E4 peer type 4", "04 00 0000000000000000 " V4 REST, "unsupported" },
		{ "cut", "00 00 0000000000000000 " V4 "0000fde8 c00002fe 65000000 000000",
		  "truncated" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char text[ADDRESS_TEXT_MAX];
		struct bmp_peer peer;
		struct buffer got;
		buffer_init(&got);
		struct reader in = test_hex(cases[i].hex);
		int result = bmp_peer_read(&in, &peer);
		if (result < 0)
			buffer_string(&got, err_name(result));
		else
			buffer_format(&got, "%s AS%u %s %llx %llu%s",
				      address_print(&peer.address, text), peer.asn,
				      bmp_rib_name(bmp_peer_rib(&peer)),
				      (unsigned long long)peer.distinguisher,
				      (unsigned long long)peer.time_us,
				      bmp_peer_is_router(&peer) ? " router" : "");
		buffer_char(&got, '\0');
		if (strcmp(got.bytes, cases[i].want) != 0)
			fail_msg("%s: %s", cases[i].title, got.bytes);
		buffer_clear(&got);
	}
}

static void check_peer(const struct bmp_peer *peer, unsigned type, unsigned flags)
{
	bool v6 = type != 3 && (flags & 0x80) != 0;
	unsigned rib = ((flags & 0x10) != 0 ? 2U : 0U) + ((flags & 0x40) != 0 ? 1U : 0U);

	assert_int_equal(peer->address.family, v6 ? FAMILY_V6 : FAMILY_V4);
	assert_int_equal(peer->flags, flags);
	assert_int_equal(bmp_peer_rib(peer), type == 3 ? BMP_LOC_RIB : rib);
}

static void e4_all_flags_and_types(void **state)
{
	(void)state;
	for (unsigned type = 0; type < 256; type++) {
		for (unsigned flags = 0; flags < 256; flags++) {
			struct buffer bytes;
			struct bmp_peer peer;
			buffer_init(&bytes);
			test_put_peer(&bytes, type, flags);
			struct reader in = test_buffer(&bytes);
			int got = bmp_peer_read(&in, &peer);
			assert_int_equal(got, type <= 3 ? 0 : ERR_UNSUPPORTED);
			if (got == 0)
				check_peer(&peer, type, flags);
			buffer_clear(&bytes);
		}
	}
}

static void print_up(struct buffer *got, struct reader in, unsigned flags)
{
	struct bmp_peer peer = { .type = BMP_PEER_GLOBAL, .flags = (uint8_t)flags };
	char local[ADDRESS_TEXT_MAX];
	struct bmp_peer_up up;
	struct text table;
	int result = bmp_peer_up_read(in, &peer, &up);

	if (result < 0) {
		buffer_string(got, err_name(result));
		return;
	}
	buffer_format(got, "%s %u>%u +%u +%u", address_print(&up.local, local), up.local_port,
		      up.remote_port, (unsigned)reader_left(&up.sent),
		      (unsigned)reader_left(&up.received));
	if (bmp_tlv_text(up.tlvs, BMP_PEER_TABLE_NAME, &table)) {
		buffer_char(got, ' ');
		buffer_printable(got, table);
	}
}

static void reads_peer_up(void **state)
{
	static const struct {
		const char *title, *hex, *want;
		unsigned flags;
	} cases[] = {
		{ "v4", V4 "00b3 c001 " OPEN OPEN, "192.0.2.1 179>49153 +29 +29", 0 },
		{ "v6", V6 "00b3 c001 " OPEN OPEN, "2001:db8::1 179>49153 +29 +29", 0x80 },
		{ "table name", V4 "00b3 c001 " OPEN OPEN "0000 0001 61 0003 0004 63757374",
		  "192.0.2.1 179>49153 +29 +29 cust", 0 },
		{ "table name of no bytes", V4 "00b3 c001 " OPEN OPEN "0003 0000",
		  "192.0.2.1 179>49153 +29 +29 ", 0 },
		{ "TLVs cut short", V4 "00b3 c001 " OPEN OPEN "0003 0004 63",
		  "192.0.2.1 179>49153 +29 +29", 0 },
		{ "E5 both OPENs missing", V4 "00b3 c001 ", "truncated", 0 },
		{ "E5 the received OPEN missing", V4 "00b3 c001 " OPEN, "truncated", 0 },
		{ "E5 the received OPEN missing, TLVs in its place",
		  V4 "00b3 c001 " OPEN "0000 0010 61616161616161616161616161616161", "malformed",
		  0 },
		{ "E5 the sent OPEN cut short", V4 "00b3 c001 " MARKER "001d 01 04 fde8",
		  "truncated", 0 },
		{ "E5 a KEEPALIVE for an OPEN", V4 "00b3 c001 " MARKER "0013 04 " OPEN, "malformed",
		  0 },
		{ "E5 an OPEN of length 18", V4 "00b3 c001 " MARKER "0012 01 " OPEN, "malformed",
		  0 },
		{ "cut before the ports", V4 "00b3 c0", "truncated", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buffer got;
		buffer_init(&got);
		print_up(&got, test_hex(cases[i].hex), cases[i].flags);
		buffer_char(&got, '\0');
		if (strcmp(got.bytes, cases[i].want) != 0)
			fail_msg("%s: %s", cases[i].title, got.bytes);
		buffer_clear(&got);
	}
}

static void reads_peer_down(void **state)
{
	static const struct {
		const char *title, *hex;
		int want;
		unsigned notification, event, tlvs;
		bool is_damaged;
	} cases[] = {
		{ "no reason", "", ERR_TRUNCATED, 0, 0, 0, false },
		{ "E6 local NOTIFICATION", "01 " CEASE, 0, 21, 0, 0, false },
		{ "E6 local NOTIFICATION missing", "01", 0, 0, 0, 0, true },
		{ "E6 local NOTIFICATION cut short", "01 " MARKER "0015 03 06", 0, 0, 0, 0, true },
		{ "E6 an OPEN for a NOTIFICATION", "01 " OPEN, 0, 0, 0, 0, true },
		{ "E6 local event", "02 0018", 0, 0, 24, 0, false },
		{ "E6 local event cut short", "02 00", 0, 0, 0, 0, true },
		{ "E6 remote NOTIFICATION", "03 " CEASE, 0, 21, 0, 0, false },
		{ "E6 remote without data", "04", 0, 0, 0, 0, false },
		{ "E6 deconfigured", "05", 0, 0, 0, 0, false },
		{ "E6 local TLVs", "06 0003 0001 61", 0, 0, 0, 5, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bmp_peer_down down = { 0 };
		int got = bmp_peer_down_read(test_hex(cases[i].hex), &down);
		if (got != cases[i].want || down.event != cases[i].event ||
		    reader_left(&down.notification) != cases[i].notification ||
		    reader_left(&down.tlvs) != cases[i].tlvs ||
		    down.is_damaged != cases[i].is_damaged)
			fail_msg("%s", cases[i].title);
	}
}

static void e6_all_reasons(void **state)
{
	(void)state;
	for (unsigned reason = 0; reason < 256; reason++) {
		uint8_t bytes[] = { (uint8_t)reason, 0, 0 };
		struct bmp_peer_down down;
		assert_int_equal(bmp_peer_down_read(test_bytes(bytes, sizeof(bytes)), &down), 0);
		assert_int_equal(down.reason, reason);
		assert_int_equal(down.is_damaged, reason == 1 || reason == 3);
		assert_int_equal(bmp_down_name(reason) != NULL,
				 (reason >= 1 && reason <= 6) || (reason >= 251 && reason <= 254));
	}
}

static void print_stats(struct buffer *got, struct reader in)
{
	struct bmp_stats stats;
	struct bmp_stat stat;
	int result = bmp_stats_read(in, &stats);

	while (result >= 0 && (result = bmp_stat_next(&stats, &stat)) > 0) {
		buffer_format(got, "%u", stat.type);
		if (stat.has_family)
			buffer_format(got, "[%u/%u]", stat.afi, stat.safi);
		if (stat.has_value)
			buffer_format(got, "=%llu", (unsigned long long)stat.value);
		buffer_char(got, ' ');
	}
	buffer_string(got, err_name(result));
}

static void reads_statistics(void **state)
{
	static const struct {
		const char *title, *hex, *want;
	} cases[] = {
		{ "E7 no counters", "00000000", "ok" },
		{ "E7 a counter and a gauge",
		  "00000002 0000 0004 ffffffff 0007 0008 0000000100000000",
		  "0=4294967295 7=4294967296 ok" },
		{ "E7 a gauge of a family", "00000001 0009 000b 0002 01 0000000000000005",
		  "9[2/1]=5 ok" },
		{ "E7 a private type", "00000001 fffb 0008 0000000000000005", "65531=5 ok" },
		{ "E7 a counter of 3 octets", "00000002 0001 0003 000000 0002 0004 00000001",
		  "1 2=1 ok" },
		{ "E7 a counter of no octets", "00000001 0001 0000", "1 ok" },
		{ "E7 65535 counters announced, one there", "0000ffff 0000 0004 00000001",
		  "0=1 truncated" },
		{ "E7 4294967295 counters announced, none there", "ffffffff", "truncated" },
		{ "E7 a length that reaches too far", "00000001 0000 0005 00000001", "truncated" },
		{ "E7 more than announced", "00000001 0000 0004 00000001 00", "0=1 malformed" },
		{ "E7 no count", "000000", "truncated" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buffer got;
		buffer_init(&got);
		print_stats(&got, test_hex(cases[i].hex));
		buffer_char(&got, '\0');
		if (strcmp(got.bytes, cases[i].want) != 0)
			fail_msg("%s: %s", cases[i].title, got.bytes);
		buffer_clear(&got);
	}
}

static void e7_65535_counters(void **state)
{
	struct buffer bytes;
	struct bmp_stats stats;
	struct bmp_stat stat;
	unsigned seen = 0;

	(void)state;
	buffer_init(&bytes);
	test_put(&bytes, 65535, 4);
	for (unsigned i = 0; i < 65535; i++) {
		test_put(&bytes, i, 2);
		test_put(&bytes, 4, 2);
		test_put(&bytes, i, 4);
	}
	assert_int_equal(bmp_stats_read(test_buffer(&bytes), &stats), 0);
	for (; bmp_stat_next(&stats, &stat) > 0; seen++)
		assert_int_equal(stat.value, seen);
	assert_int_equal(seen, 65535);
	buffer_clear(&bytes);
}

static void check_name(const char *hex, const char *want)
{
	struct buffer got;
	struct text name;

	buffer_init(&got);
	assert_true(bmp_tlv_text(test_hex(hex), BMP_INIT_SYS_NAME, &name));
	buffer_printable(&got, name);
	buffer_char(&got, '\0');
	assert_string_equal(got.bytes, want);
	buffer_clear(&got);
}

static void e8_sys_names(void **state)
{
	struct text name = TEXT("untouched");

	(void)state;
	check_name("0001 0001 61 0002 0002 7231", "r1");
	check_name("0002 0000", ""); /* E8 sysName of no bytes */
	check_name("0001 0000 0002 0000 0000 0000", "");
	check_name("0002 0003 c328ff", "\\xc3(\\xff");       /* E8 no UTF-8 */
	check_name("0002 0005 1b5d303b07", "\\x1b]0;\\x07"); /* E8 ESC sequence */
	check_name("0002 0003 3c623e", "<b>");               /* E8 HTML is for the page to quote */
	check_name("0002 0001 61 0002 0001 62", "a");
	assert_false(bmp_tlv_text(test_hex("0001 0001 61"), BMP_INIT_SYS_NAME, &name));
	assert_false(bmp_tlv_text(test_hex("0002 0002 61"), BMP_INIT_SYS_NAME, &name));
	assert_string_equal(name.at, "untouched");
}

static void e8_sys_name_of_64_kib(void **state)
{
	struct buffer bytes;
	struct text name;

	(void)state;
	buffer_init(&bytes);
	test_put_hex(&bytes, "0002 ffff");
	for (unsigned i = 0; i < 65535; i++)
		buffer_char(&bytes, 'x');
	assert_true(bmp_tlv_text(test_buffer(&bytes), BMP_INIT_SYS_NAME, &name));
	assert_int_equal(name.len, 65535);
	buffer_clear(&bytes);
}

static void names(void **state)
{
	(void)state;
	assert_string_equal(bmp_type_name(6), "Route Mirroring");
	assert_null(bmp_type_name(7));
	assert_string_equal(bmp_peer_type_name(3), "Loc-RIB Instance Peer");
	assert_null(bmp_peer_type_name(254));
	assert_string_equal(bmp_stat_name(11), "updates subjected to treat-as-withdraw");
	assert_string_equal(bmp_stat_name(14), "routes in pre-policy Adj-RIB-Out");
	assert_string_equal(bmp_stat_name(18), "routes in pre-policy Adj-RIB-In");
	assert_string_equal(bmp_stat_name(30),
			    "per-AFI/SAFI routes left before the received-route threshold");
	assert_non_null(strstr(bmp_stat_name(43), "not found"));
	assert_null(bmp_stat_name(44));
	assert_string_equal(bmp_stat_name(65531), "Experimental");
	assert_string_equal(bmp_initiation_name(2), "sysName");
	assert_null(bmp_initiation_name(3));
	assert_string_equal(bmp_peer_tlv_name(3), "VRF/Table Name");
	assert_null(bmp_peer_tlv_name(1));
	assert_string_equal(bmp_termination_name(3), "Redundant connection");
	assert_null(bmp_termination_name(65535));
	assert_string_equal(bmp_mirroring_name(1), "Messages Lost");
	assert_null(bmp_mirroring_name(2));
}

static void print_away(struct reader in)
{
	struct bmp_peer_down down;
	struct bmp_peer peer;
	struct buffer got;

	buffer_init(&got);
	print_up(&got, in, 0);
	print_stats(&got, in);
	if (bmp_peer_read(&in, &peer) == 0)
		assert_true(peer.type <= BMP_PEER_LOC_RIB);
	if (bmp_peer_down_read(in, &down) == 0)
		assert_true(reader_left(&down.tlvs) <= reader_left(&in));
	buffer_clear(&got);
}

static void survives_damage(void **state)
{
	static const char *const WHOLE[] = {
		V4 "00b3 c001 " OPEN OPEN "0003 0004 63757374",
		"01 " CEASE,
		"00000002 0000 0004 00000001 0009 000b 0002 01 0000000000000005",
		"00 00 0000000000000000 " V4 REST,
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(WHOLE); i++) {
		uint8_t copy[128];
		struct reader in = test_hex(WHOLE[i]);
		size_t size = reader_left(&in);
		memcpy(copy, in.at, size);
		test_every_truncation(copy, size, print_away);
		test_every_bit_flip(copy, size, print_away);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_peers),           cmocka_unit_test(e4_all_flags_and_types),
		cmocka_unit_test(reads_peer_up),         cmocka_unit_test(reads_peer_down),
		cmocka_unit_test(e6_all_reasons),        cmocka_unit_test(reads_statistics),
		cmocka_unit_test(e7_65535_counters),     cmocka_unit_test(e8_sys_names),
		cmocka_unit_test(e8_sys_name_of_64_kib), cmocka_unit_test(names),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
