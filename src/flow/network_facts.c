#include "flow/network_facts.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "base/utc.h"
#include "flow/reference_registrations.h"
#include "net/economy.h"
#include "net/network_type.h"
#include "validation/bogon.h"
#include "validation/documentation.h"

enum { SNAPSHOT_BUDGET = 64 << 20 };

static int build_delegations(struct network_facts *facts, uint64_t time_us)
{
	const struct reference *reference = facts->reference;
	struct delegation *asns = memory_alloc(reference->delegation_count, sizeof(*asns));
	size_t count = 0;

	for (size_t i = 0; i < reference->delegation_count; i++)
		if (reference->delegations[i].kind == DELEGATION_ASN)
			asns[count++] = reference->delegations[i];
	facts->has_delegations = count > 0;
	int result = delegations_build(&facts->snapshot, asns, count, utc_day_of(time_us),
				       &facts->delegations);
	free(asns);
	return result;
}

/* One end of a link: the AS, and its customer if the other end is that. */
struct link_end {
	asn_t asn, customer;
};

static int by_end(const void *a, const void *b)
{
	const struct link_end *x = a, *y = b;

	if (x->asn != y->asn)
		return x->asn < y->asn ? -1 : 1;
	return (x->customer > y->customer) - (x->customer < y->customer);
}

/* A link that several files name counts once. */
static void count_customers(struct network_facts *facts)
{
	const struct reference *reference = facts->reference;
	struct link_end *ends = memory_alloc(2 * reference->link_count, sizeof(*ends));
	size_t count = 0;

	for (size_t i = 0; i < reference->link_count; i++) {
		const struct as_link *link = &reference->links[i];
		bool transit = link->relation == AS_PROVIDER_TO_CUSTOMER;
		ends[count++] = (struct link_end){ link->a, transit ? link->b : ASN_NONE };
		ends[count++] = (struct link_end){ link->b, ASN_NONE };
	}
	sort_items(ends, count, sizeof(*ends), by_end);
	facts->linked = memory_alloc(count, sizeof(*facts->linked));
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || ends[i].asn != ends[i - 1].asn)
			facts->linked[facts->linked_count++].asn = ends[i].asn;
		bool again = i > 0 && by_end(&ends[i], &ends[i - 1]) == 0;
		if (ends[i].customer != ASN_NONE && !again)
			facts->linked[facts->linked_count - 1].customers++;
	}
	free(ends);
}

int network_facts_build(const struct reference *reference, uint64_t time_us,
			const struct norm_scoring *scoring, bool is_lab,
			struct network_facts *out_facts)
{
	struct network_facts facts = { .reference = reference,
				       .scoring = *scoring,
				       .is_lab = is_lab };

	arena_init(&facts.snapshot, SNAPSHOT_BUDGET);
	int result = build_delegations(&facts, time_us);
	if (result < 0) {
		arena_clear(&facts.snapshot);
		return result;
	}
	count_customers(&facts);
	*out_facts = facts;
	return 0;
}

void network_facts_clear(struct network_facts *facts)
{
	arena_clear(&facts->snapshot);
	free(facts->linked);
	*facts = (struct network_facts){ 0 };
}

static uint32_t customers_of(const struct network_facts *facts, asn_t asn)
{
	size_t from = 0, to = facts->linked_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (facts->linked[middle].asn < asn)
			from = middle + 1;
		else
			to = middle;
	}
	return from < facts->linked_count && facts->linked[from].asn == asn
		       ? facts->linked[from].customers
		       : 0;
}

static enum network_size size_of(const struct network_facts *facts, uint32_t customers)
{
	if (facts->linked_count == 0)
		return SIZE_UNKNOWN;
	if (customers == 0)
		return SIZE_STUB;
	if (customers <= facts->scoring.small_max)
		return SIZE_SMALL;
	return customers <= facts->scoring.medium_max ? SIZE_MEDIUM : SIZE_LARGE;
}

/* Where the number is registered. The economy of the organisation, if one is known, is the better
 * one: registries write where the resources were given to. */
static void add_delegation(const struct network_facts *facts, struct network *network)
{
	struct delegation line;

	if (!facts->has_delegations)
		return;
	if (!delegations_find_asn(facts->delegations, network->asn, &line) ||
	    delegation_is_free(&line)) {
		network->marks |= MARK_UNDELEGATED;
		return;
	}
	network->registry = registry_name(line.registry);
	const struct economy *economy = economy_find(text_of(line.economy));
	if (network->economy[0] == '\0' && economy != NULL)
		network->economy = economy->code;
}

static bool is_dropped(const struct reference *reference, asn_t asn)
{
	size_t from = 0, to = reference->dropped_as_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (reference->dropped_ases[middle].asn < asn)
			from = middle + 1;
		else
			to = middle;
	}
	return from < reference->dropped_as_count && reference->dropped_ases[from].asn == asn;
}

struct network network_facts_of(const struct network_facts *facts, asn_t asn)
{
	struct network network = reference_network(facts->reference, asn);

	network.customers = customers_of(facts, asn);
	network.size = size_of(facts, network.customers);
	if (asn_is_full_bogon(asn) && !(facts->is_lab && asn_is_documentation(asn)))
		network.marks |= MARK_BOGON;
	if ((reference_network_types(facts->reference, asn) >> NETWORK_ROUTE_SERVER & 1) != 0)
		network.marks |= MARK_ROUTE_SERVER;
	if (is_dropped(facts->reference, asn))
		network.marks |= MARK_ASN_DROP;
	add_delegation(facts, &network);
	return network;
}
