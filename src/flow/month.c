#include "flow/month.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "flow/month_work.h"

static int put_peers(const struct month_work *work)
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

static int put_inputs(const struct month_work *work)
{
	int result = 0;

	for (size_t i = 0; result == 0 && i < work->facts->input_count; i++)
		result = store_put_input(work->store, &work->facts->inputs[i].stored);
	for (size_t i = 0; result == 0 && i < work->facts->authority->source_count; i++)
		result = store_put_source(work->store, &work->facts->authority->sources[i]);
	return result;
}

static int by_aspa(const void *a, const void *b)
{
	const struct stored_aspa *x = a, *y = b;

	if (x->customer != y->customer)
		return x->customer < y->customer ? -1 : 1;
	if (x->provider != y->provider)
		return x->provider < y->provider ? -1 : 1;
	return (x->source > y->source) - (x->source < y->source);
}

/* An ASPA with several providers is as many rows; two of one customer may name the same one. */
static int put_aspas(const struct month_work *work)
{
	const struct authority *authority = work->facts->authority;
	struct rows rows = { 0 };
	int result = 0;

	for (size_t i = 0; i < authority->aspa_count; i++) {
		const struct sourced_aspa *sourced = &authority->aspas[i];
		for (size_t p = 0; p < sourced->aspa.provider_count; p++)
			*(struct stored_aspa *)rows_add(&rows, sizeof(struct stored_aspa)) =
				(struct stored_aspa){ sourced->aspa.customer,
						      sourced->aspa.providers[p], sourced->source };
	}
	rows_sort(&rows, sizeof(struct stored_aspa), by_aspa);
	const struct stored_aspa *all = rows.all;
	for (size_t i = 0; result == 0 && i < rows.count; i++)
		if (i == 0 || by_aspa(&all[i - 1], &all[i]) != 0)
			result = store_put_aspa(work->store, &all[i]);
	free(rows.all);
	return result;
}

static void keep_scores(struct month_work *work, const struct as_month *as)
{
	const struct norm_scoring *scoring = work->facts->scoring;
	const struct bands bands = { scoring->aspiring, scoring->ready };
	struct as_month now = as_month_now(as, &work->now_room);

	for (size_t i = 0; metrics[i] != NULL; i++) {
		struct stored_score score = {
			.asn = as->network.asn,
			.metric = metrics[i],
			.measure = metric_measure(metrics[i], as, &bands),
			.now = metric_measure(metrics[i], &now, &bands),
		};
		if (score.measure.measured || score.now.measured)
			*(struct stored_score *)rows_add(&work->rows_of_score, sizeof(score)) =
				score;
	}
}

static int score(struct month_work *work, asn_t asn)
{
	int result = month_put_routes_of(work, asn);

	if (result < 0 || asn == ASN_NONE)
		return result; /* paths that end in an AS_SET: nobody is charged */
	struct as_month as = month_take(work, asn);
	for (size_t i = 0; result == 0 && i < as.registration_count; i++)
		result = store_put_registration(work->store, &work->stored_registrations[i]);
	keep_scores(work, &as);
	*(struct network *)rows_add(&work->rows_of_network, sizeof(struct network)) = as.network;
	work->summary.origins += as.route_count > 0;
	return result;
}

static int put_networks(struct month_work *work)
{
	const asn_t *asns = work->population.all;
	int result = 0;

	for (size_t i = 0; result == 0 && i < work->population.count; i++)
		result = score(work, asns[i]);
	return result;
}

