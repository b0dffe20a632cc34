/*
 * Metrics: how well is it going? One file per metric, each ending in one self-describing struct.
 *
 * In:   what one AS did in one month, judged.
 * Out:  a measure: counts, raw value, score, band - or "not measured", which is never a good score.
 * Rules: the published ones of the MANRS measurement framework; where none is published the rule is
 *        ours and says so in `rule`.
 * Pure.
 */
#ifndef SCORES_METRIC_H
#define SCORES_METRIC_H

#include <stddef.h>

#include "base/buffer.h"
#include "scores/judged_route.h"

enum band {
	BAND_NOT_MEASURED,
	BAND_LAGGING,  /* below 60 % */
	BAND_ASPIRING, /* below 80 % */
	BAND_READY,
};

enum { METRIC_COUNTS_MAX = 4 };

struct measure {
	bool measured;
	uint64_t counts[METRIC_COUNTS_MAX]; /* named by the metric's count_names */
	double raw;                         /* unit: the metric's raw_unit */
	double score;                       /* 0..1 */
	enum band band;
};

/* One AS in one month. All arrays are borrowed. */
struct as_month {
	asn_t asn;
	uint32_t month;                    /* see base/utc.h */
	const struct judged_route *routes; /* originated by `asn`, sorted by prefix */
	size_t route_count;
	const struct path_bogon *path_bogons; /* whose announcer is `asn` */
	size_t path_bogon_count;
	bool has_rpki; /* were any VRPs given? */
	bool has_irr;  /* were any route objects given? */
};

struct metric {
	const char *id;       /* "M7RPKI" */
	const char *title;    /* "Routes with a valid ROA" */
	const char *rule;     /* the formula, as a sentence */
	const char *source;   /* where the rule is published, or "our rule: ..." */
	const char *raw_unit; /* "incident weight", "share" */
	const char *count_names[METRIC_COUNTS_MAX + 1]; /* NULL-terminated: "valid", "invalid"... */
	void (*measure)(const struct as_month *in, struct measure *out_measure);
	/* The rule with the numbers of this measure in it: "95/100 - 10 x 1/100 = 0.85". Only for
	 * what was measured. */
	void (*arithmetic)(const struct measure *measure, struct buffer *out);
};

extern const struct metric metric_m3, metric_m4, metric_m7irr, metric_m7rpki;

/* All of them, in order of their ids, NULL-terminated: M3, M4, M7IRR, M7RPKI. */
extern const struct metric *const metrics[];

const struct metric *metric_find(struct text id); /* without regard to case, or NULL */
enum band band_of_score(double score);
/* A measure with its band, counts still to be filled in. */
struct measure measure_of(double raw, double score);
const char *band_name(enum band band); /* "ready", "aspiring", "lagging", "not-measured" */

#endif
