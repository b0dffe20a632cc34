#include "base/testkit.h"

#include "wire/event_json.h"
#include "wire/test_event_bytes.h"
#include "wire/test_json.h"
#include "wire/test_mrt_sample.h"

#define V6     "20010db800000000000000000000000"
#define MARKER "ffffffffffffffffffffffffffffffff"
#define PEERS  "00000007 0000 0002 02 00000001 c0000201 0000fbf0 03 00000002 " V6 "1 fa56ea00"
#define SPEAKS "0000fbf0 0000fbff 0000 0001 c0000201 c0000209 "
/* Attributes: of 14 octets, path 64496 64497. */
#define PATH   "40020a 0202 0000fbf0 0000fbf1"
#define RD     "0000fbf000000001"
#define TAIL   "0000fbf0 c0000201 6553f100 00000007"
/* The per-peer header of AS64496 at 192.0.2.1, with type and flags in front. */
#define SAYS   "0000000000000000 000000000000000000000000c0000201 " TAIL
#define OPEN   MARKER "0025 01 04 fbf0 00b4 c0000201 08 0206 4104 0000fbf0"

struct step {
	unsigned type, subtype;
	const char *hex;
};

static const struct {
	enum event_bytes_kind kind;
	bool judges;
	struct step steps[4];
	const char *want;
} CASES[] = {
	/* A table. */
	{ BYTES_MRT,
	  false,
	  { { 13, 1, PEERS },
	    { 13, 2,
	      "00000000 18c00002 0002 0000 65000000 000d" PATH "0001 65000001 0004 40010101" } },
	  "{\"type\":\"route\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"prefix\":\"192.0.2.0/24\",\"originated\":1694498816,"
	  "\"path\":[64496,64497],\"origin_asn\":64497}\n"
	  "{\"type\":\"route\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"2001:"
	  "db8::1\",\"peer_asn\":4200000000,\"prefix\":\"192.0.2.0/24\",\"originated\":"
	  "1694498817,\"origin\":\"egp\"}\n" },
	{ BYTES_MRT,
	  false,
	  { { 13, 1, PEERS },
	    { 13, 11, "00000000 2020010db8 0001 0001 65000000 00000007 0014 800e11 10" V6 "9" } },
	  "{\"type\":\"route\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"2001:"
	  "db8::1\",\"peer_asn\":4200000000,\"family\":\"ipv6-multicast\",\"prefix\":"
	  "\"2001:db8::/32\",\"path_id\":7,\"originated\":1694498816,\"next_hop\":"
	  "\"2001:db8::9\"}\n" },
	{ BYTES_MRT,
	  false,
	  { { 12, 1,
	      "0000 0000 c0000200 18 01 65000000 c0000201 fbf0 0009 400206 0202 fbf0fbf1" } },
	  "{\"type\":\"route\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"prefix\":\"192.0.2.0/24\",\"originated\":1694498816,"
	  "\"path\":[64496,64497],\"origin_asn\":64497}\n" },
	/* Updates, with microseconds and without, and who heard them. */
	{ BYTES_MRT,
	  false,
	  { { 16, 4, SPEAKS MARKER "002a 02 0004 080a 080b 000d" PATH "080c 080d" } },
	  "{\"type\":\"withdraw\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"prefix\":\"10.0.0.0/8\"}\n"
	  "{\"type\":\"withdraw\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"prefix\":\"11.0.0.0/8\"}\n"
	  "{\"type\":\"announce\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"prefix\":\"12.0.0.0/8\",\"path\":[64496,64497],\"origin_asn\":"
	  "64497}\n" },
	{ BYTES_MRT,
	  false,
	  { { 17, 4, "0000002a" SPEAKS MARKER "0019 02 0002 080a 0000" },
	    { 17, 4, "000f4241" SPEAKS MARKER "0013 04" },
	    { 17, 7, "000f423f" SPEAKS MARKER "0013 04" } },
	  "{\"type\":\"withdraw\",\"time\":\"2023-11-14T22:13:20.000042Z\",\"peer\":"
	  "\"192.0.2.1\",\"peer_asn\":64496,\"prefix\":\"10.0.0.0/8\"}\n"
	  "{\"type\":\"keepalive\",\"time\":\"2023-11-14T22:13:20.000001Z\",\"peer\":"
	  "\"192.0.2.1\",\"peer_asn\":64496}\n"
	  "{\"type\":\"keepalive\",\"time\":\"2023-11-14T22:13:20.999999Z\",\"peer\":"
	  "\"192.0.2.1\",\"peer_asn\":64496,\"direction\":\"out\"}\n" },
	{ BYTES_MRT,
	  false,
	  { { 16, 9, SPEAKS MARKER "001d 02 0006 00000007 080a 0000" } },
	  "{\"type\":\"withdraw\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"prefix\":\"10.0.0.0/8\",\"path_id\":7}\n" },
	{ BYTES_MRT,
	  false,
	  { { 16, 4, SPEAKS MARKER "001d 02 0000 0006 800f03 000201" } },
	  "{\"type\":\"end-of-rib\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"family\":\"ipv6-unicast\"}\n" },
	{ BYTES_MRT,
	  false,
	  { { 16, 4, SPEAKS MARKER "001b 02 0000 0004 40010100" } },
	  "{\"type\":\"update\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496}\n" },
	{ BYTES_MRT,
	  false,
	  { { 16, 4, SPEAKS MARKER "0013 63" } },
	  "{\"type\":\"message\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496}\n" },
	{ BYTES_MRT,
	  false,
	  { { 16, 5, SPEAKS "0006 0001" }, { 16, 5, SPEAKS "0003 0008" }, { 99, 0, "" } },
	  "{\"type\":\"state\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"old_state\":\"established\",\"new_state\":\"idle\"}\n"
	  "{\"type\":\"state\",\"time\":\"2023-11-14T22:13:20Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"old_state\":\"active\",\"new_state\":\"unknown\"}\n" },
	/* Families that are more than a prefix: VPN, EVPN, flow specifications. */
	{ BYTES_BGP,
	  false,
	  { { 2, 0,
	      "0000 0030 " PATH "800e20 0001 80 0c 0000000000000000c0000201 00 70 000641 " RD
	      "c00002" },
	    { 2, 0, "0000 0015 800f12 0001 80 70 800000 " RD "c00002" } },
	  "{\"type\":\"announce\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"family\":"
	  "\"ipv4-vpn\",\"prefix\":\"192.0.2.0/24\",\"nlri\":\"64496:1 192.0.2.0/24 "
	  "label 100\",\"path\":[64496,64497],\"origin_asn\":64497,\"next_hop\":\"192.0.2.1\"}\n"
	  "{\"type\":\"withdraw\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"family\":"
	  "\"ipv4-vpn\",\"prefix\":\"192.0.2.0/24\",\"nlri\":\"64496:1 192.0.2.0/24\"}\n" },
	{ BYTES_BGP,
	  false,
	  { { 2, 0,
	      "0000 002c " PATH "800e1c 0019 46 04 c0000201 00 03 11 " RD "00000000 20 c0000201" },
	    { 2, 0, "0000 0019 800f16 0019 46 03 11 " RD "00000000 20 c0000201" } },
	  "{\"type\":\"announce\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"family\":"
	  "\"l2vpn-evpn\",\"nlri\":\"evpn type 3 rd 64496:1 tag 0 ip 192.0.2.1\","
	  "\"path\":[64496,64497],\"origin_asn\":64497,\"next_hop\":\"192.0.2.1\"}\n"
	  "{\"type\":\"withdraw\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"family\":"
	  "\"l2vpn-evpn\",\"nlri\":\"evpn type 3 rd 64496:1 tag 0 ip 192.0.2.1\"}\n" },
	{ BYTES_BGP,
	  false,
	  { { 2, 0, "0000 0021 " PATH "800e11 0001 85 00 00 0b 01 18 c00002 03 81 06 05 81 50" },
	    { 2, 0, "0000 000a 800f07 0001 85 03 03 81 06" } },
	  "{\"type\":\"announce\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"family\":"
	  "\"ipv4-flowspec\",\"nlri\":\"flowspec dst 192.0.2.0/24 proto =6 dst-port "
	  "=80\",\"path\":[64496,64497],\"origin_asn\":64497}\n"
	  "{\"type\":\"withdraw\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"family\":"
	  "\"ipv4-flowspec\",\"nlri\":\"flowspec proto =6\"}\n" },
	/* Of a plain family behind one that is not: no piece is left over. */
	{ BYTES_BGP,
	  false,
	  { { 2, 0, "0000 001e " PATH "800e0e 0001 85 00 00 08 04 01 50 12 1f90 c5 ff 080a" } },
	  "{\"type\":\"announce\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"prefix\":"
	  "\"10.0.0.0/8\",\"path\":[64496,64497],\"origin_asn\":64497}\n"
	  "{\"type\":\"announce\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"family\":"
	  "\"ipv4-flowspec\",\"nlri\":\"flowspec port =80|>8080&<=255\",\"path\":"
	  "[64496,64497],\"origin_asn\":64497}\n" },
	/* RFC 7606 */
	{ BYTES_BGP,
	  true,
	  { { 2, 0, "0000 0003 400100 080a" } },
	  "{\"type\":\"announce\",\"peer\":\"0.0.0.0\",\"peer_asn\":0,\"prefix\":"
	  "\"10.0.0.0/8\",\"malformed\":{\"treatment\":\"treat as withdraw\",\"faults\":"
	  "[{\"attribute\":\"ORIGIN\",\"reason\":\"a length that is not 1\",\"rule\":"
	  "\"RFC 7606 section 7.1\"},{\"attribute\":\"AS_PATH\",\"reason\":\"that "
	  "it is missing\",\"rule\":\"RFC 7606 section 3.d\"},{\"attribute\":\"NEXT_HOP\","
	  "\"reason\":\"that it is missing\",\"rule\":\"RFC 7606 section 3.d\"}]},"
	  "\"attributes\":[{\"type\":1,\"flags\":64,\"value\":\"\",\"fault\":\"a "
	  "length that is not 1\"}]}\n" },
	/* Two OPENs in one report, said by either side. */
	{ BYTES_BMP,
	  false,
	  { { 3, 0, "00 00 " SAYS "000000000000000000000000c0000209 00b3 c001" OPEN OPEN } },
	  "{\"type\":\"open\",\"time\":\"2023-11-14T22:13:20.000007Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"direction\":\"out\",\"rib\":\"in-pre\",\"open\":{\"asn\":"
	  "64496,\"hold_time\":180,\"bgp_id\":\"192.0.2.1\",\"capabilities\":[{\"code\":"
	  "65,\"name\":\"Support for 4-octet AS number capability\",\"value\":\"0000fbf0\"}]}}\n"
	  "{\"type\":\"open\",\"time\":\"2023-11-14T22:13:20.000007Z\",\"peer\":\"192.0.2.1\","
	  "\"peer_asn\":64496,\"rib\":\"in-pre\",\"open\":{\"asn\":64496,\"hold_time\":"
	  "180,\"bgp_id\":\"192.0.2.1\",\"capabilities\":[{\"code\":65,\"name\":\"Support "
	  "for 4-octet AS number capability\",\"value\":\"0000fbf0\"}]}}\n"
	  "{\"type\":\"state\",\"time\":\"2023-11-14T22:13:20.000007Z\",\"peer\":"
	  "\"192.0.2.1\",\"peer_asn\":64496,\"rib\":\"in-pre\",\"old_state\":\"idle\","
	  "\"new_state\":\"established\",\"local_port\":179,\"remote_port\":49153}\n" },
	{ BYTES_BMP,
	  false,
	  { { 0, 0, "00 10" SAYS MARKER "0019 02 0002 080a 0000" },
	    { 0, 0, "03 00" SAYS MARKER "0019 02 0002 080a 0000" },
	    { 0, 0,
	      "01 40 0000fbf000000001 000000000000000000000000c0000201 0000fbf0 c0000201 "
	      "6553f100 00000007" MARKER "0019 02 0002 080a 0000" } },
	  "{\"type\":\"withdraw\",\"time\":\"2023-11-14T22:13:20.000007Z\",\"peer\":"
	  "\"192.0.2.1\",\"peer_asn\":64496,\"direction\":\"out\",\"rib\":\"out-pre\","
	  "\"prefix\":\"10.0.0.0/8\"}\n"
	  "{\"type\":\"withdraw\",\"time\":\"2023-11-14T22:13:20.000007Z\",\"peer\":"
	  "\"0.0.0.0\",\"peer_asn\":64496,\"rib\":\"loc\",\"prefix\":\"10.0.0.0/8\"}\n"
	  "{\"type\":\"withdraw\",\"time\":\"2023-11-14T22:13:20.000007Z\",\"peer\":"
	  "\"192.0.2.1\",\"peer_asn\":64496,\"rib\":\"in-post\",\"distinguisher\":"
	  "\"0000fbf000000001\",\"prefix\":\"10.0.0.0/8\"}\n" },
	/* Who is called as the Initiation says: quotes, escapes, what is no UTF-8, a C1 control. */
	{ BYTES_BMP,
	  false,
	  { { 4, 0, "0002 0012 1b5b33316d 22 5c 0a ff c3a9 c29b c328 7f 00 09" },
	    { 1, 0, "00 00 " SAYS "00000001 0007 0004 0000000c" } },
	  "{\"type\":\"report\",\"collector\":\"\\u001b["
	  "31m\\\"\\\\\\u000a\357\277\275\303\251\\u009b\357\277\275(\\u007f\\u0000\\u0009\","
	  "\"tlvs\":[{\"type\":2,\"name\":\"sysName\",\"value\":\"\\u001b["
	  "31m\\\"\\\\\\u000a\357\277\275\303\251\\u009b\357\277\275(\\u007f\\u0000\\u0009\"}]}\n"
	  "{\"type\":\"report\",\"time\":\"2023-11-14T22:13:20.000007Z\",\"collector\":"
	  "\"\\u001b[31m\\\"\\\\\\u000a\357\277\275\303\251\\u009b\357\277\275("
	  "\\u007f\\u0000\\u0009\","
	  "\"peer\":\"192.0.2.1\",\"peer_asn\":64496,\"rib\":\"in-pre\",\"statistics\":"
	  "[{\"type\":7,\"name\":\"routes in Adj-RIBs-In\",\"value\":12}]}\n" },
};

