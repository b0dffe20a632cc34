/*
 * Peers: the routers that speak to collectors, numbered as they appear.
 *
 * A peer is one session: (collector, address, AS number). Updates whose collector nobody names are
 * taken to come from the collector that already has such a session, when there is just one.
 * Pure.
 */
#ifndef ROUTES_PEERS_H
#define ROUTES_PEERS_H

#include <stddef.h>

#include "base/index.h"
#include "net/asn.h"
#include "net/prefix.h"

struct peer {
	struct address address;
	asn_t asn;
	uint16_t collector; /* a number of the caller's */
};

enum {
	COLLECTOR_UNKNOWN = 0, /* updates do not say whose they are */
	COLLECTORS_MAX = 1024, /* there are some seventy in the world */
};

/* All public collectors together have some 3,000 peers; a file that names more is hostile. */
enum { PEERS_MAX = 1 << 16 };

struct peers {
	struct peer *all; /* owned */
	size_t count, room;
	struct index by_session; /* address and ASN */
};

void peers_init(struct peers *peers);
void peers_clear(struct peers *peers);

/* The number of this peer, which is added when it is new. ERR_LIMIT beyond PEERS_MAX. */
MUST_CHECK int peers_intern(struct peers *peers, const struct peer *peer, uint32_t *out_number);

#endif
