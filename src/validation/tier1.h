/* Inside relations.c: which networks without providers stand at the top. The rule stands at
 * relations_is_tier1(). */
#ifndef VALIDATION_TIER1_H
#define VALIDATION_TIER1_H

#include "validation/relations.h"

enum { TIER1_MAX = 64 }; /* three times as many as there have ever been */

struct tier1_candidate {
	asn_t asn;
	uint32_t customers;
};

/* Sorts the candidates. `relations` answers already what two ASes are to each other. Returns how
 * many it put into `out_group`. */
size_t tier1_find(const struct relations *relations, struct tier1_candidate *candidates,
		  size_t count, asn_t out_group[TIER1_MAX]);

#endif
