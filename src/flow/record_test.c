#include "flow/test_porting.h"

/* Every kind has a name of its own, members of their own, and an order that they make. */
static void kinds_are_complete(void **state)
{
	enum record_id found;

	(void)state;
	for (unsigned id = 0; id < RECORD_KINDS; id++) {
		const struct record_kind *kind = &record_kinds[id];
		unsigned ranks = 0, highest = 0;
		assert_true(record_find(text_of(kind->name), &found));
		assert_int_equal(found, id);
		assert_true(kind->size <= sizeof(union record_value));
		for (const struct record_field *a = kind->fields; a->name != NULL; a++) {
			for (const struct record_field *b = kind->fields; b < a; b++)
				assert_string_not_equal(a->name, b->name);
			assert_true(a->offset + a->size <= kind->size);
			ranks += a->rank != 0;
			highest = a->rank > highest ? a->rank : highest;
			assert_non_null(a->says);
		}
		assert_int_equal(ranks, highest);
		assert_true(ranks > 0 || id == RECORD_MONTH || !record_is_of_month(id));
	}
	assert_false(record_find(TEXT("Route"), &found));
}

/* Prints, reads and prints again. Both texts in one. */
static void comes_back(enum record_id id, const void *value, const char *want)
{
	static struct record_room room;
	struct buffer first, second;
	union record_value again;
	struct json_line line;
	const char *name;

	buffer_init(&first);
	buffer_init(&second);
	json_line_init(&line);
	record_put_json(&first, id, "2026-02", value);
	assert_int_equal(json_line_parse(&line, port_text(&first)), 0);
	assert_int_equal(record_read(id, &line, SAMPLE_MONTH, &room, &again, &name), RECORD_GOOD);
	record_put_json(&second, id, "2026-02", &again);
	buffer_char(&first, '\0');
	buffer_char(&second, '\0');
	assert_string_equal(first.bytes, second.bytes);
	if (strstr(first.bytes, want) == NULL)
		fail_msg("no %s in %s", want, first.bytes);
	json_line_clear(&line);
	buffer_clear(&first);
	buffer_clear(&second);
}

static void values_come_back_exactly(void **state)
{
	static const struct {
		double value;
		const char *says;
	} reals[] = {
		{ 0, "\"ready\":0," },
		{ 1, "\"ready\":1," },
		{ -0.0, "\"ready\":-0," },
		{ 0.8, "\"ready\":0.8," },
		{ 1e300, "\"ready\":1e+300," },
		{ 1.0 / 3, "\"ready\":0.3333333333333333," },
		{ 0.1 + 0.2, "\"ready\":0.30000000000000004," },
	};
	struct stored_month month = { .month = SAMPLE_MONTH, .given = GIVEN_ALL };
	struct stored_registration registration = { .registration.source = TEXT(""),
						    .registration.value = TEXT("a\"\n\x01") };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(reals); i++) {
		month.bands.ready = reals[i].value;
		comes_back(RECORD_MONTH, &month, reals[i].says);
	}
	comes_back(RECORD_MONTH, &month, "\"given\":[\"routes\",\"rpki\",\"irr\",\"aspa\",");
	month.first_time_us = UINT64_C(1700000000000001);
	month.last_time_us = UINT64_C(253402300799999999);
	month.judged_at_us = month.last_time_us + 1;
	comes_back(
		RECORD_MONTH, &month,
		"\"first_time\":\"2023-11-14T22:13:20.000001Z\","
		"\"last_time\":\"9999-12-31T23:59:59.999999Z\",\"judged_at\":253402300800000000,");
	static const struct {
		uint32_t day;
		const char *says;
	} days[] = {
		{ 0, "\"date\":null," },
		{ 20260222, "\"date\":\"2026-02-22\"," },
		{ 20260200, "\"date\":\"2026-02\"," },
		{ 20260000, "\"date\":\"2026\"," },
		{ 20260022, "\"date\":20260022," },
		{ 20261301, "\"date\":20261301," },
		{ 9999, "\"date\":9999," },
		{ UINT32_MAX, "\"date\":4294967295," },
	};
	for (size_t i = 0; i < COUNT_OF(days); i++) {
		registration.registration.date = days[i].day;
		comes_back(RECORD_REGISTRATION, &registration, days[i].says);
	}
	comes_back(RECORD_REGISTRATION, &registration, "\"value\":\"a\\\"\\u000a\\u0001\"");
	comes_back(RECORD_REGISTRATION, &registration, "\"line\":null,");
}

static void scores_name_their_counts(void **state)
{
	struct stored_score score = { .asn = 64500, .metric = metric_find(TEXT("M7RPKI")) };

	(void)state;
	score.measure = (struct measure){ true, { 1, 2, 3 }, -4.5, 0, BAND_LAGGING };
	comes_back(RECORD_SCORE, &score,
		   "{\"type\":\"score\",\"month\":\"2026-02\",\"asn\":64500,\"metric\":\"M7RPKI\","
		   "\"valid\":1,\"invalid\":2,\"unknown\":3,\"raw\":-4.5,\"score\":0,"
		   "\"band\":\"lagging\",\"now\":{\"valid\":0,\"invalid\":0,\"unknown\":0,"
		   "\"raw\":null,\"score\":null,\"band\":\"not-measured\"}}\n");
	char name[COUNT_NAME_MAX];
	assert_string_equal(record_count_name("loose VRPs", name), "loose_vrps");
	/* No count may be taken for another member. */
	for (size_t i = 0; metrics[i] != NULL; i++)
		for (size_t c = 0; metrics[i]->count_names[c] != NULL; c++) {
			(void)record_count_name(metrics[i]->count_names[c], name);
			for (size_t other = 0; other < c; other++) {
				char second[COUNT_NAME_MAX];
				assert_string_not_equal(
					name,
					record_count_name(metrics[i]->count_names[other], second));
			}
			for (size_t w = 0; w < 8; w++) {
				static const char *const others[] = { "type",   "month", "asn",
								      "metric", "raw",   "score",
								      "band",   "now" };
				assert_string_not_equal(name, others[w]);
			}
		}
}

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

static void what_is_about_a_network_is_known(void **state)
{
	const struct participant_asn asns[] = { { 64500, PARTICIPANT_MEMBER } };
	const struct participant participant = { .asns = asns, .asn_count = 1 };
	const struct judged_route route = { .origin = 64500 };
	const struct stored_source source = { .number = 64500 };

	(void)state;
	assert_true(record_is_about(RECORD_PARTICIPANT, &participant, 64500));
	assert_false(record_is_about(RECORD_PARTICIPANT, &participant, 64501));
	assert_true(record_is_about(RECORD_ROUTE, &route, 64500));
	assert_false(record_is_about(RECORD_ROUTE, &route, 0));
	assert_false(record_is_about(RECORD_SOURCE, &source, 64500));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_are_complete),
		cmocka_unit_test(values_come_back_exactly),
		cmocka_unit_test(scores_name_their_counts),
		cmocka_unit_test(csv_is_a_table),
		cmocka_unit_test(what_is_about_a_network_is_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
