#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "flow/month_work.h"
#include "validation/documentation.h"

static int by_peer(const void *a, const void *b, void *context)
{
	const struct month_work *work = context;
	const struct month_facts *facts = work->facts;
	const struct peer *x = &facts->fold->peers.all[*(const uint32_t *)a];
	const struct peer *y = &facts->fold->peers.all[*(const uint32_t *)b];
	int order = strcmp(facts->collectors[x->collector], facts->collectors[y->collector]);

	if (order == 0)
		order = address_compare(&x->address, &y->address);
	return order != 0 ? order : (x->asn > y->asn) - (x->asn < y->asn);
}

/* Peers that announced anything, by collector and address. The first witness of a route that came
 * over from the month before, or of who carried it, may have fallen silent since. */
void month_order_peers(struct month_work *work)
{
	const struct announced *announced = &work->facts->fold->announced;
	const struct carriers *carriers = &work->facts->fold->carriers;
	size_t count = work->facts->fold->peers.count;
	uint64_t *heard = memory_alloc(announced->stride, sizeof(*heard));

	for (uint32_t pair = 0; pair < announced->pair_count; pair++) {
		for (size_t i = 0; i < announced->stride; i++)
			heard[i] |= announced_ever(announced, pair)[i];
		uint32_t peer = announced->pairs[pair].first.peer;
		heard[peer / 64] |= UINT64_C(1) << (peer % 64);
	}
	for (size_t i = 0; i < carriers->count; i++) {
		uint32_t peer = carriers->all[i].first.peer;
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

struct sighting month_sighting(const struct month_work *work, const struct witness *witness)
{
	return (struct sighting){ witness->time_us, witness->offset, witness->input,
				  work->peer_number[witness->peer] };
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
void month_order_routes(struct month_work *work)
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
	work->route_count = rank;
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
static unsigned collectors_count(const struct month_work *work, const uint64_t *words, size_t count)
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

void month_judge(struct month_work *work)
{
	const struct announced *announced = &work->facts->fold->announced;
	const struct authority *authority = work->facts->authority;
	bool lab = work->facts->fold->is_lab;

	work->verdicts = memory_alloc(announced->pair_count, sizeof(*work->verdicts));
	for (size_t i = 0; i < announced->pair_count; i++) {
		const struct pair *pair = &announced->pairs[i];
		const struct prefix *prefix = &announced->rows[pair->row].prefix;
		struct pair_verdict *verdict = &work->verdicts[i];
		verdict->rov = (uint8_t)rov_check(authority->rov, prefix, pair->origin);
		verdict->irr = (uint8_t)irr_check(authority->irr, prefix, pair->origin);
		if (!lab || !prefix_is_documentation(prefix))
			verdict->bogon =
				(uint8_t)bogon_check_prefix(authority->bogons, prefix).kind;
		if (!lab || !asn_is_documentation(pair->origin))
			verdict->bogon_origin =
				(uint8_t)bogon_check_asn(authority->bogons, pair->origin).kind;
	}
}

static struct judged_route judged(const struct month_work *work, uint32_t number)
{
	const struct announced *announced = &work->facts->fold->announced;
	const struct pair *pair = &announced->pairs[number];
	const struct pair_verdict *verdict = &work->verdicts[number];
	const uint64_t *ever = announced_ever(announced, number);

	return (struct judged_route){
		.prefix = announced->rows[pair->row].prefix,
		.origin = pair->origin,
		.peers = bits_count(ever, announced->stride),
		.peers_last = bits_count(announced_now(announced, number), announced->stride),
		.collectors = collectors_count(work, ever, announced->stride),
		.days = pair->days,
		.rov = verdict->rov,
		.irr = verdict->irr,
		.bogon = verdict->bogon,
		.bogon_origin = verdict->bogon_origin,
		.first = month_sighting(work, &pair->first),
	};
}

static void tally(struct month_summary *summary, const struct judged_route *route)
{
	summary->routes++;
	summary->rov[route->rov]++;
	summary->irr[route->irr]++;
	summary->bogon_prefixes[route->bogon]++;
}

int month_put_routes_of(struct month_work *work, asn_t asn)
{
	size_t first = work->routes_taken, at = first;

	for (; at < work->route_count && month_origin_at(work, at) == asn; at++) {
		uint32_t rank = (uint32_t)work->route_order[at];
		struct judged_route route = judged(work, work->pair_by_rank[rank]);
		int result = store_put_route(work->store, &route);
		if (result < 0)
			return result;
		tally(&work->summary, &route);
		work->routes = memory_grow(work->routes, &work->route_room, at - first + 1,
					   sizeof(*work->routes));
		work->routes[at - first] = route;
	}
	work->routes_first = first;
	work->routes_taken = at;
	return 0;
}
