#include "net/payload_set.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "net/payload_list.h"

/* What callers hold, and the memory of all that it points to. */
struct owned_set {
	struct payload_set set; /* first */
	struct arena arena;
};

static struct owned_set *owned_set_new(void)
{
	struct owned_set *owned = memory_alloc(1, sizeof(*owned));

	arena_init(&owned->arena, payload_budget);
	owned->set.references = 1;
	return owned;
}

struct payload_set *payload_set_hold(struct payload_set *set)
{
	assert(set->references > 0);
	set->references++;
	return set;
}

void payload_set_release(struct payload_set *set)
{
	if (set == NULL)
		return;
	assert(set->references > 0);
	if (--set->references > 0)
		return;
	struct owned_set *owned = (struct owned_set *)set;
	arena_clear(&owned->arena);
	free(owned);
}

size_t payload_set_count(const struct payload_set *set)
{
	return set->vrp_count + set->key_count + set->aspa_count;
}

bool payload_set_equal(const struct payload_set *a, const struct payload_set *b)
{
	if (a->vrp_count != b->vrp_count || a->key_count != b->key_count ||
	    a->aspa_count != b->aspa_count)
		return false;
	for (size_t i = 0; i < a->vrp_count; i++)
		if (vrp_compare(&a->vrps[i], &b->vrps[i]) != 0)
			return false;
	for (size_t i = 0; i < a->key_count; i++)
		if (router_key_compare(&a->keys[i], &b->keys[i]) != 0)
			return false;
	for (size_t i = 0; i < a->aspa_count; i++)
		if (!aspa_equal(&a->aspas[i], &b->aspas[i]))
			return false;
	return true;
}

static int compare_asns(asn_t a, asn_t b)
{
	return (a > b) - (a < b);
}

int vrp_compare(const struct vrp *a, const struct vrp *b)
{
	int order = prefix_compare(&a->prefix, &b->prefix);

	if (order == 0)
		order = (a->max_length > b->max_length) - (a->max_length < b->max_length);
	return order != 0 ? order : compare_asns(a->asn, b->asn);
}

int router_key_compare(const struct router_key *a, const struct router_key *b)
{
	int order = compare_asns(a->asn, b->asn);

	if (order == 0)
		order = memcmp(a->ski, b->ski, sizeof(a->ski));
	if (order == 0)
		order = memcmp(a->spki, b->spki,
			       a->spki_size < b->spki_size ? a->spki_size : b->spki_size);
	return order != 0 ? order : (a->spki_size > b->spki_size) - (a->spki_size < b->spki_size);
}

bool aspa_equal(const struct aspa *a, const struct aspa *b)
{
	return a->customer == b->customer && a->provider_count == b->provider_count &&
	       (a->provider_count == 0 ||
		memcmp(a->providers, b->providers, a->provider_count * sizeof(asn_t)) == 0);
}

/* A customer's ASPA, its providers in the builder's array. */
struct given_aspa {
	asn_t customer;
	uint32_t count; /* 0: too many to be read */
	size_t start;
};

struct payload_builder {
	struct vrp *vrps;
	struct router_key *keys;
	struct given_aspa *aspas;
	asn_t *providers;
	size_t vrp_count, vrp_room, key_count, key_room, aspa_count, aspa_room;
	size_t provider_count, provider_room;
	struct arena spkis;
};

struct payload_builder *payload_builder_new(void)
{
	struct payload_builder *builder = memory_alloc(1, sizeof(*builder));

	arena_init(&builder->spkis, payload_budget);
	return builder;
}

void payload_builder_free(struct payload_builder *builder)
{
	if (builder == NULL)
		return;
	free(builder->vrps);
	free(builder->keys);
	free(builder->aspas);
	free(builder->providers);
	arena_clear(&builder->spkis);
	free(builder);
}

int payload_builder_vrp(struct payload_builder *builder, const struct vrp *vrp)
{
	size_t count = builder->vrp_count;

	/* RFC 9582 section 4.3.2.2 */
	if (vrp->max_length < vrp->prefix.len || vrp->max_length > family_bits(vrp->prefix.family))
		return ERR_MALFORMED;
	if (count == PAYLOAD_VRPS_MAX)
		return ERR_LIMIT;
	builder->vrps =
		memory_grow(builder->vrps, &builder->vrp_room, count + 1, sizeof(*builder->vrps));
	builder->vrps[count] = *vrp;
	builder->vrp_count = count + 1;
	return 0;
}

int payload_builder_key(struct payload_builder *builder, const struct router_key *key)
{
	size_t count = builder->key_count;

	if (key->spki_size == 0 || key->spki_size > ROUTER_KEY_SPKI_MAX)
		return ERR_MALFORMED;
	if (count == PAYLOAD_KEYS_MAX)
		return ERR_LIMIT;
	builder->keys =
		memory_grow(builder->keys, &builder->key_room, count + 1, sizeof(*builder->keys));
	builder->keys[count] = *key;
	builder->keys[count].spki = payload_keep(&builder->spkis, key->spki, key->spki_size, 1);
	builder->key_count = count + 1;
	return 0;
}

