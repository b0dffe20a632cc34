/*
 * What is always true of a table of announcements, for tests and fuzzers: every pair hangs in the
 * list of its prefix, once; what stands has been announced; the counts of what stands are those of
 * the bits.
 */
#ifndef ROUTES_TEST_ANNOUNCED_H
#define ROUTES_TEST_ANNOUNCED_H

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "routes/announced.h"

static inline bool test_bit(const uint64_t *words, size_t bit)
{
	return (words[bit / 64] >> (bit % 64) & 1) != 0;
}

static inline size_t test_announced_row(const struct announced *announced, uint32_t row)
{
	size_t listed = 0;

	assert(announced_find(announced, &announced->rows[row].prefix) == row);
	for (uint32_t pair = announced->rows[row].pairs; pair != PAIR_NONE;
	     pair = announced->pairs[pair].next) {
		listed++;
		assert(pair < announced->pair_count && listed <= announced->pair_count);
		assert(announced->pairs[pair].row == row);
		assert(announced_find_pair(announced, row, announced->pairs[pair].origin) == pair);
	}
	return listed;
}

static inline void test_announced(const struct announced *announced)
{
	size_t peers = announced->stride * 64, listed = 0;
	uint32_t *standing = memory_alloc(peers, sizeof(*standing));

	for (uint32_t row = 0; row < announced->row_count; row++)
		listed += test_announced_row(announced, row);
	assert(listed == announced->pair_count);
	for (uint32_t pair = 0; pair < announced->pair_count; pair++) {
		const uint64_t *ever = announced_ever(announced, pair);
		const uint64_t *now = announced_now(announced, pair);
		uint32_t days = announced->pairs[pair].days;
		assert(days != 0 && days >> 31 == 0);
		for (size_t peer = 0; peer < peers; peer++) {
			assert(test_bit(ever, peer) || !test_bit(now, peer));
			standing[peer] += test_bit(now, peer);
		}
	}
	for (size_t peer = 0; peer < peers; peer++)
		assert(standing[peer] == announced_standing(announced, (uint32_t)peer));
	free(standing);
}

#endif
