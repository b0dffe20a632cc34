#include "base/testkit.h"

#include "wire/bgpdump_line.h"
#include "wire/mrt_events.h"
#include "wire/test_mrt_damage.h"
#include "wire/test_mrt_sample.h"
#include "wire/test_mrt_walk.h"

#define V6     "20010db800000000000000000000000"
#define MARKER "ffffffffffffffffffffffffffffffff"
/* ORIGIN IGP, AS_PATH 64496 64497, NEXT_HOP 192.0.2.1: 24 octets; with two per AS 20. */
#define ATTRS  "40010100 40020a 0202 0000fbf0 0000fbf1 400304 c0000201"
#define ATTRS2 "40010100 400206 0202 fbf0 fbf1 400304 c0000201"
#define SAYS   "64496 64497|IGP|192.0.2.1|0|0||NAG||\n"
/* 192.0.2.1 AS64496, 2001:db8::1 AS4200000000. */
#define PEERS  "00000007 0000 0002 02 00000001 c0000201 0000fbf0 03 00000002 " V6 "1 fa56ea00"
#define AS4_V4 "0000fbf0 0000fbff 0000 0001 c0000201 c0000209 "
#define AS2_V4 "fbf0 fbff 0000 0001 c0000201 c0000209 "
#define AS4_V6 "0000fbf0 0000fbff 0000 0002 " V6 "1" V6 "9 "

struct step {
	unsigned type, subtype;
	const char *hex;
};

struct printed {
	struct bgpdump_printer printer;
	struct mrt_events events;
	struct buffer out;
};

static void printed_init(struct printed *printed, const struct bgpdump_style *style)
{
	buffer_init(&printed->out);
	bgpdump_line_init(&printed->printer, style, &printed->out);
	struct bgp_sink sink = bgpdump_line_sink(&printed->printer);
	mrt_events_init(&printed->events, &sink, TEXT(""), 0);
}

static void printed_clear(struct printed *printed)
{
	mrt_events_clear(&printed->events);
	bgpdump_line_clear(&printed->printer);
	buffer_clear(&printed->out);
}

static const struct bgpdump_style PLAIN;

static void print_record(void *context, const struct mrt_record *record)
{
	struct printed *printed = context;
	mrt_events_tell(&printed->events, record);
}

static void print_steps(struct printed *printed, const struct step *steps)
{
	for (; steps->hex != NULL; steps++) {
		struct mrt_record record = { .time_us = 1700000000 * UTC_SECOND + 42,
					     .type = (uint16_t)steps->type,
					     .subtype = (uint16_t)steps->subtype,
					     .body = test_hex(steps->hex) };
		print_record(printed, &record);
	}
}

