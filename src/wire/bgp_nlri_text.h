/*
 * NLRI text: what an item of any address family says, on one line:
 *
 *	198.51.100.0/24
 *	64496:1 198.51.100.0/24 label 100/200
 *	evpn type 2 rd 64496:1 esi 0 tag 0 mac 00:00:5e:00:53:01 ip 192.0.2.1 label 6 or vni 101
 *	flowspec dst 192.0.2.0/24 proto =6
 *	raw 0a0b0c
 *
 * In:   an item, of any quality inside. What does not have the size of its type is hexadecimal.
 * Out:  printable ASCII, words with single blanks between, without the path id.
 * Pure but for the buffer.
 */
#ifndef WIRE_BGP_NLRI_TEXT_H
#define WIRE_BGP_NLRI_TEXT_H

#include "base/buffer.h"
#include "wire/bgp_nlri.h"

void bgp_nlri_put(struct buffer *out, const struct bgp_nlri *nlri);

#endif
