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

static void counts_are_members(void **state)
{
	char name[COUNT_NAME_MAX];

	(void)state;
	assert_string_equal(record_count_name("loose VRPs", name), "loose_vrps");
	/* None may be taken for another one, nor for another member. */
	for (size_t i = 0; metrics[i] != NULL; i++)
		for (size_t c = 0; metrics[i]->count_names[c] != NULL; c++) {
			static const char *const others[] = { "type", "month", "asn",  "metric",
							      "raw",  "score", "band", "now" };
			char other[COUNT_NAME_MAX];
			(void)record_count_name(metrics[i]->count_names[c], name);
			for (size_t d = 0; d < c; d++)
				assert_string_not_equal(
					name, record_count_name(metrics[i]->count_names[d], other));
			for (size_t o = 0; o < COUNT_OF(others); o++)
				assert_string_not_equal(name, others[o]);
		}
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_is_a_table),
		cmocka_unit_test(counts_are_members),
		cmocka_unit_test(a_score_tells_its_counts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
