#include "scores/metric.h"

enum { REGISTERED, ANNOUNCED };

static bool is_registered(const struct judged_route *route, uint32_t given)
{
	return ((given & GIVEN_RPKI) != 0 && route->rov == ROV_VALID) ||
	       ((given & GIVEN_IRR) != 0 && irr_is_registered(route->irr));
}

static void measure(const struct as_month *in, struct measure *out_measure)
{
	uint64_t registered = 0;

	if ((in->given & (GIVEN_RPKI | GIVEN_IRR)) == 0 || in->route_count == 0)
		return;
	for (size_t i = 0; i < in->route_count; i++)
		registered += is_registered(&in->routes[i], in->given);
	*out_measure = measure_of_share(registered, in->route_count);
	out_measure->counts[REGISTERED] = registered;
	out_measure->counts[ANNOUNCED] = in->route_count;
}

static void arithmetic(const struct measure *measured, struct buffer *out)
{
	buffer_format(out, "%llu / %llu = %.6g", (unsigned long long)measured->counts[REGISTERED],
		      (unsigned long long)measured->counts[ANNOUNCED], measured->score);
}

const struct metric metric_dreg = {
	.id = "DREG",
	.title = "Routes registered in either",
	.rule = "Of the (prefix, origin) pairs announced during the month, the share that RFC 6811 "
		"calls valid or whose origin a route object names, for the prefix or a less "
		"specific one.",
	.source = "our rule, after Du et al., Mind Your MANRS (IMC 2022), section 6, for Action 4",
	.raw_unit = "share",
	.count_names = { [REGISTERED] = "registered", [ANNOUNCED] = "announced" },
	.measure = measure,
	.arithmetic = arithmetic,
};
