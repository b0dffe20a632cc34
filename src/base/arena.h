/*
 * Arena: memory that lives and dies together.
 *
 * Named after a lifetime (`scratch`, `batch`, `snapshot`), never after a user. Every arena has a
 * budget, so that hostile input can fill an arena but never the machine.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena {
	struct arena_block *blocks;
	size_t used;   /* bytes handed out, and the gaps that alignment left between them */
	size_t budget; /* bytes */
};

/* Starts empty. Allocates nothing, so it cannot fail. */
void arena_init(struct arena *arena, size_t budget);

/* Zeroed memory for `count` items of `size` bytes, aligned for any type, or NULL when the budget
 * is spent. Owned by the arena. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);

/* A copy of `len` bytes with a NUL after them, or NULL when the budget is spent. Unaligned. */
char *arena_text(struct arena *arena, const char *bytes, size_t len);

/* Frees all that came from the arena and leaves it empty, ready for reuse. */
void arena_clear(struct arena *arena);

#endif
