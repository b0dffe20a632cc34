/* What an Internet Routing Registry says: a route or route6 object. RFC 2622 section 4, RFC 4012.
 */
#ifndef NET_ROUTE_OBJECT_H
#define NET_ROUTE_OBJECT_H

#include "net/asn.h"
#include "net/prefix.h"

struct route_object {
	struct prefix prefix;
	asn_t origin;
	uint16_t source; /* which registry: a number of the caller's, e.g. into a list of names */
	uint32_t date;   /* when it was last touched, 20260222; 0 when it does not say */
};

#endif
