#include "validation/relations.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "net/asn_set.h"
#include "validation/tier1.h"

enum {
	KIND_BITS = 2,         /* of an entry; the rest is the position of the neighbour */
	LINKS_MAX = 1 << 28,   /* keeps all sums in 32 bits */
	MEMBERS_MAX = 1 << 28, /* likewise */
};

#define BIT(kind) (1U << (kind))
#define ANY_LINK  (BIT(AS_REL_PROVIDER) | BIT(AS_REL_CUSTOMER) | BIT(AS_REL_PEER))

/*
 * The neighbours of an AS stand side by side, ascending, each as its position and what it is to the
 * AS. Every link stands there twice, so that a question goes to the AS that has fewer.
 */
struct relations {
	const struct asn_set *asns;
	const uint32_t *first;   /* of an AS, in `entries`; one more than there are ASes */
	const uint32_t *entries; /* position << KIND_BITS | kind - 1 */
	const uint32_t *organisations;
	const asn_t *tier1; /* ascending */
	size_t tier1_count, link_count;
	const struct aspas *aspas; /* borrowed; or NULL */
};

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int by_wide_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* What a build takes, and what stands between it and the set. */
struct building {
	struct arena *snapshot;
	const struct as_link *links;
	const struct as_membership *memberships;
	size_t link_count, membership_count;
	asn_t *asns; /* owned; all that are named, ascending */
	size_t asn_count;
};

static bool is_link(const struct as_link *link)
{
	return link->a != link->b;
}

static void collect_asns(struct building *from)
{
	size_t total = 0, kept = 0;
	asn_t *asns = memory_alloc(2 * from->link_count + from->membership_count, sizeof(*asns));

	for (size_t i = 0; i < from->link_count; i++) {
		asns[total++] = from->links[i].a;
		asns[total++] = from->links[i].b;
	}
	for (size_t i = 0; i < from->membership_count; i++)
		asns[total++] = from->memberships[i].asn;
	sort_items(asns, total, sizeof(*asns), by_number);
	for (size_t i = 0; i < total; i++)
		if (kept == 0 || asns[kept - 1] != asns[i])
			asns[kept++] = asns[i];
	from->asns = asns;
	from->asn_count = kept;
}

static enum as_rel_kind other_way(enum as_rel_kind kind)
{
	if (kind == AS_REL_PROVIDER)
		return AS_REL_CUSTOMER;
	return kind == AS_REL_CUSTOMER ? AS_REL_PROVIDER : kind;
}

static uint64_t entry_of(uint32_t from, uint32_t to, enum as_rel_kind kind)
{
	return (uint64_t)from << 32 | to << KIND_BITS | ((uint32_t)kind - 1);
}

/* Every link from both ends, sorted, each once; free() them. */
static uint64_t *sorted_entries(const struct building *from, const struct asn_set *asns,
				size_t *out_count)
{
	static const enum as_rel_kind kinds[] = {
		[AS_PROVIDER_TO_CUSTOMER] = AS_REL_CUSTOMER,
		[AS_PEER] = AS_REL_PEER,
		[AS_SIBLING] = AS_REL_SIBLING,
	};
	uint64_t *all = memory_alloc(2 * from->link_count, sizeof(*all));
	size_t total = 0, kept = 0;

	for (size_t i = 0; i < from->link_count; i++) {
		const struct as_link *link = &from->links[i];
		uint32_t a = asn_set_find(asns, link->a), b = asn_set_find(asns, link->b);
		enum as_rel_kind kind = kinds[link->relation];
		if (!is_link(link))
			continue;
		all[total++] = entry_of(a, b, kind);
		all[total++] = entry_of(b, a, other_way(kind));
	}
	sort_items(all, total, sizeof(*all), by_wide_number);
	for (size_t i = 0; i < total; i++)
		if (kept == 0 || all[kept - 1] != all[i])
			all[kept++] = all[i];
	*out_count = kept;
	return all;
}

