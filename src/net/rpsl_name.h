/*
 * Names in RPSL: AS numbers and sets as registries spell them, and what a member of an as-set can
 * be.  RFC 2622 sections 2, 5 and 5.1.
 *
 * In:   one word out of an object, any bytes.
 * Out:  what it names.
 * Promise: no allocation; what is given out borrows the word.
 */
#ifndef NET_RPSL_NAME_H
#define NET_RPSL_NAME_H

#include <stdbool.h>

#include "net/asn.h"

enum {
	/* The longest in use have about 80 letters. */
	RPSL_NAME_MAX = 255,
};

/* "AS64500" without regard to case; asdot and bare numbers are none. ERR_MALFORMED. */
MUST_CHECK int rpsl_asn_parse(struct text text, asn_t *out_asn);
/* Letters, digits, '-' and '_'. */
bool rpsl_is_name(struct text text);
/* Names and AS numbers between ':', at least one of them starting with `start`: "as-", "rs-". */
bool rpsl_is_set_name(struct text text, struct text start);

struct as_member {
	enum as_member_kind {
		AS_MEMBER_BAD, /* none of these */
		AS_MEMBER_ASN,
		AS_MEMBER_SET,
		AS_MEMBER_ANY, /* "ANY", "AS-ANY": all ASes there are, so no set of any use */
	} kind;
	asn_t asn;          /* never 0: AS0 originates nothing (RFC 7607) */
	struct text source; /* of "SOURCE::AS-NAME"; else empty */
	struct text name;   /* of a set, at most RPSL_NAME_MAX long */
};

struct as_member as_member_parse(struct text word);

#endif
