/*
 * Explain: what a score rests on, put before a person or a program.
 *
 * In:   one network in one month, as a store holds it; a metric.
 * Out:  lists of things, each with the place where it can be looked at. Text and JSON come from one
 *       walk: a list finds its items, and puts each in the form that is asked for.
 */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include "cli/answer.h"
#include "flow/as_month_store.h"
#include "flow/authority.h"
#include "scores/incident_score.h"

/* Of a list: `at` in the array that the list is of; the worst is shown first. */
struct explain_item {
	size_t at;
	unsigned rank; /* 0 is worst */
};

struct explain_list;
struct explain_metric;

struct explaining {
	const struct command *command;
	struct opened opened;
	asn_t asn;
	bool json;
	uint64_t limit; /* items of a list in a text */
	struct as_month_room room;
	struct as_month as; /* of the month */
	struct as_now now_room;
	struct as_month now; /* at the end of its data */
	const struct explain_metric *explained;
	const struct explain_list *list;
	struct explain_item *items; /* owned; of the list */
	size_t item_count, item_room;
	bool first;             /* no item of the list has been put yet */
	bool first_inside;      /* the same of a list inside of an item */
	struct charge *parties; /* owned; of the incidents of the list, by incident, role, AS */
	size_t party_count, party_room;
	struct incident_event *merged; /* owned */
	struct authority authority;    /* near the items that are shown */
	struct buffer out;
};

/* One kind of thing that scores rest on. */
struct explain_list {
	const char *key;   /* in JSON */
	const char *title; /* of the list in a text; NULL: it needs none */
	/* Adds what counts for the metric. False: the store failed, and it has been said. */
	bool (*find)(struct explaining *about);
	/* In a text whole lines, in JSON the inside of an object. */
	bool (*put)(struct explaining *about, size_t at);
	/* What of an item has to be known from the authority; NULL: nothing. */
	const struct prefix *(*prefix_of)(const struct explaining *about, size_t at);
};

enum { EXPLAIN_LISTS_MAX = 3 };

/* What a metric rests on. */
struct explain_metric {
	const struct metric *metric;
	uint32_t needs;                                      /* bits of enum data_given */
	bool any;                                            /* one of them will do */
	const struct explain_list *lists[EXPLAIN_LISTS_MAX]; /* NULL behind the last */
	/* What is to be said below them, or in the object behind them; or NULL. */
	bool (*close)(struct explaining *about);
};

/* explain_metrics.c: what each metric rests on, and the inputs that the one at hand does. */
const struct explain_metric *explain_metric_of(const struct metric *metric);
extern const struct explain_list explain_inputs;

/* explain_routes.c, explain_carried.c, explain_incidents.c, explain_people.c */
extern const struct explain_list explain_routes, explain_path_bogons, explain_carried,
	explain_neighbours, explain_upstreams, explain_providers, explain_incidents, explain_merged,
	explain_spoof_tests, explain_registrations, explain_loose_vrps;
/* What the score would be without the incidents that people call legitimate. */
bool explain_feedback(struct explaining *about);

void explain_add(struct explaining *about, size_t at, unsigned rank);
/* Complains of the store; false, for who returns it. */
bool explain_failed(struct explaining *about);

/* A measure as an object under `key`, or as two lines: its arithmetic, its score. */
void explain_measure(struct explaining *about, const char *key, const struct measure *measure);

/* explain_record.c: the very places. */
bool explain_sighting(struct explaining *about, const struct sighting *sighting);
/* Of what has no other place than its input. */
bool explain_input(struct explaining *about, uint32_t number);
bool explain_place(struct explaining *about, const struct stored_place *place);
/* The VRPs and the route objects that cover a prefix. */
void explain_vrps(struct explaining *about, const struct prefix *prefix);
void explain_objects(struct explaining *about, const struct prefix *prefix);
/* "days":[1,22], or "on days 1,22". */
void explain_days(struct explaining *about, uint32_t days);
/* ", since 2010-01", and for a registry's word the day of its statistics, as far as known. */
void explain_since(struct explaining *about, const struct bogon_verdict *verdict);

#endif
