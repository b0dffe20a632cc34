#include "validation/aspas.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "net/asn_set.h"

enum { LINEAR_MAX = 16 }; /* lists below this are faster walked than halved */

struct aspas {
	const struct asn_set *customers;
	struct aspa *all; /* by the position of the customer */
	size_t count, left_out;
};

/* A customer and one of its providers. */
struct attestation {
	asn_t customer, provider;
};

static int by_customer_and_provider(const void *a, const void *b)
{
	const struct attestation *x = a, *y = b;

	if (x->customer != y->customer)
		return x->customer < y->customer ? -1 : 1;
	return (x->provider > y->provider) - (x->provider < y->provider);
}

/* All of `aspas`, sorted, each once; free() them. An ASPA without providers speaks for nothing. */
static struct attestation *attestations(const struct aspa *aspas, size_t count, size_t *out_count)
{
	size_t total = 0, kept = 0;

	for (size_t i = 0; i < count; i++)
		total += aspas[i].provider_count;
	struct attestation *all = memory_alloc(total, sizeof(*all));
	total = 0;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < aspas[i].provider_count; k++)
			all[total++] =
				(struct attestation){ aspas[i].customer, aspas[i].providers[k] };
	sort_items(all, total, sizeof(*all), by_customer_and_provider);
	for (size_t i = 0; i < total; i++)
		if (kept == 0 || by_customer_and_provider(&all[kept - 1], &all[i]) != 0)
			all[kept++] = all[i];
	*out_count = kept;
	return all;
}

/* Those of one customer become one ASPA, at the end of the set. */
static int unite(struct arena *snapshot, const struct attestation *own, size_t count,
		 struct aspas *aspas)
{
	/* aspa-verification section 4: AS0 counts only when it is all that is said. */
	if (count > 1 && own[0].provider == ASN_NONE) {
		own++;
		count--;
	}
	if (count > ASPA_PROVIDERS_MAX) {
		aspas->left_out++;
		return 0;
	}
	asn_t *providers = arena_alloc(snapshot, count, sizeof(*providers));
	if (providers == NULL)
		return ERR_LIMIT;
	for (size_t i = 0; i < count; i++)
		providers[i] = own[i].provider;
	aspas->all[aspas->count++] = (struct aspa){ own[0].customer, providers, count };
	return 0;
}

static int unite_all(struct arena *snapshot, const struct attestation *all, size_t count,
		     struct aspas *aspas)
{
	size_t customers = 0;

	for (size_t i = 0; i < count; i++)
		customers += i == 0 || all[i].customer != all[i - 1].customer;
	aspas->all = arena_alloc(snapshot, customers, sizeof(*aspas->all));
	if (aspas->all == NULL)
		return ERR_LIMIT;
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && all[to].customer == all[from].customer;)
			to++;
		if (unite(snapshot, &all[from], to - from, aspas) < 0)
			return ERR_LIMIT;
	}
	return 0;
}

static int number_customers(struct arena *snapshot, struct aspas *aspas)
{
	asn_t *customers = memory_alloc(aspas->count, sizeof(*customers));

	for (size_t i = 0; i < aspas->count; i++)
		customers[i] = aspas->all[i].customer;
	int err = asn_set_build(snapshot, customers, aspas->count, &aspas->customers);
	free(customers);
	return err;
}

int aspas_build(struct arena *snapshot, const struct aspa *aspas, size_t count,
		const struct aspas **out_aspas)
{
	struct aspas *set = arena_alloc(snapshot, 1, sizeof(*set));
	size_t attested;

	if (set == NULL)
		return ERR_LIMIT;
	struct attestation *all = attestations(aspas, count, &attested);
	int err = unite_all(snapshot, all, attested, set);
	free(all);
	if (err == 0)
		err = number_customers(snapshot, set);
	if (err < 0)
		return err;
	*out_aspas = set;
	return 0;
}

size_t aspas_count(const struct aspas *aspas)
{
	return aspas->count;
}

size_t aspas_left_out(const struct aspas *aspas)
{
	return aspas->left_out;
}

const struct aspa *aspas_find(const struct aspas *aspas, asn_t customer)
{
	uint32_t at = asn_set_find(aspas->customers, customer);

	return at != ASN_SET_NONE ? &aspas->all[at] : NULL;
}

static bool has_provider(const struct aspa *aspa, asn_t provider)
{
	const asn_t *from = aspa->providers;
	size_t count = aspa->provider_count;

	while (count >= LINEAR_MAX) {
		size_t half = count / 2;
		bool behind = from[half] <= provider;
		from += behind ? half : 0;
		count = behind ? count - half : half;
	}
	for (size_t i = 0; i < count; i++)
		if (from[i] == provider)
			return true;
	return false;
}

enum aspa_hop aspas_hop(const struct aspas *aspas, asn_t customer, asn_t provider)
{
	const struct aspa *aspa = aspas_find(aspas, customer);

	if (aspa == NULL)
		return ASPA_NO_ATTESTATION;
	/* AS0 says that there is no provider; it is nobody's number (RFC 7607). */
	return provider != ASN_NONE && has_provider(aspa, provider) ? ASPA_PROVIDER
								    : ASPA_NOT_PROVIDER;
}

/* One ramp, from one end of the path towards the other. */
struct ramp {
	uint32_t max, min;              /* ASes that it reaches */
	struct aspa_pair refuses, open; /* the pairs behind them; nothing when it reaches the end */
};

/*
 * `first` is the hop that it starts at, `step` the way to the next: section 5.2. Ends with the
 * first pair that is attested not to be; what comes behind makes neither number larger.
 */
