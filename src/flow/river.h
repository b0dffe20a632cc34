/*
 * River: the whole of Decorum's batch work on one page. Inputs go in; routes are folded, judged,
 * scored and stored, month by month.
 *
 * In:   paths of inputs of any kind, and where to store.
 * Out:  months in the store; for each input what became of it.
 * Promise: inputs are recognised by content, whatever their order and however many threads; the
 *       result is the same. What cannot be used is said and passed over.
 */
#ifndef FLOW_RIVER_H
#define FLOW_RIVER_H

#include "flow/input.h"
#include "flow/month.h"
#include "flow/route_servers.h"
#include "sources/input_list.h"

enum { RIVER_MESSAGE_MAX = 512 };

struct river_options {
	const char *const *paths; /* files, folders, "-" */
	size_t path_count;
	struct rs_options servers; /* whose files are inputs as well, but are not folded */
	const char *store_path;
	bool has_time;
	uint64_t time_us; /* the moment to judge at; routes after it are left out */
	unsigned threads; /* at least 1 */
	const struct norm_scoring *scoring;
	bool is_lab; /* numbers reserved for documentation are ordinary ones */
	bool quiet;
};

/* What a route server's tables of a month came to. */
struct server_summary {
	uint32_t month;
	const char *name; /* as the options have it */
	uint64_t members, routes, stopped, findings;
	struct measure measures[RS_METRICS]; /* by rs_metrics */
};

struct river_report {
	struct input_list list;      /* files found, and arguments that led nowhere */
	struct input_record *inputs; /* owned; by the list's numbers */
	size_t input_count;
	struct month_summary *months; /* owned; ascending */
	size_t month_count;
	struct server_summary *servers; /* owned; by month, then name */
	size_t server_count;
	uint64_t late_records;           /* after the moment of judgement */
	char message[RIVER_MESSAGE_MAX]; /* when the river ended early: why, and what to do */
	struct arena session;            /* owns the texts */
};

/*
 * Reads all inputs and writes the store. ERR_NOT_FOUND: nothing could be used; else what the store
 * said. The report is filled in every case; clear it with river_report_clear().
 */
MUST_CHECK int river_observe(const struct river_options *options, struct river_report *out_report);
void river_report_clear(struct river_report *report);

#endif
