#include "flow/record_store.h"

#include <assert.h>

/* The store's functions for a kind, with the value as a bare pointer. */
struct access {
	struct store_cursor *(*open)(struct store *store, uint32_t month);
	struct store_cursor *(*open_of)(struct store *store, uint32_t month,
					asn_t asn); /* or NULL */
	int (*next)(struct store_cursor *cursor, void *out_value);
	int (*put)(struct store *store, const void *value);
	/* Of the register instead. */
	struct register_cursor *(*list)(struct store *store);
	int (*list_next)(struct register_cursor *cursor, void *out_value);
};

#define NEXT(thing)                                                                                \
	static int next_##thing(struct store_cursor *cursor, void *out_value)                      \
	{                                                                                          \
		return store_##thing##_next(cursor, out_value);                                    \
	}
#define PUT(thing)                                                                                 \
	static int put_##thing(struct store *store, const void *value)                             \
	{                                                                                          \
		return store_put_##thing(store, value);                                            \
	}
#define LIST(thing, all)                                                                           \
	static struct register_cursor *list_##thing(struct store *store)                           \
	{                                                                                          \
		return all;                                                                        \
	}                                                                                          \
	static int list_next_##thing(struct register_cursor *cursor, void *out_value)              \
	{                                                                                          \
		return store_##thing##_next(cursor, out_value);                                    \
	}

/* clang-format off */
NEXT(metric)
NEXT(input) PUT(input)
NEXT(source) PUT(source)
NEXT(peer) PUT(peer)
NEXT(vrp)
NEXT(route_object)
NEXT(aspa) PUT(aspa)
NEXT(route) PUT(route)
NEXT(path_bogon) PUT(path_bogon)
NEXT(neighbour) PUT(neighbour)
NEXT(carried) PUT(carried)
NEXT(incident) PUT(incident)
NEXT(charge) PUT(charge)
NEXT(spoof_test) PUT(spoof_test)
NEXT(registration) PUT(registration)
NEXT(loose_vrp) PUT(loose_vrp)
NEXT(network) PUT(network)
NEXT(score) PUT(score)
NEXT(rs_score) PUT(rs_score)
NEXT(rs_finding) PUT(rs_finding)
LIST(participant, store_participants(store, NULL)) PUT(participant)
LIST(attestation, store_attestations(store, NULL, NULL)) PUT(attestation)
LIST(feedback, store_feedback(store)) PUT(feedback)

#define ACCESS(thing, all) { all, NULL, next_##thing, put_##thing, NULL, NULL }
#define ACCESS_OF(thing, all) { all, all##_of, next_##thing, put_##thing, NULL, NULL }
#define ACCESS_LIST(thing) { NULL, NULL, NULL, put_##thing, list_##thing, list_next_##thing }

static const struct access accesses[RECORD_KINDS] = {
	[RECORD_METRIC] = { store_metrics, NULL, next_metric, NULL, NULL, NULL },
	[RECORD_INPUT] = ACCESS(input, store_inputs),
	[RECORD_SOURCE] = ACCESS(source, store_sources),
	[RECORD_PEER] = ACCESS(peer, store_peers),
	[RECORD_VRP] = { store_vrps, NULL, next_vrp, NULL, NULL, NULL },
	[RECORD_ROUTE_OBJECT] = { store_route_objects, NULL, next_route_object, NULL, NULL, NULL },
	[RECORD_ASPA] = ACCESS_OF(aspa, store_aspas),
	[RECORD_ROUTE] = ACCESS_OF(route, store_routes),
	[RECORD_PATH_BOGON] = ACCESS_OF(path_bogon, store_path_bogons),
	[RECORD_NEIGHBOUR] = ACCESS_OF(neighbour, store_neighbours),
	[RECORD_CARRIED] = ACCESS_OF(carried, store_carried),
	[RECORD_INCIDENT] = ACCESS(incident, store_incidents),
	[RECORD_CHARGE] = ACCESS_OF(charge, store_charges),
	[RECORD_SPOOF_TEST] = ACCESS_OF(spoof_test, store_spoof_tests),
	[RECORD_REGISTRATION] = ACCESS_OF(registration, store_registrations),
	[RECORD_LOOSE_VRP] = ACCESS_OF(loose_vrp, store_loose_vrps),
	[RECORD_NETWORK] = ACCESS(network, store_networks),
	[RECORD_SCORE] = ACCESS_OF(score, store_scores),
	[RECORD_RS_SCORE] = ACCESS(rs_score, store_rs_scores),
	[RECORD_RS_FINDING] = ACCESS(rs_finding, store_rs_findings),
	[RECORD_PARTICIPANT] = ACCESS_LIST(participant),
	[RECORD_ATTESTATION] = ACCESS_LIST(attestation),
	[RECORD_FEEDBACK] = ACCESS_LIST(feedback),
};
/* clang-format on */

static int show(enum record_id id, const asn_t *asn, const union record_value *value,
		const struct record_visitor *visitor)
{
	if (asn != NULL && !record_is_about(id, value, *asn))
		return 0;
	return visitor->visit(visitor->context, id, value);
}

static int walk_register(struct store *store, enum record_id id, const asn_t *asn,
			 const struct record_visitor *visitor)
{
	struct register_cursor *cursor = accesses[id].list(store);
	union record_value value;
	int got, shown = 0;

	while (shown == 0 && (got = accesses[id].list_next(cursor, &value)) > 0)
		shown = show(id, asn, &value, visitor);
	register_cursor_close(cursor);
	return shown != 0 ? shown : got;
}

/* Incidents name no network, but charges do: those in which this one has a part. */
static int walk_incidents_of(struct store *store, uint32_t month, asn_t asn,
			     const struct record_visitor *visitor)
{
	struct store_cursor *cursor = store_charges_of(store, month, asn);
	struct stored_incident incident;
	struct charge charge;
	int64_t last = -1;
	int got, shown = 0;

	while (shown == 0 && (got = store_charge_next(cursor, &charge)) > 0) {
		if (last == charge.incident)
			continue; /* in another role */
		last = charge.incident;
		shown = store_incident_find(store, month, charge.incident, &incident);
		if (shown == 0)
			shown = visitor->visit(visitor->context, RECORD_INCIDENT, &incident);
		else if (shown == ERR_NOT_FOUND)
			shown = store_damaged(store, "a charge without its incident");
	}
	store_cursor_close(cursor);
	return shown != 0 ? shown : got;
}

int record_walk(struct store *store, enum record_id id, uint32_t month, const asn_t *asn,
		const struct record_visitor *visitor)
{
	const struct access *access = &accesses[id];
	union record_value value;
	int got, shown = 0;

	assert(id != RECORD_MONTH);
	if (!record_is_of_month(id))
		return walk_register(store, id, asn, visitor);
	if (id == RECORD_INCIDENT && asn != NULL)
		return walk_incidents_of(store, month, *asn, visitor);
	struct store_cursor *cursor = asn != NULL && access->open_of != NULL
					      ? access->open_of(store, month, *asn)
					      : access->open(store, month);
	while (shown == 0 && (got = access->next(cursor, &value)) > 0)
		shown = show(id, asn, &value, visitor);
	store_cursor_close(cursor);
	return shown != 0 ? shown : got;
}

int record_put(struct store *store, enum record_id id, const union record_value *value)
{
	if (id == RECORD_METRIC)
		return 0;
	assert(accesses[id].put != NULL);
	return accesses[id].put(store, value);
}
