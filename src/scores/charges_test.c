#include "scores/charges.h"

#include "base/utc.h"
#include "scores/test_measure.h"

/* M1, M1C, M2 and M2C, which differ in what they count only. */
static const struct {
	const struct metric *metric;
	enum data_given given;
	enum incident_kind kind;
	enum incident_role role;
} METRICS[] = {
	{ &metric_m1, GIVEN_LEAKS, INCIDENT_LEAK, INCIDENT_CULPRIT },
	{ &metric_m1c, GIVEN_LEAKS, INCIDENT_LEAK, INCIDENT_ACCOMPLICE },
	{ &metric_m2, GIVEN_HIJACKS, INCIDENT_HIJACK, INCIDENT_CULPRIT },
	{ &metric_m2c, GIVEN_HIJACKS, INCIDENT_HIJACK, INCIDENT_ACCOMPLICE },
};

#define START          (UINT64_C(1769904000) * UTC_SECOND) /* 2026-02-01 */
#define AFTER(minutes) (START + (uint64_t)(minutes)*60 * UTC_SECOND)
enum { HOUR = 60, DAY = 24 * HOUR, PERIOD = 28 * DAY };

static const struct judged_route ROUTE = { .origin = 64500 };

static struct as_month month_of(const struct charge *charges, size_t count)
{
	return (struct as_month){
		.network = { .asn = 64500 },
		.start_us = START,
		.end_us = AFTER(PERIOD),
		.given = GIVEN_ROUTES | GIVEN_LEAKS | GIVEN_HIJACKS,
		.routes = &ROUTE,
		.route_count = 1,
		.charges = charges,
		.charge_count = count,
	};
}

static void kinds_and_parts_are_not_mixed(void **state)
{
	static const struct measure clean = { true, { 0 }, 0, 1, BAND_READY };
	static const struct measure charged = { true, { 1, 0, 1 }, 1, 0.485577, BAND_LAGGING };
	(void)state;

	for (size_t i = 0; i < COUNT_OF(METRICS); i++) {
		const struct charge charge = { .asn = 64500,
					       .kind = METRICS[i].kind,
					       .role = METRICS[i].role,
					       .start_us = AFTER(DAY),
					       .end_us = AFTER(DAY + HOUR) };
		struct as_month in = month_of(&charge, 1);
		for (size_t m = 0; m < COUNT_OF(METRICS); m++)
			assert_measure(METRICS[m].metric, &in, m == i ? &charged : &clean);
	}
}

/* To whom it was done did nothing. */
static void a_victim_is_not_charged(void **state)
{
	static const struct charge charges[] = {
		{ 64500, 0, INCIDENT_HIJACK, INCIDENT_VICTIM, AFTER(1), AFTER(DAY) },
		{ 64500, 1, INCIDENT_LEAK, INCIDENT_VICTIM, AFTER(1), INCIDENT_OPEN },
	};
	static const struct measure clean = { true, { 0 }, 0, 1, BAND_READY };
	struct as_month in = month_of(charges, COUNT_OF(charges));
	(void)state;

	for (size_t m = 0; m < COUNT_OF(METRICS); m++)
		assert_measure(METRICS[m].metric, &in, &clean);
}

static void needs_that_kind_of_data(void **state)
{
	struct as_month in = month_of(NULL, 0);
	(void)state;

	for (size_t m = 0; m < COUNT_OF(METRICS); m++) {
		in.given = GIVEN_ALL & ~(uint32_t)METRICS[m].given;
		assert_measure(METRICS[m].metric, &in, &NOTHING);
		in.given = (uint32_t)METRICS[m].given;
		assert_true(metric_measure(METRICS[m].metric, &in, &BANDS).measured);
	}
}

