#include "base/testkit.h"

#include "base/utc.h"

#include <time.h>

enum { DAYS_TO_2200 = 84006 };

static uint64_t parsed(const char *terminated)
{
	uint64_t time_us = 0;

	assert_int_equal(utc_parse(test_text(terminated, strlen(terminated)), &time_us), 0);
	return time_us;
}

/* Every day from 1970 to 2200 against the C library's calendar, there and back. */
static void agrees_with_the_c_library(void **state)
{
	(void)state;
	for (int64_t day = 0; day <= DAYS_TO_2200; day++) {
		time_t seconds = day * 86400 + day * 7919 % 86400;
		uint64_t time_us = (uint64_t)seconds * UTC_SECOND;
		struct tm tm;
		char expected[32], text[UTC_TEXT_MAX];

		assert_non_null(gmtime_r(&seconds, &tm));
		assert_int_equal(strftime(expected, sizeof(expected), "%Y-%m-%dT%H:%M:%SZ", &tm),
				 20);
		assert_string_equal(utc_print(time_us, text), expected);
		uint64_t again = 0;
		assert_int_equal(utc_parse(text_of(text), &again), 0);
		assert_int_equal(again, time_us);

		struct utc_date date = utc_date_of(time_us);
		assert_int_equal(date.year, tm.tm_year + 1900);
		assert_int_equal(date.month, tm.tm_mon + 1);
		assert_int_equal(date.day, tm.tm_mday);

		struct tm first = { .tm_year = tm.tm_year, .tm_mon = tm.tm_mon, .tm_mday = 1 };
		uint32_t month = utc_month_of(time_us);
		assert_int_equal(month, date.year * 12 + date.month - 1);
		assert_int_equal(utc_month_start(month), (uint64_t)timegm(&first) * UTC_SECOND);
	}
}

