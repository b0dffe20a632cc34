#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/bgp_open.h"

/* AS65000, 180 s, 192.0.2.1; the parameters follow. */
#define OPEN "04 fde8 00b4 c0000201 "
#define AS4  "4104 0000fde8"

static void print(struct buffer *got, struct reader in)
{
	struct bgp_open open;
	int result = bgp_open_read(in, &open);

	if (result < 0) {
		buffer_string(got, err_name(result));
		return;
	}
	buffer_format(got, "AS%u hold %u", open.asn, open.hold_time);
	if (open.bgp_id != 0xc0000201)
		buffer_format(got, " id %u", open.bgp_id);
	buffer_format(got, " families %x", open.families);
	if (open.has_as4)
		buffer_string(got, " as4");
	if (open.has_extended_messages)
		buffer_string(got, " extended");
	if (open.role != BGP_ROLE_NONE)
		buffer_format(got, " role %u", open.role);
	if ((open.path_ids_sent | open.path_ids_received) != 0)
		buffer_format(got, " ids %x/%x", open.path_ids_sent, open.path_ids_received);
	if (open.host.len + open.domain.len + open.software.len > 0) {
		buffer_char(got, ' ');
		buffer_printable(got, open.host);
		buffer_char(got, '.');
		buffer_printable(got, open.domain);
		buffer_char(got, '/');
		buffer_printable(got, open.software);
	}
	if (open.bad_capabilities > 0)
		buffer_format(got, " bad %u", open.bad_capabilities);
	if (open.unknown_parameters > 0)
		buffer_format(got, " unknown %u", open.unknown_parameters);
	if (bgp_open_check(&open) != 0)
		buffer_format(got, " refused 2/%u", bgp_open_check(&open));
}

#define PLAIN "AS65000 hold 180 families 1"

