/*
 * Month: judges what was announced in one month, scores every network, and stores it whole.
 *
 * In:   the fold's tables, the authority to judge by, the inputs it all comes from.
 * Out:  one month in the store, and a summary for the person who waits.
 * Promise: the same inputs give the same month, whatever their order: routes are taken by origin
 *       and prefix, peers by collector, address and number.
 */
#ifndef FLOW_MONTH_H
#define FLOW_MONTH_H

#include "flow/authority.h"
#include "flow/fold.h"
#include "flow/rs_reading.h"
#include "norms/norms.h"

struct month_facts {
	const struct fold *fold;
	const struct authority *authority;
	const struct reference *reference;
	const struct input_record *inputs;
	size_t input_count;
	const char *const *collectors;        /* names by number */
	uint64_t first_time_us, last_time_us; /* of route records; 0 when there were none */
	uint64_t judged_at_us;
	const struct norm_scoring *scoring;
	const struct rs_result *servers; /* by name */
	size_t server_count;
};

struct month_summary {
	uint32_t month;
	uint64_t first_time_us, last_time_us, judged_at_us;
	uint64_t prefixes, routes, origins, peers;
	uint64_t vrps, route_objects;
	uint32_t given; /* bits of enum data_given */
	uint64_t networks, incidents;
	uint64_t rov[4], irr[4];    /* routes by enum rov_state, enum irr_state */
	uint64_t bogon_prefixes[3]; /* routes by enum bogon_kind */
	uint64_t path_bogons;
};

/* Negative: what the store said; nothing of the month is then in it. */
MUST_CHECK int month_finish(const struct month_facts *facts, struct store *store,
			    struct month_summary *out_summary);

#endif
