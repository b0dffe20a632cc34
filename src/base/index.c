#include "base/index.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/memory.h"

uint64_t index_key[2] = { UINT64_C(0x9e3779b97f4a7c15), UINT64_C(0xe7037ed1a0b428db) };

void index_draw_key(void)
{
	uint64_t key[2];

	/* Without randomness the key that stands there must do. */
	if (getrandom(key, sizeof(key), GRND_NONBLOCK) == (ssize_t)sizeof(key))
		memcpy(index_key, key, sizeof(index_key));
}

enum { FIRST_SLOTS = 64 };

void index_init(struct index *index)
{
	*index = (struct index){ 0 };
}

void index_clear(struct index *index)
{
	free(index->slots);
	index_init(index);
}

static void place(struct index *index, struct index_slot slot)
{
	uint32_t at = slot.hash & index->mask;
	while (index->slots[at].id_and_one != 0)
		at = (at + 1) & index->mask;
	index->slots[at] = slot;
}

static void grow(struct index *index)
{
	struct index old = *index;
	uint32_t slots = old.slots == NULL ? FIRST_SLOTS : (old.mask + 1) * 2;

	assert(slots != 0);
	*index = (struct index){ memory_alloc(slots, sizeof(*old.slots)), slots - 1, old.count };
	for (uint32_t i = 0; old.slots != NULL && i <= old.mask; i++)
		if (old.slots[i].id_and_one != 0)
			place(index, old.slots[i]);
	free(old.slots);
}

void index_add(struct index *index, uint64_t hash, uint32_t id)
{
	assert(id != UINT32_MAX);
	if (index->slots == NULL || index->count >= index->mask / 4 * 3)
		grow(index);
	place(index, (struct index_slot){ id + 1, index_fold(hash) });
	index->count++;
}
