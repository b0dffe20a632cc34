/*
 * Special-purpose numbers, as data: the IANA IPv4 and IPv6 Special-Purpose Address Registries
 * (RFC 6890, 8190; as of 2025-10) with their column "Globally Reachable", in which the "N/A" of
 * 6to4 and TEREDO is a no here; multicast; whatever lies beyond 2000::/3, as IANA has assigned no
 * global unicast there; and the AS numbers that no public path may show.
 */
#ifndef VALIDATION_SPECIAL_PURPOSE_H
#define VALIDATION_SPECIAL_PURPOSE_H

#include <stdbool.h>

#include "net/asn.h"

enum { SPECIAL_PREFIXES = 58, SPECIAL_ASNS = 9 };

struct special_prefix {
	const char *prefix;
	const char *name;
	const char *reference;
	bool reachable;
	uint32_t since; /* 20100100: January of 2010 */
};

struct special_asns {
	asn_t first, last;
	const char *name;
	const char *reference;
	uint32_t since; /* like that; 0 where nobody says */
};

/* In the order of prefix_compare(). */
extern const struct special_prefix special_prefixes[SPECIAL_PREFIXES];
/* Ascending. Together the same as asn_is_full_bogon(). */
extern const struct special_asns special_asns[SPECIAL_ASNS];

#endif
