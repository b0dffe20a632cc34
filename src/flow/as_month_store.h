/*
 * As-month out of a store: all that a month holds of one AS, as the metrics want it. The same
 * values that were scored when the month was written, so the same scores.
 *
 * In:   a store, one of its months, an AS number.
 * Out:  a struct as_month, and beside it where registrations and spoof tests stand in the inputs.
 */
#ifndef FLOW_AS_MONTH_STORE_H
#define FLOW_AS_MONTH_STORE_H

#include "base/arena.h"
#include "scores/as_month.h"
#include "store/store.h"

/* Owns what an as_month borrows. Starts as { 0 }; serves one AS after another. */
struct as_month_room {
	struct arena texts;
	struct judged_route *routes;
	struct path_bogon *path_bogons;
	struct neighbour *neighbours;
	struct carried_route *carried;
	struct charge *charges;
	struct loose_vrp *loose_vrps;
	struct spoof_test *spoof_tests;
	struct registration *registrations;
	/* The same tests and registrations, with their places. */
	struct stored_spoof_test *stored_tests;
	struct stored_registration *stored_registrations;
	size_t route_room, path_bogon_room, neighbour_room, carried_room, charge_room;
	size_t loose_vrp_room, spoof_test_room, registration_room;
	size_t stored_test_room, stored_registration_room;
};

/*
 * `out` lives until `room` is used again or cleared. An AS of which nothing is known has an empty
 * month. Negative: what the store said (store_message()), or ERR_LIMIT, when its texts are more
 * than any network has; `out` is then as it was.
 */
MUST_CHECK int as_month_read(struct store *store, const struct stored_month *month, asn_t asn,
			     struct as_month_room *room, struct as_month *out);
void as_month_room_clear(struct as_month_room *room);

#endif
