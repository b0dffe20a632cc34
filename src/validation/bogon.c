#include "validation/bogon.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "net/cover.h"
#include "validation/special_purpose.h"

/* What a registry says of a prefix or a range of AS numbers. */
struct status {
	uint8_t status;   /* enum delegation_status: the lowest is the kindest */
	uint8_t registry; /* enum registry */
};

struct held_prefix {
	struct prefix prefix;
	struct status status;
};

struct asn_range {
	asn_t first, last;
	struct status status;
};

struct asn_ranges {
	struct asn_range *all; /* first and last both ascend; some overlap */
	size_t count;
};

struct bogons {
	const struct cover *specials; /* its numbers are those of special_prefixes[] */
	const struct cover *delegated;
	const struct status *statuses; /* by number in `delegated` */
	struct asn_ranges held_asns, free_asns;
};

static bool is_free(unsigned status)
{
	return status == DELEGATION_AVAILABLE || status == DELEGATION_RESERVED;
}

static struct status status_of(const struct delegation *d)
{
	return (struct status){ (uint8_t)d->status, (uint8_t)d->registry };
}

static int status_compare(struct status a, struct status b)
{
	return a.status != b.status ? a.status - b.status : a.registry - b.registry;
}

static int held_prefix_compare(const void *a, const void *b)
{
	const struct held_prefix *x = a, *y = b;
	int order = prefix_compare(&x->prefix, &y->prefix);

	return order != 0 ? order : status_compare(x->status, y->status);
}

static int asn_range_compare(const void *a, const void *b)
{
	const struct asn_range *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->last != y->last)
		return x->last < y->last ? -1 : 1;
	return status_compare(x->status, y->status);
}

static int specials_build(struct arena *snapshot, struct bogons *bogons)
{
	struct prefix prefixes[SPECIAL_PREFIXES];

	for (size_t i = 0; i < SPECIAL_PREFIXES; i++) {
		int err = prefix_parse(text_of(special_prefixes[i].prefix), &prefixes[i]);
		assert(err == 0);
	}
	return cover_build(snapshot, prefixes, SPECIAL_PREFIXES, &bogons->specials);
}

static size_t prefixes_of(const struct delegation *delegations, size_t count,
			  struct held_prefix *prefixes)
{
	size_t taken = 0;

	for (size_t i = 0; i < count; i++) {
		const struct delegation *d = &delegations[i];
		if (d->kind == DELEGATION_PREFIX)
			prefixes[taken++] = (struct held_prefix){ d->prefix, status_of(d) };
	}
	return taken;
}

/* Where registries disagree on the very same prefix, the kindest is believed. */
static int delegated_build(struct arena *snapshot, struct held_prefix *held, size_t count,
			   struct bogons *bogons)
{
	struct status *statuses = arena_alloc(snapshot, count, sizeof(*statuses));
	struct prefix *prefixes;
	size_t kept = 0;

	if (statuses == NULL)
		return ERR_LIMIT;
	sort_items(held, count, sizeof(*held), held_prefix_compare);
	prefixes = memory_alloc(count, sizeof(*prefixes));
	for (size_t i = 0; i < count; i++) {
		if (kept > 0 && prefix_equal(&prefixes[kept - 1], &held[i].prefix))
			continue;
		statuses[kept] = held[i].status;
		prefixes[kept++] = held[i].prefix;
	}
	int err = cover_build(snapshot, prefixes, kept, &bogons->delegated);
	free(prefixes);
	bogons->statuses = statuses;
	return err;
}

/* Drops sorted ranges that lie within an earlier one, so that both ends ascend. */
static size_t drop_inner(struct asn_range *ranges, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (kept == 0 || ranges[i].last > ranges[kept - 1].last)
			ranges[kept++] = ranges[i];
	return kept;
}

static bool is_asns(const struct delegation *d, bool free_ones)
{
	return d->kind == DELEGATION_ASN && is_free(d->status) == free_ones;
}