static const struct {
	const char *title, *hex, *want;
} CASES[] = {
	{ "an OPEN without parameters", OPEN "00", PLAIN },
	{ "an OPEN cut short", "04 fde8 00b4 c00002", "truncated" },
	{ "an OPEN of BGP-3", "03 fde8 00b4 c0000201 00", "unsupported" },
	{ "C1 parameters of length 0 with octets behind", OPEN "00 0206" AS4, PLAIN },
	{ "C1 parameters of length 1", OPEN "01 02", "truncated" },
	{ "C1 parameters of length 2 that hold nothing", OPEN "02 0200", PLAIN },
	{ "C1 parameters of length 255 that are not there", OPEN "ff 0206" AS4, "truncated" },
	{ "C1 no length of parameters", OPEN, "truncated" },
	{ "C2 extended parameters with one octet left", OPEN "ff ff", "truncated" },
	{ "C2 extended parameters with two octets left", OPEN "ff ff 00", "truncated" },
	{ "C2 extended parameters with three octets left", OPEN "ff ff 0000", PLAIN },
	{ "C2 extended parameters longer than the message", OPEN "ff ff 0001", "truncated" },
	{ "C2 extended parameters", OPEN "ff ff 0009 02 0006" AS4, PLAIN " as4" },
	{ "C2 extended parameters whose first length is not 255", OPEN "01 ff 0009 02 0006" AS4,
	  PLAIN " as4" },
	{ "C2 an extended parameter longer than all", OPEN "ff ff 0009 02 0007" AS4, "truncated" },
	{ "C2 an extended parameter cut in its length", OPEN "ff ff 0002 02 00", "truncated" },
	{ "C3 a capability longer than its parameter", OPEN "08 0206 4105 0000fde8", "truncated" },
	{ "C3 a capability without its length", OPEN "03 0201 41", "truncated" },
	{ "C3 a parameter longer than all", OPEN "08 0207" AS4, "truncated" },
	{ "C3 a parameter without its length", OPEN "09 0206" AS4 "02", "truncated" },
	{ "C4 AS4 of length 0", OPEN "04 0202 4100", PLAIN " bad 1" },
	{ "C4 AS4 of length 3", OPEN "07 0205 4103 00fde8", PLAIN " bad 1" },
	{ "C4 AS4 of length 4", OPEN "08 0206 4104 fa56ea00",
	  "AS4200000000 hold 180 families 1 as4" },
	{ "C4 AS4 of length 5", OPEN "09 0207 4105 0000fde800", PLAIN " bad 1" },
	{ "C5 MP of length 3", OPEN "07 0205 0103 000100", PLAIN " bad 1" },
	{ "C5 MP of length 4", OPEN "08 0206 0104 00020001", "AS65000 hold 180 families 100" },
	{ "C5 MP of length 5", OPEN "09 0207 0105 0002000100", PLAIN " bad 1" },
	{ "C5 MP of an unknown family", OPEN "08 0206 0104 00ff0001",
	  "AS65000 hold 180 families 0" },
	{ "C6 ADD-PATH of length 3", OPEN "07 0205 4503 000101", PLAIN " bad 1" },
	{ "C6 ADD-PATH of length 0", OPEN "04 0202 4500", PLAIN " bad 1" },
	{ "C6 ADD-PATH of length 5", OPEN "09 0207 4505 0001010300", PLAIN " bad 1" },
	{ "C6 ADD-PATH of mode 0", OPEN "08 0206 4504 00010100", PLAIN " bad 1" },
	{ "C6 ADD-PATH of mode 4", OPEN "08 0206 4504 00010104", PLAIN " bad 1" },
	{ "C6 ADD-PATH of mode 3 and then 4", OPEN "0c 020a 4508 0001010300020104",
	  PLAIN " bad 1" },
	{ "C6 ADD-PATH of every mode", OPEN "10 020e 450c 000101010001040200020103",
	  PLAIN " ids 104/101" },
	{ "C6 ADD-PATH of an unknown family", OPEN "08 0206 4504 00ff0103", PLAIN },
	{ "C7 GR of length 0", OPEN "04 0202 4000", PLAIN " bad 1" },
	{ "C7 GR without families", OPEN "06 0204 4002 4078", PLAIN },
	{ "C7 GR with a family cut short", OPEN "09 0207 4005 4078000101", PLAIN " bad 1" },
	{ "C7 LLGR with a family cut short", OPEN "0a 0208 4706 000101800000", PLAIN " bad 1" },
	{ "C7 LLGR", OPEN "0b 0209 4707 00010180000e10", PLAIN },
	{ "C8 ORF whose count reaches too far", OPEN "0b 0209 0307 00010001024003",
	  PLAIN " bad 1" },
	{ "C8 ORF with 255 of none", OPEN "09 0207 0305 00010001ff", PLAIN " bad 1" },
	{ "C8 ORF", OPEN "0b 0209 0307 00010001014003", PLAIN },
	{ "C9 FQDN", OPEN "0a 0208 4906 0272310263 7a", PLAIN " r1.cz/" },
	{ "C9 FQDN without a domain", OPEN "07 0205 4903 027231", PLAIN " r1./" },
	{ "C9 FQDN whose host is too long", OPEN "07 0205 4903 037231", PLAIN " bad 1" },
	{ "C9 FQDN whose domain is too long", OPEN "09 0207 4905 0272310263", PLAIN " bad 1" },
	{ "C9 FQDN with more behind", OPEN "0a 0208 4906 02723101637a", PLAIN " bad 1" },
	{ "C9 FQDN of no UTF-8, NUL, 0xff", OPEN "0a 0208 4906 04 72c300ff 00",
	  PLAIN " r\\xc3\\x00\\xff./" },
	{ "C9 FQDN of no bytes", OPEN "06 0204 4902 0000", PLAIN },
	{ "C10 software version", OPEN "07 0205 4b03 467272", PLAIN " ./Frr" },
	{ "C10 software version with a length in front", OPEN "08 0206 4b04 03467272",
	  PLAIN " ./Frr" },
	{ "C10 software version of no bytes", OPEN "04 0202 4b00", PLAIN },
	{ "C10 software version with an escape", OPEN "07 0205 4b03 1b5b4a", PLAIN " ./\\x1b[J" },
	{ "C11 role Customer", OPEN "05 0203 0901 03", PLAIN " role 3" },
	{ "C11 role 5, unassigned", OPEN "05 0203 0901 05", PLAIN " role 5" },
	{ "C11 role 255, unassigned", OPEN "05 0203 0901 ff", PLAIN " role 255" },
	{ "C11 role of length 0", OPEN "04 0202 0900", PLAIN " bad 1" },
	{ "C11 role of length 2", OPEN "06 0204 0902 0303", PLAIN " bad 1" },
	{ "C12 a role twice", OPEN "08 0206 090103 090103", PLAIN " role 3" },
	{ "C12 two roles", OPEN "0b 0209 090103 090104 090103", PLAIN " role 257 refused 2/11" },
	{ "C12 AS4 twice", OPEN "0e 020c" AS4 "4104 fa56ea00", PLAIN " as4" },
	{ "C12 a bad AS4, then a good one", OPEN "0a 0208 4100" AS4, PLAIN " as4 bad 1" },
	{ "C12 MP twice", OPEN "0e 020c 010400010001 010400010001", PLAIN },
	{ "C12 ADD-PATH twice", OPEN "0e 020c 450400010101 450400010102", PLAIN " ids 1/1" },
	{ "C12 extended messages twice", OPEN "06 0204 0600 0600", PLAIN " extended" },
	{ "C12 FQDN twice", OPEN "0c 020a 4903 017200 4903 017300", PLAIN " r./" },
	{ "C12 software version twice", OPEN "08 0206 4b0141 4b0142", PLAIN " ./A" },
	{ "C12 a parameter for each capability", OPEN "0c 0206" AS4 "0202 0600",
	  PLAIN " as4 extended" },
	{ "C13 extended next hop, whose SAFI has two octets", OPEN "0a 0208 0506 000100010002",
	  PLAIN },
	{ "C13 extended next hop with a SAFI of one octet", OPEN "09 0207 0505 0001010002",
	  PLAIN " bad 1" },
	{ "C13 extended next hop of length 0", OPEN "04 0202 0500", PLAIN " bad 1" },
	{ "C14 hold time 0", "04 fde8 0000 c0000201 00", "AS65000 hold 0 families 1" },
	{ "C14 hold time 1", "04 fde8 0001 c0000201 00", "AS65000 hold 1 families 1 refused 2/6" },
	{ "C14 hold time 2", "04 fde8 0002 c0000201 00", "AS65000 hold 2 families 1 refused 2/6" },
	{ "C14 hold time 3", "04 fde8 0003 c0000201 00", "AS65000 hold 3 families 1" },
	{ "C15 BGP identifier 0", "04 fde8 00b4 00000000 00",
	  "AS65000 hold 180 id 0 families 1 refused 2/3" },
	{ "C16 AS0", "04 0000 00b4 c0000201 00", "AS0 hold 180 families 1 refused 2/2" },
	{ "C16 AS0 of four octets", OPEN "08 0206 4104 00000000",
	  "AS0 hold 180 families 1 as4 refused 2/2" },
	{ "C16 AS_TRANS without AS4", "04 5ba0 00b4 c0000201 00", "AS23456 hold 180 families 1" },
	{ "C16 AS65535", "04 ffff 00b4 c0000201 00", "AS65535 hold 180 families 1" },
	{ "C16 AS4294967295", OPEN "08 0206 4104 ffffffff",
	  "AS4294967295 hold 180 families 1 as4" },
	{ "extended messages of length 1", OPEN "05 0203 0601 00", PLAIN " bad 1" },
	{ "route refresh of both kinds", OPEN "06 0204 0200 4600", PLAIN },
	{ "BGPsec of length 2", OPEN "06 0204 0702 0001", PLAIN " bad 1" },
	{ "multiple labels of length 4", OPEN "08 0206 0804 00010402", PLAIN },
	{ "paths limit of length 4", OPEN "08 0206 4c04 00010100", PLAIN " bad 1" },
	{ "an unknown capability", OPEN "05 0203 f001 00", PLAIN },
	{ "authentication, which is gone", OPEN "0b 0101 00 0206" AS4,
	  PLAIN " as4 unknown 1 refused 2/4" },
	{ "families",
	  OPEN "20 021e 010400010001 010400020001 010400010080 010400190046 0104400400"
	       "47",
	  "AS65000 hold 180 families 60109" },
};

