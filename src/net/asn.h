/* AS numbers, always four octets (RFC 6793). */
#ifndef NET_ASN_H
#define NET_ASN_H

#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

typedef uint32_t asn_t;

/* "No AS at all": reserved by RFC 7607, and our answer when a path has no single origin. */
#define ASN_NONE  ((asn_t)0)
/* Stands for a four-octet number in a two-octet field (RFC 6793). */
#define ASN_TRANS ((asn_t)23456)

/* Reads "AS64500", "as64500" or "64500". AS0 is a number like others here. */
MUST_CHECK int asn_parse(struct text text, asn_t *out_asn);

#endif
