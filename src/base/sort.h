/*
 * Sorting of what is often in order already, or nearly so: exports of relying parties, our own
 * blocks, rows of a table dump. One pass over such items instead of n log n comparisons.
 */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>

/* Like qsort(), but `items` may be NULL when `count` is 0. An item has at most 256 bytes. */
void sort_items(void *items, size_t count, size_t size, int (*compare)(const void *, const void *));

#endif
