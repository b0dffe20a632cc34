#include "audit/audit.h"

#include <stdio.h>

#include "audit/audit_checks.h"
#include "audit/audit_mends.h"

const char *audit_state_name(enum audit_state state)
{
	static const char *const names[] = {
		[AUDIT_NOT_MEASURED] = "not-measured",
		[AUDIT_NON_CONFORMANT] = "non-conformant",
		[AUDIT_CONFORMANT] = "conformant",
	};

	return names[state];
}

const struct audit_score *audit_score_find(const struct audit_score *scores, size_t count,
					   const char *metric)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(scores[i].metric, metric) == 0)
			return &scores[i];
	return NULL;
}

const char *audit_claim_id(unsigned action, char out_id[AUDIT_CLAIM_MAX])
{
	(void)snprintf(out_id, AUDIT_CLAIM_MAX, "action-%u-claim", action);
	return out_id;
}

static enum audit_state action_state(const struct audit_action *action)
{
	bool any = action->norm->decides == NORM_ANY;
	size_t passed = 0, failed = 0, required = 0;

	for (size_t i = 0; i < action->check_count; i++) {
		const struct audit_check *check = &action->checks[i];
		if (!check->norm->is_required)
			continue;
		required++;
		passed += check->state == AUDIT_CONFORMANT;
		failed += check->state == AUDIT_NON_CONFORMANT;
	}
	if (any ? passed > 0 : passed == required)
		return AUDIT_CONFORMANT;
	return (any ? failed == required : failed > 0) ? AUDIT_NON_CONFORMANT : AUDIT_NOT_MEASURED;
}

/* Of the checks that made the state: an Action is no better founded than the weakest of them. */
static enum norm_basis action_basis(const struct audit_action *action)
{
	bool any = action->norm->decides == NORM_ANY, first = true;
	enum norm_basis basis = NORM_MEASURED;

	for (size_t i = 0; i < action->check_count; i++) {
		const struct audit_check *check = &action->checks[i];
		if (!check->norm->is_required || check->state != action->state)
			continue;
		/* Of several that suffice the best founded counts, else the weakest. */
		bool takes = first || (any ? check->basis < basis : check->basis > basis);
		basis = takes ? check->basis : basis;
		first = false;
	}
	return basis;
}

/* Did this metric fail for the network in one of the Action's checks? Each once, in their order. */
static bool fails_first_here(const struct audit_action *action, size_t check, size_t proof,
			     const struct audit_network *network)
{
	const struct audit_proof *proofs = action->checks[check].proofs;

	if (proofs[proof].network != network || proofs[proof].state != AUDIT_NON_CONFORMANT)
		return false;
	for (size_t i = 0; i < check; i++) {
		const struct audit_check *before = &action->checks[i];
		for (size_t p = 0; p < before->proof_count; p++)
			if (before->proofs[p].score == proofs[proof].score &&
			    before->proofs[p].state == AUDIT_NON_CONFORMANT)
				return false;
	}
	return true;
}

/* What each network of ours can do about what failed. */
static void mend_networks(struct mends *mends, const struct audit_action *action,
			  const struct audit_subject *subject)
{
	for (size_t n = 0; n < subject->network_count; n++)
		for (size_t i = 0; i < action->check_count; i++) {
			const struct audit_check *check = &action->checks[i];
			for (size_t p = 0; p < check->proof_count; p++)
				if (check->norm->of == NORM_OF_NETWORKS &&
				    fails_first_here(action, i, p, &subject->networks[n]))
					mends_add(mends, &subject->networks[n],
						  check->proofs[p].score->metric);
		}
}

/* What would give a required check its answer: what the network can do, or else what is missing. */
static void mend_missing(struct mends *mends, const struct audit_check *check)
{
	size_t before = mends->count;

	for (size_t p = 0; p < check->proof_count; p++)
		if (check->norm->of == NORM_OF_NETWORKS && check->proofs[p].network != NULL &&
		    check->proofs[p].state == AUDIT_NOT_MEASURED &&
		    auditing_is_seen(check->proofs[p].network))
			mends_add(mends, check->proofs[p].network,
				  check->norm->metrics[p % auditing_metric_count(check->norm)]);
	if (mends->count == before)
		mends_say(mends, "%s", check->missing);
}

