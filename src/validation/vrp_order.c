#include "validation/vrp_order.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"

enum {
	LEADING_BITS = 16,
	BUCKETS = 2 << LEADING_BITS, /* IPv4's, then IPv6's */
	SCATTER_MIN = 1 << 14,       /* VRPs; fewer are sorted at once */
};

int vrp_order_compare(const struct vrp *a, const struct vrp *b)
{
	int order = prefix_compare(&a->prefix, &b->prefix);

	if (order != 0)
		return order;
	if (a->asn != b->asn)
		return a->asn < b->asn ? -1 : 1;
	return (a->max_length > b->max_length) - (a->max_length < b->max_length);
}

static int compare(const void *a, const void *b)
{
	return vrp_order_compare(a, b);
}

static bool in_order(const struct vrp *vrps, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (vrp_order_compare(&vrps[i - 1], &vrps[i]) >= 0)
			return false;
	return true;
}

static size_t bucket_of(const struct vrp *vrp)
{
	size_t leading = vrp->prefix.hi >> (64 - LEADING_BITS);
	return vrp->prefix.family == FAMILY_V4 ? leading : leading + BUCKETS / 2;
}

/* Sorts while copying: by the leading bits, then those that have them in common, which are few and
 * stay in the cache. */
static void scatter(const struct vrp *vrps, size_t count, struct vrp *out_sorted)
{
	uint32_t *ends = memory_alloc(BUCKETS, sizeof(*ends)), end = 0;

	for (size_t i = 0; i < count; i++)
		ends[bucket_of(&vrps[i])]++;
	for (size_t b = 0; b < BUCKETS; b++) {
		uint32_t start = end;
		end += ends[b];
		ends[b] = start;
	}
	for (size_t i = 0; i < count; i++)
		out_sorted[ends[bucket_of(&vrps[i])]++] = vrps[i];
	for (size_t b = 0, start = 0; b < BUCKETS; start = ends[b++])
		sort_items(&out_sorted[start], ends[b] - start, sizeof(*vrps), compare);
	free(ends);
}

/* A copy in order and without duplicates; returns how many are left. */
static size_t sort_distinct(const struct vrp *vrps, size_t count, struct vrp *out_sorted)
{
	size_t kept = 0;

	if (count >= SCATTER_MIN) {
		scatter(vrps, count, out_sorted);
	} else if (count > 0) {
		memcpy(out_sorted, vrps, count * sizeof(*vrps));
		sort_items(out_sorted, count, sizeof(*vrps), compare);
	}
	for (size_t i = 0; i < count; i++)
		if (i == 0 || vrp_order_compare(&out_sorted[kept - 1], &out_sorted[i]) != 0)
			out_sorted[kept++] = out_sorted[i];
	return kept;
}

const struct vrp *vrp_order(const struct vrp *vrps, size_t *io_count, struct vrp **out_copy)
{
	*out_copy = NULL;
	if (in_order(vrps, *io_count))
		return vrps;
	*out_copy = memory_alloc(*io_count, sizeof(*vrps));
	memory_fill_soon(*out_copy, *io_count * sizeof(*vrps));
	*io_count = sort_distinct(vrps, *io_count, *out_copy);
	return *out_copy;
}
