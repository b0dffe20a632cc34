#include "base/utc.h"
#include "cli/answer.h"
#include "cli/validity.h"
#include "cli/verdict_out.h"

static void open_object(struct buffer *out, const char *key)
{
	json_key(out, key);
	buffer_char(out, '{');
}

static void open_list(struct buffer *out, const char *key)
{
	json_key(out, key);
	buffer_char(out, '[');
}

static void put_bool(struct buffer *out, const char *key, bool value)
{
	json_key(out, key);
	buffer_string(out, value ? "true" : "false");
}

static void put_day(struct buffer *out, const char *key, uint32_t day)
{
	char text[UTC_TEXT_MAX];

	if (day != 0)
		json_string(out, key, utc_day_print(day, text));
}

/* "source":..,"input":..,"date":..: who said so, in which file, of when. */
static void put_source(struct buffer *out, const struct judge *judge, unsigned number)
{
	const struct stored_source *source = authority_source(judge->authority, number);
	const struct reference_input *input = authority_input(judge->authority, source);

	json_string(out, "source", source->name);
	if (input == NULL)
		return;
	json_string(out, "input", input->path);
	json_time(out, "date", input->date_us);
}

static void put_vrps(struct buffer *out, const struct judge *judge, const struct question *question)
{
	char text[PREFIX_TEXT_MAX];
	bool first = true;
	struct vrp vrp;

	open_list(out, "objects");
	for (struct rov_walk walk = rov_covering(judge->authority->rov, &question->prefix);
	     rov_walk_next(&walk, &vrp);) {
		json_item(out, &first);
		buffer_char(out, '{');
		json_string(out, "prefix", prefix_print(&vrp.prefix, text));
		json_number(out, "max_length", vrp.max_length);
		json_number(out, "asn", vrp.asn);
		put_source(out, judge, authority_signer(judge->authority, &vrp)->number);
		buffer_char(out, '}');
	}
	buffer_char(out, ']');
}

static void put_route_object(struct buffer *out, const struct judge *judge,
			     const struct route_object *object)
{
	unsigned standing = irr_standing(&judge->irr, object);
	char text[PREFIX_TEXT_MAX];
	bool first = true;

	buffer_char(out, '{');
	json_string(out, "prefix", prefix_print(&object->prefix, text));
	json_number(out, "origin", object->origin);
	put_source(out, judge, object->source);
	put_bool(out, "authoritative", judge->irr.sources[object->source].authoritative);
	put_day(out, "changed", object->date);
	open_list(out, "faults");
	for (unsigned fault = 0; fault < IRR_FAULTS; fault++) {
		if ((standing & 1U << fault) == 0)
			continue;
		json_item(out, &first);
		buffer_json_string(out, text_of(irr_fault_name(1U << fault)));
	}
	buffer_string(out, "]}");
}

static void put_irr(struct buffer *out, const struct judge *judge, const struct question *question,
		    const struct irr_verdict *irr)
{
	struct route_object object;
	bool first = true;

	open_object(out, "irr");
	json_string(out, "state", irr_state_name(irr->state));
	json_string(out, "registered", irr_registration_name(irr->registration));
	if (irr->has_registry)
		json_string(out, "registry", registry_name(irr->registry));
	json_number(out, "more_specific", irr->more_specific);
	json_number(out, "more_specific_of_origin", irr->more_specific_own);
	open_list(out, "objects");
	for (struct irr_walk walk = irr_covering(judge->authority->irr, &question->prefix);
	     irr_walk_next(&walk, &object);) {
		json_item(out, &first);
		put_route_object(out, judge, &object);
	}
	buffer_string(out, "]}");
}

/* The sets that lead to the origin, the one asked for first. */
static void put_as_set(struct buffer *out, const struct judge *judge,
		       const struct judgement *judgement)
{
	const struct as_set_expansion *as_set = judge->as_set;
	uint32_t visits[AS_SET_DEPTH_MAX + 1];
	size_t length = 0;
	bool first = true;

	if (judgement->membership != NULL)
		length = as_set_chain(as_set, judgement->membership->visit, visits,
				      AS_SET_DEPTH_MAX + 1);
	open_object(out, "as_set");
	put_bool(out, "member", judgement->membership != NULL);
	put_bool(out, "by_reference",
		 judgement->membership != NULL && judgement->membership->by_ref);
	open_list(out, "chain");
	for (size_t i = 0; i < length; i++) {
		struct as_set set = as_set_visited(as_set, visits[i]);
		json_item(out, &first);
		buffer_string(out, "{\"source\":");
		buffer_json_string(out, set.source);
		buffer_string(out, ",\"name\":");
		buffer_json_string(out, set.name);
		buffer_char(out, '}');
	}
	buffer_string(out, "]}");
}

