#include "scores/carried_days.h"

static void measure(const struct as_month *in, struct measure *out_measure)
{
	if ((in->given & GIVEN_RELATIONS) != 0)
		carried_days_measure(in, CARRIED_LEAK, out_measure);
}

const struct metric metric_dleak = {
	.id = "DLEAK",
	.title = "No leaked routes taken",
	.rule = "Each day on which the AS is seen to pass on a route that the network beside it "
		"leaked (RFC 7908 types 1 to 4, by inferred relations, ASPA and Tier 1, where the "
		"leak is at least of medium confidence) is an event of 24 hours. Days that touch "
		"are one incident, which weighs 1, and 1 more for each day. The score is "
		"0.6 ^ sqrt(raw / 0.5). Measured where relations were given.",
	.source = "our rule, with the first Observatory's arithmetic of days",
	.raw_unit = "incident weight",
	.count_names = CARRIED_DAYS_COUNT_NAMES,
	.measure = measure,
	.arithmetic = carried_days_arithmetic,
};
