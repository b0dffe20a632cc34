#include "flow/test_porting.h"

static void csv_is_a_table(void **state)
{
	const struct stored_score score = { .asn = 64500,
					    .metric = metric_find(TEXT("M7IRR")),
					    .measure = { true, { 1, 2 }, 0.5, 0.5, BAND_LAGGING } };
	const struct stored_registration registration = {
		.registration = { .asn = 1, .source = TEXT("=1+1"), .value = TEXT("a,\"b\"") },
	};
	const struct network network = { 1,  "",        "", "", "",
					 "", SIZE_STUB, 0,  0,  MARK_BOGON | MARK_HAS_ASPA,
					 0 };
	struct buffer out;

	(void)state;
	buffer_init(&out);
	record_put_csv_names(&out, RECORD_SCORE);
	record_put_csv(&out, RECORD_SCORE, "2026-02", &score);
	record_put_csv(&out, RECORD_REGISTRATION, "2026-02", &registration);
	record_put_csv(&out, RECORD_NETWORK, "2026-02", &network);
	buffer_char(&out, '\0');
	assert_string_equal(out.bytes,
			    "month,asn,metric,count_1,count_2,count_3,count_4,raw,score,band,"
			    "now_count_1,now_count_2,now_count_3,now_count_4,now_raw,now_score,"
			    "now_band\n"
			    "2026-02,64500,M7IRR,1,2,,,0.5,0.5,lagging,0,0,,,,,not-measured\n"
			    "2026-02,1,network,\"'=1+1\",\"a,\"\"b\"\"\",0,,0,,0\n"
			    "2026-02,1,,,,,,stub,0,0,bogon has-aspa,0\n");
	buffer_clear(&out);
}

/* None may be taken for another one, nor for another member: `others` ends with a NULL. */
static void has_counts_of_its_own(const struct metric *metric, const char *const *others)
{
	char name[COUNT_NAME_MAX], other[COUNT_NAME_MAX];

	for (size_t c = 0; metric->count_names[c] != NULL; c++) {
		(void)record_count_name(metric->count_names[c], name);
		for (size_t d = 0; d < c; d++)
			assert_string_not_equal(name,
						record_count_name(metric->count_names[d], other));
		for (size_t o = 0; others[o] != NULL; o++)
			assert_string_not_equal(name, others[o]);
	}
}

static void counts_are_members(void **state)
{
	static const char *const of_networks[] = { "type",  "month", "asn", "metric", "raw",
						   "score", "band",  "now", NULL };
	static const char *const of_servers[] = { "type",    "month",    "server",  "metric",
						  "inputs",  "peers",    "members", "routes",
						  "stopped", "findings", "raw",     "score",
						  "band",    NULL };
	char name[COUNT_NAME_MAX];

	(void)state;
	assert_string_equal(record_count_name("loose VRPs", name), "loose_vrps");
	for (size_t i = 0; metrics[i] != NULL; i++)
		has_counts_of_its_own(metrics[i], of_networks);
	for (size_t i = 0; i < RS_METRICS; i++)
		has_counts_of_its_own(&rs_metrics[i].is, of_servers);
}

static void a_score_tells_its_counts(void **state)
{
	struct stored_score score = { .asn = 64500, .metric = metric_find(TEXT("M7RPKI")) };
	struct buffer out;

	(void)state;
	buffer_init(&out);
	score.measure = (struct measure){ true, { 1, 2, 3 }, -4.5, 0, BAND_LAGGING };
	record_put_json(&out, RECORD_SCORE, "2026-02", &score);
	buffer_char(&out, '\0');
	assert_string_equal(
		out.bytes,
		"{\"type\":\"score\",\"month\":\"2026-02\",\"asn\":64500,\"metric\":\"M7RPKI\","
		"\"valid\":1,\"invalid\":2,\"unknown\":3,\"raw\":-4.5,\"score\":0,"
		"\"band\":\"lagging\",\"now\":{\"valid\":0,\"invalid\":0,\"unknown\":0,"
		"\"raw\":null,\"score\":null,\"band\":\"not-measured\"}}\n");
	buffer_clear(&out);
}

static void a_route_server_tells_its_own(void **state)
{
	struct stored_rs_score score = { .server = "ix \"1\"",
					 .metric = rs_metric_find(TEXT("RSBOGON")),
					 .inputs = 1,
					 .peers = 2,
					 .members = 3,
					 .routes = 4,
					 .stopped = 1,
					 .findings = 2,
					 .measure = { true, { 1, 2 }, 0.25, 0.25, BAND_LAGGING } };
	const struct stored_rs_finding finding = {
		.server = "ix",
		.number = 7,
		.route = { .prefix = { UINT64_C(0xc000020000000000), 0, 24, FAMILY_V4 },
			   .origin = 64501,
			   .member = 64500,
			   .faults = RS_RPKI_INVALID | RS_BLACKHOLE_FORWARDED,
			   .rov = ROV_INVALID_ASN,
			   .is_stopped = true,
			   .offset = 77,
			   .input = 1,
			   .path = "64500 64501" },
	};
	struct buffer out;

	(void)state;
	buffer_init(&out);
	record_put_json(&out, RECORD_RS_SCORE, "2026-02", &score);
	record_put_csv(&out, RECORD_RS_SCORE, "2026-02", &score);
	record_put_json(&out, RECORD_RS_FINDING, "2026-02", &finding);
	buffer_char(&out, '\0');
	assert_string_equal(
		out.bytes,
		"{\"type\":\"rs_score\",\"month\":\"2026-02\",\"server\":\"ix \\\"1\\\"\","
		"\"metric\":\"RSBOGON\",\"inputs\":1,\"peers\":2,\"members\":3,\"routes\":4,"
		"\"stopped\":1,\"findings\":2,\"clean\":1,\"bogon\":2,\"length\":0,"
		"\"raw\":0.25,\"score\":0.25,\"band\":\"lagging\"}\n"
		"2026-02,\"ix \"\"1\"\"\",RSBOGON,1,2,3,4,1,2,1,2,0,,0.25,0.25,lagging\n"
		"{\"type\":\"rs_finding\",\"month\":\"2026-02\",\"server\":\"ix\",\"number\":7,"
		"\"prefix\":\"192.0.2.0/24\",\"origin\":64501,\"member\":64500,"
		"\"faults\":[\"rpki-invalid\",\"blackhole-forwarded\"],\"rpki\":\"invalid-asn\","
		"\"is_blackhole\":false,\"is_stopped\":true,\"path\":\"64500 64501\","
		"\"first_seen\":null,\"input\":1,\"offset\":77}\n");
	buffer_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_is_a_table),
		cmocka_unit_test(counts_are_members),
		cmocka_unit_test(a_score_tells_its_counts),
		cmocka_unit_test(a_route_server_tells_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
