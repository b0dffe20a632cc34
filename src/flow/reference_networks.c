#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "flow/reference_incidents.h"
#include "flow/reference_registrations.h"
#include "wire/as_org.h"
#include "wire/as_rel.h"

void loading_name(struct loading *loading, asn_t asn, struct text name, struct text id)
{
	struct reference *reference = loading->reference;

	if (reference->name_count == REFERENCE_NAMES_MAX) {
		loading->dropped++;
		return;
	}
	reference->names = memory_grow(reference->names, &reference->name_room,
				       reference->name_count + 1, sizeof(*reference->names));
	reference->names[reference->name_count++] =
		(struct as_name){ asn, loading->input->stored.number, loading_text(loading, name),
				  loading_text(loading, id) };
}

static int keep_link(void *context, const struct as_link *link, struct place place)
{
	struct loading *loading = context;
	struct reference *reference = loading->reference;

	(void)place;
	if (reference->link_count == REFERENCE_LINKS_MAX) {
		loading->dropped++;
		return 0;
	}
	reference->links = memory_grow(reference->links, &reference->link_room,
				       reference->link_count + 1, sizeof(*reference->links));
	reference->links[reference->link_count++] = *link;
	loading->kept++;
	loading->second[0] += link->relation == AS_PROVIDER_TO_CUSTOMER;
	loading->second[1] += link->relation == AS_PEER;
	return 0;
}

int load_as_rel(struct loading *loading, struct window *window)
{
	struct as_rel parser;
	struct text piece = { NULL, 0 };
	const struct as_rel_sink sink = { .context = loading, .on_link = keep_link };
	int result = 0;

	as_rel_init(&parser, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = as_rel_feed(&parser, piece);
	if (result == 0)
		result = as_rel_finish(&parser);
	loading->input->stored.date_us = utc_day_start(parser.last_day);
	input_count(loading->input, "links", loading->kept, NULL);
	input_count(loading->input, "provider-to-customer", loading->second[0], NULL);
	input_count(loading->input, "peer", loading->second[1], NULL);
	input_refusals(loading->input, &parser.refusals, true);
	loading->input->used = parser.refusals.taken > 0;
	as_rel_clear(&parser);
	return result;
}

static int keep_organisation(void *context, const struct as_org_organisation *organisation,
			     struct place place)
{
	struct loading *loading = context;
	struct reference *reference = loading->reference;

	(void)place;
	if (reference->organisation_count == REFERENCE_NAMES_MAX) {
		loading->dropped++;
		return 0;
	}
	reference->organisations =
		memory_grow(reference->organisations, &reference->organisation_room,
			    reference->organisation_count + 1, sizeof(*reference->organisations));
	reference->organisations[reference->organisation_count++] = (struct organisation){
		loading_text(loading, organisation->id),
		loading_text(loading, organisation->name),
		loading_text(loading, organisation->country),
	};
	loading->second[0]++;
	return 0;
}

static int keep_as(void *context, const struct as_org_as *as, struct place place)
{
	struct loading *loading = context;

	(void)place;
	loading_name(loading, as->asn, as->name, as->organisation);
	loading->second[1]++;
	return 0;
}

int load_as_org(struct loading *loading, struct window *window)
{
	struct as_org parser;
	struct text piece = { NULL, 0 };
	const struct as_org_sink sink = { .context = loading,
					  .on_organisation = keep_organisation,
					  .on_as = keep_as };
	int result = 0;

	as_org_init(&parser, &sink);
	while (result == 0 && input_piece(window, &piece))
		result = as_org_feed(&parser, piece);
	if (result == 0)
		result = as_org_finish(&parser);
	input_count(loading->input, "organisations", loading->second[0], NULL);
	input_count(loading->input, "ases", loading->second[1], NULL);
	input_refusals(loading->input, &parser.refusals, true);
	loading->input->used = parser.refusals.taken > 0;
	as_org_clear(&parser);
	return result;
}

/* By AS number; of several names the one of the last input counts, and one with an organisation
 * before one without. */
static int by_asn(const void *a, const void *b)
{
	const struct as_name *x = a, *y = b;
	bool x_has = x->organisation_id[0] != '\0', y_has = y->organisation_id[0] != '\0';

	if (x->asn != y->asn)
		return x->asn < y->asn ? -1 : 1;
	if (x_has != y_has)
		return x_has ? -1 : 1;
	if (x->input != y->input)
		return x->input > y->input ? -1 : 1;
	int order = strcmp(x->name, y->name);
	return order != 0 ? order : strcmp(x->organisation_id, y->organisation_id);
}

static int by_id(const void *a, const void *b)
{
	const struct organisation *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	if (order == 0)
		order = strcmp(x->name, y->name);
	return order != 0 ? order : strcmp(x->economy, y->economy);
}

void reference_freeze(struct reference *reference)
{
	if (reference->name_count > 0)
		qsort(reference->names, reference->name_count, sizeof(*reference->names), by_asn);
	if (reference->organisation_count > 0)
		qsort(reference->organisations, reference->organisation_count,
		      sizeof(*reference->organisations), by_id);
	registrations_freeze(reference);
	reference_incidents_freeze(reference);
}

/* First of the sorted names with this number, or the end. */
static size_t first_name(const struct reference *reference, asn_t asn)
{
	size_t low = 0, high = reference->name_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (reference->names[middle].asn < asn)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct organisation *organisation_find(const struct reference *reference,
						    const char *id)
{
	size_t low = 0, high = reference->organisation_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(reference->organisations[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == reference->organisation_count ||
	    strcmp(reference->organisations[low].id, id) != 0)
		return NULL;
	return &reference->organisations[low];
}

struct network reference_network(const struct reference *reference, asn_t asn)
{
	struct network network = { asn, "", "", "", "", "", SIZE_UNKNOWN, 0, 0, 0, 0 };
	size_t at = first_name(reference, asn);

	if (at == reference->name_count || reference->names[at].asn != asn)
		return network;
	const struct as_name *name = &reference->names[at];
	network.name = name->name;
	if (name->organisation_id[0] == '\0')
		return network;
	network.organisation_id = name->organisation_id;
	const struct organisation *organisation =
		organisation_find(reference, name->organisation_id);
	if (organisation != NULL) {
		network.organisation = organisation->name;
		network.economy = organisation->economy;
	}
	return network;
}