static int aspa_add(struct payload_builder *builder, const struct aspa *aspa)
{
	size_t start = builder->provider_count, count = builder->aspa_count;

	if (count == PAYLOAD_CUSTOMERS_MAX || aspa->provider_count > PAYLOAD_PROVIDERS_MAX - start)
		return ERR_LIMIT;
	builder->aspas = memory_grow(builder->aspas, &builder->aspa_room, count + 1,
				     sizeof(*builder->aspas));
	builder->providers = memory_grow(builder->providers, &builder->provider_room,
					 start + aspa->provider_count, sizeof(asn_t));
	builder->aspas[count] =
		(struct given_aspa){ aspa->customer, (uint32_t)aspa->provider_count, start };
	if (aspa->provider_count > 0)
		memcpy(builder->providers + start, aspa->providers,
		       aspa->provider_count * sizeof(asn_t));
	builder->aspa_count = count + 1;
	builder->provider_count = start + aspa->provider_count;
	return 0;
}

int payload_builder_too_long(struct payload_builder *builder, asn_t customer)
{
	const struct aspa unread = { .customer = customer };

	return aspa_add(builder, &unread);
}

int payload_builder_aspa(struct payload_builder *builder, const struct aspa *aspa)
{
	if (aspa->provider_count == 0)
		return ERR_MALFORMED;
	if (aspa->provider_count > ASPA_PROVIDERS_MAX)
		return payload_builder_too_long(builder, aspa->customer);
	for (size_t i = 1; i < aspa->provider_count; i++)
		if (aspa->providers[i - 1] >= aspa->providers[i])
			return ERR_MALFORMED;
	/* aspa-profile-29 section 3.3 */
	if (aspa->providers[0] == ASN_NONE && aspa->provider_count > 1)
		return ERR_MALFORMED;
	return aspa_add(builder, aspa);
}

int payload_builder_set(struct payload_builder *builder, const struct payload_set *set)
{
	int result = 0;

	for (size_t i = 0; i < set->vrp_count && result == 0; i++)
		result = payload_builder_vrp(builder, &set->vrps[i]);
	for (size_t i = 0; i < set->key_count && result == 0; i++)
		result = payload_builder_key(builder, &set->keys[i]);
	for (size_t i = 0; i < set->aspa_count && result == 0; i++)
		result = payload_builder_aspa(builder, &set->aspas[i]);
	for (size_t i = 0; i < set->aspas_too_long && result == 0; i++)
		result = payload_builder_too_long(builder, set->too_long[i]);
	return result;
}

static int by_customer(const void *a, const void *b)
{
	const struct given_aspa *x = a, *y = b;
	return compare_asns(x->customer, y->customer);
}

static int by_asn(const void *a, const void *b)
{
	return compare_asns(*(const asn_t *)a, *(const asn_t *)b);
}

static const struct payload_list_kind asn_list = { sizeof(asn_t), by_asn };

/* The providers of all that was given for one customer, ascending and unique. NULL when they are
 * too many. */
static asn_t *unite(const struct payload_builder *builder, const struct given_aspa *given,
		    size_t count, size_t *out_count)
{
	size_t all = 0, used = 0;

	for (size_t i = 0; i < count; i++) {
		if (given[i].count == 0)
			return NULL;
		all += given[i].count;
	}
	asn_t *providers = memory_alloc(all, sizeof(*providers));
	for (size_t i = 0; i < count; i++) {
		memcpy(providers + used, builder->providers + given[i].start,
		       given[i].count * sizeof(*providers));
		used += given[i].count;
	}
	used = payload_list_order(&asn_list, providers, used);
	/* aspa-profile-29: of a union of two or more, AS0 is no member. */
	if (used > 1 && providers[0] == ASN_NONE)
		memmove(providers, providers + 1, --used * sizeof(*providers));
	if (used > ASPA_PROVIDERS_MAX) {
		free(providers);
		return NULL;
	}
	*out_count = used;
	return providers;
}

static void finish_aspas(struct payload_builder *builder, struct owned_set *owned)
{
	struct given_aspa *given = builder->aspas;
	size_t all = builder->aspa_count, kept = 0, too_long = 0, same;
	struct aspa *aspas = arena_alloc(&owned->arena, all, sizeof(*aspas));
	asn_t *customers = arena_alloc(&owned->arena, all, sizeof(*customers));

	assert(aspas != NULL && customers != NULL);
	sort_items(given, all, sizeof(*given), by_customer);
	for (size_t i = 0; i < all; i += same) {
		struct aspa aspa = { .customer = given[i].customer };
		for (same = 1; i + same < all && given[i + same].customer == aspa.customer;)
			same++;
		asn_t *providers = unite(builder, given + i, same, &aspa.provider_count);
		if (providers == NULL) {
			customers[too_long++] = aspa.customer;
			continue;
		}
		aspa.providers = providers;
		aspas[kept++] = payload_keep_aspa(&owned->arena, &aspa);
		free(providers);
	}
	owned->set.aspas = aspas;
	owned->set.aspa_count = kept;
	owned->set.too_long = customers;
	owned->set.aspas_too_long = too_long;
}

struct payload_set *payload_builder_finish(struct payload_builder *builder)
{
	struct owned_set *owned = owned_set_new();
	struct payload_set *set = &owned->set;

	set->vrp_count = payload_list_order(&payload_vrps, builder->vrps, builder->vrp_count);
	set->vrps = payload_keep_vrps(&owned->arena, builder->vrps, set->vrp_count);
	set->key_count = payload_list_order(&payload_keys, builder->keys, builder->key_count);
	set->keys = payload_keep_keys(&owned->arena, builder->keys, set->key_count);
	finish_aspas(builder, owned);
	payload_builder_free(builder);
	return set;
}
