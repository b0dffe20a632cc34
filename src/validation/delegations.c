#include "validation/delegations.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "net/cover.h"

/* What a registry says of a prefix or a range of AS numbers. */
struct status {
	uint32_t date, as_of;
	uint8_t status;   /* enum delegation_status: the lowest is the kindest */
	uint8_t registry; /* enum registry */
	char economy[2];
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

struct delegations {
	const struct cover *prefixes;
	const struct status *statuses; /* by number in `prefixes` */
	struct asn_ranges held_asns, free_asns;
};

/* Which day of each registry counts. */
struct days {
	uint32_t of[REGISTRY_IETF + 1];
};

static struct status status_of(const struct delegation *d)
{
	return (struct status){ .date = d->date,
				.as_of = d->as_of,
				.status = (uint8_t)d->status,
				.registry = (uint8_t)d->registry,
				.economy = { d->economy[0], d->economy[1] } };
}

static struct delegation line_of(const struct status *status)
{
	return (struct delegation){ .status = status->status,
				    .registry = status->registry,
				    .economy = { status->economy[0], status->economy[1] },
				    .date = status->date,
				    .as_of = status->as_of,
				    .holder = TEXT("") };
}

/* Kindest first; then whatever makes the order total, so that it does not depend on the input's. */
static int status_compare(const struct status *a, const struct status *b)
{
	if (a->status != b->status)
		return a->status - b->status;
	if (a->registry != b->registry)
		return a->registry - b->registry;
	if (a->date != b->date)
		return a->date < b->date ? -1 : 1;
	return memcmp(a->economy, b->economy, sizeof(a->economy));
}

static int held_prefix_compare(const void *a, const void *b)
{
	const struct held_prefix *x = a, *y = b;
	int order = prefix_compare(&x->prefix, &y->prefix);

	return order != 0 ? order : status_compare(&x->status, &y->status);
}

static int asn_range_compare(const void *a, const void *b)
{
	const struct asn_range *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->last != y->last)
		return x->last < y->last ? -1 : 1;
	return status_compare(&x->status, &y->status);
}

/* Is `a` to be preferred over `b`, seen from `day`? 0: not dated, or none seen yet. */
static bool day_is_better(uint32_t a, uint32_t b, uint32_t day)
{
	if ((a != 0) != (b != 0))
		return a != 0;
	if ((a <= day) != (b <= day))
		return a <= day;
	return a <= day ? a > b : a < b;
}

static struct days days_choose(const struct delegation *lines, size_t count, uint32_t day)
{
	struct days days = { 0 };

	for (size_t i = 0; i < count; i++) {
		uint32_t *best = &days.of[lines[i].registry];
		if (day_is_better(lines[i].as_of, *best, day != 0 ? day : UINT32_MAX))
			*best = lines[i].as_of;
	}
	return days;
}

static bool counts(const struct days *days, const struct delegation *line)
{
	return line->as_of == days->of[line->registry];
}

static size_t prefixes_of(const struct delegation *lines, size_t count, const struct days *days,
			  struct held_prefix *prefixes)
{
	size_t taken = 0;

	for (size_t i = 0; i < count; i++)
		if (lines[i].kind == DELEGATION_PREFIX && counts(days, &lines[i]))
			prefixes[taken++] =
				(struct held_prefix){ lines[i].prefix, status_of(&lines[i]) };
	return taken;
}

/* Where registries disagree on the very same prefix, the kindest is believed. */
static int prefixes_build(struct arena *snapshot, struct held_prefix *held, size_t count,
			  struct delegations *delegations)
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
	int err = cover_build(snapshot, prefixes, kept, &delegations->prefixes);
	free(prefixes);
	delegations->statuses = statuses;
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

static bool is_asns(const struct delegation *line, const struct days *days, bool free_ones)
{
	return line->kind == DELEGATION_ASN && delegation_is_free(line) == free_ones &&
	       counts(days, line);
}

static int ranges_build(struct arena *snapshot, const struct delegation *lines, size_t count,
			const struct days *days, bool free_ones, struct asn_ranges *out_ranges)
{
	struct asn_range *ranges;
	size_t taken = 0;

	for (size_t i = 0; i < count; i++)
		taken += is_asns(&lines[i], days, free_ones);
	ranges = arena_alloc(snapshot, taken, sizeof(*ranges));
	if (ranges == NULL)
		return ERR_LIMIT;
	taken = 0;
	for (size_t i = 0; i < count; i++)
		if (is_asns(&lines[i], days, free_ones))
			ranges[taken++] =
				(struct asn_range){ lines[i].asns.first, lines[i].asns.last,
						    status_of(&lines[i]) };
	sort_items(ranges, taken, sizeof(*ranges), asn_range_compare);
	*out_ranges = (struct asn_ranges){ ranges, drop_inner(ranges, taken) };
	return 0;
}

int delegations_build(struct arena *snapshot, const struct delegation *lines, size_t count,
		      uint32_t day, const struct delegations **out_delegations)
{
	struct delegations *delegations = arena_alloc(snapshot, 1, sizeof(*delegations));
	struct days days = days_choose(lines, count, day);

	if (delegations == NULL ||
	    ranges_build(snapshot, lines, count, &days, false, &delegations->held_asns) < 0 ||
	    ranges_build(snapshot, lines, count, &days, true, &delegations->free_asns) < 0)
		return ERR_LIMIT;

	struct held_prefix *held = memory_alloc(count, sizeof(*held));
	size_t taken = prefixes_of(lines, count, &days, held);
	int err = prefixes_build(snapshot, held, taken, delegations);
	free(held);
	if (err < 0)
		return err;
	*out_delegations = delegations;
	return 0;
}

bool delegations_find_prefix(const struct delegations *delegations, const struct prefix *prefix,
			     struct delegation *out_line)
{
	uint32_t at = cover_find(delegations->prefixes, prefix);

	if (at == COVER_NONE)
		return false;
	*out_line = line_of(&delegations->statuses[at]);
	out_line->kind = DELEGATION_PREFIX;
	out_line->prefix = cover_prefix(delegations->prefixes, at);
	return true;
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

bool delegations_find_asn(const struct delegations *delegations, asn_t asn,
			  struct delegation *out_line)
{
	const struct asn_range *range = range_find(&delegations->held_asns, asn);

	if (range == NULL)
		range = range_find(&delegations->free_asns, asn);
	if (range == NULL)
		return false;
	*out_line = line_of(&range->status);
	out_line->kind = DELEGATION_ASN;
	out_line->asns.first = range->first;
	out_line->asns.last = range->last;
	return true;
}