#define PUT_ROWS(type, thing)                                                                      \
	for (size_t i = 0; result == 0 && i < work->rows_of_##thing.count; i++)                    \
		result = store_put_##thing(work->store,                                            \
					   &((const type *)work->rows_of_##thing.all)[i]);

static int put_evidence(const struct month_work *work)
{
	int result = 0;

	PUT_ROWS(struct path_bogon, path_bogon)
	PUT_ROWS(struct neighbour, neighbour)
	PUT_ROWS(struct carried_route, carried)
	PUT_ROWS(struct stored_incident, incident)
	PUT_ROWS(struct charge, charge)
	PUT_ROWS(struct stored_spoof_test, spoof_test)
	PUT_ROWS(struct loose_vrp, loose_vrp)
	PUT_ROWS(struct network, network)
	PUT_ROWS(struct stored_score, score)
	return result;
}

static int put_server(struct store *store, const struct rs_result *server)
{
	int result = 0;

	for (size_t i = 0; result == 0 && i < RS_METRICS; i++) {
		const struct stored_rs_score stored = {
			.server = server->name,
			.metric = &rs_metrics[i],
			.inputs = server->inputs,
			.peers = server->peers,
			.members = server->members,
			.routes = server->month.count,
			.stopped = server->stopped,
			.findings = server->findings,
			.measure = server->measures[i],
		};
		result = store_put_rs_score(store, &stored);
	}
	return result;
}

static int put_servers(const struct month_work *work)
{
	const struct month_facts *facts = work->facts;
	int result = 0;

	for (size_t i = 0; result == 0 && i < facts->server_count; i++)
		result = put_server(work->store, &facts->servers[i]);
	for (size_t i = 0; i < facts->server_count; i++) {
		const struct rs_result *server = &facts->servers[i];
		for (size_t f = 0; result == 0 && f < server->kept; f++) {
			const struct stored_rs_finding stored = { server->name, (uint32_t)f,
								  server->routes[f] };
			result = store_put_rs_finding(work->store, &stored);
		}
	}
	return result;
}

static int put_month(struct month_work *work)
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
		.given = work->given,
		.bands = { facts->scoring->aspiring, facts->scoring->ready },
		.peers_min = facts->scoring->peers_min,
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
		result = put_aspas(work);
	if (result == 0)
		result = put_networks(work);
	if (result == 0)
		result = put_evidence(work);
	if (result == 0)
		result = put_servers(work);
	if (result == 0)
		result = store_commit(work->store);
	if (result < 0)
		store_rollback(work->store);
	return result;
}

/* What was given: without it nothing that needs it is measured. */
static uint32_t given(const struct month_facts *facts, const struct network_facts *networks)
{
	const struct authority *authority = facts->authority;
	const struct reference *reference = facts->reference;
	const struct {
		enum data_given data;
		bool is_given;
	} all[] = {
		{ GIVEN_ROUTES, facts->last_time_us != 0 },
		{ GIVEN_RPKI, authority->has_rpki },
		{ GIVEN_IRR, authority->has_irr },
		{ GIVEN_ASPA, authority->has_aspa },
		{ GIVEN_RELATIONS, authority->has_relations },
		{ GIVEN_LEAKS, reference->has_leaks },
		{ GIVEN_HIJACKS, reference->has_hijacks },
		{ GIVEN_SPOOFER, reference->has_spoofer },
		{ GIVEN_REGISTRY, reference->has_registry },
		{ GIVEN_PEERING, reference->has_peering },
		{ GIVEN_ASN_DROP, reference->has_asn_drop },
		{ GIVEN_DELEGATIONS, networks->has_delegations },
		{ GIVEN_ORGANISATIONS, reference->organisation_count > 0 },
	};
	uint32_t bits = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		bits |= all[i].is_given ? (uint32_t)all[i].data : 0;
	return bits;
}

/* Up to the end of the data, but never past the month. */
static void find_period(struct month_work *work)
{
	uint64_t month_end_us = utc_month_start(work->summary.month + 1);
	uint64_t end_us = work->facts->judged_at_us + 1;

	work->start_us = utc_month_start(work->summary.month);
	work->end_us = end_us < month_end_us ? end_us : month_end_us;
}

static void clear(struct month_work *work)
{
	struct rows *const rows[] = {
		&work->rows_of_path_bogon, &work->rows_of_neighbour,
		&work->rows_of_carried,    &work->rows_of_incident,
		&work->rows_of_charge,     &work->rows_of_spoof_test,
		&work->registrations,      &work->vrps,
		&work->population,         &work->rows_of_loose_vrp,
		&work->rows_of_network,    &work->rows_of_score,
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		free(rows[i]->all);
	free(work->peer_order);
	free(work->peer_number);
	free(work->route_order);
	free(work->pair_by_rank);
	free(work->verdicts);
	free(work->routes);
	free(work->tests);
	free(work->registered);
	as_now_clear(&work->now_room);
	network_facts_clear(&work->networks_known);
}

int month_finish(const struct month_facts *facts, struct store *store,
		 struct month_summary *out_summary)
{
	const struct authority *authority = facts->authority;
	struct month_work work = {
		.facts = facts,
		.store = store,
		.summary = { .month = utc_month_of(facts->judged_at_us),
			     .first_time_us = facts->first_time_us,
			     .last_time_us = facts->last_time_us,
			     .judged_at_us = facts->judged_at_us,
			     .vrps = authority->vrp_count,
			     .route_objects = authority->object_count,
			     .path_bogons = facts->fold->bogon_paths.count },
	};
	int result = network_facts_build(facts->reference, facts->judged_at_us, facts->scoring,
					 facts->fold->is_lab, &work.networks_known);

	if (result < 0)
		return result;
	work.given = work.summary.given = given(facts, &work.networks_known);
	find_period(&work);
	month_order_peers(&work);
	work.summary.peers = work.peer_count;
	month_order_routes(&work);
	month_judge(&work);
	month_find_evidence(&work);
	work.summary.incidents = work.rows_of_incident.count;
	result = put_month(&work);
	work.summary.networks = work.rows_of_network.count;
	if (result == 0)
		*out_summary = work.summary;
	clear(&work);
	return result;
}
