#include "scores/metric.h"

const struct metric *const metrics[] = {
	&metric_m3, &metric_m4, &metric_m7irr, &metric_m7rpki, NULL,
};

const struct metric *metric_find(struct text id)
{
	for (size_t i = 0; metrics[i] != NULL; i++)
		if (text_equal_fold(text_of(metrics[i]->id), id))
			return metrics[i];
	return NULL;
}

enum band band_of_score(double score)
{
	if (score < 0.6)
		return BAND_LAGGING;
	return score < 0.8 ? BAND_ASPIRING : BAND_READY;
}

struct measure measure_of(double raw, double score)
{
	return (struct measure){
		.measured = true,
		.raw = raw,
		.score = score,
		.band = band_of_score(score),
	};
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
