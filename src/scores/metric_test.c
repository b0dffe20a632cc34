#include "base/testkit.h"

#include "scores/test_measure.h"

static void find_by_id(void **state)
{
	static const char *const ids[] = {
		"M1",    "M1C",    "M2",    "M2C",     "M3",     "M3C",  "M4",
		"M4C",   "M5",     "M6",    "M7IRR",   "M7RPKI", "M8",   "DASPA",
		"DCUST", "DFRESH", "DLEAK", "DMAXLEN", "DREG",   "DROV",
	};
	size_t count = 0;
	(void)state;

	for (; metrics[count] != NULL; count++) {
		assert_string_equal(metrics[count]->id, ids[count]);
		assert_ptr_equal(metric_find(text_of(ids[count])), metrics[count]);
	}
	assert_int_equal(count, COUNT_OF(ids));
	assert_ptr_equal(metric_find(TEXT("m7rpki")), &metric_m7rpki);
	assert_ptr_equal(metric_find(TEXT("m7")), NULL);
	assert_ptr_equal(metric_find(TEXT("")), NULL);
}

static void each_describes_itself(void **state)
{
	(void)state;
	for (size_t i = 0; metrics[i] != NULL; i++) {
		assert_true(strlen(metrics[i]->title) > 0 && strlen(metrics[i]->rule) > 0);
		assert_true(strlen(metrics[i]->source) > 0 && strlen(metrics[i]->raw_unit) > 0);
		assert_non_null(metrics[i]->count_names[0]);
	}
}

static void bands(void **state)
{
	static const struct {
		double score;
		enum band band;
	} cases[] = {
		{ 0, BAND_LAGGING },           { 59.0 / 100, BAND_LAGGING },
		{ 60.0 / 100, BAND_ASPIRING }, { 79.0 / 100, BAND_ASPIRING },
		{ 80.0 / 100, BAND_READY },    { 1, BAND_READY },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(band_of_score(&BANDS, cases[i].score), cases[i].band);
	assert_string_equal(band_name(BAND_NOT_MEASURED), "not-measured");
	assert_string_equal(band_name(BAND_LAGGING), "lagging");
	assert_string_equal(band_name(BAND_ASPIRING), "aspiring");
	assert_string_equal(band_name(BAND_READY), "ready");
}

static void a_measure_has_its_band(void **state)
{
	struct judged_route routes[] = { { .irr = IRR_EXACT },
					 { .irr = IRR_EXACT },
					 { .irr = IRR_COVERED },
					 { .irr = IRR_NOT_FOUND } };
	struct as_month in = { .routes = routes, .route_count = 4, .given = GIVEN_IRR };
	struct measure measure = metric_measure(&metric_m7irr, &in, &BANDS);
	(void)state;

	assert_int_equal(measure.band, BAND_ASPIRING);
	in.given = 0;
	measure = metric_measure(&metric_m7irr, &in, &BANDS);
	assert_false(measure.measured);
	assert_int_equal(measure.band, BAND_NOT_MEASURED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(find_by_id),
		cmocka_unit_test(each_describes_itself),
		cmocka_unit_test(bands),
		cmocka_unit_test(a_measure_has_its_band),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
