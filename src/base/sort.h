/*
 * Sorting of what is often in order already: exports of relying parties, our own blocks, rows of a
 * table dump. One pass over ordered items instead of n log n comparisons.
 */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>

/* Like qsort(), which may be called with `count` 0 here. */
void sort_items(void *items, size_t count, size_t size, int (*compare)(const void *, const void *));

#endif
