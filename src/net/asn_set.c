#include "net/asn_set.h"

#include <assert.h>

#include "base/index.h"

enum { ASN_SET_MAX = 1 << 30 }; /* keeps slots and positions in 32 bits */

struct slot {
	asn_t asn;
	uint32_t position_and_one; /* 0: empty */
};

struct asn_set {
	struct slot *slots;
	uint32_t mask; /* slots - 1; slots are a power of two */
	uint32_t count;
};

static uint32_t slot_of(const struct asn_set *set, asn_t asn)
{
	return (uint32_t)hash_words(asn, 0) & set->mask;
}

static void put(const struct asn_set *set, asn_t asn, uint32_t position)
{
	uint32_t at = slot_of(set, asn);

	while (set->slots[at].position_and_one != 0)
		at = (at + 1) & set->mask;
	set->slots[at] = (struct slot){ asn, position + 1 };
}

int asn_set_build(struct arena *snapshot, const asn_t *asns, size_t count,
		  const struct asn_set **out_set)
{
	struct asn_set *set = arena_alloc(snapshot, 1, sizeof(*set));
	size_t slots = 2;

	if (set == NULL || count > ASN_SET_MAX)
		return ERR_LIMIT;
	while (slots < 2 * count)
		slots *= 2;
	set->slots = arena_alloc(snapshot, slots, sizeof(*set->slots));
	if (set->slots == NULL)
		return ERR_LIMIT;
	set->mask = (uint32_t)(slots - 1);
	set->count = (uint32_t)count;
	for (uint32_t i = 0; i < set->count; i++) {
		assert(i == 0 || asns[i - 1] < asns[i]);
		put(set, asns[i], i);
	}
	*out_set = set;
	return 0;
}

size_t asn_set_count(const struct asn_set *set)
{
	return set->count;
}

uint32_t asn_set_find(const struct asn_set *set, asn_t asn)
{
	for (uint32_t at = slot_of(set, asn);; at = (at + 1) & set->mask) {
		const struct slot *slot = &set->slots[at];
		if (slot->position_and_one == 0)
			return ASN_SET_NONE;
		if (slot->asn == asn)
			return slot->position_and_one - 1;
	}
}