static int build_entries(const struct building *from, struct relations *relations)
{
	size_t count;
	uint64_t *all = sorted_entries(from, relations->asns, &count);
	uint32_t *first = arena_alloc(from->snapshot, from->asn_count + 1, sizeof(*first));
	uint32_t *entries = arena_alloc(from->snapshot, count, sizeof(*entries));
	size_t pairs = 0;

	if (first == NULL || entries == NULL) {
		free(all);
		return ERR_LIMIT;
	}
	for (size_t i = 0; i < count; i++) {
		first[(all[i] >> 32) + 1] = (uint32_t)i + 1;
		entries[i] = (uint32_t)all[i];
		pairs += i == 0 || all[i] >> KIND_BITS != all[i - 1] >> KIND_BITS;
	}
	free(all);
	/* Who has no link begins where the one before it ends. */
	for (size_t i = 1; i <= from->asn_count; i++)
		if (first[i] == 0)
			first[i] = first[i - 1];
	relations->first = first;
	relations->entries = entries;
	relations->link_count = pairs / 2;
	return 0;
}

static int build_organisations(const struct building *from, struct relations *relations)
{
	uint32_t *organisations =
		arena_alloc(from->snapshot, from->asn_count, sizeof(*organisations));

	if (organisations == NULL)
		return ERR_LIMIT;
	for (size_t i = 0; i < from->asn_count; i++)
		organisations[i] = RELATIONS_NO_ORGANISATION;
	for (size_t i = 0; i < from->membership_count; i++) {
		uint32_t at = asn_set_find(relations->asns, from->memberships[i].asn);
		if (from->memberships[i].organisation < organisations[at])
			organisations[at] = from->memberships[i].organisation;
	}
	relations->organisations = organisations;
	return 0;
}

static bool buys_transit(const struct relations *relations, const struct building *from,
			 uint32_t at, uint32_t *out_customers)
{
	uint32_t customers = 0;

	for (uint32_t i = relations->first[at]; i < relations->first[at + 1]; i++) {
		enum as_rel_kind kind =
			(enum as_rel_kind)(relations->entries[i] & (BIT(KIND_BITS) - 1)) + 1;
		if (kind == AS_REL_PROVIDER)
			return true;
		customers += kind == AS_REL_CUSTOMER;
	}
	const struct aspa *aspa =
		relations->aspas != NULL ? aspas_find(relations->aspas, from->asns[at]) : NULL;
	*out_customers = customers;
	return aspa != NULL && aspa->providers[0] != ASN_NONE;
}

static int build_tier1(const struct building *from, struct relations *relations)
{
	struct tier1_candidate *all = memory_alloc(from->asn_count, sizeof(*all));
	asn_t group[TIER1_MAX];
	size_t count = 0;

	for (uint32_t at = 0; at < from->asn_count; at++) {
		uint32_t customers = 0;
		if (!buys_transit(relations, from, at, &customers) && customers > 0)
			all[count++] = (struct tier1_candidate){ from->asns[at], customers };
	}
	size_t members = tier1_find(relations, all, count, group);
	free(all);
	sort_items(group, members, sizeof(*group), by_number);
	asn_t *tier1 = arena_alloc(from->snapshot, members, sizeof(*tier1));
	if (tier1 == NULL)
		return ERR_LIMIT;
	for (size_t i = 0; i < members; i++)
		tier1[i] = group[i];
	relations->tier1 = tier1;
	relations->tier1_count = members;
	return 0;
}

