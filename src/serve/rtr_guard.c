#include "serve/rtr_guard.h"

#include <assert.h>

/* Is that much lost, in number and in part? */
static bool lost(size_t good, size_t offered, unsigned percent)
{
	return good > offered && good - offered >= RTR_GUARD_LOST_MIN &&
	       (good - offered) * 100 > good * percent;
}

static enum rtr_doubt check_size(const struct payload_set *good, const struct payload_set *offered)
{
	size_t before = payload_set_count(good), after = payload_set_count(offered);

	if (after == 0 && before > 0)
		return RTR_DOUBT_EMPTY;
	if (before >= RTR_GUARD_HALVED_FROM && 2 * after <= before)
		return RTR_DOUBT_HALVED;
	if (lost(before, after, RTR_GUARD_LOST_PERCENT))
		return RTR_DOUBT_SHRUNK;
	if (lost(good->vrp_count, offered->vrp_count, RTR_GUARD_KIND_LOST_PERCENT))
		return RTR_DOUBT_VRPS;
	if (lost(good->aspa_count, offered->aspa_count, RTR_GUARD_KIND_LOST_PERCENT))
		return RTR_DOUBT_ASPAS;
	return RTR_DOUBT_NONE;
}

enum rtr_doubt rtr_guard_check(const struct payload_set *good, uint64_t good_built_us,
			       const struct payload_set *offered, uint64_t offered_built_us)
{
	enum rtr_doubt doubt = check_size(good, offered);

	if (doubt == RTR_DOUBT_NONE && good_built_us > 0 && offered_built_us > 0 &&
	    offered_built_us < good_built_us && !payload_set_equal(good, offered))
		return RTR_DOUBT_OLDER;
	return doubt;
}

bool rtr_guard_doubled(const struct payload_set *good, const struct payload_set *offered)
{
	size_t before = payload_set_count(good), after = payload_set_count(offered);

	return before >= RTR_GUARD_HALVED_FROM && after >= 2 * before;
}

bool rtr_doubt_passes(enum rtr_doubt doubt)
{
	return doubt != RTR_DOUBT_EMPTY && doubt != RTR_DOUBT_OLDER;
}

const char *rtr_doubt_says(enum rtr_doubt doubt)
{
	static const char *const says[RTR_DOUBTS] = {
		[RTR_DOUBT_NONE] = "all is well",
		[RTR_DOUBT_EMPTY] = "it is empty",
		[RTR_DOUBT_HALVED] = "half or more is gone",
		[RTR_DOUBT_SHRUNK] = "more than 5 % is gone",
		[RTR_DOUBT_VRPS] = "more than 10 % of the VRPs are gone",
		[RTR_DOUBT_ASPAS] = "more than 10 % of the ASPAs are gone",
		[RTR_DOUBT_OLDER] = "it was made before the last good one",
	};

	assert(doubt < RTR_DOUBTS);
	return says[doubt];
}