static void reads_every_spelling(void **state)
{
	static const struct {
		const char *text;
		uint64_t time_us;
	} cases[] = {
		{ "1970-01-01", 0 },
		{ "2026-02-22T15:30:00Z", UINT64_C(1771774200000000) },
		{ "2026-02-22T15:30:00", UINT64_C(1771774200000000) },
		{ "2026-02-22 15:30:00", UINT64_C(1771774200000000) },
		{ "2026-02-22T15:30", UINT64_C(1771774200000000) },
		{ "2026-02-22T15:30Z", UINT64_C(1771774200000000) },
		{ " 2026-02-22T15:30 \r", UINT64_C(1771774200000000) },
		{ "2026-02-22", UINT64_C(1771718400000000) },
		{ "20260222", UINT64_C(1771718400000000) },
		{ "20260222T15:30", UINT64_C(1771774200000000) },
		{ "1771774200", UINT64_C(1771774200000000) },
		{ "100000000", UINT64_C(100000000000000) },
		{ "2026-02-22T15:30:00.5Z", UINT64_C(1771774200500000) },
		{ "2026-02-22T15:30:00.123456Z", UINT64_C(1771774200123456) },
		{ "2026-02-22T15:30:00.1234569", UINT64_C(1771774200123456) },
		{ "2026-02-22T15:30:00.000001Z", UINT64_C(1771774200000001) },
		{ "2016-12-31T23:59:60Z", UINT64_C(1483228800000000) }, /* a leap second */
		{ "2000-02-29", UINT64_C(951782400000000) },
		{ "9999-12-31T23:59:59Z", UINT64_C(253402300799000000) },
		{ "18446744073709", UINT64_C(18446744073709000000) },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(parsed(cases[i].text), cases[i].time_us);
}

static void refuses(void **state)
{
	static const char *const cases[] = {
		"",
		"-",
		"2026",
		"2026-02",
		"2026-2-22",
		"2026-02-2",
		"2026-0222",
		"202602-22",
		"1969-12-31",
		"0000-01-01",
		"2026-00-10",
		"2026-13-10",
		"2026-01-00",
		"2026-01-32",
		"2026-04-31",
		"2026-02-29",
		"1900-02-28",
		"2100-02-29",
		"2026-02-22T",
		"2026-02-22X15:30",
		"2026-02-22T15",
		"2026-02-22T15:",
		"2026-02-22T24:00",
		"2026-02-22T15:60",
		"2026-02-22T15:30:61",
		"2026-02-22T15:30:0",
		"2026-02-22T15:30.5",
		"2026-02-22T15:30:00.",
		"2026-02-22T15:30:00.Z",
		"2026-02-22T15:30:00.5x",
		"2026-02-22T15:30:00ZZ",
		"2026-02-22T15:30:00+01:00",
		"12345678",
		"18446744073710",
		"99999999999999999999",
		"+1771774200",
		"2026-02-22T15:30:00\nZ",
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		uint64_t time_us = 77;
		struct text text = test_text(cases[i], strlen(cases[i]));
		assert_int_equal(utc_parse(text, &time_us), ERR_MALFORMED);
		assert_int_equal(time_us, 77);
	}
}

static void prints_microseconds_when_there_are(void **state)
{
	char text[UTC_TEXT_MAX];

	(void)state;
	assert_string_equal(utc_print(0, text), "1970-01-01T00:00:00Z");
	assert_string_equal(utc_print(1, text), "1970-01-01T00:00:00.000001Z");
	assert_string_equal(utc_print(UTC_DAY - 1, text), "1970-01-01T23:59:59.999999Z");
	assert_string_equal(utc_print(UINT64_C(4294967295) * UTC_SECOND, text),
			    "2106-02-07T06:28:15Z");
	assert_true(strlen(utc_print(UINT64_MAX, text)) < UTC_TEXT_MAX);
}

static void puts_a_fraction(void **state)
{
	static const struct {
		uint64_t time_us;
		const char *want;
	} cases[] = { { 1700000000 * UTC_SECOND, ".000000" },
		      { 1700000000 * UTC_SECOND + 7, ".000007" },
		      { 1700000000 * UTC_SECOND + 999999, ".999999" } };
	char text[UTC_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		*utc_fraction_put(text, cases[i].time_us) = '\0';
		assert_string_equal(text, cases[i].want);
	}
}

static void months(void **state)
{
	uint32_t month = 77;
	char text[UTC_TEXT_MAX];

	(void)state;
	assert_int_equal(utc_month_parse(TEXT("2026-02"), &month), 0);
	assert_int_equal(month, 2026 * 12 + 1);
	assert_string_equal(utc_month_print(month, text), "2026-02");
	assert_string_equal(utc_month_print(month - 2, text), "2025-12");
	assert_int_equal(utc_month_of(utc_month_start(month) - 1), month - 1);
	assert_int_equal(utc_month_start(1969 * 12), 0); /* before time began */

	static const char *const wrong[] = { "",       "2026",   "2026-13",    "2026-00", "1969-12",
					     "2026-2", "202602", "2026-02-01", "2026-02x" };
	month = 77;
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_int_equal(utc_month_parse(text_of(wrong[i]), &month), ERR_MALFORMED);
	assert_int_equal(month, 77);
}

static void days(void **state)
{
	char text[UTC_TEXT_MAX];
	uint64_t time_us;

	(void)state;
	assert_int_equal(utc_parse(TEXT("2026-02-22T23:59:59Z"), &time_us), 0);
	assert_int_equal(utc_day_of(time_us), 20260222);
	assert_int_equal(utc_day_of(0), 19700101);
	assert_int_equal(utc_day_start(20260222), 1771718400 * UTC_SECOND);
	assert_int_equal(utc_day_start(20260229), 0);
	assert_int_equal(utc_day_start(20260200), 0);
	assert_int_equal(utc_day_start(UINT32_MAX), 0);
	assert_int_equal(utc_day_of(UINT64_MAX), 99991231);
	assert_string_equal(utc_day_print(20260222, text), "2026-02-22");
	assert_string_equal(utc_day_print(19810900, text), "1981-09");
	assert_string_equal(utc_day_print(19810000, text), "1981");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_the_c_library),
		cmocka_unit_test(reads_every_spelling),
		cmocka_unit_test(refuses),
		cmocka_unit_test(prints_microseconds_when_there_are),
		cmocka_unit_test(puts_a_fraction),
		cmocka_unit_test(months),
		cmocka_unit_test(days),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
