#include "wire/test_incidents.h"

#define EVENT(id, more)                                                                            \
	"{\"id\":\"" id "\",\"event_type\":\"moas\",\"view_ts\":1700000000,"                       \
	"\"finished_ts\":1700000600," more "}"
#define SUMMARY(more, level)                                                                       \
	"\"summary\":{" more "\"inference_result\":{\"inferences\":[{\"suspicion_level\":1}],"     \
	"\"primary_inference\":{\"suspicion_level\":" level ",\"confidence\":99,"                  \
	"\"explanation\":\"why\"}}}"
#define PARTIES "\"attackers\":[\"64496\"],\"victims\":[\"64500\"],\"prefixes\":[\"192.0.2.0/24\"],"
#define TOLD(id)                                                                                   \
	"hijack grip/" id                                                                          \
	" 1700000000..1700000600 99% culprit 64496 victim 64500 192.0.2.0/24: why; "

static void check(const char *input, const char *want)
{
	test_check_incidents(INCIDENT_JSON_GRIP, input, want);
}

static void tells_what_grip_holds_suspicious(void **state)
{
	(void)state;
	check("{\"data\":[" EVENT("m-1", SUMMARY(PARTIES, "80")) "," EVENT(
		      "m-2", SUMMARY(PARTIES, "79")) "],\"recordsTotal\":2}",
	      TOLD("m-1") "1 benign; ");
	check(EVENT("m-1", SUMMARY(PARTIES, "100")), TOLD("m-1"));
	check(EVENT("m-1", SUMMARY(PARTIES, "80.0")) "\n" EVENT("m-2", SUMMARY(PARTIES, "\"90\"")),
	      TOLD("m-1") TOLD("m-2"));
	check(EVENT("m-1", SUMMARY(PARTIES "\"tr_worthy\":false,", "80")), "1 benign; ");
	check(EVENT("m-1", SUMMARY(PARTIES "\"tr_worthy\":true,", "80")), TOLD("m-1"));
	check(EVENT("m-1", SUMMARY(PARTIES, "null")) EVENT("m-1", SUMMARY(PARTIES, "-80"))
		      EVENT("m-1", "\"summary\":null") EVENT("m-1", "\"summary\":[7]"),
	      "4 benign; ");
	check("{\"data\":[]}", "");
}

static void finds_parties(void **state)
{
	(void)state;
	/* Newcomers where there are no attackers; nobody stands twice. */
	check(EVENT("m-1", SUMMARY("\"newcomers\":[64496,\"AS64497\",64496],\"attackers\":[],"
				   "\"victims\":[64496,64500],",
				   "80")),
	      "hijack grip/m-1 1700000000..1700000600 99% culprit 64496 culprit 64497 "
	      "victim 64500: why; ");
	check(EVENT("m-1", SUMMARY("\"newcomers\":[64496],", "80")),
	      "hijack grip/m-1 1700000000..1700000600 99% culprit 64496: why; ");
	/* The AS beside the attacker, but never the collector's peer; prepends count once. */
	check(EVENT("m-1",
		    "\"pfx_events\":[{\"details\":{\"aspaths\":\"64511 64498 64498 64496 64496:"
		    "64510 64496:64511 64499 64500\",\"prefix\":\"x\"}},{\"details\":{"
		    "\"sub_aspaths\":\"64511 65536 64496:64511 {64497,64498} 64496:x\","
		    "\"super_aspaths\":\"\"}}]," SUMMARY(PARTIES, "80")),
	      "hijack grip/m-1 1700000000..1700000600 99% culprit 64496 accomplice 64498 "
	      "accomplice 65536 victim 64500 192.0.2.0/24: why; ");
}

static void knows_times(void **state)
{
	(void)state;
	check("{\"id\":\"e\",\"event_type\":\"edges\",\"view_ts\":\"1700000000\","
	      "\"finished_ts\":null," SUMMARY(PARTIES, "80") "}",
	      "hijack grip/e 1700000000.. 99% culprit 64496 victim 64500 192.0.2.0/24: why; ");
	check("{\"id\":\"e\",\"event_type\":\"submoas\",\"view_ts\":1700000000," SUMMARY(PARTIES,
											 "80") "}",
	      "hijack grip/e 1700000000..1700000000 99% culprit 64496 victim 64500 "
	      "192.0.2.0/24: why; ");
	check("{\"id\":\"e\",\"event_type\":\"defcon\",\"view_ts\":1700000000,\"finished_ts\":"
	      "1600000000," SUMMARY(PARTIES, "80") "}",
	      "refused 6 1 times; ");
	check("{\"id\":\"e\",\"event_type\":\"moas\",\"view_ts\":18446744073709551615," SUMMARY(
		      PARTIES, "80") "}",
	      "refused 6 1 times; ");
}

static void refuses_what_is_no_event(void **state)
{
	(void)state;
	check("null", "refused 4 1 times; ");
	check("{}", "refused 4 1 times; ");
	check("{\"data\":null}", "refused 4 1 times; ");
	check("[1,\"x\",{\"event_type\":7},{\"event_type\":[\"moas\"]}]", "refused 4 4 times; ");
	check("{\"event_type\":\"moas\",\"view_ts\":1700000000," SUMMARY(PARTIES, "80") "}",
	      "refused 5 1 times; ");
	check(EVENT("m-1", SUMMARY("\"attackers\":[0,\"4294967296\",-1,1.5,true,null,{}],", "80")),
	      "4 unread; refused 7 1 times; ");
	check(EVENT("m-1", SUMMARY("\"attackers\":\"64496\",\"prefixes\":[\"192.0.2.0/33\",7,"
				   "null,\"192.0.2.1/24\"],",
				   "80")),
	      "hijack grip/m-1 1700000000..1700000600 99% culprit 64496 192.0.2.0/24: why; "
	      "2 unread; ");
	/* The last of several counts. */
	check(EVENT("m-0", "\"id\":\"m-1\",\"view_ts\":1,\"view_ts\":1700000000," SUMMARY(
				   "\"attackers\":[64497]," PARTIES, "80")),
	      TOLD("m-1"));
	check(EVENT("m-1", SUMMARY(PARTIES, "80")) "\n{\"id\":", TOLD("m-1") "truncated");
	check(EVENT("m-1", SUMMARY(PARTIES, "80")) "\n}", TOLD("m-1") "malformed");
}

static void survive(struct reader in)
{
	test_survive_incidents(INCIDENT_JSON_GRIP, in);
}

static void survives_damage(void **state)
{
	static const char text[] = "{\"data\":[" EVENT(
		"m-1", "\"pfx_events\":[{\"details\":{\"aspaths\":\"64511 64498 "
		       "64496:64510 64496\"}}]," SUMMARY(PARTIES, "80")) "]}";

	(void)state;
	test_every_truncation(text, sizeof(text) - 1, survive);
	test_every_bit_flip(text, sizeof(text) - 1, survive);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_what_grip_holds_suspicious),
		cmocka_unit_test(finds_parties),
		cmocka_unit_test(knows_times),
		cmocka_unit_test(refuses_what_is_no_event),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
