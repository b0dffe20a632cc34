/*
 * MRT framing: cuts bytes into dated records, and finds the next good record after damage.
 * RFC 6396 sections 2 and 3, RFC 8050; older types as archives since 1999 carry them.
 *
 * In:   bytes from anyone, piece by piece.
 * Out:  one record at a time; its body borrows those bytes.
 * Promise: a damaged record costs that record. A length is believed when it leads to a header and
 *       no other header stands where the body ends by what it says itself, or when the body bears
 *       it out and hides no chain of headers. If it is not, the next place is sought where three
 *       headers follow each other or where a body bears its length out. A record of a type that
 *       nobody knows is a record when three headers follow it.
 * Pure: no I/O, no allocation.
 */
#ifndef WIRE_MRT_H
#define WIRE_MRT_H

#include "base/err.h"
#include "wire/framing.h"

/* Section 4; those below 11 are deprecated (appendix B): MRTd wrote them until 2002. */
enum mrt_type {
	MRT_NULL = 0,
	MRT_START = 1,
	MRT_DIE = 2,
	MRT_I_AM_DEAD = 3,
	MRT_PEER_DOWN = 4,
	MRT_BGP = 5,
	MRT_RIP = 6,
	MRT_IDRP = 7,
	MRT_RIPNG = 8,
	MRT_BGP4PLUS = 9,
	MRT_BGP4PLUS_01 = 10,
	MRT_OSPFV2 = 11,
	MRT_TABLE_DUMP = 12,
	MRT_TABLE_DUMP_V2 = 13,
	MRT_BGP4MP = 16,
	MRT_BGP4MP_ET = 17,
	MRT_ISIS = 32,
	MRT_ISIS_ET = 33,
	MRT_OSPFV3 = 48,
	MRT_OSPFV3_ET = 49,
};

/* Of MRT_BGP, MRT_BGP4PLUS and MRT_BGP4PLUS_01: appendix B.1. */
enum mrt_bgp_subtype {
	MRT_BGP_NULL = 0,
	MRT_BGP_UPDATE = 1,
	MRT_BGP_PREF_UPDATE = 2,
	MRT_BGP_STATE_CHANGE = 3,
	MRT_BGP_SYNC = 4,
	MRT_BGP_OPEN = 5,
	MRT_BGP_NOTIFY = 6,
	MRT_BGP_KEEPALIVE = 7,
};

enum mrt_table_dump_v2_subtype {
	MRT_PEER_INDEX_TABLE = 1,
	MRT_RIB_IPV4_UNICAST = 2,
	MRT_RIB_IPV4_MULTICAST = 3,
	MRT_RIB_IPV6_UNICAST = 4,
	MRT_RIB_IPV6_MULTICAST = 5,
	MRT_RIB_GENERIC = 6,
	MRT_GEO_PEER_TABLE = 7,
	MRT_RIB_IPV4_UNICAST_ADDPATH = 8,
	MRT_RIB_IPV4_MULTICAST_ADDPATH = 9,
	MRT_RIB_IPV6_UNICAST_ADDPATH = 10,
	MRT_RIB_IPV6_MULTICAST_ADDPATH = 11,
	MRT_RIB_GENERIC_ADDPATH = 12,
};

enum mrt_bgp4mp_subtype {
	MRT_STATE_CHANGE = 0,
	MRT_MESSAGE = 1,
	MRT_ENTRY = 2,    /* deprecated: a route of a table, mrt_table.h */
	MRT_SNAPSHOT = 3, /* deprecated: the name of a file with a table */
	MRT_MESSAGE_AS4 = 4,
	MRT_STATE_CHANGE_AS4 = 5,
	MRT_MESSAGE_LOCAL = 6,
	MRT_MESSAGE_AS4_LOCAL = 7,
	MRT_MESSAGE_ADDPATH = 8,
	MRT_MESSAGE_AS4_ADDPATH = 9,
	MRT_MESSAGE_LOCAL_ADDPATH = 10,
	MRT_MESSAGE_AS4_LOCAL_ADDPATH = 11,
};

enum {
	MRT_HEADER_SIZE = 12,
	/* The largest honest body: a RIB row with 65,535 peers of some 200 octets each. */
	MRT_BODY_MAX = 16 << 20,
	/* Of all but TABLE_DUMP_V2: a message or an attribute block, whose lengths have 16 bits,
	 * and what goes before it. */
	MRT_MESSAGE_BODY_MAX = 65535 + 64,
	/* After damage we only believe chains of records up to this size, so that looking for the
	 * next good one holds no more than three of them. */
	MRT_RESYNC_BODY_MAX = 1 << 20,
};

struct mrt_record {
	uint64_t time_us; /* since 1970, UTC */
	uint64_t offset;  /* of the header in the stream, in bytes */
	uint16_t type;
	uint16_t subtype;
	struct reader body;  /* after the microseconds of the _ET types */
	struct reader whole; /* with the header, as it stands in the stream */
};

/* Do records of the type have microseconds before their body? */
bool mrt_has_microseconds(unsigned type);

void mrt_framing_init(struct framing *framing);

/*
 * The next record of `in`, which holds the stream's bytes from framing->offset on; `last` says that
 * no more will come. Returns 1 and a record; or 0 when more bytes are needed, at least
 * framing->want of them, or, with `last`, at the end. Moves `in` behind what was used or lost.
 */
int mrt_next(struct framing *framing, struct reader *in, bool last, struct mrt_record *out_record);

#endif
