/*
 * The members that a SLURM file has, and where each may stand. Inside of slurm_json.c.
 * RFC 8416 section 3; draft-ietf-sidrops-aspa-slurm.
 */
#ifndef WIRE_SLURM_MEMBER_H
#define WIRE_SLURM_MEMBER_H

#include "base/text.h"

/* Where the next member or element stands. An item's object has the place of its list. */
enum slurm_place {
	OUTSIDE,
	TOP,
	FILTERS,
	ASSERTIONS,
	PREFIX_FILTERS, /* from here on, lists of items */
	KEY_FILTERS,
	ASPA_FILTERS,
	PREFIX_ASSERTIONS,
	KEY_ASSERTIONS,
	ASPA_ASSERTIONS,
	PROVIDERS, /* a list of numbers */
	SLURM_PLACES,
};

enum slurm_shape { NUMBER, STRING, OBJECT, ARRAY };

enum slurm_field {
	VERSION,
	FILTERS_OBJECT,
	ASSERTIONS_OBJECT,
	PREFIX_LIST,
	KEY_LIST,
	ASPA_LIST,
	PREFIX,
	ASN,
	MAX_LENGTH,
	SKI,
	PUBLIC_KEY,
	CUSTOMER,
	PROVIDER_LIST,
	COMMENT,
};

struct slurm_member {
	const char *name;
	unsigned in; /* a bit for each place where it may stand */
	enum slurm_shape shape;
	enum slurm_field field;
	enum slurm_place opens;
};

/* A set of places or fields. */
#define BIT(n) (1U << (n))

/* What an object must have: all of `all`, and one of `any` unless that is empty. */
struct slurm_wanted {
	unsigned all, any;
};

/* The member of this name that may stand in an object of that place, or NULL. Static. */
const struct slurm_member *slurm_member_find(enum slurm_place in, struct text name);
struct slurm_wanted slurm_wanted_in(enum slurm_place in);
/* "prefix, asn, comment": those of `fields` that an object of this place may have. */
void slurm_member_names(enum slurm_place in, unsigned fields, char *out_names, size_t size);
/* "a number". Static. */
const char *slurm_shape_name(enum slurm_shape shape);

#endif
