#include "scores/charges.h"

static void measure(const struct as_month *in, struct measure *out_measure)
{
	charges_measure(in, GIVEN_HIJACKS, INCIDENT_HIJACK, INCIDENT_ACCOMPLICE, out_measure);
}

const struct metric metric_m2c = {
	.id = "M2C",
	.title = "No misoriginations passed on",
	.rule = "Misoriginations by a network beside it that the AS accepted and passed "
		"on. " CHARGES_RULE,
	.source = CHARGES_SOURCE,
	.raw_unit = "incident weight",
	.count_names = CHARGES_COUNT_NAMES,
	.measure = measure,
	.arithmetic = charges_arithmetic,
};