static struct ramp climb(const struct aspas *aspas, const struct hops *hops, uint32_t first,
			 int step)
{
	struct ramp ramp = { .max = hops->count, .min = hops->count };

	for (uint32_t i = 1; i < hops->count; i++) {
		uint32_t from = first + (uint32_t)step * (i - 1), to = from + (uint32_t)step;
		asn_t customer = hops->asns[hops->all[from].first];
		asn_t provider = hops->asns[hops->all[to].first];
		enum aspa_hop hop = aspas_hop(aspas, customer, provider);
		struct aspa_pair pair = { customer, provider, from, to, hop };
		if (hop == ASPA_PROVIDER)
			continue;
		if (ramp.min == hops->count) {
			ramp.min = i;
			ramp.open = pair;
		}
		if (hop == ASPA_NOT_PROVIDER) {
			ramp.max = i;
			ramp.refuses = pair;
			break;
		}
	}
	return ramp;
}

static void add_pair(struct aspa_verdict *verdict, uint32_t reached, struct aspa_pair pair)
{
	if (reached < verdict->count)
		verdict->pairs[verdict->pair_count++] = pair;
}

static void judge_ramps(const struct aspas *aspas, const struct hops *hops,
			struct aspa_verdict *verdict)
{
	struct ramp up = climb(aspas, hops, hops->count - 1, -1);
	struct ramp down = { 0 };
	bool is_downstream = verdict->procedure == ASPA_DOWNSTREAM;

	if (is_downstream)
		down = climb(aspas, hops, 0, 1);
	verdict->count = hops->count;
	verdict->max_up = up.max;
	verdict->min_up = up.min;
	verdict->max_down = down.max;
	verdict->min_down = down.min;
	if (up.max + down.max < hops->count) {
		verdict->state = ASPA_INVALID;
		verdict->reason = ASPA_HOP_NOT_PROVIDER;
		add_pair(verdict, up.max, up.refuses);
		if (is_downstream)
			add_pair(verdict, down.max, down.refuses);
	} else if (up.min + down.min < hops->count) {
		verdict->state = ASPA_UNKNOWN;
		verdict->reason = ASPA_NO_ATTESTATION_OF_HOP;
		add_pair(verdict, up.min, up.open);
		if (is_downstream)
			add_pair(verdict, down.min, down.open);
	} else {
		verdict->state = ASPA_VALID;
		verdict->reason = ASPA_FINE;
	}
}

/* What makes a path invalid whatever is attested: section 5.4 and 5.5, steps 1 to 3. */
static enum aspa_reason look_at_path(const struct hops *hops, asn_t neighbour)
{
	bool has_set = false, has_confed = false;

	if (hops->count == 0)
		return ASPA_EMPTY_PATH;
	for (uint32_t i = 0; i < hops->count; i++) {
		has_set |= hops->all[i].is_set;
		has_confed |= hops->all[i].is_confed;
	}
	/* A path that begins with a set or a confederation has no first AS to compare. */
	const struct hop *first = &hops->all[0];
	if (neighbour != ASN_NONE && !first->is_set && !first->is_confed &&
	    hops->asns[first->first] != neighbour)
		return ASPA_OTHER_NEIGHBOUR;
	if (has_set)
		return ASPA_AS_SET;
	return has_confed ? ASPA_CONFEDERATION : ASPA_FINE;
}

struct aspa_verdict aspa_check(const struct aspas *aspas, const struct hops *hops,
			       enum bgp_role local_role, asn_t neighbour)
{
	bool is_assumed = local_role == BGP_ROLE_NONE || local_role == BGP_ROLE_MANY;
	bool is_customer = local_role == BGP_ROLE_CUSTOMER;
	struct aspa_verdict verdict = {
		.procedure = is_customer || is_assumed ? ASPA_DOWNSTREAM : ASPA_UPSTREAM,
		.assumed_role = is_assumed,
	};

	/* Section 5.4 step 2: a transparent route server leaves itself out of the path, and who has
	 * no role may be one. */
	if (is_assumed || local_role == BGP_ROLE_RS_CLIENT)
		neighbour = ASN_NONE;
	verdict.reason = look_at_path(hops, neighbour);
	if (verdict.reason == ASPA_FINE)
		judge_ramps(aspas, hops, &verdict);
	return verdict;
}

const char *aspa_state_name(enum aspa_state state)
{
	static const char *const names[] = {
		[ASPA_INVALID] = "invalid",
		[ASPA_UNKNOWN] = "unknown",
		[ASPA_VALID] = "valid",
	};
	return names[state];
}

const char *aspa_procedure_name(enum aspa_procedure procedure)
{
	return procedure == ASPA_UPSTREAM ? "upstream" : "downstream";
}

const char *aspa_reason_name(enum aspa_reason reason)
{
	static const char *const names[] = {
		[ASPA_EMPTY_PATH] = "empty-path",
		[ASPA_OTHER_NEIGHBOUR] = "other-neighbour",
		[ASPA_AS_SET] = "as-set",
		[ASPA_CONFEDERATION] = "confederation",
		[ASPA_HOP_NOT_PROVIDER] = "hop-not-provider",
		[ASPA_NO_ATTESTATION_OF_HOP] = "no-attestation",
		[ASPA_FINE] = "fine",
	};
	return names[reason];
}

const char *aspa_hop_name(enum aspa_hop hop)
{
	static const char *const names[] = {
		[ASPA_NO_ATTESTATION] = "no-attestation",
		[ASPA_PROVIDER] = "provider",
		[ASPA_NOT_PROVIDER] = "not-provider",
	};
	return names[hop];
}
