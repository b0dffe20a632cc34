/* What two networks are to each other, as somebody has inferred or published it: who buys transit
 * from whom, who peers. */
#ifndef NET_AS_RELATION_H
#define NET_AS_RELATION_H

#include "net/asn.h"

enum as_relation {
	AS_PROVIDER_TO_CUSTOMER,
	AS_PEER,
	AS_SIBLING,
};

struct as_link {
	asn_t a, b; /* the provider stands first */
	enum as_relation relation;
};

#endif
