#include "base/sort.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Items to be moved, in all, for each item there is, before the order counts as none. */
enum { MOVES_PER_ITEM = 4, ITEM_SIZE_MAX = 256 };

/* Moves the item at `at` down to its place among those before it. Returns how far. */
static size_t sink(const char *first, char *at, size_t size,
		   int (*compare)(const void *, const void *))
{
	char item[ITEM_SIZE_MAX] __attribute__((uninitialized));
	char *to = at;

	memcpy(item, at, size);
	while (to > first && compare(to - size, item) > 0)
		to -= size;
	memmove(to + size, to, (size_t)(at - to));
	memcpy(to, item, size);
	return (size_t)(at - to) / size;
}

void sort_items(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	char *first = items, *at = items;
	size_t moves = count < SIZE_MAX / MOVES_PER_ITEM ? count * MOVES_PER_ITEM : 0;

	assert(size <= ITEM_SIZE_MAX);
	for (size_t i = 1; i < count; i++) {
		at += size;
		if (compare(at - size, at) <= 0)
			continue;
		size_t moved = sink(first, at, size, compare);
		if (moved > moves) {
			qsort(items, count, size, compare);
			return;
		}
		moves -= moved;
	}
}
