#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { BLOCK_SIZE = 256 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	alignas(max_align_t) unsigned char bytes[];
};

void arena_init(struct arena *arena, size_t budget)
{
	assert(budget <= SIZE_MAX / 2); /* a number that somebody chose, never "no limit" */
	*arena = (struct arena){ .budget = budget };
}

static struct arena_block *block_new(size_t size)
{
	struct arena_block *block = memory_alloc(1, sizeof(*block) + size);
	block->size = size;
	return block;
}

static void *take(struct arena *arena, size_t want, size_t align)
{
	struct arena_block *block = arena->blocks;
	size_t start = block != NULL ? (block->used + align - 1) / align * align : 0;
	bool fits = block != NULL && start <= block->size && want <= block->size - start;
	size_t cost = fits ? start - block->used + want : want;

	if (want > arena->budget || cost > arena->budget - arena->used)
		return NULL;
	if (!fits) {
		block = block_new(want > BLOCK_SIZE ? want : BLOCK_SIZE);
		block->next = arena->blocks;
		arena->blocks = block;
		start = 0;
	}
	arena->used += cost;
	block->used = start + want;
	return block->bytes + start;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
	size_t want;

	assert(size > 0);
	if (__builtin_mul_overflow(count, size, &want))
		return NULL;
	return take(arena, want, alignof(max_align_t));
}

char *arena_text(struct arena *arena, const char *bytes, size_t len)
{
	char *copy = len < SIZE_MAX ? take(arena, len + 1, 1) : NULL;
	if (copy != NULL && len > 0)
		memcpy(copy, bytes, len);
	return copy;
}

void arena_clear(struct arena *arena)
{
	for (struct arena_block *block = arena->blocks, *next; block != NULL; block = next) {
		next = block->next;
		free(block);
	}
	arena->blocks = NULL;
	arena->used = 0;
}
