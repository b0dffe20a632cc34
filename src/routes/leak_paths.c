#include "routes/leak_paths.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

/* A slot: the upper 40 bits of the hash, below them the leak's number and two; 1 stands for none.
 * An empty slot is 0. */
enum { LEAK_BITS = 24, FIRST_SLOTS = 1 << 12 };

static_assert(LEAK_PATHS_MAX + 2 < 1 << LEAK_BITS, "a slot has room for every leak");

void leak_paths_init(struct leak_paths *paths)
{
	*paths = (struct leak_paths){ 0 };
	index_init(&paths->by_pair);
}

void leak_paths_clear(struct leak_paths *paths)
{
	free(paths->all);
	free(paths->hashes);
	index_clear(&paths->by_pair);
	leak_paths_init(paths);
}

void leak_paths_begin_month(struct leak_paths *paths)
{
	for (size_t i = 0; i < paths->count; i++)
		paths->all[i] = (struct leak_path){ .leaker = paths->all[i].leaker,
						    .taker = paths->all[i].taker };
}

static uint64_t tag_of(uint64_t hash)
{
	return hash >> LEAK_BITS << LEAK_BITS;
}

/* The lower bits of a hash are not kept, so a slot finds its place by the upper ones. */
static uint64_t mixed(uint64_t hash)
{
	return hash_words(hash >> LEAK_BITS, 0);
}

bool leak_paths_known(const struct leak_paths *paths, uint64_t hash, uint32_t *out_leak)
{
	if (paths->hashes == NULL)
		return false;
	for (size_t at = (size_t)mixed(hash) & paths->hash_mask; paths->hashes[at] != 0;
	     at = (at + 1) & paths->hash_mask) {
		if (tag_of(paths->hashes[at]) != tag_of(hash))
			continue;
		uint32_t found = (uint32_t)(paths->hashes[at] & ((1 << LEAK_BITS) - 1));
		*out_leak = found == 1 ? LEAK_PATH_NONE : found - 2;
		return true;
	}
	return false;
}

static void put(struct leak_paths *paths, uint64_t hash, uint64_t slot)
{
	size_t at = (size_t)hash & paths->hash_mask;

	while (paths->hashes[at] != 0)
		at = (at + 1) & paths->hash_mask;
	paths->hashes[at] = slot;
}

static void grow(struct leak_paths *paths)
{
	size_t slots = paths->hashes != NULL ? (paths->hash_mask + 1) * 2 : FIRST_SLOTS;
	uint64_t *old = paths->hashes;
	size_t old_slots = old != NULL ? paths->hash_mask + 1 : 0;

	paths->hashes = memory_alloc(slots, sizeof(*paths->hashes));
	paths->hash_mask = slots - 1;
	for (size_t i = 0; i < old_slots; i++)
		if (old[i] != 0)
			put(paths, mixed(old[i]), old[i]);
	free(old);
}

void leak_paths_learn(struct leak_paths *paths, uint64_t hash, uint32_t leak)
{
	if (paths->hash_count == LEAK_HASHES_MAX)
		return;
	if (paths->hashes == NULL || 2 * (paths->hash_count + 1) > paths->hash_mask)
		grow(paths);
	put(paths, mixed(hash), tag_of(hash) | (leak == LEAK_PATH_NONE ? 1 : (uint64_t)leak + 2));
	paths->hash_count++;
}

int leak_paths_number(struct leak_paths *paths, asn_t leaker, asn_t taker, uint32_t *out_leak)
{
	uint64_t hash = hash_words(leaker, taker);

	for (struct probe p = index_probe(&paths->by_pair, hash);
	     index_next(&paths->by_pair, &p);) {
		if (paths->all[p.id].leaker == leaker && paths->all[p.id].taker == taker) {
			*out_leak = p.id;
			return 0;
		}
	}
	if (paths->count == LEAK_PATHS_MAX)
		return ERR_LIMIT;
	*out_leak = (uint32_t)paths->count++;
	paths->all = memory_grow(paths->all, &paths->room, paths->count, sizeof(*paths->all));
	paths->all[*out_leak] = (struct leak_path){ .leaker = leaker, .taker = taker };
	index_add(&paths->by_pair, hash, *out_leak);
	return 0;
}

void leak_paths_see(struct leak_paths *paths, uint32_t leak, const struct prefix *prefix,
		    asn_t origin, uint32_t row, unsigned day, const struct witness *witness)
{
	struct leak_path *path = &paths->all[leak];

	assert(leak < paths->count && day < 31);
	if (path->days == 0) {
		path->prefix = *prefix;
		path->origin = origin;
		path->first = *witness;
	}
	path->routes += path->days == 0 || path->last_row != row;
	path->last_row = row;
	path->days |= UINT32_C(1) << day;
}
