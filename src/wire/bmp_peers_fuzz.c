/* Whatever a router says: what is heard fits its kind, every message is taken or refused once, an
 * UPDATE is whole, and sessions are up only between a Peer Up and the next Peer Down. */
#include "base/fuzz.h"

#include "wire/bgp_message.h"
#include "wire/bmp_peers.h"
#include "wire/test_bmp.h"

static void check_routes(const struct bmp_heard *heard)
{
	struct reader message = heard->message;
	struct bgp_message update;
	int got = bgp_message_read(&message, &update);

	assert(got == 0 && update.type == BGP_UPDATE && reader_left(&message) == 0);
	assert(heard->codec.asn_size == 2 || heard->codec.asn_size == 4);
	assert(heard->has_session || heard->codec.path_id_families == 0);
	if (heard->codec.asn_size == 2)
		assert(heard->peer.type != BMP_PEER_LOC_RIB &&
		       (heard->peer.flags & BMP_FLAG_ASN2) != 0);
}

static void hear(void *context, const struct bmp_message *message)
{
	struct bmp_peers *peers = context;
	struct bmp_heard heard = { 0 };
	uint64_t before = peers->refusals.taken + refusals_total(&peers->refusals);
	int got = bmp_peers_read(peers, message, &heard);

	assert(peers->refusals.taken + refusals_total(&peers->refusals) == before + 1);
	assert(peers->messages == before + 1 && peers->count <= BMP_PEERS_MAX);
	if (got < 0)
		return;
	assert(message->version == BMP_VERSION && message->type <= BMP_ROUTE_MIRRORING);
	assert((heard.kind == BMP_HEARD_ROUTES) == (message->type == BMP_ROUTE_MONITORING));
	if (heard.kind == BMP_HEARD_ROUTES) {
		check_routes(&heard);
		return;
	}
	if (heard.kind != BMP_HEARD_UP)
		return;
	assert(heard.sent.role <= BGP_ROLE_MANY && heard.received.role <= BGP_ROLE_MANY);
	got = bmp_peers_read(peers, message, &heard);
	assert(got == 0 && heard.has_session);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct bmp_peers peers;

	bmp_peers_init(&peers);
	(void)bmp_walk(reader_over(bytes, size), 0, hear, &peers);
	bmp_peers_clear(&peers);
	return 0;
}
