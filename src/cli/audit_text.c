#include "base/utc.h"
#include "cli/audit_out.h"

enum { WIDTH = 100, INDENT = 8 };

/* "measured", or for what nobody knows nothing. */
static const char *basis_of(enum audit_state state, enum norm_basis basis)
{
	return state == AUDIT_NOT_MEASURED ? "" : norm_basis_name(basis);
}

static void put_wrapped_line(struct buffer *out, const char *mark, const char *text)
{
	size_t start = out->used;

	buffer_string(out, mark);
	put_column(out, start, INDENT);
	put_wrapped(out, text_of(text), INDENT, WIDTH);
}

/* "M3 100.0 %, M4 36.0 % (now 100.0 %)" of one network or server. */
static void put_scores(struct buffer *out, const struct audit_check *check, size_t first,
		       size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct audit_score *score = check->proofs[first + i].score;
		buffer_format(out, "%s%s ", i > 0 ? ", " : "", check->norm->metrics[i]);
		if (score == NULL || !score->measure.measured) {
			buffer_char(out, '-');
			continue;
		}
		buffer_format(out, "%.1f %%", 100 * score->measure.score);
		if (score->now.measured && score->now.score != score->measure.score)
			buffer_format(out, " (now %.1f %%)", 100 * score->now.score);
	}
}

/* At most so many networks of a check are shown one by one: those that fail come first. */
enum { SHOWN_MAX = 8 };

static void put_group(struct buffer *out, const struct audit_check *check, size_t first,
		      size_t count)
{
	const struct audit_proof *proof = &check->proofs[first];

	buffer_string(out, "        ");
	if (proof->network != NULL)
		buffer_format(out, "AS%u: ", proof->network->month->network.asn);
	else if (proof->server != NULL) {
		buffer_printable(out, text_of(proof->server->name));
		buffer_string(out, ": ");
	}
	put_scores(out, check, first, count);
	buffer_char(out, '\n');
}

static bool fails(const struct audit_check *check, size_t first, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (check->proofs[first + i].state == AUDIT_NON_CONFORMANT)
			return true;
	return false;
}

static void put_measured(struct buffer *out, const struct audit_check *check)
{
	size_t count = 0, shown = 0;

	while (check->norm->metrics[count] != NULL)
		count++;
	size_t groups = count > 0 ? check->proof_count / count : 0;
	for (int failing = 1; failing >= 0; failing--)
		for (size_t i = 0; i < groups && shown < SHOWN_MAX; i++) {
			if (fails(check, i * count, count) != (failing != 0))
				continue;
			put_group(out, check, i * count, count);
			shown++;
		}
	if (groups > shown) {
		buffer_string(out, "        ... ");
		buffer_thousands(out, groups - shown);
		buffer_string(out, " more\n");
	}
}

static void put_attestations(struct buffer *out, const struct audit_check *check)
{
	char day[UTC_TEXT_MAX];

	for (size_t i = 0; i < check->proof_count; i++) {
		const struct attestation *attestation = check->proofs[i].attestation;
		buffer_format(out, "        %s%s",
			      check->proofs[i].state == AUDIT_NOT_MEASURED ? "(expired) " : "",
			      attestation->holds ? "" : "(does not hold) ");
		buffer_printable(out, text_of(attestation->says));
		if (attestation->date != 0)
			buffer_format(out, ", %s", utc_day_print(attestation->date, day));
		if (attestation->auditor[0] != '\0') {
			buffer_string(out, ", by ");
			buffer_printable(out, text_of(attestation->auditor));
		}
		if (attestation->link[0] != '\0') {
			buffer_string(out, ", ");
			buffer_printable(out, text_of(attestation->link));
		}
		buffer_char(out, '\n');
	}
}

static void put_check(struct buffer *out, const struct audit_check *check)
{
	const char *basis = basis_of(check->state, check->basis);

	buffer_format(out, "      %s %s: %s%s%s%s\n", check->norm->is_required ? "*" : " ",
		      check->norm->title, audit_state_name(check->state),
		      basis[0] != '\0' ? ", " : "", basis,
		      check->norm->is_required ? "" : " (informs only)");
	if (check->norm->basis == NORM_MEASURED)
		put_measured(out, check);
	else
		put_attestations(out, check);
	if (check->missing[0] != '\0')
		buffer_format(out, "        %s\n", check->missing);
}

static void put_action(struct buffer *out, const struct audit_action *action)
{
	const char *basis = basis_of(action->state, action->basis);

	buffer_format(out, "  %u  %s (%s): %s%s%s\n", action->norm->number, action->norm->title,
		      norm_level_name(action->norm->level), audit_state_name(action->state),
		      basis[0] != '\0' ? ", " : "", basis);
	for (size_t i = 0; i < action->check_count; i++)
		put_check(out, &action->checks[i]);
	if (action->claim != NULL) {
		buffer_string(out, "        claimed when joining: ");
		buffer_printable(out, text_of(action->claim->says));
		buffer_char(out, '\n');
	}
	for (size_t i = 0; i < action->mend_count; i++)
		put_wrapped_line(out, "    -> ", action->mends[i]);
	buffer_char(out, '\n');
}

void audit_put_text(struct buffer *out, const struct audit *audit, const struct stored_month *month)
{
	char name[UTC_TEXT_MAX], at[UTC_TEXT_MAX];

	buffer_printable(out, text_of(audit->subject->name));
	buffer_format(out, ", %s: %s\n", audit->programme->title, audit_state_name(audit->verdict));
	buffer_format(
		out, "Month %s, data to %s; ", utc_month_print(month->month, name),
		utc_print(month->last_time_us != 0 ? month->last_time_us : month->judged_at_us,
			  at));
	buffer_number_of(out, audit->subject->network_count, "network");
	if (audit->subject->member_count > 0) {
		buffer_string(out, ", ");
		buffer_number_of(out, audit->subject->member_count, "member");
	}
	buffer_string(out, "\n\n");
	for (size_t i = 0; i < audit->action_count; i++)
		put_action(out, &audit->actions[i]);
	if (audit->may_join)
		buffer_format(out, "Ready to join: %u of %zu Actions kept, all mandatory ones.\n",
			      audit->kept, audit->action_count);
	else
		buffer_format(out, "Not ready to join: %s\n", audit->join_missing);
	buffer_string(out, "* decides the Action; the others inform. The rules: decorum norms ");
	buffer_format(out, "%s\n", audit->programme->id);
}
