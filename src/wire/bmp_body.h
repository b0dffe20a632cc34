/*
 * BMP bodies: what each kind of message holds, and the names that IANA gives to its numbers.
 * RFC 7854 sections 4.2 to 4.10; RFC 8671 (Adj-RIB-Out), RFC 9069 (Loc-RIB), RFC 9736 (TLVs of
 * Peer Up), RFC 9972 (statistics).
 *
 * In:   the body of a bmp_message of version 3; what stands behind the per-peer header.
 * Out:  fields, borrowed BGP messages, TLVs and counters one by one. Texts are any bytes, of any
 *       length, none too; who prints them must make them harmless.
 * Pure: no allocation.
 */
#ifndef WIRE_BMP_BODY_H
#define WIRE_BMP_BODY_H

#include "net/asn.h"
#include "net/prefix.h"
#include "wire/bmp.h"

enum bmp_peer_type {
	BMP_PEER_GLOBAL = 0,
	BMP_PEER_RD = 1,      /* of a VRF: the distinguisher is its route distinguisher */
	BMP_PEER_LOCAL = 2,   /* the distinguisher is the router's own number of a table */
	BMP_PEER_LOC_RIB = 3, /* no peer but the router's table (RFC 9069) */
};

enum bmp_peer_flag {
	BMP_FLAG_V6 = 0x80,          /* V: addresses are IPv6 */
	BMP_FLAG_POST_POLICY = 0x40, /* L */
	BMP_FLAG_ASN2 = 0x20,        /* A: AS numbers have two octets, it says */
	BMP_FLAG_OUT = 0x10,         /* O: Adj-RIB-Out (RFC 8671) */
	BMP_FLAG_FILTERED = 0x80,    /* F, of Loc-RIB only: not the whole table (RFC 9069) */
};

/* Of which table of routes a message speaks. */
enum bmp_rib {
	BMP_ADJ_RIB_IN_PRE,
	BMP_ADJ_RIB_IN_POST,
	BMP_ADJ_RIB_OUT_PRE,
	BMP_ADJ_RIB_OUT_POST,
	BMP_LOC_RIB,
};

/* The per-peer header (RFC 7854 section 4.2). */
struct bmp_peer {
	enum bmp_peer_type type;
	uint8_t flags;
	uint64_t distinguisher;
	struct address address; /* 0.0.0.0 for Loc-RIB */
	asn_t asn;
	uint32_t bgp_id;
	uint64_t time_us; /* since 1970, UTC; 0: the router does not tell */
};

/* ERR_UNSUPPORTED for a type of peer that we do not know: its flags could mean anything. */
MUST_CHECK int bmp_peer_read(struct reader *in, struct bmp_peer *out_peer);
enum bmp_rib bmp_peer_rib(const struct bmp_peer *peer);
/* Does it stand for routes that the router itself originates (RFC 7854 section 8.2)? */
bool bmp_peer_is_router(const struct bmp_peer *peer);

/* Information TLVs (section 4.4), of every kind of message that has them. */
struct bmp_tlv {
	uint16_t type;
	struct reader value;
};

enum {
	BMP_INIT_STRING = 0,
	BMP_INIT_SYS_DESCR = 1,
	BMP_INIT_SYS_NAME = 2,
	BMP_PEER_STRING = 0,
	BMP_PEER_TABLE_NAME = 3,  /* of Peer Up and Peer Down: VRF or table */
	BMP_PEER_ADMIN_LABEL = 4, /* RFC 8671 */
	BMP_TERM_STRING = 0,
	BMP_TERM_REASON = 1, /* two octets: bmp_termination_name() */
	BMP_MIRROR_MESSAGE = 0,
	BMP_MIRROR_INFORMATION = 1, /* two octets: bmp_mirroring_name() */
};

/* 1, 0 at the end, ERR_TRUNCATED. */
int bmp_tlv_next(struct reader *in, struct bmp_tlv *out_tlv);
/* The text of the first TLV of this type; false when there is none. */
bool bmp_tlv_text(struct reader tlvs, unsigned type, struct text *out_text);

/* Statistics Report (section 4.8). */
struct bmp_stats {
	uint32_t left; /* counters still to come, by what the report says */
	struct reader in;
};

struct bmp_stat {
	uint16_t type;
	bool has_family; /* the value is of one AFI and SAFI */
	uint16_t afi;
	uint8_t safi;
	bool has_value;     /* false when its length is none that a counter has */
	uint64_t value;     /* of 32 or 64 bits */
	struct reader data; /* all of it */
};

MUST_CHECK int bmp_stats_read(struct reader in, struct bmp_stats *out_stats);
/* 1, 0 at the end, ERR_TRUNCATED when there are fewer than were announced, ERR_MALFORMED when
 * bytes are left behind the last. */
int bmp_stat_next(struct bmp_stats *stats, struct bmp_stat *out_stat);

/* Peer Up Notification (section 4.10). */
struct bmp_peer_up {
	struct address local; /* 0.0.0.0 for Loc-RIB */
	uint16_t local_port, remote_port;
	struct reader sent, received; /* whole OPEN messages, with their markers */
	struct reader tlvs;
};

/* ERR_TRUNCATED or ERR_MALFORMED when either OPEN is not there. */
MUST_CHECK int bmp_peer_up_read(struct reader in, const struct bmp_peer *peer,
				struct bmp_peer_up *out_up);

enum bmp_down_reason {
	BMP_DOWN_LOCAL_NOTIFICATION = 1,
	BMP_DOWN_LOCAL_EVENT = 2,
	BMP_DOWN_REMOTE_NOTIFICATION = 3,
	BMP_DOWN_REMOTE = 4,
	BMP_DOWN_DECONFIGURED = 5, /* no longer monitored; the session may live on */
	BMP_DOWN_LOCAL_TLVS = 6,   /* RFC 9069 section 5.3 */
};

/* Peer Down Notification (section 4.9). What it ends has ended, whatever becomes of the details. */
struct bmp_peer_down {
	unsigned reason;            /* enum bmp_down_reason, or what else the octet says */
	struct reader notification; /* a whole message with its marker; nothing if there is none */
	uint16_t event;             /* of the state machine (RFC 4271 section 8.1); 0: none */
	struct reader tlvs;
	bool is_damaged; /* the details are not what the reason promises */
};

MUST_CHECK int bmp_peer_down_read(struct reader in, struct bmp_peer_down *out_down);

/* The next message of BGP with its marker, borrowed, which must be of this type. */
MUST_CHECK int bmp_take_message(struct reader *in, unsigned type, struct reader *out_message);

/* IANA's names; NULL for a number without one. */
const char *bmp_type_name(unsigned type);
const char *bmp_peer_type_name(unsigned type);
const char *bmp_rib_name(enum bmp_rib rib);
const char *bmp_stat_name(unsigned type);
const char *bmp_down_name(unsigned reason);
const char *bmp_initiation_name(unsigned tlv_type);
const char *bmp_peer_tlv_name(unsigned tlv_type);
const char *bmp_termination_name(unsigned reason);
const char *bmp_mirroring_name(unsigned information);

#endif
