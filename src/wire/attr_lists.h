/*
 * Attribute lists: the attributes of which routes have many items, put in one go: paths,
 * communities, ids.  RFC 4271 section 5.1.2, RFC 5065 (confederations), RFC 1997, 8092, 4360, 5701,
 * 4456.
 *
 * In:   the values of attributes. An item that is cut short is not put.
 * Out:  JSON members, or words (attr_out.h).
 * Pure but for the buffer.
 */
#ifndef WIRE_ATTR_LISTS_H
#define WIRE_ATTR_LISTS_H

#include "wire/attr_out.h"

/* A path that can be walked, as array: 64496,{"set":[64498,64499]}. In words as bgpdump has it. */
void attr_path_put(struct attr_out *out, struct attr_label label, struct reader path,
		   unsigned asn_size);

void attr_communities_put(struct attr_out *out, struct attr_label label, struct reader value);
void attr_large_communities_put(struct attr_out *out, struct attr_label label, struct reader value);
void attr_ext_communities_put(struct attr_out *out, struct attr_label label, struct reader value);
void attr_ipv6_ext_communities_put(struct attr_out *out, struct attr_label label,
				   struct reader value);
void attr_ids_put(struct attr_out *out, struct attr_label label, struct reader value);

#endif
