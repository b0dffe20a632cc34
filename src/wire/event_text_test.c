#include "base/testkit.h"

#include "wire/event_text.h"
#include "wire/mrt_events.h"
#include "wire/test_mrt_damage.h"
#include "wire/test_mrt_walk.h"

#define V6     "20010db800000000000000000000000"
#define MARKER "ffffffffffffffffffffffffffffffff"
#define PEERS  "00000007 0000 0002 02 00000001 c0000201 0000fbf0 03 00000002 " V6 "1 fa56ea00"
#define SPEAKS "0000fbf0 0000fbff 0000 0001 c0000201 c0000209 "
#define TIME   "2023-11-14T22:13:20Z "
#define ROW    "00000000 18c00002 0001 0000 65000000 "

struct step {
	unsigned type, subtype;
	const char *hex;
};

static const struct {
	struct step steps[3];
	const char *want;
} CASES[] = {
	{ { { 13, 1, PEERS }, { 13, 2, ROW "0000" } },
	  TIME "AS64496 192.0.2.1 has 192.0.2.0/24 since 2023-09-12T06:06:56Z: path empty\n" },
	{ { { 13, 1, PEERS },
	    { 13, 2, ROW "0018 40010100 40020a 0202 0000fbf0 0000fbf1 400304 c0000201" } },
	  TIME "AS64496 192.0.2.1 has 192.0.2.0/24 since 2023-09-12T06:06:56Z: "
	       "path 64496 64497; origin IGP; next hop 192.0.2.1\n" },
	{ { { 13, 1, PEERS }, { 13, 2, ROW "0004 40010101" } },
	  TIME "AS64496 192.0.2.1 has 192.0.2.0/24 since 2023-09-12T06:06:56Z: path empty; origin "
	       "EGP\n" },
	{ { { 13, 1, PEERS }, { 13, 2, ROW "000b 40010103 40020205 0040 03" } },
	  TIME "AS64496 192.0.2.1 has 192.0.2.0/24 since 2023-09-12T06:06:56Z: "
	       "path ! Error !; origin unknown; the attributes break off\n" },
	{ { { 13, 1, PEERS },
	    { 13, 2, ROW "001c 80040400000005 40050400000064 400600 c00708 0000fbf1 c0000202" } },
	  TIME "AS64496 192.0.2.1 has 192.0.2.0/24 since 2023-09-12T06:06:56Z: path empty; MED 5; "
	       "local preference 100; atomic aggregate; aggregator AS64497 192.0.2.2\n" },
	{ { { 13, 1, PEERS },
	    { 13, 2,
	      ROW "0023 800904 0a000001 800a08 0a000002 0a000003 c0080400010002 c02304 0000fbf0 "
		  "e01700" } },
	  TIME "AS64496 192.0.2.1 has 192.0.2.0/24 since 2023-09-12T06:06:56Z: path empty; "
	       "originator 10.0.0.1; clusters 10.0.0.2 10.0.0.3; communities 1:2; "
	       "only to customer AS 64496; attribute 23 of 0 octets\n" },
	{ { { 13, 1, PEERS },
	    { 13, 2,
	      ROW "003e c01020 0002fbf000000064 0103c00002010005 02020001000000c8 4300000000000001 "
		  "c02018 00000001 00000002 00000003 ffffffff 00000000 00000005" } },
	  TIME
	  "AS64496 192.0.2.1 has 192.0.2.0/24 since 2023-09-12T06:06:56Z: path empty; extended "
	  "communities rt:64496:100 soo:192.0.2.1:5 rt:65536:200 ovs:not-found; "
	  "large communities 1:2:3 4294967295:0:5\n" },
	{ { { 13, 1, PEERS },
	    { 13, 11, "00000000 2020010db8 0001 0001 65000000 00000007 0014 800e11 10" V6 "9" } },
	  TIME "AS4200000000 2001:db8::1 has 2001:db8::/32 multicast (path id 7) since "
	       "2023-09-12T06:06:56Z: path empty; next hop 2001:db8::9\n" },
	/* Two octets per AS. */
	{ { { 12, 1,
	      "0000 0000 c0000200 18 01 65000000 c0000201 fbf0 0009 400206 0202 fbf0 fbf1" } },
	  TIME
	  "AS64496 192.0.2.1 has 192.0.2.0/24 since 2023-09-12T06:06:56Z: path 64496 64497\n" },
	{ { { 16, 4, SPEAKS MARKER "0023 02 0002 080a 0008 800f05 0002 03 0820 080b" } },
	  TIME "AS64496 192.0.2.1 withdraws 10.0.0.0/8\n" TIME
	       "AS64496 192.0.2.1 withdraws 2000::/8 unicast and multicast\n" TIME
	       "AS64496 192.0.2.1 announces 11.0.0.0/8: path empty\n" },
	{ { { 16, 7, SPEAKS MARKER "001b 02 0002 080a 0000 080b" },
	    { 16, 7, SPEAKS MARKER "0013 04" } },
	  TIME "AS64496 192.0.2.1 hears no more of 10.0.0.0/8\n" TIME
	       "AS64496 192.0.2.1 hears of 11.0.0.0/8: path empty\n" TIME
	       "AS64496 192.0.2.1 hears KEEPALIVE\n" },
	{ { { 16, 5, SPEAKS "0006 0001" }, { 16, 5, SPEAKS "0000 0009" } },
	  TIME "AS64496 192.0.2.1 goes from Established to Idle\n" TIME
	       "AS64496 192.0.2.1 goes from Unknown to an unknown state\n" },
	{ { { 16, 4, SPEAKS MARKER "0013 01" }, { 16, 4, SPEAKS MARKER "0013 05" } },
	  TIME "AS64496 192.0.2.1 says OPEN\n" TIME "AS64496 192.0.2.1 says ROUTE-REFRESH\n" },
	{ { { 16, 4, SPEAKS MARKER "0013 03" }, { 16, 4, SPEAKS MARKER "0013 63" } },
	  TIME "AS64496 192.0.2.1 says NOTIFICATION\n" TIME
	       "AS64496 192.0.2.1 says a message of an unknown type\n" },
	{ { { 99, 0, "" } }, "" },
};

