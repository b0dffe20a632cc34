/* Whatever the bytes: what is given has its id, borrows what is there, and is counted. */
#include "base/fuzz.h"
#include "wire/as_org.h"

/* Reads every byte of a text, so that a sanitizer sees where it lies. */
static size_t touch(struct text text)
{
	size_t sum = 0;

	for (size_t i = 0; i < text.len; i++)
		sum += (unsigned char)text.at[i];
	assert(text.len <= AS_ORG_LINE_MAX);
	return sum;
}

static int check_organisation(void *context, const struct as_org_organisation *organisation,
			      struct place place)
{
	uint64_t *seen = context;

	assert(organisation->id.len > 0 && place.line > 0);
	size_t sum = touch(organisation->id) + touch(organisation->name) +
		     touch(organisation->country) + touch(organisation->source);
	assert(sum < SIZE_MAX);
	(*seen)++;
	return 0;
}

static int check_as(void *context, const struct as_org_as *as, struct place place)
{
	uint64_t *seen = context;

	assert(as->asn != ASN_NONE && place.line > 0);
	size_t sum = touch(as->organisation) + touch(as->name) + touch(as->source);
	assert(sum < SIZE_MAX);
	(*seen)++;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	uint64_t seen = 0;
	struct as_org_sink sink = { &seen, check_organisation, check_as };
	struct text input = { (const char *)bytes, size };
	size_t half = size / 2;
	struct as_org org;

	as_org_init(&org, &sink);
	int done = as_org_feed(&org, text_upto(input, half));
	assert(done == 0);
	done = as_org_feed(&org, text_from(input, half));
	assert(done == 0);
	done = as_org_finish(&org);
	assert(done == 0);
	assert(seen == org.refusals.taken && seen + refusals_total(&org.refusals) <= size);
	as_org_clear(&org);
	return 0;
}
