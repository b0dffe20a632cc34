#include "base/testkit.h"

#include "wire/bgp_message.h"
#include "wire/bgp_talk.h"
#include "wire/test_bgp_walk.h"
#include "wire/test_bmp.h"
#include "wire/test_event_log.h"

/* OPENs of AS 64496 and 64497: old, of four octets, with ADD-PATH of IPv4 in a mode. */
#define OLD          "04 fbf0 00b4 c0000201 00"
#define OLD2         "04 fbf1 00b4 c0000202 00"
#define NEW          "04 fbf0 00b4 c0000201 08 0206 4104 0000fbf0"
#define NEW2         "04 fbf1 00b4 c0000202 08 0206 4104 0000fbf1"
#define PATHS(mode)  "04 fbf0 00b4 c0000201 0e 020c 4104 0000fbf0 4504 000101" mode
#define PATHS2(mode) "04 fbf1 00b4 c0000202 0e 020c 4104 0000fbf1 4504 000101" mode
/* UPDATEs that announce 10.0.0.0/8 with paths of AS numbers of two and four octets. */
#define TWO          "0000 0009 400206 0202 fbf0fbf1 080a"
#define FOUR         "0000 000d 40020a 0202 0000fbf0 0000fbf1 080a"
#define BOTH_FIT     "0000 0003 400200 080a"
#define WITH_ID      "0000 000d 40020a 0202 0000fbf0 0000fbf1 00000007 080a"
#define WITHDRAWS    "0002 080a 0000"

struct step {
	unsigned from, type; /* type 0: no more */
	const char *hex;
};

static const struct {
	const char *name;
	bool is_file; /* that does not say who speaks */
	struct step steps[6];
	const char *want;
} CASES[] = {
	{ "without OPENs the path shows how many octets, and it is remembered",
	  false,
	  { { 0, BGP_UPDATE, TWO },
	    { 0, BGP_UPDATE, BOTH_FIT },
	    { 0, BGP_UPDATE, FOUR },
	    { 0, BGP_UPDATE, BOTH_FIT },
	    { 1, BGP_UPDATE, WITHDRAWS } },
	  "AS0 announces 10.0.0.0/8 asn2; AS0 announces 10.0.0.0/8 asn2; AS0 announces 10.0.0.0/8; "
	  "AS0 announces 10.0.0.0/8; AS0 withdraws 10.0.0.0/8; " },
	{ "four octets where nothing is known",
	  false,
	  { { 0, BGP_UPDATE, BOTH_FIT } },
	  "AS0 announces 10.0.0.0/8; " },
	{ "one OPEN is not enough",
	  false,
	  { { 0, BGP_OPEN, PATHS("03") }, { 0, BGP_UPDATE, TWO }, { 1, BGP_UPDATE, TWO } },
	  "AS64496 says 1; AS64496 announces 10.0.0.0/8 asn2; AS0 announces 10.0.0.0/8 asn2; " },
	{ "two OPENs count, whatever the path looks like",
	  false,
	  { { 0, BGP_OPEN, NEW }, { 1, BGP_OPEN, OLD2 }, { 0, BGP_UPDATE, FOUR } },
	  "AS64496 says 1; AS64497 says 1; AS64496 announces 10.0.0.0/8 asn2; " },
	{ "both of four octets",
	  false,
	  { { 0, BGP_OPEN, NEW }, { 1, BGP_OPEN, NEW2 }, { 1, BGP_UPDATE, TWO } },
	  "AS64496 says 1; AS64497 says 1; AS64497 announces 10.0.0.0/8; " },
	{ "path ids in the direction that was agreed on (RFC 7911 section 5)",
	  false,
	  { { 0, BGP_OPEN, PATHS("02") },
	    { 1, BGP_OPEN, PATHS2("01") },
	    { 0, BGP_UPDATE, WITH_ID },
	    { 1, BGP_UPDATE, FOUR },
	    { 0, BGP_KEEPALIVE, "" } },
	  "AS64496 says 1; AS64497 says 1; AS64496 announces 10.0.0.0/8#7; "
	  "AS64497 announces 10.0.0.0/8; AS64496 says 4; " },
	{ "an OPEN that cannot be read agrees on nothing",
	  false,
	  { { 0, BGP_OPEN, NEW }, { 1, BGP_OPEN, "04 fbf1" }, { 0, BGP_UPDATE, TWO } },
	  "AS64496 says 1; AS0 says 1; AS64496 announces 10.0.0.0/8 asn2; " },
	{ "a new session on the same connection",
	  false,
	  { { 0, BGP_OPEN, OLD },
	    { 1, BGP_OPEN, OLD2 },
	    { 0, BGP_OPEN, NEW },
	    { 1, BGP_OPEN, NEW2 },
	    { 0, BGP_UPDATE, FOUR } },
	  "AS64496 says 1; AS64497 says 1; AS64496 says 1; AS64497 says 1; "
	  "AS64496 announces 10.0.0.0/8; " },
	{ "in a file the second OPEN is the other's",
	  true,
	  { { 0, BGP_OPEN, PATHS("03") },
	    { 0, BGP_OPEN, PATHS2("03") },
	    { 0, BGP_UPDATE, WITH_ID } },
	  "AS64496 says 1; AS64497 says 1; AS64496 announces 10.0.0.0/8#7; " },
	{ "unless it is of the same speaker again",
	  true,
	  { { 0, BGP_OPEN, OLD }, { 0, BGP_OPEN, OLD }, { 0, BGP_UPDATE, FOUR } },
	  "AS64496 says 1; AS64496 says 1; AS64496 announces 10.0.0.0/8; " },
};

