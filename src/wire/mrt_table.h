/*
 * MRT table dumps: a collector's routes at one moment.
 * RFC 6396 sections 4.2, 4.3 and appendix B.2; RFC 6397; RFC 8050 section 4.
 *
 * In:   the body of a TABLE_DUMP or TABLE_DUMP_V2 record, or of a BGP4MP_ENTRY.
 * Out:  the peers; or one prefix and, entry by entry, who announced it with which attributes.
 * Pure: no allocation; all readers borrow the record's bytes.
 */
#ifndef WIRE_MRT_TABLE_H
#define WIRE_MRT_TABLE_H

#include "net/asn.h"
#include "net/prefix.h"
#include "wire/bgp_peer.h"
#include "wire/mrt.h"

/* PEER_INDEX_TABLE, section 4.3.1. */
struct peer_index {
	uint32_t collector_id; /* BGP identifier */
	struct text view;      /* often empty */
	unsigned count;        /* as the table states it */
	struct reader peers;
};

MUST_CHECK int peer_index_read(struct reader body, struct peer_index *out_index);
/* 1 and a peer, 0 after the last, ERR_TRUNCATED. */
MUST_CHECK int peer_index_next(struct peer_index *index, struct bgp_peer *out_peer);

/* GEO_PEER_TABLE, RFC 6397: where collector and peers are, in degrees; NaN means withheld. */
struct geo_peer_table {
	uint32_t collector_id;
	struct text view;
	float latitude, longitude;
	unsigned count; /* as the table states it */
	struct reader peers;
};

struct geo_peer {
	struct bgp_peer peer;
	float latitude, longitude;
};

MUST_CHECK int geo_peer_read(struct reader body, struct geo_peer_table *out_table);
/* 1 and a peer, 0 after the last, ERR_TRUNCATED. */
MUST_CHECK int geo_peer_next(struct geo_peer_table *table, struct geo_peer *out_peer);

/* One row of a RIB: a prefix and its entries. Sections 4.3.2, 4.3.3; RFC 8050 section 4. */
struct rib {
	uint32_t sequence;
	unsigned afi, safi;   /* 1 IPv4, 2 IPv6; 1 unicast, 2 multicast */
	struct prefix prefix; /* family 0 if the NLRI is none of IPv4 or IPv6 */
	struct reader nlri;   /* of RIB_GENERIC: what the prefix was read from, or could not be */
	bool has_path_ids;    /* in its entries */
	uint32_t path_id;     /* of all entries of a RIB_GENERIC_ADDPATH; else 0 */
	unsigned count;       /* of entries, as the row states it */
	struct reader entries;
};

struct rib_entry {
	unsigned peer;       /* number in the latest PEER_INDEX_TABLE */
	uint32_t originated; /* seconds since 1970 */
	uint32_t path_id;    /* 0 without ADD-PATH */
	struct reader attributes;
	struct reader whole; /* all of it, as it stands in the row */
};

/* ERR_UNSUPPORTED for subtypes that are no RIB rows of IPv4 or IPv6 prefixes; RIB_GENERIC is read
 * when it carries one of those. */
MUST_CHECK int rib_read(const struct mrt_record *record, struct rib *out_rib);
/* The same with RIB_GENERIC of every family whose NLRI say where they end: labeled and VPN
 * prefixes, EVPN, multicast VPN, VPLS, BGP-LS, flow specifications, route targets. */
MUST_CHECK int rib_read_any(const struct mrt_record *record, struct rib *out_rib);
MUST_CHECK int rib_entry_next(struct rib *rib, struct rib_entry *out_entry);
/* Walks over the entries that are left, faster, and returns how many. What remains in rib->count is
 * missing: the row breaks off. */
unsigned rib_skip(struct rib *rib);
/*
 * Some dumpers write path ids into rows of the subtypes without, or none into the others. Call this
 * right after reading a row: when its entries do not end with the row, but do when read the other
 * way, it turns `has_path_ids` and says so. It walks over all entries.
 */
bool rib_mend_path_ids(struct rib *io_rib);

/*
 * A TABLE_DUMP record, section 4.2, or a BGP4MP_ENTRY, appendix B.2: one prefix of one peer. MRTd
 * until 2001 put several behind one view and sequence number.
 */
struct table_dump {
	unsigned view, sequence; /* an entry has no sequence number: 0 */
	struct prefix prefix;
	unsigned safi; /* 1 unicast, 2 multicast */
	unsigned status;
	uint32_t originated;
	struct address peer;
	asn_t peer_asn;
	unsigned asn_size;      /* of AS numbers in the attributes: 2, or 4 in a rare variant */
	struct reader next_hop; /* of an entry, which may have none among its attributes */
	struct reader attributes;
	struct reader rest; /* what stands behind, for table_dump_next() */
};

/* ERR_UNSUPPORTED for other records, and entries of neither unicast nor multicast IP. */
MUST_CHECK int table_dump_read(const struct mrt_record *record, struct table_dump *out_dump);
/* The next prefix of the same record: 1, 0 after the last, or an error. */
MUST_CHECK int table_dump_next(struct table_dump *io_dump);

#endif
