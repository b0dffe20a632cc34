#include "flow/test_porting.h"

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

/* Reads a line of the sample with one thing changed. */
static void faults(const char *json, enum record_fault want, const char *want_name)
{
	static struct record_room room;
	union record_value value;
	struct json_line line;
	enum record_id id;
	const char *name = NULL;
	const struct json_node *last = NULL;

	json_line_init(&line);
	assert_int_equal(json_line_parse(&line, text_of(json)), 0);
	assert_true(record_find(
		json_line_member(&line, json_line_object(&line), "type", &last)->text, &id));
	assert_int_equal(record_read(id, &line, SAMPLE_MONTH, &room, &value, &name), want);
	if (want_name != NULL)
		assert_string_equal(name, want_name);
	else
		assert_null(name);
	json_line_clear(&line);
}

#define PARTICIPANT(since, asns)                                                                   \
	"{\"type\":\"participant\",\"programme\":\"ixp\",\"name\":\"a\",\"economies\":[\"NL\"],"   \
	"\"contact\":\"\",\"since\":" since ",\"asns\":" asns                                      \
	",\"route_servers\":[],\"members\":[]}"
#define CHARGE(role, start)                                                                        \
	"{\"role\":" role                                                                          \
	",\"type\":\"charge\",\"asn\":1,\"incident\":0,\"kind\":\"leak\",\"end\":null,"            \
	"\"start\":" start "}"

static void what_cannot_be_is_refused(void **state)
{
	(void)state;
	faults(PARTICIPANT("null", "[2,1,2]"), RECORD_GOOD, NULL);
	faults(PARTICIPANT("\"2026-02-22\"", "[]"), RECORD_GOOD, NULL);
	faults(PARTICIPANT("\"2026-2-22\"", "[]"), RECORD_WRONG, "since");
	faults(PARTICIPANT("20260222", "[]"), RECORD_WRONG, "since");
	faults(PARTICIPANT("0", "[]"), RECORD_WRONG, "since");
	faults(PARTICIPANT("null", "[-1]"), RECORD_WRONG, "asns");
	faults(PARTICIPANT("null", "[4294967296]"), RECORD_WRONG, "asns");
	faults(PARTICIPANT("null", "{}"), RECORD_WRONG, "asns");
	faults(CHARGE("\"victim\"", "\"2026-02-22T00:00:00Z\""), RECORD_GOOD, NULL);
	faults(CHARGE("\"nobody\"", "null"), RECORD_WRONG, "role");
	faults(CHARGE("2", "null"), RECORD_WRONG, "role");
	faults(CHARGE("\"victim\"", "\"2026-02-22\""), RECORD_WRONG, "start");
	faults(CHARGE("\"victim\"", "1"), RECORD_WRONG, "start");
	faults("{\"type\":\"aspa\",\"customer\":1,\"provider\":2}", RECORD_MISSING, "source");
	faults("{\"type\":\"aspa\",\"customer\":1,\"provider\":2,\"source\":65536}", RECORD_WRONG,
	       "source");
	faults("{\"type\":\"vrp\",\"prefix\":\"192.0.2.1/24\",\"max_length\":24,\"asn\":1,"
	       "\"source\":0}",
	       RECORD_WRONG, "prefix");
	faults("{\"type\":\"vrp\",\"prefix\":\"192.0.2.0/24\",\"max_length\":33,\"asn\":1,"
	       "\"source\":0}",
	       RECORD_CONTRADICTS, NULL);
	faults("{\"type\":\"score\",\"asn\":1,\"metric\":\"m3\"}", RECORD_UNKNOWN, "metric");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_back_exactly),
		cmocka_unit_test(what_cannot_be_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
