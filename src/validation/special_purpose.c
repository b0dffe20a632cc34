#include "validation/special_purpose.h"

/* What several rows say. */
#define NOT_UNICAST  "Not global unicast", "RFC 4291 section 2.4"
#define NAT64        "NAT64/DNS64 discovery", "RFC 8880"
#define PCP_ANYCAST  "Port Control Protocol anycast", "RFC 7723"
#define TURN_ANYCAST "Traversal Using Relays around NAT anycast", "RFC 8155"
#define AS112_DIRECT "Direct delegation AS112 service", "RFC 7534"

const struct special_prefix special_prefixes[SPECIAL_PREFIXES] = {
	{ "0.0.0.0/8", "\"This network\"", "RFC 791 section 3.2", false },
	{ "0.0.0.0/32", "\"This host on this network\"", "RFC 1122 section 3.2.1.3", false },
	{ "10.0.0.0/8", "Private use", "RFC 1918", false },
	{ "100.64.0.0/10", "Shared address space", "RFC 6598", false },
	{ "127.0.0.0/8", "Loopback", "RFC 1122 section 3.2.1.3", false },
	{ "169.254.0.0/16", "Link local", "RFC 3927", false },
	{ "172.16.0.0/12", "Private use", "RFC 1918", false },
	{ "192.0.0.0/24", "IETF protocol assignments", "RFC 6890 section 2.1", false },
	{ "192.0.0.0/29", "IPv4 service continuity prefix", "RFC 7335", false },
	{ "192.0.0.8/32", "IPv4 dummy address", "RFC 7600", false },
	{ "192.0.0.9/32", PCP_ANYCAST, true },
	{ "192.0.0.10/32", TURN_ANYCAST, true },
	{ "192.0.0.170/32", NAT64, false },
	{ "192.0.0.171/32", NAT64, false },
	{ "192.0.2.0/24", "Documentation (TEST-NET-1)", "RFC 5737", false },
	{ "192.31.196.0/24", "AS112-v4", "RFC 7535", true },
	{ "192.52.193.0/24", "AMT", "RFC 7450", true },
	{ "192.88.99.0/24", "Deprecated (6to4 relay anycast)", "RFC 7526", false },
	{ "192.88.99.2/32", "6a44-relay anycast address", "RFC 6751", false },
	{ "192.168.0.0/16", "Private use", "RFC 1918", false },
	{ "192.175.48.0/24", AS112_DIRECT, true },
	{ "198.18.0.0/15", "Benchmarking", "RFC 2544", false },
	{ "198.51.100.0/24", "Documentation (TEST-NET-2)", "RFC 5737", false },
	{ "203.0.113.0/24", "Documentation (TEST-NET-3)", "RFC 5737", false },
	{ "224.0.0.0/4", "Multicast", "RFC 5771", false },
	{ "240.0.0.0/4", "Reserved", "RFC 1112 section 4", false },
	{ "255.255.255.255/32", "Limited broadcast", "RFC 919 section 7", false },

	{ "::/3", NOT_UNICAST, false },
	{ "::/128", "Unspecified address", "RFC 4291 section 2.5.2", false },
	{ "::1/128", "Loopback address", "RFC 4291 section 2.5.3", false },
	{ "::ffff:0:0/96", "IPv4-mapped address", "RFC 4291 section 2.5.5.2", false },
	{ "64:ff9b::/96", "IPv4-IPv6 translation", "RFC 6052", true },
	{ "64:ff9b:1::/48", "IPv4-IPv6 translation, local use", "RFC 8215", false },
	{ "100::/64", "Discard-only address block", "RFC 6666", false },
	{ "100:0:0:1::/64", "Dummy IPv6 prefix", "RFC 9780", false },
	{ "2001::/23", "IETF protocol assignments", "RFC 2928", false },
	{ "2001::/32", "TEREDO", "RFC 4380", false },
	{ "2001:1::1/128", PCP_ANYCAST, true },
	{ "2001:1::2/128", TURN_ANYCAST, true },
	{ "2001:1::3/128", "DNS-SD service registration protocol anycast", "RFC 9665", true },
	{ "2001:2::/48", "Benchmarking", "RFC 5180", false },
	{ "2001:3::/32", "AMT", "RFC 7450", true },
	{ "2001:4:112::/48", "AS112-v6", "RFC 7535", true },
	{ "2001:10::/28", "Deprecated (ORCHID)", "RFC 4843", false },
	{ "2001:20::/28", "ORCHIDv2", "RFC 7343", true },
	{ "2001:30::/28", "Drone remote ID protocol entity tags", "RFC 9374", true },
	{ "2001:db8::/32", "Documentation", "RFC 3849", false },
	{ "2002::/16", "6to4", "RFC 3056", false },
	{ "2620:4f:8000::/48", AS112_DIRECT, true },
	{ "3ffe::/16", "Deprecated (6bone)", "RFC 3701", false },
	{ "3fff::/20", "Documentation", "RFC 9637", false },
	{ "4000::/2", NOT_UNICAST, false },
	{ "5f00::/16", "Segment routing (SRv6) SIDs", "RFC 9602", false },
	{ "8000::/1", NOT_UNICAST, false },
	{ "fc00::/7", "Unique-local", "RFC 4193", false },
	{ "fe80::/10", "Link-local unicast", "RFC 4291 section 2.5.6", false },
	{ "fec0::/10", "Deprecated (site-local)", "RFC 3879", false },
	{ "ff00::/8", "Multicast", "RFC 4291 section 2.7", false },
};

/* The IANA Special-Purpose AS Numbers registry, and what IANA reserves. */
const struct special_asns special_asns[SPECIAL_ASNS] = {
	{ ASN_NONE, ASN_NONE, "AS 0", "RFC 7607" },
	{ ASN_TRANS, ASN_TRANS, "AS_TRANS", "RFC 6793" },
	{ 64496, 64511, "Documentation", "RFC 5398" },
	{ 64512, 65534, "Private use", "RFC 6996" },
	{ 65535, 65535, "Last 16-bit AS number", "RFC 7300" },
	{ 65536, 65551, "Documentation", "RFC 5398" },
	{ 65552, 131071, "Reserved", "IANA AS numbers registry" },
	{ UINT32_C(4200000000), UINT32_C(4294967294), "Private use", "RFC 6996" },
	{ UINT32_MAX, UINT32_MAX, "Last 32-bit AS number", "RFC 7300" },
};
