#include "flow/authority_freeze.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "net/payload_set.h"

static int by_vrp(const void *a, const void *b)
{
	const struct stored_vrp *x = a, *y = b;

	return vrp_compare(&x->vrp, &y->vrp);
}

static int by_vrp_and_source(const void *a, const void *b)
{
	const struct stored_vrp *x = a, *y = b;
	int order = by_vrp(a, b);
	return order != 0 ? order : (x->source > y->source) - (x->source < y->source);
}

static int by_object(const void *a, const void *b)
{
	const struct route_object *x = a, *y = b;
	int order = prefix_compare(&x->prefix, &y->prefix);

	if (order != 0)
		return order;
	if (x->origin != y->origin)
		return x->origin < y->origin ? -1 : 1;
	return (x->source > y->source) - (x->source < y->source);
}

static int by_customer_and_source(const void *a, const void *b)
{
	const struct sourced_aspa *x = a, *y = b;

	if (x->aspa.customer != y->aspa.customer)
		return x->aspa.customer < y->aspa.customer ? -1 : 1;
	return (x->source > y->source) - (x->source < y->source);
}

/* Sorts, and keeps the first of equal ones. */
static size_t vrps_order(struct stored_vrp *vrps, size_t count)
{
	size_t kept = 0;

	sort_items(vrps, count, sizeof(*vrps), by_vrp_and_source);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || by_vrp(&vrps[kept - 1], &vrps[i]) != 0)
			vrps[kept++] = vrps[i];
	return kept;
}

/* Sorts; of those that differ in nothing but their date, keeps the newest. */
static size_t objects_order(struct route_object *objects, size_t count)
{
	size_t kept = 0;

	sort_items(objects, count, sizeof(*objects), by_object);
	for (size_t i = 0; i < count; i++) {
		if (kept == 0 || by_object(&objects[kept - 1], &objects[i]) != 0)
			objects[kept++] = objects[i];
		else if (objects[i].date > objects[kept - 1].date)
			objects[kept - 1].date = objects[i].date;
	}
	return kept;
}

/* Is a snapshot of date `a` to be preferred over one of date `b`, seen from `time_us`? */
static bool date_is_better(uint64_t a, uint64_t b, uint64_t time_us)
{
	bool a_counts = a != 0 && a <= time_us, b_counts = b != 0 && b <= time_us;

	if (a_counts != b_counts)
		return a_counts;
	if (a_counts)
		return a > b; /* the newest that is not too new */
	if ((a != 0) != (b != 0))
		return a != 0; /* a dated one before an undated one */
	return a < b;          /* the oldest of those that are too new */
}

static int signer_compare(const struct stored_source *a, const struct stored_source *b)
{
	int order = strcmp(a->kind, b->kind);
	return order != 0 ? order : strcmp(a->name, b->name);
}

struct ranking {
	const struct reference *reference;
	uint64_t time_us;
};

/* Snapshots of one signer side by side, the best first. */
static int by_signer(const void *a, const void *b, void *context)
{
	const struct ranking *ranking = context;
	const struct reference *reference = ranking->reference;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	uint64_t x_us = reference->source_dates_us[x], y_us = reference->source_dates_us[y];
	int order = signer_compare(&reference->sources[x], &reference->sources[y]);

	if (order != 0)
		return order;
	return date_is_better(y_us, x_us, ranking->time_us) -
	       date_is_better(x_us, y_us, ranking->time_us);
}

/* For each source: does a better snapshot of the same trust anchor exist? Route objects are never
 * superseded: their dumps carry no date. The caller owns the answer. */
static bool *superseded_find(const struct reference *reference, uint64_t time_us)
{
	struct ranking ranking = { reference, time_us };
	const uint64_t *dates_us = reference->source_dates_us;
	size_t count = reference->source_count, best = 0;
	bool *superseded = memory_alloc(count, sizeof(*superseded));
	uint32_t *order = memory_alloc(count, sizeof(*order));

	for (uint32_t i = 0; i < count; i++)
		order[i] = i;
	if (count > 0)
		qsort_r(order, count, sizeof(*order), by_signer, &ranking);
	for (size_t i = 0; i < count; i++) {
		const struct stored_source *source = &reference->sources[order[i]];
		if (signer_compare(source, &reference->sources[order[best]]) != 0)
			best = i;
		superseded[order[i]] =
			strcmp(source->kind, "rpki") == 0 &&
			date_is_better(dates_us[order[best]], dates_us[order[i]], time_us);
	}
	free(order);
	return superseded;
}

/* An input counts unless all that it says is superseded. */
static bool input_counts(const struct reference *reference, const struct reference_input *input,
			 const bool *superseded)
{
	bool says = false;

	for (size_t i = 0; i < reference->source_count; i++) {
		if (reference->sources[i].input != input->number)
			continue;
		if (!superseded[i])
			return true;
		says = true;
	}
	return !says;
}

/* What counts at that moment of VRPs, ASPAs and inputs. */
static void copy_counting(const struct reference *reference, uint64_t time_us,
			  struct authority *authority)
{
	bool *superseded = superseded_find(reference, time_us);