static const struct {
	struct step steps[5];
	const char *want;
	uint64_t refused[BGP_REFUSALS];
} CASES[] = {
	/* RIBs. */
	{ { { 13, 1, PEERS }, { 13, 2, "00000000 18c00002 0001 0000 00000005 0018" ATTRS } },
	  "TABLE_DUMP2|1700000000|B|192.0.2.1|64496|192.0.2.0/24|" SAYS,
	  { 0 } },
	{ { { 13, 1, PEERS },
	    { 13, 4, "00000000 2020010db8 0001 0001 00000005 0014 800e11 10" V6 "9" } },
	  "TABLE_DUMP2|1700000000|B|2001:db8::1|4200000000|2001:db8::/32||INCOMPLETE|2001:db8::9|"
	  "0|0||NAG||\n",
	  { 0 } },
	{ { { 13, 1, PEERS },
	    { 13, 8, "00000000 18c00002 0001 0000 00000005 ffffffff 0018" ATTRS } },
	  "TABLE_DUMP2_AP|1700000000|B|192.0.2.1|64496|192.0.2.0/24|4294967295|" SAYS,
	  { 0 } },
	{ { { 13, 1, PEERS },
	    { 13, 6, "00000000 0001 01 18c00002 0001 0000 00000005 0018" ATTRS } },
	  "TABLE_DUMP2|1700000000|B|192.0.2.1|64496|192.0.2.0/24|" SAYS,
	  { 0 } },
	/* Rows belong to the latest table before them. */
	{ { { 13, 2, "00000000 18c00002 0001 0000 00000005 0018" ATTRS },
	    { 13, 1, PEERS },
	    { 13, 1, "00000007 0000 0001 00 00000001 c0000207 fbf7" },
	    { 13, 2,
	      "00000000 18c00002 0002 0001 00000005 0018" ATTRS "0000 00000005 0018" ATTRS } },
	  "TABLE_DUMP2|1700000000|B|192.0.2.7|64503|192.0.2.0/24|" SAYS,
	  { [BGP_NO_PEERS] = 1, [BGP_UNKNOWN_PEER] = 1 } },
	/* A table of peers that breaks off has those before the break. */
	{ { { 13, 1, "00000007 0000 0002 00 00000001 c0000207 fbf7" },
	    { 13, 2, "00000000 18c00002 0001 0000 00000005 0018" ATTRS },
	    { 13, 2, "00000000 18c00002 0001 0001 00000005 0018" ATTRS } },
	  "TABLE_DUMP2|1700000000|B|192.0.2.7|64503|192.0.2.0/24|" SAYS,
	  { [BGP_DAMAGED] = 1, [BGP_UNKNOWN_PEER] = 1 } },
	/* So does a row. */
	{ { { 13, 1, PEERS }, { 13, 2, "00000000 18c00002 0002 0000 00000005 0018" ATTRS "00" } },
	  "TABLE_DUMP2|1700000000|B|192.0.2.1|64496|192.0.2.0/24|" SAYS,
	  { [BGP_DAMAGED] = 1 } },
	{ { { 12, 1, "0000 0000 c0000200 18 01 00000005 c0000201 fbf0 0014" ATTRS2 } },
	  "TABLE_DUMP|1700000000|B|192.0.2.1|64496|192.0.2.0/24|" SAYS,
	  { 0 } },
	{ { { 12, 4, "0000 0000" V6 "0 20 01 00000005" V6 "1 fa56ea00 0018" ATTRS } },
	  "TABLE_DUMP|1700000000|B|2001:db8::1|4200000000|2001:db8::/32|" SAYS,
	  { 0 } },
	/* Updates: withdrawn before announced, IPv4 before IPv6. */
	{ { { 16, 4,
	      AS4_V4 MARKER "0060 02 0004 18c00002 0041 " ATTRS "800e1a 0002 01 10" V6
			    "9 00 2020010db8"
			    "800f09 0002 01 2020010db9 00 18c00003" } },
	  "BGP4MP|1700000000|W|192.0.2.1|64496|192.0.2.0/24\n"
	  "BGP4MP|1700000000|W|192.0.2.1|64496|2001:db9::/32\n"
	  "BGP4MP|1700000000|W|192.0.2.1|64496|::/0\n"
	  "BGP4MP|1700000000|A|192.0.2.1|64496|192.0.3.0/24|" SAYS
	  "BGP4MP|1700000000|A|192.0.2.1|64496|2001:db8::/32|64496 64497|IGP|2001:db8::9|0|0||NAG||"
	  "\n",
	  { 0 } },
	{ { { 16, 1, AS2_V4 MARKER "002f 02 0000 0014" ATTRS2 "18c00002" } },
	  "BGP4MP|1700000000|A|192.0.2.1|64496|192.0.2.0/24|" SAYS,
	  { 0 } },
	{ { { 17, 4, AS4_V6 MARKER "0033 02 0000 0018" ATTRS "18c00002" } },
	  "BGP4MP_ET|1700000000.000042|A|2001:db8::1|64496|192.0.2.0/24|" SAYS,
	  { 0 } },
	{ { { 16, 7, AS4_V4 MARKER "0033 02 0000 0018" ATTRS "18c00002" },
	    { 17, 6, AS2_V4 MARKER "002f 02 0000 0014" ATTRS2 "18c00002" } },
	  "BGP4MP_LOCAL|1700000000|A|192.0.2.1|64496|192.0.2.0/24|" SAYS
	  "BGP4MP_ET_LOCAL|1700000000.000042|A|192.0.2.1|64496|192.0.2.0/24|" SAYS,
	  { 0 } },
	{ { { 16, 9,
	      AS4_V4 MARKER "003f 02 0008 00000005 18c00002 0018" ATTRS "00000006 18c00003" },
	    { 17, 8, AS2_V4 MARKER "0033 02 0000 0014" ATTRS2 "00000006 18c00003" },
	    { 17, 11, AS4_V4 MARKER "001f 02 0008 00000005 18c00002 0000" } },
	  "BGP4MP_AP|1700000000|W|192.0.2.1|64496|192.0.2.0/24|5\n"
	  "BGP4MP_AP|1700000000|A|192.0.2.1|64496|192.0.3.0/24|6|" SAYS
	  "BGP4MP_ET_AP|1700000000.000042|A|192.0.2.1|64496|192.0.3.0/24|6|" SAYS
	  "BGP4MP_ET_LOCAL_AP|1700000000.000042|W|192.0.2.1|64496|192.0.2.0/24|5\n",
	  { 0 } },
	/* Families that have no line, beside one that has. */
	{ { { 16, 4,
	      AS4_V4 MARKER "003d 02 0000 0022" ATTRS "800e07 0001 80 00 00 0000"
			    "18c00002" } },
	  "BGP4MP|1700000000|A|192.0.2.1|64496|192.0.2.0/24|" SAYS,
	  { [BGP_DAMAGED] = 1 } },
	/* A message, and NLRI, that breaks off. */
	{ { { 16, 4, AS4_V4 MARKER "0034 02 0000 0018" ATTRS "18c00002" } },
	  "",
	  { [BGP_DAMAGED] = 1 } },
	{ { { 16, 4, AS4_V4 MARKER "0035 02 0000 0018" ATTRS "18c00002 20c0" } },
	  "BGP4MP|1700000000|A|192.0.2.1|64496|192.0.2.0/24|" SAYS,
	  { [BGP_DAMAGED] = 1 } },
	/* States; messages that have no line. */
	{ { { 16, 0, AS2_V4 "0006 0001" }, { 17, 5, AS4_V6 "0000 ffff" } },
	  "BGP4MP|1700000000|STATE|192.0.2.1|64496|6|1\n"
	  "BGP4MP_ET|1700000000.000042|STATE|2001:db8::1|64496|0|65535\n",
	  { 0 } },
	{ { { 16, 4, AS4_V4 MARKER "0013 04" },
	    { 16, 4, AS4_V4 MARKER "0015 03 0602" },
	    { 16, 4, AS4_V4 MARKER "0017 02 0000 0000" },
	    { 16, 4, AS4_V4 MARKER "0017 05 0001 0001" } },
	  "",
	  { 0 } },
	/* Records that have none. */
	{ { { 5, 1, "" }, { 13, 7, "00000000" }, { 16, 2, "" }, { 99, 0, "" } },
	  "",
	  { [BGP_UNKNOWN_RECORD] = 2, [BGP_DAMAGED] = 2 } },
	{ { { 13, 1, "" },
	    { 12, 1, "" },
	    { 16, 4, AS4_V4 "00" },
	    { 16, 4, AS4_V4 MARKER "0013 02" } },
	  "",
	  { [BGP_DAMAGED] = 4 } },
};

