#include "validation/rov.h"

#include <stdlib.h>

#include "validation/rov_index.h"
#include "validation/vrp_order.h"

struct rov {
	const struct rov_index *index;
	size_t count;
};

static bool lengths_possible(const struct vrp *vrps, size_t count)
{
	for (size_t i = 0; i < count; i++)
		/* RFC 9582 section 4.3.2.2 */
		if (vrps[i].max_length < vrps[i].prefix.len ||
		    vrps[i].max_length > family_bits(vrps[i].prefix.family))
			return false;
	return true;
}

int rov_build(struct arena *snapshot, const struct vrp *vrps, size_t count,
	      const struct rov **out_rov)
{
	struct rov *rov = arena_alloc(snapshot, 1, sizeof(*rov));
	struct vrp *copy;

	if (rov == NULL || count >= UINT32_MAX)
		return ERR_LIMIT;
	if (!lengths_possible(vrps, count))
		return ERR_MALFORMED;
	vrps = vrp_order(vrps, &count, &copy);
	rov->count = count;
	int err = rov_index_build(snapshot, vrps, count, &rov->index);
	free(copy);
	if (err < 0)
		return err;
	*out_rov = rov;
	return 0;
}

size_t rov_count(const struct rov *rov)
{
	return rov->count;
}

enum rov_state rov_check(const struct rov *rov, const struct prefix *prefix, asn_t origin)
{
	return rov_index_check(rov->index, prefix, origin);
}

struct rov_walk rov_covering(const struct rov *rov, const struct prefix *prefix)
{
	return (struct rov_walk){ rov, *prefix, rov_index_begin(rov->index, prefix) };
}

bool rov_walk_next(struct rov_walk *walk, struct vrp *out_vrp)
{
	return rov_index_next(walk->rov->index, &walk->prefix, &walk->row, out_vrp);
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
