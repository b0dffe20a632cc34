#include "flow/month.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "validation/documentation.h"

/* The work on one month, and what it holds meanwhile. */
struct finishing {
	const struct month_facts *facts;
	struct store *store;
	struct month_summary summary;
	uint32_t *peer_order;   /* owned: the fold's numbers of the peers, as they are stored */
	uint32_t *peer_number;  /* owned: stored number by the fold's */
	size_t peer_count;      /* that announced anything this month */
	uint64_t *route_order;  /* owned: origin << 32 | rank of the prefix */
	uint32_t *pair_by_rank; /* owned: see order_routes() */
	struct judged_route *routes; /* owned: of one origin */
	size_t route_count, route_room;
	struct path_bogon *bogons; /* owned: by announcer and bogon */
	size_t bogon_count;
	struct stored_score *scores; /* owned */
	size_t score_count, score_room;
	struct stored_as *ases; /* owned */
	size_t as_count, as_room;
};

static int by_peer(const void *a, const void *b, void *context)
{
	const struct finishing *work = context;
	const struct month_facts *facts = work->facts;
	const struct peer *x = &facts->fold->peers.all[*(const uint32_t *)a];
	const struct peer *y = &facts->fold->peers.all[*(const uint32_t *)b];
	int order = strcmp(facts->collectors[x->collector], facts->collectors[y->collector]);

	if (order == 0)
		order = address_compare(&x->address, &y->address);
	return order != 0 ? order : (x->asn > y->asn) - (x->asn < y->asn);
}

/* Peers that announced anything, by collector and address. The first witness of a route that came
 * over from the month before may have fallen silent since. */
static void order_peers(struct finishing *work)
{
	const struct announced *announced = &work->facts->fold->announced;
	size_t count = work->facts->fold->peers.count;
	uint64_t *heard = memory_alloc(announced->stride, sizeof(*heard));

	for (uint32_t pair = 0; pair < announced->pair_count; pair++) {
		for (size_t i = 0; i < announced->stride; i++)
			heard[i] |= announced_ever(announced, pair)[i];
		uint32_t peer = announced->pairs[pair].first.peer;
		heard[peer / 64] |= UINT64_C(1) << (peer % 64);
	}
	work->peer_order = memory_alloc(count, sizeof(*work->peer_order));
	work->peer_number = memory_alloc(count, sizeof(*work->peer_number));
	for (uint32_t i = 0; i < count && i / 64 < announced->stride; i++)
		if ((heard[i / 64] >> (i % 64) & 1) != 0)
			work->peer_order[work->peer_count++] = i;
	free(heard);
	qsort_r(work->peer_order, work->peer_count, sizeof(*work->peer_order), by_peer, work);
	for (uint32_t i = 0; i < work->peer_count; i++)
		work->peer_number[work->peer_order[i]] = i;
}

static struct sighting sighting_of(const struct finishing *work, const struct witness *witness)
{
	return (struct sighting){ witness->time_us, witness->offset, witness->input,
				  work->peer_number[witness->peer] };
}

static int put_peers(const struct finishing *work)
{
	for (size_t i = 0; i < work->peer_count; i++) {
		const struct peer *peer = &work->facts->fold->peers.all[work->peer_order[i]];
		struct stored_peer stored = { (uint32_t)i, work->facts->collectors[peer->collector],
					      peer->address, peer->asn };
		int result = store_put_peer(work->store, &stored);
		if (result < 0)
			return result;
	}
	return 0;
}

static int put_inputs(const struct finishing *work)
{
	int result = 0;

	for (size_t i = 0; result == 0 && i < work->facts->input_count; i++)
		result = store_put_input(work->store, &work->facts->inputs[i].stored);
	for (size_t i = 0; result == 0 && i < work->facts->authority->source_count; i++)
		result = store_put_source(work->store, &work->facts->authority->sources[i]);
	return result;
}

static int by_row_prefix(const void *a, const void *b, void *context)
{
	const struct announced_row *rows = context;
	return prefix_compare(&rows[*(const uint32_t *)a].prefix,
			      &rows[*(const uint32_t *)b].prefix);
}

