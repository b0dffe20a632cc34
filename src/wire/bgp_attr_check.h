/*
 * BGP attribute syntax: can the value of an attribute be what its type says?  RFC 7606 sections 4
 * and 7, and the RFC that defines the attribute (bgp_attr_names.h has which).
 *
 * In:   the value of one attribute, of any quality.
 * Out:  NULL, or what is wrong with it, as a static phrase: "a length that is not 4".
 * Pure: no allocation. Nested sets of attributes are looked into BGP_ATTR_SET_DEPTH deep.
 *
 * What depends on other attributes, on the flags or on the session is bgp_faults.h's.
 */
#ifndef WIRE_BGP_ATTR_CHECK_H
#define WIRE_BGP_ATTR_CHECK_H

#include "base/reader.h"

/* RFC 6368 puts a customer's attributes into a provider's. Nobody needs a set in a set; a few are
 * allowed, so that they can be shown. */
enum { BGP_ATTR_SET_DEPTH = 4 };

/*
 * `asn_size` is that of AS_PATH: 2 or 4. AGGREGATOR may have either size, as some collectors write
 * eight octets where six are due. Of MP_REACH_NLRI and MP_UNREACH_NLRI nothing is said here.
 * `depth` is 0 but for attributes inside a set.
 */
const char *bgp_attr_check(unsigned type, struct reader value, unsigned asn_size, unsigned depth);

/* Of the attributes in a set (behind the origin's AS): RFC 6368 wants four octets, but some write
 * two; 2 only if the path can be read so, and not with four. */
unsigned bgp_attr_set_asn_size(struct reader attributes);

#endif
