#include "base/testkit.h"

#include "flow/test_desk.h"

#define EVENT(id, end, who)                                                                        \
	"{\"id\":\"" id "\",\"event_type\":\"moas\",\"view_ts\":1700000000,\"finished_ts\":" end   \
	",\"summary\":{\"attackers\":[" who "],\"victims\":[64500],\"prefixes\":"                  \
	"[\"192.0.2.0/"                                                                            \
	"24\"],\"inference_result\":{\"primary_inference\":{\"suspicion_level\":90}}}}"
#define LEAK(id, min, max)                                                                         \
	"{\"success\":true,\"result\":{\"asn_info\":[],\"events\":[{\"id\":" id                    \
	",\"leak_asn\":64497,\"leak_seg\":[64498,64497,64499],\"min_ts\":\"" min                   \
	"\",\"max_ts\":\"" max "\",\"finished\":true}]}}"
#define SESSION(id, asn, outcome)                                                                  \
	"{\"asn4\":" asn ",\"client4\":\"192.0.2.0/24\",\"privatespoof\":\"blocked\","             \
	"\"routedspoof\":\"" outcome "\",\"session\":" id ",\"timestamp\":\"2026-02-01\"}\n"

static void incidents_are_told_once(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_false(desk.reference.has_leaks || desk.reference.has_hijacks);
	assert_read(&desk, "[" EVENT("m-1", "null", "64496") "," EVENT("m-0", "null", "64496") "]",
		    "grip used of 2023-11-14T22:13:20Z; hijacks 2;");
	assert_true(desk.reference.has_hijacks && !desk.reference.has_leaks);
	assert_read(&desk, EVENT("m-1", "1700000060", "64496"),
		    "grip used of 2023-11-14T22:14:20Z; hijacks 1;");
	assert_read(&desk,
		    EVENT("m-1", "1700000060", "64497") EVENT("m-1", "1700000001", "64498")
			    EVENT("m-1", "null", "64499"),
		    "grip used of 2023-11-14T22:14:20Z; hijacks 3;");
	assert_read(&desk, LEAK("1", "2023-11-14T22:13:10", "2023-11-14T23:13:10"),
		    "radar used of 2023-11-14T23:13:10Z; leaks 1;");
	assert_true(desk.reference.has_leaks);
	reference_freeze(&desk.reference);

	const struct kept_incident *kept = desk.reference.incidents;
	assert_int_equal(desk.reference.incident_count, 3);
	assert_true(text_equal(kept[0].incident.id, TEXT("leak-1")));
	assert_true(text_equal(kept[0].incident.source, TEXT("radar")));
	assert_int_equal(kept[0].input, 3);
	assert_int_equal(kept[0].incident.party_count, 2);
	assert_int_equal(kept[0].incident.parties[1].asn, 64498);
	assert_true(text_equal(kept[1].incident.id, TEXT("m-0")));
	assert_true(kept[1].incident.end_us == INCIDENT_OPEN);
	assert_true(text_equal(kept[2].incident.id, TEXT("m-1")));
	assert_int_equal(kept[2].incident.parties[0].asn, 64497);
	assert_int_equal(kept[2].incident.prefix_count, 1);
	assert_int_equal(kept[2].input, 2);
	desk_clear(&desk);
}

static void inputs_without_incidents_say_so_too(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk, "{\"result\":{\"asn_info\":[],\"events\":[],\"total_monitors\":1}}",
		    "radar used;");
	assert_true(desk.reference.has_hijacks && !desk.reference.has_leaks);
	assert_read(&desk,
		    "event_type,hijacker_AS,start_time,victim_AS\nOutage,,2020-01-01,64500\n"
		    "BGP Leak,,2020-01-01,64500\nBGP Leak,64497,2020-01-01,x\n",
		    "bgpstream-csv used of 2020-01-01T00:00:00Z; leaks 1; outages 1; "
		    "AS numbers and prefixes left out 1; an event that names no culprit 1 at line "
		    "3;");
	assert_true(desk.reference.has_leaks);
	assert_read(&desk,
		    "{\"events\":[{\"event_type\":\"outage\",\"event_id\":1,"
		    "\"outage_count_prefix\":1}",
		    "bgpstream-json; outages 1; truncated");
	desk_clear(&desk);
}

static void spoofer_tests_stand_in_order(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk, SESSION("8", "64497", "received") SESSION("7", "64497", "blocked"),
		    "spoofer used of 2026-02-01T00:00:00Z; tests 2; spoofed packets received 1;");
	assert_read(&desk, SESSION("9", "64496", "unknown") SESSION("8", "64497", "rewritten"),
		    "spoofer used of 2026-02-01T00:00:00Z; tests 2;");
	assert_true(desk.reference.has_spoofer && !desk.reference.has_asn_drop);
	reference_freeze(&desk.reference);
	const struct kept_spoof_test *kept = desk.reference.spoof_tests;
	assert_int_equal(desk.reference.spoof_test_count, 3);
	assert_int_equal(kept[0].test.asn, 64496);
	assert_int_equal(kept[1].test.session, 7);
	assert_int_equal(kept[2].test.routed, SPOOF_REWRITTEN);
	assert_int_equal(kept[2].input, 1);
	desk_clear(&desk);
}

static void criminals_stand_in_order(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	assert_read(&desk, "; x\nAS64497 ; EU | B\nAS64496 ; EU | A\nASX ; EU | C\n",
		    "asn-drop used; ases 2; an entry without an AS number from 1 to 4294967295 1 "
		    "at line 4;");
	assert_read(&desk,
		    "{\"asn\":64497,\"rir\":\"r\",\"domain\":\"d\",\"cc\":\"EU\",\"asname\":\"B\"}"
		    "\n{\"type\":\"metadata\",\"timestamp\":1700000000}\n",
		    "asn-drop used of 2023-11-14T22:13:20Z; ases 1;");
	assert_true(desk.reference.has_asn_drop);
	reference_freeze(&desk.reference);
	assert_int_equal(desk.reference.dropped_as_count, 2);
	assert_int_equal(desk.reference.dropped_ases[0].asn, 64496);
	assert_int_equal(desk.reference.dropped_ases[0].place.line, 3);
	assert_int_equal(desk.reference.dropped_ases[1].input, 1);
	desk_clear(&desk);
}

static void the_budget_of_the_session_holds(void **state)
{
	struct desk desk;
	(void)state;

	desk_init(&desk);
	(void)arena_alloc(&desk.session, 1, SESSION_BUDGET - 4096);
	struct input_record input;
	struct buffer content;
	buffer_init(&content);
	for (unsigned i = 0; i < 100; i++)
		buffer_string(&content, EVENT("m-1", "null", "64496"));
	input = test_load_bytes(&desk.reference, 0, &content);
	test_describe(&desk.said, &input);
	assert_non_null(strstr(desk.said.bytes, "beyond what is kept"));
	assert_in_range(desk.reference.incident_count, 1, 99);
	reference_freeze(&desk.reference);
	assert_int_equal(desk.reference.incident_count, 1);
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(incidents_are_told_once),
		cmocka_unit_test(inputs_without_incidents_say_so_too),
		cmocka_unit_test(spoofer_tests_stand_in_order),
		cmocka_unit_test(criminals_stand_in_order),
		cmocka_unit_test(the_budget_of_the_session_holds),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
