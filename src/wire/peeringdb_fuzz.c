/* Whatever the bytes: items keep their promises (peeringdb_transcript.h), and neither how the input
 * is cut nor where the parser's own pieces end changes anything. */
#include "base/fuzz.h"

#include "base/index.h"
#include "wire/peeringdb_transcript.h"

/* With blanks before the input and cut at random places, or, when `seed` is 0, with neither. */
static void run(struct text input, uint64_t seed, struct peeringdb_transcript *t)
{
	static char blanks[JSON_PIECE];
	struct peeringdb_sink sink = transcript_sink(t);
	struct peeringdb db;
	int result = 0;

	buffer_init(&t->text);
	peeringdb_init(&db, &sink);
	if (seed != 0) {
		memset(blanks, ' ', sizeof(blanks));
		t->blanks = sizeof(blanks) - seed % (input.len % sizeof(blanks) + 1);
		result = peeringdb_feed(&db, (struct text){ blanks, t->blanks });
	}
	while (input.len > 0 && result == 0) {
		size_t size = input.len;
		if (seed != 0)
			size = (size_t)(hash_words(seed++, input.len) % 1000);
		result = peeringdb_feed(&db, text_upto(input, size));
		input = text_from(input, size);
	}
	int finished = peeringdb_finish(&db);
	assert(result == 0 || finished == result);
	transcript_finish(t, finished, &db);
	peeringdb_clear(&db);
}

/* The first two bytes choose the cuts. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct peeringdb_transcript whole = { 0 }, cut = { 0 };
	struct text all = { (const char *)bytes, size }, input = text_from(all, 2);

	if (size < 2 || text_starts(input, TEXT("\xef\xbb\xbf")))
		return 0;
	run(input, 0, &whole);
	run(input, (uint64_t)bytes[0] << 8 | bytes[1] | UINT64_C(1) << 32, &cut);
	assert(whole.text.used == cut.text.used);
	assert(whole.text.used == 0 ||
	       memcmp(whole.text.bytes, cut.text.bytes, cut.text.used) == 0);
	buffer_clear(&whole.text);
	buffer_clear(&cut.text);
	return 0;
}
