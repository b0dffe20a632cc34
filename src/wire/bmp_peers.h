/*
 * BMP peers: what one router has said about its sessions, so that what it says next is understood.
 * RFC 7854, RFC 8671, RFC 9069.
 *
 * In:   the messages of one connection, in their order (wire/bmp.h).
 * Out:  what was heard: a route of which table of which peer, with how its UPDATE is to be decoded;
 *       a session that came up or went down.
 * Promise: no Route Monitoring is dropped because its Peer Up was not seen, no session stays up
 *       that a Peer Down names, and a mirrored message is never given as a route. What is not
 *       understood is refused by reason.
 *
 * Peers are told apart by (type, distinguisher, address, whether the O flag is set). A message of
 * Adj-RIB-Out for which no Peer Up with an O flag came belongs to the session without: there is one
 * session, and most routers announce it once.
 *
 * How an UPDATE is decoded:
 *  - Path identifiers: as the OPENs in Peer Up say (RFC 7911 section 5) for the direction of the
 *    table. None when no Peer Up was seen.
 *  - AS numbers have two octets only when two witnesses agree: the A flag is set, and the OPENs, if
 *    we have them, show a speaker without the four-octet capability. The flag alone is set wrongly
 *    by GoBGP; the OPENs alone are not enough, for a router may widen the paths of an old peer and
 *    then clears the flag (RFC 7854 section 4.2). Loc-RIB always has four (RFC 9069 section 5.2).
 *
 * Known: FRR announces its tables as a peer 0.0.0.0 of AS0 and not of type Loc-RIB, or not at all;
 * GoBGP sends its Loc-RIB without a Peer Up. Such routes are heard without a session. FRR also
 * writes paths of two octets into some VPN routes of its Loc-RIB, against RFC 9069: their AS_PATH
 * is malformed.
 *
 * Pure but for memory, which is bounded. When the connection ends, that is the caller's to know:
 * every session is then over, and bmp_peers_restart() forgets them.
 */
#ifndef WIRE_BMP_PEERS_H
#define WIRE_BMP_PEERS_H

#include "base/index.h"
#include "wire/bgp_open.h"
#include "wire/bmp_body.h"
#include "wire/refusals.h"

/* A large route server has some thousand sessions, a router with many VRFs ten thousand. Those
 * that went down count too: their places are kept for when they come back. */
enum { BMP_PEERS_MAX = 1 << 16 };

enum bmp_refusal {
	BMP_TAKEN,
	BMP_DAMAGED,           /* the message breaks off or contradicts itself */
	BMP_UNKNOWN_VERSION,   /* 4 */
	BMP_UNKNOWN_TYPE,      /* of message */
	BMP_UNKNOWN_PEER_TYPE, /* a peer of a type without known flags */
	BMP_AFTER_TERMINATION, /* something but an Initiation */
	BMP_TOO_MANY_PEERS,    /* a Peer Up beyond BMP_PEERS_MAX */
	BMP_REFUSALS,
};

enum bmp_heard_kind {
	BMP_HEARD_ROUTES,      /* Route Monitoring */
	BMP_HEARD_UP,          /* Peer Up */
	BMP_HEARD_DOWN,        /* Peer Down */
	BMP_HEARD_STATISTICS,  /* `body` is for bmp_stats_read() */
	BMP_HEARD_MIRRORED,    /* `body` is TLVs */
	BMP_HEARD_INITIATION,  /* `body` is TLVs */
	BMP_HEARD_TERMINATION, /* `body` is TLVs. All sessions are over */
};

/* All is borrowed from the message. */
struct bmp_heard {
	enum bmp_heard_kind kind;
	struct bmp_peer peer; /* not Initiation, Termination */
	enum bmp_rib rib;
	bool has_session;     /* a Peer Up was seen, and no Peer Down since; before this message */
	struct address local; /* our end of it, when has_session or BMP_HEARD_UP */
	struct bgp_codec codec; /* ROUTES: how to decode `message` */
	struct reader message;  /* ROUTES: an UPDATE with its marker */
	struct bmp_peer_up up;  /* UP */
	struct bgp_open sent;   /* UP: the OPENs in it, by the monitored router and its peer */
	struct bgp_open received;
	struct bmp_peer_down down; /* DOWN */
	struct reader body;        /* of other kinds: what stands behind the per-peer header */
};

struct bmp_peers {
	struct bmp_peers_entry *all; /* owned */
	size_t count, room;
	struct index by_key;
	bool is_over;             /* a Termination came */
	uint64_t messages;        /* so far */
	uint64_t without_session; /* Route Monitoring whose Peer Up was not seen */
	struct refusals refusals; /* `line` of a place is the message's number, from 1 */
};

void bmp_peers_init(struct bmp_peers *peers);
void bmp_peers_clear(struct bmp_peers *peers);
/* A new connection: forgets the sessions; counters go on. */
void bmp_peers_restart(struct bmp_peers *peers);

/* 0; or the refusal, counted, as ERR_TRUNCATED, ERR_MALFORMED, ERR_UNSUPPORTED or ERR_LIMIT. A Peer
 * Down with damaged details is heard, and counted as BMP_DAMAGED all the same. */
MUST_CHECK int bmp_peers_read(struct bmp_peers *peers, const struct bmp_message *message,
			      struct bmp_heard *out_heard);

#endif
