/* A BGPsec router key: "this AS signs with this key". RFC 8209; RFC 8210 section 5.10. */
#ifndef NET_ROUTER_KEY_H
#define NET_ROUTER_KEY_H

#include <stddef.h>

#include "net/asn.h"

enum {
	ROUTER_KEY_SKI_SIZE = 20, /* a SHA-1, RFC 6487 section 4.8.2 */
	/* An ECDSA P-256 key takes 91 octets (RFC 8608); this leaves room for what may follow. */
	ROUTER_KEY_SPKI_MAX = 4096,
};

struct router_key {
	asn_t asn;
	uint8_t ski[ROUTER_KEY_SKI_SIZE];
	const uint8_t *spki; /* borrowed; DER of a SubjectPublicKeyInfo */
	size_t spki_size;    /* 1 to ROUTER_KEY_SPKI_MAX */
};

#endif
