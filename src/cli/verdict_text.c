#include "base/utc.h"
#include "cli/answer.h"
#include "cli/verdict_out.h"

static const char OBJECT_INDENT[] = "          ";

/* "  RPKI  valid: a VRP allows ... (RFC 6811 section 2)" */
static void put_reason(struct buffer *out, const char *label, const struct judgement *judgement,
		       enum check check)
{
	const struct finding *finding = &judgement->findings[check];
	struct reason reason = judgement_reason(judgement, check);

	if (!judgement_measured(judgement, check))
		return;
	buffer_format(out, "  %-5s %s: %s", label, reason.state, reason.says);
	if (reason.rule != NULL)
		buffer_format(out, " (%s)", reason.rule);
	if (finding->stale)
		buffer_string(out, "; by data that is not fresh");
	buffer_char(out, '\n');
}

/* ", PATH of DATE": where and when somebody said so. */
static void put_origin(struct buffer *out, const struct judge *judge,
		       const struct stored_source *source)
{
	const struct reference_input *input = authority_input(judge->authority, source);
	char date[UTC_TEXT_MAX];

	if (input == NULL)
		return;
	buffer_string(out, ", ");
	buffer_printable(out, text_of(input->path));
	if (input->date_us != 0 && !input->date_of_file)
		buffer_format(out, " of %s", utc_print(input->date_us, date));
}

static void put_name(struct buffer *out, const char *name)
{
	buffer_printable(out, text_of(name[0] != '\0' ? name : "-"));
}

static void put_vrps(struct buffer *out, const struct judge *judge, const struct prefix *prefix)
{
	const struct authority *authority = judge->authority;
	char text[PREFIX_TEXT_MAX];
	struct vrp vrp;

	for (struct rov_walk walk = rov_covering(authority->rov, prefix);
	     rov_walk_next(&walk, &vrp);) {
		const struct stored_source *signer = authority_signer(authority, &vrp);
		buffer_format(out, "%sVRP %s max %u AS%u, trust anchor ", OBJECT_INDENT,
			      prefix_print(&vrp.prefix, text), vrp.max_length, vrp.asn);
		put_name(out, signer->name);
		put_origin(out, judge, signer);
		buffer_char(out, '\n');
	}
}

/* Objects that nobody would read in whole are cut. */
enum { OBJECTS_SHOWN = 12, MORE_SPECIFICS_SHOWN = 3 };

static void put_faults(struct buffer *out, unsigned standing)
{
	for (unsigned fault = 0; fault < IRR_FAULTS; fault++)
		if ((standing & 1U << fault) != 0)
			buffer_format(out, ", %s", irr_fault_name(1U << fault));
}

static void put_route_object(struct buffer *out, const struct judge *judge,
			     const struct route_object *object)
{
	const struct stored_source *source = authority_source(judge->authority, object->source);
	char text[PREFIX_TEXT_MAX], day[UTC_TEXT_MAX];

	buffer_format(out, "%sroute %s AS%u, registry ", OBJECT_INDENT,
		      prefix_print(&object->prefix, text), object->origin);
	put_name(out, source->name);
	if (object->date != 0)
		buffer_format(out, ", last changed %s", utc_day_print(object->date, day));
	put_faults(out, irr_standing(&judge->irr, object));
	put_origin(out, judge, source);
	buffer_char(out, '\n');
}

static void put_route_objects(struct buffer *out, const struct judge *judge,
			      const struct prefix *prefix, const struct irr_verdict *verdict)
{
	struct route_object object;
	unsigned shown = 0;

	if (verdict->has_registry && verdict->registration != IRR_NOWHERE)
		buffer_format(out, "%sregistered %s; %s looks after this space\n", OBJECT_INDENT,
			      verdict->registration == IRR_AUTHORITATIVE ? "where it belongs"
									 : "only elsewhere",
			      registry_name(verdict->registry));
	for (struct irr_walk walk = irr_covering(judge->authority->irr, prefix);
	     irr_walk_next(&walk, &object); shown++)
		if (shown < OBJECTS_SHOWN)
			put_route_object(out, judge, &object);
	if (shown > OBJECTS_SHOWN)
		buffer_format(out, "%sand %u more\n", OBJECT_INDENT, shown - OBJECTS_SHOWN);
	if (verdict->more_specific == 0)
		return;
	buffer_format(out, "%sobjects for more specifics: %u, of this origin: %u\n", OBJECT_INDENT,
		      verdict->more_specific, verdict->more_specific_own);
	struct irr_within within = irr_within(judge->authority->irr, prefix);
	for (shown = 0; shown < MORE_SPECIFICS_SHOWN && irr_within_next(&within, &object); shown++)
		put_route_object(out, judge, &object);
}

