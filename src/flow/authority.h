/*
 * Authority: what holders have said is allowed, frozen, ready to judge routes.
 *
 * In:   the reference inputs given (VRPs, ASPAs, route objects, registry statistics), or a month of
 *       a store.
 * Out:  the validators' frozen sets, and beside them who said what and when: every VRP, ASPA and
 *       route object with its source, sorted, so that a verdict can name it.
 */
#ifndef FLOW_AUTHORITY_H
#define FLOW_AUTHORITY_H

#include "flow/reference.h"
#include "store/store.h"
#include "validation/as_sets.h"
#include "validation/aspas.h"
#include "validation/bogon.h"
#include "validation/irr_judge.h"
#include "validation/relations.h"
#include "validation/rov.h"
#include "validation/rov_change.h"

struct authority {
	struct arena snapshot; /* owns the frozen sets and the texts of the sources */
	const struct rov *rov;
	const struct irr *irr;
	const struct as_sets *as_sets;
	const struct bogons *bogons;
	const struct aspas *aspa_set;
	const struct relations *relations; /* of links, organisations and ASPAs */
	bool has_relations;                /* was there any link between networks? */
	bool has_rpki, has_aspa, has_irr;  /* was there any VRP, any ASPA, any route object? */
	struct stored_vrp *vrps;           /* owned; sorted by prefix, max_length, ASN; distinct */
	size_t vrp_count;
	struct sourced_aspa
		*aspas; /* owned; sorted by customer, source; a customer may have several */
	size_t aspa_count;
	struct route_object *objects; /* owned; sorted by prefix, origin, source; distinct */
	size_t object_count;
	struct stored_source *sources;        /* owned; by number */
	const struct irr_source *irr_sources; /* what each is worth as a registry */
	size_t source_count;
	struct reference_input *inputs; /* owned */
	size_t input_count;
};

/*
 * Of the snapshots of one trust anchor, the newest that is not newer than `time_us` counts, else
 * the oldest; undated ones count only where no dated one is. The same holds of the statistics of
 * one number registry. ERR_LIMIT.
 */
MUST_CHECK int authority_from_reference(const struct reference *reference, uint64_t time_us,
					struct authority *out_authority);
MUST_CHECK int authority_from_store(struct store *store, uint32_t month,
				    struct authority *out_authority);
/* What is to be asked of an authority. Arrays are borrowed. */
struct authority_reach {
	const struct prefix *prefixes; /* in any order */
	size_t prefix_count;
	const asn_t *customers; /* whose ASPAs; sorted */
	size_t customer_count;
};

/* The same, but of VRPs and route objects only those that cover the prefixes, and of ASPAs those of
 * the customers: as much as a question about them needs, in milliseconds. */
MUST_CHECK int authority_from_store_near(struct store *store, uint32_t month,
					 const struct authority_reach *reach,
					 struct authority *out_authority);
void authority_clear(struct authority *authority);

/* Only what networks are to each other, of all that was given; `snapshot` owns it. ERR_LIMIT. */
MUST_CHECK int authority_relations(const struct reference *reference, struct arena *snapshot,
				   const struct relations **out_relations);

/* What VRPs have come and gone from one to the other. `arena` owns the answer. ERR_LIMIT. */
MUST_CHECK int authority_changes(const struct authority *older, const struct authority *newer,
				 struct arena *arena, struct rov_change *out_change);

/* Who signed this VRP, which must be one of ours. Borrowed. */
const struct stored_source *authority_signer(const struct authority *authority,
					     const struct vrp *vrp);
/* The same of any; NULL when it is none of ours. */
const struct stored_source *authority_signer_find(const struct authority *authority,
						  const struct vrp *vrp);
const struct stored_source *authority_source(const struct authority *authority, unsigned number);
/* The input that a source is of; NULL when the store does not say. */
const struct reference_input *authority_input(const struct authority *authority,
					      const struct stored_source *source);
/* The first of the ASPAs of a customer, and how many there are. Borrowed. */
const struct sourced_aspa *authority_aspas_of(const struct authority *authority, asn_t customer,
					      size_t *out_count);
/* Of the inputs of one kind, how fresh the oldest is at that moment; false: there is none. */
bool authority_freshness(const struct authority *authority, enum data_kind kind, uint64_t at_us,
			 struct freshness *out_freshness);

#endif
