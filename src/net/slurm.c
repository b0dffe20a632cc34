#include "net/slurm.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "net/cover.h"

enum { ARENA_BUDGET = 256 << 20 };

void slurm_init(struct slurm *slurm)
{
	*slurm = (struct slurm){ 0 };
	arena_init(&slurm->arena, ARENA_BUDGET);
}

void slurm_clear(struct slurm *slurm)
{
	free(slurm->prefix_filters);
	free(slurm->key_filters);
	free(slurm->aspa_filters);
	free(slurm->vrps);
	free(slurm->keys);
	free(slurm->aspas);
	arena_clear(&slurm->arena);
	slurm_init(slurm);
}

/* Appends `item` to the array under `name`. */
#define PUSH(slurm, array, name, item)                                                             \
	do {                                                                                       \
		if ((slurm)->name##_count == SLURM_ENTRIES_MAX)                                    \
			return ERR_LIMIT;                                                          \
		(slurm)->array = memory_grow((slurm)->array, &(slurm)->name##_room,                \
					     (slurm)->name##_count + 1, sizeof(*(slurm)->array));  \
		(slurm)->array[(slurm)->name##_count++] = (item);                                  \
	} while (0)

int slurm_filter_prefix(struct slurm *slurm, const struct slurm_prefix_filter *filter)
{
	assert(filter->has_prefix || filter->has_asn);
	PUSH(slurm, prefix_filters, prefix_filter, *filter);
	return 0;
}

int slurm_filter_key(struct slurm *slurm, const struct slurm_key_filter *filter)
{
	assert(filter->has_asn || filter->has_ski);
	PUSH(slurm, key_filters, key_filter, *filter);
	return 0;
}

int slurm_filter_aspa(struct slurm *slurm, asn_t customer)
{
	PUSH(slurm, aspa_filters, aspa_filter, customer);
	return 0;
}

int slurm_assert_vrp(struct slurm *slurm, const struct vrp *vrp)
{
	PUSH(slurm, vrps, vrp, *vrp);
	return 0;
}

int slurm_assert_key(struct slurm *slurm, const struct router_key *key)
{
	struct router_key copy = *key;
	uint8_t *spki = arena_alloc(&slurm->arena, key->spki_size, 1);

	if (spki == NULL)
		return ERR_LIMIT;
	memcpy(spki, key->spki, key->spki_size);
	copy.spki = spki;
	PUSH(slurm, keys, key, copy);
	return 0;
}

int slurm_assert_aspa(struct slurm *slurm, const struct aspa *aspa)
{
	struct aspa copy = *aspa;
	asn_t *providers = arena_alloc(&slurm->arena, aspa->provider_count, sizeof(*providers));

	if (providers == NULL)
		return ERR_LIMIT;
	memcpy(providers, aspa->providers, aspa->provider_count * sizeof(*providers));
	copy.providers = providers;
	PUSH(slurm, aspas, aspa, copy);
	return 0;
}

int slurm_join(struct slurm *to, const struct slurm *from)
{
	int result = 0;

	for (size_t i = 0; i < from->prefix_filter_count && result == 0; i++)
		result = slurm_filter_prefix(to, &from->prefix_filters[i]);
	for (size_t i = 0; i < from->key_filter_count && result == 0; i++)
		result = slurm_filter_key(to, &from->key_filters[i]);
	for (size_t i = 0; i < from->aspa_filter_count && result == 0; i++)
		result = slurm_filter_aspa(to, from->aspa_filters[i]);
	for (size_t i = 0; i < from->vrp_count && result == 0; i++)
		result = slurm_assert_vrp(to, &from->vrps[i]);
	for (size_t i = 0; i < from->key_count && result == 0; i++)
		result = slurm_assert_key(to, &from->keys[i]);
	for (size_t i = 0; i < from->aspa_count && result == 0; i++)
		result = slurm_assert_aspa(to, &from->aspas[i]);
	return result;
}

static int compare_asns(asn_t a, asn_t b)
{
	return (a > b) - (a < b);
}

static int by_asn(const void *a, const void *b)
{
	return compare_asns(*(const asn_t *)a, *(const asn_t *)b);
}

static int by_prefix(const void *a, const void *b)
{
	return prefix_compare(a, b);
}

/* Sorted, each once, with a cover of them. */
struct prefixes {
	struct prefix *items; /* owned */
	size_t count;
	struct arena arena;
	const struct cover *cover;
};

static void prefixes_freeze(struct prefixes *prefixes)
{
	size_t kept = 0;

	sort_items(prefixes->items, prefixes->count, sizeof(*prefixes->items), by_prefix);
	for (size_t i = 0; i < prefixes->count; i++)
		if (kept == 0 || !prefix_equal(&prefixes->items[kept - 1], &prefixes->items[i]))
			prefixes->items[kept++] = prefixes->items[i];
	prefixes->count = kept;
	arena_init(&prefixes->arena, (size_t)1 << 30);
	int result =
		cover_build(&prefixes->arena, prefixes->items, prefixes->count, &prefixes->cover);
	assert(result == 0); /* SLURM_ENTRIES_MAX keeps it far below that */
}

static void prefixes_clear(struct prefixes *prefixes)
{
	arena_clear(&prefixes->arena);
	free(prefixes->items);
}

static struct prefixes filter_prefixes(const struct slurm *slurm, size_t more)
{
	struct prefixes prefixes = { 0 };

	prefixes.items = memory_alloc(slurm->prefix_filter_count + more, sizeof(*prefixes.items));
	for (size_t i = 0; i < slurm->prefix_filter_count; i++)
		if (slurm->prefix_filters[i].has_prefix)
			prefixes.items[prefixes.count++] = slurm->prefix_filters[i].prefix;
	return prefixes;
}

static struct prefixes all_prefixes(const struct slurm *slurm)
{
	struct prefixes prefixes = filter_prefixes(slurm, slurm->vrp_count);

	for (size_t i = 0; i < slurm->vrp_count; i++)
		prefixes.items[prefixes.count++] = slurm->vrps[i].prefix;
	prefixes_freeze(&prefixes);
	return prefixes;
}

static bool prefixes_meet(const struct prefixes *outer, const struct prefixes *inner,
			  char out_message[SLURM_MESSAGE_MAX])
{
	for (size_t i = 0; i < inner->count; i++) {
		char first[PREFIX_TEXT_MAX], second[PREFIX_TEXT_MAX];
		uint32_t at = cover_find(outer->cover, &inner->items[i]);
		if (at == COVER_NONE)
			continue;
		(void)snprintf(out_message, SLURM_MESSAGE_MAX, "one speaks of %s, another of %s",
			       prefix_print(&outer->items[at], first),
			       prefix_print(&inner->items[i], second));
		return true;
	}
	return false;
}

static bool prefixes_overlap(const struct slurm *a, const struct slurm *b,
			     char out_message[SLURM_MESSAGE_MAX])
{
	struct prefixes first = all_prefixes(a), second = all_prefixes(b);
	bool meet = prefixes_meet(&first, &second, out_message) ||
		    prefixes_meet(&second, &first, out_message);

	prefixes_clear(&first);
	prefixes_clear(&second);
	return meet;
}

/* Numbers of ASes, sorted. */
struct asns {
	asn_t *items; /* owned */
	size_t count;
};

static bool asns_have(const struct asns *asns, asn_t asn)
{
	return asns->count > 0 &&
	       bsearch(&asn, asns->items, asns->count, sizeof(*asns->items), by_asn) != NULL;
}

static struct asns key_asns(const struct slurm *slurm)
{
	struct asns asns = {
		memory_alloc(slurm->key_filter_count + slurm->key_count, sizeof(asn_t)), 0
	};

	for (size_t i = 0; i < slurm->key_filter_count; i++)
		if (slurm->key_filters[i].has_asn)
			asns.items[asns.count++] = slurm->key_filters[i].asn;
	for (size_t i = 0; i < slurm->key_count; i++)
		asns.items[asns.count++] = slurm->keys[i].asn;
	sort_items(asns.items, asns.count, sizeof(*asns.items), by_asn);
	return asns;
}

static struct asns asserted_customers(const struct slurm *slurm)
{
	struct asns asns = { memory_alloc(slurm->aspa_count, sizeof(asn_t)), slurm->aspa_count };

	for (size_t i = 0; i < slurm->aspa_count; i++)
		asns.items[i] = slurm->aspas[i].customer;
	sort_items(asns.items, asns.count, sizeof(*asns.items), by_asn);
	return asns;
}

static struct asns filtered_customers(const struct slurm *slurm, size_t more)
{
	struct asns asns = { memory_alloc(slurm->aspa_filter_count + more, sizeof(asn_t)),
			     slurm->aspa_filter_count };

	if (asns.count > 0)
		memcpy(asns.items, slurm->aspa_filters, asns.count * sizeof(*asns.items));
	return asns;
}

static struct asns all_customers(const struct slurm *slurm)
{
	struct asns asns = filtered_customers(slurm, slurm->aspa_count);

	for (size_t i = 0; i < slurm->aspa_count; i++)
		asns.items[asns.count++] = slurm->aspas[i].customer;
	sort_items(asns.items, asns.count, sizeof(*asns.items), by_asn);
	return asns;
}

/* Frees both. */
static bool asns_meet(struct asns a, struct asns b, const char *of_what,
		      char out_message[SLURM_MESSAGE_MAX])
{
	bool meet = false;

	for (size_t i = 0; i < a.count && !meet; i++) {
		meet = asns_have(&b, a.items[i]);
		if (meet)
			(void)snprintf(out_message, SLURM_MESSAGE_MAX, "both speak of %s of AS%u",
				       of_what, a.items[i]);
	}
	free(a.items);
	free(b.items);
	return meet;
}

bool slurm_overlaps(const struct slurm *a, const struct slurm *b,
		    char out_message[SLURM_MESSAGE_MAX])
{
	return prefixes_overlap(a, b, out_message) ||
	       asns_meet(key_asns(a), key_asns(b), "router keys", out_message) ||
	       asns_meet(all_customers(a), all_customers(b), "the ASPA", out_message);
}

static int by_prefix_filter(const void *a, const void *b)
{
	const struct slurm_prefix_filter *x = a, *y = b;
	int order = x->has_prefix - y->has_prefix;

	if (order == 0 && x->has_prefix)
		order = prefix_compare(&x->prefix, &y->prefix);
	if (order == 0)
		order = x->has_asn - y->has_asn;
	return order != 0 || !x->has_asn ? order : compare_asns(x->asn, y->asn);
}

static int by_key_filter(const void *a, const void *b)
{
	const struct slurm_key_filter *x = a, *y = b;
	int order = x->has_asn - y->has_asn;

	if (order == 0 && x->has_asn)
		order = compare_asns(x->asn, y->asn);
	if (order == 0)
		order = x->has_ski - y->has_ski;
	return order != 0 || !x->has_ski ? order : memcmp(x->ski, y->ski, sizeof(x->ski));
}

/* The filters in an order in which they can be found. */
struct sieve {
	struct slurm_prefix_filter *prefix_filters; /* owned, like all here */
	struct slurm_key_filter *key_filters;
	size_t prefix_filter_count, key_filter_count;
	struct prefixes prefixes;
	struct asns filtered, asserted; /* customers */
};

static void *sorted_copy(const void *items, size_t count, size_t size,
			 int (*compare)(const void *, const void *))
{
	void *copy = memory_alloc(count, size);

	if (count > 0)
		memcpy(copy, items, count * size);
	sort_items(copy, count, size, compare);
	return copy;
}

static struct sieve sieve_of(const struct slurm *slurm)
{
	struct sieve sieve = {
		sorted_copy(slurm->prefix_filters, slurm->prefix_filter_count,
			    sizeof(*slurm->prefix_filters), by_prefix_filter),
		sorted_copy(slurm->key_filters, slurm->key_filter_count,
			    sizeof(*slurm->key_filters), by_key_filter),
		slurm->prefix_filter_count,
		slurm->key_filter_count,
		filter_prefixes(slurm, 0),
		filtered_customers(slurm, 0),
		asserted_customers(slurm),
	};

	prefixes_freeze(&sieve.prefixes);
	sort_items(sieve.filtered.items, sieve.filtered.count, sizeof(asn_t), by_asn);
	return sieve;
}

static void sieve_clear(struct sieve *sieve)
{
	free(sieve->prefix_filters);
	free(sieve->key_filters);
	prefixes_clear(&sieve->prefixes);
	free(sieve->filtered.items);
	free(sieve->asserted.items);
}

static bool has_prefix_filter(const struct sieve *sieve, struct slurm_prefix_filter filter)
{
	return sieve->prefix_filter_count > 0 &&
	       bsearch(&filter, sieve->prefix_filters, sieve->prefix_filter_count, sizeof(filter),
		       by_prefix_filter) != NULL;
}

/* RFC 8416 section 3.3.1 */
static bool vrp_is_filtered(const struct sieve *sieve, const struct vrp *vrp)
{
	struct slurm_prefix_filter filter = { .has_asn = true, .asn = vrp->asn };

	if (has_prefix_filter(sieve, filter))
		return true;
	const struct cover *cover = sieve->prefixes.cover;
	for (uint32_t at = cover_find(cover, &vrp->prefix); at != COVER_NONE;
	     at = cover_parent(cover, at)) {
		filter.has_prefix = true;
		filter.prefix = cover_prefix(cover, at);
		for (unsigned has_asn = 0; has_asn < 2; has_asn++) {
			filter.has_asn = has_asn;
			if (has_prefix_filter(sieve, filter))
				return true;
		}
	}
	return false;
}

/* RFC 8416 section 3.3.2 */
static bool key_is_filtered(const struct sieve *sieve, const struct router_key *key)
{
	struct slurm_key_filter filter = { .asn = key->asn };

	memcpy(filter.ski, key->ski, sizeof(filter.ski));
	for (unsigned has = 1; has < 4 && sieve->key_filter_count > 0; has++) {
		filter.has_asn = has & 1;
		filter.has_ski = has >> 1;
		if (bsearch(&filter, sieve->key_filters, sieve->key_filter_count, sizeof(filter),
			    by_key_filter) != NULL)
			return true;
	}
	return false;
}

/* ASPAs whose place an assertion takes are left out too. */
static int sift_aspas(const struct sieve *sieve, enum slurm_aspas aspas,
		      const struct payload_set *in, struct payload_builder *builder,
		      struct slurm_effect *effect)
{
	int result = 0;

	for (size_t i = 0; i < in->aspa_count && result == 0; i++) {
		asn_t customer = in->aspas[i].customer;
		bool is_asserted = asns_have(&sieve->asserted, customer);
		if (asns_have(&sieve->filtered, customer)) {
			effect->aspas_filtered++;
			continue;
		}
		effect->aspas_changed += is_asserted;
		if (!is_asserted || aspas == SLURM_ASPAS_ADD)
			result = payload_builder_aspa(builder, &in->aspas[i]);
	}
	for (size_t i = 0; i < in->aspas_too_long && result == 0; i++) {
		bool is_replaced = aspas == SLURM_ASPAS_REPLACE &&
				   asns_have(&sieve->asserted, in->too_long[i]);
		if (!is_replaced && !asns_have(&sieve->filtered, in->too_long[i]))
			result = payload_builder_too_long(builder, in->too_long[i]);
	}
	return result;
}

static int sift(const struct sieve *sieve, enum slurm_aspas aspas, const struct payload_set *in,
		struct payload_builder *builder, struct slurm_effect *effect)
{
	int result = 0;

	for (size_t i = 0; i < in->vrp_count && result == 0; i++) {
		if (vrp_is_filtered(sieve, &in->vrps[i]))
			effect->vrps_filtered++;
		else
			result = payload_builder_vrp(builder, &in->vrps[i]);
	}
	for (size_t i = 0; i < in->key_count && result == 0; i++) {
		if (key_is_filtered(sieve, &in->keys[i]))
			effect->keys_filtered++;
		else
			result = payload_builder_key(builder, &in->keys[i]);
	}
	return result < 0 ? result : sift_aspas(sieve, aspas, in, builder, effect);
}

static int add(const struct slurm *slurm, struct payload_builder *builder)
{
	int result = 0;

	for (size_t i = 0; i < slurm->vrp_count && result == 0; i++)
		result = payload_builder_vrp(builder, &slurm->vrps[i]);
	for (size_t i = 0; i < slurm->key_count && result == 0; i++)
		result = payload_builder_key(builder, &slurm->keys[i]);
	for (size_t i = 0; i < slurm->aspa_count && result == 0; i++)
		result = payload_builder_aspa(builder, &slurm->aspas[i]);
	return result;
}

static size_t count_distinct(const struct asns *asns)
{
	size_t distinct = 0;

	for (size_t i = 0; i < asns->count; i++)
		distinct += i == 0 || asns->items[i - 1] != asns->items[i];
	return distinct;
}

/* What is left, and then with the assertions, so that their difference can be counted. */
static int sift_and_add(const struct slurm *slurm, enum slurm_aspas aspas,
			const struct payload_set *in, struct payload_set **out_left,
			struct payload_set **out_set, struct slurm_effect *effect)
{
	struct payload_builder *left = payload_builder_new(), *whole = payload_builder_new();
	struct sieve sieve = sieve_of(slurm);
	int result = sift(&sieve, aspas, in, left, effect);

	*out_left = payload_builder_finish(left);
	if (result == 0)
		result = payload_builder_set(whole, *out_left);
	if (result == 0)
		result = add(slurm, whole);
	*out_set = payload_builder_finish(whole);
	effect->aspas_added = count_distinct(&sieve.asserted) - effect->aspas_changed;
	sieve_clear(&sieve);
	return result;
}

int slurm_apply(const struct slurm *slurm, enum slurm_aspas aspas, const struct payload_set *in,
		struct payload_set **out_set, struct slurm_effect *out_effect)
{
	struct slurm_effect effect = { 0 };
	struct payload_set *left, *set;
	int result = sift_and_add(slurm, aspas, in, &left, &set, &effect);

	effect.vrps_added = set->vrp_count - left->vrp_count;
	effect.keys_added = set->key_count - left->key_count;
	payload_set_release(left);
	if (result < 0) {
		payload_set_release(set);
		return result;
	}
	*out_set = set;
	*out_effect = effect;
	return 0;
}
