#include "validation/rov_change.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "validation/vrp_order.h"

struct list {
	struct vrp *vrps;
	size_t count, room;
};

struct difference {
	struct list withdrawn, announced;
	struct prefix *prefixes; /* in order, none twice */
	size_t prefix_count, prefix_room;
};

static void note(struct difference *to, struct list *list, const struct vrp *vrp)
{
	list->vrps = memory_grow(list->vrps, &list->room, list->count + 1, sizeof(*vrp));
	list->vrps[list->count++] = *vrp;
	if (to->prefix_count > 0 && prefix_equal(&to->prefixes[to->prefix_count - 1], &vrp->prefix))
		return;
	to->prefixes = memory_grow(to->prefixes, &to->prefix_room, to->prefix_count + 1,
				   sizeof(*to->prefixes));
	to->prefixes[to->prefix_count++] = vrp->prefix;
}

/* Walks both sets side by side, each in order. */
static void compare_sets(const struct vrp *older, size_t older_count, const struct vrp *newer,
			 size_t newer_count, struct difference *to)
{
	size_t i = 0, j = 0;

	while (i < older_count || j < newer_count) {
		int order = i == older_count   ? 1
			    : j == newer_count ? -1
					       : vrp_order_compare(&older[i], &newer[j]);
		if (order < 0)
			note(to, &to->withdrawn, &older[i]);
		else if (order > 0)
			note(to, &to->announced, &newer[j]);
		i += order <= 0;
		j += order >= 0;
	}
}

static int freeze_list(struct arena *snapshot, const struct list *list, const struct vrp **out_vrps)
{
	struct vrp *copy = arena_alloc(snapshot, list->count, sizeof(*copy));

	if (copy == NULL)
		return ERR_LIMIT;
	if (list->count > 0)
		memcpy(copy, list->vrps, list->count * sizeof(*copy));
	*out_vrps = copy;
	return 0;
}

static int freeze(struct arena *snapshot, const struct difference *from,
		  struct rov_change *out_change)
{
	struct rov_change change = {
		.withdrawn_count = from->withdrawn.count,
		.announced_count = from->announced.count,
	};

	if (freeze_list(snapshot, &from->withdrawn, &change.withdrawn) < 0 ||
	    freeze_list(snapshot, &from->announced, &change.announced) < 0 ||
	    cover_build(snapshot, from->prefixes, from->prefix_count, &change.prefixes) < 0)
		return ERR_LIMIT;
	*out_change = change;
	return 0;
}

int rov_change_build(struct arena *snapshot, const struct vrp *older, size_t older_count,
		     const struct vrp *newer, size_t newer_count, struct rov_change *out_change)
{
	struct difference difference = { 0 };
	struct vrp *older_copy, *newer_copy;

	if (older_count >= UINT32_MAX || newer_count >= UINT32_MAX)
		return ERR_LIMIT;
	older = vrp_order(older, &older_count, &older_copy);
	newer = vrp_order(newer, &newer_count, &newer_copy);
	compare_sets(older, older_count, newer, newer_count, &difference);
	free(older_copy);
	free(newer_copy);

	int err = freeze(snapshot, &difference, out_change);
	free(difference.withdrawn.vrps);
	free(difference.announced.vrps);
	free(difference.prefixes);
	return err;
}

bool rov_change_touches(const struct rov_change *change, const struct prefix *prefix)
{
	return cover_find(change->prefixes, prefix) != COVER_NONE;
}
