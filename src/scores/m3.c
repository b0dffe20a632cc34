#include "scores/incident_score.h"
#include "scores/metric.h"

enum { BOGONS, ADMINISTRATIVE, DAYS };

static void measure(const struct as_month *in, struct measure *out_measure)
{
	uint64_t full = 0, administrative = 0;
	uint32_t days = 0;

	if (in->route_count == 0)
		return;
	for (size_t i = 0; i < in->route_count; i++) {
		const struct judged_route *route = &in->routes[i];
		administrative += route->bogon == BOGON_ADMINISTRATIVE;
		if (route->bogon == BOGON_FULL) {
			full++;
			days |= route->days;
		}
	}
	double raw = incident_raw_of_days(days);
	*out_measure = measure_of(raw, incident_score(raw));
	out_measure->counts[BOGONS] = full;
	out_measure->counts[ADMINISTRATIVE] = administrative;
	out_measure->counts[DAYS] = (uint64_t)__builtin_popcount(days);
}

static void arithmetic(const struct measure *measured, struct buffer *out)
{
	incident_arithmetic(out, measured->counts[DAYS], "day", measured->raw);
}

const struct metric metric_m3 = {
	.id = "M3",
	.title = "No bogon prefixes originated",
	.rule = "Each day on which the AS originates a full bogon is an event of 24 hours. Days "
		"that touch are one incident, which weighs 1, and 1 more for each day. The score "
		"is 0.6 ^ sqrt(raw / 0.5). Administrative bogons are shown and do not count.",
	.source = "MANRS measurement framework (manrs.org/manrs-observatory/measurement-framework) "
		  "and the first Observatory's arithmetic; the curve is fitted to the points that "
		  "docs.manrs.org publishes",
	.raw_unit = "incident weight",
	.count_names = { [BOGONS] = "bogons",
			 [ADMINISTRATIVE] = "administrative",
			 [DAYS] = "days" },
	.measure = measure,
	.arithmetic = arithmetic,
};