/* Which routes an exchange's servers should have refused, explain lists. */
static void mend_servers(struct mends *mends, const struct audit_action *action)
{
	for (size_t i = 0; i < action->check_count; i++)
		for (size_t p = 0; p < action->checks[i].proof_count; p++) {
			const struct audit_proof *proof = &action->checks[i].proofs[p];
			if (proof->server != NULL && proof->state == AUDIT_NON_CONFORMANT)
				mends_say(mends,
					  "The routes to refuse: decorum explain --route-server "
					  "'%s' %s.",
					  proof->server->name, proof->score->metric);
		}
}

static void find_mends(struct auditing *work, struct audit_action *action)
{
	struct mends mends = { .arena = work->arena };

	if (action->state == AUDIT_CONFORMANT)
		return;
	mend_networks(&mends, action, work->subject);
	mend_servers(&mends, action);
	for (size_t i = 0; i < action->check_count; i++) {
		const struct audit_check *check = &action->checks[i];
		if (check->norm->is_required && check->missing[0] != '\0')
			mend_missing(&mends, check);
	}
	if (action->norm->mend[0] != '\0')
		mends_say(&mends, "%s", action->norm->mend);
	action->mends = mends.all;
	action->mend_count = mends.count;
	work->failed = work->failed || mends.failed;
}

static const struct attestation *claim_of(const struct audit_subject *subject, unsigned action)
{
	char id[AUDIT_CLAIM_MAX];

	(void)audit_claim_id(action, id);
	for (size_t i = 0; i < subject->attestation_count; i++)
		if (strcmp(subject->attestations[i].check, id) == 0)
			return &subject->attestations[i];
	return NULL;
}

static void audit_one(struct auditing *work, const struct norm_action *norm,
		      struct audit_action *action)
{
	struct audit_check *checks = auditing_room(work, norm->check_count, sizeof(*checks));

	*action = (struct audit_action){ .norm = norm };
	if (checks == NULL)
		return;
	for (size_t i = 0; i < norm->check_count; i++) {
		checks[i] = (struct audit_check){ .norm = &norm->checks[i], .missing = "" };
		if (norm->checks[i].basis == NORM_MEASURED)
			auditing_check_measured(work, &checks[i]);
		else
			auditing_check_attested(work, &checks[i]);
	}
	action->checks = checks;
	action->check_count = norm->check_count;
	action->claim = claim_of(work->subject, norm->number);
	action->state = action_state(action);
	action->basis = action_basis(action);
	find_mends(work, action);
}

static void judge_whole(struct auditing *work, struct audit *audit)
{
	unsigned mandatory = 0, mandatory_kept = 0, failed = 0;
	char text[128];

	for (size_t i = 0; i < audit->action_count; i++) {
		const struct audit_action *action = &audit->actions[i];
		bool kept = action->state == AUDIT_CONFORMANT;
		audit->kept += kept;
		if (action->norm->level != NORM_MANDATORY)
			continue;
		mandatory++;
		mandatory_kept += kept;
		failed += action->state == AUDIT_NON_CONFORMANT;
	}
	audit->verdict = failed > 0                    ? AUDIT_NON_CONFORMANT
			 : mandatory_kept == mandatory ? AUDIT_CONFORMANT
						       : AUDIT_NOT_MEASURED;
	audit->may_join =
		mandatory_kept == mandatory && audit->kept >= audit->programme->join_at_least;
	audit->join_missing = "";
	if (audit->may_join)
		return;
	(void)snprintf(text, sizeof(text),
		       "%u of %u mandatory Actions kept, %u in all of %u needed.", mandatory_kept,
		       mandatory, audit->kept, audit->programme->join_at_least);
	audit->join_missing = auditing_sentence(work, text);
}

int audit_build(struct arena *arena, const struct norm_programme *programme,
		const struct audit_subject *subject, struct audit *out_audit)
{
	struct auditing work = { .arena = arena, .subject = subject };
	struct audit audit = { .programme = programme,
			       .subject = subject,
			       .action_count = programme->action_count };
	struct audit_action *actions =
		auditing_room(&work, programme->action_count, sizeof(*actions));

	if (actions == NULL)
		return ERR_LIMIT;
	audit.actions = actions;
	for (size_t i = 0; i < programme->action_count; i++)
		audit_one(&work, &programme->actions[i], &actions[i]);
	judge_whole(&work, &audit);
	if (work.failed)
		return ERR_LIMIT;
	*out_audit = audit;
	return 0;
}
