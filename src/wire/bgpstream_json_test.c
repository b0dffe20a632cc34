#include "wire/test_incidents.h"

#include "wire/test_unpack.h"

#define LEAK                                                                                       \
	"{\"event_type\":\"bgp_leak\",\"event_id\":7,\"start_time\":\"2018-04-25 12:00:00\","      \
	"\"end_time\":\"0000-00-00 00:00:00\",\"leaker_asn\":\"64497\",\"origin_asn\":\"64500\","  \
	"\"leaked_to\":\"64498=A-NAME, Inc,64499=B\",\"leaked_prefix\":\"192.0.2.0/24\","          \
	"\"leak_as_path\":\"64511 64498 64497 64499 64500\",\"leak_peer_count\":3}"
#define HIJACK                                                                                     \
	"{\"event_type\":\"bgp_hijack\",\"event_id\":\"8\",\"start_time\":\"2018-04-25 "           \
	"12:00:00\","                                                                              \
	"\"end_time\":\"2018-04-25 12:30:00\",\"base_asn\":64500,\"origin_asn\":64496,"            \
	"\"hijack_announced_prefix\":\"192.0.2.0/25\",\"hijack_base_prefix\":\"192.0.2.0/24\","    \
	"\"hijack_as_path\":\"64511 64499 64498 64496 64496\",\"hijack_type\":\"more specific\"}"
#define OUTAGE "{\"event_type\":\"outage\",\"event_id\":9,\"asn\":\"64500\",\"start_time\":\"x\"}"

static void check(const char *input, const char *want)
{
	test_check_incidents(INCIDENT_JSON_BGPSTREAM, input, want);
}

static void tells_the_events_of_bgpstream(void **state)
{
	(void)state;
	check("{\"status\":\"ok\",\"error\":\"\",\"events\":[" LEAK "," HIJACK "," OUTAGE "]}",
	      "leak bgpstream/7 1524657600.. culprit 64497 accomplice 64498 accomplice 64499 "
	      "victim 64500 192.0.2.0/24; "
	      "hijack bgpstream/8 1524657600..1524659400 culprit 64496 accomplice 64498 "
	      "victim 64500 192.0.2.0/25: more specific; 1 outages; ");
	/* Without a list of receivers the path says who; its first AS is the collector's peer. */
	check("{\"event_type\":\"bgp_leak\",\"event_id\":7,\"start_time\":\"2018-04-25 12:00:00\","
	      "\"leaker_asn\":64497,\"leak_as_path\":\"64511 64498 64497 64499\"}",
	      "leak bgpstream/7 1524657600..1524657600 culprit 64497 accomplice 64498; ");
	check("{\"event_type\":\"bgp_leak\",\"event_id\":7,\"start_time\":\"2018-04-25 12:00:00\","
	      "\"leaker_asn\":64497,\"leak_as_path\":\"64511 64497 64499\"}",
	      "leak bgpstream/7 1524657600..1524657600 culprit 64497; ");
	check("{\"events\":[{\"event_type\":\"flood\"},{\"event_type\":\"bgp_leak\",\"event_id\":"
	      "1,\"start_time\":\"2018-04-25\"}]}",
	      "refused 4 1 times; refused 7 1 times; ");
}

static void tells_the_events_of_bgpwatch(void **state)
{
	(void)state;
	check("[{\"event_type\":\"Possible Hijack\",\"Description\":\"Victim:AS64500 (,)<br> "
	      "Possible Hijacker:AS64496(X,XX)\",\"prefix_num\":2,\"example_prefix\":"
	      "\"2001:db8::/48\",\"level\":\"low\",\"start_time\":\"2021-10-22 06:30:44\","
	      "\"end_time\":\"ongoing\",\"detail_url\":\"/e/1\"},"
	      "{\"event_type\":\"Route Leak\",\"Description\":\"Routing valley : "
	      "AS64498,AS64497,AS64499\",\"prefix_num\":1,\"start_time\":\"2021-10-22 06:30:44\","
	      "\"end_time\":\"Unknown\",\"detail_url\":\"/e/2\"},{\"event_type\":\"Benign MOAS\"}]",
	      "hijack bgpwatch//e/1 1634884244.. culprit 64496 victim 64500 2001:db8::/48 of 2: "
	      "Victim:AS64500 (,)<br> Possible Hijacker:AS64496(X,XX); "
	      "leak bgpwatch//e/2 1634884244..1634884244 culprit 64497 of 1: "
	      "Routing valley : AS64498,AS64497,AS64499; 1 benign; ");
}

static void survive(struct reader in)
{
	test_survive_incidents(INCIDENT_JSON_BGPSTREAM, in);
}

static void survives_damage(void **state)
{
	static const char text[] = "{\"events\":[" LEAK "," HIJACK "," OUTAGE "]}";

	(void)state;
	test_every_truncation(text, sizeof(text) - 1, survive);
	test_every_bit_flip(text, sizeof(text) - 1, survive);
}

static int count_incident(void *context, const struct incident *incident, struct place place)
{
	uint64_t *prefixes = context;

	(void)place;
	assert_true(incident->party_count > 0);
	*prefixes += incident->prefix_total;
	return 0;
}

/* The figures are those of Python's json over the same file. */
static void reads_a_real_file(void **state)
{
	struct text input;
	char *owned = test_unpack("incidents/bgpwatch-events-2021.json.zst", SIZE_MAX, &input);
	uint64_t prefixes = 0;
	const struct incident_sink sink = { &prefixes, count_incident };
	struct incident_json json;

	(void)state;
	if (owned == NULL)
		skip();
	incident_json_init(&json, INCIDENT_JSON_BGPSTREAM, &sink);
	assert_int_equal(incident_json_feed(&json, input), 0);
	assert_int_equal(incident_json_finish(&json), 0);
	assert_int_equal(json.counts.told[INCIDENT_LEAK], 51);
	assert_int_equal(json.counts.told[INCIDENT_HIJACK], 424 + 12);
	assert_int_equal(json.counts.benign, 911 + 215);
	assert_int_equal(json.counts.outages, 39);
	assert_int_equal(refusals_total(&json.counts.refusals), 0);
	assert_int_equal(json.counts.unread, 0);
	incident_json_clear(&json);
	free(owned);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_the_events_of_bgpstream),
		cmocka_unit_test(tells_the_events_of_bgpwatch),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(reads_a_real_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
