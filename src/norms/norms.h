/*
 * Norms: the catalogue of programmes, their Actions, and how each is checked. It is data: one YAML
 * text a programme (norms/ of the source tree, built into the program, or a folder of the user's
 * that replaces them by id), and norms/scoring.yaml for what holds for all programmes.
 *
 * In:   YAML texts.
 * Out:  the catalogue, or a sentence with the place of the mistake.
 * Promise: what is loaded is whole and consistent: ids are unique, numbers ascend, thresholds lie
 *       between 0 and 1. Whoever reads it need not check again.
 * Pure: does no I/O; who calls gives the texts.
 */
#ifndef NORMS_NORMS_H
#define NORMS_NORMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

enum norm_level { NORM_MANDATORY, NORM_RECOMMENDED };

/* How a check comes to its answer. */
enum norm_basis {
	NORM_MEASURED, /* from data that anybody has: scores */
	NORM_TESTED,   /* somebody ran a test, and says how it went: attested with is_tested */
	NORM_ATTESTED, /* somebody says so, with a proof to read */
};

/* Of what the check is. */
enum norm_subject {
	NORM_OF_NETWORKS,     /* each network that the participant enrolled */
	NORM_OF_ROUTE_SERVER, /* an IXP's route servers */
	NORM_OF_MEMBERS,      /* an IXP's members */
	NORM_OF_ORGANISATION, /* the participant as a whole */
};

/* How the scores of several metrics become one. All must have been measured, unless those that were
 * decide already: one bad of the worst, one good of the best. */
enum norm_combine {
	NORM_WORST, /* no metric hides behind another */
	NORM_BEST,  /* one of them suffices */
	NORM_MEAN,
	NORM_SUM, /* raw incident weights are added, then scored as one */
};

struct norm_check {
	const char *id;    /* "filtering-incidents"; unique within the programme */
	const char *title; /* a few words */
	const char *says;  /* how it is checked, in sentences */
	enum norm_basis basis;
	enum norm_subject of;
	bool is_required;           /* else it informs, and decides nothing */
	const char *const *metrics; /* ids, NULL-terminated; empty unless measured */
	enum norm_combine combine;
	double at_least;    /* the score that passes, 0 to 1; of a measured check */
	double share;       /* of members or networks that must pass, 0 to 1; 1: all */
	bool is_ours;       /* the rule is not published: it is ours */
	const char *source; /* where it is published, or why we chose it */
};

/* How the required checks of an Action make its state. */
enum norm_decides {
	NORM_ALL, /* each must pass; one that fails decides; one without an answer leaves it open */
	NORM_ANY, /* one that passes suffices */
};

struct norm_action {
	unsigned number;
	const char *id;    /* "RS-01" of the stricter tier; else "" */
	const char *title; /* "Filtering" */
	enum norm_level level;
	const char *must;  /* what must be done, in our words */
	const char *mend;  /* what to do when it is not, in our words */
	const char *since; /* "2014-11", or "" */
	const char *source;
	enum norm_decides decides;
	const struct norm_check *checks;
	size_t check_count;
};

struct norm_programme {
	const char *id; /* "netops" */
	const char *title;
	const char *says;
	const char *since;
	const char *source;
	unsigned join_at_least; /* how many Actions to join, all mandatory ones among them */
	const char *join_says;
	bool join_is_ours;
	const char *join_source;
	const struct norm_action *actions; /* by number */
	size_t action_count;
};

/* norms/scoring.yaml. */
struct norm_scoring {
	double ready, aspiring;      /* the least score of each band */
	enum norm_combine aggregate; /* of networks in an economy...: NORM_MEAN */
	unsigned peers_min;          /* a network seen by fewer peers is not judged by its routes */
	unsigned small_max, medium_max; /* customers: size classes */
	const char *says;
	const char *source;
};

struct norms {
	struct norm_scoring scoring;
	const struct norm_programme *programmes; /* in the order netops, ixp, cdn, vendor, others */
	size_t programme_count;
};

enum { NORMS_MESSAGE_MAX = 256 };

struct norms_text {
	const char *name; /* of the file, for messages */
	struct text yaml;
};

/* What is built in: one of them is "scoring.yaml". */
extern const struct norms_text norms_built_in[];
extern const size_t norms_built_in_count;

/*
 * Reads all texts; a later one replaces an earlier one of the same programme. `arena` owns all that
 * `out_norms` points to. ERR_MALFORMED with a sentence ("netops.yaml, line 12: ..."), ERR_LIMIT.
 */
MUST_CHECK int norms_read(struct arena *arena, const struct norms_text *texts, size_t count,
			  struct norms *out_norms, char out_message[NORMS_MESSAGE_MAX]);

/* By id, without regard to case; NULL when there is none. */
const struct norm_programme *norms_find(const struct norms *norms, struct text id);
const struct norm_action *norm_action_find(const struct norm_programme *programme, unsigned number);
const struct norm_check *norm_check_find(const struct norm_programme *programme, struct text id);

/* "mandatory"; "measured"; "networks"; "worst"; "all". Static. */
const char *norm_level_name(enum norm_level level);
const char *norm_basis_name(enum norm_basis basis);
const char *norm_subject_name(enum norm_subject subject);
const char *norm_combine_name(enum norm_combine combine);
const char *norm_decides_name(enum norm_decides decides);

#endif
