#include "flow/judgement.h"

#include "base/utc.h"
#include "validation/documentation.h"

/* Honest prefixes have one or two; more would not be read by anybody. */
enum { ORIGINS_MAX = 16 };

void judge_init(struct judge *judge, const struct authority *authority, uint64_t at_us)
{
	*judge = (struct judge){
		.authority = authority,
		.at_us = at_us,
		.irr = { .rov = authority->has_rpki ? authority->rov : NULL,
			 .delegations = bogons_delegations(authority->bogons),
			 .sources = authority->irr_sources,
			 .source_count = authority->source_count,
			 .now = utc_day_of(at_us),
			 .old_years = IRR_OLD_YEARS },
	};
	for (unsigned kind = 0; kind < DATA_KINDS; kind++)
		judge->has[kind] =
			authority_freshness(authority, kind, at_us, &judge->freshness[kind]);
}

static bool is_stale(const struct judge *judge, enum data_kind kind)
{
	return judge->has[kind] && judge->freshness[kind].state != FRESHNESS_FRESH;
}

static void judge_rpki(const struct judge *judge, const struct question *question,
		       struct judgement *out)
{
	static const struct finding bearings[] = {
		[ROV_NOT_FOUND] = { .bearing = BEARING_OPEN, .confidence = CONFIDENCE_HIGH },
		[ROV_INVALID_ASN] = { .bearing = BEARING_AGAINST, .confidence = CONFIDENCE_HIGH },
		[ROV_INVALID_LENGTH] = { .bearing = BEARING_AGAINST,
					 .confidence = CONFIDENCE_HIGH },
		[ROV_VALID] = { .bearing = BEARING_FOR, .confidence = CONFIDENCE_HIGH },
	};
	struct finding *finding = &out->findings[CHECK_RPKI];

	out->rov = rov_check(judge->authority->rov, &question->prefix, question->origin);
	if (!judge->authority->has_rpki)
		return;
	*finding = bearings[out->rov];
}

/* A documentation number is a bogon in public routing, and the ordinary number of an example. */
static struct bogon_verdict bogon_of_asn(const struct judge *judge, asn_t asn,
					 struct judgement *out)
{
	if (asn_is_documentation(asn)) {
		out->documentation = true;
		return (struct bogon_verdict){ .kind = BOGON_NO };
	}
	return bogon_check_asn(judge->authority->bogons, asn);
}

static void keep_worst(struct judgement *out, struct bogon_verdict bogon, enum bogon_place place,
		       asn_t asn)
{
	if (bogon.kind <= out->bogon.kind)
		return;
	out->bogon = bogon;
	out->bogon_place = place;
	out->bogon_asn = asn;
}

static void judge_bogon(const struct judge *judge, const struct question *question,
			struct judgement *out)
{
	static const struct finding bearings[] = {
		[BOGON_NO] = { .bearing = BEARING_OPEN, .confidence = CONFIDENCE_HIGH },
		[BOGON_ADMINISTRATIVE] = { .bearing = BEARING_AGAINST,
					   .confidence = CONFIDENCE_LOW },
		[BOGON_FULL] = { .bearing = BEARING_AGAINST, .confidence = CONFIDENCE_HIGH },
	};
	const struct hops *path = question->path;
	struct finding *finding = &out->findings[CHECK_BOGON];

	out->bogon = (struct bogon_verdict){ .kind = BOGON_NO };
	out->documentation = prefix_is_documentation(&question->prefix);
	if (!out->documentation)
		keep_worst(out, bogon_check_prefix(judge->authority->bogons, &question->prefix),
			   BOGON_IN_PREFIX, ASN_NONE);
	if (question->origin != ASN_NONE)
		keep_worst(out, bogon_of_asn(judge, question->origin, out), BOGON_IN_ORIGIN,
			   question->origin);
	for (uint32_t i = 0; path != NULL && i < path->asn_count; i++)
		keep_worst(out, bogon_of_asn(judge, path->asns[i], out), BOGON_IN_PATH,
			   path->asns[i]);
	*finding = bearings[out->bogon.kind];
}

/* An object in the database of those who hold the space is nearly a signature; one anywhere else
 * is what somebody has said; age alone does not undo it, other faults do. */
static void judge_irr(const struct judge *judge, const struct question *question,
		      struct judgement *out)
{
	struct finding *finding = &out->findings[CHECK_IRR];

