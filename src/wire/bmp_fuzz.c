/* Whatever the bytes and however they arrive: framing moves on, accounts for every byte, and gives
 * the same messages. The first octet says how many arrive at a time. */
#include "base/fuzz.h"

#include "wire/test_bmp.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size == 0)
		return 0;
	struct reader in = reader_over(bytes + 1, size - 1);
	struct bmp_walk whole = bmp_walk(in, 0, NULL, NULL);
	struct bmp_walk pieces = bmp_walk(in, (size_t)bytes[0] + 1, NULL, NULL);
	assert(bmp_walk_equal(&whole, &pieces));
	return 0;
}