static struct address speaker_address(unsigned speaker)
{
	return (struct address){ (UINT64_C(0xc0000201) + speaker) << 32, 0, FAMILY_V4 };
}

static void decodes_as_was_agreed(void **state)
{
	static const struct address nobody;
	struct address one = speaker_address(0), two = speaker_address(1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct event_log log;
		struct bgp_events events;
		struct bgp_talk talk;
		struct buffer message;
		event_log_init(&log);
		buffer_init(&message);
		struct bgp_sink sink = event_log_sink(&log);
		bgp_events_init(&events, &sink, TEXT(""));
		if (CASES[i].is_file)
			bgp_talk_init(&talk, &nobody, &nobody);
		else
			bgp_talk_init(&talk, &one, &two);
		for (const struct step *step = CASES[i].steps; step->type != 0; step++) {
			message.used = 0;
			test_put_bgp(&message, step->type, step->hex);
			bgp_talk_tell(&talk, &events, step->from,
				      test_bytes(message.bytes, message.used), 1, 0);
		}
		const char *text = event_log_text(&log);
		if (strcmp(text, CASES[i].want) != 0)
			fail_msg("%s: %s", CASES[i].name, text);
		assert_int_equal(refusals_total(&events.refusals), 0);
		buffer_clear(&message);
		event_log_clear(&log);
	}
}

static void look(void *context, const struct bgp_event *event)
{
	struct bgp_event *kept = context;
	*kept = *event;
}

static void names_both_ends(void **state)
{
	struct address one = speaker_address(0), two = speaker_address(1);
	struct bgp_event event;
	struct bgp_sink sink = { .context = &event, .take = look };
	struct bgp_events events;
	struct bgp_talk talk;
	struct buffer message;

	(void)state;
	buffer_init(&message);
	bgp_events_init(&events, &sink, TEXT("somewhere"));
	bgp_talk_init(&talk, &one, &two);
	test_put_bgp(&message, BGP_OPEN, NEW);
	bgp_talk_tell(&talk, &events, 0, test_buffer(&message), 5, 70);
	assert_int_equal(event.local_asn, 0);
	message.used = 0;
	test_put_bgp(&message, BGP_OPEN, NEW2);
	bgp_talk_tell(&talk, &events, 1, test_buffer(&message), 6, 90);
	assert_int_equal(event.format, FORMAT_BGP);
	assert_int_equal(event.time_us, 6);
	assert_int_equal(event.offset, 90);
	assert_true(text_equal(event.collector, TEXT("somewhere")));
	assert_true(address_equal(&event.peer.address, &two));
	assert_int_equal(event.peer.bgp_id, 0xc0000202);
	assert_true(event.has_local);
	assert_true(address_equal(&event.local, &one));
	assert_int_equal(event.local_asn, 64496);
	buffer_clear(&message);
}

static void refuses_damage(void **state)
{
	static const struct address nobody;
	struct event_log log;
	struct bgp_events events;
	struct bgp_talk talk;

	(void)state;
	event_log_init(&log);
	struct bgp_sink sink = event_log_sink(&log);
	bgp_events_init(&events, &sink, TEXT(""));
	bgp_talk_init(&talk, &nobody, &nobody);
	bgp_talk_tell(&talk, &events, 0, test_hex(""), 0, 0);
	bgp_talk_tell(&talk, &events, 0, test_hex("ffff"), 0, 7);
	assert_int_equal(events.refusals.count[BGP_DAMAGED], 2);
	assert_int_equal(events.refusals.first[BGP_DAMAGED].line, 1);
	assert_int_equal(log.events, 0);
	event_log_clear(&log);
}

struct telling_all {
	struct bgp_talk talk;
	struct bgp_events events;
};

static void tell_one(void *context, struct reader message, uint64_t offset)
{
	struct telling_all *all = context;
	bgp_talk_tell(&all->talk, &all->events, 0, message, 0, offset);
}

static void tell_all(struct reader in)
{
	static const struct address nobody;
	struct telling_all all;
	struct event_log log;

	event_log_init(&log);
	struct bgp_sink sink = event_log_sink(&log);
	bgp_events_init(&all.events, &sink, TEXT(""));
	bgp_talk_init(&all.talk, &nobody, &nobody);
	struct bgp_walk walk = bgp_walk(in, 0, tell_one, &all);
	assert_int_equal(all.events.records, walk.stream.records);
	event_log_clear(&log);
}

static void survives_damage(void **state)
{
	struct buffer bytes;

	(void)state;
	buffer_init(&bytes);
	test_put_bgp(&bytes, BGP_OPEN, PATHS("03"));
	test_put_bgp(&bytes, BGP_OPEN, PATHS2("03"));
	test_put_bgp(&bytes, BGP_UPDATE, WITH_ID);
	test_put_bgp(&bytes, BGP_UPDATE, WITHDRAWS);
	test_every_truncation(bytes.bytes, bytes.used, tell_all);
	test_every_bit_flip(bytes.bytes, bytes.used, tell_all);
	buffer_clear(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_as_was_agreed),
		cmocka_unit_test(names_both_ends),
		cmocka_unit_test(refuses_damage),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