	if (!judge->authority->has_irr)
		return;
	out->irr =
		irr_judge(judge->authority->irr, &question->prefix, question->origin, &judge->irr);
	*finding = (struct finding){ .bearing = BEARING_OPEN, .confidence = CONFIDENCE_HIGH };
	if (!irr_is_registered(out->irr.state) || (out->irr.standing & ~(unsigned)IRR_OLD) != 0)
		return;
	finding->bearing = BEARING_FOR;
	finding->confidence = out->irr.registration == IRR_AUTHORITATIVE && out->irr.standing == 0
				      ? CONFIDENCE_MEDIUM
				      : CONFIDENCE_LOW;
}

/* Who asks for an as-set accepts nothing from others. That it names the origin says nothing of the
 * prefix. */
static void judge_as_set(const struct judge *judge, const struct question *question,
			 struct judgement *out)
{
	if (judge->as_set == NULL)
		return;
	out->membership = question->origin != ASN_NONE
				  ? as_set_expansion_find(judge->as_set, question->origin)
				  : NULL;
	out->findings[CHECK_AS_SET] = (struct finding){
		.bearing = out->membership != NULL ? BEARING_OPEN : BEARING_AGAINST,
		.confidence = CONFIDENCE_MEDIUM,
	};
}

/* The neighbour, as the session or else the path has it. */
static asn_t neighbour_of(const struct question *question)
{
	const struct hops *path = question->path;

	if (question->neighbour != ASN_NONE || path == NULL || path->count == 0 ||
	    path->all[0].is_set)
		return question->neighbour;
	return path->asns[path->all[0].first];
}

/* A path that nobody objects to says nothing on whether its origin may originate. */
static void judge_aspa(const struct judge *judge, const struct question *question,
		       struct judgement *out)
{
	static const enum bearing bearings[] = {
		[ASPA_INVALID] = BEARING_AGAINST,
		[ASPA_UNKNOWN] = BEARING_OPEN,
		[ASPA_VALID] = BEARING_OPEN,
	};

	if (question->path == NULL)
		return;
	out->aspa = aspa_check(judge->authority->aspa_set, question->path, question->role,
			       question->neighbour);
	/* Where no ASPA was given, that none names a provider says nothing of the route. */
	if (!judge->authority->has_aspa && out->aspa.state != ASPA_INVALID)
		return;
	out->findings[CHECK_ASPA] = (struct finding){ .bearing = bearings[out->aspa.state],
						      .confidence = CONFIDENCE_HIGH };
}

/* Who may originate the prefix, by VRPs; where there are none, by route objects. */
static size_t origins_of(const struct judge *judge, const struct prefix *prefix,
			 asn_t origins[ORIGINS_MAX])
{
	const struct authority *authority = judge->authority;
	struct route_object object;
	size_t count = 0;
	struct vrp vrp;

	for (struct rov_walk walk = rov_covering(authority->rov, prefix);
	     count < ORIGINS_MAX && rov_walk_next(&walk, &vrp);)
		origins[count++] = vrp.asn;
	if (count > 0)
		return count;
	for (struct irr_walk walk = irr_covering(authority->irr, prefix);
	     count < ORIGINS_MAX && irr_walk_next(&walk, &object);)
		origins[count++] = object.origin;
	return count;
}

/* RFC 9234 section 5: the mark alone decides, whatever else is known. */
static void judge_otc(const struct question *question, struct judgement *out)
{
	asn_t neighbour = neighbour_of(question);

	out->otc = otc_receive(question->role, neighbour, question->has_otc, question->otc);
	if (out->otc.action != OTC_LEAK)
		return;
	out->leak = (struct leak_verdict){ .state = LEAK_FOUND,
					   .confidence = CONFIDENCE_HIGH,
					   .by = LEAK_BY_OTC,
					   .learned_from = question->otc,
					   .leaker = neighbour };
}

static void judge_leak(const struct judge *judge, const struct question *question,
		       struct judgement *out)
{
	const struct authority *authority = judge->authority;
	bool has_role = question->role != BGP_ROLE_NONE;
	struct finding *finding = &out->findings[CHECK_LEAK];
	asn_t origins[ORIGINS_MAX];

