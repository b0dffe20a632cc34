/* A line of a registry's statistics: who holds which numbers, or that nobody does. */
#ifndef NET_DELEGATION_H
#define NET_DELEGATION_H

#include "net/asn.h"
#include "net/prefix.h"

enum delegation_status {
	DELEGATION_ALLOCATED,
	DELEGATION_ASSIGNED,
	DELEGATION_AVAILABLE,
	DELEGATION_RESERVED,
};

enum registry {
	REGISTRY_AFRINIC,
	REGISTRY_APNIC,
	REGISTRY_ARIN,
	REGISTRY_LACNIC,
	REGISTRY_RIPENCC,
	REGISTRY_IANA,
	REGISTRY_IETF,
};

struct delegation {
	enum { DELEGATION_ASN, DELEGATION_PREFIX } kind;
	union {
		struct {
			asn_t first, last;
		} asns;
		struct prefix prefix; /* one of the prefixes that an IPv4 range was cut into */
	};
	enum delegation_status status;
	enum registry registry;
	char economy[3];    /* ISO 3166 alpha-2, or "EU", "AP"; "" when unknown ("ZZ") */
	uint32_t date;      /* since when, 20260222; or 0 when the file does not say */
	uint32_t as_of;     /* the day of the statistics, 20260222; or 0 when they do not say */
	struct text holder; /* the registry's opaque id, the same for all that one holder has from
			     * this registry; borrowed, or empty */
};

/* "RIPE NCC"; "APNIC". Static. */
const char *registry_name(enum registry registry);

#endif
