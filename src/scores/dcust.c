#include "scores/metric.h"

enum { GOOD, BAD, CUSTOMERS };

static void measure(const struct as_month *in, struct measure *out_measure)
{
	uint64_t carried = 0, bad = 0, customers = 0;

	if ((in->given & GIVEN_RELATIONS) == 0 || (in->given & GIVEN_RPKI) == 0)
		return;
	for (size_t i = 0; i < in->neighbour_count; i++) {
		const struct neighbour *neighbour = &in->neighbours[i];
		if (neighbour->relation != AS_REL_CUSTOMER || neighbour->carried == 0)
			continue;
		carried += neighbour->carried;
		bad += neighbour->unregistered;
		customers++;
	}
	if (carried == 0)
		return;
	*out_measure = measure_of_share(carried - bad, carried);
	out_measure->counts[GOOD] = carried - bad;
	out_measure->counts[BAD] = bad;
	out_measure->counts[CUSTOMERS] = customers;
}

static void arithmetic(const struct measure *measured, struct buffer *out)
{
	unsigned long long good = measured->counts[GOOD], bad = measured->counts[BAD];

	buffer_format(out, "1 - %llu / %llu = %.6g", bad, good + bad, measured->score);
}

const struct metric metric_dcust = {
	.id = "DCUST",
	.title = "Customers' routes filtered",
	.rule = "Of the (prefix, origin) pairs of direct customers that the AS passed on, the "
		"share "
		"that is neither RPKI-invalid nor, unknown to the RPKI, registered for other "
		"origins only. Measured of who passed on any, where relations and VRPs were given.",
	.source = "our rule, after Du et al., Mind Your MANRS (IMC 2022), section 6, for Action 1",
	.raw_unit = "share",
	.count_names = { [GOOD] = "good", [BAD] = "bad", [CUSTOMERS] = "customers" },
	.measure = measure,
	.arithmetic = arithmetic,
};
