#include "wire/incident_draft.h"

const char *const incident_refusal_says[INCIDENT_REASONS] = {
	[INCIDENT_LINE_LONG] = "a line longer than 64 KiB",
	[INCIDENT_NO_HEADING] = "a row before any line that names its fields",
	[INCIDENT_FIELDS] = "not as many fields as the heading names",
	[INCIDENT_TYPE] = "an event of a kind that we do not know",
	[INCIDENT_NO_ID] = "an event without an id",
	[INCIDENT_TIME] = "an event without a start, or that ends before it",
	[INCIDENT_NO_CULPRIT] = "an event that names no culprit",
};

void incident_draft_start(struct incident_draft *draft)
{
	draft->kind = INCIDENT_LEAK;
	draft->start_us = draft->end_us = 0;
	draft->confidence = INCIDENT_CONFIDENCE_UNKNOWN;
	draft->prefix_said = 0;
	draft->id.len = draft->says.len = 0;
	memset(draft->party_count, 0, sizeof(draft->party_count));
	draft->prefix_count = 0;
	draft->prefix_total = 0;
}

void incident_draft_text(struct incident_text *text, struct text value)
{
	value = text_upto(value, INCIDENT_TEXT_MAX);
	if (value.len > 0)
		memcpy(text->bytes, value.at, value.len);
	text->len = value.len;
}

static bool has_party(const struct incident_draft *draft, enum incident_role role, asn_t asn)
{
	for (size_t i = 0; i < draft->party_count[role]; i++)
		if (draft->asns[role][i] == asn)
			return true;
	return false;
}

void incident_draft_party(struct incident_draft *draft, enum incident_role role, asn_t asn)
{
	if (asn == ASN_NONE || draft->party_count[role] == INCIDENT_PARTIES_MAX ||
	    has_party(draft, role, asn))
		return;
	draft->asns[role][draft->party_count[role]++] = asn;
}

/* Those beyond the ceiling are counted as they come, even if they come twice. */
void incident_draft_prefix(struct incident_draft *draft, const struct prefix *prefix)
{
	for (size_t i = 0; i < draft->prefix_count; i++)
		if (prefix_equal(&draft->prefixes[i], prefix))
			return;
	draft->prefix_total++;
	if (draft->prefix_count < INCIDENT_PREFIXES_MAX)
		draft->prefixes[draft->prefix_count++] = *prefix;
}

/* Culprits first; returns how many there are. */
static size_t put_parties(struct incident_draft *draft)
{
	size_t count = 0;

	for (enum incident_role role = INCIDENT_CULPRIT; role < INCIDENT_ROLES; role++)
		for (size_t i = 0; i < draft->party_count[role]; i++) {
			asn_t asn = draft->asns[role][i];
			bool is_worse = false;
			for (enum incident_role worse = INCIDENT_CULPRIT; worse < role; worse++)
				is_worse = is_worse || has_party(draft, worse, asn);
			if (!is_worse && count < INCIDENT_PARTIES_MAX)
				draft->parties[count++] = (struct incident_party){ asn, role };
		}
	return count;
}

static enum incident_refusal check(const struct incident_draft *draft)
{
	if (draft->id.len == 0)
		return INCIDENT_NO_ID;
	if (draft->start_us == 0 || draft->end_us < draft->start_us)
		return INCIDENT_TIME;
	return draft->party_count[INCIDENT_CULPRIT] > 0 ? INCIDENT_TAKEN : INCIDENT_NO_CULPRIT;
}

int incident_draft_tell(struct incident_draft *draft, struct text source, struct place place,
			struct incident_counts *counts, const struct incident_sink *sink)
{
	enum incident_refusal reason = check(draft);

	counts->has[draft->kind] = true;
	refusals_count(&counts->refusals, reason, place);
	if (reason != INCIDENT_TAKEN)
		return 0;
	uint64_t last_us = draft->end_us != INCIDENT_OPEN ? draft->end_us : draft->start_us;
	if (last_us > counts->last_us)
		counts->last_us = last_us;
	counts->told[draft->kind]++;
	const struct incident incident = {
		.source = source,
		.id = { draft->id.bytes, draft->id.len },
		.kind = draft->kind,
		.start_us = draft->start_us,
		.end_us = draft->end_us,
		.confidence = draft->confidence,
		.says = { draft->says.bytes, draft->says.len },
		.url = TEXT(""),
		.parties = draft->parties,
		.party_count = put_parties(draft),
		.prefixes = draft->prefixes,
		.prefix_count = draft->prefix_count,
		.prefix_total = draft->prefix_said > draft->prefix_total ? draft->prefix_said
									 : draft->prefix_total,
	};
	return sink->on_incident(sink->context, &incident, place);
}
