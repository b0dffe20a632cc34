#include "validation/leak.h"

#include <assert.h>

/* Directions that a step can have. */
enum { UP = 1 << 0, LATERAL = 1 << 1, DOWN = 1 << 2, ANY_WAY = UP | LATERAL | DOWN };

/* How we know that a step does not go one way. */
struct proof {
	unsigned by; /* 0: we do not */
	enum confidence confidence;
};

/* From hop `from_at` to the one before it. */
struct step {
	bool is_inside; /* of one organisation */
	unsigned may;   /* directions; never none */
	struct proof not_up, not_down;
	enum confidence confidence; /* of what is known of it */
	asn_t from;
	uint32_t from_at;
};

/* A walk from the origin to the neighbour. */
struct walk {
	const struct relations *relations;
	const struct hops *hops;
	const struct leak_context *context;
	uint32_t groups;      /* organisations passed */
	bool has_turned;      /* some step could not be up */
	struct step turned;   /* the last of those */
	uint32_t turned_into; /* the number of the group that it went to */
	enum confidence weakest;
};

static asn_t asn_at(const struct hops *hops, uint32_t at)
{
	return hops->asns[hops->all[at].first];
}

static void prove(struct proof *proof, unsigned by, enum confidence confidence)
{
	if (proof->by == 0 || confidence > proof->confidence)
		proof->confidence = confidence;
	proof->by |= by;
}

/* Rules directions out, unless that leaves none: then what is known of the link itself counts. */
static void rule_out(struct step *step, unsigned ways, unsigned by, enum confidence confidence)
{
	if (ways == 0 || (step->may & ~ways) == 0)
		return;
	step->may &= ~ways;
	if (confidence > step->confidence)
		step->confidence = confidence;
	if ((ways & UP) != 0)
		prove(&step->not_up, by, confidence);
	if ((ways & DOWN) != 0)
		prove(&step->not_down, by, confidence);
}

static unsigned ways_of(unsigned kinds)
{
	return ((kinds & 1U << AS_REL_PROVIDER) != 0 ? UP : 0) |
	       ((kinds & 1U << AS_REL_CUSTOMER) != 0 ? DOWN : 0) |
	       ((kinds & 1U << AS_REL_PEER) != 0 ? LATERAL : 0) |
	       ((kinds & 1U << AS_REL_SIBLING) != 0 ? ANY_WAY : 0);
}

static void use_relation(struct step *step, const struct relation *relation)
{
	unsigned by = relation->source == AS_REL_BY_ASPA ? LEAK_BY_ASPA : LEAK_BY_RELATIONS;
	unsigned denied =
		(relation->denies_provider ? UP : 0) | (relation->denies_customer ? DOWN : 0);
	unsigned said = ANY_WAY & ~ways_of(relation->possible);

	if (relation->source == AS_REL_BY_NOBODY)
		said &= ~denied; /* only the ASPA says so */
	rule_out(step, denied, LEAK_BY_ASPA, CONFIDENCE_HIGH);
	rule_out(step, said, by, relation->confidence);
}

/* Nobody sells transit to a Tier 1, so it is nobody's customer. Of two of them one may sell to the
 * other after all: who is at the top was inferred. */
static void use_tier1(const struct walk *walk, struct step *step, asn_t to)
{
	bool from_top = relations_is_tier1(walk->relations, step->from);
	bool to_top = relations_is_tier1(walk->relations, to);
	unsigned ways = (from_top ? UP : 0) | (to_top ? DOWN : 0);

	rule_out(step, ways, LEAK_BY_TIER1,
		 from_top && to_top ? CONFIDENCE_MEDIUM : CONFIDENCE_HIGH);
}

static struct step step_from(const struct walk *walk, uint32_t from_at)
{
	const struct leak_context *context = walk->context;
	asn_t to = asn_at(walk->hops, from_at - 1);
	struct step step = { .may = ANY_WAY,
			     .from = asn_at(walk->hops, from_at),
			     .from_at = from_at };
	struct relation relation = relation_between(walk->relations, step.from, to);

	step.is_inside = relation.kind == AS_REL_SIBLING ||
			 relations_are_siblings(walk->relations, step.from, to);
	if (step.is_inside)
		return step;
	use_relation(&step, &relation);
	use_tier1(walk, &step, to);
	/* RFC 9234 section 5: whose number it is has passed the route to a customer or a peer. */
	if (context != NULL && context->has_otc && context->otc == step.from)
		rule_out(&step, UP, LEAK_BY_OTC, CONFIDENCE_HIGH);
	return step;
}

static enum leak_type type_of(unsigned learned, unsigned sent)
{
	if (learned == DOWN && sent == UP)
		return LEAK_HAIRPIN;
	if (learned == LATERAL && sent == LATERAL)
		return LEAK_LATERAL;
	if (learned == DOWN && sent == LATERAL)
		return LEAK_PROVIDER_TO_PEER;
	if (learned == LATERAL && sent == UP)
		return LEAK_PEER_TO_PROVIDER;
	return LEAK_TYPE_OPEN;
}

