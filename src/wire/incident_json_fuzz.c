/* Whatever the bytes, in every dialect: what is told keeps the promises of net/incident.h, and is
 * counted. */
#include "base/fuzz.h"
#include "wire/incident_json.h"

static int check_incident(void *context, const struct incident *incident, struct place place)
{
	uint64_t *seen = context;
	enum incident_role role = INCIDENT_CULPRIT;

	assert(incident->kind < INCIDENT_KINDS && incident->source.len > 0 && incident->id.len > 0);
	assert(incident->start_us > 0 && incident->end_us >= incident->start_us);
	assert(incident->confidence <= 100 || incident->confidence == INCIDENT_CONFIDENCE_UNKNOWN);
	assert(incident->party_count > 0 && incident->party_count <= INCIDENT_PARTIES_MAX);
	assert(incident->parties[0].role == INCIDENT_CULPRIT && place.line == 0);
	for (size_t i = 0; i < incident->party_count; i++) {
		assert(incident->parties[i].asn != ASN_NONE && incident->parties[i].role >= role);
		role = incident->parties[i].role;
		for (size_t k = 0; k < i; k++)
			assert(incident->parties[k].asn != incident->parties[i].asn);
	}
	assert(incident->prefix_count <= INCIDENT_PREFIXES_MAX &&
	       incident->prefix_total >= incident->prefix_count);
	(*seen)++;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct text input = { (const char *)bytes, size };

	for (unsigned kind = 0; kind < INCIDENT_JSON_KINDS; kind++) {
		uint64_t seen = 0;
		const struct incident_sink sink = { &seen, check_incident };
		struct incident_json json;

		incident_json_init(&json, (enum incident_json_kind)kind, &sink);
		int result = incident_json_feed(&json, text_upto(input, size / 2));
		if (result == 0)
			result = incident_json_feed(&json, text_from(input, size / 2));
		if (result == 0)
			result = incident_json_finish(&json);
		assert(result == 0 || result == ERR_MALFORMED || result == ERR_LIMIT ||
		       result == ERR_TRUNCATED);
		const struct incident_counts *counts = &json.counts;
		assert(seen == counts->told[INCIDENT_LEAK] + counts->told[INCIDENT_HIJACK]);
		assert(counts->refusals.taken == seen + counts->outages + counts->benign);
		assert(counts->refusals.taken + refusals_total(&counts->refusals) <= size);
		incident_json_clear(&json);
	}
	return 0;
}
