/*
 * Bzip2 streams of many small blocks, then damaged or not, or anything that begins like one:
 * several threads give what one gives, read by read, and refuse what it refuses.
 */
#include "base/fuzz.h"
#include "sources/bzip2_joining.h"

enum { HEAD = 8, SIZE_MAX_FUZZED = 1 << 14, BLOCKS_MAX = 40, UNPACKED_MAX = 1 << 20 };

/* Each block is as long as its first byte says; a block of no bytes ends the stream, and another
 * begins. */
static void join_all(struct buffer *packed, const uint8_t *bytes, size_t size)
{
	struct joining joining;

	join_start(&joining, packed, 1);
	for (size_t blocks = 0; size > 0 && blocks < BLOCKS_MAX; blocks++) {
		size_t want = bytes[0], left = size - 1, here = want < left ? want : left;
		bytes++;
		size--;
		if (here > 0) {
			join_block(&joining, bytes, here);
		} else {
			join_end(&joining);
			join_start(&joining, packed, 9);
		}
		bytes += here;
		size -= here;
	}
	join_end(&joining);
}

/* The first byte says whether the contents are packed already; the next two choose the pieces, then
 * come place and bits of the damage. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct buffer packed;

	if (size <= HEAD || size > SIZE_MAX_FUZZED)
		return 0;
	buffer_init(&packed);
	if (bytes[0] % 2 == 0)
		join_all(&packed, bytes + HEAD, size - HEAD);
	else
		buffer_text(&packed, (struct text){ (const char *)bytes + HEAD, size - HEAD });
	bool damaged = bytes[0] % 2 > 0 || (bytes[5] | bytes[6] | bytes[7]) != 0;
	size_t place = (bytes[3] | (size_t)bytes[4] << 8) % packed.used;
	for (size_t i = 0; i < 3 && place + i < packed.used; i++)
		packed.bytes[place + i] ^= (char)bytes[5 + i];

	struct alike alike = { .read_size = 1 + 16 * (size_t)bytes[1],
			       .room = 1 + 16 * (size_t)bytes[2],
			       .unpacked_max = UNPACKED_MAX };
	check_alike(packed.bytes, packed.used, 2 + bytes[0] / 2 % 2, &alike);
	assert(damaged || alike.verdict == 0);
	buffer_clear(&packed);
	return 0;
}
