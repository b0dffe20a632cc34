/*
 * Claims: a frozen set of statements "this AS may originate this prefix", and the way from a route
 * to all that cover it; see irr.h.
 *
 * In:   claims in any order, duplicates among them.
 * Out:  rows, grouped by prefix; within a prefix by AS number, then detail.
 * Pure: no allocation once built; safe from any thread.
 */
#ifndef VALIDATION_CLAIMS_H
#define VALIDATION_CLAIMS_H

#include "base/arena.h"
#include "net/asn.h"
#include "net/cover.h"

struct claim_row {
	asn_t asn;
	uint16_t detail; /* the registry of a route object */
};

struct claim {
	struct prefix prefix;
	struct claim_row row;
};

struct claims {
	const struct cover *cover;
	const uint32_t *first; /* first[i]..first[i + 1]: the rows of prefix number i */
	const struct claim_row *rows;
	uint32_t count; /* rows */
};

/* Sorts `claims` in place and copies what is distinct into `snapshot`. ERR_LIMIT. */
MUST_CHECK int claims_build(struct arena *snapshot, struct claim *claims, size_t count,
			    struct claims *out_claims);

/* A walk over all claims that cover `prefix`, longest first: begin at the first, then ask for the
 * next until there is none. */
void claims_begin(const struct claims *claims, const struct prefix *prefix, uint32_t *out_at,
		  uint32_t *out_row);
bool claims_next(const struct claims *claims, uint32_t *io_at, uint32_t *io_row,
		 struct claim *out_claim);

#endif
