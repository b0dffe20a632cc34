/*
 * Flow specifications: what packets a route speaks of, component by component.  RFC 8955 section
 * 4.2 (IPv4), RFC 8956 (IPv6).
 *
 *	dst 192.0.2.0/24 proto =6 port =80|>=8080&<=8088 tcp-flags ack|!rst
 *
 * In:   the value of one NLRI, of any quality.
 * Out:  its text on one line. From a component on that cannot be read, the rest is hexadecimal:
 *       "dst 192.0.2.0/24 0x1801".
 * Pure but for the buffer.
 */
#ifndef WIRE_BGP_FLOWSPEC_H
#define WIRE_BGP_FLOWSPEC_H

#include "base/buffer.h"
#include "base/reader.h"

/* ERR_MALFORMED for an unknown or unordered component, a prefix that is too long, an operator
 * without an end (RFC 8955 section 4.2). Only IPv4 and IPv6 are judged. */
MUST_CHECK int bgp_flowspec_check(struct reader value, unsigned afi);

void bgp_flowspec_put(struct buffer *out, struct reader value, unsigned afi);

#endif
