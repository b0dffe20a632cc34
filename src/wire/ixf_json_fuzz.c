/* Whatever the bytes: what is told is complete and stands at a brace, and how they are cut changes
 * nothing. */
#include "base/fuzz.h"
#include "wire/ixf_json.h"

struct seen {
	struct text input;
	uint64_t count, connections;
};

static void check_place(const struct seen *seen, struct place place)
{
	assert(place.offset < seen->input.len && seen->input.at[place.offset] == '{');
}

static int check_exchange(void *context, const struct ixf_exchange *exchange, struct place place)
{
	struct seen *seen = context;

	check_place(seen, place);
	assert(exchange->name[0] != '\0' && strlen(exchange->name) < IXF_TEXT_MAX);
	assert(strlen(exchange->country) == 0 || strlen(exchange->country) == 2);
	seen->count++;
	return 0;
}

static int check_member(void *context, const struct ixf_member *member, struct place place)
{
	struct seen *seen = context;

	check_place(seen, place);
	assert(member->asn != ASN_NONE && member->connection_count <= IXF_CONNECTIONS_MAX);
	for (size_t i = 0; i < member->connection_count; i++)
		assert(member->connections[i].role < PARTICIPANT_ASN_ROLES);
	seen->count++;
	seen->connections += member->connection_count;
	return 0;
}

static int read_all(struct seen *seen, size_t first)
{
	struct ixf_sink sink = { seen, check_exchange, check_member };
	struct ixf_json json;

	ixf_json_init(&json, &sink);
	int result = ixf_json_feed(&json, text_upto(seen->input, first));
	if (result == 0)
		result = ixf_json_feed(&json, text_from(seen->input, first));
	if (result == 0)
		result = ixf_json_finish(&json);
	assert(seen->count == json.refusals.taken);
	assert(result == 0 || json.stream.fault_message[0] != '\0');
	ixf_json_clear(&json);
	return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct seen whole = { .input = { (const char *)bytes, size } }, cut = whole;
	int result = read_all(&whole, size), again = read_all(&cut, size / 2);

	assert(result == again && whole.count == cut.count && whole.connections == cut.connections);
	return 0;
}
