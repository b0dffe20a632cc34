#include "base/testkit.h"

#include "base/utc.h"
#include "wire/event_csv.h"
#include "wire/mrt_events.h"
#include "wire/test_mrt_damage.h"
#include "wire/test_mrt_sample.h"
#include "wire/test_mrt_walk.h"

#define V6     "20010db800000000000000000000000"
#define MARKER "ffffffffffffffffffffffffffffffff"
#define PEERS  "00000007 0000 0002 02 00000001 c0000201 0000fbf0 03 00000002 " V6 "1 fa56ea00"
#define SPEAKS "0000fbf0 0000fbff 0000 0001 c0000201 c0000209 "
#define NAMES                                                                                      \
	"type,time,collector,peer,peer_asn,prefix,path_id,path,origin,next_hop,med,local_pref,"    \
	"communities,large_communities,extended_communities,atomic_aggregate,aggregator,otc,"      \
	"old_state,new_state\n"
#define WHO ",2023-11-14T22:13:20Z,rrc00,192.0.2.1,64496,"

struct printing {
	struct event_csv csv;
	struct mrt_events events;
	struct buffer out;
};

static void printing_init(struct printing *printing, struct text collector)
{
	buffer_init(&printing->out);
	event_csv_init(&printing->csv, &printing->out);
	struct bgp_sink sink = event_csv_sink(&printing->csv);
	mrt_events_init(&printing->events, &sink, collector, 0);
}

static void printing_clear(struct printing *printing)
{
	mrt_events_clear(&printing->events);
	event_csv_clear(&printing->csv);
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

static struct mrt_record record_of(const struct step *step)
{
	return (struct mrt_record){ .time_us = 1700000000 * UTC_SECOND,
				    .type = (uint16_t)step->type,
				    .subtype = (uint16_t)step->subtype,
				    .body = test_hex(step->hex) };
}

static const struct {
	struct step steps[3];
	const char *want;
} CASES[] = {
	{ { { 13, 1, PEERS }, { 13, 2, "00000000 18c00002 0001 0000 65000000 0000" } },
	  "route" WHO "192.0.2.0/24,,,,,,,,,,0,,,,\n" },
	{ { { 13, 1, PEERS },
	    { 13, 8,
	      "00000000 18c00002 0002 0000 65000000 00000007 0000 0001 65000000 00000008 0000" } },
	  "route" WHO "192.0.2.0/24,7,,,,,,,,,0,,,,\n"
	  "route,2023-11-14T22:13:20Z,rrc00,2001:db8::1,4200000000,192.0.2.0/"
	  "24,8,,,,,,,,,0,,,,\n" },
	/* Every attribute that has a column. */
	{ { { 16, 4,
	      SPEAKS MARKER
	      "009f 02 0000 0086 40010100 40020c 0202 0000fbf0 0000fbf1 0100 400304 c0000201 "
	      "80040400000001 40050400000064 400600 c00708 0000fbf1 c0000202 "
	      "c00808 fbf00064 ffffff01 c01020 0002fbf000000064 0103c00002010005 "
	      "02020001000000c8 4300000000000001 c02018 00000001 00000002 00000003 "
	      "ffffffff 00000000 00000005 c02304 0000fbf0 080a" } },
	  "announce" WHO "10.0.0.0/8,,64496 64497 {},IGP,192.0.2.1,1,100,64496:100 no-export,"
	  "1:2:3 4294967295:0:5,rt:64496:100 soo:192.0.2.1:5 rt:65536:200 ovs:not-found,"
	  "1,64497 192.0.2.2,64496,,\n" },
	/* A set has commas. */
	{ { { 16, 4, SPEAKS MARKER "0028 02 0000 000f 40020c 0102 0000fbf0 0000fbf1 0100 080a" } },
	  "announce" WHO "10.0.0.0/8,,\"{64496,64497} {}\",,,,,,,,0,,,,\n" },
	{ { { 16, 4, SPEAKS MARKER "0019 02 0002 080a 0000" } },
	  "withdraw" WHO "10.0.0.0/8,,,,,,,,,,,,,,\n" },
	{ { { 16, 9, SPEAKS MARKER "001d 02 0006 ffffffff 080a 0000" } },
	  "withdraw" WHO "10.0.0.0/8,4294967295,,,,,,,,,,,,,\n" },
	{ { { 16, 4, SPEAKS MARKER "0017 02 0000 0000" }, { 16, 4, SPEAKS MARKER "0013 04" } },
	  "end-of-rib" WHO ",,,,,,,,,,,,,,\n"
	  "message" WHO ",,,,,,,,,,,,,,\n" },
	{ { { 16, 5, SPEAKS "0006 0001" } }, "state" WHO ",,,,,,,,,,,,,6,1\n" },
	{ { { 99, 0, "" } }, "" },
};

static void prints(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct printing printing;
		printing_init(&printing, TEXT("rrc00"));
		for (const struct step *step = CASES[i].steps; step->hex != NULL; step++) {
			struct mrt_record record = record_of(step);
			print_record(&printing, &record);
		}
		buffer_char(&printing.out, '\0');
		assert_memory_equal(printing.out.bytes, NAMES, sizeof(NAMES) - 1);
		assert_string_equal(printing.out.bytes + sizeof(NAMES) - 1, CASES[i].want);
		printing_clear(&printing);
	}
}

static void quotes_what_needs_it(void **state)
{
	struct step step = { 16, 5, SPEAKS "0006 0001" };
	struct printing printing;

	(void)state;
	printing_init(&printing, TEXT("a \"router\", ours"));
	struct mrt_record record = record_of(&step);
	record.time_us = 0;
	print_record(&printing, &record);
	buffer_char(&printing.out, '\0');
	assert_string_equal(printing.out.bytes + sizeof(NAMES) - 1,
			    "state,,\"a \"\"router\"\", ours\",192.0.2.1,64496,,,,,,,,,,,,,,6,1\n");
	printing_clear(&printing);
}

static void every_line_has_every_field(void **state)
{
	struct printing printing;
	struct buffer sample;
	struct text line;
	uint64_t lines = 0;

	(void)state;
	buffer_init(&sample);
	mrt_sample(&sample);
	printing_init(&printing, TEXT(""));
	(void)mrt_walk(mrt_sample_reader(&sample), 0, print_record, &printing);
	struct text rest = { printing.out.bytes, printing.out.used };
	while (text_line(&rest, &line)) {
		unsigned commas = 0;
		for (size_t i = 0; i < line.len; i++)
			commas += line.at[i] == ',';
		assert_int_equal(commas, 19);
		lines++;
	}
	assert_int_equal(lines, printing.csv.lines + 1);
	assert_int_equal(lines, 1 + 2 * 60 + 40 + 5);
	printing_clear(&printing);
	buffer_clear(&sample);
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
	printing_init(&survivor, TEXT("rrc00"));
	mrt_sample_damaged(print_all);
	printing_clear(&survivor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints),
		cmocka_unit_test(quotes_what_needs_it),
		cmocka_unit_test(every_line_has_every_field),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
