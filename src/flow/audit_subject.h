/*
 * Audit subject: who is audited, out of a store: a participant with its networks, members and route
 * servers, or one network that takes part in nothing.
 *
 * In:   a month of a store, its register, and on request changes that are tried out.
 * Out:  the subject as audit/ takes it.
 */
#ifndef FLOW_AUDIT_SUBJECT_H
#define FLOW_AUDIT_SUBJECT_H

#include "audit/audit.h"
#include "audit/what_if.h"
#include "store/store.h"

struct audit_options {
	const struct what_if *what_ifs; /* tried out on every network */
	size_t what_if_count;
	bool with_feedback; /* incidents that somebody calls legitimate do not count */
};

/* Owns what the subject points to. */
struct audit_desk;

/* One network. Negative: what the store said. */
MUST_CHECK int audit_subject_of_as(struct store *store, const struct stored_month *month, asn_t asn,
				   const struct audit_options *options,
				   struct audit_desk **out_desk,
				   const struct audit_subject **out_subject);
/* A participant, by its name. ERR_NOT_FOUND: there is none in that programme. */
MUST_CHECK int audit_subject_of_participant(struct store *store, const struct stored_month *month,
					    const char *programme, const char *name,
					    const struct audit_options *options,
					    struct audit_desk **out_desk,
					    const struct audit_subject **out_subject);
/* By a word that a person typed: the participant of that name; of an AS number the participant that
 * enrolled it, or the network alone. `arena` keeps a name. ERR_NOT_FOUND as above. */
MUST_CHECK int audit_subject_of_word(struct store *store, const struct stored_month *month,
				     const char *programme, const char *word, struct arena *arena,
				     const struct audit_options *options,
				     struct audit_desk **out_desk,
				     const struct audit_subject **out_subject);
void audit_desk_free(struct audit_desk *desk);

/* The participant of the programme that enrolled this network; its name is the arena's. 1, 0: none,
 * or negative. */
MUST_CHECK int audit_participant_with(struct store *store, const char *programme, asn_t asn,
				      struct arena *arena, const char **out_name);

#endif