struct printing {
	struct event_json json;
	struct buffer out;
};

static void printing_init(struct printing *printing)
{
	buffer_init(&printing->out);
	event_json_init(&printing->json, &printing->out);
}

static void printing_clear(struct printing *printing)
{
	event_json_clear(&printing->json);
	buffer_clear(&printing->out);
}

/* Of every event all is new, or what is not is kept from before: the text is the same. */
static void print_both_ways(enum event_bytes_kind kind, bool judges, struct reader in,
			    struct printing *kept)
{
	struct printing renewed;

	printing_init(&renewed);
	struct bgp_sink sink = event_json_sink(&renewed.json);
	struct bgp_sink between = { .context = &sink, .take = event_bytes_renew };
	event_bytes_tell(kind, judges, in, &between, NULL, NULL);
	printing_init(kept);
	sink = event_json_sink(&kept->json);
	event_bytes_tell(kind, judges, in, &sink, NULL, NULL);
	assert_int_equal(kept->out.used, renewed.out.used);
	if (kept->out.used > 0)
		assert_memory_equal(kept->out.bytes, renewed.out.bytes, kept->out.used);
	printing_clear(&renewed);
}

static void check_lines(const struct buffer *out)
{
	struct text rest = { out->bytes, out->used }, line;

	assert_true(rest.len == 0 || rest.at[rest.len - 1] == '\n');
	while (text_line(&rest, &line)) {
		assert_true(json_is_valid(line));
		assert_true(text_starts(line, TEXT("{\"type\":\"")));
		for (size_t i = 0; i < line.len; i++)
			assert_true((unsigned char)line.at[i] >= ' ' && line.at[i] != 0x7f);
	}
}

