#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "flow/month_work.h"
#include "validation/documentation.h"

void *rows_add(struct rows *rows, size_t size)
{
	rows->all = memory_grow(rows->all, &rows->room, rows->count + 1, size);
	void *row = (char *)rows->all + rows->count++ * size;
	memset(row, 0, size);
	return row;
}

void rows_sort(struct rows *rows, size_t size, int (*compare)(const void *, const void *))
{
	sort_items(rows->all, rows->count, size, compare);
}

/* The rows of `asn`, whose number is their first member; AS numbers ascend from call to call. Rows
 * of networks that nobody asks for are passed over. */
static const void *take(struct rows *rows, size_t size, asn_t asn, size_t *out_count)
{
	const char *all = rows->all;
	size_t first = rows->taken, end;

#define ASN_AT(i) (*(const asn_t *)(const void *)(all + (i)*size))
	while (first < rows->count && ASN_AT(first) < asn)
		first++;
	for (end = first; end < rows->count && ASN_AT(end) == asn;)
		end++;
#undef ASN_AT
	rows->taken = end;
	*out_count = end - first;
	return all != NULL ? all + first * size : NULL;
}

static int by_announcer(const void *a, const void *b)
{
	const struct path_bogon *x = a, *y = b;

	if (x->announcer != y->announcer)
		return x->announcer < y->announcer ? -1 : 1;
	return (x->bogon > y->bogon) - (x->bogon < y->bogon);
}

static void find_path_bogons(struct month_work *work)
{
	const struct bogon_paths *paths = &work->facts->fold->bogon_paths;

	for (size_t i = 0; i < paths->count; i++) {
		const struct bogon_path *path = &paths->all[i];
		*(struct path_bogon *)rows_add(&work->rows_of_path_bogon,
					       sizeof(struct path_bogon)) = (struct path_bogon){
			.announcer = path->announcer,
			.bogon = path->bogon,
			.prefix = path->prefix,
			.days = path->days,
			.routes = path->routes,
			.first = month_sighting(work, &path->first),
		};
	}
	rows_sort(&work->rows_of_path_bogon, sizeof(struct path_bogon), by_announcer);
}

static struct stored_place place_of(uint32_t input, struct place place)
{
	return (struct stored_place){ input, place.line, place.offset };
}

static int by_charge(const void *a, const void *b)
{
	const struct charge *x = a, *y = b;

	if (x->asn != y->asn)
		return x->asn < y->asn ? -1 : 1;
	if (x->incident != y->incident)
		return x->incident < y->incident ? -1 : 1;
	return (x->role > y->role) - (x->role < y->role);
}

/* One part in an incident is enough: the gravest, which comes first. */
static void drop_lesser_parts(struct rows *charges)
{
	struct charge *all = charges->all;
	size_t kept = 0;

	for (size_t i = 0; i < charges->count; i++)
		if (kept == 0 || all[kept - 1].asn != all[i].asn ||
		    all[kept - 1].incident != all[i].incident)
			all[kept++] = all[i];
	charges->count = kept;
}

static void keep_incident(struct month_work *work, const struct kept_incident *kept)
{
	uint32_t number = (uint32_t)work->rows_of_incident.count;
	const struct incident *incident = &kept->incident;
	struct stored_incident *stored = rows_add(&work->rows_of_incident, sizeof(*stored));

	stored->number = number;
	stored->incident = *incident;
	stored->place = place_of(kept->input, kept->place);
	for (size_t i = 0; i < incident->party_count; i++)
		*(struct charge *)rows_add(&work->rows_of_charge, sizeof(struct charge)) =
			(struct charge){
				.asn = incident->parties[i].asn,
				.incident = number,
				.kind = incident->kind,
				.role = incident->parties[i].role,
				.start_us = incident->start_us,
				.end_us = incident->end_us,
			};
}

/* Incidents that touch the part of the month that was looked at. */
static void find_incidents(struct month_work *work)
{
	const struct reference *reference = work->facts->reference;

	for (size_t i = 0; i < reference->incident_count; i++) {
		const struct incident *incident = &reference->incidents[i].incident;
		if (incident->start_us < work->end_us && incident->end_us > work->start_us)
			keep_incident(work, &reference->incidents[i]);
	}
	rows_sort(&work->rows_of_charge, sizeof(struct charge), by_charge);
	drop_lesser_parts(&work->rows_of_charge);
}

