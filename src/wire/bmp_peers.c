#include "wire/bmp_peers.h"

#include <stdlib.h>

#include "base/memory.h"
#include "wire/bgp_message.h"

struct bmp_peers_entry {
	enum bmp_peer_type type;
	bool is_out;
	bool is_up;
	uint64_t distinguisher;
	struct address address, local;
	struct bgp_session session;
};

static const char *const SAYS[BMP_REFUSALS] = {
	[BMP_DAMAGED] = "the message breaks off or contradicts itself",
	[BMP_UNKNOWN_VERSION] = "BMP of a version that is not read",
	[BMP_UNKNOWN_TYPE] = "a message of an unknown type",
	[BMP_UNKNOWN_PEER_TYPE] = "a peer of an unknown type",
	[BMP_AFTER_TERMINATION] = "a message after the end of the session",
	[BMP_TOO_MANY_PEERS] = "more peers than are kept",
};

void bmp_peers_init(struct bmp_peers *peers)
{
	*peers = (struct bmp_peers){ 0 };
	index_init(&peers->by_key);
	refusals_init(&peers->refusals, SAYS, BMP_REFUSALS);
}

void bmp_peers_clear(struct bmp_peers *peers)
{
	free(peers->all);
	index_clear(&peers->by_key);
	bmp_peers_init(peers);
}

void bmp_peers_restart(struct bmp_peers *peers)
{
	peers->count = 0;
	index_clear(&peers->by_key);
	peers->is_over = false;
}

static bool peer_is_out(const struct bmp_peer *peer)
{
	return peer->type != BMP_PEER_LOC_RIB && (peer->flags & BMP_FLAG_OUT) != 0;
}

static uint64_t key_hash(const struct bmp_peer *peer, bool is_out)
{
	uint64_t where = hash_words(peer->address.hi ^ peer->address.family, peer->address.lo);
	return hash_words(where ^ peer->distinguisher, (uint64_t)peer->type << 1 | is_out);
}

/* Borrows the entry with this key, up or not, or NULL. */
static struct bmp_peers_entry *find(const struct bmp_peers *peers, const struct bmp_peer *peer,
				    bool is_out)
{
	for (struct probe p = index_probe(&peers->by_key, key_hash(peer, is_out));
	     index_next(&peers->by_key, &p);) {
		struct bmp_peers_entry *entry = &peers->all[p.id];
		if (entry->type == peer->type && entry->is_out == is_out &&
		    entry->distinguisher == peer->distinguisher &&
		    address_equal(&entry->address, &peer->address))
			return entry;
	}
	return NULL;
}

/* The session that a message is about, or NULL when no Peer Up of it was seen. */
static struct bmp_peers_entry *find_session(const struct bmp_peers *peers,
					    const struct bmp_peer *peer)
{
	struct bmp_peers_entry *entry = find(peers, peer, peer_is_out(peer));

	if ((entry == NULL || !entry->is_up) && peer_is_out(peer))
		entry = find(peers, peer, false);
	return entry != NULL && entry->is_up ? entry : NULL;
}

/* The place of this peer, made if it is new; NULL beyond BMP_PEERS_MAX. */
static struct bmp_peers_entry *place(struct bmp_peers *peers, const struct bmp_peer *peer)
{
	bool is_out = peer_is_out(peer);
	struct bmp_peers_entry *entry = find(peers, peer, is_out);

	if (entry != NULL || peers->count == BMP_PEERS_MAX)
		return entry;
	peers->all = memory_grow(peers->all, &peers->room, peers->count + 1, sizeof(*entry));
	index_add(&peers->by_key, key_hash(peer, is_out), (uint32_t)peers->count);
	entry = &peers->all[peers->count++];
	*entry = (struct bmp_peers_entry){ .type = peer->type,
					   .is_out = is_out,
					   .distinguisher = peer->distinguisher,
					   .address = peer->address };
	return entry;
}

static struct bgp_codec codec_of(const struct bmp_peers_entry *session, const struct bmp_peer *peer)
{
	bool says_two = peer->type != BMP_PEER_LOC_RIB && (peer->flags & BMP_FLAG_ASN2) != 0;
	struct bgp_codec codec = { .asn_size = 2 };

	if (session != NULL)
		codec = peer_is_out(peer) ? session->session.sent.codec
					  : session->session.received.codec;
	if (!says_two)
		codec.asn_size = 4;
	return codec;
}

static int hear_routes(struct bmp_peers *peers, struct reader in, struct bmp_heard *heard)
{
	const struct bmp_peers_entry *session = find_session(peers, &heard->peer);
	int got = bmp_take_message(&in, BGP_UPDATE, &heard->message);

	if (got < 0)
		return got;
	if (reader_left(&in) > 0) /* section 4.6: one UPDATE */
		return ERR_MALFORMED;
	heard->codec = codec_of(session, &heard->peer);
	peers->without_session += session == NULL;
	return 0;
}

