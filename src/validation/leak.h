/*
 * Route leaks: did an AS pass on what it should have kept? RFC 7908; L. Gao, "On inferring
 * autonomous system relationships in the Internet" (2001): a path climbs, crosses at most one link
 * between peers, and comes down.
 *
 * In:   relations between networks, the hops of a path, and what else is known of the route.
 * Out:  none, a leak, or undecided; of a leak its type, who leaked, from whom to whom, what shows
 *       it, and how sure that is.
 * Idea: of every step from one AS to the next some directions can be ruled out. There is a leak
 *       exactly when a step that cannot be up is followed by one that cannot be down, wherever:
 *       then no choice of directions for the steps of which nothing is known makes the path
 *       honest. ASes of one organisation act as one.
 * Pure: no allocation; safe from any thread.
 */
#ifndef VALIDATION_LEAK_H
#define VALIDATION_LEAK_H

#include "validation/relations.h"

/* Kindest last. */
enum leak_state {
	LEAK_FOUND,
	LEAK_UNDECIDED,
	LEAK_NONE, /* nothing that is known speaks of one */
};

/* Why it is undecided. */
enum leak_doubt {
	LEAK_NO_DOUBT,
	LEAK_AS_SET,        /* who passed it on to whom is lost */
	LEAK_CONFEDERATION, /* a confederation's inside */
	LEAK_LOOP,          /* an AS comes back: poisoned, or forged */
	LEAK_TOO_LONG,      /* more than LEAK_HOPS_MAX hops */
};

enum { LEAK_HOPS_MAX = 256 };

/* The numbers of RFC 7908 section 3. */
enum leak_type {
	LEAK_TYPE_OPEN = 0,         /* one of 1 to 4; too little is known to say which */
	LEAK_HAIRPIN = 1,           /* from a provider to a provider */
	LEAK_LATERAL = 2,           /* from a peer to a peer */
	LEAK_PROVIDER_TO_PEER = 3,  /* a provider's route to a peer */
	LEAK_PEER_TO_PROVIDER = 4,  /* a peer's route to a provider */
	LEAK_REORIGINATION = 5,     /* with a data path to the legitimate origin */
	LEAK_INTERNAL_PREFIXES = 6, /* or more specifics, by accident */
};

/* What shows it; a set of bits. */
enum leak_evidence {
	LEAK_BY_RELATIONS = 1 << 0, /* inferred links */
	LEAK_BY_TIER1 = 1 << 1,     /* a Tier 1 buys from nobody */
	LEAK_BY_ASPA = 1 << 2,
	LEAK_BY_OTC = 1 << 3,     /* the route was marked for customers only */
	LEAK_BY_ORIGINS = 1 << 4, /* what holders permit: types 5 and 6 */
	LEAK_BY_ROLE = 1 << 5,    /* what we are to the neighbour */
};

/*
 * How sure a leak of types 1 to 4 is: as sure as the weaker of the two steps that show it, and one
 * less when steps of which nothing is known lie between.
 *	said by ASPA or OTC      high    by those whom it concerns
 *	our own role             high    we know our neighbour
 *	a Tier 1 at one end      high    whatever else was inferred
 *	a Tier 1 at both ends    medium  they peer, if both are what they seem
 *	inferred transit         medium
 *	inferred peers           low     inference of peers is often wrong
 *	sources differ           low
 * Of type 5: medium when the legitimate origin stands beside the origin in the path, else low. Of
 * type 6: medium. That there is none is as sure as the least sure step, and low
 * when the direction of one is open.
 */

/* What else is known of the route. All zero: nothing. */
struct leak_context {
	bool has_otc;
	asn_t otc; /* the value of OTC (RFC 9234) */
	bool has_role;
	enum bgp_role role;       /* ours: the neighbour has passed the route on to us */
	const asn_t *origins;     /* who may originate the prefix, by ROA or route object */
	size_t origin_count;      /* 0: nobody has said */
	asn_t covering_origin;    /* who announces the next less specific prefix, or ASN_NONE */
	bool is_beyond_permitted; /* longer than its holder permits, or than anybody accepts */
};

struct leak_verdict {
	enum leak_state state;
	enum leak_doubt doubt;
	enum leak_type type;
	enum confidence confidence; /* of an undecided one: low */
	unsigned by;                /* bits of enum leak_evidence; 0 unless there is a leak */
	/*
	 * From whom it was learned, who leaked, to whom, and where these stand in the hops (0 is
	 * the neighbour). The surest leak, and of several the first seen from the origin. The
	 * leaker is the last AS before `sent_to`; when it is not located, it may be any AS between
	 * the other two. Types 5 and 6 have the origin as leaker, and as `learned_from` the
	 * legitimate origin or ASN_NONE; `sent_to` is ASN_NONE when that is us.
	 */
	asn_t learned_from, leaker, sent_to;
	uint32_t from_at, leaker_at, to_at;
	bool is_located;
	uint32_t unknown_steps; /* of which nothing is known, in the whole path */
};

/*
 * Type 5 is said when `origins` are given, the path's origin is neither one of them nor a sibling
 * of one, and one of them stands next to it in the path, or is known to be its provider or peer (so
 * that it has learned the route there). Type 6 is said when the origin announces a covering prefix
 * too, and this one is beyond what is permitted. Both only when no AS on the way has leaked.
 */
struct leak_verdict leak_check(const struct relations *relations, const struct hops *hops,
			       const struct leak_context *context);

/* "none", "leak", "undecided". */
const char *leak_state_name(enum leak_state state);
/* "as-set", "confederation", "loop", "too-long", "none". */
const char *leak_doubt_name(enum leak_doubt doubt);
/* "hairpin turn"... in the words of RFC 7908. */
const char *leak_type_name(enum leak_type type);
/* "relations", "tier1", "aspa", "otc", "origins", "role"; of one bit. */
const char *leak_evidence_name(enum leak_evidence evidence);

#endif