static void put_bogon(struct buffer *out, const struct judgement *judgement)
{
	static const char *const places[] = {
		[BOGON_NOWHERE] = "",
		[BOGON_IN_PREFIX] = "prefix",
		[BOGON_IN_ORIGIN] = "origin",
		[BOGON_IN_PATH] = "path",
	};
	const struct bogon_verdict *bogon = &judgement->bogon;
	char text[PREFIX_TEXT_MAX];

	open_object(out, "bogon");
	json_string(out, "kind", bogon_kind_name(bogon->kind));
	put_bool(out, "documentation", judgement->documentation);
	if (judgement->bogon_place != BOGON_NOWHERE) {
		json_string(out, "in", places[judgement->bogon_place]);
		if (judgement->bogon_place == BOGON_IN_PREFIX)
			json_string(out, "within", prefix_print(&bogon->within, text));
		else
			json_number(out, "asn", judgement->bogon_asn);
		json_string(out, "name", bogon->name);
		json_string(out, "reference", bogon->reference);
		put_day(out, "since", bogon->since);
		put_day(out, "as_of", bogon->as_of);
	}
	buffer_char(out, '}');
}

static void put_aspas_of(struct buffer *out, const struct judge *judge, asn_t customer)
{
	size_t count;
	const struct sourced_aspa *aspas = authority_aspas_of(judge->authority, customer, &count);
	bool first = true;

	open_list(out, "objects");
	for (size_t i = 0; i < count; i++) {
		const struct aspa *aspa = &aspas[i].aspa;
		bool first_provider = true;
		json_item(out, &first);
		buffer_char(out, '{');
		json_number(out, "customer", aspa->customer);
		open_list(out, "providers");
		for (size_t p = 0; p < aspa->provider_count; p++) {
			json_item(out, &first_provider);
			buffer_u64(out, aspa->providers[p]);
		}
		buffer_char(out, ']');
		put_source(out, judge, aspas[i].source);
		buffer_char(out, '}');
	}
	buffer_char(out, ']');
}

static void put_aspa(struct buffer *out, const struct judge *judge,
		     const struct judgement *judgement)
{
	const struct aspa_verdict *aspa = &judgement->aspa;
	bool first = true;

	open_object(out, "aspa");
	put_bool(out, "measured", judgement_measured(judgement, CHECK_ASPA));
	json_string(out, "state", aspa_state_name(aspa->state));
	json_string(out, "procedure", aspa_procedure_name(aspa->procedure));
	put_bool(out, "assumed_role", aspa->assumed_role);
	json_string(out, "reason", aspa_reason_name(aspa->reason));
	json_number(out, "hops", aspa->count);
	json_number(out, "max_up_ramp", aspa->max_up);
	json_number(out, "min_up_ramp", aspa->min_up);
	json_number(out, "max_down_ramp", aspa->max_down);
	json_number(out, "min_down_ramp", aspa->min_down);
	open_list(out, "decided_by");
	for (unsigned i = 0; i < aspa->pair_count; i++) {
		const struct aspa_pair *pair = &aspa->pairs[i];
		json_item(out, &first);
		buffer_char(out, '{');
		json_number(out, "customer", pair->customer);
		json_number(out, "provider", pair->provider);
		json_string(out, "attestation", aspa_hop_name(pair->hop));
		put_aspas_of(out, judge, pair->customer);
		buffer_char(out, '}');
	}
	buffer_string(out, "]}");
}

static void put_evidence(struct buffer *out, unsigned by)
{
	bool first = true;

	open_list(out, "by");
	for (unsigned bit = 1; bit <= LEAK_BY_ROLE; bit <<= 1) {
		if ((by & bit) == 0)
			continue;
		json_item(out, &first);
		buffer_json_string(out, text_of(leak_evidence_name(bit)));
	}
	buffer_char(out, ']');
}

static void put_leak(struct buffer *out, const struct judgement *judgement)
{
	const struct leak_verdict *leak = &judgement->leak;

	open_object(out, "leak");
	put_bool(out, "measured", judgement_measured(judgement, CHECK_LEAK));
	json_string(out, "state", leak_state_name(leak->state));
	json_string(out, "confidence", confidence_name(leak->confidence));
	if (leak->state == LEAK_UNDECIDED)
		json_string(out, "doubt", leak_doubt_name(leak->doubt));
	if (leak->state == LEAK_FOUND) {
		json_number(out, "type", leak->type);
		json_string(out, "name", leak_type_name(leak->type));
		json_number(out, "leaker", leak->leaker);
		put_bool(out, "located", leak->is_located);
		json_number(out, "learned_from", leak->learned_from);
		json_number(out, "sent_to", leak->sent_to);
		put_evidence(out, leak->by);
	}
	json_string(out, "otc", otc_action_name(judgement->otc.action));
	buffer_char(out, '}');
}

