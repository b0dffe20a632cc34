/*
 * ASPAs, and AS path verification by them: did every AS on the path have the right to pass the
 * route on? draft-ietf-sidrops-aspa-verification-28 sections 4 and 5,
 * draft-ietf-sidrops-aspa-profile-29.
 *
 * In:   a frozen set of ASPAs ("these are all my providers"), the hops of a path, and what we are
 *       to the neighbour that told us.
 * Out:  a state with its reason, the lengths of the ramps, and the pairs that decided.
 * Idea: an honest route climbs from customer to provider, crosses at most one link between peers,
 *       and comes down again. The two ramps, as far as they are attested, must meet.
 * Pure: no allocation once the set is built; safe from any thread. A check asks the set at most
 *       twice for each pair of neighbours.
 */
#ifndef VALIDATION_ASPAS_H
#define VALIDATION_ASPAS_H

#include <stdbool.h>

#include "base/arena.h"
#include "net/aspa.h"
#include "net/hops.h"
#include "net/role.h"

/* Kindest last. */
enum aspa_state {
	ASPA_INVALID, /* not eligible */
	ASPA_UNKNOWN, /* too little is attested; as good as valid */
	ASPA_VALID,
};

enum aspa_procedure {
	ASPA_UPSTREAM,   /* the route may only have climbed: section 5.4 */
	ASPA_DOWNSTREAM, /* it may have climbed and come down: section 5.5 */
};

/* Those of an invalid route first, in the order in which the procedures ask. */
enum aspa_reason {
	ASPA_EMPTY_PATH,
	ASPA_OTHER_NEIGHBOUR,  /* the path does not begin with who sent it */
	ASPA_AS_SET,           /* there is a set (RFC 9774) */
	ASPA_CONFEDERATION,    /* a confederation's inside does not leave it (RFC 5065 section 4) */
	ASPA_HOP_NOT_PROVIDER, /* a pair that an ASPA speaks against, where it must not be */
	ASPA_NO_ATTESTATION_OF_HOP,
	ASPA_FINE,
};

/* What the customer's ASPA says of a provider: section 4. */
enum aspa_hop {
	ASPA_NO_ATTESTATION, /* there is none */
	ASPA_PROVIDER,
	ASPA_NOT_PROVIDER,
};

struct aspas;

/*
 * Copies the ASPAs into `snapshot`, which then owns the set. Several of one customer are united,
 * and AS0 is dropped from a union that has other members. A customer with more than
 * ASPA_PROVIDERS_MAX providers is left out as a whole: a list cut short would make honest routes
 * look leaked. ERR_LIMIT when the arena is full.
 */
MUST_CHECK int aspas_build(struct arena *snapshot, const struct aspa *aspas, size_t count,
			   const struct aspas **out_aspas);

/* How many customers the set knows, and how many were left out. */
size_t aspas_count(const struct aspas *aspas);
size_t aspas_left_out(const struct aspas *aspas);

/* The union of what the customer has attested; borrowed, NULL when there is nothing. */
const struct aspa *aspas_find(const struct aspas *aspas, asn_t customer);
enum aspa_hop aspas_hop(const struct aspas *aspas, asn_t customer, asn_t provider);

/* A pair of neighbours on the path that decided the verdict. */
struct aspa_pair {
	asn_t customer, provider; /* as the ramp would have them */
	uint32_t customer_at;     /* number of its hop; that of the neighbour is 0 */
	uint32_t provider_at;
	enum aspa_hop hop; /* never ASPA_PROVIDER */
};

struct aspa_verdict {
	enum aspa_state state;
	enum aspa_procedure procedure;
	enum aspa_reason reason;
	bool assumed_role; /* nobody said what we are to the neighbour; the permissive procedure */
	/* How many ASes the path has without prepends, and how many of them each ramp reaches at
	 * most and at least. All 0 when the path is invalid before anybody is asked; the ramps down
	 * are 0 in the upstream procedure. */
	uint32_t count;
	uint32_t max_up, min_up, max_down, min_down;
	/* Where the ramp up ends, then where the one down does: of an invalid route those pairs
	 * that are attested not to be, of an unknown one those that are not attested to be. */
	struct aspa_pair pairs[2];
	unsigned pair_count;
};

/*
 * `local_role` is ours: PROVIDER, PEER, RS and RS_CLIENT take the upstream procedure, CUSTOMER the
 * downstream one. BGP_ROLE_NONE, as for a collector's peers, takes the downstream one, which
 * permits more, and says so. `neighbour` is who sent the route, ASN_NONE when that is not known. It
 * is not compared with the path by RS_CLIENT and BGP_ROLE_NONE: a transparent route server does not
 * stand in the path.
 */
struct aspa_verdict aspa_check(const struct aspas *aspas, const struct hops *hops,
			       enum bgp_role local_role, asn_t neighbour);

/* "valid", "unknown", "invalid". */
const char *aspa_state_name(enum aspa_state state);
/* "upstream", "downstream". */
const char *aspa_procedure_name(enum aspa_procedure procedure);
/* "hop-not-provider", "no-attestation"... */
const char *aspa_reason_name(enum aspa_reason reason);
/* "no-attestation", "provider", "not-provider". */
const char *aspa_hop_name(enum aspa_hop hop);

#endif