static void reads(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct buffer got;
		buffer_init(&got);
		print(&got, test_hex(CASES[i].hex));
		buffer_char(&got, '\0');
		if (strcmp(got.bytes, CASES[i].want) != 0)
			fail_msg("%s: %s, not %s", CASES[i].title, got.bytes, CASES[i].want);
		buffer_clear(&got);
	}
}

static void iterates(void **state)
{
	static const unsigned CODES[] = { 65, 6, 240 };
	struct bgp_capability capability;
	struct bgp_open open;

	(void)state;
	assert_int_equal(
		bgp_open_read(test_hex(OPEN "13 0208" AS4 "0600 01020000 0203 f00177"), &open), 0);
	for (size_t i = 0; i < COUNT_OF(CODES); i++) {
		assert_int_equal(bgp_capability_next(&open.each, &capability), 1);
		assert_int_equal(capability.code, CODES[i]);
	}
	assert_int_equal(read_u8(&capability.value), 0x77);
	assert_int_equal(bgp_capability_next(&open.each, &capability), 0);
	assert_int_equal(bgp_capability_next(&open.each, &capability), 0);
}

static struct bgp_open open_of(const char *hex)
{
	struct bgp_open open;

	assert_int_equal(bgp_open_read(test_hex(hex), &open), 0);
	return open;
}

