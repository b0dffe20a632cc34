#include "scores/carried_days.h"

static void measure(const struct as_month *in, struct measure *out_measure)
{
	carried_days_measure(in, CARRIED_BOGON_ASN, out_measure);
}

const struct metric metric_m4c = {
	.id = "M4C",
	.title = "No bogon AS numbers passed on",
	.rule = "Each day on which the AS passes on a path in which the network beside it let a "
		"bogon AS number through is an event of 24 hours. Days that touch are one "
		"incident, "
		"which weighs 1, and 1 more for each day. The score is 0.6 ^ sqrt(raw / 0.5).",
	.source = CARRIED_DAYS_SOURCE,
	.raw_unit = "incident weight",
	.count_names = CARRIED_DAYS_COUNT_NAMES,
	.measure = measure,
	.arithmetic = carried_days_arithmetic,
};
