/* Whatever the body: a session's two ends are of one family, and the message is what remains. The
 * first octet is type and subtype. */
#include "base/fuzz.h"

#include "wire/bgp4mp.h"

static size_t session_size(const struct bgp4mp *bgp4mp)
{
	size_t address = family_bits(bgp4mp->peer.family) / 8;
	size_t states = bgp4mp->is_state_change ? 4 : 0;

	if (bgp4mp->is_bare)
		return states > 0 ? 2 + address + states : 2 * (2 + address);
	return 2 * bgp4mp->asn_size + (bgp4mp->has_addresses ? 4 + 2 * address : 0) + states;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const uint16_t types[] = { MRT_BGP4MP, MRT_BGP, MRT_BGP4PLUS, MRT_BGP4PLUS_01 };
	struct bgp_message message;
	struct bgp4mp bgp4mp;

	if (size == 0)
		return 0;
	struct mrt_record record = { .type = types[bytes[0] / 16 % 4],
				     .subtype = bytes[0] % 16,
				     .body = reader_over(bytes + 1, size - 1) };
	if (bgp4mp_read(&record, &bgp4mp) < 0)
		return 0;
	assert(bgp4mp.asn_size == 2 || bgp4mp.asn_size == 4);
	assert(bgp4mp.asn_size == 4 || (bgp4mp.peer_asn | bgp4mp.local_asn) <= UINT16_MAX);
	assert(bgp4mp.peer.family == bgp4mp.local.family);
	assert(bgp4mp.is_bare == (record.type != MRT_BGP4MP));
	assert(!bgp4mp.message.failed);
	assert(reader_left(&bgp4mp.message) == size - 1 - session_size(&bgp4mp));
	if (!bgp4mp.is_state_change && bgp4mp_message(&bgp4mp, &message) == 0) {
		assert(message.type == bgp4mp.message_type);
		assert(reader_left(&message.body) <= reader_left(&bgp4mp.message));
	}
	return 0;
}
