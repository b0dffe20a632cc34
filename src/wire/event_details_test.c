#include "base/testkit.h"

#include "wire/event_json.h"
#include "wire/event_text.h"
#include "wire/test_event_bytes.h"
#include "wire/test_json.h"

#define MARKER "ffffffffffffffffffffffffffffffff"
/* The per-peer header of AS64496 at 192.0.2.1. */
#define PEER                                                                                       \
	"00 00 0000000000000000 000000000000000000000000c0000201 0000fbf0 c0000201 6553f100 "      \
	"00000000"

/* One message of BGP or BMP, and what is said of it in JSON, from the members on that every event
 * has, and in words. */
static const struct {
	enum event_bytes_kind kind;
	unsigned type;
	const char *hex;
	const char *want;
} CASES[] = {
	/* OPEN: capabilities known and unknown, a role, FQDN, software version. */
	{ BYTES_BGP, 1, "04 fbf0 00b4 c0000201 00",
	  "{\"type\":\"open\",\"peer\":\"0.0.0.0\",\"peer_asn\":64496,\"open\":{\"asn\":"
	  "64496,\"hold_time\":180,\"bgp_id\":\"192.0.2.1\"}}\n"
	  "at some time AS64496 0.0.0.0 says OPEN; with AS64496 hold time 180 identifier "
	  "192.0.2.1\n" },
	{ BYTES_BGP, 1,
	  "04 5ba0 005a c0000201 2c 022a 0104 00010001 0200 4104 fa56ea00 0901 03 "
	  "490b 02 72 31 07 61 2e 62 2e 63 1b 22 4b05 04 66 72 72 ff c803 010203",
	  "{\"type\":\"open\",\"peer\":\"0.0.0.0\",\"peer_asn\":4200000000,\"open\":"
	  "{\"asn\":4200000000,\"hold_time\":90,\"bgp_id\":\"192.0.2.1\",\"role\":"
	  "\"Customer\",\"host\":\"r1\",\"software\":\"frr\357\277\275\",\"capabilities\":"
	  "[{\"code\":1,\"name\":\"Multiprotocol Extensions for BGP-4\",\"value\":"
	  "\"00010001\"},{\"code\":2,\"name\":\"Route Refresh Capability for BGP-4\"},"
	  "{\"code\":65,\"name\":\"Support for 4-octet AS number capability\",\"value\":"
	  "\"fa56ea00\"},{\"code\":9,\"name\":\"BGP Role\",\"value\":\"03\"},{\"code\":"
	  "73,\"name\":\"FQDN Capability\",\"value\":\"02723107612e622e631b22\"},"
	  "{\"code\":75,\"name\":\"Software Version Capability\",\"value\":\"04667272ff\"},"
	  "{\"code\":200,\"value\":\"010203\"}]}}\n"
	  "at some time AS4200000000 0.0.0.0 says OPEN; with AS4200000000 hold time "
	  "90 identifier 192.0.2.1 role Customer host \"r1\" software \"frr\\xff\" "
	  "capabilities ((1 Multiprotocol Extensions for BGP-4 0x00010001) (2 Route "
	  "Refresh Capability for BGP-4) (65 Support for 4-octet AS number capability "
	  "0xfa56ea00) (9 BGP Role 0x03) (73 FQDN Capability 0x02723107612e622e631b22) "
	  "(75 Software Version Capability 0x04667272ff) (200 0x010203))\n" },
	{ BYTES_BGP, 1, "04 fbf0 00b4 c0000201 04 02ff 0104",
	  "{\"type\":\"open\",\"peer\":\"0.0.0.0\",\"peer_asn\":0}\n"
	  "at some time AS0 0.0.0.0 says OPEN\n" },
	{ BYTES_BGP, 1, "03 fbf0 00b4 c0000201 00",
	  "{\"type\":\"open\",\"peer\":\"0.0.0.0\",\"peer_asn\":0}\n"
	  "at some time AS0 0.0.0.0 says OPEN\n" },
	/* NOTIFICATION: RFC 9003 texts, as they should be and not; data; unknown numbers. */
	{ BYTES_BGP, 3, "0602 06 7570677264 61",
	  "{\"type\":\"notification\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"notification\":"
	  "{\"code\":6,\"subcode\":2,\"name\":\"Cease\",\"subcode_name\":\"Administrative "
	  "Shutdown\",\"text\":\"upgrda\"}}\n"
	  "at some time AS0 0.0.0.0 says NOTIFICATION; of code 6 subcode 2 Cease "
	  "Administrative Shutdown saying \"upgrda\"\n" },
	{ BYTES_BGP, 3, "0604 09 1b5b316d 220a ff c39f",
	  "{\"type\":\"notification\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"notification\":"
	  "{\"code\":6,\"subcode\":4,\"name\":\"Cease\",\"subcode_name\":\"Administrative "
	  "Reset\",\"text\":\"\\u001b[1m\\\"\\u000a\357\277\275\303\237\"}}\n"
	  "at some time AS0 0.0.0.0 says NOTIFICATION; of code 6 subcode 4 Cease "
	  "Administrative Reset saying \"\\x1b[1m\"\\x0a\\xff\303\237\"\n" },
	{ BYTES_BGP, 3, "0602 00",
	  "{\"type\":\"notification\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"notification\":"
	  "{\"code\":6,\"subcode\":2,\"name\":\"Cease\",\"subcode_name\":\"Administrative "
	  "Shutdown\",\"data\":\"00\"}}\n"
	  "at some time AS0 0.0.0.0 says NOTIFICATION; of code 6 subcode 2 Cease "
	  "Administrative Shutdown data 0x00\n" },
	{ BYTES_BGP, 3, "0602 ff 41",
	  "{\"type\":\"notification\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"notification\":"
	  "{\"code\":6,\"subcode\":2,\"name\":\"Cease\",\"subcode_name\":\"Administrative "
	  "Shutdown\",\"data\":\"ff41\"}}\n"
	  "at some time AS0 0.0.0.0 says NOTIFICATION; of code 6 subcode 2 Cease "
	  "Administrative Shutdown data 0xff41\n" },
	{ BYTES_BGP, 3, "0202 fbf1",
	  "{\"type\":\"notification\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"notification\":"
	  "{\"code\":2,\"subcode\":2,\"name\":\"OPEN Message Error\",\"subcode_name\":"
	  "\"Bad Peer AS\",\"data\":\"fbf1\"}}\n"
	  "at some time AS0 0.0.0.0 says NOTIFICATION; of code 2 subcode 2 OPEN Message "
	  "Error Bad Peer AS data 0xfbf1\n" },
	{ BYTES_BGP, 3, "6363",
	  "{\"type\":\"notification\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"notification\":"
	  "{\"code\":99,\"subcode\":99}}\n"
	  "at some time AS0 0.0.0.0 says NOTIFICATION; of code 99 subcode 99\n" },
	{ BYTES_BGP, 3, "06",
	  "{\"type\":\"notification\",\"peer\":\"0.0.0.0\",\"peer_asn\":0}\n"
	  "at some time AS0 0.0.0.0 says NOTIFICATION\n" },
	/* ROUTE-REFRESH */
	{ BYTES_BGP, 5, "0002 00 01",
	  "{\"type\":\"route-refresh\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"route_refresh\":"
	  "{\"family\":\"ipv6-unicast\",\"subtype\":\"Normal\"}}\n"
	  "at some time AS0 0.0.0.0 says ROUTE-REFRESH; of ipv6-unicast Normal\n" },
	{ BYTES_BGP, 5, "0001 01 80",
	  "{\"type\":\"route-refresh\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"route_refresh\":"
	  "{\"family\":\"ipv4-vpn\",\"subtype\":\"BoRR\"}}\n"
	  "at some time AS0 0.0.0.0 says ROUTE-REFRESH; of ipv4-vpn BoRR\n" },
	{ BYTES_BGP, 5, "0001 00",
	  "{\"type\":\"route-refresh\",\"peer\":\"0.0.0.0\",\"peer_asn\":0}\n"
	  "at some time AS0 0.0.0.0 says ROUTE-REFRESH\n" },
	/* Nothing inside; a table that is complete. */
	{ BYTES_BGP, 4, "",
	  "{\"type\":\"keepalive\",\"peer\":\"0.0.0.0\",\"peer_asn\":0}\n"
	  "at some time AS0 0.0.0.0 says KEEPALIVE\n" },
	{ BYTES_BGP, 2, "0000 0000",
	  "{\"type\":\"end-of-rib\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"family\":"
	  "\"ipv4-unicast\"}\n"
	  "at some time AS0 0.0.0.0 says that its table is complete; family ipv4-unicast\n" },
	/* RFC 7606: what to do with it, and why. */
	{ BYTES_BGP, 2, "0000 0011 400101 07 400200 400304 c0000201 c563 00 080a",
	  "{\"type\":\"announce\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"prefix\":"
	  "\"10.0.0.0/8\",\"malformed\":{\"treatment\":\"treat as withdraw\",\"faults\":"
	  "[{\"attribute\":\"ORIGIN\",\"reason\":\"an undefined value\",\"rule\":"
	  "\"RFC 7606 section 7.1\"}]},\"path\":[],\"origin_asn\":null,\"next_hop\":"
	  "\"192.0.2.1\",\"attributes\":[{\"type\":1,\"flags\":64,\"value\":\"07\","
	  "\"fault\":\"an undefined value\"},{\"type\":99,\"flags\":197,\"value\":"
	  "\"\"}]}\n"
	  "at some time AS0 0.0.0.0 announces 10.0.0.0/8: path empty; origin unknown; "
	  "next hop 192.0.2.1; attribute 99 of 0 octets; malformed: treat as withdraw "
	  "because of ((ORIGIN an undefined value RFC 7606 section 7.1))\n" },
	/* Statistics: a counter, a gauge of a family, a length that no counter has. */
	{ BYTES_BMP, 1,
	  PEER "00000003 0000 0004 00000005 0009 000b 0001 80 0000000000000007 0001 0003 010203",
	  "{\"type\":\"report\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"rib\":\"in-pre\",\"statistics\":[{\"type\":0,\"name\":"
	  "\"prefixes rejected by inbound policy\",\"value\":5},{\"type\":9,\"name\":"
	  "\"per-AFI/SAFI routes in Adj-RIB-In\",\"family\":\"ipv4-vpn\",\"value\":"
	  "7},{\"type\":1,\"name\":\"duplicate prefix advertisements\",\"data\":\"010203\"}]}\n"
	  "2023-11-14T22:13:20Z AS64496 192.0.2.1 before policy reports: statistics "
	  "(0 prefixes rejected by inbound policy = 5) (9 per-AFI/SAFI routes in "
	  "Adj-RIB-In ipv4-vpn = 7) (1 duplicate prefix advertisements 0x010203)\n" },
	{ BYTES_BMP, 1, PEER "00000002 0000 0004 00000005",
	  "{\"type\":\"report\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"rib\":\"in-pre\",\"statistics\":[{\"type\":0,\"name\":"
	  "\"prefixes rejected by inbound policy\",\"value\":5}]}\n"
	  "2023-11-14T22:13:20Z AS64496 192.0.2.1 before policy reports: statistics "
	  "(0 prefixes rejected by inbound policy = 5)\n" },
	{ BYTES_BMP, 1, PEER "ffff",
	  "{\"type\":\"report\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"rib\":\"in-pre\"}\n"
	  "2023-11-14T22:13:20Z AS64496 192.0.2.1 before policy reports\n" },
	/* Peer Down: each reason with its details. */
	{ BYTES_BMP, 2, PEER "01" MARKER "0015 03 0602",
	  "{\"type\":\"notification\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":"
	  "\"192.0.2.1\",\"peer_asn\":64496,\"direction\":\"out\",\"rib\":\"in-pre\","
	  "\"notification\":{\"code\":6,\"subcode\":2,\"name\":\"Cease\",\"subcode_name\":"
	  "\"Administrative Shutdown\"}}\n"
	  "{\"type\":\"state\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"rib\":\"in-pre\",\"old_state\":\"established\",\"new_state\":"
	  "\"idle\",\"reason_code\":1,\"reason\":\"Local system closed, NOTIFICATION "
	  "PDU follows\"}\n"
	  "2023-11-14T22:13:20Z AS64496 192.0.2.1 before policy hears NOTIFICATION; "
	  "of code 6 subcode 2 Cease Administrative Shutdown\n"
	  "2023-11-14T22:13:20Z AS64496 192.0.2.1 before policy goes from Established "
	  "to Idle; reason 1; Local system closed, NOTIFICATION PDU follows\n" },
	{ BYTES_BMP, 2, PEER "02 0010",
	  "{\"type\":\"state\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"rib\":\"in-pre\",\"old_state\":\"established\",\"new_state\":"
	  "\"idle\",\"reason_code\":2,\"reason\":\"Local system closed, FSM Event "
	  "follows\",\"fsm_event\":16}\n"
	  "2023-11-14T22:13:20Z AS64496 192.0.2.1 before policy goes from Established "
	  "to Idle; reason 2; Local system closed, FSM Event follows; event of the "
	  "state machine 16\n" },
	{ BYTES_BMP, 2, PEER "04",
	  "{\"type\":\"state\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"rib\":\"in-pre\",\"old_state\":\"established\",\"new_state\":"
	  "\"idle\",\"reason_code\":4,\"reason\":\"Remote system closed, no data\"}\n"
	  "2023-11-14T22:13:20Z AS64496 192.0.2.1 before policy goes from Established "
	  "to Idle; reason 4; Remote system closed, no data\n" },
	{ BYTES_BMP, 2, PEER "06 0003 0003 767266",
	  "{\"type\":\"state\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"rib\":\"in-pre\",\"old_state\":\"established\",\"new_state\":"
	  "\"idle\",\"reason_code\":6,\"reason\":\"Local system closed, TLV data "
	  "follows\",\"tlvs\":[{\"type\":3,\"name\":\"VRF/Table Name\",\"value\":"
	  "\"vrf\"}]}\n"
	  "2023-11-14T22:13:20Z AS64496 192.0.2.1 before policy goes from Established "
	  "to Idle; reason 6; Local system closed, TLV data follows; TLVs (3 VRF/Table "
	  "Name \"vrf\")\n" },
	{ BYTES_BMP, 2, PEER "63",
	  "{\"type\":\"state\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"rib\":\"in-pre\",\"old_state\":\"established\",\"new_state\":"
	  "\"idle\",\"reason_code\":99}\n"
	  "2023-11-14T22:13:20Z AS64496 192.0.2.1 before policy goes from Established "
	  "to Idle; reason 99\n" },
	/* Initiation, termination, mirroring. */
	{ BYTES_BMP, 4, "0001 0003 1b5d30 0000 0002 c328 0002 0000 0063 0001 41",
	  "{\"type\":\"report\",\"tlvs\":[{\"type\":1,\"name\":\"sysDescr\",\"value\":"
	  "\"\\u001b]0\"},{\"type\":0,\"name\":\"String\",\"value\":\"\357\277\275(\"},"
	  "{\"type\":2,\"name\":\"sysName\",\"value\":\"\"},{\"type\":99,\"value\":"
	  "\"A\"}]}\n"
	  "at some time reports: TLVs (1 sysDescr \"\\x1b]0\") (0 String \"\\xc3(\") "
	  "(2 sysName \"\") (99 \"A\")\n" },
	{ BYTES_BMP, 4, "",
	  "{\"type\":\"report\"}\n"
	  "at some time reports\n" },
	{ BYTES_BMP, 4, "0002 0009 41",
	  "{\"type\":\"report\",\"tlvs\":[]}\n"
	  "at some time reports: TLVs\n" },
	{ BYTES_BMP, 5, "0001 0002 0000 0000 0003 627965",
	  "{\"type\":\"report\",\"tlvs\":[{\"type\":1,\"value\":\"Administratively "
	  "closed\"},{\"type\":0,\"value\":\"bye\"}]}\n"
	  "at some time reports: TLVs (1 Administratively closed) (0 \"bye\")\n" },
	{ BYTES_BMP, 5, "0001 0002 ffff 0001 0001 00",
	  "{\"type\":\"report\",\"tlvs\":[{\"type\":1},{\"type\":1,\"value\":\"\\u0000\"}]}\n"
	  "at some time reports: TLVs (1) (1 \"\\x00\")\n" },
	{ BYTES_BMP, 6, PEER "0000 0013" MARKER "0013 04 0001 0002 0000",
	  "{\"type\":\"report\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"rib\":\"in-pre\",\"tlvs\":[{\"type\":0,\"value\":"
	  "\"ffffffffffffffffffffffffffffffff001304\"},{\"type\":1,\"value\":\"Errored "
	  "PDU\"}]}\n"
	  "2023-11-14T22:13:20Z AS64496 192.0.2.1 before policy reports: TLVs (0 "
	  "ffffffffffffffffffffffffffffffff001304) (1 Errored PDU)\n" },
};

