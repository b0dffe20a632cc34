#include "base/testkit.h"

#include "wire/bgp_text.h"
#include "wire/event_ris.h"
#include "wire/mrt_events.h"
#include "wire/ris_live.h"
#include "wire/test_mrt_damage.h"
#include "wire/test_mrt_sample.h"
#include "wire/test_mrt_walk.h"

#define V6     "20010db800000000000000000000000"
#define MARKER "ffffffffffffffffffffffffffffffff"
#define PEERS  "00000007 0000 0002 02 00000001 c0000201 0000fbf0 03 00000002 " V6 "1 fa56ea00"
#define SPEAKS "0000fbf0 0000fbff 0000 0001 c0000201 c0000209 "
#define HEAD(time, id)                                                                             \
	"{\"type\":\"ris_message\",\"data\":{\"timestamp\":" time                                  \
	",\"peer\":\"192.0.2.1\",\"peer_asn\":\"64496\",\"id\":\"192.0.2.1-" id                    \
	"\",\"host\":\"rrc\\\"00\","
#define NOW HEAD("1700000000.000", "018bcfe568000000")

struct printing {
	struct event_ris ris;
	struct mrt_events events;
	struct buffer out;
};

static void printing_init(struct printing *printing)
{
	buffer_init(&printing->out);
	event_ris_init(&printing->ris, &printing->out);
	struct bgp_sink sink = event_ris_sink(&printing->ris);
	mrt_events_init(&printing->events, &sink, TEXT("rrc\"00"), 0);
}

static void printing_clear(struct printing *printing)
{
	mrt_events_clear(&printing->events);
	event_ris_clear(&printing->ris);
	buffer_clear(&printing->out);
}

static void print_record(void *context, const struct mrt_record *record)
{
	struct printing *printing = context;
	mrt_events_tell(&printing->events, record);
}

struct step {
	unsigned type, subtype;
	const char *hex;
};

static const struct {
	struct step steps[3];
	const char *want;
	unsigned unprinted;
} CASES[] = {
	{ { { 16, 4,
	      SPEAKS MARKER "0054 02 0000 003b 40010100 400210 02010000fbf0 01020000fbf1 0000fbf2 "
			    "400304 c0000201 80040400000001 c00708 fa56ea00 c0000202 "
			    "c00808 fbf00064 ffffff01 080a" } },
	  NOW "\"type\":\"UPDATE\",\"path\":[64496,[64497,64498]],"
	      "\"community\":[[64496,100],[65535,65281]],\"origin\":\"IGP\",\"med\":1,"
	      "\"aggregator\":\"4200000000:192.0.2.2\",\"announcements\":[{\"next_hop\":"
	      "\"192.0.2.1\",\"prefixes\":[\"10.0.0.0/8\"]}],\"withdrawals\":[],\"raw\":"
	      "\"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF005402",
	  0 },
	/* Both families, and two next hops. */
	{ { { 16, 4,
	      SPEAKS MARKER "0057 02 0002 080b 003c 400304 c0000201 800f08 0002 01 20 20010db9 "
			    "800e27 0002 01 20 " V6 "1 fe80000000000000 0000000000000002 00 0820 "
			    "080a" } },
	  NOW "\"type\":\"UPDATE\",\"path\":[],\"community\":[],\"announcements\":[{"
	      "\"next_hop\":\"192.0.2.1\",\"prefixes\":[\"10.0.0.0/8\"]},{\"next_hop\":"
	      "\"2001:db8::1,fe80::2\",\"prefixes\":[\"2000::/8\"]}],\"withdrawals\":["
	      "\"11.0.0.0/8\",\"2001:db9::/32\"],\"raw\":",
	  0 },
	{ { { 16, 4, SPEAKS MARKER "001e 02 0000 0007 800f04 0002 02 00" } },
	  NOW "\"type\":\"UPDATE\",\"path\":[],\"community\":[],\"announcements\":[],"
	      "\"withdrawals\":[],\"raw\":\"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
	      "001E0200000007800F0400020200\"}}\n",
	  0 },
	/* Path ids: no "raw". */
	{ { { 16, 9, SPEAKS MARKER "0023 02 0006 00000007 080a 0000 00000008 080b" } },
	  NOW "\"type\":\"UPDATE\",\"path\":[],\"community\":[],\"announcements\":[{\"next_hop\":"
	      "\"\",\"prefixes\":[\"11.0.0.0/8\"]}],\"withdrawals\":[\"10.0.0.0/8\"]}}\n",
	  0 },
	{ { { 13, 1, PEERS },
	    { 13, 2,
	      "00000000 18c00002 0001 0000 65000000 0014 40010102 400206 0201 0000fbf0 "
	      "400304 c0000209" } },
	  NOW "\"type\":\"UPDATE\",\"path\":[64496],\"community\":[],\"origin\":\"INCOMPLETE\","
	      "\"announcements\":[{\"next_hop\":\"192.0.2.9\",\"prefixes\":[\"192.0.2.0/24\"]}],"
	      "\"withdrawals\":[]}}\n",
	  0 },
	{ { { 13, 1, PEERS }, { 13, 8, "00000000 18c00002 0001 0000 65000000 00000007 0000" } },
	  HEAD("1700000000.000", "018bcfe568000000-7") "\"type\":\"UPDATE\",\"path\":[],"
						       "\"community\":[],\"announcements\":[{"
						       "\"next_hop\":\"\",\"prefixes\":["
						       "\"192.0.2.0/24\"]}],\"withdrawals\":[]}}\n",
	  0 },
	{ { { 13, 1, PEERS }, { 13, 3, "00000000 18c00002 0001 0000 65000000 0000" } }, "", 1 },
	{ { { 16, 5, SPEAKS "0006 0001" } },
	  NOW "\"type\":\"RIS_PEER_STATE\",\"state\":\"down\"}}\n",
	  0 },
	{ { { 16, 5, SPEAKS "0005 0006" } },
	  NOW "\"type\":\"RIS_PEER_STATE\",\"state\":\"connected\"}}\n",
	  0 },
	{ { { 16, 5, SPEAKS "0001 0002" } }, "", 1 },
	{ { { 16, 4, SPEAKS MARKER "0013 04" } },
	  NOW "\"type\":\"KEEPALIVE\",\"raw\":\"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304\"}}\n",
	  0 },
	{ { { 16, 7, SPEAKS MARKER "001d 01 04 5ba0 00b4 c0000207 00" } },
	  NOW "\"type\":\"OPEN\",\"direction\":\"sent\",\"version\":4,\"asn\":23456,"
	      "\"hold_time\":180,\"router_id\":\"192.0.2.7\",\"capabilities\":{},\"raw\":"
	      "\"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001D01045BA000B4C000020700\"}}\n",
	  0 },
	{ { { 16, 4, SPEAKS MARKER "0017 03 0605 0605" } },
	  NOW "\"type\":\"NOTIFICATION\",\"notification\":{\"code\":6,\"subcode\":5,"
	      "\"data\":\"0605\"},\"raw\":\"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00170306050605\"}}\n",
	  0 },
	{ { { 16, 4, SPEAKS MARKER "0017 05 00010001" } }, "", 1 },
	/* A path that is none, an origin that is none. */
	{ { { 16, 4, SPEAKS MARKER "0023 02 0000 000a 40010107 400203 020500 080a" } },
	  NOW "\"type\":\"UPDATE\",\"path\":[],\"community\":[],\"announcements\":[{\"next_hop\":"
	      "\"\",\"prefixes\":[\"10.0.0.0/8\"]}],\"withdrawals\":[],\"raw\":",
	  0 },
	{ { { 99, 0, "" } }, "", 0 },
};