static int by_word(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/*
 * Routes by origin, then prefix. First the prefixes are ranked, which a table dump brings nearly in
 * order; then each pair is one word of origin and place in that ranking, quick to sort.
 */
static void order_routes(struct finishing *work)
{
	const struct announced *announced = &work->facts->fold->announced;
	uint32_t *rows = memory_alloc(announced->row_count, sizeof(*rows));
	uint32_t rank = 0;

	for (uint32_t i = 0; i < announced->row_count; i++)
		rows[i] = i;
	if (announced->row_count > 0)
		qsort_r(rows, announced->row_count, sizeof(*rows), by_row_prefix, announced->rows);
	work->route_order = memory_alloc(announced->pair_count, sizeof(*work->route_order));
	work->pair_by_rank = memory_alloc(announced->pair_count, sizeof(*work->pair_by_rank));
	for (size_t i = 0; i < announced->row_count; i++) {
		work->summary.prefixes += announced->rows[rows[i]].pairs != PAIR_NONE;
		for (uint32_t pair = announced->rows[rows[i]].pairs; pair != PAIR_NONE;
		     pair = announced->pairs[pair].next) {
			work->pair_by_rank[rank] = pair;
			work->route_order[rank] =
				(uint64_t)announced->pairs[pair].origin << 32 | rank;
			rank++;
		}
	}
	free(rows);
	if (rank > 0)
		qsort(work->route_order, rank, sizeof(*work->route_order), by_word);
}

static unsigned bits_count(const uint64_t *words, size_t count)
{
	unsigned bits = 0;

	for (size_t i = 0; i < count; i++)
		bits += (unsigned)__builtin_popcountll(words[i]);
	return bits;
}

/* Distinct collectors among the peers whose bits are set. */
static unsigned collectors_count(const struct finishing *work, const uint64_t *words, size_t count)
{
	uint64_t seen[COLLECTORS_MAX / 64] = { 0 };

	for (size_t i = 0; i < count; i++) {
		for (uint64_t word = words[i]; word != 0; word &= word - 1) {
			size_t peer = i * 64 + (size_t)__builtin_ctzll(word);
			unsigned collector = work->facts->fold->peers.all[peer].collector;
			seen[collector / 64] |= UINT64_C(1) << (collector % 64);
		}
	}
	return bits_count(seen, COLLECTORS_MAX / 64);
}

static struct judged_route judge(const struct finishing *work, uint32_t number)
{
	const struct announced *announced = &work->facts->fold->announced;
	const struct authority *authority = work->facts->authority;
	const struct pair *pair = &announced->pairs[number];
	const struct prefix *prefix = &announced->rows[pair->row].prefix;
	const uint64_t *ever = announced_ever(announced, number);
	bool lab = work->facts->fold->is_lab;

	return (struct judged_route){
		.prefix = *prefix,
		.origin = pair->origin,
		.peers = bits_count(ever, announced->stride),
		.peers_last = bits_count(announced_now(announced, number), announced->stride),
		.collectors = collectors_count(work, ever, announced->stride),
		.days = pair->days,
		.rov = rov_check(authority->rov, prefix, pair->origin),
		.irr = irr_check(authority->irr, prefix, pair->origin),
		.bogon = lab && prefix_is_documentation(prefix)
				 ? BOGON_NO
				 : bogon_check_prefix(authority->bogons, prefix).kind,
		.bogon_origin = lab && asn_is_documentation(pair->origin)
					? BOGON_NO
					: bogon_check_asn(authority->bogons, pair->origin).kind,
		.first = sighting_of(work, &pair->first),
	};
}

static void tally(struct month_summary *summary, const struct judged_route *route)
{
	summary->routes++;
	summary->rov[route->rov]++;
	summary->irr[route->irr]++;
	summary->bogon_prefixes[route->bogon]++;
}

static int by_announcer(const void *a, const void *b)
{
	const struct path_bogon *x = a, *y = b;

	if (x->announcer != y->announcer)
		return x->announcer < y->announcer ? -1 : 1;
	return (x->bogon > y->bogon) - (x->bogon < y->bogon);
}

static void order_bogons(struct finishing *work)
{
	const struct bogon_paths *paths = &work->facts->fold->bogon_paths;

	work->bogons = memory_alloc(paths->count, sizeof(*work->bogons));
	for (size_t i = 0; i < paths->count; i++) {
		const struct bogon_path *path = &paths->all[i];
		work->bogons[i] = (struct path_bogon){
			.announcer = path->announcer,
			.bogon = path->bogon,
			.prefix = path->prefix,
			.days = path->days,
			.routes = path->routes,
			.first = sighting_of(work, &path->first),
		};
	}
	work->bogon_count = paths->count;
	if (paths->count > 0)
		qsort(work->bogons, paths->count, sizeof(*work->bogons), by_announcer);
}

static void keep_score(struct finishing *work, const struct as_month *as,
		       const struct metric *metric)
{
	struct stored_score score = { .asn = as->asn, .metric = metric };

	metric->measure(as, &score.measure);
	work->scores = memory_grow(work->scores, &work->score_room, work->score_count + 1,
				   sizeof(*work->scores));
	work->scores[work->score_count++] = score;
}

/* Scores one network: the routes that it originates, and the bogons that it passed on. */
static void score(struct finishing *work, asn_t asn, const struct path_bogon *bogons,
		  size_t bogon_count)
{
	const struct as_month as = {
		.asn = asn,
		.month = work->summary.month,
		.routes = work->routes,
		.route_count = work->route_count,
		.path_bogons = bogons,
		.path_bogon_count = bogon_count,
		.has_rpki = work->facts->authority->has_rpki,
		.has_irr = work->facts->authority->has_irr,
	};

	for (size_t i = 0; metrics[i] != NULL; i++)
		keep_score(work, &as, metrics[i]);
	struct stored_as known = reference_as(work->facts->reference, asn);
	if (known.name[0] == '\0' && known.organisation[0] == '\0')
		return;
	work->ases =
		memory_grow(work->ases, &work->as_room, work->as_count + 1, sizeof(*work->ases));
	work->ases[work->as_count++] = known;
}

static asn_t origin_at(const struct finishing *work, size_t at)
{
	return (asn_t)(work->route_order[at] >> 32);
}

/* Judges and stores the routes of the origin at `*at`, and steps behind them. */
static int put_routes_of(struct finishing *work, size_t *at)
{
	size_t count = work->facts->fold->announced.pair_count;
	asn_t origin = origin_at(work, *at);

	work->route_count = 0;
	for (; *at < count && origin_at(work, *at) == origin; (*at)++) {
		uint32_t rank = (uint32_t)work->route_order[*at];
		struct judged_route route = judge(work, work->pair_by_rank[rank]);
		int result = store_put_route(work->store, &route);
		if (result < 0)
			return result;
		tally(&work->summary, &route);
		work->routes = memory_grow(work->routes, &work->route_room, work->route_count + 1,
					   sizeof(*work->routes));
		work->routes[work->route_count++] = route;
	}
	return 0;
}

/* Goes through origins and announcers of bogons in step, both by AS number. */
static int put_routes(struct finishing *work)
{
	size_t count = work->facts->fold->announced.pair_count, at = 0, bogon = 0;

	while (at < count || bogon < work->bogon_count) {
		asn_t asn = at < count ? origin_at(work, at) : work->bogons[bogon].announcer;
		if (bogon < work->bogon_count && work->bogons[bogon].announcer < asn)
			asn = work->bogons[bogon].announcer;
		work->route_count = 0;
		if (at < count && origin_at(work, at) == asn) {
			int result = put_routes_of(work, &at);
			if (result < 0)
				return result;
		}
		size_t first_bogon = bogon;
		while (bogon < work->bogon_count && work->bogons[bogon].announcer == asn)
			bogon++;
		if (asn == ASN_NONE)
			continue; /* paths that end in an AS_SET: nobody is charged */
		work->summary.origins += work->route_count > 0;
		score(work, asn, work->bogons + first_bogon, bogon - first_bogon);
	}
	return 0;
}

static int put_scores(const struct finishing *work)
{
	int result = 0;

	for (size_t i = 0; result == 0 && i < work->bogon_count; i++)
		result = store_put_path_bogon(work->store, &work->bogons[i]);
	for (size_t i = 0; result == 0 && i < work->score_count; i++)
		result = store_put_score(work->store, &work->scores[i]);
	for (size_t i = 0; result == 0 && i < work->as_count; i++)
		result = store_put_as(work->store, &work->ases[i]);
	return result;
}

static int put_month(struct finishing *work)
{
	const struct month_facts *facts = work->facts;
	const struct authority *authority = facts->authority;
	const struct stored_month month = {
		.month = work->summary.month,
		.first_time_us = facts->first_time_us,
		.last_time_us = facts->last_time_us,
		.judged_at_us = facts->judged_at_us,
		.routes = facts->fold->announced.pair_count,
		.vrps = authority->vrp_count,
		.route_objects = authority->object_count,
		.has_rpki = authority->has_rpki,
		.has_irr = authority->has_irr,
	};
	int result = store_begin(work->store, &month);

	if (result == 0)
		result = put_inputs(work);
	if (result == 0)
		result = put_peers(work);
	if (result == 0)
		result = store_put_vrps(work->store, authority->vrps, authority->vrp_count);
	if (result == 0)
		result = store_put_route_objects(work->store, authority->objects,
						 authority->object_count);
	if (result == 0)
		result = put_routes(work);
	if (result == 0)
		result = put_scores(work);
	if (result == 0)
		result = store_commit(work->store);
	if (result < 0)
		store_rollback(work->store);
	return result;
}

int month_finish(const struct month_facts *facts, struct store *store,
		 struct month_summary *out_summary)
{
	const struct authority *authority = facts->authority;
	struct finishing work = {
		.facts = facts,
		.store = store,
		.summary = { .month = utc_month_of(facts->judged_at_us),
			     .first_time_us = facts->first_time_us,
			     .last_time_us = facts->last_time_us,
			     .judged_at_us = facts->judged_at_us,
			     .vrps = authority->vrp_count,
			     .route_objects = authority->object_count,
			     .has_rpki = authority->has_rpki,
			     .has_irr = authority->has_irr,
			     .path_bogons = facts->fold->bogon_paths.count },
	};

	order_peers(&work);
	work.summary.peers = work.peer_count;
	order_routes(&work);
	order_bogons(&work);
	int result = put_month(&work);
	if (result == 0)
		*out_summary = work.summary;
	free(work.peer_order);
	free(work.peer_number);
	free(work.route_order);
	free(work.pair_by_rank);
	free(work.routes);
	free(work.bogons);
	free(work.scores);
	free(work.ases);
	return result;
}