static void puts_every_kind_into_a_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct printing printing;
		struct buffer bytes;
		buffer_init(&bytes);
		for (const struct step *step = CASES[i].steps; step->hex != NULL; step++)
			event_bytes_put(&bytes, CASES[i].kind, step->type, step->subtype,
					step->hex);
		print_both_ways(CASES[i].kind, CASES[i].judges, test_buffer(&bytes), &printing);
		check_lines(&printing.out);
		buffer_char(&printing.out, '\0');
		assert_string_equal(printing.out.bytes, CASES[i].want);
		printing_clear(&printing);
		buffer_clear(&bytes);
	}
}

/* E8: a name of 64 KiB is cut; what else stands there comes out whole. */
static void a_report_may_be_long(void **state)
{
	struct printing printing;
	struct buffer bytes, body;

	(void)state;
	buffer_init(&bytes);
	buffer_init(&body);
	test_put_hex(&body, "0002 ffff");
	for (unsigned i = 0; i < 0xffff; i++)
		test_put(&body, 0x1b, 1);
	test_put_bmp(&bytes, BMP_VERSION, BMP_INITIATION, test_buffer(&body));
	print_both_ways(BYTES_BMP, false, test_buffer(&bytes), &printing);
	check_lines(&printing.out);
	assert_in_range(printing.out.used, 6 * (0xffff + 255), 6 * (0xffff + 255) + 200);
	printing_clear(&printing);
	buffer_clear(&body);
	buffer_clear(&bytes);
}

