#include "net/payload_list.h"

#include <assert.h>

#include "base/memory.h"
#include "base/sort.h"

static int by_vrp(const void *a, const void *b)
{
	return vrp_compare(a, b);
}

static int by_key(const void *a, const void *b)
{
	return router_key_compare(a, b);
}

const struct payload_list_kind payload_vrps = { sizeof(struct vrp), by_vrp };
const struct payload_list_kind payload_keys = { sizeof(struct router_key), by_key };

static void list_push(struct payload_list *list, const void *item, size_t size)
{
	memcpy(list->items + list->count++ * size, item, size);
}

struct payload_list payload_list_minus(const struct payload_list_kind *kind, const void *a,
				       size_t a_count, const void *b, size_t b_count)
{
	const char *left = a, *right = b;
	struct payload_list result = { memory_alloc(a_count, kind->size), 0 };

	for (size_t i = 0, k = 0; i < a_count; i++) {
		const char *item = left + i * kind->size;
		int order = -1;
		while (k < b_count && (order = kind->compare(item, right + k * kind->size)) > 0)
			k++;
		if (k == b_count || order != 0)
			list_push(&result, item, kind->size);
	}
	return result;
}

struct payload_list payload_list_merge(const struct payload_list_kind *kind, const void *a,
				       size_t a_count, const void *b, size_t b_count)
{
	const char *left = a, *right = b;
	struct payload_list result = { memory_alloc(a_count + b_count, kind->size), 0 };
	size_t i = 0, k = 0;

	while (i < a_count || k < b_count) {
		const char *from_left = left + i * kind->size, *from_right = right + k * kind->size;
		bool takes_left =
			k == b_count || (i < a_count && kind->compare(from_left, from_right) < 0);
		list_push(&result, takes_left ? from_left : from_right, kind->size);
		i += takes_left;
		k += !takes_left;
	}
	return result;
}

size_t payload_list_order(const struct payload_list_kind *kind, void *items, size_t count)
{
	char *first = items, *last = items;

	if (count == 0)
		return 0;
	sort_items(items, count, kind->size, kind->compare);
	for (size_t i = 1; i < count; i++) {
		const char *item = first + i * kind->size;
		if (kind->compare(last, item) == 0)
			continue;
		last += kind->size;
		memmove(last, item, kind->size);
	}
	return (size_t)(last - first) / kind->size + 1;
}

void *payload_keep(struct arena *arena, const void *items, size_t count, size_t size)
{
	void *copy = arena_alloc(arena, count, size);

	assert(copy != NULL); /* the ceilings keep within the budget */
	if (count > 0)
		memcpy(copy, items, count * size);
	return copy;
}

const struct vrp *payload_keep_vrps(struct arena *arena, const void *vrps, size_t count)
{
	return payload_keep(arena, vrps, count, sizeof(struct vrp));
}

const struct router_key *payload_keep_keys(struct arena *arena, const void *keys, size_t count)
{
	struct router_key *copy = payload_keep(arena, keys, count, sizeof(*copy));

	for (size_t i = 0; i < count; i++)
		copy[i].spki = payload_keep(arena, copy[i].spki, copy[i].spki_size, 1);
	return copy;
}

struct aspa payload_keep_aspa(struct arena *arena, const struct aspa *aspa)
{
	struct aspa copy = *aspa;

	copy.providers = payload_keep(arena, aspa->providers, aspa->provider_count, sizeof(asn_t));
	return copy;
}
