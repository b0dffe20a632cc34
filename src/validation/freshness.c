#include "validation/freshness.h"

#include "base/utc.h"

/* Beyond this two honest clocks do not differ. */
#define CLOCKS_DIFFER_US (3600 * UTC_SECOND)

static const struct {
	const char *name;
	uint64_t allowed_us;
} KINDS[DATA_KINDS] = {
	/* RFC 8210 section 6 has routers forget after two hours what they heard; but manifests are
	 * good for a day or two, and so is what was concluded from them. */
	[DATA_RPKI] = { "rpki", UTC_DAY },
	[DATA_IRR] = { "irr", 3 * UTC_DAY },
	[DATA_DELEGATED] = { "delegated", 3 * UTC_DAY },
	[DATA_RELATIONS] = { "relations", 62 * UTC_DAY },
	[DATA_ORGANISATIONS] = { "organisations", 184 * UTC_DAY },
	[DATA_PEERING] = { "peering", 3 * UTC_DAY },
	/* Dated by their latest event. */
	[DATA_INCIDENTS] = { "incidents", 3 * UTC_DAY },
	[DATA_SPOOFER] = { "spoofer", 31 * UTC_DAY },
	[DATA_ASN_DROP] = { "asn-drop", 3 * UTC_DAY },
};

struct freshness freshness_of(enum data_kind kind, uint64_t made_us, uint64_t at_us)
{
	struct freshness freshness = { FRESHNESS_FRESH, 0, KINDS[kind].allowed_us };

	if (made_us == 0) {
		freshness.state = FRESHNESS_UNDATED;
	} else if (made_us > at_us) {
		if (made_us - at_us > CLOCKS_DIFFER_US)
			freshness.state = FRESHNESS_FUTURE;
	} else {
		freshness.age_us = at_us - made_us;
		if (freshness.age_us > freshness.allowed_us)
			freshness.state = FRESHNESS_STALE;
	}
	return freshness;
}

int freshness_compare(const struct freshness *a, const struct freshness *b)
{
	if (a->state != b->state)
		return a->state < b->state ? -1 : 1;
	return (a->age_us < b->age_us) - (a->age_us > b->age_us);
}

const char *data_kind_name(enum data_kind kind)
{
	return KINDS[kind].name;
}

const char *freshness_state_name(enum freshness_state state)
{
	static const char *const names[] = {
		[FRESHNESS_STALE] = "stale",
		[FRESHNESS_FUTURE] = "future",
		[FRESHNESS_UNDATED] = "undated",
		[FRESHNESS_FRESH] = "fresh",
	};
	return names[state];
}
