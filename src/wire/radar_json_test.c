#include "wire/test_incidents.h"

#define ANSWER(events, more)                                                                       \
	"{\"success\":true,\"errors\":[],\"result\":{\"asn_info\":[{\"asn\":64496,\"org_name\":"   \
	"\"X\",\"country_code\":\"XX\"}],\"events\":[" events "]" more "},\"result_info\":"        \
	"{\"count\":1,\"page\":1}}"
#define HIJACK                                                                                     \
	"{\"duration\":70,\"event_type\":0,\"hijacker_asn\":64496,\"id\":1234,\"is_stale\":false," \
	"\"max_hijack_ts\":\"2023-04-27T14:01:55.952\",\"max_msg_ts\":\"2023-04-27T14:03:55."      \
	"952\","                                                                                   \
	"\"min_hijack_ts\":\"2023-04-27T14:00:45.952\",\"on_going_count\":0,\"peer_asns\":[64511]" \
	","                                                                                        \
	"\"prefixes\":[\"192.0.2.0/24\",\"2001:db8::/32\"],\"tags\":[{\"name\":\"irr_invalid\","   \
	"\"score\":4},{\"name\":\"rpki_invalid\",\"score\":8}],\"victim_asns\":[64500],"           \
	"\"confidence_score\":4}"
#define LEAK                                                                                       \
	"{\"detected_ts\":\"2023-04-21T23:10:06\",\"finished\":true,\"id\":1234,\"leak_asn\":"     \
	"64497,\"leak_count\":14,\"leak_seg\":[64498,64497,64499],\"leak_type\":1,\"max_ts\":"     \
	"\"2023-04-21T23:10:56\",\"min_ts\":\"2023-04-21T23:09:46\",\"origin_count\":1,"           \
	"\"peer_count\":13,\"prefix_count\":5}"

static void check(const char *input, const char *want)
{
	test_check_incidents(INCIDENT_JSON_RADAR, input, want);
}

static void tells_hijacks(void **state)
{
	(void)state;
	check(ANSWER(HIJACK, ",\"total_monitors\":163"),
	      "hijack radar/hijack-1234 1682604045..1682604115 40% culprit 64496 victim 64500 "
	      "192.0.2.0/24 2001:db8::/32: irr_invalid rpki_invalid; ");
	check("{\"id\":1,\"hijacker_asn\":64496,\"min_hijack_ts\":\"2023-04-27T14:00:45Z\","
	      "\"on_going_count\":2,\"confidence_score\":12}",
	      "hijack radar/hijack-1 1682604045.. 100% culprit 64496; ");
	check("{\"id\":1,\"hijacker_asn\":64496,\"min_hijack_ts\":\"2023-04-27T14:00:45Z\","
	      "\"on_going_count\":2,\"is_stale\":true,\"confidence_score\":-3}",
	      "hijack radar/hijack-1 1682604045..1682604045 culprit 64496; ");
}

static void tells_leaks(void **state)
{
	(void)state;
	check(ANSWER(LEAK, ""),
	      "leak radar/leak-1234 1682118586..1682118656 culprit 64497 accomplice 64498 of 5; ");
	check("[{\"id\":\"7\",\"leak_asn\":\"64497\",\"leak_seg\":[64497,64499],\"detected_ts\":"
	      "\"2023-04-21T23:10:06\",\"finished\":false}]",
	      "leak radar/leak-7 1682118606.. culprit 64497; ");
}

static void refuses_what_is_no_event(void **state)
{
	(void)state;
	check("{\"success\":false,\"errors\":[{\"message\":\"x\"}],\"result\":null}",
	      "refused 4 1 times; ");
	check(ANSWER("{},7,{\"id\":1,\"leak_asn\":1,\"hijacker_asn\":2}", ""),
	      "refused 4 3 times; ");
	check(ANSWER("{\"id\":1,\"leak_asn\":1}", ""), "refused 6 1 times; ");
	check(ANSWER("{\"id\":1,\"leak_asn\":null,\"min_ts\":\"2023-04-21\",\"finished\":true}",
		     ""),
	      "refused 7 1 times; ");
	check(ANSWER("{\"leak_asn\":1,\"min_ts\":\"2023-04-21\"}", ""), "refused 5 1 times; ");
	check(ANSWER("{\"id\":1,\"leak_asn\":4294967296,\"min_ts\":\"2023-04-21\",\"leak_seg\":"
		     "[\"x\",1]}",
		     ""),
	      "2 unread; refused 7 1 times; ");
}

static void check_about(const char *input, bool leaks, bool hijacks)
{
	struct buffer got;
	const struct incident_sink sink = { &got, test_print_incident };
	struct incident_json json;

	buffer_init(&got);
	incident_json_init(&json, INCIDENT_JSON_RADAR, &sink);
	assert_int_equal(incident_json_feed(&json, text_of(input)), 0);
	assert_int_equal(incident_json_finish(&json), 0);
	assert_int_equal(json.counts.has[INCIDENT_LEAK], leaks);
	assert_int_equal(json.counts.has[INCIDENT_HIJACK], hijacks);
	incident_json_clear(&json);
	buffer_clear(&got);
}

static void knows_what_an_empty_answer_is_about(void **state)
{
	(void)state;
	check_about(ANSWER("", ",\"total_monitors\":163"), false, true);
	check_about(ANSWER("", ""), true, false);
	check_about(ANSWER(HIJACK, ""), false, true);
	check_about(ANSWER(LEAK, ""), true, false);
}

static void survive(struct reader in)
{
	test_survive_incidents(INCIDENT_JSON_RADAR, in);
}

static void survives_damage(void **state)
{
	static const char text[] = ANSWER(HIJACK "," LEAK, "");

	(void)state;
	test_every_truncation(text, sizeof(text) - 1, survive);
	test_every_bit_flip(text, sizeof(text) - 1, survive);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_hijacks),
		cmocka_unit_test(tells_leaks),
		cmocka_unit_test(refuses_what_is_no_event),
		cmocka_unit_test(knows_what_an_empty_answer_is_about),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