/* Who announces nothing, stands beside nobody and is in no incident has not passed a test. */
static void needs_somebody_who_does_something(void **state)
{
	static const struct neighbour neighbour = { .asn = 64500, .neighbour = 64501 };
	static const struct charge charge = { 64500,           0,     INCIDENT_LEAK,
					      INCIDENT_VICTIM, START, INCIDENT_OPEN };
	struct as_month in = month_of(NULL, 0);
	(void)state;

	in.route_count = 0;
	assert_measure(&metric_m1, &in, &NOTHING);
	in.neighbours = &neighbour;
	in.neighbour_count = 1;
	assert_true(metric_measure(&metric_m1, &in, &BANDS).measured);
	in.neighbour_count = 0;
	in.charges = &charge;
	in.charge_count = 1;
	assert_true(metric_measure(&metric_m1, &in, &BANDS).measured);
}

/* By minutes of the month; where `to` is 0 it is still open. */
static void cut_to_the_period_and_merged(void **state)
{
	static const struct {
		struct {
			int from, to;
		} charges[3];
		size_t count;
		struct measure expected;
	} cases[] = {
		/* the example of the framework: 0.5 + 1 + 2 */
		{ { { 0, 29 }, { DAY, DAY + 13 * HOUR }, { 5 * DAY, 6 * DAY + HOUR } },
		  3,
		  { true, { 3, 0, 38 }, 3.5, 0.258847, BAND_LAGGING } },
		/* what overlaps is one, but the incidents are three */
		{ { { DAY, DAY + 20 }, { DAY + 20, DAY + 40 }, { DAY + 5, DAY + 10 } },
		  3,
		  { true, { 3, 0, 1 }, 1, 0.485577, BAND_LAGGING } },
		/* begun before the month, of which 29 minutes are in it */
		{ { { -5 * DAY, 29 } }, 1, { true, { 1, 0, 0 }, 0.5, 0.6, BAND_ASPIRING } },
		/* not over yet: it ends with the data */
		{ { { PERIOD - 90, 0 } }, 1, { true, { 1, 1, 2 }, 1, 0.485577, BAND_LAGGING } },
		{ { { PERIOD - 60, PERIOD } },
		  1,
		  { true, { 1, 1, 1 }, 1, 0.485577, BAND_LAGGING } },
		/* over a second before the data is */
		{ { { PERIOD - 60, PERIOD - 1 } },
		  1,
		  { true, { 1, 0, 1 }, 1, 0.485577, BAND_LAGGING } },
		/* an instant, and what is outside, weigh nothing and are not shown */
		{ { { DAY, DAY }, { -DAY, -1 }, { PERIOD, PERIOD + 1 } },
		  3,
		  { true, { 0 }, 0, 1, BAND_READY } },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct charge charges[3];
		for (size_t c = 0; c < cases[i].count; c++)
			charges[c] = (struct charge){
				.kind = INCIDENT_HIJACK,
				.start_us = AFTER(cases[i].charges[c].from),
				.end_us = cases[i].charges[c].to == 0
						  ? INCIDENT_OPEN
						  : AFTER(cases[i].charges[c].to),
			};
		struct as_month in = month_of(charges, cases[i].count);
		assert_measure(&metric_m2, &in, &cases[i].expected);
	}
}

static void says_how(void **state)
{
	static const struct charge charge = { 64500,         0,
					      INCIDENT_LEAK, INCIDENT_CULPRIT,
					      AFTER(DAY),    AFTER(DAY + HOUR) };
	struct as_month in = month_of(&charge, 1);
	(void)state;

	assert_arithmetic(&metric_m1, &in, "raw 1 from 1 incident; 0.6 ^ sqrt(1 / 0.5) = 0.485577");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_and_parts_are_not_mixed),
		cmocka_unit_test(a_victim_is_not_charged),
		cmocka_unit_test(needs_that_kind_of_data),
		cmocka_unit_test(needs_somebody_who_does_something),
		cmocka_unit_test(cut_to_the_period_and_merged),
		cmocka_unit_test(says_how),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
