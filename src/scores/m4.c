#include "scores/incident_score.h"
#include "scores/metric.h"

enum { BOGONS, ROUTES, DAYS };

static void measure(const struct as_month *in, struct measure *out_measure)
{
	uint64_t routes = 0;
	uint32_t days = 0;

	if (in->route_count == 0 && in->path_bogon_count == 0)
		return;
	for (size_t i = 0; i < in->path_bogon_count; i++) {
		routes += in->path_bogons[i].routes;
		days |= in->path_bogons[i].days;
	}
	double raw = incident_raw_of_days(days);
	*out_measure = measure_of(raw, incident_score(raw));
	out_measure->counts[BOGONS] = in->path_bogon_count;
	out_measure->counts[ROUTES] = routes;
	out_measure->counts[DAYS] = (uint64_t)__builtin_popcount(days);
}

static void arithmetic(const struct measure *measured, struct buffer *out)
{
	incident_arithmetic(out, measured->counts[DAYS], "day", measured->raw);
}

const struct metric metric_m4 = {
	.id = "M4",
	.title = "No bogon AS numbers announced",
	.rule = "Each day on which the AS passes on a path with a bogon AS number behind its own "
		"is an event of 24 hours. Days that touch are one incident, which weighs 1, and 1 "
		"more for each day. The score is 0.6 ^ sqrt(raw / 0.5).",
	.source =
		"MANRS measurement framework (manrs.org/manrs-observatory/measurement-framework) "
		"and the first Observatory's arithmetic; our rule: the AS beside the bogon on the "
		"collector's side is charged",
	.raw_unit = "incident weight",
	.count_names = { [BOGONS] = "bogons", [ROUTES] = "routes", [DAYS] = "days" },
	.measure = measure,
	.arithmetic = arithmetic,
};
