#include "base/memory.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { FIRST_ROOM = 16, LARGE_PAGE = 1 << 21 };

static void *checked(void *memory)
{
	if (memory == NULL) {
		(void)fputs("decorum: the machine is out of memory\n", stderr);
		abort();
	}
	return memory;
}

void *memory_alloc(size_t count, size_t size)
{
	return checked(calloc(count > 0 ? count : 1, size));
}

void *memory_grow(void *array, size_t *room, size_t want, size_t size)
{
	if (array != NULL && want <= *room)
		return array;

	size_t grown = *room > 0 ? *room : FIRST_ROOM;
	while (grown < want) {
		assert(grown <= SIZE_MAX / 2);
		grown *= 2;
	}
	assert(grown <= SIZE_MAX / size);
	size_t had = array != NULL ? *room : 0;
	char *moved = checked(realloc(array, grown * size));
	memset(moved + had * size, 0, (grown - had) * size);
	*room = grown;
	return moved;
}

void memory_fill_soon(void *memory, size_t size)
{
	/* Whole pages only: what stands beside is not ours to speak for. */
	size_t before = (LARGE_PAGE - (uintptr_t)memory % LARGE_PAGE) % LARGE_PAGE;
	size_t whole = size > before ? (size - before) / LARGE_PAGE * LARGE_PAGE : 0;

	if (whole > 0)
		(void)madvise((char *)memory + before, whole, MADV_HUGEPAGE); /* refused: slower */
}
