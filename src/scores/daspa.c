#include "scores/metric.h"

enum { ATTESTED, UPSTREAMS };

static void measure(const struct as_month *in, struct measure *out_measure)
{
	uint64_t attested = 0, upstreams = 0;

	if ((in->given & GIVEN_ASPA) == 0)
		return;
	for (size_t i = 0; i < in->neighbour_count; i++) {
		if (!neighbour_is_upstream(&in->neighbours[i]))
			continue;
		upstreams++;
		attested += in->neighbours[i].is_attested;
	}
	if (upstreams == 0)
		return;
	*out_measure = measure_of_share(attested, upstreams);
	out_measure->counts[ATTESTED] = attested;
	out_measure->counts[UPSTREAMS] = upstreams;
}

static void arithmetic(const struct measure *measured, struct buffer *out)
{
	buffer_format(out, "%llu / %llu = %.6g", (unsigned long long)measured->counts[ATTESTED],
		      (unsigned long long)measured->counts[UPSTREAMS], measured->score);
}

const struct metric metric_daspa = {
	.id = "DASPA",
	.title = "Upstreams attested by ASPA",
	.rule = "Of the networks that were seen next to the AS passing on its routes, and are not "
		"known as its customers, peers or siblings, the share that its ASPA names. Without "
		"an ASPA that is none. Measured where ASPAs were given at all.",
	.source = "draft-ietf-sidrops-aspa-verification-28; our rule: the share",
	.raw_unit = "share",
	.count_names = { [ATTESTED] = "attested", [UPSTREAMS] = "upstreams" },
	.measure = measure,
	.arithmetic = arithmetic,
};
