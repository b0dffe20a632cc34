#include "base/testkit.h"

#include <math.h>

#include "audit/what_if.h"
#include "base/utc.h"
#include "scores/metric.h"

static const struct bands BANDS = { .aspiring = 0.6, .ready = 0.8 };

static void only_the_forms_are_read(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} cases[] = {
		{ "roa 192.0.2.0/24", true },
		{ "roa 192.0.2.0/24 max 32", true },
		{ "ROA 2001:db8::/32 MAX 128", true },
		{ "roa 192.0.2.0/24 max 33", false },
		{ "roa 192.0.2.0/24 max 23", false },
		{ "roa 192.0.2.0/24 max", false },
		{ "roa 192.0.2.0/24 24", false },
		{ "roa 192.0.2.0/24 max 24 x", false },
		{ "roa 192.0.2.1/24", false },
		{ "roa", false },
		{ "route 192.0.2.0/24", true },
		{ "route 192.0.2.0/24 x", false },
		{ "contact", true },
		{ "contact me", false },
		{ "policy", true },
		{ "filter AS64501 64502", true },
		{ "filter", false },
		{ "filter x", false },
		{ "aspa AS64501", true },
		{ "stop 192.0.2.0/24", true },
		{ "", false },
		{ "hope", false },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct what_if what = { .kind = WHAT_IF_STOP, .asn_count = 99 };
		int got = what_if_parse(text_of(cases[i].text), &what);
		if ((got == 0) != cases[i].good)
			fail_msg("'%s': %d", cases[i].text, got);
		if (got < 0)
			assert_int_equal(what.asn_count, 99); /* untouched */
	}
}

/* A network with something of everything. */
static struct judged_route routes[] = {
	{ .prefix = { UINT64_C(0xc0000200) << 32, 0, 24, FAMILY_V4 }, .peers_last = 1 },
	{ .prefix = { UINT64_C(0xc0000240) << 32, 0, 26, FAMILY_V4 }, .peers_last = 1 },
	{ .prefix = { UINT64_C(0xc6336400) << 32, 0, 24, FAMILY_V4 },
	  .peers_last = 1,
	  .rov = ROV_VALID,
	  .irr = IRR_EXACT },
};

static struct neighbour neighbours[] = {
	{ .asn = 64500, .neighbour = 64496, .sent = 3, .relation = AS_REL_PROVIDER },
	{ .asn = 64500,
	  .neighbour = 64501,
	  .carried = 10,
	  .relation = AS_REL_CUSTOMER,
	  .invalid = 2,
	  .unregistered = 3,
	  .offered = 2 },
};

static struct carried_route carried[] = {
	{ .carrier = 64500, .neighbour = 64501, .faults = CARRIED_BOGON_PREFIX, .days = 1 },
	{ .carrier = 64500, .neighbour = 64502, .faults = CARRIED_BOGON_PREFIX, .days = 4 },
};

/* The score of a metric once these changes are made; -1: not measured. */
static double score_if(const char *metric, const char *const *changes, size_t count)
{
	const struct as_month before = {
		.network = { .asn = 64500, .vrps = 1 },
		.month = 2026 * 12 + 1,
		.start_us = utc_month_start(2026 * 12 + 1),
		.end_us = utc_month_start(2026 * 12 + 2),
		.given = GIVEN_ROUTES | GIVEN_RPKI | GIVEN_IRR | GIVEN_RELATIONS | GIVEN_ASPA,
		.routes = routes,
		.route_count = COUNT_OF(routes),
		.neighbours = neighbours,
		.neighbour_count = COUNT_OF(neighbours),
		.carried = carried,
		.carried_count = COUNT_OF(carried),
	};
	struct what_if_month own;

	what_if_begin(&before, count, &own);
	for (size_t i = 0; i < count; i++) {
		struct what_if what;
		assert_int_equal(what_if_parse(text_of(changes[i]), &what), 0);
		what_if_apply(&what, &own);
	}
	struct measure measure = metric_measure(metric_find(text_of(metric)), &own.month, &BANDS);
	what_if_clear(&own);
	return measure.measured ? measure.score : -1;
}

static void changes_change_scores(void **state)
{
	static const struct {
		const char *metric, *changes[2];
		double before, after;
	} cases[] = {
		{ "M7RPKI", { "roa 192.0.2.0/24 max 26" }, 1 / 3.0, 1 },
		/* The longer one becomes invalid: 2/3 - 10/3. */
		{ "M7RPKI", { "roa 192.0.2.0/24" }, 1 / 3.0, 0 },
		{ "M7RPKI", { "roa 192.0.2.0/24", "roa 192.0.2.64/26" }, 1 / 3.0, 1 },
		{ "M7RPKI", { "roa 203.0.113.0/24" }, 1 / 3.0, 1 / 3.0 },
		{ "DMAXLEN", { "roa 192.0.2.0/24 max 26" }, 1, 0.5 },
		{ "DMAXLEN", { "roa 192.0.2.0/24" }, 1, 1 },
		{ "M7IRR", { "route 192.0.2.0/24" }, 1 / 3.0, 1 },
		{ "M7IRR", { "route 192.0.2.64/26" }, 1 / 3.0, 2 / 3.0 },
		{ "M7IRR", { "stop 192.0.2.64/26" }, 1 / 3.0, 0.5 },
		{ "DREG", { "route 192.0.2.0/24" }, 1 / 3.0, 1 },
		{ "M8", { "contact" }, -1, 1 },
		{ "M6", { "contact" }, -1, -1 },
		{ "M6", { "policy" }, -1, 1 },
		{ "DCUST", { "filter AS64501" }, 0.7, 1 },
		{ "DROV", { "filter AS64501" }, 0, 1 },
		{ "DCUST", { "filter AS64502" }, 0.7, 0.7 },
		{ "DASPA", { "aspa AS64496" }, 0, 1 },
		{ "DASPA", { "aspa AS64499" }, 0, 0 },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		size_t count = cases[i].changes[1] != NULL ? 2 : 1;
		double before = score_if(cases[i].metric, NULL, 0);
		double after = score_if(cases[i].metric, cases[i].changes, count);
		if (fabs(before - cases[i].before) > 1e-9 || fabs(after - cases[i].after) > 1e-9)
			fail_msg("%s, %s: %g -> %g", cases[i].metric, cases[i].changes[0], before,
				 after);
	}
}

/* Days 1 and 3 are two incidents; what the one neighbour did is gone, the other's stays. */
static void a_filter_stops_one_neighbour(void **state)
{
	static const char *const one[] = { "filter AS64501" }, *const both[] = { "filter AS64501",
										 "filter AS64502" };
	(void)state;

	assert_true(fabs(score_if("M3C", NULL, 0) - 0.2358) < 5e-5);
	assert_true(fabs(score_if("M3C", one, 1) - 0.36) < 5e-5);
	assert_true(score_if("M3C", both, 2) == 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_forms_are_read),
		cmocka_unit_test(changes_change_scores),
		cmocka_unit_test(a_filter_stops_one_neighbour),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
