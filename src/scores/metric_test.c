#include "base/testkit.h"

#include "scores/metric.h"

static void find_by_id(void **state)
{
	static const char *const ids[] = { "M3", "M4", "M7IRR", "M7RPKI" };
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
		assert_int_equal(band_of_score(cases[i].score), cases[i].band);
	assert_string_equal(band_name(BAND_NOT_MEASURED), "not-measured");
	assert_string_equal(band_name(BAND_LAGGING), "lagging");
	assert_string_equal(band_name(BAND_ASPIRING), "aspiring");
	assert_string_equal(band_name(BAND_READY), "ready");
}

static void a_measure_has_its_band(void **state)
{
	struct measure measure = measure_of(-0.5, 0.75);
	(void)state;

	assert_true(measure.measured && measure.raw == -0.5 && measure.score == 0.75);
	assert_int_equal(measure.band, BAND_ASPIRING);
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
