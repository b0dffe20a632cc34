/*
 * Only to Customer: is this route where it may not be? RFC 9234 section 5.
 *
 * In:   what we are to the neighbour, and the route's OTC attribute.
 * Out:  whether to accept or send the route, and the OTC that it then carries.
 * Promise: nothing but our own role decides. A neighbour that sent no role, or could not, changes
 *       nothing: some routers let leaks pass because of that.
 * Pure.
 *
 * For unicast routes of IPv4 and IPv6, and not inside a confederation. An attribute of a wrong
 * length makes the route withdrawn before it comes here (wire/bgp_faults.h).
 */
#ifndef VALIDATION_OTC_H
#define VALIDATION_OTC_H

#include <stdbool.h>

#include "net/asn.h"
#include "net/role.h"

enum otc_action {
	OTC_LEAK,     /* received, and not eligible */
	OTC_ACCEPT,   /* received, and fine */
	OTC_SUPPRESS, /* not to be sent */
	OTC_SEND,
};

struct otc_verdict {
	enum otc_action action;
	bool has_otc; /* afterwards; never of a route that is suppressed */
	asn_t otc;    /* ASN_NONE without */
};

/* A route from AS `remote`. Without a role of ours it is accepted as it is. `otc` is looked at if
 * `has_otc`. */
struct otc_verdict otc_receive(enum bgp_role local_role, asn_t remote, bool has_otc, asn_t otc);

/* A route that is about to be sent by AS `local`; of a confederation, its identifier. */
struct otc_verdict otc_send(enum bgp_role local_role, asn_t local, bool has_otc, asn_t otc);

/* "leak", "accept", "suppress", "send". */
const char *otc_action_name(enum otc_action action);

#endif
