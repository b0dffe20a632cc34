/*
 * Index: finds the number of a thing by its hash, for things that live in an array of the caller's.
 *
 * Open addressing with linear probing; a slot holds the number and 32 bits of hash, so that a miss
 * hardly ever touches the things themselves. There is no removal: our tables grow and are cleared.
 *
 *	for (struct probe p = index_probe(&index, hash); index_next(&index, &p);)
 *		if (same(things[p.id], wanted))
 *			return p.id;
 *	index_add(&index, hash, id_of_new_thing);
 */
#ifndef BASE_INDEX_H
#define BASE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct index_slot {
	uint32_t id_and_one; /* 0: empty */
	uint32_t hash;
};

struct index {
	struct index_slot *slots;
	uint32_t mask; /* slots - 1; slots are a power of two */
	uint32_t count;
};

struct probe {
	uint32_t id; /* of the candidate, after index_next() said true */
	uint32_t at;
	uint32_t hash;
};

void index_init(struct index *index);
void index_clear(struct index *index);
/* `id` must not be UINT32_MAX. */
void index_add(struct index *index, uint64_t hash, uint32_t id);

static inline uint32_t index_fold(uint64_t hash)
{
	return (uint32_t)(hash ^ hash >> 32);
}

static inline struct probe index_probe(const struct index *index, uint64_t hash)
{
	uint32_t folded = index_fold(hash);
	return (struct probe){ .at = folded & index->mask, .hash = folded };
}

static inline bool index_next(const struct index *index, struct probe *probe)
{
	if (index->slots == NULL)
		return false;
	for (;;) {
		const struct index_slot *slot = &index->slots[probe->at];
		if (slot->id_and_one == 0)
			return false;
		probe->at = (probe->at + 1) & index->mask;
		if (slot->hash == probe->hash) {
			probe->id = slot->id_and_one - 1;
			return true;
		}
	}
}

__extension__ typedef unsigned __int128 uint128_t;

/*
 * What every hash is keyed with, so that nobody who sends us routes can choose ones that collide.
 * The program draws it once at its start. Numbers follow the order in which things were added,
 * never the hash, so that no result depends on it.
 */
extern uint64_t index_key[2];
void index_draw_key(void);

/* Mixes two words into a hash whose every bit depends on every bit of both. */
static inline uint64_t hash_words(uint64_t a, uint64_t b)
{
	uint128_t wide = (uint128_t)(a ^ index_key[0]) * (b ^ index_key[1]);
	uint64_t mixed = (uint64_t)wide ^ (uint64_t)(wide >> 64);
	mixed = (mixed ^ mixed >> 32) * UINT64_C(0xd6e8feb86659fd93);
	return mixed ^ mixed >> 32;
}

#endif
