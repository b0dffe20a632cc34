/*
 * Relations: what are two networks to each other? From what was inferred (as-rel), what holders
 * have signed (ASPA), and who belongs to whom (organisations).
 *
 * In:   links between networks, organisations of ASes, a set of ASPAs.
 * Out:  of two ASes, what the second is to the first, who says so, and how sure that is; the
 *       networks that buy transit from nobody (Tier 1).
 * Promise: what is not known is said to be unknown, never guessed.
 * Size: below 16 MiB for 500,000 links.
 * Pure: no allocation once built; safe from any thread.
 */
#ifndef VALIDATION_RELATIONS_H
#define VALIDATION_RELATIONS_H

#include "net/as_relation.h"
#include "validation/aspas.h"
#include "validation/confidence.h"

/* What the second AS is to the first. */
enum as_rel_kind {
	AS_REL_UNKNOWN,
	AS_REL_PROVIDER, /* the first buys transit from it */
	AS_REL_CUSTOMER,
	AS_REL_PEER,
	AS_REL_SIBLING, /* of one organisation, or transit in both directions */
};

enum as_rel_source {
	AS_REL_BY_NOBODY,
	AS_REL_BY_LINKS,        /* as-rel: inferred */
	AS_REL_BY_ORGANISATION, /* as2org: from registries */
	AS_REL_BY_ASPA,         /* signed by a holder */
};

struct relation {
	enum as_rel_kind kind;
	enum as_rel_source source;
	enum confidence confidence;
	bool contradicted; /* sources differ; the kind is that of the stronger, or unknown */
	/* Bit k: what was said leaves room for kind k. Of an unknown relation all but sibling, less
	 * what an ASPA rules out. */
	uint8_t possible;
	/* There is an ASPA of the first that does not name the second, and the other way round. */
	bool denies_provider, denies_customer;
};

/* An AS and the number of its organisation, any but RELATIONS_NO_ORGANISATION. */
struct as_membership {
	asn_t asn;
	uint32_t organisation;
};

#define RELATIONS_NO_ORGANISATION UINT32_MAX

struct relations;

/*
 * Copies links and memberships into `snapshot`, which then owns the set; `aspas` may be NULL, and
 * must live as long as the set. A link said twice counts once; two that differ contradict each
 * other. Of several organisations of one AS the one with the lowest number counts. ERR_LIMIT when
 * the arena is full.
 */
MUST_CHECK int relations_build(struct arena *snapshot, const struct as_link *links,
			       size_t link_count, const struct as_membership *memberships,
			       size_t membership_count, const struct aspas *aspas,
			       const struct relations **out_relations);

/* How many ASes and how many linked pairs of them there are. */
size_t relations_as_count(const struct relations *relations);
size_t relations_link_count(const struct relations *relations);

/*
 * What `b` is to `a`. Of the sources the strongest counts: an ASPA, then the organisation, then the
 * links.
 *	b in the ASPA of a         b is a provider of a; if that holds both ways they are siblings
 *	an ASPA of a, b not in it  b is no provider of a, whatever the links say
 *	ASPAs of both, no naming   peers
 */
struct relation relation_between(const struct relations *relations, asn_t a, asn_t b);

/* Are both known to belong to the same organisation? */
bool relations_are_siblings(const struct relations *relations, asn_t a, asn_t b);

/*
 * Tier 1: the largest group of networks without providers that (nearly) all peer with each other.
 * Candidates have customers and no provider, by the links and by ASPA; those with most customers
 * come first. Each of the first eight starts a group; in the order of candidates one joins when it
 * peers, or is a sibling, with all members but an eighth of them. The first of the largest groups
 * counts; a group of one is none.
 */
bool relations_is_tier1(const struct relations *relations, asn_t asn);
/* All of them, ascending; borrowed. */
const asn_t *relations_tier1(const struct relations *relations, size_t *out_count);

/* "provider", "customer", "peer", "sibling", "unknown". */
const char *as_rel_kind_name(enum as_rel_kind kind);
/* "aspa", "as-org", "as-rel", "nobody". */
const char *as_rel_source_name(enum as_rel_source source);

#endif
