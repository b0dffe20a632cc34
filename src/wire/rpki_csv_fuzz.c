/* Whatever the bytes: payloads keep their promises (rpki_transcript.h), and how the input is cut
 * changes nothing. */
#include "base/fuzz.h"

#include "base/index.h"
#include "wire/rpki_csv.h"
#include "wire/rpki_transcript.h"

/* Cut at random places, or, when `seed` is 0, nowhere. */
static void run(struct text input, uint64_t seed, struct rpki_transcript *t)
{
	struct rpki_sink sink = transcript_sink(t);
	struct rpki_csv csv;
	int result = 0;

	buffer_init(&t->text);
	t->with_places = true;
	rpki_csv_init(&csv, &sink);
	while (input.len > 0 && result == 0) {
		size_t size = input.len;
		if (seed != 0)
			size = (size_t)(hash_words(seed++, input.len) % 40);
		result = rpki_csv_feed(&csv, text_upto(input, size));
		input = text_from(input, size);
	}
	int finished = rpki_csv_finish(&csv);
	assert(result == 0 || finished == result);
	assert((finished == 0) == (csv.fault.message[0] == '\0'));
	transcript_finish(t, finished, &csv.counts, &csv.fault);
	rpki_csv_clear(&csv);
}

/* The first two bytes choose the cuts. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct rpki_transcript whole = { 0 }, cut = { 0 };

	if (size < 2)
		return 0;
	struct text input = text_from((struct text){ (const char *)bytes, size }, 2);
	run(input, 0, &whole);
	run(input, (uint64_t)bytes[0] << 8 | bytes[1] | UINT64_C(1) << 32, &cut);
	assert(whole.text.used == cut.text.used);
	assert(memcmp(whole.text.bytes, cut.text.bytes, cut.text.used) == 0);
	buffer_clear(&whole.text);
	buffer_clear(&cut.text);
	return 0;
}
