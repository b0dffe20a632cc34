#include "base/testkit.h"

#include <math.h>
#include <stdlib.h>

#include "scores/aggregate.h"

enum { SCORES_MAX = 16, MANY = 1000 };

static const struct bands bands = { .aspiring = 0.6, .ready = 0.8 };

static void assert_near(double value, double expected)
{
	if (!(fabs(value - expected) <= 1e-12))
		fail_msg("%.15f is not %.15f", value, expected);
}

/* Quantiles as Python's statistics.quantiles(scores, n=100, method="inclusive") has them. */
static const struct aggregate_case {
	const char *about;
	size_t count;
	double scores[SCORES_MAX];
	double mean, p10, p25, median, p75, p90;
} cases[] = {
	{ "one", 1, { 0.5 }, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 },
	{ "two", 2, { 1, 0 }, 0.5, 0.1, 0.25, 0.5, 0.75, 0.9 },
	{ "three", 3, { 0.9, 0.1, 0.2 }, 0.4, 0.12, 0.15, 0.2, 0.55, 0.76 },
	{ "four", 4, { 0, 1, 1, 0 }, 0.5, 0, 0, 0.5, 1, 1 },
	{ "five", 5, { 0.2, 0.4, 0.6, 0.8, 1 }, 0.6, 0.28, 0.4, 0.6, 0.8, 0.92 },
	{ "eleven: each tenth is a score",
	  11,
	  { 1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0 },
	  0.5,
	  0.1,
	  0.25,
	  0.5,
	  0.75,
	  0.9 },
};

static void figures(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct aggregate_case *one = &cases[i];
		double scores[SCORES_MAX];
		print_message("# %s\n", one->about);
		memcpy(scores, one->scores, sizeof(scores));
		struct aggregate all =
			aggregate_scores(scores, one->count, one->count + 3, &bands, NORM_MEAN);
		assert_int_equal(all.networks, one->count + 3);
		assert_int_equal(all.measured, one->count);
		assert_near(all.value, one->mean);
		assert_near(all.mean, one->mean);
		assert_near(all.p10, one->p10);
		assert_near(all.p25, one->p25);
		assert_near(all.median, one->median);
		assert_near(all.p75, one->p75);
		assert_near(all.p90, one->p90);
	}
}

static void nothing_measured_is_no_score(void **state)
{
	(void)state;
	struct aggregate all = aggregate_scores(NULL, 0, 7, &bands, NORM_MEAN);
	assert_int_equal(all.networks, 7);
	assert_int_equal(all.measured, 0);
	assert_int_equal(all.bands[BAND_NOT_MEASURED], 7);
	for (unsigned band = BAND_LAGGING; band <= BAND_READY; band++)
		assert_int_equal(all.bands[band], 0);
}

static void the_rule_chooses_the_value(void **state)
{
	double scores[] = { 0.4, 0.1, 1 };
	(void)state;

	assert_near(aggregate_scores(scores, 3, 3, &bands, NORM_MEAN).value, 0.5);
	assert_near(aggregate_scores(scores, 3, 3, &bands, NORM_WORST).value, 0.1);
	assert_near(aggregate_scores(scores, 3, 3, &bands, NORM_BEST).value, 1);
	assert_near(aggregate_scores(scores, 3, 3, &bands, NORM_BEST).mean, 0.5);
}

/* Each bin holds its lower end, the last one both; a band its least score. */
static void edges_of_bins_and_bands(void **state)
{
	double scores[] = { 0,
			    0.1,
			    0.2,
			    0.3,
			    0.4,
			    0.5,
			    0.6,
			    0.7,
			    0.8,
			    0.9,
			    1,
			    nextafter(0.6, 0),
			    nextafter(0.8, 0) };
	static const uint64_t bins[AGGREGATE_BINS] = { 1, 1, 1, 1, 1, 2, 1, 2, 1, 2 };
	(void)state;

	struct aggregate all = aggregate_scores(scores, COUNT_OF(scores), 20, &bands, NORM_MEAN);
	for (size_t i = 0; i < AGGREGATE_BINS; i++)
		assert_int_equal(all.bins[i], bins[i]);
	assert_int_equal(all.bands[BAND_NOT_MEASURED], 7);
	assert_int_equal(all.bands[BAND_LAGGING], 7);
	assert_int_equal(all.bands[BAND_ASPIRING], 3);
	assert_int_equal(all.bands[BAND_READY], 3);
}

static void the_order_changes_no_bit(void **state)
{
	double scores[MANY], shuffled[MANY];
	(void)state;

	srandom(5);
	for (size_t i = 0; i < MANY; i++)
		scores[i] = (double)(random() % 100001) / 100000;
	memcpy(shuffled, scores, sizeof(scores));
	struct aggregate first = aggregate_scores(scores, MANY, MANY, &bands, NORM_MEAN);
	for (unsigned round = 0; round < 20; round++) {
		for (size_t i = MANY - 1; i > 0; i--) {
			size_t other = (size_t)random() % (i + 1);
			double kept = shuffled[i];
			shuffled[i] = shuffled[other];
			shuffled[other] = kept;
		}
		memcpy(scores, shuffled, sizeof(scores));
		struct aggregate again = aggregate_scores(scores, MANY, MANY, &bands, NORM_MEAN);
		assert_memory_equal(&again, &first, sizeof(first));
	}
}

static void what_holds_of_any_scores(void **state)
{
	(void)state;
	srandom(6);
	for (unsigned round = 0; round < 2000; round++) {
		double scores[SCORES_MAX];
		size_t count = 1 + (size_t)random() % SCORES_MAX;
		uint64_t bins = 0;
		for (size_t i = 0; i < count; i++)
			scores[i] = (double)(random() % 11) / 10;
		struct aggregate all = aggregate_scores(scores, count, count, &bands, NORM_MEAN);
		assert_true(scores[0] <= all.p10 && all.p10 <= all.p25 && all.p25 <= all.median &&
			    all.median <= all.p75 && all.p75 <= all.p90 &&
			    all.p90 <= scores[count - 1]);
		assert_true(all.mean >= scores[0] - 1e-12 && all.mean <= scores[count - 1] + 1e-12);
		for (size_t i = 0; i < AGGREGATE_BINS; i++)
			bins += all.bins[i];
		assert_int_equal(bins, count);
		assert_int_equal(all.bands[BAND_LAGGING] + all.bands[BAND_ASPIRING] +
					 all.bands[BAND_READY],
				 count);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures),
		cmocka_unit_test(nothing_measured_is_no_score),
		cmocka_unit_test(the_rule_chooses_the_value),
		cmocka_unit_test(edges_of_bins_and_bands),
		cmocka_unit_test(the_order_changes_no_bit),
		cmocka_unit_test(what_holds_of_any_scores),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
