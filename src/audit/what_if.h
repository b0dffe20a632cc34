/*
 * What if: the month of a network as it would have been, had something been published or filtered.
 * It previews what a fix would change, and changes nothing else.
 *
 *	roa 192.0.2.0/24 [max 24]    a ROA that names the network
 *	route 192.0.2.0/24           a route object that names it
 *	contact                      a technical contact in PeeringDB, touched today
 *	policy                       import and export lines in its aut-num
 *	filter AS64501               what that neighbour should not have announced is refused
 *	aspa AS64496 AS64497         an ASPA that names these providers
 *	stop 192.0.2.0/24            the route is not announced any more
 *
 * In:   such a text, and a month.
 * Out:  the month with that in it. Only its own routes are judged again: a ROA may also turn routes
 *       of others.
 * Pure.
 */
#ifndef AUDIT_WHAT_IF_H
#define AUDIT_WHAT_IF_H

#include "scores/as_month.h"

enum what_if_kind {
	WHAT_IF_ROA,
	WHAT_IF_ROUTE,
	WHAT_IF_CONTACT,
	WHAT_IF_POLICY,
	WHAT_IF_FILTER,
	WHAT_IF_ASPA,
	WHAT_IF_STOP,
};

enum { WHAT_IF_PROVIDERS_MAX = 64 };

struct what_if {
	enum what_if_kind kind;
	struct prefix prefix;
	uint8_t max_length;
	asn_t asns[WHAT_IF_PROVIDERS_MAX];
	size_t asn_count;
};

/* ERR_MALFORMED: none of the forms above. */
MUST_CHECK int what_if_parse(struct text text, struct what_if *out_what);

/* A month of one's own, to be changed. */
struct what_if_month {
	struct as_month month; /* points to what is owned below */
	struct judged_route *routes;
	struct neighbour *neighbours;
	struct carried_route *carried;
	struct registration *registrations;
	struct loose_vrp *loose_vrps;
};

/* Copies what can be changed, with room for so many changes; the rest stays borrowed. */
void what_if_begin(const struct as_month *in, size_t changes, struct what_if_month *out_month);
void what_if_clear(struct what_if_month *month);
void what_if_apply(const struct what_if *what, struct what_if_month *month);

#endif
