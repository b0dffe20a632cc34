#include "scores/metric.h"
#include "scores/registered.h"

enum { ADMIN, TECH, NOC };

static void measure(const struct as_month *in, struct measure *out_measure)
{
	uint64_t admin = registered_count(in, REGISTRATION_ADMIN);
	uint64_t tech = registered_count(in, REGISTRATION_TECH);
	uint64_t noc = registered_count(in, REGISTRATION_NOC);
	double reachable = admin + tech + noc > 0;

	if (registered_count(in, REGISTRATION_NETWORK) == 0)
		return;
	*out_measure = measure_of(reachable, reachable);
	out_measure->counts[ADMIN] = admin;
	out_measure->counts[TECH] = tech;
	out_measure->counts[NOC] = noc;
}

static void arithmetic(const struct measure *measured, struct buffer *out)
{
	const uint64_t *counts = measured->counts;

	buffer_format(out, "%llu administrative, %llu technical, %llu of a NOC: %s",
		      (unsigned long long)counts[ADMIN], (unsigned long long)counts[TECH],
		      (unsigned long long)counts[NOC],
		      measured->score > 0 ? "there is somebody to call" : "nobody to call");
}

const struct metric metric_m8 = {
	.id = "M8",
	.title = "Contacts registered",
	.rule = "1 when the AS has an administrative or technical contact or one of a NOC, else 0; "
		"an abuse contact does not count. Not measured where neither its aut-num nor its "
		"entry in PeeringDB was given.",
	.source = "the first Observatory (2018); our rule: contacts in PeeringDB count too",
	.raw_unit = "0 or 1",
	.count_names = { [ADMIN] = "administrative", [TECH] = "technical", [NOC] = "of a NOC" },
	.measure = measure,
	.arithmetic = arithmetic,
};
