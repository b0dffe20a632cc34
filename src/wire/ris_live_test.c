#include "base/testkit.h"

#include "base/utc.h"
#include "wire/event_text.h"
#include "wire/ris_live.h"

#define MARKER "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
#define WHO                                                                                        \
	"\"timestamp\":1700000000.25,\"peer\":\"192.0.2.1\",\"peer_asn\":\"64496\","               \
	"\"id\":\"192.0.2.1-018bcfe568fa0000\",\"host\":\"rrc00.ripe.net\","
#define LINE(fields)  "{\"type\":\"ris_message\",\"data\":{" WHO fields "}}"
#define SAID          "2023-11-14T22:13:20.250000Z rrc00 AS64496 192.0.2.1 "
#define ROUTE         "\"type\":\"UPDATE\",\"path\":[64496,64497],\"origin\":\"IGP\","
#define VIA(prefixes) "\"announcements\":[{\"next_hop\":\"192.0.2.1\",\"prefixes\":[" prefixes "]}]"

struct listening {
	struct ris_live live;
	struct bgp_events events;
	struct event_text text;
	struct buffer out;
};

static void listening_init(struct listening *l)
{
	buffer_init(&l->out);
	ris_live_init(&l->live);
	event_text_init(&l->text, &l->out);
	struct bgp_sink sink = event_text_sink(&l->text);
	bgp_events_init(&l->events, &sink, TEXT(""));
}

static void listening_clear(struct listening *l)
{
	ris_live_clear(&l->live);
	event_text_clear(&l->text);
	buffer_clear(&l->out);
}

static void hear(struct listening *l, struct text line, uint64_t number)
{
	struct place place = { number, 100 * number };
	struct ris_heard heard;

	if (ris_live_read(&l->live, line, place, &heard) > 0)
		ris_live_tell(&l->events, &heard, place.offset);
}

