/*
 * Audit: does somebody keep the norms of a programme? Action by Action, with what the answer rests
 * on, what is missing, and what would mend it.
 *
 * In:   a programme of the norms, and a subject: the networks, members and route servers of a
 *       participant (or one network that takes part in nothing), scored, and what was attested.
 * Out:  a state for every check, every Action and the whole; each with its proofs.
 * Promise: not measured, measured, tested and attested stay four different things. What was not
 *       measured never counts as kept, and an attestation never outweighs a measurement.
 * Pure.
 */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include "net/participant.h"
#include "norms/norms.h"
#include "scores/metric.h"

/* Worst first, but for what is not known. */
enum audit_state {
	AUDIT_NOT_MEASURED,
	AUDIT_NON_CONFORMANT,
	AUDIT_CONFORMANT,
};

/* A metric's figure, by the metric's id: of networks and of route servers alike. */
struct audit_score {
	const char *metric;
	struct measure measure; /* of the month */
	struct measure now;     /* at the end of the data */
};

/* A network and its month. */
struct audit_network {
	const struct as_month *month;
	const struct audit_score *scores;
	size_t score_count;
	const char *const *incidents; /* "grip:moas-1": the name of each of month->charges */
};

struct audit_server {
	const char *name;
	const struct audit_score *scores;
	size_t score_count;
};

/* Who is audited. All is borrowed; what the audit says points into it. */
struct audit_subject {
	const char *name; /* of the participant, or "AS64500" */
	bool is_participant;
	const struct audit_network *networks;
	size_t network_count;
	const struct audit_network *members; /* of an exchange */
	size_t member_count;
	const struct audit_server *servers; /* its route servers */
	size_t server_count;
	const struct attestation *attestations;
	size_t attestation_count;
	uint32_t today; /* 20260222: what has expired by then counts no more */
};

/* One thing that an answer rests on: a score of a network or server, or an attestation. */
struct audit_proof {
	enum audit_state state; /* what this alone says */
	const struct audit_network *network;
	const struct audit_server *server;
	const struct audit_score *score;
	const struct attestation *attestation;
};

struct audit_check {
	const struct norm_check *norm;
	enum audit_state state;
	enum norm_basis basis; /* unless it is not measured: how the answer was come by */
	const char *missing;   /* a sentence when it is not measured; else "" */
	const struct audit_proof *proofs;
	size_t proof_count;
	size_t passed, failed, unmeasured; /* networks, members or servers; 0 of other subjects */
};

struct audit_action {
	const struct norm_action *norm;
	enum audit_state state;
	enum norm_basis basis; /* the weakest of the checks that decided */
	const struct audit_check *checks;
	size_t check_count;
	const struct attestation *claim; /* what the participant said when joining, or NULL */
	const char *const *mends;        /* what to do; empty when the Action is kept */
	size_t mend_count;
};

struct audit {
	const struct norm_programme *programme;
	const struct audit_subject *subject;
	enum audit_state verdict; /* of the mandatory Actions */
	unsigned kept;            /* Actions */
	bool may_join;
	const char *join_missing; /* what it lacks, or "" */
	const struct audit_action *actions;
	size_t action_count;
};

/* `arena` owns all that the audit points to, but for what is the subject's. ERR_LIMIT. */
MUST_CHECK int audit_build(struct arena *arena, const struct norm_programme *programme,
			   const struct audit_subject *subject, struct audit *out_audit);

/* "conformant", "non-conformant", "not-measured". Static. */
const char *audit_state_name(enum audit_state state);

/* The score of that metric, or NULL. */
const struct audit_score *audit_score_find(const struct audit_score *scores, size_t count,
					   const char *metric);

/* Why a metric was not measured of a network. */
enum audit_gap {
	AUDIT_GAP_UNSEEN,    /* nobody has seen the network */
	AUDIT_GAP_FEW_PEERS, /* too few have */
	AUDIT_GAP_NOT_GIVEN, /* data that the metric needs was not given */
	AUDIT_GAP_NOTHING,   /* the network did nothing that could be measured */
};

/* And as a sentence. */
enum { AUDIT_GAP_MAX = 256 };
enum audit_gap audit_gap_of(const struct audit_network *network, const char *metric,
			    char out_says[AUDIT_GAP_MAX]);

/* The id that a list's column "Action 1" has as an attestation: "action-1-claim". */
enum { AUDIT_CLAIM_MAX = 32 };
const char *audit_claim_id(unsigned action, char out_id[AUDIT_CLAIM_MAX]);

#endif
