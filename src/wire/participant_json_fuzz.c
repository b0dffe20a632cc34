/* Whatever the bytes: a participant has a name and stands at a brace, and how they are cut changes
 * nothing. */
#include "base/fuzz.h"
#include "wire/participant_json.h"

struct seen {
	struct text input;
	uint64_t count, asns, claims;
};

static int check_participant(void *context, const struct participant_record *record,
			     struct place place)
{
	struct seen *seen = context;

	assert(place.offset < seen->input.len && seen->input.at[place.offset] == '{');
	assert(strlen(record->participant.name) > 0);
	assert(record->participant.asn_count <= record->asns_given);
	seen->count++;
	seen->asns += record->asns_given;
	seen->claims += record->claim_count;
	return 0;
}

static int read_all(struct seen *seen, size_t first)
{
	struct participant_sink sink = { seen, check_participant };
	struct participant_json json;

	participant_json_init(&json, &sink);
	int result = participant_json_feed(&json, text_upto(seen->input, first));
	if (result == 0)
		result = participant_json_feed(&json, text_from(seen->input, first));
	if (result == 0)
		result = participant_json_finish(&json);
	assert(seen->count == json.refusals.taken);
	assert(result == 0 || json.stream.fault_message[0] != '\0');
	participant_json_clear(&json);
	return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct seen whole = { .input = { (const char *)bytes, size } }, cut = whole;
	int result = read_all(&whole, size), again = read_all(&cut, size / 2);

	assert(result == again && whole.count == cut.count && whole.asns == cut.asns &&
	       whole.claims == cut.claims);
	return 0;
}