static const struct {
	const char *line, *want;
} CASES[] = {
	{ LINE(ROUTE VIA("\"198.51.100.0/24\"")),
	  SAID "announces 198.51.100.0/24: path 64496 64497; origin IGP; next hop 192.0.2.1\n" },
	/* As the stream looked in other years: a bare object, numbers, lower case, blanks. */
	{ "{ " WHO "\"type\": \"UPDATE\", \"path\": [64496], \"origin\": \"egp\", \"med\": 5, "
	  "\"community\": [[64496, 1], [65535, 65281]], \"aggregator\": \"4200000000:192.0.2.9\", "
	  "\"unknown\": {\"path\": [[1]]}, \"announcements\": [{\"prefixes\": [\"10.0.0.0/8\", "
	  "\"11.0.0.1/8\"], \"next_hop\": \"192.0.2.1\"}] }",
	  SAID "announces 10.0.0.0/8: path 64496; origin EGP; next hop 192.0.2.1; MED 5; "
	       "aggregator AS4200000000 192.0.2.9; communities 64496:1 no-export\n" SAID
	       "announces 11.0.0.0/8: path 64496; origin EGP; next hop 192.0.2.1; MED 5; "
	       "aggregator AS4200000000 192.0.2.9; communities 64496:1 no-export\n" },
	{ "{\"type\":\"ris_message\",\"data\":{\"timestamp\":1700000000,\"peer\":\"2001:db8::1\","
	  "\"peer_asn\":4200000000,\"host\":\"rrc00\",\"type\":\"UPDATE\",\"path\":[64496],"
	  "\"announcements\":[{\"next_hop\":\"2001:db8::1,fe80::1\",\"prefixes\":["
	  "\"2001:db8:1:0:0:0:0:0/48\",\"10.0.0.0/8\"]}]}}",
	  "2023-11-14T22:13:20Z rrc00 AS4200000000 2001:db8::1 announces 2001:db8:1::/48: path "
	  "64496; "
	  "origin IGP; next hop 2001:db8::1; link-local next hop fe80::1\n"
	  "2023-11-14T22:13:20Z rrc00 AS4200000000 2001:db8::1 announces 10.0.0.0/8: path 64496; "
	  "origin IGP; next hop 2001:db8::1; link-local next hop fe80::1\n" },
	/* The other half of a next hop in an announcement of its own. */
	{ LINE(ROUTE "\"announcements\":[{\"next_hop\":\"2001:db8::1\",\"prefixes\":[\"::/0\"]},"
		     "{\"next_hop\":\"fe80::1\",\"prefixes\":[\"::/0\"]}]"),
	  SAID "announces ::/0: path 64496 64497; origin IGP; next hop 2001:db8::1; link-local "
	       "next hop fe80::1\n" },
	{ LINE(ROUTE "\"announcements\":[{\"next_hop\":\"2001:db8::1\",\"prefixes\":[\"::/0\"]},"
		     "{\"next_hop\":\"fe80::1\",\"prefixes\":[\"2000::/3\"]}]"),
	  SAID "announces ::/0: path 64496 64497; origin IGP; next hop 2001:db8::1\n" SAID
	       "announces 2000::/3: path 64496 64497; origin IGP; next hop fe80::1\n" },
	{ LINE("\"type\":\"UPDATE\",\"path\":[1,[2,3],4,[5]],\"origin\":\"INCOMPLETE\"," VIA(
		  "\"0.0.0.0/0\"")),
	  SAID "announces 0.0.0.0/0: path 1 {2,3} 4 {5}; origin incomplete; next hop "
	       "192.0.2.1\n" },
	{ LINE("\"type\":\"UPDATE\",\"path\":[],\"community\":[],\"announcements\":[],"
	       "\"withdrawals\":[\"10.0.0.0/8\",\"2001:db8::/32\"]"),
	  SAID "withdraws 10.0.0.0/8\n" SAID "withdraws 2001:db8::/32\n" },
	{ LINE("\"type\":\"UPDATE\",\"path\":[]"),
	  SAID "says that its table is complete; family ipv4-unicast\n" },
	{ LINE("\"type\":\"UPDATE\"," VIA("\"eor\"")),
	  SAID "says that its table is complete; family ipv4-unicast\n" },
	{ LINE(ROUTE "\"med\":null"), SAID "says UPDATE without prefixes\n" },
	/* "raw" decides, and whatever else cannot be read does not matter. */
	{ LINE(ROUTE VIA("\"nonsense\"") ",\"raw\":\"" MARKER "001b020002080A0000080b\""),
	  SAID "withdraws 10.0.0.0/8\n" SAID "announces 11.0.0.0/8: path empty\n" },
	/* AS numbers of two octets, for want of another reading. */
	{ LINE("\"type\":\"UPDATE\",\"path\":[64496,64497],\"raw\":\"" MARKER "00220200000009400206"
	       "0202FBF0FBF1080A\""),
	  SAID "announces 10.0.0.0/8: path 64496 64497\n" },
	/* Can be read both ways: one AS of four octets twice, or segments of two. */
	{ LINE("\"type\":\"UPDATE\",\"path\":[66050,16908289],\"raw\":\"" MARKER
	       "0026020000000D40020A0202000102020102000108"
	       "0A\""),
	  SAID "announces 10.0.0.0/8: path 66050 16908289\n" },
	{ LINE("\"type\":\"UPDATE\",\"path\":[1,514,[1]],\"raw\":\"" MARKER
	       "0026020000000D40020A02020001020201010001080A\""),
	  SAID "announces 10.0.0.0/8: path 1 514 {1}\n" },
	{ LINE("\"type\":\"UPDATE\",\"raw\":\"" MARKER
	       "0026020000000D40020A02020001020201010001080A\""),
	  SAID "announces 10.0.0.0/8: path 66050 16842753\n" },
	{ LINE("\"type\":\"KEEPALIVE\""), SAID "says KEEPALIVE\n" },
	{ LINE("\"type\":\"KEEPALIVE\",\"raw\":\"" MARKER "001304\""), SAID "says KEEPALIVE\n" },
	{ LINE("\"type\":\"OPEN\",\"direction\":\"sent\",\"version\":4,\"asn\":65536,"
	       "\"hold_time\":180,\"router_id\":\"192.0.2.7\",\"capabilities\":{\"1\":{\"name\":"
	       "\"multiprotocol\",\"families\":[\"ipv4/unicast\"]}}"),
	  SAID "hears OPEN; with AS65536 hold time 180 identifier 192.0.2.7 capabilities ("
	       "(65 Support for 4-octet AS number capability 0x00010000))\n" },
	{ LINE("\"type\":\"NOTIFICATION\",\"notification\":{\"code\":6,\"subcode\":5,"
	       "\"data\":\"\\u0006\\u0005\"}"),
	  SAID "says NOTIFICATION; of code 6 subcode 5 Cease Connection Rejected\n" },
	{ LINE("\"type\":\"RIS_PEER_STATE\",\"state\":\"connected\""),
	  SAID "goes from Unknown to Established\n" },
	{ LINE("\"type\":\"STATE\",\"state\":\"down\""), SAID "goes from Unknown to Idle\n" },
	{ "", "" },
	{ " \r", "" },
};

