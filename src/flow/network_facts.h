/*
 * Network facts: what is known of a network beside its routes: its name and organisation, where it
 * is registered, how many customers it has.
 *
 * In:   the reference (organisations, registry statistics, links, PeeringDB, ASN-DROP) at a moment.
 * Out:  of an AS number all of it; and the AS numbers that stand in links, which somebody must have
 *       seen.
 */
#ifndef FLOW_NETWORK_FACTS_H
#define FLOW_NETWORK_FACTS_H

#include "flow/reference.h"
#include "norms/norms.h"
#include "scores/as_month.h"
#include "validation/delegations.h"

/* How many direct customers a network has. */
struct customer_count {
	asn_t asn;
	uint32_t customers;
};

struct network_facts {
	const struct reference *reference; /* borrowed */
	struct norm_scoring scoring;
	bool is_lab; /* documentation AS numbers are ordinary ones */
	struct arena snapshot;
	const struct delegations *delegations;
	bool has_delegations;          /* of AS numbers */
	struct customer_count *linked; /* owned; all that stand in links, ascending */
	size_t linked_count;
};

/* ERR_LIMIT. */
MUST_CHECK int network_facts_build(const struct reference *reference, uint64_t time_us,
				   const struct norm_scoring *scoring, bool is_lab,
				   struct network_facts *out_facts);
void network_facts_clear(struct network_facts *facts);

/* All but what its routes show: `peers` and `vrps` are 0. Texts are the reference's. */
struct network network_facts_of(const struct network_facts *facts, asn_t asn);

#endif