/* "AS-CUSTOMERS of RIPE > AS64498:AS-X of RIPE > AS64500" */
static void put_chain(struct buffer *out, const struct judge *judge,
		      const struct judgement *judgement, asn_t origin)
{
	const struct as_set_expansion *as_set = judge->as_set;
	uint32_t visits[OBJECTS_SHOWN];

	if (judgement->membership == NULL)
		return;
	size_t length = as_set_chain(as_set, judgement->membership->visit, visits, OBJECTS_SHOWN);
	buffer_string(out, OBJECT_INDENT);
	for (size_t i = 0; i < length && i < OBJECTS_SHOWN; i++) {
		struct as_set set = as_set_visited(as_set, visits[i]);
		buffer_printable(out, set.name);
		buffer_string(out, " of ");
		buffer_printable(out, set.source);
		buffer_string(out, length > OBJECTS_SHOWN && i + 1 == OBJECTS_SHOWN ? " > ... > "
										    : " > ");
	}
	buffer_format(out, "AS%u\n", origin);
}

static void put_bogon(struct buffer *out, const struct judgement *judgement)
{
	const struct bogon_verdict *bogon = &judgement->bogon;
	char text[PREFIX_TEXT_MAX], day[UTC_TEXT_MAX];

	if (judgement->bogon_place == BOGON_NOWHERE)
		return;
	buffer_string(out, OBJECT_INDENT);
	if (judgement->bogon_place == BOGON_IN_PREFIX)
		buffer_format(out, "the prefix lies in %s", prefix_print(&bogon->within, text));
	else
		buffer_format(out, "AS%u %s", judgement->bogon_asn,
			      judgement->bogon_place == BOGON_IN_ORIGIN ? "is the origin"
									: "stands in the path");
	if (bogon->since != 0)
		buffer_format(out, ", a bogon since %s", utc_day_print(bogon->since, day));
	if (bogon->as_of != 0)
		buffer_format(out, ", as of %s", utc_day_print(bogon->as_of, day));
	buffer_char(out, '\n');
}

static void put_aspa(struct buffer *out, const struct judge *judge, const struct sourced_aspa *aspa)
{
	buffer_format(out, "%sASPA of AS%u: providers", OBJECT_INDENT, aspa->aspa.customer);
	for (size_t i = 0; i < aspa->aspa.provider_count && i < OBJECTS_SHOWN; i++)
		buffer_format(out, "%s AS%u", i > 0 ? "," : "", aspa->aspa.providers[i]);
	if (aspa->aspa.provider_count > OBJECTS_SHOWN)
		buffer_format(out, " and %zu more", aspa->aspa.provider_count - OBJECTS_SHOWN);
	put_origin(out, judge, authority_source(judge->authority, aspa->source));
	buffer_char(out, '\n');
}

/* The pairs that decided, with what their customers have signed. */
static void put_pairs(struct buffer *out, const struct judge *judge,
		      const struct aspa_verdict *verdict)
{
	size_t count;

	if (verdict->assumed_role)
		buffer_format(out,
			      "%snobody says what the neighbour is to us: judged as a provider, "
			      "which permits most\n",
			      OBJECT_INDENT);
	for (unsigned i = 0; i < verdict->pair_count; i++) {
		const struct aspa_pair *pair = &verdict->pairs[i];
		const struct sourced_aspa *aspas =
			authority_aspas_of(judge->authority, pair->customer, &count);
		buffer_format(out, "%sAS%u %s AS%u as a provider\n", OBJECT_INDENT, pair->customer,
			      pair->hop == ASPA_NOT_PROVIDER ? "does not name"
							     : "has no ASPA that could name",
			      pair->provider);
		for (size_t a = 0; a < count; a++)
			put_aspa(out, judge, &aspas[a]);
	}
}

