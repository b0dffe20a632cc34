/*
 * Attribute fields: walks over an attribute block once, for whatever it is put out as.
 *
 * In:   a block of any quality. What stands before a break is used; of a repeated attribute the
 *       first counts (RFC 7606 section 3.g).
 * Out:  every attribute by its name (attr_json.h has the schema). A route's prefixes in
 *       MP_REACH_NLRI and MP_UNREACH_NLRI are not among them, only the next hop.
 * Pure but for the buffer. A set inside a set is followed BGP_ATTR_SET_DEPTH deep.
 */
#ifndef WIRE_ATTR_FIELDS_H
#define WIRE_ATTR_FIELDS_H

#include "wire/attr_block.h"
#include "wire/attr_out.h"

void attr_fields_put(struct attr_out *out, const struct attr_block *block,
		     uint8_t path_room[AS_PATH_ROOM]);

#endif