static void prints(void **state)
{
	struct printed printed;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		uint64_t lines = 0;
		printed_init(&printed, &PLAIN);
		print_steps(&printed, CASES[i].steps);
		for (size_t at = 0; at < printed.out.used; at++)
			lines += printed.out.bytes[at] == '\n';
		buffer_char(&printed.out, '\0');
		assert_string_equal(printed.out.bytes, CASES[i].want);
		assert_int_equal(printed.printer.lines, lines);
		assert_memory_equal(&printed.events.bgp.refusals.count[1], &CASES[i].refused[1],
				    sizeof(CASES[i].refused) - sizeof(CASES[i].refused[0]));
		printed_clear(&printed);
	}
}

static void counts_and_places(void **state)
{
	static const struct step steps[] = { { 13, 1, PEERS },
					     { 99, 0, "" },
					     { 13, 2, "00000000 00 0001 0009 00000005 0000" },
					     { 16, 0, AS2_V4 "0006 0001" },
					     { 13, 2, "00000000 00 0001 0000 00000005 0000" },
					     { 0, 0, NULL } };
	struct printed printed;

	(void)state;
	printed_init(&printed, &PLAIN);
	print_steps(&printed, steps);
	const struct refusals *refusals = &printed.events.bgp.refusals;
	assert_int_equal(printed.events.bgp.records, 5);
	assert_int_equal(printed.printer.lines, 2);
	assert_int_equal(refusals->first[BGP_UNKNOWN_RECORD].line, 2);
	assert_int_equal(refusals->first[BGP_UNKNOWN_PEER].line, 3);
	for (unsigned reason = 1; reason < BGP_REFUSALS; reason++)
		assert_true(strlen(refusals->says[reason]) > 0);
	printed_clear(&printed);
}

