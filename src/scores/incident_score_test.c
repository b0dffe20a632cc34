#include "base/testkit.h"

#include <math.h>
#include <stdlib.h>

#include "base/utc.h"
#include "scores/incident_score.h"

#define MINUTES(n) ((uint64_t)(n)*60 * UTC_SECOND)
#define HOURS(n)   MINUTES((n)*60)

enum { OPEN = -1, EVENTS_MAX = 4 };

/* The period of every case: ten days. */
static const uint64_t START = 1000 * UTC_DAY, END = 1010 * UTC_DAY;

static void assert_near(double value, double expected, double tolerance)
{
	if (!(fabs(value - expected) <= tolerance))
		fail_msg("%.9f is not %.9f", value, expected);
}

/* Times are minutes from the start of the period; an end of OPEN is open. */
static const struct incident_case {
	const char *about;
	struct {
		int start, end;
		double weight;
	} events[EVENTS_MAX];
	double raw;
} cases[] = {
	{ "nothing", { { 0 } }, 0 },
	{ "an event of no length", { { 5, 5, 1 } }, 0 },
	{ "an event that ends before it begins", { { 9, 5, 1 } }, 0 },
	{ "one minute", { { 5, 6, 1 } }, 0.5 },
	{ "29 minutes", { { 5, 34, 1 } }, 0.5 },
	{ "30 minutes", { { 5, 35, 1 } }, 1 },
	{ "a minute less than a day", { { 5, 1444, 1 } }, 1 },
	{ "exactly a day", { { 5, 1445, 1 } }, 2 },
	{ "a minute less than two days", { { 5, 2884, 1 } }, 2 },
	{ "exactly two days", { { 5, 2885, 1 } }, 3 },
	{ "the published example: 29 minutes, 13 hours, 25 hours",
	  { { 0, 29, 1 }, { 60, 840, 1 }, { 1000, 2500, 1 } },
	  3.5 },
	{ "overlapping: one of 25 minutes", { { 0, 15, 1 }, { 10, 25, 1 } }, 0.5 },
	{ "touching: one of 20 minutes", { { 0, 10, 1 }, { 10, 20, 1 } }, 0.5 },
	{ "a minute between: two short ones", { { 0, 20, 1 }, { 21, 41, 1 } }, 1 },
	{ "a minute between: a short one and a long one", { { 0, 40, 1 }, { 41, 61, 1 } }, 1.5 },
	{ "one inside another", { { 0, 40, 1 }, { 10, 20, 1 }, { 39, 41, 1 } }, 1 },
	{ "out of order", { { 39, 60, 1 }, { 0, 20, 1 }, { 20, 39, 1 } }, 1 },
	{ "the same twice", { { 0, 20, 1 }, { 0, 20, 1 } }, 0.5 },
	{ "different weights do not merge", { { 0, 20, 1 }, { 0, 20, 0.5 } }, 0.75 },
	{ "equal weights merge around another one",
	  { { 0, 20, 1 }, { 10, 20, 0.5 }, { 20, 40, 1 } },
	  1.25 },
	{ "two hops from the culprit", { { 0, 780, 0.25 } }, 0.25 },
	{ "far from the culprit, for a day", { { 0, 1440, 0.01 } }, 0.02 },
	{ "before the period", { { -60, -20, 1 } }, 0 },
	{ "up to the period", { { -60, 0, 1 } }, 0 },
	{ "into the period", { { -6000, 20, 1 } }, 0.5 },
	{ "past the period", { { 14380, 99999, 1 } }, 0.5 },
	{ "behind the period", { { 14400, 99999, 1 } }, 0 },
	{ "open, the whole period", { { -1, OPEN, 1 } }, 11 },
	{ "open, the last ten minutes", { { 14390, OPEN, 1 } }, 0.5 },
};

