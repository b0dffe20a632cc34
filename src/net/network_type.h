/*
 * What a network says it is, in the words of PeeringDB: a carrier, an access network, a route
 * server... It may be several of these.
 */
#ifndef NET_NETWORK_TYPE_H
#define NET_NETWORK_TYPE_H

#include <stdbool.h>

#include "base/text.h"

/* Stores hold these numbers. */
enum network_type {
	NETWORK_UNKNOWN, /* "", "Not Disclosed" */
	NETWORK_NSP,
	NETWORK_CONTENT,
	NETWORK_ACCESS, /* "Cable/DSL/ISP" */
	NETWORK_ENTERPRISE,
	NETWORK_EDUCATION,
	NETWORK_NON_PROFIT,
	NETWORK_ROUTE_SERVER,
	NETWORK_SERVICES,
	NETWORK_ROUTE_COLLECTOR,
	NETWORK_GOVERNMENT,
	NETWORK_TYPES,
};

/* As PeeringDB writes it: "Route Server"; "" for NETWORK_UNKNOWN. Static. */
const char *network_type_name(enum network_type type);
/* Without regard to case. False for words that are no type. */
bool network_type_find(struct text word, enum network_type *out_type);

#endif
