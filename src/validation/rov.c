#include "validation/rov.h"

#include <stdlib.h>

#include "base/memory.h"
#include "validation/claims.h"

struct rov {
	struct claims vrps; /* detail: max_length */
};

static int claims_of(const struct vrp *vrps, size_t count, struct claim *claims)
{
	for (size_t i = 0; i < count; i++) {
		const struct vrp *vrp = &vrps[i];
		/* RFC 9582 section 4.3.2.2 */
		if (vrp->max_length < vrp->prefix.len ||
		    vrp->max_length > family_bits(vrp->prefix.family))
			return ERR_MALFORMED;
		claims[i] = (struct claim){ vrp->prefix, { vrp->asn, vrp->max_length } };
	}
	return 0;
}

int rov_build(struct arena *snapshot, const struct vrp *vrps, size_t count,
	      const struct rov **out_rov)
{
	struct rov *rov = arena_alloc(snapshot, 1, sizeof(*rov));
	if (rov == NULL)
		return ERR_LIMIT;

	struct claim *claims = memory_alloc(count, sizeof(*claims));
	int err = claims_of(vrps, count, claims);
	if (err == 0)
		err = claims_build(snapshot, claims, count, &rov->vrps);
	free(claims);
	if (err < 0)
		return err;
	*out_rov = rov;
	return 0;
}

size_t rov_count(const struct rov *rov)
{
	return rov->vrps.count;
}

enum rov_state rov_check(const struct rov *rov, const struct prefix *prefix, asn_t origin)
{
	const struct claims *vrps = &rov->vrps;
	uint32_t at = cover_find(vrps->cover, prefix);
	enum rov_state state = at != COVER_NONE ? ROV_INVALID_ASN : ROV_NOT_FOUND;

	/* RFC 6811 section 2 and RFC 6907 section 7.1.9: NONE matches nothing, and so does AS0. */
	if (origin == ASN_NONE)
		return state;
	for (; at != COVER_NONE; at = cover_parent(vrps->cover, at)) {
		for (uint32_t row = vrps->first[at]; row < vrps->first[at + 1]; row++) {
			if (vrps->rows[row].asn != origin)
				continue;
			if (prefix->len <= vrps->rows[row].detail)
				return ROV_VALID;
			state = ROV_INVALID_LENGTH;
		}
	}
	return state;
}

struct rov_walk rov_covering(const struct rov *rov, const struct prefix *prefix)
{
	struct rov_walk walk = { .rov = rov };

	claims_begin(&rov->vrps, prefix, &walk.at, &walk.row);
	return walk;
}

bool rov_walk_next(struct rov_walk *walk, struct vrp *out_vrp)
{
	struct claim claim;

	if (!claims_next(&walk->rov->vrps, &walk->at, &walk->row, &claim))
		return false;
	*out_vrp = (struct vrp){ claim.prefix, (uint8_t)claim.row.detail, claim.row.asn };
	return true;
}

const char *rov_state_name(enum rov_state state)
{
	static const char *const names[] = {
		[ROV_NOT_FOUND] = "not-found",
		[ROV_INVALID_ASN] = "invalid-asn",
		[ROV_INVALID_LENGTH] = "invalid-length",
		[ROV_VALID] = "valid",
	};
	return names[state];
}