static int open_read(struct reader message, struct bgp_open *out_open)
{
	struct bgp_message open;
	int got = bgp_message_read(&message, &open);

	return got < 0 ? got : bgp_open_read(open.body, out_open);
}

static int hear_up(struct bmp_peers *peers, struct reader in, struct bmp_heard *heard)
{
	struct bmp_peers_entry *entry = place(peers, &heard->peer);

	if (entry == NULL)
		return ERR_LIMIT;
	/* What was agreed upon before is over, even if we cannot read what is agreed upon now. */
	entry->is_up = false;
	int got = bmp_peer_up_read(in, &heard->peer, &heard->up);
	if (got == 0)
		got = open_read(heard->up.sent, &heard->sent);
	if (got == 0)
		got = open_read(heard->up.received, &heard->received);
	if (got < 0)
		return got == ERR_UNSUPPORTED ? ERR_MALFORMED : got;
	heard->local = entry->local = heard->up.local;
	bgp_session_init(&entry->session, &heard->sent, &heard->received);
	entry->is_up = true;
	return 0;
}

static int hear_down(struct bmp_peers *peers, struct reader in, struct bmp_heard *heard)
{
	struct bmp_peers_entry *session = find_session(peers, &heard->peer);
	int got = bmp_peer_down_read(in, &heard->down);

	if (session != NULL)
		session->is_up = false;
	return got;
}

/* Messages that begin with a per-peer header. */
static int hear_peer(struct bmp_peers *peers, const struct bmp_message *message,
		     struct bmp_heard *heard)
{
	struct reader in = message->body;
	int got = bmp_peer_read(&in, &heard->peer);

	if (got < 0)
		return got;
	const struct bmp_peers_entry *session = find_session(peers, &heard->peer);
	heard->rib = bmp_peer_rib(&heard->peer);
	heard->has_session = session != NULL;
	if (session != NULL)
		heard->local = session->local;
	heard->body = in;
	switch (message->type) {
	case BMP_ROUTE_MONITORING:
		heard->kind = BMP_HEARD_ROUTES;
		return hear_routes(peers, in, heard);
	case BMP_PEER_UP:
		heard->kind = BMP_HEARD_UP;
		return hear_up(peers, in, heard);
	case BMP_PEER_DOWN:
		heard->kind = BMP_HEARD_DOWN;
		return hear_down(peers, in, heard);
	case BMP_STATISTICS:
		heard->kind = BMP_HEARD_STATISTICS;
		return 0;
	default:
		heard->kind = BMP_HEARD_MIRRORED;
		return 0;
	}
}

static int hear(struct bmp_peers *peers, const struct bmp_message *message, struct bmp_heard *heard)
{
	heard->body = message->body;
	switch (message->type) {
	case BMP_INITIATION:
		peers->is_over = false;
		heard->kind = BMP_HEARD_INITIATION;
		return 0;
	case BMP_TERMINATION:
		bmp_peers_restart(peers);
		peers->is_over = true;
		heard->kind = BMP_HEARD_TERMINATION;
		return 0;
	default:
		return hear_peer(peers, message, heard);
	}
}

/* Why a message is not even looked into; BMP_TAKEN if it is. */
static enum bmp_refusal refuse(const struct bmp_peers *peers, const struct bmp_message *message)
{
	if (message->version != BMP_VERSION)
		return BMP_UNKNOWN_VERSION;
	if (message->type > BMP_ROUTE_MIRRORING)
		return BMP_UNKNOWN_TYPE;
	if (peers->is_over && message->type != BMP_INITIATION)
		return BMP_AFTER_TERMINATION;
	return BMP_TAKEN;
}

static enum bmp_refusal reason_of(int got, const struct bmp_heard *heard)
{
	if (got == ERR_UNSUPPORTED)
		return BMP_UNKNOWN_PEER_TYPE;
	if (got == ERR_LIMIT)
		return BMP_TOO_MANY_PEERS;
	return got < 0 || heard->down.is_damaged ? BMP_DAMAGED : BMP_TAKEN;
}

int bmp_peers_read(struct bmp_peers *peers, const struct bmp_message *message,
		   struct bmp_heard *out_heard)
{
	struct place place = { .line = ++peers->messages, .offset = message->offset };
	enum bmp_refusal refusal = refuse(peers, message);
	struct bmp_heard heard = { 0 };
	int got = ERR_UNSUPPORTED;

	if (refusal == BMP_AFTER_TERMINATION)
		got = ERR_MALFORMED;
	if (refusal == BMP_TAKEN) {
		got = hear(peers, message, &heard);
		refusal = reason_of(got, &heard);
	}
	refusals_count(&peers->refusals, refusal, place);
	if (got == 0)
		*out_heard = heard;
	return got;
}
