/* Whatever the body: what is given lies inside it, iterators end, and a Peer Up or Peer Down holds
 * whole messages of BGP. The first octet is the type of the message. */
#include "base/fuzz.h"

#include "wire/bgp_message.h"
#include "wire/bmp_body.h"

static void check_message(struct reader message, unsigned type)
{
	struct bgp_message opened;
	int got = bgp_message_read(&message, &opened);

	assert(got == 0 && opened.type == type && reader_left(&message) == 0);
}

static void walk_tlvs(struct reader tlvs)
{
	size_t size = reader_left(&tlvs);
	struct bmp_tlv tlv;
	struct text text;
	int got;

	while ((got = bmp_tlv_next(&tlvs, &tlv)) > 0) {
		assert(reader_left(&tlv.value) + 4 + reader_left(&tlvs) <= size);
		(void)bmp_initiation_name(tlv.type);
		(void)bmp_peer_tlv_name(tlv.type);
		(void)bmp_termination_name(tlv.type);
		(void)bmp_mirroring_name(tlv.type);
	}
	assert(got == 0 || got == ERR_TRUNCATED);
	if (bmp_tlv_text(tlvs, BMP_INIT_SYS_NAME, &text))
		assert(text.len <= size);
}

static void walk_stats(struct reader in)
{
	struct bmp_stats stats;
	struct bmp_stat stat;

	if (bmp_stats_read(in, &stats) < 0)
		return;
	while (bmp_stat_next(&stats, &stat) > 0) {
		assert(!stat.has_family || stat.has_value);
		(void)bmp_stat_name(stat.type);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct bmp_peer peer;
	struct bmp_peer_up up;
	struct bmp_peer_down down;

	if (size == 0)
		return 0;
	struct reader in = reader_over(bytes + 1, size - 1);
	walk_tlvs(in);
	if (bmp_peer_read(&in, &peer) < 0)
		return 0;
	assert(reader_left(&in) == size - 1 - BMP_PEER_HEADER_SIZE);
	assert(peer.type <= BMP_PEER_LOC_RIB && bmp_rib_name(bmp_peer_rib(&peer)) != NULL);
	assert((bmp_peer_rib(&peer) == BMP_LOC_RIB) == (peer.type == BMP_PEER_LOC_RIB));
	walk_tlvs(in);
	walk_stats(in);
	if (bmp_peer_up_read(in, &peer, &up) == 0) {
		check_message(up.sent, BGP_OPEN);
		check_message(up.received, BGP_OPEN);
		walk_tlvs(up.tlvs);
	}
	if (bmp_peer_down_read(in, &down) == 0) {
		(void)bmp_down_name(down.reason);
		if (reader_left(&down.notification) > 0)
			check_message(down.notification, BGP_NOTIFICATION);
		walk_tlvs(down.tlvs);
	}
	return 0;
}
