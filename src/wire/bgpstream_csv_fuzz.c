/* Whatever the bytes: what is told has an id, a time and a culprit, and each row is counted. */
#include "base/fuzz.h"
#include "wire/bgpstream_csv.h"

static int check_incident(void *context, const struct incident *incident, struct place place)
{
	uint64_t *seen = context;

	assert(incident->id.len > 0 && incident->id.len <= BGPSTREAM_CSV_LINE_MAX);
	assert(incident->start_us > 0 && incident->end_us >= incident->start_us);
	assert(incident->party_count > 0 && incident->parties[0].asn != ASN_NONE);
	assert(incident->parties[0].role == INCIDENT_CULPRIT && place.line > 1);
	(*seen)++;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	uint64_t seen = 0;
	const struct incident_sink sink = { &seen, check_incident };
	struct text input = { (const char *)bytes, size };
	struct bgpstream_csv csv;

	bgpstream_csv_init(&csv, &sink);
	int done = bgpstream_csv_feed(&csv, text_upto(input, size / 2));
	assert(done == 0);
	done = bgpstream_csv_feed(&csv, text_from(input, size / 2));
	assert(done == 0);
	done = bgpstream_csv_finish(&csv);
	assert(done == 0);
	const struct incident_counts *counts = &csv.counts;
	assert(seen == counts->told[INCIDENT_LEAK] + counts->told[INCIDENT_HIJACK]);
	assert(counts->refusals.taken == seen + counts->outages + counts->benign);
	assert(counts->refusals.taken + refusals_total(&counts->refusals) <= size);
	bgpstream_csv_clear(&csv);
	return 0;
}
