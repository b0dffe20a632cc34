#include "net/cover.h"

#include <assert.h>

/*
 * The nearest predecessor of a question is found in three steps. The leading bits of its address
 * choose a slot; the slot takes as many of the bits that follow as its share of the set deserves,
 * and these choose a pair of bounds; between them stand a prefix or two, on real tables, which are
 * searched by halving. So a crowded /16 has a fine table and an empty one costs a slot.
 */
enum {
	SLOT_BITS_MAX = 16,  /* 512 KiB of slots, for the largest sets */
	NEXT_BITS = 16,      /* behind the slot's own, of which a slot takes some */
	COVER_MAX = 1 << 30, /* prefixes; keeps every number and bound in 32 bits */
};

struct slot {
	uint32_t first_bound;
	uint32_t shift; /* drops those of the next 16 bits that this slot does not take */
};

/* The way to the prefixes of one family. */
struct directory {
	const struct slot *slots;
	const uint32_t *bounds; /* bounds[b]: number of the first prefix at or behind bound b */
	uint32_t first;         /* number of the first prefix of the family */
	uint32_t slot_bits;     /* 1 to 16 */
};

/* A prefix and its parent, side by side: who reads one mostly needs the other. */
struct v4_entry {
	uint32_t address;
	uint32_t parent;
	uint8_t len;
};

struct v6_entry {
	uint64_t hi, lo;
	uint32_t parent;
	uint8_t len;
};

struct cover {
	struct directory v4_directory, v6_directory;
	struct v4_entry *v4; /* from number 0 */
	struct v6_entry *v6; /* from number `v4_count` */
	uint32_t v4_count;
};

static inline uint32_t slot_of(const struct directory *directory, uint64_t hi)
{
	return (uint32_t)(hi >> (64 - directory->slot_bits));
}

static inline uint32_t bound_of(const struct directory *directory, uint64_t hi)
{
	const struct slot *slot = &directory->slots[slot_of(directory, hi)];
	uint32_t next = (uint32_t)(hi >> (64 - NEXT_BITS - directory->slot_bits)) & 0xffff;
	return slot->first_bound + (next >> slot->shift);
}

/* Bits enough to give each of `count` a place of its own, and some to spare. */
static unsigned bits_for(uint32_t count, unsigned max)
{
	unsigned bits = 0;

	while (bits < max && count >> bits != 0)
		bits++;
	return bits;
}

static int slots_build(struct arena *snapshot, const struct prefix *prefixes, uint32_t end,
		       struct directory *directory, uint32_t *out_bounds)
{
	uint32_t slot_count = UINT32_C(1) << directory->slot_bits;
	struct slot *slots = arena_alloc(snapshot, slot_count, sizeof(*slots));
	uint32_t bounds = 0, i = directory->first;

	if (slots == NULL)
		return ERR_LIMIT;
	for (uint32_t slot = 0; slot < slot_count; slot++) {
		uint32_t start = i;
		while (i < end && slot_of(directory, prefixes[i].hi) == slot)
			i++;
		unsigned bits = bits_for(i - start, NEXT_BITS);
		slots[slot] = (struct slot){ bounds, NEXT_BITS - bits };
		bounds += UINT32_C(1) << bits;
	}
	directory->slots = slots;
	*out_bounds = bounds;
	return 0;
}

static int directory_build(struct arena *snapshot, const struct prefix *prefixes, uint32_t first,
			   uint32_t end, struct directory *out_directory)
{
	unsigned bits = bits_for(end - first, SLOT_BITS_MAX);
	struct directory directory = { .first = first, .slot_bits = bits > 0 ? bits : 1 };
	uint32_t count, bound = 0;

	if (slots_build(snapshot, prefixes, end, &directory, &count) < 0)
		return ERR_LIMIT;
	uint32_t *bounds = arena_alloc(snapshot, (size_t)count + 1, sizeof(*bounds));
	if (bounds == NULL)
		return ERR_LIMIT;
	for (uint32_t i = first; i < end; i++)
		for (uint32_t own = bound_of(&directory, prefixes[i].hi); bound <= own; bound++)
			bounds[bound] = i;
	for (; bound <= count; bound++)
		bounds[bound] = end;
	directory.bounds = bounds;
	*out_directory = directory;
	return 0;
}

static void entry_put(struct cover *cover, uint32_t i, const struct prefix *prefix, uint32_t parent)
{
	if (i < cover->v4_count)
		cover->v4[i] =
			(struct v4_entry){ (uint32_t)(prefix->hi >> 32), parent, prefix->len };
	else
		cover->v6[i - cover->v4_count] =
			(struct v6_entry){ prefix->hi, prefix->lo, parent, prefix->len };
}

