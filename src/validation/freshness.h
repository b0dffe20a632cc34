/*
 * Freshness: is this data young enough to judge by?
 *
 * In:   what kind of data it is, when it was made, and the moment for which it is asked.
 * Out:  fresh, stale, undated or of the future, with its age. Stale data still judges, but with
 *       less confidence, and is said to be stale.
 * Rule: ours. A kind may be as old as it is when its publisher has missed two of its rounds.
 * Pure.
 */
#ifndef VALIDATION_FRESHNESS_H
#define VALIDATION_FRESHNESS_H

#include <stdint.h>

/* What we judge by. */
enum data_kind {
	DATA_RPKI,          /* VRPs, ASPAs: relying parties run every ten minutes to an hour */
	DATA_IRR,           /* dumps are made every night */
	DATA_DELEGATED,     /* statistics are made every day */
	DATA_RELATIONS,     /* CAIDA infers them every month */
	DATA_ORGANISATIONS, /* and these every quarter */
	DATA_PEERING,       /* PeeringDB's tables are archived every day */
	DATA_INCIDENTS,     /* something goes wrong every day */
	DATA_SPOOFER,       /* somebody tests every day, but a network is tested rarely */
	DATA_ASN_DROP,      /* the list is made every day */
	DATA_KINDS,
};

/* Kindest last. */
enum freshness_state {
	FRESHNESS_STALE,
	FRESHNESS_FUTURE,  /* made after the moment it is asked for, beyond what clocks differ */
	FRESHNESS_UNDATED, /* nobody says when it was made */
	FRESHNESS_FRESH,
};

struct freshness {
	enum freshness_state state;
	uint64_t age_us;     /* 0 when undated or of the future */
	uint64_t allowed_us; /* the oldest that counts as fresh */
};

/* `made_us` 0: not known. */
struct freshness freshness_of(enum data_kind kind, uint64_t made_us, uint64_t at_us);

/* Kindest last; of the same state, the younger. */
int freshness_compare(const struct freshness *a, const struct freshness *b);

/* "rpki", "irr", "delegated", "relations", "organisations", "peering", "incidents", "spoofer",
 * "asn-drop". */
const char *data_kind_name(enum data_kind kind);
/* "stale", "future", "undated", "fresh". */
const char *freshness_state_name(enum freshness_state state);

#endif