static void tells_how_to_decode(void **state)
{
	/* We can send several paths of IPv4 and receive them of both families; they both of IPv4.
	 */
	struct bgp_open ours = open_of(OPEN "12 0210" AS4 "4508 0001010300020101");
	struct bgp_open theirs = open_of(OPEN "10 020e" AS4 "4504 00010103 0600");
	struct bgp_open old = open_of(OPEN "08 0206 4504 00020102");
	struct bgp_session session;

	(void)state;
	bgp_session_init(&session, &ours, &theirs);
	assert_int_equal(session.sent.codec.asn_size, 4);
	assert_int_equal(session.received.codec.asn_size, 4);
	assert_int_equal(session.sent.codec.path_id_families, BGP_IPV4_UNICAST);
	assert_int_equal(session.received.codec.path_id_families, BGP_IPV4_UNICAST);
	assert_int_equal(session.sent.message_max, 65535);
	assert_int_equal(session.received.message_max, 4096);
	assert_true(bgp_codec_has_path_ids(&session.sent.codec, 1, 1));
	assert_false(bgp_codec_has_path_ids(&session.sent.codec, 2, 1));
	assert_false(bgp_codec_has_path_ids(&session.sent.codec, 77, 1));

	bgp_session_init(&session, &ours, &old);
	assert_int_equal(session.sent.codec.asn_size, 2);
	assert_int_equal(session.received.codec.asn_size, 2);
	assert_int_equal(session.sent.codec.path_id_families, 0);
	assert_int_equal(session.received.codec.path_id_families, BGP_IPV6_UNICAST);
}

