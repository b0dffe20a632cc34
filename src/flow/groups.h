/*
 * Groups: the networks of a month by what they have in common, and their scores by metric.
 *
 * In:   a month of a store; for programmes also the register.
 * Out:  the groups in a fixed order, and of each one metric at a time as an aggregate.
 * Promise: every network of the month is in a group, or counted as left out or as in none. One pass
 *       over the networks, one over the scores.
 */
#ifndef FLOW_GROUPS_H
#define FLOW_GROUPS_H

#include "base/arena.h"
#include "scores/aggregate.h"
#include "store/store.h"

enum group_by {
	BY_ECONOMY,
	BY_REGION,       /* net/economy.h: the United Nations' */
	BY_SUB_REGION,   /* as fine as net/economy.h has it */
	BY_RIR,          /* that delegated the number */
	BY_PROGRAMME,    /* for which a participant enrolled it; and "all" of the month */
	BY_ORGANISATION, /* with its siblings */
	BY_SIZE,
	GROUP_KINDS,
};

/* What is not judged by its routes, or is nobody's network (enum network_mark). */
enum { MARKS_LEFT_OUT = MARK_FEW_PEERS | MARK_ROUTE_SERVER | MARK_BOGON };

struct groups_wanted {
	enum group_by by;
	const char *only;   /* the id or name of one group, without regard to case; NULL: all */
	uint32_t metrics;   /* a set of bits: places in metrics[] */
	uint32_t leave_out; /* networks with one of these marks */
};

struct group {
	unsigned rank;     /* goes before the id in their order */
	const char *id;    /* "NL", "Western Europe", "RIPE NCC", "ORG-X-RIPE", "small" */
	const char *name;  /* of the economy or organisation; else "" */
	uint64_t networks; /* of the month, without those left out */
	uint64_t left_out; /* by their marks */
	uint64_t unseen;   /* enrolled in the programme, and nothing is known of them this month */
};

struct groups {
	struct stored_month month;
	enum group_by by;
	struct group *items; /* by id; sizes by size, programmes behind "all" */
	size_t count;
	uint64_t networks; /* of the month */
	uint64_t left_out; /* of those, by their marks */
	uint64_t without;  /* of the others, in no group: nobody says in which */
	struct arena texts;
	double *scores; /* by group and metric */
	size_t *starts; /* of each group and metric in `scores`, and the end */
};

/* ERR_MALFORMED, ERR_IO: store_message() says why; ERR_LIMIT: names beyond all measure. */
MUST_CHECK int groups_build(struct store *store, const struct stored_month *month,
			    const struct groups_wanted *wanted, struct groups *out_groups);
void groups_clear(struct groups *groups);

/* The same group, of another month perhaps; NULL when there is none. */
const struct group *groups_find(const struct groups *groups, const struct group *like);
/* How many networks of a group of these were measured by the metric at that place of metrics[]. */
size_t groups_measured(const struct groups *groups, const struct group *group, size_t metric);
/* Of a group of these by the metric at that place of metrics[]. */
struct aggregate groups_aggregate(struct groups *groups, const struct group *group, size_t metric,
				  enum norm_combine rule);

/* "economy", "sub-region"... Static. */
const char *group_by_name(enum group_by by);
/* Without regard to case. */
bool group_by_find(struct text word, enum group_by *out_by);

#endif
