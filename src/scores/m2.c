#include "scores/charges.h"

static void measure(const struct as_month *in, struct measure *out_measure)
{
	charges_measure(in, GIVEN_HIJACKS, INCIDENT_HIJACK, INCIDENT_CULPRIT, out_measure);
}

const struct metric metric_m2 = {
	.id = "M2",
	.title = "No misoriginations",
	.rule = "Hijacks and other misoriginations by the AS. " CHARGES_RULE,
	.source = CHARGES_SOURCE,
	.raw_unit = "incident weight",
	.count_names = CHARGES_COUNT_NAMES,
	.measure = measure,
	.arithmetic = charges_arithmetic,
};