static void prints(void **state)
{
	struct printing printing;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		printing_init(&printing);
		for (const struct step *step = CASES[i].steps; step->hex != NULL; step++) {
			struct mrt_record record = { .time_us = 1700000000 * UTC_SECOND,
						     .type = (uint16_t)step->type,
						     .subtype = (uint16_t)step->subtype,
						     .body = test_hex(step->hex) };
			print_record(&printing, &record);
		}
		size_t want = strlen(CASES[i].want);
		assert_true(printing.out.used >= want);
		buffer_char(&printing.out, '\0');
		if (want == 0 || CASES[i].want[want - 1] == '\n')
			assert_string_equal(printing.out.bytes, CASES[i].want);
		else
			assert_memory_equal(printing.out.bytes, CASES[i].want, want);
		assert_int_equal(printing.ris.unprinted, CASES[i].unprinted);
		printing_clear(&printing);
	}
}

static void times_keep_microseconds(void **state)
{
	struct printing printing;

	(void)state;
	printing_init(&printing);
	struct mrt_record record = { .time_us = 1700000000 * UTC_SECOND + 40,
				     .type = MRT_BGP4MP_ET,
				     .subtype = MRT_STATE_CHANGE_AS4,
				     .body = test_hex(SPEAKS "0005 0006") };
	print_record(&printing, &record);
	print_record(&printing, &record);
	buffer_char(&printing.out, '\0');
	assert_non_null(strstr(printing.out.bytes, "\"timestamp\":1700000000.000040,"));
	assert_non_null(strstr(printing.out.bytes, "-018bcfe568000001\""));
	printing_clear(&printing);
}

/* What RIS Live can tell of an event. */
struct telling {
	struct buffer told;
	struct number_texts numbers;
	uint8_t room[AS_PATH_ROOM];
};

