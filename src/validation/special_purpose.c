#include "validation/special_purpose.h"

/* What several rows say. */
#define NOT_UNICAST  "Not global unicast", "RFC 4291 section 2.4"
#define NAT64        "NAT64/DNS64 discovery", "RFC 8880"
#define PCP_ANYCAST  "Port Control Protocol anycast", "RFC 7723"
#define TURN_ANYCAST "Traversal Using Relays around NAT anycast", "RFC 8155"
#define AS112_DIRECT "Direct delegation AS112 service", "RFC 7534"

/*
 * The last column: IANA's "Allocation Date", or "Termination Date" for what is deprecated. Where
 * IANA's registries give none: the month of the RFC; of the 6bone the one from which on it was no
 * longer to be routed (RFC 3701 section 2).
 */
const struct special_prefix special_prefixes[SPECIAL_PREFIXES] = {
	{ "0.0.0.0/8", "\"This network\"", "RFC 791 section 3.2", false, 19810900 },
	{ "0.0.0.0/32", "\"This host on this network\"", "RFC 1122 section 3.2.1.3", false,
	  19810900 },
	{ "10.0.0.0/8", "Private use", "RFC 1918", false, 19960200 },
	{ "100.64.0.0/10", "Shared address space", "RFC 6598", false, 20120400 },
	{ "127.0.0.0/8", "Loopback", "RFC 1122 section 3.2.1.3", false, 19810900 },
	{ "169.254.0.0/16", "Link local", "RFC 3927", false, 20050500 },
	{ "172.16.0.0/12", "Private use", "RFC 1918", false, 19960200 },
	{ "192.0.0.0/24", "IETF protocol assignments", "RFC 6890 section 2.1", false, 20100100 },
	{ "192.0.0.0/29", "IPv4 service continuity prefix", "RFC 7335", false, 20110600 },
	{ "192.0.0.8/32", "IPv4 dummy address", "RFC 7600", false, 20150300 },
	{ "192.0.0.9/32", PCP_ANYCAST, true, 20151000 },
	{ "192.0.0.10/32", TURN_ANYCAST, true, 20170200 },
	{ "192.0.0.170/32", NAT64, false, 20130200 },
	{ "192.0.0.171/32", NAT64, false, 20130200 },
	{ "192.0.2.0/24", "Documentation (TEST-NET-1)", "RFC 5737", false, 20100100 },
	{ "192.31.196.0/24", "AS112-v4", "RFC 7535", true, 20141200 },
	{ "192.52.193.0/24", "AMT", "RFC 7450", true, 20141200 },
	{ "192.88.99.0/24", "Deprecated (6to4 relay anycast)", "RFC 7526", false, 20150300 },
	{ "192.88.99.2/32", "6a44-relay anycast address", "RFC 6751", false, 20121000 },
	{ "192.168.0.0/16", "Private use", "RFC 1918", false, 19960200 },
	{ "192.175.48.0/24", AS112_DIRECT, true, 19960100 },
	{ "198.18.0.0/15", "Benchmarking", "RFC 2544", false, 19990300 },
	{ "198.51.100.0/24", "Documentation (TEST-NET-2)", "RFC 5737", false, 20100100 },
	{ "203.0.113.0/24", "Documentation (TEST-NET-3)", "RFC 5737", false, 20100100 },
	{ "224.0.0.0/4", "Multicast", "RFC 5771", false, 19810900 },
	{ "240.0.0.0/4", "Reserved", "RFC 1112 section 4", false, 19890800 },
	{ "255.255.255.255/32", "Limited broadcast", "RFC 919 section 7", false, 19841000 },

	{ "::/3", NOT_UNICAST, false, 20060200 },
	{ "::/128", "Unspecified address", "RFC 4291 section 2.5.2", false, 20060200 },
	{ "::1/128", "Loopback address", "RFC 4291 section 2.5.3", false, 20060200 },
	{ "::ffff:0:0/96", "IPv4-mapped address", "RFC 4291 section 2.5.5.2", false, 20060200 },
	{ "64:ff9b::/96", "IPv4-IPv6 translation", "RFC 6052", true, 20101000 },
	{ "64:ff9b:1::/48", "IPv4-IPv6 translation, local use", "RFC 8215", false, 20170600 },
	{ "100::/64", "Discard-only address block", "RFC 6666", false, 20120600 },
	{ "100:0:0:1::/64", "Dummy IPv6 prefix", "RFC 9780", false, 20250400 },
	{ "2001::/23", "IETF protocol assignments", "RFC 2928", false, 20000900 },
	{ "2001::/32", "TEREDO", "RFC 4380", false, 20060100 },
	{ "2001:1::1/128", PCP_ANYCAST, true, 20151000 },
	{ "2001:1::2/128", TURN_ANYCAST, true, 20170200 },
	{ "2001:1::3/128", "DNS-SD service registration protocol anycast", "RFC 9665", true,
	  20240400 },
	{ "2001:2::/48", "Benchmarking", "RFC 5180", false, 20080400 },
	{ "2001:3::/32", "AMT", "RFC 7450", true, 20141200 },
	{ "2001:4:112::/48", "AS112-v6", "RFC 7535", true, 20141200 },
	{ "2001:10::/28", "Deprecated (ORCHID)", "RFC 4843", false, 20140300 },
	{ "2001:20::/28", "ORCHIDv2", "RFC 7343", true, 20140700 },
	{ "2001:30::/28", "Drone remote ID protocol entity tags", "RFC 9374", true, 20221200 },
	{ "2001:db8::/32", "Documentation", "RFC 3849", false, 20040700 },
	{ "2002::/16", "6to4", "RFC 3056", false, 20010200 },
	{ "2620:4f:8000::/48", AS112_DIRECT, true, 20110500 },
	{ "3ffe::/16", "Deprecated (6bone)", "RFC 3701", false, 20060600 },
	{ "3fff::/20", "Documentation", "RFC 9637", false, 20240700 },
	{ "4000::/2", NOT_UNICAST, false, 20060200 },
	{ "5f00::/16", "Segment routing (SRv6) SIDs", "RFC 9602", false, 20240400 },
	{ "8000::/1", NOT_UNICAST, false, 20060200 },
	{ "fc00::/7", "Unique-local", "RFC 4193", false, 20051000 },
	{ "fe80::/10", "Link-local unicast", "RFC 4291 section 2.5.6", false, 20060200 },
	{ "fec0::/10", "Deprecated (site-local)", "RFC 3879", false, 20040900 },
	{ "ff00::/8", "Multicast", "RFC 4291 section 2.7", false, 20060200 },
};

/* The IANA Special-Purpose AS Numbers registry, and what IANA reserves. It has no dates, so these
 * are of the RFC that first set a number aside: of AS_TRANS RFC 4893, of the 16-bit private ones
 * RFC 1930. */
const struct special_asns special_asns[SPECIAL_ASNS] = {
	{ ASN_NONE, ASN_NONE, "AS 0", "RFC 7607", 20150800 },
	{ ASN_TRANS, ASN_TRANS, "AS_TRANS", "RFC 6793", 20070500 },
	{ 64496, 64511, "Documentation", "RFC 5398", 20081200 },
	{ 64512, 65534, "Private use", "RFC 6996", 19960300 },
	{ 65535, 65535, "Last 16-bit AS number", "RFC 7300", 20140700 },
	{ 65536, 65551, "Documentation", "RFC 5398", 20081200 },
	{ 65552, 131071, "Reserved", "IANA AS numbers registry", 0 },
	{ UINT32_C(4200000000), UINT32_C(4294967294), "Private use", "RFC 6996", 20130700 },
	{ UINT32_MAX, UINT32_MAX, "Last 32-bit AS number", "RFC 7300", 20140700 },
};