static void tells(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct listening l;
		listening_init(&l);
		hear(&l, test_text(CASES[i].line, strlen(CASES[i].line)), 1);
		buffer_char(&l.out, '\0');
		assert_string_equal(l.out.bytes, CASES[i].want);
		assert_int_equal(refusals_total(&l.events.refusals), 0);
		listening_clear(&l);
	}
}

#define MESSAGE(fields) LINE("\"type\":\"UPDATE\"," fields)

static const struct {
	const char *line;
	enum ris_refusal refusal;
} REFUSED[] = {
	{ "{", RIS_NOT_JSON },
	{ "nonsense", RIS_NOT_JSON },
	{ LINE(ROUTE VIA("")) "x", RIS_NOT_JSON },
	{ "[]", RIS_NOT_RIS },
	{ "7", RIS_NOT_RIS },
	{ "{}", RIS_NOT_RIS },
	{ "{\"type\":\"ris_message\",\"data\":[]}", RIS_NOT_RIS },
	{ "{\"data\":{" WHO "\"type\":\"KEEPALIVE\"}}", RIS_NOT_RIS },
	{ "{\"type\":\"pong\",\"data\":null}", RIS_CONTROL },
	{ "{\"type\":\"ris_rrc_list\",\"data\":[\"rrc00\"]}", RIS_CONTROL },
	{ "{\"type\":\"ris_subscribe_ok\",\"data\":{\"subscription\":{}}}", RIS_CONTROL },
	{ "{\"type\":\"ris_error\",\"data\":{\"message\":\"too slow\"}}", RIS_ERROR },
	{ "{\"peer\":\"192.0.2.1\",\"peer_asn\":1,\"type\":\"KEEPALIVE\"}", RIS_BAD_TIME },
	{ "{\"timestamp\":1e9,\"peer\":\"192.0.2.1\",\"peer_asn\":1,\"type\":"
	  "\"KEEPALIVE\"}",
	  RIS_BAD_TIME },
	{ "{\"timestamp\":4294967296,\"peer\":\"192.0.2.1\",\"peer_asn\":1,\"type\":"
	  "\"KEEPALIVE\"}",
	  RIS_BAD_TIME },
	{ "{\"timestamp\":1,\"peer_asn\":1,\"type\":\"KEEPALIVE\"}", RIS_BAD_PEER },
	{ "{\"timestamp\":1,\"peer\":\"192.0.2.1\",\"type\":\"KEEPALIVE\"}", RIS_BAD_PEER },
	{ "{\"timestamp\":1,\"peer\":\"a\",\"peer_asn\":1,\"type\":\"KEEPALIVE\"}", RIS_BAD_PEER },
	{ LINE("\"type\":\"ROUTE_REFRESH\""), RIS_UNKNOWN_TYPE },
	{ LINE("\"type\":\"ris_message\""), RIS_UNKNOWN_TYPE },
	{ LINE("\"path\":[]"), RIS_NOT_RIS },
	{ MESSAGE("\"raw\":\"FFF\""), RIS_BAD_RAW },
	{ MESSAGE("\"raw\":\"FX\""), RIS_BAD_RAW },
	{ MESSAGE("\"raw\":[]"), RIS_BAD_RAW },
	{ MESSAGE(VIA("\"10.0.0.0/33\"")), RIS_BAD_PREFIX },
	{ MESSAGE(VIA("7")), RIS_BAD_PREFIX },
	{ MESSAGE(VIA("[]")), RIS_BAD_PREFIX },
	{ MESSAGE("\"withdrawals\":[\"10.0.0.0\"]"), RIS_BAD_PREFIX },
	{ MESSAGE("\"withdrawals\":{}"), RIS_BAD_PREFIX },
	{ MESSAGE("\"announcements\":[\"10.0.0.0/8\"]"), RIS_BAD_PREFIX },
	{ MESSAGE("\"announcements\":[{\"prefixes\":[\"10.0.0.0/8\"]}]"), RIS_BAD_NEXT_HOP },
	{ MESSAGE("\"announcements\":[{\"next_hop\":\"\",\"prefixes\":[\"10.0.0.0/8\"]}]"),
	  RIS_BAD_NEXT_HOP },
	{ MESSAGE("\"path\":[4294967296]"), RIS_BAD_ATTRIBUTE },
	{ MESSAGE("\"path\":[[[1]]]"), RIS_BAD_ATTRIBUTE },
	{ MESSAGE("\"path\":\"1 2\""), RIS_BAD_ATTRIBUTE },
	{ MESSAGE("\"community\":[[1]]"), RIS_BAD_ATTRIBUTE },
	{ MESSAGE("\"community\":[[1,2,3]]"), RIS_BAD_ATTRIBUTE },
	{ MESSAGE("\"community\":[[1,65536]]"), RIS_BAD_ATTRIBUTE },
	{ MESSAGE("\"community\":[1,2]"), RIS_BAD_ATTRIBUTE },
	{ MESSAGE("\"origin\":\"\""), RIS_BAD_ATTRIBUTE },
	{ MESSAGE("\"med\":-1"), RIS_BAD_ATTRIBUTE },
	{ MESSAGE("\"aggregator\":\"1\""), RIS_BAD_ATTRIBUTE },
	{ MESSAGE("\"aggregator\":\"1:2001:db8::1\""), RIS_BAD_ATTRIBUTE },
	{ LINE("\"type\":\"STATE\""), RIS_BAD_FIELD },
	{ LINE("\"type\":\"STATE\",\"state\":\"asleep\""), RIS_BAD_FIELD },
	{ LINE("\"type\":\"OPEN\",\"hold_time\":\"long\""), RIS_BAD_FIELD },
};

