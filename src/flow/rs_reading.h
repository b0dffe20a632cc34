/*
 * Route server: the tables of one route server of an exchange, read and judged. They are another
 * view than that of collectors and never enter the public table (fold.h).
 *
 * In:   MRT tables, of the server itself or of a member that hears it, or updates; and what counts
 *       at the moment of judgement.
 * Out:  its routes, each with its faults; five measures of them (scores/route_server.h).
 * Rule: what was announced at any time counts once, with the earliest record that shows it. Who
 *       told it is the peer that the table names; but a peer that never stands first in a path of
 *       its own, and is the only AS of the table or a route server by PeeringDB, is the server
 *       itself, transparent (RFC 7947 section 2.2.2), as one of its members hears it: then the
 *       first AS is who told it. If it is not transparent and PeeringDB says what it is, that is
 *       the AS after it.
 * Promise: the same inputs give the same result; memory is bounded, and what is beyond is counted.
 */
#ifndef FLOW_RS_READING_H
#define FLOW_RS_READING_H

#include "flow/authority.h"
#include "norms/norms.h"
#include "scores/route_server.h"
#include "select/community_pattern.h"

enum {
	RS_ROUTES_MAX = 1 << 24,
	RS_FINDINGS_MAX = 100000,
	RS_PEERS_MAX = 1 << 16,
	RS_NEXT_HOPS_MAX = 1 << 20,
	RS_PATH_TEXT_MAX = 1024, /* longer ones are cut */
};

/* What to judge, and by what. All is borrowed. */
struct rs_case {
	const char *name;
	struct input_record *const *inputs; /* MRT files that can be read twice */
	size_t input_count;
	const struct authority *authority;
	const struct reference *reference;
	const struct community_pattern *filtered; /* a route with any of them is stopped */
	size_t filtered_count;
	const struct norm_scoring *scoring;
	uint64_t judged_at_us;
	bool is_lab; /* numbers reserved for documentation are ordinary ones */
};

struct rs_result {
	const char *name; /* borrowed */
	uint64_t inputs, peers, members;
	struct rs_month month; /* its routes are ours, in the order of findings: see below */
	uint64_t stopped;
	uint64_t findings; /* routes with faults, also those beyond what is kept */
	/* The first routes of the month are those of findings that are kept, by prefix, origin,
	 * member and faults. */
	size_t kept;
	struct measure measures[RS_METRICS]; /* by rs_metrics */
	struct rs_route *routes;             /* owned */
	size_t room;
	struct arena paths;
};

/* Reads the inputs, notes in them what was found, and closes their books. */
void rs_judge(const struct rs_case *what, struct rs_result *out_result);
void rs_result_clear(struct rs_result *result);

#endif