struct printing {
	struct event_json json;
	struct event_text text;
	struct buffer json_out, text_out;
};

static void printing_init(struct printing *printing)
{
	buffer_init(&printing->json_out);
	buffer_init(&printing->text_out);
	event_json_init(&printing->json, &printing->json_out);
	event_text_init(&printing->text, &printing->text_out);
}

static void printing_clear(struct printing *printing)
{
	event_json_clear(&printing->json);
	event_text_clear(&printing->text);
	buffer_clear(&printing->json_out);
	buffer_clear(&printing->text_out);
}

static void print(struct printing *printing, enum event_bytes_kind kind, struct reader in)
{
	struct bgp_sink sink = event_json_sink(&printing->json);

	printing->json_out.used = printing->text_out.used = 0;
	event_bytes_tell(kind, true, in, &sink, NULL, NULL);
	sink = event_text_sink(&printing->text);
	event_bytes_tell(kind, true, in, &sink, NULL, NULL);
}

static void puts_what_is_inside(void **state)
{
	struct printing printing;

	(void)state;
	printing_init(&printing);
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct buffer bytes;
		buffer_init(&bytes);
		event_bytes_put(&bytes, CASES[i].kind, CASES[i].type, 0, CASES[i].hex);
		print(&printing, CASES[i].kind, test_buffer(&bytes));
		/* Both, one behind the other. */
		buffer_text(&printing.json_out,
			    (struct text){ printing.text_out.bytes, printing.text_out.used });
		buffer_char(&printing.json_out, '\0');
		assert_string_equal(printing.json_out.bytes, CASES[i].want);
		buffer_clear(&bytes);
	}
	printing_clear(&printing);
}

static struct printing survivor;
static enum event_bytes_kind survivor_kind;

static void print_all(struct reader in)
{
	print(&survivor, survivor_kind, in);
	struct text rest = { survivor.json_out.bytes, survivor.json_out.used }, line;
	while (text_line(&rest, &line))
		assert_true(json_is_valid(line));
	for (size_t i = 0; i < survivor.text_out.used; i++) {
		unsigned char c = (unsigned char)survivor.text_out.bytes[i];
		assert_true(c == '\n' || (c >= ' ' && c != 0x7f));
	}
}

static void survives_damage(void **state)
{
	(void)state;
	printing_init(&survivor);
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct buffer bytes;
		buffer_init(&bytes);
		event_bytes_put(&bytes, CASES[i].kind, CASES[i].type, 0, CASES[i].hex);
		survivor_kind = CASES[i].kind;
		test_every_truncation(bytes.bytes, bytes.used, print_all);
		test_every_bit_flip(bytes.bytes, bytes.used, print_all);
		buffer_clear(&bytes);
	}
	printing_clear(&survivor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(puts_what_is_inside),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
