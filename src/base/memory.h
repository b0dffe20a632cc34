/*
 * Memory that must be there. Every table of ours has a ceiling of its own far below the machine's
 * memory, so running out of it is not a case to handle but a misconfigured machine: we say so and
 * stop (docs/decisions/0003).
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* Zeroed memory for `count` items of `size` bytes; free() it. Never NULL. */
void *memory_alloc(size_t count, size_t size) __attribute__((returns_nonnull, malloc));

/*
 * Makes room for `want` items in a growing array: returns it, moved if need be, with `*room`
 * (items) at least `want`. New memory is zeroed. Growth doubles, so n appends cost O(n).
 */
void *memory_grow(void *array, size_t *room, size_t want, size_t size)
	__attribute__((returns_nonnull, warn_unused_result));

/*
 * Says that all of these bytes will be used: the kernel may then give them in large pages. Where
 * most of the time to fill a table went to page faults, that is a multiple in speed. Memory of
 * which only some will be touched must not be named, or all of it counts.
 */
void memory_fill_soon(void *memory, size_t size);

#endif
