#include "scores/charges.h"

static void measure(const struct as_month *in, struct measure *out_measure)
{
	charges_measure(in, GIVEN_LEAKS, INCIDENT_LEAK, INCIDENT_CULPRIT, out_measure);
}

const struct metric metric_m1 = {
	.id = "M1",
	.title = "No route leaks",
	.rule = "Route leaks that the AS caused. " CHARGES_RULE,
	.source = CHARGES_SOURCE,
	.raw_unit = "incident weight",
	.count_names = CHARGES_COUNT_NAMES,
	.measure = measure,
	.arithmetic = charges_arithmetic,
};
