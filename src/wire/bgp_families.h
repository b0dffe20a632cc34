/*
 * BGP families: the names of address families and of what is told of them.  RFC 4760 section 10;
 * IANA "Address Family Numbers" and "SAFI Values".
 *
 *	ipv4-unicast  ipv6-vpn  l2vpn-evpn  ipv4-flowspec  bgp-ls  rtc  ipv4-safi-200  afi-9-safi-1
 *
 * In:   the two numbers, of any value.
 * Out:  one word for the pair.
 * Pure: no allocation.
 */
#ifndef WIRE_BGP_FAMILIES_H
#define WIRE_BGP_FAMILIES_H

enum bgp_afi {
	BGP_AFI_IPV4 = 1,
	BGP_AFI_IPV6 = 2,
	BGP_AFI_L2VPN = 25,
	BGP_AFI_LS = 16388,
};

enum bgp_safi {
	BGP_SAFI_UNICAST = 1,
	BGP_SAFI_MULTICAST = 2,
	BGP_SAFI_BOTH = 3,    /* unicast and multicast: RFC 2858, withdrawn by RFC 4760 */
	BGP_SAFI_LABELED = 4, /* RFC 8277 */
	BGP_SAFI_MVPN = 5,    /* RFC 6514 */
	BGP_SAFI_MVPLS = 8,   /* RFC 7117 */
	BGP_SAFI_VPLS = 65,   /* RFC 4761, RFC 6074 */
	BGP_SAFI_EVPN = 70,   /* RFC 7432 */
	BGP_SAFI_LS = 71,     /* RFC 9552 */
	BGP_SAFI_LS_VPN = 72, /* RFC 9552 */
	BGP_SAFI_SR_POLICY = 73,
	BGP_SAFI_LS_SPF = 80,         /* RFC 9815 */
	BGP_SAFI_VPN = 128,           /* RFC 4364, RFC 4659 */
	BGP_SAFI_VPN_MULTICAST = 129, /* RFC 6514 section 10 */
	BGP_SAFI_RTC = 132,           /* RFC 4684 */
	BGP_SAFI_FLOWSPEC = 133,      /* RFC 8955 */
	BGP_SAFI_VPN_FLOWSPEC = 134,
};

enum { BGP_FAMILY_TEXT_MAX = 48 };

/* Puts the pair's name, without NUL; returns the position behind it. */
char *bgp_family_put(char *at, unsigned afi, unsigned safi);

#endif
