#include "base/utc.h"
#include "cli/answer.h"
#include "cli/report_work.h"

/* At most so many networks of a check are named: those that fail first. */
enum { PROOFS_MAX = 8 };

static const char *basis_says(enum audit_state state, enum norm_basis basis)
{
	return state == AUDIT_NOT_MEASURED ? "not measured" : norm_basis_name(basis);
}

static size_t metric_count(const struct norm_check *norm)
{
	size_t count = 0;

	while (norm->metrics[count] != NULL)
		count++;
	return count;
}

/* "AS64500: M3 100.0 %, M4 36.0 % (now 100.0 %)" */
static const char *group_says(struct report_work *work, const struct audit_check *check,
			      size_t first, size_t count)
{
	const struct audit_proof *proof = &check->proofs[first];
	struct buffer *out = &work->line;
	char percent[REPORT_PERCENT_MAX];

	if (proof->network != NULL)
		buffer_format(out, "AS%u: ", proof->network->month->network.asn);
	else if (proof->server != NULL)
		buffer_format(out, "%s: ", proof->server->name);
	for (size_t i = 0; i < count; i++) {
		const struct audit_score *score = check->proofs[first + i].score;
		buffer_format(out, "%s%s ", i > 0 ? ", " : "", check->norm->metrics[i]);
		if (score == NULL) {
			buffer_char(out, '-');
			continue;
		}
		buffer_string(out, report_percent(&score->measure, percent));
		if (score->measure.measured && score->now.measured &&
		    score->now.score != score->measure.score)
			buffer_format(out, " (now %s)", report_percent(&score->now, percent));
	}
	return report_take(work);
}

static bool fails(const struct audit_check *check, size_t first, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (check->proofs[first + i].state == AUDIT_NON_CONFORMANT)
			return true;
	return false;
}

static size_t add_measured(struct report_work *work, const struct audit_check *check,
			   const char **proofs)
{
	size_t metrics_each = metric_count(check->norm), count = 0;
	size_t groups = metrics_each > 0 ? check->proof_count / metrics_each : 0;

	for (int failing = 1; failing >= 0; failing--)
		for (size_t i = 0; i < groups && count < PROOFS_MAX; i++)
			if (fails(check, i * metrics_each, metrics_each) == (failing != 0))
				proofs[count++] =
					group_says(work, check, i * metrics_each, metrics_each);
	if (groups > count) {
		buffer_number_of(&work->line, groups - count, "network");
		buffer_string(&work->line, " more");
		proofs[count++] = report_take(work);
	}
	return count;
}

static const char *attestation_says(struct report_work *work, const struct audit_proof *proof)
{
	const struct attestation *attestation = proof->attestation;
	struct buffer *out = &work->line;
	char day[UTC_TEXT_MAX];

	buffer_format(out, "%s%s%s", proof->state == AUDIT_NOT_MEASURED ? "(expired) " : "",
		      attestation->holds ? "" : "(does not hold) ", attestation->says);
	if (attestation->product[0] != '\0')
		buffer_format(out, ", of %s", attestation->product);
	if (attestation->date != 0)
		buffer_format(out, ", %s", utc_day_print(attestation->date, day));
	if (attestation->auditor[0] != '\0')
		buffer_format(out, ", by %s", attestation->auditor);
	if (attestation->link[0] != '\0')
		buffer_format(out, ", %s", attestation->link);
	return report_take(work);
}

static void add_check(struct report_work *work, const struct audit_check *check,
		      struct report_check *out)
{
	bool measured = check->norm->basis == NORM_MEASURED;
	const char **proofs = report_room(work, check->proof_count + 2, sizeof(*proofs));

	*out = (struct report_check){ .title = check->norm->title,
				      .state = check->state,
				      .basis = basis_says(check->state, check->basis),
				      .decides = check->norm->is_required };
	if (proofs == NULL)
		return;
	if (measured)
		out->proof_count = add_measured(work, check, proofs);
	for (size_t i = 0; !measured && i < check->proof_count; i++)
		proofs[out->proof_count++] = attestation_says(work, &check->proofs[i]);
	if (check->missing[0] != '\0')
		proofs[out->proof_count++] = check->missing;
	out->proofs = proofs;
}

static const char *change_says(struct report_work *work, const struct audit_action *action,
			       size_t number)
{
	const struct audit *before = &work->before.audit;

	if (!work->before.is_there)
		return "-";
	enum audit_state was = before->actions[number].state;
	if (was == action->state)
		return "same";
	buffer_format(&work->line, "was %s", report_state_says(was));
	return report_take(work);
}

void report_add_actions(struct report_work *work)
{
	const struct audit *audit = &work->now.audit;
	struct report_action *actions = report_room(work, audit->action_count, sizeof(*actions));

	for (size_t i = 0; actions != NULL && i < audit->action_count; i++) {
		const struct audit_action *action = &audit->actions[i];
		struct report_check *checks =
			report_room(work, action->check_count, sizeof(*checks));
		for (size_t c = 0; checks != NULL && c < action->check_count; c++)
			add_check(work, &action->checks[c], &checks[c]);
		actions[i] = (struct report_action){
			.number = action->norm->number,
			.title = action->norm->title,
			.level = norm_level_name(action->norm->level),
			.state = action->state,
			.basis = basis_says(action->state, action->basis),
			.change = change_says(work, action, i),
			.claim = action->claim != NULL ? action->claim->says : "",
			.checks = checks,
			.check_count = checks != NULL ? action->check_count : 0,
			.mends = action->mends,
			.mend_count = action->mend_count,
		};
	}
	work->report->actions = actions;
	work->report->action_count = actions != NULL ? audit->action_count : 0;
}
