/*
 * Attribute fields of the younger attributes: tunnels, metrics, segments, domains.  RFC 6514, 9012,
 * 7311, 9552, 8205, 10039, 9026, 8669.
 *
 * In:   the value of an attribute that bgp_attr_check() found nothing wrong with.
 * Out:  one JSON member, or words (attr_out.h). What is inside a TLV is taken apart where it is
 *       short and settled; else it is hexadecimal, under its number.
 * Pure but for the buffer.
 */
#ifndef WIRE_ATTR_TLVS_H
#define WIRE_ATTR_TLVS_H

#include "wire/attr_out.h"

/* Puts the attribute under its name if its type is one of ATTR_TLVS; says whether it is. */
bool attr_tlvs_put(struct attr_out *out, unsigned type, struct reader value);

#endif
