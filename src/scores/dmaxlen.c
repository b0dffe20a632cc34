#include "scores/metric.h"

enum { LOOSE, VRPS };

static void measure(const struct as_month *in, struct measure *out_measure)
{
	if ((in->given & GIVEN_RPKI) == 0 || in->network.vrps == 0)
		return;
	*out_measure = measure_of_share(in->network.vrps - in->loose_vrp_count, in->network.vrps);
	out_measure->counts[LOOSE] = in->loose_vrp_count;
	out_measure->counts[VRPS] = in->network.vrps;
}

static void arithmetic(const struct measure *measured, struct buffer *out)
{
	buffer_format(out, "1 - %llu / %llu = %.6g", (unsigned long long)measured->counts[LOOSE],
		      (unsigned long long)measured->counts[VRPS], measured->score);
}

const struct metric metric_dmaxlen = {
	.id = "DMAXLEN",
	.title = "ROAs permit what is announced",
	.rule = "Of the VRPs that name the AS, the share that is tight: maxLength is the prefix's "
		"own, or every prefix of that length is announced. The others leave room for a "
		"forged origin to win with a longer prefix.",
	.source = "RFC 9319 section 5; our rule: the share",
	.raw_unit = "share",
	.count_names = { [LOOSE] = "loose VRPs", [VRPS] = "VRPs" },
	.measure = measure,
	.arithmetic = arithmetic,
};