static void raw_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct incident_event events[EVENTS_MAX];
		size_t count = 0;
		for (; count < EVENTS_MAX && cases[i].events[count].weight > 0; count++) {
			int end = cases[i].events[count].end;
			events[count] = (struct incident_event){
				START + MINUTES(cases[i].events[count].start),
				end == OPEN ? UINT64_MAX : START + MINUTES(end),
				cases[i].events[count].weight,
			};
		}
		print_message("# %s\n", cases[i].about);
		assert_near(incident_raw(events, count, START, END), cases[i].raw, 0);
	}
}

/* What the arithmetic says, minute by minute: an independent way to the same figure. */
static double slowly(const struct incident_event *events, size_t count, double weight,
		     uint64_t minutes)
{
	double raw = 0;
	uint64_t run = 0;

	for (uint64_t minute = 0; minute <= minutes; minute++) {
		bool busy = false;
		for (size_t i = 0; i < count; i++)
			busy |= minute < minutes && events[i].weight == weight &&
				events[i].start_us <= START + MINUTES(minute) &&
				events[i].end_us > START + MINUTES(minute);
		uint64_t days = run / 1440;
		if (!busy && run > 0)
			raw += run < 30 ? 0.5 : 1.0 + (double)days;
		run = busy ? run + 1 : 0;
	}
	return raw * weight;
}

static void random_events_agree_with_a_count_of_minutes(void **state)
{
	(void)state;
	srandom(3);
	for (unsigned round = 0; round < 2000; round++) {
		struct incident_event events[12];
		size_t count = (size_t)random() % COUNT_OF(events);
		for (size_t i = 0; i < count; i++) {
			uint64_t start = START - MINUTES(200) + MINUTES(random() % 5000);
			uint64_t length = MINUTES(random() % (random() % 2 ? 60 : 2000));
			events[i] = (struct incident_event){ start, start + length,
							     random() % 3 ? 1.0 : 0.5 };
		}
		double expected =
			slowly(events, count, 1.0, 4320) + slowly(events, count, 0.5, 4320);
		assert_near(incident_raw(events, count, START, START + MINUTES(4320)), expected,
			    1e-9);
	}
}

static void days_are_events_of_24_hours(void **state)
{
	static const struct {
		uint32_t days;
		double raw;
	} days[] = {
		{ 0, 0 }, { 1, 2 },          { UINT32_C(1) << 30, 2 }, { 3, 3 },
		{ 5, 4 }, { 0x70000007, 8 }, { 0x7fffffff, 32 },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(days); i++)
		assert_near(incident_raw_of_days(days[i].days), days[i].raw, 0);
}

/* In percent. Published are 0.5, 1 and 2; the others lie on the same curve. */
static void the_published_curve(void **state)
{
	static const double curve[][2] = {
		{ 0, 100 },   { 0.5, 60.00 }, { 1, 48.56 },  { 1.5, 41.28 },
		{ 2, 36.00 }, { 2.5, 31.91 }, { 3, 28.61 },  { 3.5, 25.88 },
		{ 4, 23.58 }, { 6, 17.04 },   { 10, 10.18 }, { 31, 1.79 },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(curve); i++)
		assert_near(incident_score(curve[i][0]) * 100, curve[i][1], 0.005);
	assert_near(incident_score(0.5), 0.6, 0); /* exactly: it is the lower end of a band */
	assert_near(incident_score(0.0954), 0.8, 0.0001); /* no incident weighs so little */
}

static void says_its_arithmetic(void **state)
{
	struct buffer out;
	(void)state;

	buffer_init(&out);
	incident_arithmetic(&out, 1, "day", 2);
	buffer_char(&out, '\n');
	incident_arithmetic(&out, 3, "event", 3.5);
	buffer_char(&out, '\0');
	assert_string_equal(out.bytes, "raw 2 from 1 day; 0.6 ^ sqrt(2 / 0.5) = 0.36\n"
				       "raw 3.5 from 3 events; 0.6 ^ sqrt(3.5 / 0.5) = 0.258847");
	buffer_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(raw_values),
		cmocka_unit_test(random_events_agree_with_a_count_of_minutes),
		cmocka_unit_test(days_are_events_of_24_hours),
		cmocka_unit_test(the_published_curve),
		cmocka_unit_test(says_its_arithmetic),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