	if (question->path == NULL)
		return;
	const struct leak_context context = {
		.has_otc = question->has_otc,
		.otc = question->otc,
		.has_role = has_role,
		.role = question->role,
		.origins = origins,
		.origin_count = origins_of(judge, &question->prefix, origins),
		/* Who may announce the less specific does so, as a rule; we have not seen it. */
		.covering_origin = out->rov == ROV_INVALID_LENGTH ? question->origin : ASN_NONE,
		.is_beyond_permitted = out->rov == ROV_INVALID_LENGTH,
	};
	out->leak = leak_check(authority->relations, question->path, &context);
	if (out->leak.state == LEAK_FOUND && out->leak.type == LEAK_INTERNAL_PREFIXES)
		out->leak.confidence = CONFIDENCE_LOW;
	judge_otc(question, out);
	if (out->leak.state != LEAK_FOUND && !authority->has_relations && !authority->has_aspa &&
	    !has_role && !question->has_otc)
		return;
	*finding = (struct finding){ .bearing = BEARING_OPEN, .confidence = out->leak.confidence };
	if (out->leak.state == LEAK_FOUND)
		finding->bearing = BEARING_AGAINST;
}

bool judgement_data(const struct judgement *judgement, enum check check, enum data_kind *out_kind)
{
	static const enum data_kind kinds[CHECKS] = {
		[CHECK_RPKI] = DATA_RPKI,  [CHECK_IRR] = DATA_IRR,
		[CHECK_AS_SET] = DATA_IRR, [CHECK_BOGON] = DATA_DELEGATED,
		[CHECK_ASPA] = DATA_RPKI,  [CHECK_LEAK] = DATA_RELATIONS,
	};
	unsigned by = judgement->leak.by;

	*out_kind = kinds[check];
	if (check == CHECK_BOGON)
		return judgement->bogon.kind == BOGON_ADMINISTRATIVE;
	if (check == CHECK_ASPA) /* else the path is invalid whatever is attested */
		return judgement->aspa.reason >= ASPA_HOP_NOT_PROVIDER;
	if (check != CHECK_LEAK || (by & (LEAK_BY_RELATIONS | LEAK_BY_TIER1)) != 0)
		return true;
	*out_kind = DATA_RPKI;
	return (by & (LEAK_BY_ASPA | LEAK_BY_ORIGINS)) != 0;
}

static void note_staleness(const struct judge *judge, struct judgement *judgement)
{
	enum data_kind kind;

	for (unsigned check = 0; check < CHECKS; check++)
		judgement->findings[check].stale =
			judgement_data(judgement, check, &kind) && is_stale(judge, kind);
}

void judge_route(const struct judge *judge, const struct question *question,
		 struct judgement *out_judgement)
{
	struct judgement judgement = { .bogon = { .kind = BOGON_NO } };

	judge_rpki(judge, question, &judgement);
	judge_irr(judge, question, &judgement);
	judge_as_set(judge, question, &judgement);
	judge_bogon(judge, question, &judgement);
	judge_aspa(judge, question, &judgement);
	judge_leak(judge, question, &judgement);
	note_staleness(judge, &judgement);
	judgement.verdict = verdict_of(judgement.findings);
	*out_judgement = judgement;
}

static struct reason reason_rpki(const struct judgement *judgement)
{
	static const char *const says[] = {
		[ROV_NOT_FOUND] = "no VRP covers the prefix",
		[ROV_INVALID_ASN] = "covered by VRPs, but never for this origin",
		[ROV_INVALID_LENGTH] = "this origin may, but not at this length",
		[ROV_VALID] = "a VRP allows this origin at this length",
	};

	return (struct reason){ rov_state_name(judgement->rov), says[judgement->rov],
				"RFC 6811 section 2" };
}

static struct reason reason_irr(const struct judgement *judgement)
{
	static const char *const says[] = {
		[IRR_NOT_FOUND] = "no route object covers the prefix",
		[IRR_ORIGIN_MISMATCH] =
			"route objects cover the prefix, but for other origins only",
		[IRR_COVERED] = "a route object for a less specific prefix names this origin",
		[IRR_EXACT] = "a route object names this prefix and origin",
	};

	return (struct reason){ irr_state_name(judgement->irr.state), says[judgement->irr.state],
				"RFC 2622 section 4" };
}

static struct reason reason_as_set(const struct judgement *judgement)
{
	bool member = judgement->membership != NULL;

