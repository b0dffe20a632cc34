#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "flow/month_work.h"

/* A network that passed on one route of the network beside it. */
struct step {
	asn_t carrier, origin;
	uint32_t pair, number; /* of the carrier among the fold's */
};

static int by_step(const void *a, const void *b)
{
	const struct step *x = a, *y = b;

	if (x->carrier != y->carrier)
		return x->carrier < y->carrier ? -1 : 1;
	if (x->origin != y->origin)
		return x->origin < y->origin ? -1 : 1;
	return (x->pair > y->pair) - (x->pair < y->pair);
}

static struct step *steps_of(const struct month_work *work, size_t *out_count)
{
	const struct carriers *carriers = &work->facts->fold->carriers;
	const struct announced *announced = &work->facts->fold->announced;
	struct step *steps = memory_alloc(carriers->count, sizeof(*steps));
	size_t count = 0;

	for (uint32_t pair = 0; pair < announced->pair_count; pair++)
		for (uint32_t i = carriers_of(carriers, pair); i != CARRIER_NONE;
		     i = carriers->all[i].next)
			steps[count++] = (struct step){ carriers->all[i].asn,
							announced->pairs[pair].origin, pair, i };
	sort_items(steps, count, sizeof(*steps), by_step);
	*out_count = count;
	return steps;
}

static bool is_invalid(const struct pair_verdict *verdict)
{
	return verdict->rov == ROV_INVALID_ASN || verdict->rov == ROV_INVALID_LENGTH;
}

static uint32_t faults_of(const struct pair_verdict *verdict)
{
	uint32_t faults = 0;

	if (is_invalid(verdict))
		faults |= CARRIED_RPKI_INVALID | CARRIED_UNREGISTERED;
	if (verdict->rov == ROV_NOT_FOUND && verdict->irr == IRR_ORIGIN_MISMATCH)
		faults |= CARRIED_UNREGISTERED;
	if (verdict->bogon == BOGON_FULL)
		faults |= CARRIED_BOGON_PREFIX;
	return faults;
}

/* How many RPKI-invalid routes of it anybody has seen; the routes are in order of their origins. */
static uint32_t offered_by(const struct month_work *work, asn_t origin)
{
	uint64_t first = (uint64_t)origin << 32;
	size_t from = 0, to = work->route_count;
	uint32_t invalid = 0;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (work->route_order[middle] < first)
			from = middle + 1;
		else
			to = middle;
	}
	for (; from < work->route_count && month_origin_at(work, from) == origin; from++)
		invalid += is_invalid(
			&work->verdicts[work->pair_by_rank[(uint32_t)work->route_order[from]]]);
	return invalid;
}

static void keep_carried(struct month_work *work, const struct step *step, uint32_t faults)
{
	const struct carrier *carrier = &work->facts->fold->carriers.all[step->number];
	const struct announced *announced = &work->facts->fold->announced;
	struct carried_route *carried = rows_add(&work->rows_of_carried, sizeof(*carried));

	*carried = (struct carried_route){
		.carrier = step->carrier,
		.neighbour = step->origin,
		.prefix = announced->rows[announced->pairs[step->pair].row].prefix,
		.origin = step->origin,
		.faults = faults,
		.days = carrier->days,
		.first = month_sighting(work, &carrier->first),
	};
}

/* The routes of one network that another passed on: a row of each side. */
static void keep_pair(struct month_work *work, const struct step *steps, size_t count)
{
	struct neighbour row = { .asn = steps[0].carrier,
				 .neighbour = steps[0].origin,
				 .carried = (uint32_t)count,
				 .offered = offered_by(work, steps[0].origin) };

	for (size_t i = 0; i < count; i++) {
		uint32_t faults = faults_of(&work->verdicts[steps[i].pair]);
		row.invalid += (faults & CARRIED_RPKI_INVALID) != 0;
		row.unregistered += (faults & CARRIED_UNREGISTERED) != 0;
		row.bogons += (faults & CARRIED_BOGON_PREFIX) != 0;
		if (faults != 0)
			keep_carried(work, &steps[i], faults);
	}
	*(struct neighbour *)rows_add(&work->rows_of_neighbour, sizeof(row)) = row;
	*(struct neighbour *)rows_add(&work->rows_of_neighbour, sizeof(row)) = (struct neighbour){
		.asn = row.neighbour, .neighbour = row.asn, .sent = row.carried
	};
}

static int by_neighbour(const void *a, const void *b)
{
	const struct neighbour *x = a, *y = b;

	if (x->asn != y->asn)
		return x->asn < y->asn ? -1 : 1;
	if (x->neighbour != y->neighbour)
		return x->neighbour < y->neighbour ? -1 : 1;
	return (x->carried > y->carried) - (x->carried < y->carried);
}

