/*
 * Role: what a speaker is to its neighbour. RFC 9234 section 4.1.
 * A role is always that of the side that says it, or is configured with it: BGP_ROLE_PROVIDER at
 * our end of a session means that the neighbour is our customer.
 */
#ifndef NET_ROLE_H
#define NET_ROLE_H

#include <stdbool.h>

#include "base/text.h"

enum bgp_role { /* those of the capability; 5 to 255 are unassigned */
		BGP_ROLE_PROVIDER = 0,
		BGP_ROLE_RS = 1,
		BGP_ROLE_RS_CLIENT = 2,
		BGP_ROLE_CUSTOMER = 3,
		BGP_ROLE_PEER = 4,
		BGP_ROLE_NONE = 256, /* nobody says: the peers of a collector */
		BGP_ROLE_MANY = 257, /* an OPEN that says several that differ */
};

/* "Provider", "RS-Client"... Static; NULL for a value that is unassigned. */
const char *bgp_role_name(unsigned role);
/* Without regard to case: one of the five above, or "collector" for BGP_ROLE_NONE. */
bool bgp_role_find(struct text word, enum bgp_role *out_role);

#endif