static void prints_a_sample(void **state)
{
	struct printing printing;
	struct buffer sample;

	(void)state;
	buffer_init(&sample);
	mrt_sample(&sample);
	print_both_ways(BYTES_MRT, true, mrt_sample_reader(&sample), &printing);
	check_lines(&printing.out);
	size_t lines = 0;
	for (size_t i = 0; i < printing.out.used; i++)
		lines += printing.out.bytes[i] == '\n';
	assert_int_equal(lines, 2 * (MRT_SAMPLE_PREFIXES * 3 / 2) + MRT_SAMPLE_PREFIXES +
					MRT_SAMPLE_PREFIXES / 8);
	printing_clear(&printing);
	buffer_clear(&sample);
}

struct draining {
	size_t largest, calls;
};

static void empty(void *context, struct buffer *full)
{
	struct draining *draining = context;

	draining->calls++;
	if (full->used > draining->largest)
		draining->largest = full->used;
	full->used = 0;
}

/* An update of 64 KiB that says tens of megabytes. */
static void drains_in_the_middle_of_a_record(void **state)
{
	enum { COMMUNITIES = 1000, PREFIXES = 10000 };
	static uint8_t message[27 + 4 * COMMUNITIES + PREFIXES];
	struct draining draining = { 0, 0 };
	struct printing printing;

	(void)state;
	struct reader head = test_hex(MARKER "36cb 02 0000 0fa4 d0080fa0");
	memcpy(message, head.at, reader_left(&head));
	message[16] = sizeof(message) >> 8;
	message[17] = (uint8_t)sizeof(message);
	printing_init(&printing);
	printing.json.drain = (struct drain){ &draining, empty };
	struct bgp_sink sink = event_json_sink(&printing.json);
	event_bytes_tell(BYTES_BGP, false, test_bytes(message, sizeof(message)), &sink, NULL, NULL);
	assert_true(draining.calls >= 30);
	assert_in_range(draining.largest, BUFFER_PIECE, BUFFER_PIECE + 16384);
	printing_clear(&printing);
}

static struct printing survivor;
static enum event_bytes_kind survivor_kind;

static void print_all(struct reader in)
{
	struct bgp_sink sink = event_json_sink(&survivor.json);

	survivor.out.used = 0;
	event_bytes_tell(survivor_kind, true, in, &sink, NULL, NULL);
	check_lines(&survivor.out);
}

static void survives_damage(void **state)
{
	(void)state;
	printing_init(&survivor);
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct buffer bytes;
		buffer_init(&bytes);
		for (const struct step *step = CASES[i].steps; step->hex != NULL; step++)
			event_bytes_put(&bytes, CASES[i].kind, step->type, step->subtype,
					step->hex);
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
		cmocka_unit_test(puts_every_kind_into_a_line),
		{ "E8 a report may be long", a_report_may_be_long, NULL, NULL, NULL },
		cmocka_unit_test(prints_a_sample),
		cmocka_unit_test(drains_in_the_middle_of_a_record),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
