#include "validation/irr_judge.h"

#include "validation/iana_space.h"

/* Databases that hold only what the holders of space have registered: the regional registries',
 * then those of national registries in APNIC's region. */
static const struct {
	const char *name;
	struct irr_source source;
} own_sources[IRR_SOURCES] = {
	{ "AFRINIC", { true, REGISTRY_AFRINIC, "" } }, { "APNIC", { true, REGISTRY_APNIC, "" } },
	{ "ARIN", { true, REGISTRY_ARIN, "" } },       { "LACNIC", { true, REGISTRY_LACNIC, "" } },
	{ "RIPE", { true, REGISTRY_RIPENCC, "" } },    { "CNNIC", { true, REGISTRY_APNIC, "CN" } },
	{ "IDNIC", { true, REGISTRY_APNIC, "ID" } },   { "IRINN", { true, REGISTRY_APNIC, "IN" } },
	{ "JPIRR", { true, REGISTRY_APNIC, "JP" } },   { "KRNIC", { true, REGISTRY_APNIC, "KR" } },
	{ "TWNIC", { true, REGISTRY_APNIC, "TW" } },   { "VNNIC", { true, REGISTRY_APNIC, "VN" } },
};

const char *irr_source_name(size_t number)
{
	return own_sources[number].name;
}

struct irr_source irr_source_find(struct text name)
{
	for (size_t i = 0; i < IRR_SOURCES; i++)
		if (text_equal_fold(name, text_of(own_sources[i].name)))
			return own_sources[i].source;
	return (struct irr_source){ .authoritative = false };
}

/* Who looks after a piece of space. */
struct space {
	bool known;
	enum registry registry;
	char economy[3]; /* of who holds it; empty when nobody says */
};

/* IANA and the IETF run no routing registry, so what they keep is nobody's. */
static struct space space_of(const struct irr_context *context, const struct prefix *prefix)
{
	struct space space = { .known = false };
	struct delegation line;

	if (context->delegations != NULL &&
	    delegations_find_prefix(context->delegations, prefix, &line)) {
		space.known = line.registry != REGISTRY_IANA && line.registry != REGISTRY_IETF;
		space.registry = line.registry;
		memcpy(space.economy, line.economy, sizeof(space.economy));
	} else {
		space.known = iana_space_find(prefix, &space.registry);
	}
	return space;
}

static bool speaks_for(const struct irr_context *context, uint16_t number,
		       const struct space *space)
{
	if (!space->known || number >= context->source_count)
		return false;
	const struct irr_source *source = &context->sources[number];
	return source->authoritative && source->registry == space->registry &&
	       (source->economy[0] == '\0' ||
		memcmp(source->economy, space->economy, sizeof(space->economy)) == 0);
}

static bool is_rpki_invalid(const struct rov *rov, const struct route_object *object)
{
	enum rov_state state = rov_check(rov, &object->prefix, object->origin);

	return state == ROV_INVALID_ASN || state == ROV_INVALID_LENGTH;
}

unsigned irr_standing(const struct irr_context *context, const struct route_object *object)
{
	enum { YEAR = 10000 }; /* of a day like 20260222 */
	struct delegation line;
	unsigned faults = 0;

	if (context->delegations != NULL &&
	    delegations_find_prefix(context->delegations, &object->prefix, &line)) {
		if (delegation_is_free(&line))
			faults |= IRR_UNDELEGATED;
		else if (object->date != 0 && object->date < line.date)
			faults |= IRR_OUTDATED;
	}
	if (context->rov != NULL && is_rpki_invalid(context->rov, object))
		faults |= IRR_RPKI_INVALID;
	if (object->date != 0 &&
	    (uint64_t)object->date + (uint64_t)context->old_years * YEAR < context->now)
		faults |= IRR_OLD;
	return faults;
}

/* An object that names the origin, and what is to be said of it. */
struct candidate {
	struct route_object object;
	bool authoritative;
	unsigned standing;
};

static bool is_better(const struct candidate *a, const struct candidate *b)
{
	if (a->authoritative != b->authoritative)
		return a->authoritative;
	if ((a->standing == 0) != (b->standing == 0))
		return a->standing == 0;
	if (a->object.prefix.len != b->object.prefix.len)
		return a->object.prefix.len > b->object.prefix.len;
	return a->object.date > b->object.date;
}

static enum irr_registration registration_of(const struct space *space,
					     const struct candidate *best)
{
	if (best->authoritative)
		return IRR_AUTHORITATIVE;
	return space->known ? IRR_ELSEWHERE : IRR_UNATTRIBUTED;
}

struct irr_verdict irr_judge(const struct irr *irr, const struct prefix *prefix, asn_t origin,
			     const struct irr_context *context)
{
	struct space space = space_of(context, prefix);
	struct irr_within within = irr_within(irr, prefix);
	struct irr_verdict verdict = {
		.state = irr_check(irr, prefix, origin),
		.has_registry = space.known,
		.registry = space.registry,
		.more_specific = irr_within_left(&within),
		.more_specific_own = origin != ASN_NONE ? irr_within_count(&within, origin) : 0,
	};
	struct candidate best = { 0 }, next;

	for (struct irr_walk walk = irr_covering(irr, prefix);
	     irr_walk_next(&walk, &next.object);) {
		if (next.object.origin != origin || origin == ASN_NONE) {
			verdict.others++;
			continue;
		}
		next.authoritative = speaks_for(context, next.object.source, &space);
		next.standing = irr_standing(context, &next.object);
		verdict.sound += next.standing == 0;
		if (verdict.naming++ == 0 || is_better(&next, &best))
			best = next;
	}
	if (verdict.naming > 0) {
		verdict.registration = registration_of(&space, &best);
		verdict.best = best.object;
		verdict.standing = best.standing;
	}
	return verdict;
}

const char *irr_fault_name(enum irr_fault fault)
{
	switch (fault) {
	case IRR_OUTDATED:
		return "older-than-delegation";
	case IRR_UNDELEGATED:
		return "not-delegated";
	case IRR_RPKI_INVALID:
		return "rpki-invalid";
	case IRR_OLD:
		return "old";
	}
	return "";
}

const char *irr_registration_name(enum irr_registration registration)
{
	static const char *const names[] = {
		[IRR_NOWHERE] = "nowhere",
		[IRR_ELSEWHERE] = "elsewhere",
		[IRR_UNATTRIBUTED] = "unattributed",
		[IRR_AUTHORITATIVE] = "authoritative",
	};
	return names[registration];
}