/* Each may pass on routes of the other: two rows become one. The one that sent comes first. */
static void unite(struct month_work *work)
{
	struct neighbour *all = work->rows_of_neighbour.all;
	const struct authority *authority = work->facts->authority;
	size_t kept = 0;

	for (size_t i = 0; i < work->rows_of_neighbour.count; i++) {
		if (kept > 0 && all[kept - 1].asn == all[i].asn &&
		    all[kept - 1].neighbour == all[i].neighbour) {
			uint32_t sent = all[kept - 1].sent;
			all[kept - 1] = all[i];
			all[kept - 1].sent = sent;
			continue;
		}
		all[kept++] = all[i];
	}
	work->rows_of_neighbour.count = kept;
	for (size_t i = 0; i < kept; i++) {
		all[i].relation =
			relation_between(authority->relations, all[i].asn, all[i].neighbour).kind;
		all[i].is_attested = aspas_hop(authority->aspa_set, all[i].asn, all[i].neighbour) ==
				     ASPA_PROVIDER;
	}
}

/* Who passed on a path with a bogon behind the network beside it. */
static void keep_bogon_carriers(struct month_work *work)
{
	const struct bogon_paths *paths = &work->facts->fold->bogon_paths;

	for (size_t i = 0; i < paths->carrier_count; i++) {
		const struct bogon_carrier *carrier = &paths->carriers[i];
		const struct bogon_path *path = &paths->all[carrier->path];
		*(struct carried_route *)rows_add(&work->rows_of_carried,
						  sizeof(struct carried_route)) =
			(struct carried_route){
				.carrier = carrier->asn,
				.neighbour = path->announcer,
				.prefix = carrier->prefix,
				.origin = path->bogon,
				.faults = CARRIED_BOGON_ASN,
				.days = carrier->days,
				.first = month_sighting(work, &carrier->first),
			};
	}
}

/* Who took a leaked route, and from whom. */
static void keep_leaks(struct month_work *work)
{
	const struct leak_paths *paths = &work->facts->fold->leak_paths;

	for (size_t i = 0; i < paths->count; i++) {
		const struct leak_path *leak = &paths->all[i];
		if (leak->days == 0)
			continue; /* of an earlier month */
		*(struct carried_route *)rows_add(&work->rows_of_carried,
						  sizeof(struct carried_route)) =
			(struct carried_route){
				.carrier = leak->taker,
				.neighbour = leak->leaker,
				.prefix = leak->prefix,
				.origin = leak->origin,
				.faults = CARRIED_LEAK,
				.days = leak->days,
				.first = month_sighting(work, &leak->first),
			};
	}
}

static int by_carried(const void *a, const void *b)
{
	const struct carried_route *x = a, *y = b;

	if (x->carrier != y->carrier)
		return x->carrier < y->carrier ? -1 : 1;
	if (x->neighbour != y->neighbour)
		return x->neighbour < y->neighbour ? -1 : 1;
	int order = prefix_compare(&x->prefix, &y->prefix);
	return order != 0 ? order : (x->origin > y->origin) - (x->origin < y->origin);
}

/* A route may be both leaked and bad in itself: one row with both faults, as of the earlier. */
static void unite_carried(struct month_work *work)
{
	struct carried_route *all = work->rows_of_carried.all;
	size_t kept = 0;

	for (size_t i = 0; i < work->rows_of_carried.count; i++) {
		if (kept == 0 || by_carried(&all[kept - 1], &all[i]) != 0) {
			all[kept++] = all[i];
			continue;
		}
		all[kept - 1].faults |= all[i].faults;
		all[kept - 1].days |= all[i].days;
		if (all[i].first.time_us < all[kept - 1].first.time_us)
			all[kept - 1].first = all[i].first;
	}
	work->rows_of_carried.count = kept;
}

void month_find_neighbours(struct month_work *work)
{
	size_t count;
	struct step *steps = steps_of(work, &count);

	for (size_t i = 0, next; i < count; i = next) {
		for (next = i + 1; next < count && steps[next].carrier == steps[i].carrier &&
				   steps[next].origin == steps[i].origin;)
			next++;
		keep_pair(work, steps + i, next - i);
	}
	free(steps);
	rows_sort(&work->rows_of_neighbour, sizeof(struct neighbour), by_neighbour);
	unite(work);
	keep_bogon_carriers(work);
	keep_leaks(work);
	rows_sort(&work->rows_of_carried, sizeof(struct carried_route), by_carried);
	unite_carried(work);
}
