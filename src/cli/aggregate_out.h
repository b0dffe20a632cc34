/*
 * Aggregate out: the groups of one month after another as a table for people, as JSON and as CSV.
 *
 * In:   groups of a month, and those of the month before it in the store.
 * Out:  text in a buffer, written to stdout as it grows.
 */
#ifndef CLI_AGGREGATE_OUT_H
#define CLI_AGGREGATE_OUT_H

#include "cli/answer.h"
#include "flow/groups.h"

enum aggregate_form { AGGREGATE_TABLE, AGGREGATE_JSON, AGGREGATE_CSV };

struct aggregate_out {
	enum aggregate_form form;
	const struct groups_wanted *wanted; /* what the groups were built by */
	const struct norm_scoring *scoring; /* how a value is made, and the classes of size */
	bool history;                       /* several months follow one another */
	bool shows_group, shows_metric;     /* in each row of the table; aggregate_begin() */
	bool first;                         /* of the months */
	struct buffer out;
};

/* After the first four members were set. */
void aggregate_begin(struct aggregate_out *about);
/* `before` is NULL when the store has nothing before this month. False: stdout takes no more. */
bool aggregate_put_month(struct aggregate_out *about, struct groups *groups, struct groups *before);
/* Ends the text; the caller answers with `out`. */
void aggregate_end(struct aggregate_out *about);

#endif
