/*
 * Metrics: how well is it going? One file per metric, each ending in one self-describing struct.
 *
 * In:   what one AS did in one month, judged (as_month.h).
 * Out:  a measure: counts, raw value, score, band - or "not measured", which is never a good score.
 * Rules: the published ones of the MANRS measurement framework; where none is published the rule is
 *        ours and says so in `rule`.
 * Pure.
 */
#ifndef SCORES_METRIC_H
#define SCORES_METRIC_H

#include <stddef.h>

#include "base/buffer.h"
#include "scores/as_month.h"

enum band {
	BAND_NOT_MEASURED,
	BAND_LAGGING,
	BAND_ASPIRING,
	BAND_READY,
};

/* The least score of a band, 0 to 1; norms/scoring.yaml says which. */
struct bands {
	double aspiring, ready;
};

enum { METRIC_COUNTS_MAX = 4 };

struct measure {
	bool measured;
	uint64_t counts[METRIC_COUNTS_MAX]; /* named by the metric's count_names */
	double raw;                         /* unit: the metric's raw_unit */
	double score;                       /* 0..1 */
	enum band band;
};

struct metric {
	const char *id;       /* "M7RPKI" */
	const char *title;    /* "Routes with a valid ROA" */
	const char *rule;     /* the formula, as a sentence */
	const char *source;   /* where the rule is published, or "our rule: ..." */
	const char *raw_unit; /* "incident weight", "share" */
	const char *count_names[METRIC_COUNTS_MAX + 1]; /* NULL-terminated: "valid", "invalid"... */
	/* Fills `out_measure`, which is "not measured" before; the band is not its business. */
	void (*measure)(const struct as_month *in, struct measure *out_measure);
	/* The rule with the numbers of this measure in it: "95/100 - 10 x 1/100 = 0.85". Only for
	 * what was measured. */
	void (*arithmetic)(const struct measure *measure, struct buffer *out);
};

extern const struct metric metric_m1, metric_m1c, metric_m2, metric_m2c, metric_m3, metric_m3c,
	metric_m4, metric_m4c, metric_m5, metric_m6, metric_m7irr, metric_m7rpki, metric_m8,
	metric_daspa, metric_dcust, metric_dfresh, metric_dleak, metric_dmaxlen, metric_dreg,
	metric_drov;

/* All of them, NULL-terminated: the published ones by their ids, then ours. */
extern const struct metric *const metrics[];
enum { METRICS_MAX = 32 };

const struct metric *metric_find(struct text id); /* without regard to case, or NULL */
/* What `metric` makes of the month, with its band. */
struct measure metric_measure(const struct metric *metric, const struct as_month *in,
			      const struct bands *bands);
enum band band_of_score(const struct bands *bands, double score);
/* A measure without its counts. */
struct measure measure_of(double raw, double score);
/* A share of `all`, which is not 0: both raw value and score. */
struct measure measure_of_share(uint64_t part, uint64_t all);
const char *band_name(enum band band); /* "ready", "aspiring", "lagging", "not-measured" */

#endif
