#include "scores/charges.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "scores/incident_score.h"

enum { INCIDENTS, OPEN, HOURS };

/* Seen at all: who announces and carries nothing has no chance to do wrong. */
static bool is_active(const struct as_month *in)
{
	return in->route_count > 0 || in->neighbour_count > 0 || in->charge_count > 0;
}

static uint64_t part_us(const struct charge *charge, const struct as_month *in)
{
	uint64_t start = charge->start_us > in->start_us ? charge->start_us : in->start_us;
	uint64_t end = charge->end_us < in->end_us ? charge->end_us : in->end_us;

	return end > start ? end - start : 0;
}

bool charge_counts(const struct as_month *in, const struct charge *charge, enum incident_kind kind,
		   enum incident_role role)
{
	return charge->kind == kind && charge->role == role && part_us(charge, in) > 0;
}

void charges_measure(const struct as_month *in, enum data_given given, enum incident_kind kind,
		     enum incident_role role, struct measure *out_measure)
{
	struct incident_event *events;
	uint64_t counts[] = { [INCIDENTS] = 0, [OPEN] = 0, [HOURS] = 0 }, all_us = 0;
	size_t count = 0;

	if ((in->given & (uint32_t)given) == 0 || !is_active(in))
		return;
	events = memory_alloc(in->charge_count, sizeof(*events));
	for (size_t i = 0; i < in->charge_count; i++) {
		const struct charge *charge = &in->charges[i];
		if (!charge_counts(in, charge, kind, role))
			continue;
		events[count++] = (struct incident_event){ charge->start_us, charge->end_us, 1.0 };
		counts[INCIDENTS]++;
		counts[OPEN] += charge->end_us >= in->end_us;
		all_us += part_us(charge, in);
	}
	double raw = incident_raw(events, count, in->start_us, in->end_us);
	free(events);
	*out_measure = measure_of(raw, incident_score(raw));
	counts[HOURS] = (all_us + 30 * 60 * UTC_SECOND) / (3600 * UTC_SECOND);
	for (size_t i = INCIDENTS; i <= HOURS; i++)
		out_measure->counts[i] = counts[i];
}

void charges_arithmetic(const struct measure *measure, struct buffer *out)
{
	incident_arithmetic(out, measure->counts[INCIDENTS], "incident", measure->raw);
}
