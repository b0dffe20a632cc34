/* Whatever the bytes: links keep their promises, and every line is counted once. */
#include "base/fuzz.h"
#include "wire/as_rel.h"

static int check_link(void *context, const struct as_link *link, struct place place)
{
	uint64_t *links = context;

	assert(link->a != ASN_NONE && link->b != ASN_NONE && link->a != link->b);
	assert(link->relation <= AS_SIBLING && place.line > 0);
	(*links)++;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	uint64_t links = 0;
	struct as_rel_sink sink = { &links, check_link };
	struct text input = { (const char *)bytes, size };
	size_t half = size / 2;
	struct as_rel rel;

	as_rel_init(&rel, &sink);
	int done = as_rel_feed(&rel, text_upto(input, half));
	assert(done == 0);
	done = as_rel_feed(&rel, text_from(input, half));
	assert(done == 0);
	done = as_rel_finish(&rel);
	assert(done == 0);
	assert(links == rel.refusals.taken && links + refusals_total(&rel.refusals) <= size);
	assert(rel.first_day <= rel.last_day);
	as_rel_clear(&rel);
	return 0;
}
