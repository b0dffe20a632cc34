/*
 * Documentation numbers: set aside for examples, so that nobody's real network stands in them.
 * RFC 5737 (IPv4), RFC 3849 and 9637 (IPv6), RFC 5398 (AS numbers).
 *
 * In public routing they are bogons (validation/bogon.h). In a laboratory they are the ordinary
 * numbers; there the caller asks here first.
 */
#ifndef VALIDATION_DOCUMENTATION_H
#define VALIDATION_DOCUMENTATION_H

#include "net/asn.h"
#include "net/prefix.h"

static inline bool prefix_is_documentation(const struct prefix *prefix)
{
	static const struct prefix blocks[] = {
		{ UINT64_C(0xc0000200) << 32, 0, 24, FAMILY_V4 },   /* 192.0.2.0/24 */
		{ UINT64_C(0xc6336400) << 32, 0, 24, FAMILY_V4 },   /* 198.51.100.0/24 */
		{ UINT64_C(0xcb007100) << 32, 0, 24, FAMILY_V4 },   /* 203.0.113.0/24 */
		{ UINT64_C(0x20010db800000000), 0, 32, FAMILY_V6 }, /* 2001:db8::/32 */
		{ UINT64_C(0x3fff000000000000), 0, 20, FAMILY_V6 }, /* 3fff::/20 */
	};

	for (unsigned i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		if (prefix_covers(&blocks[i], prefix))
			return true;
	return false;
}

static inline bool asn_is_documentation(asn_t asn)
{
	return (asn >= 64496 && asn <= 64511) || (asn >= 65536 && asn <= 65551);
}

#endif
