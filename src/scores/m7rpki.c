#include "scores/metric.h"

enum { VALID, INVALID, UNKNOWN };
enum { INVALID_COSTS = 10 }; /* times what a valid route earns */

static void measure(const struct as_month *in, struct measure *out_measure)
{
	uint64_t counts[] = { [VALID] = 0, [INVALID] = 0, [UNKNOWN] = 0 };

	if (!(in->given & GIVEN_RPKI) || in->route_count == 0)
		return;
	for (size_t i = 0; i < in->route_count; i++) {
		enum rov_state state = in->routes[i].rov;
		counts[state == ROV_VALID ? VALID : state == ROV_NOT_FOUND ? UNKNOWN : INVALID]++;
	}
	/* One division, so that 80 of 100 is exactly the 0.8 that a band asks for. */
	double earned = (double)counts[VALID] - INVALID_COSTS * (double)counts[INVALID];
	double raw = earned / (double)in->route_count;
	*out_measure = measure_of(raw, raw > 0 ? raw : 0);
	for (size_t i = VALID; i <= UNKNOWN; i++)
		out_measure->counts[i] = counts[i];
}

static void arithmetic(const struct measure *measured, struct buffer *out)
{
	const uint64_t *counts = measured->counts;
	unsigned long long all = counts[VALID] + counts[INVALID] + counts[UNKNOWN];

	buffer_format(out, "%llu/%llu - %d x %llu/%llu = %.6g%s", (unsigned long long)counts[VALID],
		      all, INVALID_COSTS, (unsigned long long)counts[INVALID], all, measured->raw,
		      measured->raw < 0 ? ", bounded at 0" : "");
}

const struct metric metric_m7rpki = {
	.id = "M7RPKI",
	.title = "Routes with a valid ROA",
	.rule = "Of the (prefix, origin) pairs announced during the month, the share that RFC 6811 "
		"calls valid, less ten times the share that is invalid; never below 0.",
	.source = "docs.manrs.org/docs/scores/routing-information/; our rule: the bound at 0",
	.raw_unit = "share",
	.count_names = { [VALID] = "valid", [INVALID] = "invalid", [UNKNOWN] = "unknown" },
	.measure = measure,
	.arithmetic = arithmetic,
};
