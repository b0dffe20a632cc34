/*
 * Attribute JSON: a route's attributes as members of a JSON object, and as words.
 *
 *	,"path":[64496,{"set":[64498,64499]}],"origin_asn":null,"origin":"igp",
 *	"next_hop":"192.0.2.1","communities":["64496:1","no-export"]
 *
 *	: path 64496 {64498,64499}; origin IGP; next hop 192.0.2.1; communities 64496:1 no-export
 *
 * In:   attribute blocks of any quality.
 * Out:  each member with a comma before it, as the object has others (the prefix). What is absent
 *       is not there:
 *
 *	path                   array of AS numbers and of {"set":[]}, {"confed_sequence":[]},
 *	                       {"confed_set":[]}; four octets, AS4_PATH put in (RFC 6793)
 *	origin_asn             number, null when the path is empty or ends in a set; with path only
 *	origin                 "igp", "egp", "incomplete"
 *	next_hop               address; next_hop_link_local beside a global one
 *	med, local_pref, otc   number
 *	atomic_aggregate       true
 *	aggregator             {"asn":, "address":}; as4_aggregator the same
 *	communities, large_communities, extended_communities, ipv6_extended_communities
 *	                       arrays of texts: "64496:1", "1:2:3", "rt:64496:1"
 *	originator_id          address; cluster_list an array of them
 *	as4_path               like path
 *	pmsi_tunnel, tunnel_encapsulation, aigp, bgp_ls, bgpsec_path, d_path, bfd_discriminator,
 *	prefix_sid, bier       objects or arrays of them; TLVs by number, with hexadecimal values
 *	traffic_engineering, pe_distinguisher_labels, sfp
 *	                       hexadecimal
 *	attr_set               {"origin_as":, and all of these members again}
 *	attributes             array of {"type":, "flags":, "value": hexadecimal} of others, and of
 *	                       those that are malformed, with a "fault": what is wrong
 *	attributes_break_off   true
 *
 * Pure but for the buffer. No text needs an escape, as all are made here.
 */
#ifndef WIRE_ATTR_JSON_H
#define WIRE_ATTR_JSON_H

#include "base/buffer.h"
#include "wire/attr_block.h"

struct number_texts;

/* `path_room` has AS_PATH_ROOM octets, for paths that must be widened. */
void attr_json_put(struct buffer *out, const struct attr_block *block, uint8_t *path_room,
		   const struct number_texts *numbers);
void attr_words_put(struct buffer *out, const struct attr_block *block, uint8_t *path_room,
		    const struct number_texts *numbers);

#endif