static void refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
		struct listening l;
		listening_init(&l);
		hear(&l, test_text(REFUSED[i].line, strlen(REFUSED[i].line)), 7);
		assert_int_equal(l.out.used, 0);
		assert_int_equal(l.live.refusals.count[REFUSED[i].refusal], 1);
		assert_int_equal(refusals_total(&l.live.refusals), 1);
		assert_int_equal(l.live.refusals.first[REFUSED[i].refusal].line, 7);
		assert_int_equal(l.live.refusals.first[REFUSED[i].refusal].offset, 700);
		/* What follows is read as if nothing had been. */
		hear(&l, text_of(LINE("\"type\":\"KEEPALIVE\"")), 8);
		assert_int_equal(l.live.refusals.taken, 1);
		assert_true(l.out.used > 0);
		listening_clear(&l);
	}
}

static void raw_that_is_no_message_is_counted(void **state)
{
	struct listening l;

	(void)state;
	listening_init(&l);
	hear(&l, text_of(MESSAGE("\"raw\":\"00\"")), 3);
	assert_int_equal(l.out.used, 0);
	assert_int_equal(l.events.refusals.count[BGP_DAMAGED], 1);
	assert_int_equal(l.events.refusals.first[BGP_DAMAGED].offset, 300);
	listening_clear(&l);
}