int relations_build(struct arena *snapshot, const struct as_link *links, size_t link_count,
		    const struct as_membership *memberships, size_t membership_count,
		    const struct aspas *aspas, const struct relations **out_relations)
{
	struct building from = { .snapshot = snapshot,
				 .links = links,
				 .memberships = memberships,
				 .link_count = link_count,
				 .membership_count = membership_count };
	struct relations *relations = arena_alloc(snapshot, 1, sizeof(*relations));

	if (relations == NULL || link_count > LINKS_MAX || membership_count > MEMBERS_MAX)
		return ERR_LIMIT;
	relations->aspas = aspas;
	collect_asns(&from);
	int err = asn_set_build(snapshot, from.asns, from.asn_count, &relations->asns);
	if (err == 0)
		err = build_entries(&from, relations);
	if (err == 0)
		err = build_organisations(&from, relations);
	if (err == 0)
		err = build_tier1(&from, relations);
	free(from.asns);
	if (err < 0)
		return err;
	*out_relations = relations;
	return 0;
}

size_t relations_as_count(const struct relations *relations)
{
	return asn_set_count(relations->asns);
}

size_t relations_link_count(const struct relations *relations)
{
	return relations->link_count;
}

/* Bit k: the links say that the AS at `b` is of kind k to the one at `a`. */
static unsigned said_from(const struct relations *relations, uint32_t a, uint32_t b)
{
	uint32_t from = relations->first[a], end = relations->first[a + 1], to = end;
	unsigned kinds = 0;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		if (relations->entries[middle] >> KIND_BITS < b)
			from = middle + 1;
		else
			to = middle;
	}
	for (; from < end && relations->entries[from] >> KIND_BITS == b; from++)
		kinds |= BIT((relations->entries[from] & (BIT(KIND_BITS) - 1)) + 1);
	return kinds;
}

static unsigned mirrored(unsigned kinds)
{
	unsigned others = kinds & ~(BIT(AS_REL_PROVIDER) | BIT(AS_REL_CUSTOMER));

	if ((kinds & BIT(AS_REL_PROVIDER)) != 0)
		others |= BIT(AS_REL_CUSTOMER);
	if ((kinds & BIT(AS_REL_CUSTOMER)) != 0)
		others |= BIT(AS_REL_PROVIDER);
	return others;
}

static unsigned said_by_links(const struct relations *relations, uint32_t a, uint32_t b)
{
	const uint32_t *first = relations->first;

	if (a == ASN_SET_NONE || b == ASN_SET_NONE)
		return 0;
	if (first[a + 1] - first[a] <= first[b + 1] - first[b])
		return said_from(relations, a, b);
	return mirrored(said_from(relations, b, a));
}

static bool same_organisation(const struct relations *relations, uint32_t a, uint32_t b)
{
	return a != ASN_SET_NONE && b != ASN_SET_NONE &&
	       relations->organisations[a] != RELATIONS_NO_ORGANISATION &&
	       relations->organisations[a] == relations->organisations[b];
}

bool relations_are_siblings(const struct relations *relations, asn_t a, asn_t b)
{
	return same_organisation(relations, asn_set_find(relations->asns, a),
				 asn_set_find(relations->asns, b));
}

/* The one kind in a set, or unknown. */
static enum as_rel_kind only_kind(unsigned kinds)
{
	switch (kinds) {
	case BIT(AS_REL_PROVIDER):
		return AS_REL_PROVIDER;
	case BIT(AS_REL_CUSTOMER):
		return AS_REL_CUSTOMER;
	case BIT(AS_REL_PEER):
		return AS_REL_PEER;
	case BIT(AS_REL_SIBLING):
		return AS_REL_SIBLING;
	default:
		return AS_REL_UNKNOWN;
	}
}

static struct relation decided(struct relation so_far, enum as_rel_kind kind,
			       enum as_rel_source source, enum confidence confidence)
{
	so_far.kind = kind;
	so_far.source = source;
	so_far.confidence = confidence;
	so_far.possible = (uint8_t)BIT(kind);
	return so_far;
}

