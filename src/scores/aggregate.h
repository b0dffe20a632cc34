/*
 * Aggregate: the scores of many networks by one metric as a few figures: of an economy, a
 * programme, an organisation.
 *
 * In:   the scores of those that were measured, in any order, and how many were not.
 * Out:  value, mean, quantiles, histogram, bands.
 * Promise: the same scores give the same bits, whatever their order. Who was not measured counts
 *       neither as good nor as bad, but is counted.
 * Standard: our rules, docs/decisions/0011: the Observatory's are not published. Quantiles are
 *       linear between the two nearest scores: type 7 of Hyndman and Fan, The American
 *       Statistician 50 (1996), the default of R and NumPy, "inclusive" in Python.
 * Pure.
 */
#ifndef SCORES_AGGREGATE_H
#define SCORES_AGGREGATE_H

#include "norms/norms.h"
#include "scores/metric.h"

enum { AGGREGATE_BINS = 10 };

struct aggregate {
	uint64_t networks; /* that the group has */
	uint64_t measured; /* of them; when it is 0, so is all that follows, and means nothing */
	double value;      /* by the rule asked for */
	double mean, median;
	double p10, p25, p75, p90;
	uint64_t bins[AGGREGATE_BINS];  /* [0, 0.1), [0.1, 0.2) ... [0.9, 1] */
	uint64_t bands[BAND_READY + 1]; /* by band; those not measured among them */
};

/* Of `count` scores from 0 to 1, which are put in order in place; `networks` is at least `count`.
 * The rule is NORM_MEAN, NORM_WORST or NORM_BEST. */
struct aggregate aggregate_scores(double *scores, size_t count, uint64_t networks,
				  const struct bands *bands, enum norm_combine rule);

#endif
