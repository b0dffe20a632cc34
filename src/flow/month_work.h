/*
 * Inside month: the work on one month, and what it holds meanwhile. month.c goes through it in
 * order; month_routes.c puts peers and routes in order and judges them, month_neighbours.c finds
 * what passed between networks, month_evidence.c what else there is to say of each.
 */
#ifndef FLOW_MONTH_WORK_H
#define FLOW_MONTH_WORK_H

#include "flow/month.h"
#include "flow/network_facts.h"

/* Of one (prefix, origin) pair, in a byte each. */
struct pair_verdict {
	uint8_t rov, irr, bogon, bogon_origin;
};

/* A VRP of an AS, by its number among all. */
struct vrp_of_as {
	asn_t asn;
	uint32_t vrp;
};

/* Things sorted by AS number, of which each AS takes its own in turn. */
struct rows {
	void *all; /* owned */
	size_t count, room;
	size_t taken; /* by the ASes so far */
};

struct month_work {
	const struct month_facts *facts;
	struct store *store;
	struct network_facts networks_known;
	uint32_t given;            /* bits of enum data_given */
	uint64_t start_us, end_us; /* of the part of the month that was looked at */
	struct month_summary summary;

	uint32_t *peer_order;   /* owned: the fold's numbers of the peers, as they are stored */
	uint32_t *peer_number;  /* owned: stored number by the fold's */
	size_t peer_count;      /* that announced anything this month */
	uint64_t *route_order;  /* owned: origin << 32 | rank of the prefix */
	uint32_t *pair_by_rank; /* owned: see month_order_routes() */
	size_t route_count;
	struct pair_verdict *verdicts; /* owned; by pair */

	/* Each begins with the AS number that it is sorted by, but for incidents. */
	struct rows rows_of_path_bogon; /* struct path_bogon */
	struct rows rows_of_neighbour;  /* struct neighbour */
	struct rows rows_of_carried;    /* struct carried_route */
	struct rows rows_of_incident;   /* struct stored_incident, by number: nobody takes them */
	struct rows rows_of_charge;     /* struct charge */
	struct rows rows_of_spoof_test; /* struct stored_spoof_test */
	struct rows registrations;      /* struct stored_registration */
	struct rows vrps;               /* struct vrp_of_as */
	struct rows population;         /* asn_t: all networks of the month */

	/* Of the AS that is being scored. */
	struct judged_route *routes; /* owned */
	size_t route_room;
	size_t routes_first, routes_taken; /* where they begin and end in route_order */
	struct spoof_test *tests;          /* owned */
	size_t test_room;
	struct registration *registered; /* owned */
	size_t registered_room;
	const struct stored_registration *stored_registrations; /* the same, as they are stored */
	struct as_now now_room;

	struct rows rows_of_loose_vrp; /* struct loose_vrp */
	struct rows rows_of_network;   /* struct network */
	struct rows rows_of_score;     /* struct stored_score */
};

/* Room for one more at the end; zeroed. */
void *rows_add(struct rows *rows, size_t size);
void rows_sort(struct rows *rows, size_t size, int (*compare)(const void *, const void *));

/* month_routes.c */
void month_order_peers(struct month_work *work);
void month_order_routes(struct month_work *work);
void month_judge(struct month_work *work);
struct sighting month_sighting(const struct month_work *work, const struct witness *witness);
/* The routes of `asn`, judged, put into the store and left in work->routes. */
MUST_CHECK int month_put_routes_of(struct month_work *work, asn_t asn);
static inline asn_t month_origin_at(const struct month_work *work, size_t at)
{
	return (asn_t)(work->route_order[at] >> 32);
}

/* month_neighbours.c */
void month_find_neighbours(struct month_work *work);

/* month_evidence.c */
void month_find_evidence(struct month_work *work);
/* All that is to be said of the AS, whose routes have just been put. AS numbers must ascend. */
struct as_month month_take(struct month_work *work, asn_t asn);

#endif
