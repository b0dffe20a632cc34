/* Whatever the bytes, and however they arrive: every octet is part of one message or lost. The
 * first chooses the pieces. */
#include "base/fuzz.h"

#include "wire/test_bgp_walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size == 0)
		return 0;
	struct reader in = reader_over(bytes + 1, size - 1);
	struct bgp_walk whole = bgp_walk(in, 0, NULL, NULL);
	struct bgp_walk pieces = bgp_walk(in, 1 + bytes[0], NULL, NULL);
	assert(whole.stream.lost_records > 0 || pieces.digest == whole.digest);
	return 0;
}
