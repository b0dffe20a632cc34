/*
 * BGP OPEN: who a speaker says it is and what it can do, and what two of them together mean for
 * the messages that follow.  RFC 4271 section 4.2; RFC 5492 (capabilities), RFC 9072 (more than
 * 255 octets of parameters); the RFC of each capability stands beside its code.
 *
 * In:   the body of an OPEN, after the header that bgp_message_read() takes off.
 * Out:  a summary, and the capabilities one by one, which borrow the message.
 * Promise: a parameter or capability that reaches outside what holds it refuses the OPEN. A
 *       capability whose value has the wrong shape is counted and has no effect (RFC 5492 section
 *       3: as if not understood). Octets behind the parameters are not looked at.
 * Pure: no allocation.
 */
#ifndef WIRE_BGP_OPEN_H
#define WIRE_BGP_OPEN_H

#include "base/err.h"
#include "base/reader.h"
#include "base/text.h"
#include "net/asn.h"
#include "net/role.h"
#include "wire/bgp_codec.h"

enum bgp_capability_code {
	BGP_CAP_MULTIPROTOCOL = 1,     /* RFC 4760 */
	BGP_CAP_ROUTE_REFRESH = 2,     /* RFC 2918 */
	BGP_CAP_ORF = 3,               /* RFC 5291 */
	BGP_CAP_EXTENDED_NEXT_HOP = 5, /* RFC 8950 */
	BGP_CAP_EXTENDED_MESSAGE = 6,  /* RFC 8654 */
	BGP_CAP_BGPSEC = 7,            /* RFC 8205 */
	BGP_CAP_MULTIPLE_LABELS = 8,   /* RFC 8277 */
	BGP_CAP_ROLE = 9,              /* RFC 9234 */
	BGP_CAP_GRACEFUL_RESTART = 64, /* RFC 4724 */
	BGP_CAP_AS4 = 65,              /* RFC 6793 */
	BGP_CAP_ADD_PATH = 69,         /* RFC 7911 */
	BGP_CAP_ENHANCED_REFRESH = 70, /* RFC 7313 */
	BGP_CAP_LLGR = 71,             /* RFC 9494 */
	BGP_CAP_FQDN = 73,             /* draft-walton-bgp-hostname-capability */
	BGP_CAP_SOFTWARE_VERSION = 75, /* draft-abraitis-bgp-version-capability */
	BGP_CAP_PATHS_LIMIT = 76,      /* draft-abraitis-idr-addpath-paths-limit */
};

struct bgp_capability {
	unsigned code;
	struct reader value; /* borrowed */
};

/* Where the reading of the optional parameters stands. */
struct bgp_capabilities {
	struct reader parameters; /* those still to come */
	struct reader inside;     /* rest of the parameter that is being read */
	bool is_extended;         /* lengths have two octets (RFC 9072) */
};

/* The next capability: 1, 0 at the end, ERR_TRUNCATED. Parameters of other kinds are passed over.
 */
int bgp_capability_next(struct bgp_capabilities *capabilities,
			struct bgp_capability *out_capability);
/* In the words of IANA's registry; NULL for a code that it does not have. */
const char *bgp_capability_name(unsigned code);
/* Has the value the shape that its RFC draws? Codes that we do not know have any shape. */
bool bgp_capability_is_well_formed(const struct bgp_capability *capability);

struct bgp_open {
	asn_t asn;          /* of the AS4 capability if there is one */
	uint16_t asn2;      /* the field My Autonomous System */
	uint16_t hold_time; /* seconds */
	uint32_t bgp_id;
	bool has_as4;
	bool has_extended_messages;
	unsigned role;                /* enum bgp_role */
	uint32_t families;            /* enum bgp_family_bit; IPv4 unicast when it names none */
	uint32_t path_ids_sent;       /* families in which it can send several paths */
	uint32_t path_ids_received;   /* and those in which it can receive them */
	struct text host, domain;     /* FQDN: any bytes; empty when not told. Borrowed */
	struct text software;         /* likewise */
	unsigned bad_capabilities;    /* of a wrong shape */
	unsigned unknown_parameters;  /* of other types than capabilities */
	struct bgp_capabilities each; /* a copy of it iterates over all capabilities */
};

/* ERR_TRUNCATED: a length reaches too far; ERR_UNSUPPORTED: a version of BGP but 4. */
MUST_CHECK int bgp_open_read(struct reader body, struct bgp_open *out_open);
/* 0 if a BGP speaker accepts it, else the subcode of the OPEN Message Error that it answers with
 * (RFC 4271 section 6.2; RFC 6286, RFC 7607, RFC 9234). */
unsigned bgp_open_check(const struct bgp_open *open);

/* What one side of a session sends. */
struct bgp_direction {
	struct bgp_codec codec;
	unsigned message_max; /* octets: 4096 or 65,535 (RFC 8654) */
};

/* A session as the speaker has it who sent one OPEN and received the other. */
struct bgp_session {
	struct bgp_direction received, sent;
};

void bgp_session_init(struct bgp_session *session, const struct bgp_open *sent,
		      const struct bgp_open *received);

/* ROUTE-REFRESH (RFC 2918, RFC 7313). What may follow is outbound route filters (RFC 5291). */
struct bgp_route_refresh {
	uint16_t afi;
	uint8_t safi;
	uint8_t subtype; /* 0 a request, 1 it begins, 2 it ended */
	struct reader filters;
};

MUST_CHECK int bgp_route_refresh_read(struct reader body, struct bgp_route_refresh *out_refresh);
/* NULL for a subtype that is unassigned. */
const char *bgp_route_refresh_name(unsigned subtype);

#endif
