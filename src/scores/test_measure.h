/* For the tests of metrics: is this the measure of that month? */
#ifndef SCORES_TEST_MEASURE_H
#define SCORES_TEST_MEASURE_H

#include "base/testkit.h"

#include <math.h>

#include "scores/metric.h"

static const struct bands BANDS = { .aspiring = 0.6, .ready = 0.8 };
static const struct measure NOTHING = { .measured = false };

/* Scores of incidents are given to four digits of a percentage; all else must be exact. */
static inline void assert_measure(const struct metric *metric, const struct as_month *in,
				  const struct measure *expected)
{
	struct measure measure = metric_measure(metric, in, &BANDS);

	assert_int_equal(measure.measured, expected->measured);
	for (size_t i = 0; i < METRIC_COUNTS_MAX; i++)
		assert_int_equal(measure.counts[i], expected->counts[i]);
	assert_true(measure.raw == expected->raw);
	if (!(fabs(measure.score - expected->score) < 5e-5))
		fail_msg("score %.9f is not %.9f", measure.score, expected->score);
	assert_string_equal(band_name(measure.band), band_name(expected->band));
}

/* What it says of how the score came about. */
static inline void assert_arithmetic(const struct metric *metric, const struct as_month *in,
				     const char *expected)
{
	struct measure measure = metric_measure(metric, in, &BANDS);
	struct buffer out;

	assert_true(measure.measured);
	buffer_init(&out);
	metric->arithmetic(&measure, &out);
	buffer_char(&out, '\0');
	assert_string_equal(out.bytes, expected);
	buffer_clear(&out);
}

#endif
