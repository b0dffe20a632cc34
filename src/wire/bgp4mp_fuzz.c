/* Whatever the body: a session's two ends are of one family, and the message is what remains. The
 * first octet is the subtype. */
#include "base/fuzz.h"

#include "wire/bgp4mp.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct bgp4mp bgp4mp;

	if (size == 0)
		return 0;
	struct mrt_record record = { .type = MRT_BGP4MP,
				     .subtype = bytes[0] % 16,
				     .body = reader_over(bytes + 1, size - 1) };
	if (bgp4mp_read(&record, &bgp4mp) < 0)
		return 0;
	assert(bgp4mp.asn_size == 2 || bgp4mp.asn_size == 4);
	assert(bgp4mp.asn_size == 4 || (bgp4mp.peer_asn | bgp4mp.local_asn) <= UINT16_MAX);
	assert(bgp4mp.peer.family == bgp4mp.local.family);
	assert(!bgp4mp.message.failed);
	size_t fixed = 2 * bgp4mp.asn_size + 4 + 2 * family_bits(bgp4mp.peer.family) / 8 +
		       (bgp4mp.is_state_change ? 4 : 0);
	assert(reader_left(&bgp4mp.message) == size - 1 - fixed);
	return 0;
}
