/*
 * Incident draft: an incident while it is put together, within its ceilings. Inside of the
 * importers of incidents.
 *
 * In:   parties, prefixes and texts in any order, any number of times.
 * Out:  a struct incident that keeps the promises of net/incident.h, or why there is none.
 * Rule: an AS stands once, in its worst role: a culprit is no accomplice and no victim of itself.
 * Pure.
 */
#ifndef WIRE_INCIDENT_DRAFT_H
#define WIRE_INCIDENT_DRAFT_H

#include "wire/incident_sink.h"

enum { INCIDENT_TEXT_MAX = 1024 };

struct incident_text {
	size_t len;
	char bytes[INCIDENT_TEXT_MAX]; /* what is longer is cut */
};

struct incident_draft {
	enum incident_kind kind;
	uint64_t start_us, end_us; /* 0: not said; INCIDENT_OPEN: not over yet */
	uint8_t confidence;
	uint64_t prefix_said; /* how many prefixes, in the words of the source; 0: not said */
	struct incident_text id, says;

	size_t party_count[INCIDENT_ROLES];
	asn_t asns[INCIDENT_ROLES][INCIDENT_PARTIES_MAX];
	size_t prefix_count;
	uint64_t prefix_total;
	struct prefix prefixes[INCIDENT_PREFIXES_MAX];
	struct incident_party parties[INCIDENT_PARTIES_MAX]; /* as they are told */
};

void incident_draft_start(struct incident_draft *draft);
void incident_draft_text(struct incident_text *text, struct text value);
void incident_draft_party(struct incident_draft *draft, enum incident_role role, asn_t asn);
void incident_draft_prefix(struct incident_draft *draft, const struct prefix *prefix);

/*
 * Counts the event and tells it: INCIDENT_TIME when it has no start or ends before it,
 * INCIDENT_NO_CULPRIT when nobody did it, INCIDENT_NO_ID when it has no id. Returns 0, or what the
 * sink said.
 */
MUST_CHECK int incident_draft_tell(struct incident_draft *draft, struct text source,
				   struct place place, struct incident_counts *counts,
				   const struct incident_sink *sink);

#endif