static enum confidence weaker(enum confidence a, enum confidence b)
{
	return a < b ? a : b;
}

/* What is leaked by who passed the route on by `step`, after it had turned. */
static struct leak_verdict leak_of(const struct walk *walk, const struct step *step)
{
	const struct step *turned = &walk->turned;
	bool is_last = step->from_at == 0;
	struct leak_verdict leak = {
		.state = LEAK_FOUND,
		.by = turned->not_up.by | step->not_down.by,
		.confidence = weaker(turned->not_up.confidence, step->not_down.confidence),
		.is_located = walk->turned_into == walk->groups,
		.learned_from = turned->from,
		.from_at = turned->from_at,
		.leaker = step->from,
		.leaker_at = step->from_at,
		.to_at = is_last ? 0 : step->from_at - 1,
		.sent_to = is_last ? ASN_NONE : asn_at(walk->hops, step->from_at - 1),
	};

	if (leak.is_located)
		leak.type = type_of(turned->may, step->may);
	else if (leak.confidence > CONFIDENCE_LOW)
		leak.confidence--;
	return leak;
}

/* The surest leak is told, and of several the first. */
static void say_leak(const struct walk *walk, const struct step *step, struct leak_verdict *verdict)
{
	struct leak_verdict leak = leak_of(walk, step);

	if (verdict->state == LEAK_FOUND && leak.confidence <= verdict->confidence)
		return;
	leak.unknown_steps = verdict->unknown_steps;
	*verdict = leak;
}

static void take_step(struct walk *walk, const struct step *step, struct leak_verdict *verdict)
{
	if (step->is_inside)
		return;
	bool is_open = (step->may & (step->may - 1)) != 0;
	walk->weakest = weaker(walk->weakest, is_open ? CONFIDENCE_LOW : step->confidence);
	verdict->unknown_steps += step->may == ANY_WAY;
	if (walk->has_turned && (step->may & DOWN) == 0)
		say_leak(walk, step, verdict);
	walk->groups++;
	if ((step->may & UP) == 0) {
		walk->has_turned = true;
		walk->turned = *step;
		walk->turned_into = walk->groups;
	}
}

/* The last step, from the neighbour to us. Of a route server's client nothing can be said: the
 * server has passed the route on from one side to the other, as it should. */
static bool step_to_us(const struct walk *walk, struct step *out_step)
{
	static const unsigned ways[] = {
		[BGP_ROLE_PROVIDER] = UP,       [BGP_ROLE_RS] = LATERAL,
		[BGP_ROLE_RS_CLIENT] = ANY_WAY, [BGP_ROLE_CUSTOMER] = DOWN,
		[BGP_ROLE_PEER] = LATERAL,
	};
	const struct leak_context *context = walk->context;

	if (context == NULL || !context->has_role || context->role > BGP_ROLE_PEER ||
	    walk->hops->count == 0)
		return false;
	*out_step = (struct step){ .may = ANY_WAY, .from = asn_at(walk->hops, 0) };
	rule_out(out_step, ANY_WAY & ~ways[context->role], LEAK_BY_ROLE, CONFIDENCE_HIGH);
	return out_step->may != ANY_WAY;
}

static void say_origin_leak(const struct hops *hops, enum leak_type type,
			    enum confidence confidence, struct leak_verdict *verdict)
{
	uint32_t last = hops->count - 1;

	verdict->state = LEAK_FOUND;
	verdict->type = type;
	verdict->confidence = confidence;
	verdict->by = LEAK_BY_ORIGINS;
	verdict->is_located = true;
	verdict->leaker = asn_at(hops, last);
	verdict->leaker_at = verdict->from_at = last;
	verdict->to_at = last > 0 ? last - 1 : 0;
	verdict->sent_to = last > 0 ? asn_at(hops, last - 1) : ASN_NONE;
}

static bool may_originate(const struct walk *walk, asn_t origin)
{
	const struct leak_context *context = walk->context;

	for (size_t i = 0; i < context->origin_count; i++)
		if (context->origins[i] == origin ||
		    relations_are_siblings(walk->relations, origin, context->origins[i]))
			return true;
	return false;
}

