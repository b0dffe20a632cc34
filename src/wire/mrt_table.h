/*
 * MRT table dumps: a collector's routes at one moment.  RFC 6396 sections 4.2, 4.3; RFC 8050.
 *
 * In:   the body of a TABLE_DUMP or TABLE_DUMP_V2 record.
 * Out:  the peers; or one prefix and, entry by entry, who announced it with which attributes.
 * Pure: no allocation; all readers borrow the record's bytes.
 */
#ifndef WIRE_MRT_TABLE_H
#define WIRE_MRT_TABLE_H

#include "net/asn.h"
#include "net/prefix.h"
#include "wire/mrt.h"

/* PEER_INDEX_TABLE, section 4.3.1. */
struct peer_index {
	uint32_t collector_id; /* BGP identifier */
	struct text view;      /* often empty */
	unsigned count;        /* as the table states it */
	struct reader peers;
};

struct mrt_peer {
	uint32_t bgp_id;
	struct address address;
	asn_t asn;
};

MUST_CHECK int peer_index_read(struct reader body, struct peer_index *out_index);
/* 1 and a peer, 0 after the last, ERR_TRUNCATED. */
MUST_CHECK int peer_index_next(struct peer_index *index, struct mrt_peer *out_peer);

/* One row of a RIB: a prefix and its entries. Sections 4.3.2, 4.3.3; RFC 8050 section 4. */
struct rib {
	uint32_t sequence;
	struct prefix prefix;
	unsigned safi; /* 1 unicast, 2 multicast */
	bool has_path_ids;
	unsigned count; /* of entries, as the row states it */
	struct reader entries;
};

struct rib_entry {
	unsigned peer;       /* number in the latest PEER_INDEX_TABLE */
	uint32_t originated; /* seconds since 1970 */
	uint32_t path_id;    /* 0 without ADD-PATH */
	struct reader attributes;
};

/* ERR_UNSUPPORTED for subtypes that are no RIB rows of IPv4 or IPv6 prefixes; RIB_GENERIC is read
 * when it carries one of those. */
MUST_CHECK int rib_read(const struct mrt_record *record, struct rib *out_rib);
MUST_CHECK int rib_entry_next(struct rib *rib, struct rib_entry *out_entry);
/* Walks over the entries that are left, faster, and returns how many. What remains in rib->count is
 * missing: the row breaks off. */
unsigned rib_skip(struct rib *rib);

/* A TABLE_DUMP record, section 4.2: one prefix of one peer. */
struct table_dump {
	unsigned view, sequence;
	struct prefix prefix;
	unsigned status;
	uint32_t originated;
	struct address peer;
	asn_t peer_asn;
	unsigned asn_size; /* of AS numbers in the attributes: 2, or 4 in a rare variant */
	struct reader attributes;
};

MUST_CHECK int table_dump_read(const struct mrt_record *record, struct table_dump *out_dump);

#endif