/* What the links say, less what the ASPAs rule out. */
static struct relation by_links(struct relation so_far, unsigned said)
{
	unsigned ruled_out = (so_far.denies_provider ? BIT(AS_REL_PROVIDER) : 0) |
			     (so_far.denies_customer ? BIT(AS_REL_CUSTOMER) : 0);
	unsigned left = said & ~ruled_out;
	enum as_rel_kind kind = only_kind(left);

	so_far.contradicted = (said & ruled_out) != 0 || (said & (said - 1)) != 0;
	if (left == 0) {
		left = ANY_LINK & ~ruled_out;
		kind = only_kind(left);
		if (kind != AS_REL_UNKNOWN)
			return decided(so_far, kind, AS_REL_BY_ASPA, CONFIDENCE_MEDIUM);
	}
	if (kind == AS_REL_UNKNOWN) {
		so_far.possible = (uint8_t)left;
		return so_far;
	}
	/* Inferred peers are wrong far more often than inferred customers. */
	enum confidence confidence =
		kind == AS_REL_PEER || so_far.contradicted ? CONFIDENCE_LOW : CONFIDENCE_MEDIUM;
	if (kind == AS_REL_PEER && so_far.denies_provider && so_far.denies_customer)
		return decided(so_far, kind, AS_REL_BY_ASPA, CONFIDENCE_HIGH);
	return decided(so_far, kind, AS_REL_BY_LINKS, confidence);
}

struct relation relation_between(const struct relations *relations, asn_t a, asn_t b)
{
	uint32_t at = asn_set_find(relations->asns, a), other = asn_set_find(relations->asns, b);
	unsigned said = said_by_links(relations, at, other);
	enum aspa_hop up = ASPA_NO_ATTESTATION, down = ASPA_NO_ATTESTATION;
	struct relation relation = { .confidence = CONFIDENCE_LOW, .possible = ANY_LINK };

	if (relations->aspas != NULL) {
		up = aspas_hop(relations->aspas, a, b);
		down = aspas_hop(relations->aspas, b, a);
	}
	relation.denies_provider = up == ASPA_NOT_PROVIDER;
	relation.denies_customer = down == ASPA_NOT_PROVIDER;
	if (up == ASPA_PROVIDER || down == ASPA_PROVIDER) {
		enum as_rel_kind kind = up != ASPA_PROVIDER     ? AS_REL_CUSTOMER
					: down != ASPA_PROVIDER ? AS_REL_PROVIDER
								: AS_REL_SIBLING;
		relation.contradicted = kind != AS_REL_SIBLING && (said & ~BIT(kind)) != 0;
		return decided(relation, kind, AS_REL_BY_ASPA, CONFIDENCE_HIGH);
	}
	if (same_organisation(relations, at, other))
		return decided(relation, AS_REL_SIBLING, AS_REL_BY_ORGANISATION, CONFIDENCE_HIGH);
	return by_links(relation, said);
}

bool relations_is_tier1(const struct relations *relations, asn_t asn)
{
	for (size_t i = 0; i < relations->tier1_count; i++)
		if (relations->tier1[i] == asn)
			return true;
	return false;
}

const asn_t *relations_tier1(const struct relations *relations, size_t *out_count)
{
	*out_count = relations->tier1_count;
	return relations->tier1;
}

const char *as_rel_kind_name(enum as_rel_kind kind)
{
	static const char *const names[] = {
		[AS_REL_UNKNOWN] = "unknown",   [AS_REL_PROVIDER] = "provider",
		[AS_REL_CUSTOMER] = "customer", [AS_REL_PEER] = "peer",
		[AS_REL_SIBLING] = "sibling",
	};
	return names[kind];
}

const char *as_rel_source_name(enum as_rel_source source)
{
	static const char *const names[] = {
		[AS_REL_BY_NOBODY] = "nobody",
		[AS_REL_BY_LINKS] = "as-rel",
		[AS_REL_BY_ORGANISATION] = "as-org",
		[AS_REL_BY_ASPA] = "aspa",
	};
	return names[source];
}
