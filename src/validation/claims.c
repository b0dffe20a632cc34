#include "validation/claims.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"

static int compare(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;
	int order = prefix_compare(&x->prefix, &y->prefix);

	if (order != 0)
		return order;
	if (x->row.asn != y->row.asn)
		return x->row.asn < y->row.asn ? -1 : 1;
	return (x->row.detail > y->row.detail) - (x->row.detail < y->row.detail);
}

/* Drops duplicates from the sorted claims; returns how many are left. */
static uint32_t unique(struct claim *claims, size_t count)
{
	uint32_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (i == 0 || compare(&claims[kept - 1], &claims[i]) != 0)
			claims[kept++] = claims[i];
	return kept;
}

/* The distinct prefixes of the claims, and where the rows of each begin. */
static uint32_t group(const struct claim *claims, uint32_t count, struct prefix *prefixes,
		      uint32_t *first)
{
	uint32_t groups = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (i > 0 && prefix_equal(&claims[i - 1].prefix, &claims[i].prefix))
			continue;
		prefixes[groups] = claims[i].prefix;
		first[groups++] = i;
	}
	first[groups] = count;
	return groups;
}

int claims_build(struct arena *snapshot, struct claim *claims, size_t count,
		 struct claims *out_claims)
{
	if (count >= UINT32_MAX)
		return ERR_LIMIT;
	sort_items(claims, count, sizeof(*claims), compare);
	uint32_t distinct = unique(claims, count);

	struct claim_row *rows = arena_alloc(snapshot, distinct, sizeof(*rows));
	uint32_t *first = arena_alloc(snapshot, (size_t)distinct + 1, sizeof(*first));
	if (rows == NULL || first == NULL)
		return ERR_LIMIT;
	for (uint32_t i = 0; i < distinct; i++)
		rows[i] = claims[i].row;

	struct prefix *prefixes = memory_alloc(distinct, sizeof(*prefixes));
	uint32_t groups = group(claims, distinct, prefixes, first);
	const struct cover *cover;
	int err = cover_build(snapshot, prefixes, groups, &cover);
	free(prefixes);
	if (err < 0)
		return err;
	*out_claims = (struct claims){ cover, first, rows, distinct };
	return 0;
}

void claims_begin(const struct claims *claims, const struct prefix *prefix, uint32_t *out_at,
		  uint32_t *out_row)
{
	uint32_t at = cover_find(claims->cover, prefix);

	*out_at = at;
	*out_row = at != COVER_NONE ? claims->first[at] : 0;
}

bool claims_next(const struct claims *claims, uint32_t *io_at, uint32_t *io_row,
		 struct claim *out_claim)
{
	if (*io_at == COVER_NONE)
		return false;
	*out_claim = (struct claim){ cover_prefix(claims->cover, *io_at), claims->rows[*io_row] };
	if (++*io_row == claims->first[*io_at + 1]) {
		*io_at = cover_parent(claims->cover, *io_at);
		*io_row = *io_at != COVER_NONE ? claims->first[*io_at] : 0;
	}
	return true;
}
