/*
 * BGP event: one thing that somebody says, whatever the format it came in: a peer has, announces or
 * withdraws a route, its session changes, it sends another message, or a router reports on itself.
 *
 * Tables, updates, BMP, RIS Live and captures all come down to these; printers, filters and copies
 * know nothing else. An event borrows everything until the sink returns.
 */
#ifndef WIRE_BGP_EVENT_H
#define WIRE_BGP_EVENT_H

#include "base/text.h"
#include "net/asn.h"
#include "net/prefix.h"
#include "wire/attr_block.h"
#include "wire/bgp_codec.h"
#include "wire/bgp_nlri.h"
#include "wire/bgp_peer.h"

struct bgp_faults;
struct bmp_heard;
struct mrt_record;

enum bgp_event_kind {
	BGP_HAS, /* a row of a table */
	BGP_ANNOUNCES,
	BGP_WITHDRAWS,
	BGP_STATE_CHANGES, /* of the session, BMP's Peer Up and Peer Down too */
	BGP_SAYS,          /* a message but UPDATE, or an UPDATE without any prefix */
	BGP_REPORTS,       /* BMP of a router: statistics, initiation, termination, mirroring */
	BGP_LISTS_PEERS,   /* MRT's PEER_INDEX_TABLE: nothing to print, but copies need it */
	BGP_UNREAD,        /* an MRT record that we have no words for */
};

enum bgp_format {
	FORMAT_TABLE_DUMP,
	FORMAT_TABLE_DUMP_V2,
	FORMAT_BGP4MP,    /* MRT without microseconds, the types before BGP4MP too */
	FORMAT_BGP4MP_ET, /* with */
	FORMAT_BMP,
	FORMAT_RIS_LIVE,
	FORMAT_BGP, /* bare messages; in a file without any time (0), in a capture with that of the
		       packet */
};

/* Which of a router's tables is spoken of (RFC 7854 section 4.2, RFC 8671, RFC 9069). */
enum bgp_rib {
	RIB_UNTOLD, /* formats other than BMP: what a collector hears, before any policy of its own
		     */
	RIB_IN_PRE,
	RIB_IN_POST,
	RIB_OUT_PRE,
	RIB_OUT_POST,
	RIB_LOC,
};

struct bgp_event {
	enum bgp_event_kind kind;
	enum bgp_format format;
	uint64_t time_us;      /* since 1970, UTC; 0: the format knows none */
	uint64_t offset;       /* of the record in its unpacked file */
	uint64_t number;       /* of the record in its file, from 0, as bgpdump -p counts */
	struct text collector; /* or router; "" when nobody says */
	const struct mrt_record *record; /* NULL unless of MRT */
	const struct bmp_heard *bmp;     /* NULL unless of BMP */

	struct bgp_peer peer;
	uint64_t peer_table;  /* of TABLE_DUMP_V2: which PEER_INDEX_TABLE, of all in this run */
	unsigned peer_number; /* and the peer's place in it */
	bool is_local;        /* said by the collector to this peer, not by it */
	bool has_local;       /* the two below are known */
	asn_t local_asn;
	struct address local;
	enum bgp_rib rib;
	uint64_t distinguisher; /* of the peer's VRF; BMP */

	/* Of a message. */
	unsigned message_type;
	struct reader message;           /* with its header; empty for those that have none */
	struct bgp_codec codec;          /* how an UPDATE is decoded */
	const struct bgp_faults *faults; /* RFC 7606; NULL when nothing is wrong or nobody asked */

	/* Of a route. */
	unsigned afi, safi; /* SAFI 3 is unicast and multicast (RFC 2858) */
	bool has_prefix;    /* else `nlri` says all */
	struct prefix prefix;
	const struct bgp_nlri *nlri; /* NULL when the prefix says all */
	bool has_path_id;
	uint32_t path_id;
	uint32_t originated;          /* seconds since 1970; only BGP_HAS */
	struct reader entry;          /* a row's entry as it stands there; only TABLE_DUMP_V2 */
	struct attr_block attributes; /* not BGP_WITHDRAWS */

	uint16_t old_state, new_state; /* BGP_STATE_CHANGES */
	bool is_end_of_rib; /* BGP_SAYS an UPDATE: RFC 4724 section 2; `afi` and `safi` say of what
			     */

	/* What differs from the event before, for those who keep pieces. */
	bool is_first; /* of its record: all differs */
	bool has_new_prefix, has_new_attributes;
};

/* How much of an event is known when a sink is asked whether it wants more of it. */
enum bgp_known {
	BGP_KNOWS_RECORD = 1, /* format, time, collector */
	BGP_KNOWS_PEER = 2,   /* and which of its tables, and who sent the message */
	BGP_KNOWS_PREFIX = 4, /* and kind and family */
	BGP_KNOWS_ALL = 7,    /* but the attributes have not been looked at; they never are */
};

struct bgp_sink {
	void *context;
	void (*take)(void *context, const struct bgp_event *event);
	/* May be NULL. Could any event be wanted that agrees with what is `known` of this one? If
	 * not, a row or a message is passed over without a look at its insides. */
	bool (*wants)(void *context, const struct bgp_event *event, unsigned known);
	/* May be NULL. A record has ended that gave at least one event. */
	void (*end)(void *context, const struct bgp_event *last);
};

/* Takes over what is in a route of a family that needs more than a prefix. */
static inline void bgp_event_set_nlri(struct bgp_event *event, const struct bgp_nlri *nlri)
{
	event->afi = nlri->afi;
	event->safi = nlri->safi;
	event->nlri = nlri;
	event->has_prefix = nlri->has_prefix;
	event->prefix = nlri->prefix;
	event->path_id = nlri->path_id;
	event->has_new_prefix = true;
}

static inline bool bgp_event_is_route(const struct bgp_event *event)
{
	return event->kind <= BGP_WITHDRAWS;
}

#endif
