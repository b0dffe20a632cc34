#include "wire/bgp_families.h"

#include <stddef.h>

#include "base/buffer.h"

struct number_name {
	unsigned number;
	const char *name;
};

static const struct number_name AFIS[] = {
	{ BGP_AFI_IPV4, "ipv4" },
	{ BGP_AFI_IPV6, "ipv6" },
	{ 3, "nsap" },
	{ 6, "ieee802" },
	{ 11, "ipx" },
	{ 12, "appletalk" },
	{ 16, "dns" },
	{ 18, "as-number" },
	{ BGP_AFI_L2VPN, "l2vpn" },
	{ 26, "mpls-tp-section" },
	{ 27, "mpls-tp-lsp" },
	{ 28, "mpls-tp-pseudowire" },
	{ 29, "mt-ipv4" },
	{ 30, "mt-ipv6" },
	{ 31, "sfc" },
	{ BGP_AFI_LS, "bgp-ls" },
	{ 16389, "mac48" },
	{ 16390, "mac64" },
	{ 16397, "mac" },
};

static const struct number_name SAFIS[] = {
	{ BGP_SAFI_UNICAST, "unicast" },
	{ BGP_SAFI_MULTICAST, "multicast" },
	{ BGP_SAFI_BOTH, "unicast-multicast" },
	{ BGP_SAFI_LABELED, "labeled" },
	{ BGP_SAFI_MVPN, "mvpn" },
	{ 6, "pseudowire" },
	{ 7, "encapsulation" },
	{ BGP_SAFI_MVPLS, "mvpls" },
	{ 9, "sfc" },
	{ 64, "tunnel" },
	{ BGP_SAFI_VPLS, "vpls" },
	{ 66, "mdt" },
	{ 67, "4over6" },
	{ 68, "6over4" },
	{ 69, "l1vpn" },
	{ BGP_SAFI_EVPN, "evpn" },
	{ BGP_SAFI_LS, "ls" },
	{ BGP_SAFI_LS_VPN, "ls-vpn" },
	{ BGP_SAFI_SR_POLICY, "sr-policy" },
	{ 74, "sd-wan" },
	{ 75, "routing-policy" },
	{ 76, "classful-transport" },
	{ 77, "tunneled-flowspec" },
	{ 78, "mcast-tree" },
	{ 79, "dps" },
	{ BGP_SAFI_LS_SPF, "ls-spf" },
	{ 83, "car" },
	{ 84, "vpn-car" },
	{ 85, "mup" },
	{ BGP_SAFI_VPN, "vpn" },
	{ BGP_SAFI_VPN_MULTICAST, "vpn-multicast" },
	{ BGP_SAFI_RTC, "rtc" },
	{ BGP_SAFI_FLOWSPEC, "flowspec" },
	{ BGP_SAFI_VPN_FLOWSPEC, "vpn-flowspec" },
	{ 140, "vpn-auto-discovery" },
};

static const struct {
	unsigned afi, safi;
	const char *name;
} PAIRS[] = {
	{ BGP_AFI_IPV4, BGP_SAFI_RTC, "rtc" },
	{ BGP_AFI_LS, BGP_SAFI_LS, "bgp-ls" },
	{ BGP_AFI_LS, BGP_SAFI_LS_VPN, "bgp-ls-vpn" },
	{ BGP_AFI_LS, BGP_SAFI_LS_SPF, "bgp-ls-spf" },
};

static char *put_name(char *at, const struct number_name *names, size_t count, unsigned number,
		      const char *kind)
{
	for (size_t i = 0; i < count; i++)
		if (names[i].number == number)
			return put_bytes(at, names[i].name, strlen(names[i].name));
	at = put_bytes(at, kind, strlen(kind));
	return put_u32(at, number);
}

char *bgp_family_put(char *at, unsigned afi, unsigned safi)
{
	for (size_t i = 0; i < sizeof(PAIRS) / sizeof(PAIRS[0]); i++)
		if (PAIRS[i].afi == afi && PAIRS[i].safi == safi)
			return put_bytes(at, PAIRS[i].name, strlen(PAIRS[i].name));
	at = put_name(at, AFIS, sizeof(AFIS) / sizeof(AFIS[0]), afi, "afi-");
	*at++ = '-';
	return put_name(at, SAFIS, sizeof(SAFIS) / sizeof(SAFIS[0]), safi, "safi-");
}