/* The reference has both in order of AS numbers already. */
static void find_people_say(struct month_work *work)
{
	const struct reference *reference = work->facts->reference;

	for (size_t i = 0; i < reference->spoof_test_count; i++) {
		const struct kept_spoof_test *kept = &reference->spoof_tests[i];
		if (kept->test.time_us < work->start_us || kept->test.time_us >= work->end_us)
			continue;
		struct stored_spoof_test *stored =
			rows_add(&work->rows_of_spoof_test, sizeof(*stored));
		stored->test = kept->test;
		stored->place = place_of(kept->input, kept->place);
	}
	for (size_t i = 0; i < reference->registration_count; i++) {
		const struct kept_registration *kept = &reference->registrations[i];
		struct stored_registration *stored =
			rows_add(&work->registrations, sizeof(*stored));
		stored->registration = kept->registration;
		stored->place = place_of(kept->input, kept->place);
	}
}

static int by_vrp_asn(const void *a, const void *b)
{
	const struct vrp_of_as *x = a, *y = b;

	if (x->asn != y->asn)
		return x->asn < y->asn ? -1 : 1;
	return (x->vrp > y->vrp) - (x->vrp < y->vrp);
}

/* By AS; those of one stay in order of their prefixes. AS0 permits nothing (RFC 6483). */
static void find_vrps(struct month_work *work)
{
	const struct authority *authority = work->facts->authority;

	for (size_t i = 0; i < authority->vrp_count; i++)
		if (authority->vrps[i].vrp.asn != ASN_NONE)
			*(struct vrp_of_as *)rows_add(&work->vrps, sizeof(struct vrp_of_as)) =
				(struct vrp_of_as){ authority->vrps[i].vrp.asn, (uint32_t)i };
	rows_sort(&work->vrps, sizeof(struct vrp_of_as), by_vrp_asn);
}

static void add_population(struct month_work *work, const struct rows *rows, size_t size)
{
	for (size_t i = 0; i < rows->count; i++)
		*(asn_t *)rows_add(&work->population, sizeof(asn_t)) =
			*(const asn_t *)(const void *)((const char *)rows->all + i * size);
}

static int by_asn(const void *a, const void *b)
{
	asn_t x = *(const asn_t *)a, y = *(const asn_t *)b;

	return (x > y) - (x < y);
}

/* Every network that anybody has seen or said something of; not those that only signed or
 * registered something, which may be gone for years. */
static void find_population(struct month_work *work)
{
	for (size_t i = 0; i < work->route_count; i++)
		if (i == 0 || month_origin_at(work, i) != month_origin_at(work, i - 1))
			*(asn_t *)rows_add(&work->population, sizeof(asn_t)) =
				month_origin_at(work, i);
	add_population(work, &work->rows_of_path_bogon, sizeof(struct path_bogon));
	add_population(work, &work->rows_of_neighbour, sizeof(struct neighbour));
	add_population(work, &work->rows_of_carried, sizeof(struct carried_route));
	add_population(work, &work->rows_of_charge, sizeof(struct charge));
	for (size_t i = 0; i < work->rows_of_spoof_test.count; i++)
		*(asn_t *)rows_add(&work->population, sizeof(asn_t)) =
			((const struct stored_spoof_test *)work->rows_of_spoof_test.all)[i]
				.test.asn;
	for (size_t i = 0; i < work->networks_known.linked_count; i++)
		*(asn_t *)rows_add(&work->population, sizeof(asn_t)) =
			work->networks_known.linked[i].asn;
	rows_sort(&work->population, sizeof(asn_t), by_asn);
	asn_t *all = work->population.all;
	size_t kept = 0;
	for (size_t i = 0; i < work->population.count; i++)
		if (kept == 0 || all[kept - 1] != all[i])
			all[kept++] = all[i];
	work->population.count = kept;
}

void month_find_evidence(struct month_work *work)
{
	find_path_bogons(work);
	month_find_neighbours(work);
	find_incidents(work);
	find_people_say(work);
	find_vrps(work);
	find_population(work);
}