static int ranges_build(struct arena *snapshot, const struct delegation *delegations, size_t count,
			bool free_ones, struct asn_ranges *out_ranges)
{
	struct asn_range *ranges;
	size_t taken = 0;

	for (size_t i = 0; i < count; i++)
		taken += is_asns(&delegations[i], free_ones);
	ranges = arena_alloc(snapshot, taken, sizeof(*ranges));
	if (ranges == NULL)
		return ERR_LIMIT;
	taken = 0;
	for (size_t i = 0; i < count; i++) {
		const struct delegation *d = &delegations[i];
		if (is_asns(d, free_ones))
			ranges[taken++] =
				(struct asn_range){ d->asns.first, d->asns.last, status_of(d) };
	}
	sort_items(ranges, taken, sizeof(*ranges), asn_range_compare);
	*out_ranges = (struct asn_ranges){ ranges, drop_inner(ranges, taken) };
	return 0;
}

int bogons_build(struct arena *snapshot, const struct delegation *delegations, size_t count,
		 const struct bogons **out_bogons)
{
	struct bogons *bogons = arena_alloc(snapshot, 1, sizeof(*bogons));

	if (bogons == NULL || specials_build(snapshot, bogons) < 0 ||
	    ranges_build(snapshot, delegations, count, false, &bogons->held_asns) < 0 ||
	    ranges_build(snapshot, delegations, count, true, &bogons->free_asns) < 0)
		return ERR_LIMIT;

	struct held_prefix *held = memory_alloc(count, sizeof(*held));
	int err = delegated_build(snapshot, held, prefixes_of(delegations, count, held), bogons);
	free(held);
	if (err < 0)
		return err;
	*out_bogons = bogons;
	return 0;
}

static struct bogon_verdict administrative(struct status status, struct prefix within)
{
	static const char *const registries[] = {
		[REGISTRY_AFRINIC] = "AFRINIC statistics",  [REGISTRY_APNIC] = "APNIC statistics",
		[REGISTRY_ARIN] = "ARIN statistics",        [REGISTRY_LACNIC] = "LACNIC statistics",
		[REGISTRY_RIPENCC] = "RIPE NCC statistics", [REGISTRY_IANA] = "IANA statistics",
		[REGISTRY_IETF] = "IETF statistics",
	};
	bool available = status.status == DELEGATION_AVAILABLE;

	return (struct bogon_verdict){
		.kind = BOGON_ADMINISTRATIVE,
		.name = available ? "Available, held by nobody" : "Reserved by the registry",
		.reference = registries[status.registry],
		.within = within,
	};
}

struct bogon_verdict bogon_check_prefix(const struct bogons *bogons, const struct prefix *prefix)
{
	const struct bogon_verdict no = { .kind = BOGON_NO };
	uint32_t at = cover_find(bogons->specials, prefix);

	if (at != COVER_NONE) {
		const struct special_prefix *row = &special_prefixes[at];
		struct prefix within = cover_prefix(bogons->specials, at);
		return row->reachable ? no
				      : (struct bogon_verdict){ BOGON_FULL, row->name,
								row->reference, within };
	}
	at = cover_find(bogons->delegated, prefix);
	if (at == COVER_NONE || !is_free(bogons->statuses[at].status))
		return no;
	return administrative(bogons->statuses[at], cover_prefix(bogons->delegated, at));
}

static const struct asn_range *range_find(const struct asn_ranges *ranges, asn_t asn)
{
	size_t from = 0, to = ranges->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (ranges->all[middle].last < asn)
			from = middle + 1;
		else
			to = middle;
	}
	bool inside = from < ranges->count && ranges->all[from].first <= asn;
	return inside ? &ranges->all[from] : NULL;
}

struct bogon_verdict bogon_check_asn(const struct bogons *bogons, asn_t asn)
{
	const struct prefix nowhere = { 0 };

	for (size_t i = 0; i < SPECIAL_ASNS; i++) {
		const struct special_asns *row = &special_asns[i];
		if (asn >= row->first && asn <= row->last)
			return (struct bogon_verdict){ BOGON_FULL, row->name, row->reference,
						       nowhere };
	}
	const struct asn_range *free_range = range_find(&bogons->free_asns, asn);
	if (free_range == NULL || range_find(&bogons->held_asns, asn) != NULL)
		return (struct bogon_verdict){ .kind = BOGON_NO };
	return administrative(free_range->status, nowhere);
}

const char *bogon_kind_name(enum bogon_kind kind)
{
	static const char *const names[] = {
		[BOGON_NO] = "no",
		[BOGON_ADMINISTRATIVE] = "administrative",
		[BOGON_FULL] = "full",
	};
	return names[kind];
}