/* Type 5. The legitimate origin beside the one of the path shows more than a link to it. */
static void judge_reorigination(const struct walk *walk, struct leak_verdict *verdict)
{
	const struct leak_context *context = walk->context;
	const struct hops *hops = walk->hops;
	asn_t origin = asn_at(hops, hops->count - 1);
	asn_t beside = hops->count > 1 ? asn_at(hops, hops->count - 2) : ASN_NONE;

	if (may_originate(walk, origin))
		return;
	for (size_t i = 0; i < context->origin_count; i++) {
		asn_t legitimate = context->origins[i];
		bool is_beside = legitimate != ASN_NONE && legitimate == beside;
		enum as_rel_kind kind = relation_between(walk->relations, origin, legitimate).kind;
		if (!is_beside && kind != AS_REL_PROVIDER && kind != AS_REL_PEER)
			continue;
		if (verdict->state == LEAK_FOUND && !is_beside)
			continue;
		say_origin_leak(hops, LEAK_REORIGINATION,
				is_beside ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW, verdict);
		verdict->learned_from = legitimate;
		verdict->from_at = is_beside ? hops->count - 2 : hops->count - 1;
	}
}

static void judge_origin(const struct walk *walk, struct leak_verdict *verdict)
{
	const struct leak_context *context = walk->context;
	const struct hops *hops = walk->hops;

	judge_reorigination(walk, verdict);
	if (verdict->state != LEAK_FOUND && context->is_beyond_permitted &&
	    context->covering_origin == asn_at(hops, hops->count - 1))
		say_origin_leak(hops, LEAK_INTERNAL_PREFIXES, CONFIDENCE_MEDIUM, verdict);
}

static bool has_loop(const struct hops *hops)
{
	assert(hops->count <= LEAK_HOPS_MAX);
	for (uint32_t i = 2; i < hops->count; i++)
		for (uint32_t k = 0; k + 1 < i; k++)
			if (asn_at(hops, i) == asn_at(hops, k))
				return true;
	return false;
}

static enum leak_doubt doubt_of(const struct hops *hops)
{
	bool has_set = false, has_confed = false;

	for (uint32_t i = 0; i < hops->count; i++) {
		has_set |= hops->all[i].is_set;
		has_confed |= hops->all[i].is_confed;
	}
	if (has_confed)
		return LEAK_CONFEDERATION;
	if (has_set)
		return LEAK_AS_SET;
	if (hops->count > LEAK_HOPS_MAX)
		return LEAK_TOO_LONG;
	return has_loop(hops) ? LEAK_LOOP : LEAK_NO_DOUBT;
}

struct leak_verdict leak_check(const struct relations *relations, const struct hops *hops,
			       const struct leak_context *context)
{
	struct walk walk = {
		.relations = relations, .hops = hops, .context = context, .weakest = CONFIDENCE_HIGH
	};
	struct leak_verdict verdict = { .state = LEAK_NONE,
					.doubt = doubt_of(hops),
					.confidence = CONFIDENCE_LOW };
	struct step step;

	if (verdict.doubt != LEAK_NO_DOUBT) {
		verdict.state = LEAK_UNDECIDED;
		return verdict;
	}
	for (uint32_t at = hops->count; at > 1; at--) {
		step = step_from(&walk, at - 1);
		take_step(&walk, &step, &verdict);
	}
	if (step_to_us(&walk, &step))
		take_step(&walk, &step, &verdict);
	if (verdict.state == LEAK_NONE && context != NULL && hops->count > 0)
		judge_origin(&walk, &verdict);
	if (verdict.state == LEAK_NONE)
		verdict.confidence = walk.weakest;
	return verdict;
}

const char *leak_state_name(enum leak_state state)
{
	static const char *const names[] = {
		[LEAK_FOUND] = "leak",
		[LEAK_UNDECIDED] = "undecided",
		[LEAK_NONE] = "none",
	};
	return names[state];
}

const char *leak_doubt_name(enum leak_doubt doubt)
{
	static const char *const names[] = {
		[LEAK_NO_DOUBT] = "none",
		[LEAK_AS_SET] = "as-set",
		[LEAK_CONFEDERATION] = "confederation",
		[LEAK_LOOP] = "loop",
		[LEAK_TOO_LONG] = "too-long",
	};
	return names[doubt];
}

const char *leak_type_name(enum leak_type type)
{
	static const char *const names[] = {
		[LEAK_TYPE_OPEN] = "of a type that is open",
		[LEAK_HAIRPIN] = "hairpin turn",
		[LEAK_LATERAL] = "lateral ISP-ISP-ISP leak",
		[LEAK_PROVIDER_TO_PEER] = "provider's prefixes to a peer",
		[LEAK_PEER_TO_PROVIDER] = "peer's prefixes to a provider",
		[LEAK_REORIGINATION] = "re-origination with a data path to the legitimate origin",
		[LEAK_INTERNAL_PREFIXES] = "internal prefixes or more specifics",
	};
	return names[type];
}

const char *leak_evidence_name(enum leak_evidence evidence)
{
	switch (evidence) {
	case LEAK_BY_RELATIONS:
		return "relations";
	case LEAK_BY_TIER1:
		return "tier1";
	case LEAK_BY_ASPA:
		return "aspa";
	case LEAK_BY_OTC:
		return "otc";
	case LEAK_BY_ROLE:
		return "role";
	case LEAK_BY_ORIGINS:
	default:
		return "origins";
	}
}
