#include "net/hops.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"

void hops_init(struct hops *hops)
{
	*hops = (struct hops){
		.asns = memory_alloc(HOPS_MAX, sizeof(asn_t)),
		.all = memory_alloc(HOPS_MAX, sizeof(struct hop)),
	};
}

void hops_clear(struct hops *hops)
{
	free(hops->asns);
	free(hops->all);
	*hops = (struct hops){ 0 };
}

static bool is_confederation(enum as_segment_type type)
{
	return type == AS_CONFED_SEQUENCE || type == AS_CONFED_SET;
}

static void hop_add(struct hops *hops, uint32_t count, bool is_set, bool is_confed)
{
	assert(hops->count < HOPS_MAX);
	hops->all[hops->count++] = (struct hop){ hops->asn_count, count, is_set, is_confed };
	hops->length += !is_confed;
}

static void asn_add(struct hops *hops, asn_t asn)
{
	assert(hops->asn_count < HOPS_MAX);
	hops->asns[hops->asn_count++] = asn;
}

/* Is the last hop this AS and nothing else? A member of a confederation is not the AS outside of it
 * that has the same number. */
static bool repeats(const struct hops *hops, asn_t asn, bool is_confed)
{
	if (hops->count == 0)
		return false;
	const struct hop *last = &hops->all[hops->count - 1];
	return !last->is_set && last->is_confed == is_confed && hops->asns[last->first] == asn;
}

static void segment_add(struct hops *hops, struct as_segment segment)
{
	bool is_set = segment.type == AS_SET || segment.type == AS_CONFED_SET;
	bool is_confed = is_confederation(segment.type);

	if (segment.count == 0)
		return;
	hops->ends_in_set = segment.type == AS_SET;
	if (is_set)
		hop_add(hops, segment.count, true, is_confed);
	for (unsigned i = 0; i < segment.count; i++) {
		asn_t asn = read_u32(&segment.asns);
		if (!is_set && repeats(hops, asn, is_confed))
			continue;
		if (!is_set)
			hop_add(hops, 1, false, is_confed);
		asn_add(hops, asn);
	}
}

int hops_read(struct hops *hops, struct reader path)
{
	struct as_segment segment;
	int got;

	*hops = (struct hops){ .asns = hops->asns, .all = hops->all };
	while ((got = as_path_next(&path, 4, &segment)) > 0)
		segment_add(hops, segment);
	if (got < 0)
		*hops = (struct hops){ .asns = hops->asns, .all = hops->all };
	return got;
}

static int by_asn(const void *a, const void *b)
{
	const asn_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

bool hops_loop(const struct hops *hops)
{
	asn_t *singles = memory_alloc(hops->count, sizeof(*singles));
	uint32_t count = 0;
	bool found = false;

	for (uint32_t i = 0; i < hops->count; i++)
		if (!hops->all[i].is_set)
			singles[count++] = hops->asns[hops->all[i].first];
	sort_items(singles, count, sizeof(*singles), by_asn);
	for (uint32_t i = 1; i < count && !found; i++)
		found = singles[i] == singles[i - 1];
	free(singles);
	return found;
}
