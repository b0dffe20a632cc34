/* Whatever the bytes: payloads keep their promises (rpki_transcript.h), how the input is cut
 * changes nothing, and it is a set only when it ends in an End of Data. */
#include "base/fuzz.h"

#include "wire/rpki_transcript.h"
#include "wire/rtr_payloads.h"

static int run(struct text input, size_t piece, struct rpki_transcript *t)
{
	struct rpki_sink sink = transcript_sink(t);
	struct rtr_payloads payloads;
	size_t size = input.len;
	int result = 0;

	buffer_init(&t->text);
	t->with_places = true;
	rtr_payloads_init(&payloads, &sink);
	for (; input.len > 0 && result == 0; input = text_from(input, piece))
		result = rtr_payloads_feed(&payloads, text_upto(input, piece));
	int finished = rtr_payloads_finish(&payloads);
	assert(result == 0 || finished == result);
	assert((finished == 0) == (payloads.fault.message[0] == '\0'));
	assert(payloads.fault.place.offset <= size);
	assert(payloads.version <= RTR_VERSION_MAX && (finished != 0 || size >= 8 + 12));
	transcript_finish(t, finished, &payloads.counts, &payloads.fault);
	rtr_payloads_clear(&payloads);
	return finished;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct text input = { size > 0 ? (const char *)bytes : "", size };
	struct rpki_transcript whole = { 0 }, cut = { 0 };
	int result = run(input, SIZE_MAX, &whole), again = run(input, 1 + size % 11, &cut);

	assert(result == again && whole.text.used == cut.text.used);
	assert(memcmp(whole.text.bytes, cut.text.bytes, cut.text.used) == 0);
	buffer_clear(&whole.text);
	buffer_clear(&cut.text);
	return 0;
}
