#include "scores/charges.h"

static void measure(const struct as_month *in, struct measure *out_measure)
{
	charges_measure(in, GIVEN_LEAKS, INCIDENT_LEAK, INCIDENT_ACCOMPLICE, out_measure);
}

const struct metric metric_m1c = {
	.id = "M1C",
	.title = "No route leaks passed on",
	.rule = "Route leaks of a network beside it that the AS accepted and passed "
		"on. " CHARGES_RULE,
	.source = CHARGES_SOURCE,
	.raw_unit = "incident weight",
	.count_names = CHARGES_COUNT_NAMES,
	.measure = measure,
	.arithmetic = charges_arithmetic,
};
