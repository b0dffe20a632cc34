/*
 * Incident sink: where the importers of incidents tell them, what they refuse, and what they pass
 * over because nobody did wrong. Shared by incident_json.h and bgpstream_csv.h.
 */
#ifndef WIRE_INCIDENT_SINK_H
#define WIRE_INCIDENT_SINK_H

#include "net/incident.h"
#include "wire/refusals.h"

/* Why an event is refused as a whole. */
enum incident_refusal {
	INCIDENT_TAKEN,
	INCIDENT_LINE_LONG,
	INCIDENT_NO_HEADING,
	INCIDENT_FIELDS,
	INCIDENT_TYPE,
	INCIDENT_NO_ID,
	INCIDENT_TIME,
	INCIDENT_NO_CULPRIT,
	INCIDENT_REASONS,
};

extern const char *const incident_refusal_says[INCIDENT_REASONS];

/* `incident` is borrowed for the time of the call. What is returned but 0 ends the parse. */
struct incident_sink {
	void *context; /* borrowed */
	int (*on_incident)(void *context, const struct incident *incident, struct place place);
};

struct incident_counts {
	struct refusals refusals; /* `taken`: told and passed over */
	uint64_t told[INCIDENT_KINDS];
	uint64_t outages; /* passed over: nobody's routes were touched */
	uint64_t benign;  /* passed over: their finder does not hold them to be wrong */
	uint64_t unread;  /* AS numbers and prefixes that cannot be read, left out of their event */
	uint64_t last_us; /* the latest start or end of any event; 0: none */
	bool has[INCIDENT_KINDS]; /* the input is about such events, even if it holds none */
};

static inline void incident_counts_init(struct incident_counts *counts)
{
	*counts = (struct incident_counts){ 0 };
	refusals_init(&counts->refusals, incident_refusal_says, INCIDENT_REASONS);
}

#endif