static int entries_build(struct arena *snapshot, const struct prefix *prefixes, uint32_t count,
			 struct cover *cover)
{
	while (cover->v4_count < count && prefixes[cover->v4_count].family == FAMILY_V4)
		cover->v4_count++;
	cover->v4 = arena_alloc(snapshot, cover->v4_count, sizeof(*cover->v4));
	cover->v6 = arena_alloc(snapshot, count - cover->v4_count, sizeof(*cover->v6));
	if (cover->v4 == NULL || cover->v6 == NULL)
		return ERR_LIMIT;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t above = i > 0 ? i - 1 : COVER_NONE;
		assert(i == 0 || prefix_compare(&prefixes[above], &prefixes[i]) < 0);
		while (above != COVER_NONE && !prefix_covers(&prefixes[above], &prefixes[i]))
			above = cover_parent(cover, above);
		entry_put(cover, i, &prefixes[i], above);
	}
	return 0;
}

int cover_build(struct arena *snapshot, const struct prefix *prefixes, size_t count,
		const struct cover **out_cover)
{
	struct cover *cover = arena_alloc(snapshot, 1, sizeof(*cover));
	uint32_t end = (uint32_t)count;

	if (cover == NULL || count > COVER_MAX)
		return ERR_LIMIT;
	if (entries_build(snapshot, prefixes, end, cover) < 0 ||
	    directory_build(snapshot, prefixes, 0, cover->v4_count, &cover->v4_directory) < 0 ||
	    directory_build(snapshot, prefixes, cover->v4_count, end, &cover->v6_directory) < 0)
		return ERR_LIMIT;
	*out_cover = cover;
	return 0;
}

/* Does number `i`, of the same family, stand at `prefix` or before it? */
static inline bool at_most(const struct cover *cover, uint32_t i, const struct prefix *prefix)
{
	if (prefix->family == FAMILY_V4) {
		const struct v4_entry *v4 = &cover->v4[i];
		return ((uint64_t)v4->address << 32 | v4->len) <= (prefix->hi | prefix->len);
	}
	const struct v6_entry *v6 = &cover->v6[i - cover->v4_count];
	if (v6->hi != prefix->hi)
		return v6->hi < prefix->hi;
	return v6->lo != prefix->lo ? v6->lo < prefix->lo : v6->len <= prefix->len;
}

/* Does it cover `prefix`? Of two that begin alike the longer stands behind, so it is no longer. */
static inline bool covers(const struct cover *cover, uint32_t i, const struct prefix *prefix)
{
	if (prefix->family == FAMILY_V4) {
		const struct v4_entry *v4 = &cover->v4[i];
		return (((uint64_t)v4->address << 32 ^ prefix->hi) & word_mask(v4->len)) == 0;
	}
	const struct v6_entry *v6 = &cover->v6[i - cover->v4_count];
	return ((v6->hi ^ prefix->hi) & mask_hi(v6->len)) == 0 &&
	       ((v6->lo ^ prefix->lo) & mask_lo(v6->len)) == 0;
}

static inline const struct directory *directory_of(const struct cover *cover, unsigned family)
{
	return family == FAMILY_V4 ? &cover->v4_directory : &cover->v6_directory;
}

/* Number of the first prefix of the family that stands behind `prefix`. */
static inline uint32_t behind(const struct cover *cover, const struct directory *directory,
			      const struct prefix *prefix)
{
	uint32_t bound = bound_of(directory, prefix->hi);
	uint32_t from = directory->bounds[bound], to = directory->bounds[bound + 1];

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		if (at_most(cover, middle, prefix))
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

uint32_t cover_find(const struct cover *cover, const struct prefix *prefix)
{
	const struct directory *directory = directory_of(cover, prefix->family);
	uint32_t from = behind(cover, directory, prefix);
	uint32_t i = from > directory->first ? from - 1 : COVER_NONE;

	while (i != COVER_NONE && !covers(cover, i, prefix))
		i = cover_parent(cover, i);
	return i;
}

/* The more specifics of a prefix stand in one piece behind it, up to its last address. */
uint32_t cover_inside(const struct cover *cover, const struct prefix *prefix, uint32_t *out_first)
{
	const struct directory *directory = directory_of(cover, prefix->family);
	unsigned bits = family_bits(prefix->family);
	struct prefix last = *prefix;

	last.hi |= ~mask_hi(prefix->len) & mask_hi(bits);
	last.lo |= ~mask_lo(prefix->len) & mask_lo(bits);
	last.len = (uint8_t)bits;
	*out_first = behind(cover, directory, prefix);
	return behind(cover, directory, &last);
}

uint32_t cover_parent(const struct cover *cover, uint32_t i)
{
	return i < cover->v4_count ? cover->v4[i].parent : cover->v6[i - cover->v4_count].parent;
}

struct prefix cover_prefix(const struct cover *cover, uint32_t i)
{
	if (i < cover->v4_count)
		return (struct prefix){ (uint64_t)cover->v4[i].address << 32, 0, cover->v4[i].len,
					FAMILY_V4 };
	const struct v6_entry *v6 = &cover->v6[i - cover->v4_count];
	return (struct prefix){ v6->hi, v6->lo, v6->len, FAMILY_V6 };
}
