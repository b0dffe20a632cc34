/* Whatever the bytes: an entry has its AS number, borrows what is there, and is counted. */
#include "base/fuzz.h"
#include "wire/asn_drop.h"

static int check_entry(void *context, const struct asn_drop_entry *entry, struct place place)
{
	uint64_t *seen = context;

	assert(entry->asn != ASN_NONE && place.line <= place.offset + 1);
	assert(entry->name.len <= ASN_DROP_LINE_MAX && entry->economy.len <= ASN_DROP_LINE_MAX);
	(*seen)++;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	uint64_t seen = 0;
	const struct asn_drop_sink sink = { &seen, check_entry };
	struct text input = { (const char *)bytes, size };
	struct asn_drop drop;

	asn_drop_init(&drop, &sink);
	int result = asn_drop_feed(&drop, text_upto(input, size / 2));
	if (result == 0)
		result = asn_drop_feed(&drop, text_from(input, size / 2));
	if (result == 0)
		result = asn_drop_finish(&drop);
	assert(result == 0 || drop.is_json);
	assert(seen == drop.refusals.taken && seen + refusals_total(&drop.refusals) <= size + 1);
	asn_drop_clear(&drop);
	return 0;
}
