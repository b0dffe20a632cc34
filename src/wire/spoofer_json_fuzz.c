/* Whatever the bytes: a test has its AS, its time, and a client of one family; each is counted. */
#include "base/fuzz.h"
#include "wire/spoofer_json.h"

static int check_test(void *context, const struct spoof_test *test, struct place place)
{
	uint64_t *seen = context;

	assert(test->asn != ASN_NONE && test->time_us > 0 && place.line == 0);
	assert(test->client.family == FAMILY_V4 || test->client.family == FAMILY_V6);
	assert(test->client.len <= family_bits(test->client.family));
	assert(test->routed < SPOOF_OUTCOMES && test->private_space < SPOOF_OUTCOMES);
	(*seen)++;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	uint64_t seen = 0;
	const struct spoofer_sink sink = { &seen, check_test };
	struct text input = { (const char *)bytes, size };
	struct spoofer_json json;

	spoofer_json_init(&json, &sink);
	int result = spoofer_json_feed(&json, text_upto(input, size / 2));
	if (result == 0)
		result = spoofer_json_feed(&json, text_from(input, size / 2));
	if (result == 0)
		result = spoofer_json_finish(&json);
	assert(result == 0 || result == ERR_MALFORMED || result == ERR_LIMIT ||
	       result == ERR_TRUNCATED);
	assert(seen == json.refusals.taken && seen + refusals_total(&json.refusals) <= size);
	spoofer_json_clear(&json);
	return 0;
}
