#include "routes/peers.h"

#include <stdlib.h>

#include "base/memory.h"

void peers_init(struct peers *peers)
{
	*peers = (struct peers){ 0 };
	index_init(&peers->by_session);
}

void peers_clear(struct peers *peers)
{
	free(peers->all);
	index_clear(&peers->by_session);
	peers_init(peers);
}

static uint64_t session_hash(const struct peer *peer)
{
	return hash_words(hash_words(peer->address.hi ^ peer->address.family, peer->address.lo),
			  peer->asn);
}

/* The one session with this address and AS number, whatever its collector; or of `collector`. */
static bool find(const struct peers *peers, const struct peer *peer, uint32_t *out_number)
{
	unsigned found = 0;

	for (struct probe p = index_probe(&peers->by_session, session_hash(peer));
	     index_next(&peers->by_session, &p);) {
		const struct peer *other = &peers->all[p.id];
		if (other->asn != peer->asn || !address_equal(&other->address, &peer->address))
			continue;
		if (other->collector == peer->collector) {
			*out_number = p.id;
			return true;
		}
		if (peer->collector == COLLECTOR_UNKNOWN) {
			*out_number = p.id;
			found++;
		}
	}
	return found == 1;
}

int peers_intern(struct peers *peers, const struct peer *peer, uint32_t *out_number)
{
	uint32_t number;

	if (find(peers, peer, &number)) {
		*out_number = number;
		return 0;
	}
	if (peers->count == PEERS_MAX)
		return ERR_LIMIT;
	number = (uint32_t)peers->count;
	peers->all = memory_grow(peers->all, &peers->room, peers->count + 1, sizeof(*peer));
	peers->all[peers->count++] = *peer;
	index_add(&peers->by_session, session_hash(peer), number);
	*out_number = number;
	return 0;
}
