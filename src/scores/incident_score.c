#include "scores/incident_score.h"

#include <math.h>
#include <stdbool.h>

#include "base/sort.h"
#include "base/utc.h"

enum { DAYS_MAX = 32 };

static const uint64_t SHORT_US = 30 * 60 * UTC_SECOND;

/* Equal weights side by side, and in order of time. */
static int compare(const void *a, const void *b)
{
	const struct incident_event *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? -1 : 1;
	return (x->start_us > y->start_us) - (x->start_us < y->start_us);
}

/* Cuts the events to the period and drops those of which nothing is left; returns the rest. */
static size_t clip(struct incident_event *events, size_t count, uint64_t start_us, uint64_t end_us)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct incident_event event = events[i];
		if (event.start_us < start_us)
			event.start_us = start_us;
		if (event.end_us > end_us)
			event.end_us = end_us;
		if (event.start_us < event.end_us)
			events[kept++] = event;
	}
	return kept;
}

double incident_weight(const struct incident_event *incident)
{
	uint64_t duration_us = incident->end_us - incident->start_us;
	uint64_t days = duration_us / UTC_DAY;

	if (days == 0 && duration_us < SHORT_US)
		return 0.5 * incident->weight;
	return (double)(days + 1) * incident->weight;
}

size_t incident_merge(struct incident_event *events, size_t count, uint64_t start_us,
		      uint64_t end_us)
{
	size_t kept = clip(events, count, start_us, end_us), merged = 0;

	sort_items(events, kept, sizeof(*events), compare);
	for (size_t i = 0; i < kept;) {
		struct incident_event incident = events[i++];
		for (; i < kept && events[i].weight == incident.weight &&
		       events[i].start_us <= incident.end_us;
		     i++)
			if (events[i].end_us > incident.end_us)
				incident.end_us = events[i].end_us;
		events[merged++] = incident;
	}
	return merged;
}

double incident_raw(struct incident_event *events, size_t count, uint64_t start_us, uint64_t end_us)
{
	size_t merged = incident_merge(events, count, start_us, end_us);
	double raw = 0;

	for (size_t i = 0; i < merged; i++)
		raw += incident_weight(&events[i]);
	return raw;
}

double incident_raw_of_days(uint32_t days)
{
	struct incident_event events[DAYS_MAX];
	size_t count = 0;

	for (unsigned day = 0; day < DAYS_MAX; day++)
		if (days >> day & 1)
			events[count++] =
				(struct incident_event){ day * UTC_DAY, (day + 1) * UTC_DAY, 1.0 };
	return incident_raw(events, count, 0, DAYS_MAX * UTC_DAY);
}

/* The documented points (0.5: 60 %, 1: 49 %, 2: 36 %) lie on no plain exponential, but on this. */
double incident_score(double raw)
{
	return pow(0.6, sqrt(raw / 0.5));
}

void incident_arithmetic(struct buffer *out, uint64_t count, const char *thing, double raw)
{
	buffer_format(out, "raw %.9g from ", raw);
	buffer_number_of(out, count, thing);
	buffer_format(out, "; 0.6 ^ sqrt(%.9g / 0.5) = %.6g", raw, incident_score(raw));
}
