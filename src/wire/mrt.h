/*
 * MRT framing: cuts bytes into dated records, and finds the next good record after damage.
 * RFC 6396 sections 2 and 3, RFC 8050; older types as archives since 1999 carry them.
 *
 * In:   bytes from anyone, piece by piece.
 * Out:  one record at a time; its body borrows those bytes.
 * Promise: a damaged record costs that record. A length is believed when it leads to a header and
 *       no other header stands where the body ends by what it says itself, or when the body bears
 *       it out. If it is not, the next place is sought where three headers follow each other.
 * Pure: no I/O, no allocation.
 */
#ifndef WIRE_MRT_H
#define WIRE_MRT_H

#include "base/err.h"
#include "base/reader.h"

enum mrt_type {
	MRT_BGP = 5, /* deprecated, MRTd and Zebra before 2002 */
	MRT_TABLE_DUMP = 12,
	MRT_TABLE_DUMP_V2 = 13,
	MRT_BGP4MP = 16,
	MRT_BGP4MP_ET = 17,
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
	struct reader body; /* after the microseconds of the _ET types */
};

/* How the cutting stands: counters, and where the first loss was. */
struct mrt_framing {
	uint64_t offset; /* of the next byte to be read, in the stream */
	uint64_t records;
	uint64_t lost_records; /* places of damage, each of at least one record */
	uint64_t lost_bytes;
	uint64_t first_loss; /* offset of the first lost byte; meaningful when lost_records > 0 */
	size_t want;         /* bytes to have at hand before the next call, after it returned 0 */
	bool seeking;        /* between damage and the next good record */
};

void mrt_framing_init(struct mrt_framing *framing);

/*
 * The next record of `in`, which holds the stream's bytes from framing->offset on; `last` says that
 * no more will come. Returns 1 and a record; or 0 when more bytes are needed, at least
 * framing->want of them, or, with `last`, at the end. Moves `in` behind what was used or lost.
 */
int mrt_next(struct mrt_framing *framing, struct reader *in, bool last,
	     struct mrt_record *out_record);

#endif
