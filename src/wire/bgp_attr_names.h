/*
 * BGP attribute names: what every type code of the registry is called, how its flags should be, and
 * what is to be done with one that is malformed.
 * IANA "BGP Path Attributes"; RFC 7606 and the RFC that defines each.
 *
 * Pure: one constant table.
 */
#ifndef WIRE_BGP_ATTR_NAMES_H
#define WIRE_BGP_ATTR_NAMES_H

#include <stdbool.h>
#include <stdint.h>

/* What RFC 7606 section 2 knows, from the weakest to the strongest. */
enum bgp_treatment {
	BGP_TREAT_NONE,
	BGP_ATTRIBUTE_DISCARD,
	BGP_TREAT_AS_WITHDRAW,
	BGP_AFI_SAFI_DISABLE,
	BGP_SESSION_RESET,
};

enum { BGP_TREATMENTS = BGP_SESSION_RESET + 1 };

/* "attribute discard"... */
const char *bgp_treatment_name(enum bgp_treatment treatment);

enum bgp_attr_flag {
	BGP_ATTR_OPTIONAL = 0x80,
	BGP_ATTR_TRANSITIVE = 0x40,
	BGP_ATTR_PARTIAL = 0x20,
	BGP_ATTR_EXTENDED_LENGTH = 0x10,
};

struct bgp_attr_name {
	uint8_t type;
	uint8_t flags;     /* of BGP_ATTR_OPTIONAL and BGP_ATTR_TRANSITIVE what must be set */
	bool any_flags;    /* nobody has said which, or nobody uses it any more */
	uint8_t treatment; /* enum bgp_treatment, when malformed; from an external peer */
	const char *name;  /* of the registry */
	const char *key;   /* in JSON */
	const char *words; /* in a sentence */
	const char *rule;  /* that says the treatment */
};

/* NULL for a code that the registry does not assign. */
const struct bgp_attr_name *bgp_attr_name_find(unsigned type);

#endif