/* "data_date": of the oldest data of the kind that the check rests on; null when nobody says. */
static void put_data_date(struct buffer *out, const struct judge *judge,
			  const struct judgement *judgement, enum check check)
{
	enum data_kind kind;

	if (!judgement_data(judgement, check, &kind) || !judge->has[kind])
		return;
	const struct freshness *freshness = &judge->freshness[kind];
	bool dated = freshness->state == FRESHNESS_FRESH || freshness->state == FRESHNESS_STALE;
	json_time(out, "data_date", dated ? judge->at_us - freshness->age_us : 0);
}

static void put_reason(struct buffer *out, const struct judge *judge,
		       const struct question *question, const struct judgement *judgement,
		       enum check check)
{
	const struct finding *finding = &judgement->findings[check];
	struct reason reason = judgement_reason(judgement, check);

	buffer_char(out, '{');
	json_string(out, "check", check_name(check));
	json_string(out, "bearing", bearing_name(finding->bearing));
	json_string(out, "state", reason.state);
	json_string(out, "says", reason.says);
	json_string(out, "rule", reason.rule);
	json_string(out, "confidence", confidence_name(finding_confidence(finding)));
	put_bool(out, "fresh", !finding->stale);
	put_data_date(out, judge, judgement, check);
	if (check == CHECK_RPKI)
		put_vrps(out, judge, question);
	buffer_char(out, '}');
}

static void put_verdict(struct buffer *out, const struct judge *judge,
			const struct question *question, const struct judgement *judgement)
{
	const struct verdict *verdict = &judgement->verdict;
	bool first = true;

	open_object(out, "verdict");
	json_string(out, "state", verdict_state_name(verdict->state));
	json_string(out, "confidence", confidence_name(verdict->confidence));
	open_list(out, "decided_by");
	for (unsigned check = 0; check < CHECKS; check++) {
		if ((verdict->decided_by & 1U << check) == 0)
			continue;
		json_item(out, &first);
		buffer_json_string(out, text_of(check_name(check)));
	}
	buffer_char(out, ']');
	open_list(out, "reasons");
	first = true;
	for (unsigned check = 0; check < CHECKS; check++) {
		if (!judgement_measured(judgement, check))
			continue;
		json_item(out, &first);
		put_reason(out, judge, question, judgement, check);
	}
	buffer_string(out, "]}");
}

/* Neighbour first; the members of a set in braces. */
static void put_path(struct buffer *out, const struct hops *path)
{
	json_key(out, "path");
	buffer_char(out, '"');
	for (uint32_t i = 0; i < path->count; i++) {
		const struct hop *hop = &path->all[i];
		buffer_string(out, i > 0 ? " " : "");
		buffer_string(out, hop->is_set ? "{" : "");
		for (uint32_t m = 0; m < hop->count; m++) {
			buffer_string(out, m > 0 ? "," : "");
			buffer_u64(out, path->asns[hop->first + m]);
		}
		buffer_string(out, hop->is_set ? "}" : "");
	}
	buffer_char(out, '"');
}

static void put_route(struct buffer *out, const struct question *question)
{
	char text[PREFIX_TEXT_MAX];

	buffer_format(out, "\"route\":{\"origin_asn\":\"AS%u\",\"prefix\":\"%s\"", question->origin,
		      prefix_print(&question->prefix, text));
	if (question->path != NULL)
		put_path(out, question->path);
	if (question->role != BGP_ROLE_NONE)
		json_string(out, "role", bgp_role_name(question->role));
	buffer_char(out, '}');
}

void verdict_json_put(struct buffer *out, const struct judge *judge,
		      const struct question *question, const struct judgement *judgement)
{
	const struct authority *authority = judge->authority;

	buffer_char(out, '{');
	put_route(out, question);
	if (authority->has_rpki)
		validity_put(out, authority->rov, &question->prefix, question->origin);
	if (authority->has_irr)
		put_irr(out, judge, question, &judgement->irr);
	if (judge->as_set != NULL)
		put_as_set(out, judge, judgement);
	put_bogon(out, judgement);
	if (question->path != NULL) {
		put_aspa(out, judge, judgement);
		put_leak(out, judgement);
	}
	put_verdict(out, judge, question, judgement);
	buffer_char(out, '}');
}

void verdict_json_data(struct buffer *out, const struct judge *judge)
{
	const struct authority *authority = judge->authority;
	bool first = true;

	open_list(out, "data");
	for (size_t i = 0; i < authority->input_count; i++) {
		const struct reference_input *input = &authority->inputs[i];
		struct freshness freshness =
			freshness_of(input->kind, input->date_us, judge->at_us);
		json_item(out, &first);
		buffer_char(out, '{');
		json_string(out, "input", input->path);
		json_string(out, "kind", data_kind_name(input->kind));
		json_time(out, "date", input->date_us);
		put_bool(out, "date_of_file", input->date_of_file);
		json_string(out, "state", freshness_state_name(freshness.state));
		json_number(out, "age_seconds", freshness.age_us / UTC_SECOND);
		json_number(out, "allowed_seconds", freshness.allowed_us / UTC_SECOND);
		buffer_char(out, '}');
	}
	buffer_char(out, ']');
}
