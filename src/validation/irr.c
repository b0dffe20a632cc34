#include "validation/irr.h"

#include <stdlib.h>

#include "base/memory.h"
#include "validation/claims.h"

struct irr {
	struct claims objects; /* detail: source */
};

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
	for (uint32_t row = objects->first[at]; row < objects->first[at + 1]; row++)
		if (objects->rows[row].asn == origin)
			return true;
	return false;
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
	struct claim claim;

	if (!claims_next(&walk->irr->objects, &walk->at, &walk->row, &claim))
		return false;
	*out_object = (struct route_object){ claim.prefix, claim.row.asn, claim.row.detail };
	return true;
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
