#include "scores/metric.h"
#include "scores/registered.h"

enum { IMPORTS, EXPORTS };

static void measure(const struct as_month *in, struct measure *out_measure)
{
	uint64_t imports = registered_count(in, REGISTRATION_IMPORT);
	uint64_t exports = registered_count(in, REGISTRATION_EXPORT);
	double documented = imports > 0 && exports > 0;

	if (!registered_in_registry(in))
		return;
	*out_measure = measure_of(documented, documented);
	out_measure->counts[IMPORTS] = imports;
	out_measure->counts[EXPORTS] = exports;
}

static void arithmetic(const struct measure *measured, struct buffer *out)
{
	buffer_format(out, "%llu import and %llu export: %s",
		      (unsigned long long)measured->counts[IMPORTS],
		      (unsigned long long)measured->counts[EXPORTS],
		      measured->score > 0 ? "there is a policy" : "no policy without one of each");
}

const struct metric metric_m6 = {
	.id = "M6",
	.title = "Routing policy documented",
	.rule = "1 when the aut-num of the AS has at least one import and one export, else 0. Not "
		"measured where no aut-num was given.",
	.source = "the first Observatory (2018)",
	.raw_unit = "0 or 1",
	.count_names = { [IMPORTS] = "import lines", [EXPORTS] = "export lines" },
	.measure = measure,
	.arithmetic = arithmetic,
};
