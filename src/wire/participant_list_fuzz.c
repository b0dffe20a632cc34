/* Whatever the bytes: a participant has a name, its networks are in order, and it is counted. */
#include "base/fuzz.h"
#include "wire/participant_list.h"

static int check_participant(void *context, const struct participant_record *record,
			     struct place place)
{
	const struct participant *participant = &record->participant;
	uint64_t *seen = context;

	assert(place.line > 1 && strlen(participant->name) > 0);
	assert(strlen(participant->name) < PARTICIPANT_TEXT_MAX);
	assert(strlen(participant->economies) < PARTICIPANT_ECONOMIES_MAX);
	assert(participant->asn_count <= record->asns_given);
	for (size_t i = 0; i < participant->asn_count; i++) {
		assert(participant->asns[i].asn != ASN_NONE);
		assert(i == 0 || participant->asns[i].asn > participant->asns[i - 1].asn ||
		       participant->asns[i].role > participant->asns[i - 1].role);
	}
	for (size_t i = 0; i < record->claim_count; i++)
		assert(record->claims[i].action > 0 && record->claims[i].says[0] != '\0');
	(*seen)++;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	uint64_t seen = 0;
	struct participant_sink sink = { &seen, check_participant };
	struct text input = { (const char *)bytes, size };
	size_t half = size / 2;
	struct participant_list list;

	participant_list_init(&list, &sink);
	int done = participant_list_feed(&list, text_upto(input, half));
	assert(done == 0);
	done = participant_list_feed(&list, text_from(input, half));
	assert(done == 0);
	done = participant_list_finish(&list);
	assert(done == 0);
	assert(seen == list.refusals.taken && seen + refusals_total(&list.refusals) <= size);
	participant_list_clear(&list);
	return 0;
}
