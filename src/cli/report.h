/*
 * Report: what a participant of a programme is told of its month: the verdict, its Actions, the
 * scores of its networks, every incident in which they have a part, and how to dispute it. One
 * collection of what is to be said, put into words once; the page and the mail only lay it out, and
 * so cannot differ in facts.
 *
 * In:   a store, one of its months, the norms, and the name of a participant or an AS number.
 * Out:  a struct report. Its texts come from strangers in part and are raw: whoever prints them
 *       escapes them. Texts that have nothing to say are "".
 * Promise: free of the clock; the same store gives the same report.
 */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "audit/audit.h"
#include "store/store.h"

struct report_check {
	const char *title;
	enum audit_state state;
	const char *basis; /* "measured", "tested", "attested", or "not measured" */
	bool decides;      /* else it informs only */
	const char *const *proofs;
	size_t proof_count;
};

struct report_action {
	unsigned number;
	const char *title;
	const char *level;
	enum audit_state state;
	const char *basis;
	const char *change; /* since the month before */
	const char *claim;  /* what the participant said when joining */
	const struct report_check *checks;
	size_t check_count;
	const char *const *mends;
	size_t mend_count;
};

struct report_score {
	const struct metric *metric;
	struct measure month, now, before;
	struct measure without;   /* what feedback calls legitimate */
	const char *change;       /* in points: "+12.0", "same", "new", "gone"; "-" */
	const char *const *lines; /* why it is what it is: arithmetic, or why it is blank */
	size_t line_count;
};

/* A route that is not all that it could be. */
struct report_route {
	const char *prefix;
	const char *rpki, *registry; /* states, or "not given" */
	const char *seen;
	bool is_wrong; /* invalid, or a bogon: more than merely not registered */
};

struct report_incident {
	const char *name; /* "grip:moas-1" */
	enum incident_kind kind;
	enum incident_role role;
	const char *when; /* from, to, and how long */
	const char *weight;
	const char *prefixes;
	const char *parties; /* the others */
	const char *record;  /* where it stands in what was given */
	const char *says;    /* the source */
	const char *url;     /* as the source gave it: whatever it may be */
	const char *const *feedback;
	size_t feedback_count;
	bool is_excused; /* the latest word calls it legitimate */
	const char *command;
	const char *mail;      /* a mailto: link, or "" */
	const char *mail_says; /* the same for who writes by hand */
};

struct report_network {
	asn_t asn;
	const char *title; /* "AS64500 CLEAN, Clean Networks (NL)" */
	const char *seen;
	const struct report_score *scores; /* one of each metric, in their order */
	size_t score_count;
	const struct report_incident *incidents;
	size_t incident_count;
	const struct report_route *routes; /* the worst, at most REPORT_ROUTES_MAX */
	size_t route_count, route_total;
	const char *const *mends; /* of routes, that no Action names */
	size_t mend_count;
};

/* What was not measured, why, and what would change it. */
struct report_gap {
	const char *what, *why, *change;
};

struct report_input {
	const char *path, *kind, *digest, *date, *note;
};

/* Of the same participant in another programme. */
struct report_verdict {
	const char *programme;
	enum audit_state state;
};

enum { REPORT_ROUTES_MAX = 40, REPORT_INPUTS_MAX = 40 };

struct report {
	const char *subject;
	const char *programme; /* its title */
	const char *month;     /* "2026-02" */
	const char *before;    /* the month before if the store has it, else "" */
	const char *data_time; /* of the latest record */
	enum audit_state verdict;
	const char *verdict_says;
	const char *first;       /* what to do first */
	const char *before_says; /* what changes are measured by */
	const struct report_verdict *others;
	size_t other_count;
	const struct report_action *actions;
	size_t action_count;
	const struct report_network *networks;
	size_t network_count;
	bool any_excused;
	const char *feedback_says; /* what changes when feedback is heeded */
	const struct report_gap *gaps;
	size_t gap_count;
	const char *const *data; /* sentences: dates, counts, rules */
	size_t data_count;
	const struct report_input *inputs; /* at most REPORT_INPUTS_MAX */
	size_t input_count, input_total;
};

struct report_order {
	struct store *store;
	const struct stored_month *month;
	const struct norms *norms;
	const struct norm_programme *programme;
	const char *word;       /* the name of a participant, or an AS number */
	const char *store_path; /* for the commands that the report shows; NULL: the default */
	const char *norms_path; /* NULL: what is built in */
	const char *disputes;   /* the address that disputes go to, or NULL */
};

/* `out_report` is the caller's to free. ERR_NOT_FOUND: nobody of that name; ERR_LIMIT; else what
 * the store said. */
MUST_CHECK int report_build(const struct report_order *order, struct report **out_report);
void report_free(struct report *report);

/* "conformant", "not conformant", "not measured": for people. Static. */
const char *report_state_says(enum audit_state state);
/* Would it be another without what feedback calls legitimate? */
bool report_is_turned(const struct report_score *score);
/* "49.0 %", or "-" where nothing was measured. */
enum { REPORT_PERCENT_MAX = 32 };
const char *report_percent(const struct measure *measure, char out_text[REPORT_PERCENT_MAX]);

#endif