/* bgpdump prints nothing for a multicast RIB, but multicast updates. */
/* An OPEN has no line; the session that is up behind it, in the same record, has its own head. */
static void begins_behind_what_has_no_line(void **state)
{
	struct printed printed;
	struct bgp_sink sink;
	struct bgp_event event = { .kind = BGP_SAYS,
				   .format = FORMAT_BMP,
				   .time_us = 1700000000 * UTC_SECOND,
				   .peer = { .asn = 64496,
					     .address = { .family = FAMILY_V4,
							  .hi = 0xc000020100000000 } },
				   .is_local = true,
				   .is_first = true };

	(void)state;
	printed_init(&printed, &PLAIN);
	sink = bgpdump_line_sink(&printed.printer);
	sink.take(sink.context, &event);
	event.kind = BGP_STATE_CHANGES;
	event.is_first = event.is_local = false;
	event.old_state = 1;
	event.new_state = 6;
	sink.take(sink.context, &event);
	buffer_char(&printed.out, '\0');
	assert_string_equal(printed.out.bytes,
			    "BGP4MP_ET|1700000000.000000|STATE|192.0.2.1|64496|1|6\n");
	printed_clear(&printed);
}

static void tells_of_unprinted_routes(void **state)
{
	static const struct step steps[] = {
		{ 13, 1, PEERS },
		{ 13, 3, "00000000 18c00002 0001 0000 00000005 0018" ATTRS },
		{ 13, 11, "00000000 00 0001 0000 00000005 00000001 0000" },
		{ 16, 4, AS4_V4 MARKER "0023 02 0000 000c 800f09 0001 02 18c00002 080a" },
		{ 0, 0, NULL }
	};
	struct printed printed;

	(void)state;
	printed_init(&printed, &PLAIN);
	print_steps(&printed, steps);
	assert_int_equal(printed.printer.unprinted, 2);
	assert_int_equal(printed.printer.lines, 2);
	assert_int_equal(refusals_total(&printed.events.bgp.refusals), 0);
	printed_clear(&printed);
}