static void maps_families(void **state)
{
	static const uint8_t SAFIS[] = { 1, 2, 4, 65, 70, 71, 128, 129, 133, 134 };
	static const uint16_t AFIS[] = { 1, 2, 25, 16388 };
	uint32_t seen = 0;
	unsigned known = 0;

	(void)state;
	for (size_t a = 0; a < COUNT_OF(AFIS); a++) {
		for (size_t s = 0; s < COUNT_OF(SAFIS); s++) {
			uint32_t bit = bgp_family_bit(AFIS[a], SAFIS[s]);
			assert_int_equal(bit & (bit - 1), 0);
			assert_int_equal(seen & bit, 0); /* no two families share one */
			seen |= bit;
			known += bit != 0;
		}
	}
	assert_int_equal(known, 17);
	assert_int_equal(bgp_family_bit(2, 1), BGP_IPV6_UNICAST);
	assert_int_equal(bgp_family_bit(2, 134), BGP_IPV6_FLOWSPEC_VPN);
	assert_int_equal(bgp_family_bit(0, 1), 0);
	assert_int_equal(bgp_family_bit(3, 1), 0);
	assert_int_equal(bgp_family_bit(1, 0), 0);
}

static void names(void **state)
{
	(void)state;
	assert_string_equal(bgp_capability_name(69), "ADD-PATH Capability");
	assert_string_equal(bgp_capability_name(254), "Reserved for Experimental Use");
	assert_null(bgp_capability_name(10));
	assert_null(bgp_capability_name(256));
	assert_string_equal(bgp_role_name(BGP_ROLE_RS_CLIENT), "RS-Client");
	assert_null(bgp_role_name(5));
	assert_null(bgp_role_name(BGP_ROLE_NONE));
	assert_string_equal(bgp_route_refresh_name(2), "EoRR");
	assert_null(bgp_route_refresh_name(3));
}

static void reads_route_refresh(void **state)
{
	static const struct {
		const char *hex;
		int want;
		unsigned afi, subtype, safi, left;
	} cases[] = {
		{ "0001 00 01", 0, 1, 0, 1, 0 },
		{ "0002 01 80", 0, 2, 1, 128, 0 },
		{ "0001 00 01 01 03 0000", 0, 1, 0, 1, 4 },
		{ "0001 ff 01", 0, 1, 255, 1, 0 },
		{ "0001 02 01 00", ERR_MALFORMED, 0, 0, 0, 0 },
		{ "0001 00", ERR_TRUNCATED, 0, 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bgp_route_refresh refresh = { 0 };
		int got = bgp_route_refresh_read(test_hex(cases[i].hex), &refresh);
		assert_int_equal(got, cases[i].want);
		assert_int_equal(refresh.afi, cases[i].afi);
		assert_int_equal(refresh.subtype, cases[i].subtype);
		assert_int_equal(refresh.safi, cases[i].safi);
		assert_int_equal(reader_left(&refresh.filters), cases[i].left);
	}
}

static void print_away(struct reader in)
{
	struct buffer got;

	buffer_init(&got);
	print(&got, in);
	buffer_clear(&got);
}

static void survives_damage(void **state)
{
	static const char *const WHOLE[] = {
		OPEN "2a 0228" AS4 "0600 090103 4508 0001010300020101 4906 027231 02637a 4b0141"
		     "4006 407800010100",
		OPEN "ff ff 0015 02 0012" AS4 "0307 00010001014003 090103",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(WHOLE); i++) {
		struct bgp_open open;
		uint8_t copy[128];
		struct reader in = test_hex(WHOLE[i]);
		size_t size = reader_left(&in);
		assert_int_equal(bgp_open_read(in, &open), 0);
		memcpy(copy, in.at, size);
		test_every_truncation(copy, size, print_away);
		test_every_bit_flip(copy, size, print_away);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(iterates),
		cmocka_unit_test(tells_how_to_decode),
		cmocka_unit_test(maps_families),
		cmocka_unit_test(names),
		cmocka_unit_test(reads_route_refresh),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
