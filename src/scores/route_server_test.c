#include "scores/test_measure.h"

#include "scores/route_server.h"

static const struct prefix V4 = { UINT64_C(0xc0000200) << 32, 0, 24, FAMILY_V4 };
static const struct prefix V6 = { UINT64_C(0x20010db8) << 32, 0, 48, FAMILY_V6 };

static struct prefix long_as(struct prefix prefix, uint8_t len)
{
	prefix.len = len;
	return prefix;
}

/* A route that nothing speaks against, seen in the server's own table. */
static struct rs_facts good(uint32_t given)
{
	return (struct rs_facts){ .given = given,
				  .prefix = V4,
				  .rov = ROV_VALID,
				  .irr = IRR_EXACT,
				  .leak = { .state = LEAK_NONE },
				  .aspa = { .state = ASPA_VALID } };
}

enum { ALL = GIVEN_RPKI | GIVEN_IRR | GIVEN_ASPA | GIVEN_RELATIONS };

/* What registries say of the origin counts only where they were asked. */
static void judges_origins_by_what_was_given(void **state)
{
	static const struct {
		uint32_t given;
		enum rov_state rov;
		enum irr_state irr;
		bool is_blackhole;
		uint32_t faults;
	} cases[] = {
		{ ALL, ROV_VALID, IRR_EXACT, false, 0 },
		{ ALL, ROV_VALID, IRR_COVERED, false, 0 },
		{ ALL, ROV_NOT_FOUND, IRR_EXACT, false, 0 },
		{ ALL, ROV_INVALID_ASN, IRR_EXACT, false, RS_RPKI_INVALID },
		{ ALL, ROV_INVALID_LENGTH, IRR_EXACT, false, RS_RPKI_INVALID },
		{ ALL, ROV_VALID, IRR_NOT_FOUND, false, RS_UNREGISTERED },
		{ ALL, ROV_VALID, IRR_ORIGIN_MISMATCH, false, RS_UNREGISTERED },
		{ 0, ROV_INVALID_ASN, IRR_NOT_FOUND, false, 0 },
		{ GIVEN_IRR, ROV_INVALID_ASN, IRR_EXACT, false, 0 },
		{ GIVEN_RPKI, ROV_NOT_FOUND, IRR_NOT_FOUND, false, 0 },
		/* Longer than its ROA, and of its origin: what blackholes are. */
		{ ALL, ROV_INVALID_LENGTH, IRR_COVERED, true, 0 },
		{ ALL, ROV_INVALID_LENGTH, IRR_NOT_FOUND, true, RS_UNREGISTERED },
		{ GIVEN_RPKI, ROV_INVALID_LENGTH, IRR_NOT_FOUND, true, 0 },
		{ ALL, ROV_INVALID_ASN, IRR_COVERED, true, RS_RPKI_INVALID },
		{ ALL, ROV_INVALID_ASN, IRR_NOT_FOUND, true,
		  RS_RPKI_INVALID | RS_UNREGISTERED | RS_BLACKHOLE_FOREIGN },
		{ ALL, ROV_NOT_FOUND, IRR_NOT_FOUND, true, RS_UNREGISTERED | RS_BLACKHOLE_FOREIGN },
		{ GIVEN_RPKI, ROV_NOT_FOUND, IRR_NOT_FOUND, true, 0 },
		{ GIVEN_RPKI, ROV_INVALID_ASN, IRR_NOT_FOUND, true,
		  RS_RPKI_INVALID | RS_BLACKHOLE_FOREIGN },
		{ 0, ROV_INVALID_ASN, IRR_NOT_FOUND, true, 0 },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct rs_facts facts = good(cases[i].given);
		facts.rov = cases[i].rov;
		facts.irr = cases[i].irr;
		facts.is_blackhole = cases[i].is_blackhole;
		facts.prefix = long_as(V4, cases[i].is_blackhole ? 32 : 24);
		if (rs_faults_of(&facts) != cases[i].faults)
			fail_msg("case %zu: faults %x, not %x", i, rs_faults_of(&facts),
				 cases[i].faults);
	}
}