	authority->vrps = memory_alloc(reference->vrp_count, sizeof(*authority->vrps));
	for (size_t i = 0; i < reference->vrp_count; i++)
		if (!superseded[reference->vrps[i].source])
			authority->vrps[authority->vrp_count++] = reference->vrps[i];
	authority->aspas = memory_alloc(reference->aspa_count, sizeof(*authority->aspas));
	for (size_t i = 0; i < reference->aspa_count; i++)
		if (!superseded[reference->aspas[i].source])
			authority->aspas[authority->aspa_count++] = reference->aspas[i];
	authority->inputs = memory_alloc(reference->input_count, sizeof(*authority->inputs));
	for (size_t i = 0; i < reference->input_count; i++)
		if (input_counts(reference, &reference->inputs[i], superseded))
			authority->inputs[authority->input_count++] = reference->inputs[i];
	free(superseded);
}

int authority_from_reference(const struct reference *reference, uint64_t time_us,
			     struct authority *out_authority)
{
	struct authority authority = { .has_rpki = reference->has_rpki,
				       .has_aspa = reference->has_aspa,
				       .has_relations = reference->link_count > 0,
				       .has_irr = reference->has_irr };

	arena_init(&authority.snapshot, AUTHORITY_BUDGET);
	copy_counting(reference, time_us, &authority);
	authority.vrp_count = vrps_order(authority.vrps, authority.vrp_count);
	sort_items(authority.aspas, authority.aspa_count, sizeof(*authority.aspas),
		   by_customer_and_source);
	authority.object_count = reference->object_count;
	authority.objects = memory_alloc(authority.object_count, sizeof(*authority.objects));
	for (size_t i = 0; i < reference->object_count; i++)
		authority.objects[i] = reference->objects[i];
	authority.object_count = objects_order(authority.objects, authority.object_count);
	authority.source_count = reference->source_count;
	authority.sources = memory_alloc(authority.source_count, sizeof(*authority.sources));
	for (size_t i = 0; i < authority.source_count; i++)
		authority.sources[i] = reference->sources[i];

	int result = authority_freeze(&authority, reference, time_us);
	if (result < 0) {
		authority_clear(&authority);
		return result;
	}
	*out_authority = authority;
	return 0;
}

void authority_clear(struct authority *authority)
{
	arena_clear(&authority->snapshot);
	free(authority->vrps);
	free(authority->aspas);
	free(authority->objects);
	free(authority->sources);
	free(authority->inputs);
	*authority = (struct authority){ 0 };
}

int authority_changes(const struct authority *older, const struct authority *newer,
		      struct arena *arena, struct rov_change *out_change)
{
	struct vrp *before = authority_bare_vrps(older), *after = authority_bare_vrps(newer);
	int result = rov_change_build(arena, before, older->vrp_count, after, newer->vrp_count,
				      out_change);

	free(before);
	free(after);
	return result;
}

const struct stored_source *authority_source(const struct authority *authority, unsigned number)
{
	assert(number < authority->source_count);
	return &authority->sources[number];
}

const struct stored_source *authority_signer_find(const struct authority *authority,
						  const struct vrp *vrp)
{
	struct stored_vrp wanted = { .vrp = *vrp };
	const struct stored_vrp *found = NULL;

	if (authority->vrp_count > 0)
		found = bsearch(&wanted, authority->vrps, authority->vrp_count, sizeof(wanted),
				by_vrp);
	return found != NULL ? authority_source(authority, found->source) : NULL;
}

const struct stored_source *authority_signer(const struct authority *authority,
					     const struct vrp *vrp)
{
	const struct stored_source *signer = authority_signer_find(authority, vrp);

	assert(signer != NULL);
	return signer;
}

const struct reference_input *authority_input(const struct authority *authority,
					      const struct stored_source *source)
{
	for (size_t i = 0; i < authority->input_count; i++)
		if (authority->inputs[i].number == source->input)
			return &authority->inputs[i];
	return NULL;
}

const struct sourced_aspa *authority_aspas_of(const struct authority *authority, asn_t customer,
					      size_t *out_count)
{
	size_t from = 0, to = authority->aspa_count, end;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (authority->aspas[middle].aspa.customer < customer)
			from = middle + 1;
		else
			to = middle;
	}
	for (end = from; end < authority->aspa_count; end++)
		if (authority->aspas[end].aspa.customer != customer)
			break;
	*out_count = end - from;
	return &authority->aspas[from];
}

bool authority_freshness(const struct authority *authority, enum data_kind kind, uint64_t at_us,
			 struct freshness *out_freshness)
{
	bool found = false;

	for (size_t i = 0; i < authority->input_count; i++) {
		const struct reference_input *input = &authority->inputs[i];
		if (input->kind != kind)
			continue;
		struct freshness freshness = freshness_of(kind, input->date_us, at_us);
		if (found && freshness_compare(&freshness, out_freshness) >= 0)
			continue;
		*out_freshness = freshness;
		found = true;
	}
	return found;
}
