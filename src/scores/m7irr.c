#include "scores/metric.h"

enum { REGISTERED, ANNOUNCED };

static void measure(const struct as_month *in, struct measure *out_measure)
{
	uint64_t registered = 0;

	if (!(in->given & GIVEN_IRR) || in->route_count == 0)
		return;
	for (size_t i = 0; i < in->route_count; i++)
		registered += irr_is_registered(in->routes[i].irr);
	*out_measure = measure_of_share(registered, in->route_count);
	out_measure->counts[REGISTERED] = registered;
	out_measure->counts[ANNOUNCED] = in->route_count;
}

static void arithmetic(const struct measure *measured, struct buffer *out)
{
	buffer_format(out, "%llu / %llu = %.6g", (unsigned long long)measured->counts[REGISTERED],
		      (unsigned long long)measured->counts[ANNOUNCED], measured->score);
}

const struct metric metric_m7irr = {
	.id = "M7IRR",
	.title = "Routes registered in an IRR",
	.rule = "Of the (prefix, origin) pairs announced during the month, however briefly, the "
		"share whose origin a route object names, for the prefix or a less specific one.",
	.source =
		"docs.manrs.org/docs/scores/routing-information/ and the first Observatory (a more "
		"specific of a registered prefix counts as registered)",
	.raw_unit = "share",
	.count_names = { [REGISTERED] = "registered", [ANNOUNCED] = "announced" },
	.measure = measure,
	.arithmetic = arithmetic,
};