/* Routes of exactly `length` bits inside `vrp`; the routes are in order of their prefixes. */
static uint64_t announced_inside(const struct judged_route *routes, size_t count,
				 const struct vrp *vrp)
{
	size_t from = 0, to = count;
	uint64_t inside = 0;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (prefix_compare(&routes[middle].prefix, &vrp->prefix) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	for (; from < count && prefix_covers(&vrp->prefix, &routes[from].prefix); from++)
		inside += routes[from].prefix.len == vrp->max_length;
	return inside;
}

/* RFC 9319 section 5: is there a prefix of the greatest length permitted that is not announced? */
static bool is_loose(const struct vrp *vrp, uint64_t announced)
{
	unsigned longer = (unsigned)vrp->max_length - vrp->prefix.len;

	return longer > 0 && (longer >= 63 || announced < UINT64_C(1) << longer);
}

static void take_vrps(struct month_work *work, struct as_month *as)
{
	const struct authority *authority = work->facts->authority;
	size_t count, first = work->rows_of_loose_vrp.count;
	const struct vrp_of_as *own = take(&work->vrps, sizeof(*own), as->network.asn, &count);

	for (size_t i = 0; i < count; i++) {
		const struct vrp *vrp = &authority->vrps[own[i].vrp].vrp;
		uint64_t announced = announced_inside(as->routes, as->route_count, vrp);
		if (is_loose(vrp, announced))
			*(struct loose_vrp *)rows_add(&work->rows_of_loose_vrp,
						      sizeof(struct loose_vrp)) =
				(struct loose_vrp){ *vrp, announced };
	}
	as->network.vrps = (uint32_t)count;
	as->loose_vrps = (const struct loose_vrp *)work->rows_of_loose_vrp.all + first;
	as->loose_vrp_count = work->rows_of_loose_vrp.count - first;
}

static void take_spoof_tests(struct month_work *work, struct as_month *as)
{
	const struct stored_spoof_test *stored = take(&work->rows_of_spoof_test, sizeof(*stored),
						      as->network.asn, &as->spoof_test_count);

	work->tests = memory_grow(work->tests, &work->test_room, as->spoof_test_count,
				  sizeof(*work->tests));
	for (size_t i = 0; i < as->spoof_test_count; i++)
		work->tests[i] = stored[i].test;
	as->spoof_tests = work->tests;
}

static void take_registrations(struct month_work *work, struct as_month *as)
{
	work->stored_registrations = take(&work->registrations, sizeof(*work->stored_registrations),
					  as->network.asn, &as->registration_count);
	work->registered = memory_grow(work->registered, &work->registered_room,
				       as->registration_count, sizeof(*work->registered));
	for (size_t i = 0; i < as->registration_count; i++)
		work->registered[i] = work->stored_registrations[i].registration;
	as->registrations = work->registered;
}

/* What the routes say of the network itself. */
static void mark(const struct month_work *work, struct as_month *as)
{
	for (size_t i = 0; i < as->route_count; i++)
		if (as->routes[i].peers > as->network.peers)
			as->network.peers = as->routes[i].peers;
	/* Where so few peers tell at all, few of them say nothing. */
	if (as->route_count > 0 && work->peer_count >= work->networks_known.scoring.peers_min &&
	    as->network.peers < work->networks_known.scoring.peers_min)
		as->network.marks |= MARK_FEW_PEERS;
	if (work->facts->fold->is_lab && asn_is_documentation(as->network.asn))
		as->network.marks &= ~(uint32_t)MARK_BOGON;
	if (aspas_find(work->facts->authority->aspa_set, as->network.asn) != NULL)
		as->network.marks |= MARK_HAS_ASPA;
}

struct as_month month_take(struct month_work *work, asn_t asn)
{
	struct as_month as = {
		.network = network_facts_of(&work->networks_known, asn),
		.month = work->summary.month,
		.start_us = work->start_us,
		.end_us = work->end_us,
		.given = work->given,
		.routes = work->routes,
		.route_count = work->routes_taken - work->routes_first,
	};

	mark(work, &as);
	as.path_bogons =
		take(&work->rows_of_path_bogon, sizeof(*as.path_bogons), asn, &as.path_bogon_count);
	as.neighbours =
		take(&work->rows_of_neighbour, sizeof(*as.neighbours), asn, &as.neighbour_count);
	as.carried = take(&work->rows_of_carried, sizeof(*as.carried), asn, &as.carried_count);
	as.charges = take(&work->rows_of_charge, sizeof(*as.charges), asn, &as.charge_count);
	take_spoof_tests(work, &as);
	take_registrations(work, &as);
	take_vrps(work, &as);
	return as;
}
