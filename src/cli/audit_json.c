#include "base/utc.h"
#include "cli/audit_out.h"
#include "cli/register.h"
#include "wire/csv.h"

static void put_basis(struct buffer *out, enum audit_state state, enum norm_basis basis)
{
	json_key(out, "basis");
	if (state == AUDIT_NOT_MEASURED)
		buffer_string(out, "null");
	else
		buffer_format(out, "\"%s\"", norm_basis_name(basis));
}

static void put_bool(struct buffer *out, const char *key, bool value)
{
	json_key(out, key);
	buffer_string(out, value ? "true" : "false");
}

static void put_measure(struct buffer *out, const char *key, const struct measure *measure)
{
	json_key(out, key);
	buffer_char(out, '{');
	json_real(out, "raw", measure->raw, measure->measured);
	json_real(out, "score", measure->score, measure->measured);
	json_string(out, "band", band_name(measure->band));
	buffer_char(out, '}');
}

static void put_score_proof(struct buffer *out, const struct audit_proof *proof, const char *metric)
{
	static const struct measure NOTHING = { .measured = false };

	if (proof->network != NULL)
		json_number(out, "asn", proof->network->month->network.asn);
	if (proof->server != NULL)
		json_string(out, "route_server", proof->server->name);
	json_string(out, "metric", metric);
	put_measure(out, "month", proof->score != NULL ? &proof->score->measure : &NOTHING);
	put_measure(out, "now", proof->score != NULL ? &proof->score->now : &NOTHING);
}

static void put_attestation(struct buffer *out, const struct attestation *attestation)
{
	json_string(out, "says", attestation->says);
	json_string(out, "link", attestation->link);
	json_string(out, "auditor", attestation->auditor);
	json_string(out, "product", attestation->product);
	put_bool(out, "tested", attestation->is_tested);
	put_bool(out, "holds", attestation->holds);
	json_day(out, "date", attestation->date);
	json_day(out, "expires", attestation->expires);
}

static void put_proof(struct buffer *out, const struct audit_proof *proof, const char *check,
		      const char *metric)
{
	json_string(out, "check", check);
	json_string(out, "state", audit_state_name(proof->state));
	if (proof->attestation != NULL)
		put_attestation(out, proof->attestation);
	else
		put_score_proof(out, proof, metric);
}

/* All proofs of all checks, one list: what the contract calls evidence. */
static void put_evidence(struct buffer *out, const struct audit_action *action)
{
	bool first = true;

	json_key(out, "evidence");
	buffer_char(out, '[');
	for (size_t i = 0; i < action->check_count; i++) {
		const struct audit_check *check = &action->checks[i];
		size_t metrics_count = 0;
		while (check->norm->metrics[metrics_count] != NULL)
			metrics_count++;
		for (size_t p = 0; p < check->proof_count; p++) {
			json_item(out, &first);
			buffer_char(out, '{');
			put_proof(out, &check->proofs[p], check->norm->id,
				  metrics_count > 0 ? check->norm->metrics[p % metrics_count]
						    : NULL);
			buffer_char(out, '}');
		}
	}
	buffer_char(out, ']');
}

static void put_checks(struct buffer *out, const struct audit_action *action)
{
	bool first = true;

	json_key(out, "checks");
	buffer_char(out, '[');
	for (size_t i = 0; i < action->check_count; i++) {
		const struct audit_check *check = &action->checks[i];
		json_item(out, &first);
		buffer_char(out, '{');
		json_string(out, "id", check->norm->id);
		json_string(out, "title", check->norm->title);
		json_string(out, "of", norm_subject_name(check->norm->of));
		put_bool(out, "required", check->norm->is_required);
		put_bool(out, "ours", check->norm->is_ours);
		json_string(out, "state", audit_state_name(check->state));
		put_basis(out, check->state, check->basis);
		if (check->norm->basis == NORM_MEASURED) {
			json_number(out, "passed", check->passed);
			json_number(out, "failed", check->failed);
			json_number(out, "not_measured", check->unmeasured);
		}
		json_string(out, "missing", check->missing);
		buffer_char(out, '}');
	}
	buffer_char(out, ']');
}

static void put_action(struct buffer *out, const struct audit_action *action)
{
	bool first = true;

	json_number(out, "number", action->norm->number);
	json_string(out, "title", action->norm->title);
	json_string(out, "level", norm_level_name(action->norm->level));
	json_string(out, "state", audit_state_name(action->state));
	put_basis(out, action->state, action->basis);
	put_checks(out, action);
	put_evidence(out, action);
	json_key(out, "claim");
	if (action->claim != NULL)
		buffer_json_string(out, text_of(action->claim->says));
	else
		buffer_string(out, "null");
	json_key(out, "fix");
	buffer_char(out, '[');
	for (size_t i = 0; i < action->mend_count; i++) {
		json_item(out, &first);
		buffer_json_string(out, text_of(action->mends[i]));
	}
	buffer_char(out, ']');
}

static void put_networks(struct buffer *out, const struct audit_subject *subject)
{
	bool first = true;

	json_key(out, "networks");
	buffer_char(out, '[');
	for (size_t i = 0; i < subject->network_count; i++) {
		json_item(out, &first);
		buffer_u64(out, subject->networks[i].month->network.asn);
	}
	buffer_char(out, ']');
}

void audit_put_json(struct buffer *out, const struct audit *audit, const struct stored_month *month)
{
	char name[UTC_TEXT_MAX];
	bool first = true;

	buffer_char(out, '{');
	json_string(out, "programme", audit->programme->id);
	json_string(out, "subject", audit->subject->name);
	put_bool(out, "participant", audit->subject->is_participant);
	json_string(out, "month", utc_month_print(month->month, name));
	json_time(out, "data_time", month->last_time_us);
	json_time(out, "judged_at", month->judged_at_us);
	json_string(out, "verdict", audit_state_name(audit->verdict));
	put_bool(out, "may_join", audit->may_join);
	json_string(out, "join_missing", audit->join_missing);
	put_networks(out, audit->subject);
	json_number(out, "members", audit->subject->member_count);
	json_key(out, "actions");
	buffer_char(out, '[');
	for (size_t i = 0; i < audit->action_count; i++) {
		json_item(out, &first);
		buffer_char(out, '{');
		put_action(out, &audit->actions[i]);
		buffer_char(out, '}');
	}
	buffer_string(out, "]}");
}

void audit_put_csv_heading(struct buffer *out, const struct norm_programme *programme)
{
	buffer_string(out, "programme,subject,networks,verdict,may_join");
	for (size_t i = 0; i < programme->action_count; i++)
		buffer_format(out, ",action_%u,action_%u_basis", programme->actions[i].number,
			      programme->actions[i].number);
	buffer_char(out, '\n');
}

void audit_put_csv(struct buffer *out, const struct audit *audit)
{
	const struct audit_subject *subject = audit->subject;

	buffer_format(out, "%s,", audit->programme->id);
	csv_text(out, text_of(subject->name));
	buffer_char(out, ',');
	for (size_t i = 0; i < subject->network_count; i++)
		buffer_format(out, "%s%u", i > 0 ? " " : "",
			      subject->networks[i].month->network.asn);
	buffer_format(out, ",%s,%d", audit_state_name(audit->verdict), audit->may_join);
	for (size_t i = 0; i < audit->action_count; i++) {
		const struct audit_action *action = &audit->actions[i];
		buffer_format(out, ",%s,%s", audit_state_name(action->state),
			      action->state == AUDIT_NOT_MEASURED ? ""
								  : norm_basis_name(action->basis));
	}
	buffer_char(out, '\n');
}
