#include "scores/carried_days.h"

#include "scores/incident_score.h"

enum { ROUTES, NETWORKS, DAYS };

void carried_days_measure(const struct as_month *in, enum carried_fault fault,
			  struct measure *out_measure)
{
	uint64_t routes = 0, networks = 0;
	asn_t last = ASN_NONE;
	uint32_t days = 0;

	if ((in->given & GIVEN_ROUTES) == 0 || (in->route_count == 0 && in->neighbour_count == 0))
		return;
	for (size_t i = 0; i < in->carried_count; i++) {
		const struct carried_route *route = &in->carried[i];
		if ((route->faults & (uint32_t)fault) == 0)
			continue;
		routes++;
		networks += route->neighbour != last; /* they are sorted */
		last = route->neighbour;
		days |= route->days;
	}
	double raw = incident_raw_of_days(days);
	*out_measure = measure_of(raw, incident_score(raw));
	out_measure->counts[ROUTES] = routes;
	out_measure->counts[NETWORKS] = networks;
	out_measure->counts[DAYS] = (uint64_t)__builtin_popcount(days);
}

void carried_days_arithmetic(const struct measure *measure, struct buffer *out)
{
	incident_arithmetic(out, measure->counts[DAYS], "day", measure->raw);
}