static void put_leak(struct buffer *out, const struct judgement *judgement)
{
	const struct leak_verdict *leak = &judgement->leak;
	const char *separator = "by";

	if (leak->state != LEAK_FOUND)
		return;
	buffer_format(out, "%sAS%u", OBJECT_INDENT, leak->leaker);
	if (!leak->is_located)
		buffer_string(out, ", or one before it");
	if (leak->learned_from != ASN_NONE)
		buffer_format(out, ", from AS%u", leak->learned_from);
	if (leak->sent_to != ASN_NONE)
		buffer_format(out, " to AS%u", leak->sent_to);
	else
		buffer_string(out, " to us");
	buffer_format(out, "; confidence %s, ", confidence_name(leak->confidence));
	for (unsigned bit = 1; bit <= LEAK_BY_ROLE; bit <<= 1)
		if ((leak->by & bit) != 0) {
			buffer_format(out, "%s %s", separator, leak_evidence_name(bit));
			separator = " and";
		}
	buffer_char(out, '\n');
}

static void put_heading(struct buffer *out, const struct question *question,
			const struct verdict *verdict)
{
	char text[PREFIX_TEXT_MAX];

	buffer_string(out, prefix_print(&question->prefix, text));
	if (question->origin == ASN_NONE && question->path != NULL)
		buffer_string(out, " of no single origin");
	else
		buffer_format(out, " AS%u", question->origin);
	buffer_format(out, ": %s", verdict_state_name(verdict->state));
	if (verdict->confidence != CONFIDENCE_NONE)
		buffer_format(out, ", confidence %s", confidence_name(verdict->confidence));
	buffer_char(out, '\n');
}

void verdict_text_put(struct buffer *out, const struct judge *judge,
		      const struct question *question, const struct judgement *judgement)
{
	put_heading(out, question, &judgement->verdict);
	put_reason(out, "RPKI", judgement, CHECK_RPKI);
	put_vrps(out, judge, &question->prefix);
	put_reason(out, "IRR", judgement, CHECK_IRR);
	if (judge->authority->has_irr)
		put_route_objects(out, judge, &question->prefix, &judgement->irr);
	put_reason(out, "set", judgement, CHECK_AS_SET);
	put_chain(out, judge, judgement, question->origin);
	put_reason(out, "bogon", judgement, CHECK_BOGON);
	put_bogon(out, judgement);
	if (question->path == NULL)
		return;
	put_reason(out, "ASPA", judgement, CHECK_ASPA);
	if (judgement_measured(judgement, CHECK_ASPA))
		put_pairs(out, judge, &judgement->aspa);
	put_reason(out, "leak", judgement, CHECK_LEAK);
	put_leak(out, judgement);
}

void verdict_text_data(struct buffer *out, const struct judge *judge)
{
	const struct authority *authority = judge->authority;
	char date[UTC_TEXT_MAX];

	for (size_t i = 0; i < authority->input_count; i++) {
		const struct reference_input *input = &authority->inputs[i];
		struct freshness freshness =
			freshness_of(input->kind, input->date_us, judge->at_us);
		if (freshness.state == FRESHNESS_FRESH)
			continue;
		buffer_string(out, "note: ");
		buffer_printable(out, text_of(input->path));
		if (freshness.state == FRESHNESS_STALE) {
			buffer_format(out, " is of %s: ", utc_print(input->date_us, date));
			buffer_age(out, freshness.age_us / 1000);
			buffer_string(out, " old, where ");
			buffer_age(out, freshness.allowed_us / 1000);
			buffer_string(out, " would be fresh");
		} else if (freshness.state == FRESHNESS_FUTURE) {
			buffer_format(out, " is of %s, which is still to come",
				      utc_print(input->date_us, date));
		} else {
			buffer_string(out, " does not say when it was made");
		}
		buffer_string(out, "; what rests on it is less sure\n");
	}
}
