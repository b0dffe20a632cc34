#include "scores/aggregate.h"

#include <assert.h>

#include "base/sort.h"

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Of scores in order, at least one. In whole numbers up to the last step, so that a quantile that
 * falls on a score is that score. */
static double quantile(const double *sorted, size_t count, unsigned percent)
{
	uint64_t at = (uint64_t)(count - 1) * percent;
	size_t below = (size_t)(at / 100);
	double between = (double)(at % 100) / 100;

	if (at % 100 == 0)
		return sorted[below];
	return sorted[below] + (sorted[below + 1] - sorted[below]) * between;
}

/* Smallest first: one order of summing, and the one that loses least. */
static double mean(const double *sorted, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += sorted[i];
	return sum / (double)count;
}

static double value_by(enum norm_combine rule, const struct aggregate *all, const double *sorted)
{
	assert(rule != NORM_SUM); /* norms/ refuses it */
	if (rule == NORM_WORST)
		return sorted[0];
	return rule == NORM_BEST ? sorted[all->measured - 1] : all->mean;
}

struct aggregate aggregate_scores(double *scores, size_t count, uint64_t networks,
				  const struct bands *bands, enum norm_combine rule)
{
	struct aggregate all = { .networks = networks, .measured = count };

	assert(count <= networks);
	all.bands[BAND_NOT_MEASURED] = networks - count;
	if (count == 0)
		return all;
	sort_items(scores, count, sizeof(*scores), compare);
	assert(scores[0] >= 0 && scores[count - 1] <= 1);
	for (size_t i = 0; i < count; i++) {
		size_t bin = (size_t)(scores[i] * AGGREGATE_BINS);
		all.bins[bin < AGGREGATE_BINS ? bin : AGGREGATE_BINS - 1]++;
		all.bands[band_of_score(bands, scores[i])]++;
	}
	all.mean = mean(scores, count);
	all.median = quantile(scores, count, 50);
	all.p10 = quantile(scores, count, 10);
	all.p25 = quantile(scores, count, 25);
	all.p75 = quantile(scores, count, 75);
	all.p90 = quantile(scores, count, 90);
	all.value = value_by(rule, &all, scores);
	return all;
}
