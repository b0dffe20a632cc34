#include "scores/metric.h"

#include <assert.h>

const struct metric *const metrics[] = {
	&metric_m1,   &metric_m1c,   &metric_m2,    &metric_m2c,    &metric_m3,    &metric_m3c,
	&metric_m4,   &metric_m4c,   &metric_m5,    &metric_m6,     &metric_m7irr, &metric_m7rpki,
	&metric_m8,   &metric_daspa, &metric_dcust, &metric_dfresh, &metric_dleak, &metric_dmaxlen,
	&metric_dreg, &metric_drov,  NULL,
};

static_assert(sizeof(metrics) / sizeof(metrics[0]) <= METRICS_MAX, "room for a score of each");

const struct metric *metric_find(struct text id)
{
	for (size_t i = 0; metrics[i] != NULL; i++)
		if (text_equal_fold(text_of(metrics[i]->id), id))
			return metrics[i];
	return NULL;
}

struct measure metric_measure(const struct metric *metric, const struct as_month *in,
			      const struct bands *bands)
{
	struct measure measure = { .measured = false };

	metric->measure(in, &measure);
	measure.band = measure.measured ? band_of_score(bands, measure.score) : BAND_NOT_MEASURED;
	return measure;
}

enum band band_of_score(const struct bands *bands, double score)
{
	if (score < bands->aspiring)
		return BAND_LAGGING;
	return score < bands->ready ? BAND_ASPIRING : BAND_READY;
}

struct measure measure_of(double raw, double score)
{
	return (struct measure){ .measured = true, .raw = raw, .score = score };
}

/* One division, so that 80 of 100 is exactly the 0.8 that a limit asks for. */
struct measure measure_of_share(uint64_t part, uint64_t all)
{
	double share = (double)part / (double)all;

	assert(all > 0 && part <= all);
	return measure_of(share, share);
}

const char *band_name(enum band band)
{
	static const char *const names[] = {
		[BAND_NOT_MEASURED] = "not-measured",
		[BAND_LAGGING] = "lagging",
		[BAND_ASPIRING] = "aspiring",
		[BAND_READY] = "ready",
	};
	return names[band];
}
