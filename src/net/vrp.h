/* A Validated ROA Payload: "this AS may originate this prefix, down to this length". RFC 6811. */
#ifndef NET_VRP_H
#define NET_VRP_H

#include "net/asn.h"
#include "net/prefix.h"

struct vrp {
	struct prefix prefix;
	uint8_t max_length; /* prefix.len <= max_length <= 32 or 128 */
	asn_t asn;          /* ASN_NONE: nobody may (an AS0 ROA) */
};

#endif
