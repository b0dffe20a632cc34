/*
 * Extended communities as text: what their type says in a word, then its parts.  RFC 4360, 5668,
 * 7153; IANA "BGP Extended Communities". RFC 5701 for those with an IPv6 address.
 *
 *	rt:64496:100  soo:192.0.2.1:5  bandwidth:64496:1250000  encapsulation:8  ovs:not-found
 *	rate:0:0  redirect:64496:7  color:100  mac-mobility:3  0x4300000000000009
 *
 * In:   eight octets, or twenty, of any value.
 * Out:  one word of printable ASCII without blanks or quotes; one of an unknown type is
 *       hexadecimal.
 * Pure: no allocation.
 */
#ifndef WIRE_EXT_COMMUNITY_H
#define WIRE_EXT_COMMUNITY_H

#include "base/reader.h"

enum { EXT_COMMUNITY_TEXT_MAX = 80 };

/* No NUL; the position behind the last character. */
char *ext_community_put(char *at, uint64_t community);

/* Of the next twenty octets of `in`, which are there. */
char *ipv6_ext_community_put(char *at, struct reader *in);

#endif
