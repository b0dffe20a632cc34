/* Whatever the bytes: delegations keep their promises, and a line's prefixes follow each other
 * without gap or overlap. */
#include "base/fuzz.h"
#include "wire/delegated.h"

struct watch {
	uint64_t line;
	uint64_t next; /* IPv4 address that the same line must go on with */
	unsigned prefixes;
};

static int check_delegation(void *context, const struct delegation *delegation, struct place place)
{
	struct watch *watch = context;

	assert(delegation->status <= DELEGATION_RESERVED && delegation->registry <= REGISTRY_IETF);
	assert(delegation->economy[2] == '\0');
	if (delegation->kind == DELEGATION_ASN) {
		assert(delegation->asns.first <= delegation->asns.last);
		return 0;
	}
	struct prefix prefix = delegation->prefix;
	struct prefix cut = prefix_cut(&prefix, prefix.len);
	assert(prefix.len <= family_bits(prefix.family) && prefix_equal(&prefix, &cut));
	if (prefix.family == FAMILY_V6)
		return 0;
	uint64_t first = prefix.hi >> 32;
	assert(place.line != watch->line || first == watch->next);
	watch->prefixes = place.line == watch->line ? watch->prefixes + 1 : 1;
	assert(watch->prefixes <= 62); /* up to the greatest, then down from it */
	watch->line = place.line;
	watch->next = first + (UINT64_C(1) << (32 - prefix.len));
	assert(watch->next <= UINT64_C(1) << 32);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct watch watch = { 0 };
	struct delegated_sink sink = { &watch, check_delegation };
	struct text input = { (const char *)bytes, size };
	size_t half = size / 2;
	struct delegated delegated;

	delegated_init(&delegated, &sink);
	int done = delegated_feed(&delegated, text_upto(input, half));
	assert(done == 0);
	done = delegated_feed(&delegated, text_from(input, half));
	assert(done == 0);
	done = delegated_finish(&delegated);
	assert(done == 0);
	assert(delegated.refusals.taken + refusals_total(&delegated.refusals) ==
	       delegated.records[DELEGATED_ALL].present);
	delegated_clear(&delegated);
	return 0;
}