static void tell_attributes(struct telling *telling, const struct attr_block *block)
{
	char text[1 << 12];
	struct bgp_attrs attrs;
	struct address next_hop;
	struct reader path;
	uint32_t med = 0;

	assert_int_equal(bgp_attrs_read(block->bytes, &attrs), 0);
	assert_int_equal(bgp_attrs_path(&attrs, block->asn_size, telling->room, &path), 0);
	*as_path_put(text, path, &telling->numbers) = '\0';
	(void)attr_number(&attrs, BGP_ATTR_MED, &med);
	buffer_format(&telling->told, " %s med %u", text, med);
	assert_true(attr_next_hop(&attrs, block->next_hop, &next_hop));
	buffer_format(&telling->told, " via %s ", address_print(&next_hop, text));
	if (bgp_attrs_has(&attrs, BGP_ATTR_COMMUNITIES))
		buffer_commit(&telling->told, communities_put(buffer_room(&telling->told, 1 << 16),
							      attrs.values[BGP_ATTR_COMMUNITIES],
							      &telling->numbers));
}

static void tell(void *context, const struct bgp_event *event)
{
	struct telling *telling = context;
	char address[ADDRESS_TEXT_MAX], prefix[PREFIX_TEXT_MAX];

	if (event->kind == BGP_LISTS_PEERS || event->kind == BGP_UNREAD)
		return;
	/* A row comes back as an announcement. */
	buffer_format(&telling->told, "%llu %u %s %d", (unsigned long long)event->time_us,
		      event->peer.asn, address_print(&event->peer.address, address),
		      event->kind == BGP_HAS ? BGP_ANNOUNCES : event->kind);
	if (bgp_event_is_route(event))
		buffer_format(&telling->told, " %s", prefix_print(&event->prefix, prefix));
	if (event->kind == BGP_HAS || event->kind == BGP_ANNOUNCES)
		tell_attributes(telling, &event->attributes);
	if (event->kind == BGP_STATE_CHANGES)
		buffer_format(&telling->told, " %u", event->new_state);
	buffer_char(&telling->told, '\n');
}

static void tell_record(void *context, const struct mrt_record *record)
{
	mrt_events_tell(context, record);
}

/* Cuts the "raw" out of a line. */
static struct text without_raw(struct text line, char *room)
{
	static const char raw[] = ",\"raw\":\"";
	char *at = memmem(line.at, line.len, raw, sizeof(raw) - 1);

	if (at == NULL)
		return line;
	size_t before = (size_t)(at - line.at);
	memcpy(room, line.at, before);
	memcpy(room + before, "}}", 2);
	return (struct text){ room, before + 2 };
}

/* The sample's events, and those that are read from what is printed of them. */
static void reads_back(bool with_raw)
{
	static struct telling here, there;
	struct printing printing;
	struct ris_live live;
	struct ris_heard heard;
	struct bgp_events back;
	struct mrt_events events;
	struct buffer sample;
	struct text line;
	char room[1 << 12];

	buffer_init(&sample);
	mrt_sample(&sample);
	here.told.used = there.told.used = 0;
	number_texts_init(&here.numbers);
	number_texts_init(&there.numbers);
	struct bgp_sink hearing = { .context = &here, .take = tell };
	struct bgp_sink reading = { .context = &there, .take = tell };
	mrt_events_init(&events, &hearing, TEXT(""), 0);
	(void)mrt_walk(mrt_sample_reader(&sample), 0, tell_record, &events);
	printing_init(&printing);
	(void)mrt_walk(mrt_sample_reader(&sample), 0, print_record, &printing);

	ris_live_init(&live);
	bgp_events_init(&back, &reading, TEXT(""));
	struct text rest = { printing.out.bytes, printing.out.used };
	while (text_line(&rest, &line)) {
		if (!with_raw)
			line = without_raw(line, room);
		assert_int_equal(ris_live_read(&live, line, (struct place){ 0 }, &heard), 1);
		ris_live_tell(&back, &heard, 0);
	}
	assert_int_equal(refusals_total(&live.refusals), 0);
	assert_int_equal(printing.ris.lines, live.refusals.taken);
	assert_true(text_equal((struct text){ here.told.bytes, here.told.used },
			       (struct text){ there.told.bytes, there.told.used }));
	assert_true(here.told.used > 10000);
	ris_live_clear(&live);
	mrt_events_clear(&events);
	printing_clear(&printing);
	buffer_clear(&here.told);
	buffer_clear(&there.told);
	buffer_clear(&sample);
}

static void the_sample_reads_back(void **state)
{
	(void)state;
	reads_back(true);
	reads_back(false);
}

static struct printing survivor;

static void print_all(struct reader in)
{
	survivor.out.used = 0;
	(void)mrt_walk(in, 0, print_record, &survivor);
}

static void survives_damage(void **state)
{
	(void)state;
	printing_init(&survivor);
	mrt_sample_damaged(print_all);
	printing_clear(&survivor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints),
		cmocka_unit_test(times_keep_microseconds),
		cmocka_unit_test(the_sample_reads_back),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