struct printing {
	struct event_text text;
	struct mrt_events events;
	struct buffer out;
};

static void printing_init(struct printing *printing)
{
	buffer_init(&printing->out);
	event_text_init(&printing->text, &printing->out);
	struct bgp_sink sink = event_text_sink(&printing->text);
	mrt_events_init(&printing->events, &sink, TEXT(""), 0);
}

static void printing_clear(struct printing *printing)
{
	mrt_events_clear(&printing->events);
	event_text_clear(&printing->text);
	buffer_clear(&printing->out);
}

static void print_record(void *context, const struct mrt_record *record)
{
	struct printing *printing = context;
	mrt_events_tell(&printing->events, record);
}

static void puts_into_words(void **state)
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
		assert_int_equal(refusals_total(&printing.events.bgp.refusals),
				 CASES[i].want[0] == '\0' ? 1 : 0);
		buffer_char(&printing.out, '\0');
		assert_string_equal(printing.out.bytes, CASES[i].want);
		printing_clear(&printing);
	}
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
	static uint8_t body[44 + 23 + 4 + 4 * COMMUNITIES + PREFIXES];
	struct draining draining = { 0, 0 };
	struct printing printing;

	(void)state;
	struct reader head = test_hex(SPEAKS MARKER "36b3 02 0000 0fa4 d0080fa0");
	size_t size = reader_left(&head);
	memcpy(body, head.at, size);
	size += 4 * COMMUNITIES + PREFIXES; /* 0:0 each, 0.0.0.0/0 each */
	struct mrt_record record = { .type = MRT_BGP4MP,
				     .subtype = MRT_MESSAGE_AS4,
				     .body = test_bytes(body, size) };
	printing_init(&printing);
	printing.text.drain = (struct drain){ &draining, empty };
	print_record(&printing, &record);
	assert_int_equal(refusals_total(&printing.events.bgp.refusals), 0);
	assert_true(draining.calls >= 30);
	assert_in_range(draining.largest, BUFFER_PIECE, BUFFER_PIECE + 8192);
	printing_clear(&printing);
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
		cmocka_unit_test(puts_into_words),
		cmocka_unit_test(drains_in_the_middle_of_a_record),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
