#include "validation/irr.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "validation/claims.h"

struct irr {
	struct claims objects;     /* detail: source */
	const uint32_t *dates;     /* by row */
	const uint32_t *by_origin; /* all rows, by origin, then row */
};

/* Number of the first row from `first` to `end`, all of one prefix, that is not before this. */
static uint32_t row_find(const struct claim_row *rows, uint32_t first, uint32_t end, asn_t asn,
			 uint16_t detail)
{
	while (first < end) {
		uint32_t middle = first + (end - first) / 2;
		const struct claim_row *row = &rows[middle];
		if (row->asn < asn || (row->asn == asn && row->detail < detail))
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

static int dates_build(struct arena *snapshot, const struct route_object *objects, size_t count,
		       struct irr *irr)
{
	const struct claims *claims = &irr->objects;
	uint32_t *dates = arena_alloc(snapshot, claims->count, sizeof(*dates));

	if (dates == NULL)
		return ERR_LIMIT;
	for (size_t i = 0; i < count; i++) {
		const struct route_object *object = &objects[i];
		uint32_t at = cover_find(claims->cover, &object->prefix);
		uint32_t row = row_find(claims->rows, claims->first[at], claims->first[at + 1],
					object->origin, object->source);
		if (object->date > dates[row])
			dates[row] = object->date;
	}
	irr->dates = dates;
	return 0;
}

/* A row, to be sorted by its origin. */
struct origin_row {
	asn_t origin;
	uint32_t row;
};

static int by_origin(const void *a, const void *b)
{
	const struct origin_row *x = a, *y = b;

	if (x->origin != y->origin)
		return x->origin < y->origin ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static int origins_build(struct arena *snapshot, struct irr *irr)
{
	const struct claims *claims = &irr->objects;
	uint32_t *rows = arena_alloc(snapshot, claims->count, sizeof(*rows));

	if (rows == NULL)
		return ERR_LIMIT;
	struct origin_row *origins = memory_alloc(claims->count, sizeof(*origins));
	for (uint32_t row = 0; row < claims->count; row++)
		origins[row] = (struct origin_row){ claims->rows[row].asn, row };
	sort_items(origins, claims->count, sizeof(*origins), by_origin);
	for (uint32_t i = 0; i < claims->count; i++)
		rows[i] = origins[i].row;
	free(origins);
	irr->by_origin = rows;
	return 0;
}

int irr_build(struct arena *snapshot, const struct route_object *objects, size_t count,
	      const struct irr **out_irr)
{
	struct irr *irr = arena_alloc(snapshot, 1, sizeof(*irr));
	if (irr == NULL)
		return ERR_LIMIT;

	struct claim *claims = memory_alloc(count, sizeof(*claims));
	for (size_t i = 0; i < count; i++)
		claims[i] = (struct claim){ objects[i].prefix,
					    { objects[i].origin, objects[i].source } };
	int err = claims_build(snapshot, claims, count, &irr->objects);
	free(claims);
	if (err == 0)
		err = dates_build(snapshot, objects, count, irr);
	if (err == 0)
		err = origins_build(snapshot, irr);
	if (err < 0)
		return err;
	*out_irr = irr;
	return 0;
}

size_t irr_count(const struct irr *irr)
{
	return irr->objects.count;
}

static bool names_origin(const struct claims *objects, uint32_t at, asn_t origin)
{
	uint32_t end = objects->first[at + 1];
	uint32_t row = row_find(objects->rows, objects->first[at], end, origin, 0);

	return row < end && objects->rows[row].asn == origin;
}

enum irr_state irr_check(const struct irr *irr, const struct prefix *prefix, asn_t origin)
{
	const struct claims *objects = &irr->objects;
	uint32_t at = cover_find(objects->cover, prefix);

	if (at == COVER_NONE)
		return IRR_NOT_FOUND;
	if (origin == ASN_NONE)
		return IRR_ORIGIN_MISMATCH;
	for (; at != COVER_NONE; at = cover_parent(objects->cover, at)) {
		if (!names_origin(objects, at, origin))
			continue;
		bool exact = cover_prefix(objects->cover, at).len == prefix->len;
		return exact ? IRR_EXACT : IRR_COVERED;
	}
	return IRR_ORIGIN_MISMATCH;
}

struct irr_walk irr_covering(const struct irr *irr, const struct prefix *prefix)
{
	struct irr_walk walk = { .irr = irr };

	claims_begin(&irr->objects, prefix, &walk.at, &walk.row);
	return walk;
}

bool irr_walk_next(struct irr_walk *walk, struct route_object *out_object)
{
	uint32_t row = walk->row;
	struct claim claim;

	if (!claims_next(&walk->irr->objects, &walk->at, &walk->row, &claim))
		return false;
	*out_object = (struct route_object){ claim.prefix, claim.row.asn, claim.row.detail,
					     walk->irr->dates[row] };
	return true;
}

struct irr_within irr_within(const struct irr *irr, const struct prefix *prefix)
{
	const struct claims *objects = &irr->objects;
	struct irr_within within = { .irr = irr };
	uint32_t end = cover_inside(objects->cover, prefix, &within.at);

	/* The rows of prefixes side by side stand side by side. */
	within.row = objects->first[within.at];
	within.end = objects->first[end];
	return within;
}

bool irr_within_next(struct irr_within *within, struct route_object *out_object)
{
	const struct claims *objects = &within->irr->objects;

	if (within->row == within->end)
		return false;
	while (objects->first[within->at + 1] == within->row)
		within->at++;
	const struct claim_row *row = &objects->rows[within->row];
	*out_object = (struct route_object){ cover_prefix(objects->cover, within->at), row->asn,
					     row->detail, within->irr->dates[within->row] };
	within->row++;
	return true;
}

/* How many rows have a smaller origin, or this one and a smaller number. */
static uint32_t origin_rank(const struct irr *irr, asn_t origin, uint32_t row)
{
	struct origin_row wanted = { origin, row };
	uint32_t from = 0, to = irr->objects.count;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		uint32_t at = irr->by_origin[middle];
		struct origin_row there = { irr->objects.rows[at].asn, at };
		if (by_origin(&there, &wanted) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

uint32_t irr_within_count(const struct irr_within *within, asn_t origin)
{
	return origin_rank(within->irr, origin, within->end) -
	       origin_rank(within->irr, origin, within->row);
}

const char *irr_state_name(enum irr_state state)
{
	static const char *const names[] = {
		[IRR_NOT_FOUND] = "not-found",
		[IRR_ORIGIN_MISMATCH] = "origin-mismatch",
		[IRR_COVERED] = "covered",
		[IRR_EXACT] = "exact",
	};
	return names[state];
}
