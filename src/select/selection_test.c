#include "base/testkit.h"

#include "select/test_events.h"
#include "select/test_filter.h"

static struct arena arena;
static struct select_validators validators;
static struct bgp_event events[TEST_EVENTS];

static enum selection_answer check(const char *text, const struct bgp_event *event, unsigned known)
{
	struct selection selection;

	selection_init(&selection, test_parse(&arena, text), &validators);
	enum selection_answer answer = selection_check(&selection, event, known);
	selection_clear(&selection);
	return answer;
}

/* The letters say which of the test's events are selected: 'a' is the first. */
static void selects(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		/* A withdrawal has no attributes, the others below no route. */
		{ "origin 64500", "abk" },
		{ "not origin 64500", "cdefghijlm" },
		{ "not origin 64500 and type {route, announce}", "cdejl" },
		{ "not prefix length > 0", "ghilm" },
		{ "origin 0", "" },      /* a set is not AS 0 */
		{ "origin 64496", "l" }, /* the peer's own: an empty path */
		{ "path has 64503", "c" },
		{ "path has 64501 {64502, 7}", "c" },
		{ "path has 64497 64496", "" },
		{ "path has 64499 64499", "" }, /* prepends are one */
		{ "path length = 3", "acjk" },
		{ "path matches \"^$\"", "l" },
		{ "peer in peers", "abcdefghkl" },
		{ "peer 2001:db8::/32", "bcgk" },
		{ "origin in asns", "abdjk" },
		{ "origin in empty", "" },
		{ "prefix within in prefixes", "abcdfk" },
		{ "prefix exact {192.0.2.0/24, 10.0.0.0/8}", "abe" },
		{ "prefix covers 192.0.2.128/25", "abdf" },
		{ "community no-export", "a" },
		{ "time < 2026-02-22T15:30:00.25Z", "abcm" },
		{ "time = 2026-02-22T15:30:00.25Z", "d" },
		{ "type peers", "m" },
		{ "rib in-pre", "" },
		{ "collector {router1, *00}", "abcijm" },
		{ "next-hop 198.51.100.1", "ad" },
		{ "rpki valid", "ab" },
		{ "rpki not-found", "ce" },
		{ "rpki invalid-asn", "dj" },
		{ "rpki invalid-length", "k" },
		{ "irr exact", "abj" },
		{ "irr covered", "k" },
		{ "irr origin-mismatch", "d" },
		{ "irr not-found", "ce" },
		{ "bogon prefix administrative", "" },
		{ "family {unicast, evpn} and not malformed", "abcdefjl" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct selection selection;
		char got[TEST_EVENTS + 1] = "";
		size_t used = 0;
		selection_init(&selection, test_parse(&arena, cases[i].text), &validators);
		for (unsigned k = 0; k < TEST_EVENTS; k++)
			if (selection_check(&selection, &events[k], BGP_KNOWS_ALL) == SELECT_YES)
				got[used++] = (char)('a' + k);
		selection_clear(&selection);
		if (strcmp(got, cases[i].want) != 0)
			fail_msg("%s: %s, not %s", cases[i].text, got, cases[i].want);
	}
}

static void answers_as_soon_as_it_can(void **state)
{
	enum { NOTHING = 0, RECORD = BGP_KNOWS_RECORD, PEER = RECORD | BGP_KNOWS_PEER };
	static const struct {
		const char *text;
		unsigned event, known;
		enum selection_answer want;
	} cases[] = {
		{ "collector rrc00", 0, NOTHING, SELECT_OPEN },
		{ "collector rrc00", 0, RECORD, SELECT_YES },
		{ "collector rrc01", 0, RECORD, SELECT_NO },
		{ "collector rrc01 and origin 1", 0, RECORD, SELECT_NO },
		{ "origin 1 and collector rrc01", 0, RECORD, SELECT_NO },
		{ "origin 1 or collector rrc00", 0, RECORD, SELECT_YES },
		{ "peer 64496", 0, RECORD, SELECT_OPEN },
		{ "peer 64496", 0, PEER, SELECT_YES },
		{ "peer 64497 and origin 1", 0, PEER, SELECT_NO },
		{ "peer 64496 and origin 1", 0, PEER, SELECT_OPEN },
		{ "not (peer 64496 or origin 1)", 0, PEER, SELECT_NO },
		{ "prefix exact 192.0.2.0/24", 0, PEER, SELECT_OPEN },
		{ "prefix exact 192.0.2.0/24", 0, RECORD | BGP_KNOWS_PREFIX, SELECT_YES },
		{ "prefix exact 10.0.0.0/8 and peer 64496", 0, RECORD | BGP_KNOWS_PREFIX,
		  SELECT_NO },
		/* A record of a table announces nothing; one of updates does not report. */
		{ "type announce", 0, RECORD, SELECT_NO },
		{ "type announce", 0, NOTHING, SELECT_OPEN },
		{ "type {route, peers, unread}", 0, RECORD, SELECT_YES },
		{ "type route", 0, RECORD, SELECT_OPEN },
		{ "type report", 3, RECORD, SELECT_NO },
		{ "type report", 8, RECORD, SELECT_OPEN },
		{ "type announce", 3, RECORD | BGP_KNOWS_PREFIX, SELECT_YES },
		{ "malformed", 10, PEER, SELECT_OPEN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (check(cases[i].text, &events[cases[i].event], cases[i].known) != cases[i].want)
			fail_msg("%s, %u", cases[i].text, cases[i].known);
}

/* Attributes that nobody may touch. */
static void leaves_attributes_alone(void **state)
{
	static const char *const cases[] = {
		"prefix exact 10.0.0.0/8 and origin 1",
		"origin 1 and prefix exact 10.0.0.0/8",
		"prefix exact 192.0.2.0/24 or path has 1",
		"not (path has 1 or type route)",
		"(path has 1 or prefix exact 10.0.0.0/8) and (type state or peer 1 and origin 2)",
	};
	struct bgp_event event = events[0];

	(void)state;
	event.attributes.bytes = (struct reader){ (const uint8_t *)8, (const uint8_t *)64, false };
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_true(check(cases[i], &event, BGP_KNOWS_ALL) != SELECT_OPEN);
}

/* Answers that are kept belong to their block, prefix and origin. */
static void keeps_nothing_too_long(void **state)
{
	static const char text[] = "community 64496:100 or path has 64511 or med = 3 or rpki valid "
				   "and irr exact and bogon prefix";
	struct selection selection;

	(void)state;
	selection_init(&selection, test_parse(&arena, text), &validators);
	for (unsigned round = 0; round < 3; round++) {
		for (unsigned i = 0; i < TEST_EVENTS; i++) {
			unsigned k = round == 2 ? TEST_EVENTS - 1 - i : i;
			enum selection_answer want = check(text, &events[k], BGP_KNOWS_ALL);
			assert_int_equal(selection_check(&selection, &events[k], BGP_KNOWS_ALL),
					 want);
		}
	}
	selection_clear(&selection);
}

static int start(void **state)
{
	(void)state;
	arena_init(&arena, 1 << 24);
	validators = test_validators(&arena);
	test_events_make(events);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_clear(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(selects),
		cmocka_unit_test(answers_as_soon_as_it_can),
		cmocka_unit_test(leaves_attributes_alone),
		cmocka_unit_test(keeps_nothing_too_long),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