static void count(void *context, const struct bgp_event *event)
{
	uint64_t *counts = context;

	counts[event->kind]++;
	assert_int_equal(event->format, FORMAT_RIS_LIVE);
	assert_true(text_equal(event->collector, TEXT("rrc00")));
}

/* Announcements of more prefixes than a message holds, and paths longer than a segment. */
static void long_lines_become_several_messages(void **state)
{
	enum { PREFIXES = 3000, HOPS = 600 };
	uint64_t counts[BGP_UNREAD + 1] = { 0 };
	struct bgp_sink sink = { .context = counts, .take = count };
	struct bgp_events events;
	struct ris_heard heard;
	struct ris_live live;
	struct buffer line;

	(void)state;
	buffer_init(&line);
	ris_live_init(&live);
	bgp_events_init(&events, &sink, TEXT(""));
	buffer_string(&line, "{" WHO "\"type\":\"UPDATE\",\"path\":[1");
	for (unsigned i = 1; i < HOPS; i++)
		buffer_format(&line, ",%u", i);
	buffer_string(&line, "],\"announcements\":[{\"next_hop\":\"192.0.2.1\",\"prefixes\":[");
	for (unsigned i = 0; i < PREFIXES; i++)
		buffer_format(&line, "%s\"10.%u.%u.0/24\"", i > 0 ? "," : "", i / 256, i % 256);
	buffer_string(&line, "]}]}");
	struct text text = { line.bytes, line.used };
	assert_int_equal(ris_live_read(&live, text, (struct place){ 0 }, &heard), 1);
	ris_live_tell(&events, &heard, 0);
	assert_int_equal(counts[BGP_ANNOUNCES], PREFIXES);
	assert_int_equal(events.records, 8);
	assert_int_equal(refusals_total(&events.refusals), 0);

	/* Attributes that no message has room for; a line that nobody writes. */
	line.used = 0;
	buffer_string(&line, "{" WHO "\"type\":\"UPDATE\",\"community\":[[1,2]");
	for (unsigned i = 0; i < 1100; i++)
		buffer_string(&line, ",[1,2]");
	buffer_string(&line, "]," VIA("\"10.0.0.0/8\"") "}");
	text = (struct text){ line.bytes, line.used };
	assert_int_equal(ris_live_read(&live, text, (struct place){ 0 }, &heard), 0);
	assert_int_equal(live.refusals.count[RIS_ATTRIBUTES_LONG], 1);
	while (line.used <= RIS_LINE_MAX)
		buffer_char(&line, ' ');
	text = (struct text){ line.bytes, line.used };
	assert_int_equal(ris_live_read(&live, text, (struct place){ 0 }, &heard), 0);
	assert_int_equal(live.refusals.count[RIS_LINE_LONG], 1);
	ris_live_clear(&live);
	buffer_clear(&line);
}

static struct listening survivor;

static void hear_bytes(struct reader in)
{
	survivor.out.used = 0;
	hear(&survivor, (struct text){ (const char *)in.at, reader_left(&in) }, 1);
}

static void survives_damage(void **state)
{
	(void)state;
	listening_init(&survivor);
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		test_every_truncation(CASES[i].line, strlen(CASES[i].line), hear_bytes);
		test_every_bit_flip(CASES[i].line, strlen(CASES[i].line), hear_bytes);
	}
	listening_clear(&survivor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells),
		cmocka_unit_test(refuses),
		cmocka_unit_test(raw_that_is_no_message_is_counted),
		cmocka_unit_test(long_lines_become_several_messages),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