static void judges_prefixes(void **state)
{
	static const struct {
		uint8_t v4, v6;
		enum bogon_kind bogon;
		bool is_blackhole;
		uint32_t faults;
	} cases[] = {
		{ 24, 48, BOGON_NO, false, 0 },
		{ 25, 49, BOGON_NO, false, RS_TOO_LONG },
		{ 32, 128, BOGON_NO, false, RS_TOO_LONG },
		{ 8, 16, BOGON_NO, false, 0 },
		{ 7, 15, BOGON_NO, false, RS_TOO_SHORT },
		{ 0, 0, BOGON_NO, false, RS_TOO_SHORT },
		{ 24, 48, BOGON_FULL, false, RS_BOGON_PREFIX },
		{ 24, 48, BOGON_ADMINISTRATIVE, false, 0 },
		{ 32, 128, BOGON_NO, true, 0 },
		{ 25, 49, BOGON_NO, true, 0 },
		{ 24, 48, BOGON_NO, true, RS_BLACKHOLE_WIDE },
		{ 32, 128, BOGON_FULL, true, RS_BOGON_PREFIX },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		for (int v6 = 0; v6 < 2; v6++) {
			struct rs_facts facts = good(ALL);
			facts.prefix =
				v6 != 0 ? long_as(V6, cases[i].v6) : long_as(V4, cases[i].v4);
			facts.bogon = cases[i].bogon;
			facts.is_blackhole = cases[i].is_blackhole;
			if (rs_faults_of(&facts) != cases[i].faults)
				fail_msg("case %zu: faults %x", i, rs_faults_of(&facts));
		}
}

/* Each thing that can be said of a path, alone. */
static void judges_paths(void **state)
{
	const struct {
		struct rs_facts facts;
		uint32_t faults;
	} cases[] = {
		{ { .has_bogon_asn = true }, RS_BOGON_ASN },
		{ { .has_as_set = true }, RS_AS_SET },
		{ { .has_other_first = true }, RS_OTHER_FIRST },
		{ { .has_tier1 = true }, RS_TIER1 },
		{ { .is_outside_as_set = true }, RS_OUTSIDE_AS_SET },
		{ { .leak = { .state = LEAK_FOUND, .confidence = CONFIDENCE_MEDIUM } }, RS_LEAK },
		{ { .leak = { .state = LEAK_FOUND,
			      .type = LEAK_PEER_TO_PROVIDER,
			      .confidence = CONFIDENCE_HIGH } },
		  RS_LEAK },
		{ { .leak = { .state = LEAK_FOUND, .confidence = CONFIDENCE_LOW } }, 0 },
		{ { .leak = { .state = LEAK_FOUND,
			      .type = LEAK_REORIGINATION,
			      .confidence = CONFIDENCE_HIGH } },
		  0 },
		{ { .leak = { .state = LEAK_UNDECIDED, .confidence = CONFIDENCE_HIGH } }, 0 },
		{ { .given = GIVEN_ASPA,
		    .aspa = { .state = ASPA_INVALID, .reason = ASPA_HOP_NOT_PROVIDER } },
		  RS_ASPA_INVALID },
		{ { .aspa = { .state = ASPA_INVALID, .reason = ASPA_HOP_NOT_PROVIDER } }, 0 },
		{ { .given = GIVEN_ASPA, .aspa = { .state = ASPA_INVALID, .reason = ASPA_AS_SET } },
		  0 },
		{ { .given = GIVEN_ASPA, .aspa = { .state = ASPA_UNKNOWN } }, 0 },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct rs_facts facts = cases[i].facts;
		facts.prefix = V4;
		if (facts.leak.state == LEAK_FOUND && facts.leak.confidence == CONFIDENCE_NONE)
			facts.leak.state = LEAK_NONE;
		if (rs_faults_of(&facts) != cases[i].faults)
			fail_msg("case %zu: faults %x", i, rs_faults_of(&facts));
	}
}

/* What the server adds when it exports is not missed in its own table. */
static void judges_blackholes_where_they_are_seen(void **state)
{
	static const struct {
		bool is_blackhole, is_exported, is_kept_in, has_member_next_hop;
		uint32_t faults;
	} cases[] = {
		{ true, false, false, false, 0 },
		{ true, false, true, false, 0 },
		{ true, true, false, false, RS_BLACKHOLE_EXPORTED },
		{ true, true, true, false, 0 },
		{ true, true, true, true, RS_BLACKHOLE_FORWARDED },
		{ true, false, false, true, RS_BLACKHOLE_FORWARDED },
		{ false, true, false, true, RS_TOO_LONG },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct rs_facts facts = good(ALL);
		facts.prefix = long_as(V4, 32);
		facts.is_blackhole = cases[i].is_blackhole;
		facts.is_exported = cases[i].is_exported;
		facts.is_kept_in = cases[i].is_kept_in;
		facts.has_member_next_hop = cases[i].has_member_next_hop;
		assert_int_equal(rs_faults_of(&facts), cases[i].faults);
	}
}

static void assert_rs(const char *id, const struct rs_month *in, const struct measure *expected,
		      const char *arithmetic)
{
	const struct rs_metric *metric = rs_metric_find(text_of(id));
	struct measure measure = rs_measure(metric, in, &BANDS);
	struct buffer text;

	assert_int_equal(measure.measured, expected->measured);
	for (size_t i = 0; i < METRIC_COUNTS_MAX; i++)
		assert_int_equal(measure.counts[i], expected->counts[i]);
	assert_true(measure.raw == expected->raw && measure.score == expected->score);
	assert_string_equal(band_name(measure.band), band_name(expected->band));
	if (!measure.measured)
		return;
	buffer_init(&text);
	metric->is.arithmetic(&measure, &text);
	buffer_char(&text, '\0');
	assert_string_equal(text.bytes, arithmetic);
	buffer_clear(&text);
}

static const struct rs_route ROUTES[] = {
	{ .rov = ROV_VALID },
	{ .rov = ROV_NOT_FOUND, .faults = RS_UNREGISTERED | RS_OUTSIDE_AS_SET },
	{ .rov = ROV_INVALID_ASN, .faults = RS_RPKI_INVALID | RS_OUTSIDE_AS_SET },
	{ .rov = ROV_VALID, .faults = RS_BOGON_PREFIX | RS_TOO_LONG | RS_BOGON_ASN | RS_LEAK },
	{ .rov = ROV_VALID, .faults = RS_TOO_SHORT | RS_AS_SET | RS_TIER1 },
	{ .rov = ROV_INVALID_LENGTH, .is_blackhole = true }, /* excused */
	{ .rov = ROV_VALID, .is_blackhole = true, .faults = RS_BLACKHOLE_FOREIGN },
	{ .rov = ROV_VALID, .is_blackhole = true, .faults = RS_BLACKHOLE_FORWARDED },
	{ .rov = ROV_INVALID_ASN, .faults = RS_FAULTS_ALL, .is_stopped = true },
	{ .rov = ROV_VALID, .faults = RS_ASPA_INVALID },
};

/* Every route is in one count of each measure, by its worst fault; what is stopped in none. */
static void measures_shares(void **state)
{
	struct rs_month in = { ALL, ROUTES, COUNT_OF(ROUTES) };
	(void)state;

	assert_rs("RSRPKI", &in,
		  &(struct measure){ true, { 6, 2, 1 }, 8 / 9.0, 8 / 9.0, BAND_READY },
		  "(6 + 2)/9 = 0.888889");
	assert_rs("rsirr", &in,
		  &(struct measure){ true, { 7, 1, 1 }, 7 / 9.0, 7 / 9.0, BAND_ASPIRING },
		  "7/9 = 0.777778");
	assert_rs("RSBOGON", &in,
		  &(struct measure){ true, { 7, 1, 1 }, 7 / 9.0, 7 / 9.0, BAND_ASPIRING },
		  "7/9 = 0.777778");
	assert_rs("RSPATH", &in,
		  &(struct measure){ true, { 6, 1, 1, 1 }, 6 / 9.0, 6 / 9.0, BAND_ASPIRING },
		  "6/9 = 0.666667");
	assert_rs("RSBLACKHOLE", &in,
		  &(struct measure){ true, { 1, 1, 0, 1 }, 1 / 3.0, 1 / 3.0, BAND_LAGGING },
		  "1/3 = 0.333333");
}

/* Neither without routes nor without the data that it needs is anything good. */
static void does_not_measure_what_is_not_there(void **state)
{
	struct rs_month none = { ALL, NULL, 0 };
	struct rs_month stopped = { ALL, &ROUTES[8], 1 };
	struct rs_month ordinary = { ALL, ROUTES, 5 };
	struct rs_month bare = { 0, ROUTES, COUNT_OF(ROUTES) };
	struct rs_month irr = { GIVEN_IRR, ROUTES, COUNT_OF(ROUTES) };
	(void)state;

	for (size_t i = 0; i < RS_METRICS; i++) {
		assert_rs(rs_metrics[i].is.id, &none, &NOTHING, "");
		assert_rs(rs_metrics[i].is.id, &stopped, &NOTHING, "");
	}
	assert_rs("RSBLACKHOLE", &ordinary, &NOTHING, "");
	assert_rs("RSRPKI", &bare, &NOTHING, "");
	assert_rs("RSIRR", &bare, &NOTHING, "");
	assert_rs("RSBLACKHOLE", &bare, &NOTHING, "");
	assert_true(rs_measure(rs_metric_find(TEXT("RSPATH")), &bare, &BANDS).measured);
	assert_true(rs_measure(rs_metric_find(TEXT("RSBLACKHOLE")), &irr, &BANDS).measured);
	assert_null(rs_metric_find(TEXT("M7RPKI")));
	assert_null(metric_find(TEXT("RSRPKI")));
}

/* Names of all, in the order of stores, which keep them by number. */
static void describes_itself(void **state)
{
	(void)state;
	for (unsigned bit = 0; 1U << bit <= RS_FAULTS_ALL; bit++)
		assert_non_null(rs_fault_name(bit));
	assert_null(rs_fault_name(16));
	uint32_t faults = 0;
	for (size_t i = 0; i < RS_METRICS; i++) {
		assert_int_equal(faults & rs_metrics[i].faults, 0);
		faults |= rs_metrics[i].faults;
	}
	assert_int_equal(faults, RS_FAULTS_ALL);
	for (size_t i = 0; i < RS_METRICS; i++) {
		const struct metric *metric = &rs_metrics[i].is;
		size_t names = 0;
		while (metric->count_names[names] != NULL)
			names++;
		assert_true(names > rs_metrics[i].clean && names <= METRIC_COUNTS_MAX);
		assert_true(i == 0 || strcmp(rs_metrics[i - 1].is.id, metric->id) < 0);
		assert_ptr_equal(rs_metric_find(text_of(metric->id)), &rs_metrics[i]);
		assert_null(metric->measure);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judges_origins_by_what_was_given),
		cmocka_unit_test(judges_prefixes),
		cmocka_unit_test(judges_paths),
		cmocka_unit_test(judges_blackholes_where_they_are_seen),
		cmocka_unit_test(measures_shares),
		cmocka_unit_test(does_not_measure_what_is_not_there),
		cmocka_unit_test(describes_itself),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
