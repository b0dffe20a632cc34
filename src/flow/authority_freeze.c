#include "flow/authority_freeze.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "flow/reference_irr.h"

struct vrp *authority_bare_vrps(const struct authority *authority)
{
	struct vrp *vrps = memory_alloc(authority->vrp_count, sizeof(*vrps));

	for (size_t i = 0; i < authority->vrp_count; i++)
		vrps[i] = authority->vrps[i].vrp;
	return vrps;
}

static int freeze_vrps(struct authority *authority)
{
	struct vrp *vrps = authority_bare_vrps(authority);
	int result = rov_build(&authority->snapshot, vrps, authority->vrp_count, &authority->rov);
	free(vrps);
	return result;
}

static int freeze_aspas(struct authority *authority)
{
	struct aspa *aspas = memory_alloc(authority->aspa_count, sizeof(*aspas));

	for (size_t i = 0; i < authority->aspa_count; i++)
		aspas[i] = authority->aspas[i].aspa;
	int result = aspas_build(&authority->snapshot, aspas, authority->aspa_count,
				 &authority->aspa_set);
	free(aspas);
	return result;
}

static int by_organisation(const void *a, const void *b)
{
	const struct as_name *const *x = a, *const *y = b;
	return strcmp((*x)->organisation_id, (*y)->organisation_id);
}

/* ASes with the number of their organisation: those of one have the same. The caller owns them. */
static struct as_membership *memberships_of(const struct reference *reference, size_t *out_count)
{
	const struct as_name **names = memory_alloc(reference->name_count, sizeof(const void *));
	struct as_membership *memberships;
	size_t count = 0;
	uint32_t organisation = 0;

	for (size_t i = 0; i < reference->name_count; i++)
		if (reference->names[i].organisation_id[0] != '\0')
			names[count++] = &reference->names[i];
	if (count > 0)
		qsort(names, count, sizeof(const void *), by_organisation);
	memberships = memory_alloc(count, sizeof(*memberships));
	for (size_t i = 0; i < count; i++) {
		organisation += i > 0 && by_organisation(&names[i - 1], &names[i]) != 0;
		memberships[i] = (struct as_membership){ names[i]->asn, organisation };
	}
	free(names);
	*out_count = count;
	return memberships;
}

/* `reference` NULL: nothing but ASPAs. */
static int freeze_relations(struct authority *authority, const struct reference *reference)
{
	struct as_membership *memberships = NULL;
	size_t membership_count = 0, link_count = 0;
	const struct as_link *links = NULL;

	if (reference != NULL) {
		memberships = memberships_of(reference, &membership_count);
		links = reference->links;
		link_count = reference->link_count;
	}
	int result = relations_build(&authority->snapshot, links, link_count, memberships,
				     membership_count, authority->aspa_set, &authority->relations);
	free(memberships);
	return result;
}

int authority_relations(const struct reference *reference, struct arena *snapshot,
			const struct relations **out_relations)
{
	struct aspa *aspas = memory_alloc(reference->aspa_count, sizeof(*aspas));
	struct as_membership *memberships;
	const struct aspas *aspa_set;
	size_t membership_count;

	for (size_t i = 0; i < reference->aspa_count; i++)
		aspas[i] = reference->aspas[i].aspa;
	int result = aspas_build(snapshot, aspas, reference->aspa_count, &aspa_set);
	free(aspas);
	if (result < 0)
		return result;
	memberships = memberships_of(reference, &membership_count);
	result = relations_build(snapshot, reference->links, reference->link_count, memberships,
				 membership_count, aspa_set, out_relations);
	free(memberships);
	return result;
}

/* A store keeps no as-sets. */
static int freeze_as_sets(struct authority *authority, const struct reference *reference)
{
	struct as_set_draft none;

	if (reference != NULL)
		return reference_as_sets(reference, &authority->snapshot, &authority->as_sets);
	as_set_draft_init(&none);
	int result = as_sets_build(&authority->snapshot, &none, NULL, 0, &authority->as_sets);
	as_set_draft_clear(&none);
	return result;
}

int authority_freeze(struct authority *authority, const struct reference *reference,
		     uint64_t time_us)
{
	int result = freeze_vrps(authority);

	if (result == 0)
		result = freeze_aspas(authority);
	if (result == 0)
		result = freeze_relations(authority, reference);
	if (result == 0)
		result = irr_build(&authority->snapshot, authority->objects,
				   authority->object_count, &authority->irr);
	if (result == 0)
		result = freeze_as_sets(authority, reference);
	if (result == 0)
		result = reference_irr_sources(authority->sources, authority->source_count,
					       &authority->snapshot, &authority->irr_sources);
	if (result == 0)
		result = bogons_build(&authority->snapshot,
				      reference != NULL ? reference->delegations : NULL,
				      reference != NULL ? reference->delegation_count : 0,
				      utc_day_of(time_us), &authority->bogons);
	return result;
}