	return (struct reason){ member ? "member" : "no-member",
				member ? "the as-set leads to this origin"
				       : "the as-set does not lead to this origin",
				"RFC 2622 section 5.1" };
}

static struct reason reason_bogon(const struct judgement *judgement)
{
	const struct bogon_verdict *bogon = &judgement->bogon;

	if (bogon->kind != BOGON_NO)
		return (struct reason){ bogon_kind_name(bogon->kind), bogon->name,
					bogon->reference };
	return (struct reason){
		bogon_kind_name(BOGON_NO),
		judgement->documentation
			? "numbers for examples, bogons in public routing; not held against it here"
			: "neither prefix nor AS numbers are set aside or free",
		judgement->documentation ? "RFC 5737, 3849, 5398" : "RFC 6890",
	};
}

static struct reason reason_aspa(const struct judgement *judgement)
{
	static const char *const says[] = {
		[ASPA_EMPTY_PATH] = "the path is empty",
		[ASPA_OTHER_NEIGHBOUR] = "the path does not begin with who sent it",
		[ASPA_AS_SET] = "there is an AS_SET in the path",
		[ASPA_CONFEDERATION] = "the inside of a confederation stands in the path",
		[ASPA_HOP_NOT_PROVIDER] = "an AS does not name as a provider who passed it on",
		[ASPA_NO_ATTESTATION_OF_HOP] = "nothing forbids the path, too little is attested",
		[ASPA_FINE] = "every AS that had to has named who passed it on",
	};
	static const char *const rules[] = {
		[ASPA_UPSTREAM] = "draft-ietf-sidrops-aspa-verification-28 section 5.4",
		[ASPA_DOWNSTREAM] = "draft-ietf-sidrops-aspa-verification-28 section 5.5",
	};
	const struct aspa_verdict *aspa = &judgement->aspa;

	return (struct reason){ aspa_state_name(aspa->state), says[aspa->reason],
				rules[aspa->procedure] };
}

static struct reason reason_leak(const struct judgement *judgement)
{
	static const char *const rules[] = {
		[LEAK_TYPE_OPEN] = "RFC 7908 section 3",
		[LEAK_HAIRPIN] = "RFC 7908 section 3.1",
		[LEAK_LATERAL] = "RFC 7908 section 3.2",
		[LEAK_PROVIDER_TO_PEER] = "RFC 7908 section 3.3",
		[LEAK_PEER_TO_PROVIDER] = "RFC 7908 section 3.4",
		[LEAK_REORIGINATION] = "RFC 7908 section 3.5",
		[LEAK_INTERNAL_PREFIXES] = "RFC 7908 section 3.6",
	};
	static const char *const doubts[] = {
		[LEAK_NO_DOUBT] = "",
		[LEAK_AS_SET] = "there is an AS_SET in the path",
		[LEAK_CONFEDERATION] = "the inside of a confederation stands in the path",
		[LEAK_LOOP] = "an AS comes back in the path",
		[LEAK_TOO_LONG] = "the path is too long",
	};
	const struct leak_verdict *leak = &judgement->leak;
	struct reason reason = { leak_state_name(leak->state), leak_type_name(leak->type),
				 rules[leak->type] };

	if (judgement->otc.action == OTC_LEAK) {
		reason.says = "marked for customers only, and came from who must not send such";
		reason.rule = "RFC 9234 section 5";
	} else if (leak->state == LEAK_UNDECIDED) {
		reason.says = doubts[leak->doubt];
	} else if (leak->state == LEAK_FOUND && leak->type == LEAK_TYPE_OPEN) {
		reason.says = "from a provider or peer to a provider or peer";
	} else if (leak->state == LEAK_NONE) {
		reason.says = "nothing that is known speaks of one";
	}
	return reason;
}

struct reason judgement_reason(const struct judgement *judgement, enum check check)
{
	static struct reason (*const reasons[CHECKS])(const struct judgement *judgement) = {
		[CHECK_RPKI] = reason_rpki,     [CHECK_IRR] = reason_irr,
		[CHECK_AS_SET] = reason_as_set, [CHECK_BOGON] = reason_bogon,
		[CHECK_ASPA] = reason_aspa,     [CHECK_LEAK] = reason_leak,
	};

	return reasons[check](judgement);
}