/* bgpdump's switches, each on a table with path ids and on an update. */
static void prints_in_other_styles(void **state)
{
	static const struct step steps[] = {
		{ 13, 1, PEERS },
		{ 13, 8,
		  "00000000 18c00002 0002 0000 00000005 00000007 0018" ATTRS
		  "0001 00000006 00000008 000f c0200c 00000001 00000002 00000003" },
		{ 17, 4, AS4_V4 MARKER "0033 02 0000 0018" ATTRS "18c00002" },
		{ 0, 0, NULL }
	};
#define TAIL "|IGP|192.0.2.1|0|0||"
	static const struct {
		struct bgpdump_style style;
		const char *want;
	} cases[] = {
		{ { .is_short = true, .shows_large = true },
		  "TABLE_DUMP2_AP|11/14/23 22:13:20|B|192.0.2.1|64496|192.0.2.0/24|7|64496 64497|"
		  "IGP\n"
		  "TABLE_DUMP2_AP|11/14/23 22:13:20|B|2001:db8::1|4200000000|192.0.2.0/24|8||"
		  "INCOMPLETE\n"
		  "BGP4MP_ET|11/14/23 22:13:20.000042|A|192.0.2.1|64496|192.0.2.0/24|64496 64497|"
		  "IGP\n" },
		{ { .numbers_records = true, .shows_large = true },
		  "TABLE_DUMP2_AP|0|1700000000|B|192.0.2.1|64496|192.0.2.0/24|7|64496 64497" TAIL
		  "|NAG||\n"
		  "TABLE_DUMP2_AP|0|1700000000|B|2001:db8::1|4200000000|192.0.2.0/24|8||INCOMPLETE|"
		  "255.255.255.255|0|0||1:2:3|NAG||\n"
		  "BGP4MP_ET|1|1700000000.000042|A|192.0.2.1|64496|192.0.2.0/24|64496 64497" TAIL
		  "|NAG||\n" },
		{ { .shows_change = true },
		  "TABLE_DUMP2_AP|5|B|192.0.2.1|64496|192.0.2.0/24|7|64496 64497" TAIL "NAG||\n"
		  "TABLE_DUMP2_AP|6|B|2001:db8::1|4200000000|192.0.2.0/24|8||INCOMPLETE|"
		  "255.255.255.255|0|0||NAG||\n"
		  "BGP4MP_ET|1700000000.000042|A|192.0.2.1|64496|192.0.2.0/24|64496 64497" TAIL
		  "NAG||\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct printed printed;
		printed_init(&printed, &cases[i].style);
		print_steps(&printed, steps);
		buffer_char(&printed.out, '\0');
		assert_string_equal(printed.out.bytes, cases[i].want);
		printed_clear(&printed);
	}
}

static void prints_the_sample(void **state)
{
	static const struct {
		unsigned number;
		const char *want;
	} lines[] = {
		{ 0,
		  "TABLE_DUMP2|1700000000|B|192.0.2.1|64496|10.0.0.0/16|64496|IGP|192.0.2.1|0|0||"
		  "NAG||" },
		{ 2, "TABLE_DUMP2|1700000000|B|2001:db8::1|4200000000|2001:db8:1::/48|64496 "
		     "4200000001|EGP|2001:db8::1|0|0|64496:100|NAG||" },
		{ 61, "BGP4MP|1700000000|STATE|192.0.2.1|64496|6|1" },
		{ 64, "BGP4MP|1700000000|W|2001:db8::1|4200000000|2001:db8:3::/48" },
		{ 66, "BGP4MP_ET|1700000001.000005|A|2001:db8::1|4200000000|2001:db8:5::/48|64496 "
		      "64500|IGP|2001:db8::1|0|0||NAG||" },
		{ 105, "TABLE_DUMP2|1700000000|B|192.0.2.1|65551|10.0.0.0/16|64496|IGP|192.0.2.1|0|"
		       "0||NAG||" },
	};
	struct printed printed;
	struct buffer sample;

	(void)state;
	buffer_init(&sample);
	mrt_sample(&sample);
	printed_init(&printed, &PLAIN);
	(void)mrt_walk(mrt_sample_reader(&sample), 0, print_record, &printed);
	assert_int_equal(refusals_total(&printed.events.bgp.refusals), 0);
	struct text rest = { printed.out.bytes, printed.out.used }, line;
	for (unsigned number = 0, i = 0; text_line(&rest, &line); number++) {
		if (i == COUNT_OF(lines) || number != lines[i].number)
			continue;
		assert_true(text_equal(line, text_of(lines[i].want)));
		i++;
	}
	assert_int_equal(printed.printer.lines, 165);
	printed_clear(&printed);
	buffer_clear(&sample);
}

static struct printed survivor;

static void print_all(struct reader in)
{
	survivor.out.used = 0;
	(void)mrt_walk(in, 0, print_record, &survivor);
}

static void survives_damage(void **state)
{
	(void)state;
	printed_init(&survivor, &PLAIN);
	mrt_sample_damaged(print_all);
	printed_clear(&survivor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints),
		cmocka_unit_test(counts_and_places),
		cmocka_unit_test(begins_behind_what_has_no_line),
		cmocka_unit_test(tells_of_unprinted_routes),
		cmocka_unit_test(prints_in_other_styles),
		cmocka_unit_test(prints_the_sample),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
