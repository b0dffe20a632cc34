#include "scores/metric.h"

enum { PASSED, OFFERED, NETWORKS };

static void measure(const struct as_month *in, struct measure *out_measure)
{
	uint64_t passed = 0, offered = 0, networks = 0;

	if ((in->given & GIVEN_RPKI) == 0)
		return;
	for (size_t i = 0; i < in->neighbour_count; i++) {
		const struct neighbour *neighbour = &in->neighbours[i];
		if (neighbour->carried == 0 || neighbour->offered == 0)
			continue;
		passed += neighbour->invalid;
		offered += neighbour->offered;
		networks++;
	}
	if (offered == 0)
		return;
	*out_measure = measure_of_share(offered - passed, offered);
	out_measure->counts[PASSED] = passed;
	out_measure->counts[OFFERED] = offered;
	out_measure->counts[NETWORKS] = networks;
}

static void arithmetic(const struct measure *measured, struct buffer *out)
{
	buffer_format(out, "1 - %llu / %llu = %.6g", (unsigned long long)measured->counts[PASSED],
		      (unsigned long long)measured->counts[OFFERED], measured->score);
}

const struct metric metric_drov = {
	.id = "DROV",
	.title = "RPKI-invalid routes stopped",
	.rule = "Neighbours of which the AS passes on routes, and which also announce RPKI-invalid "
		"ones that somebody has seen: the share of these that it was never seen to pass "
		"on. "
		"As seen from outside: a route that the neighbour did not send there counts as "
		"stopped.",
	.source = "our rule",
	.raw_unit = "share",
	.count_names = { [PASSED] = "passed on", [OFFERED] = "invalid", [NETWORKS] = "neighbours" },
	.measure = measure,
	.arithmetic = arithmetic,
};
