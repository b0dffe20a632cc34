/*
 * Value list: what stands behind a term: one value, {several} or those of a file. Prefixes,
 * addresses (prefixes of full length), AS numbers and their ranges, communities, names; frozen and
 * sorted, so that a million of them are searched as fast as one.
 */
#ifndef SELECT_VALUE_LIST_H
#define SELECT_VALUE_LIST_H

#include "base/arena.h"
#include "net/asn.h"
#include "net/cover.h"
#include "select/community_pattern.h"
#include "select/complaint.h"

/* What a term takes. */
enum {
	VALUE_PREFIX = 1,
	VALUE_ADDRESS = 2,
	VALUE_ASN = 4,
	VALUE_COMMUNITY = 8,
	VALUE_NAME = 16,
};

enum {
	VALUE_PATTERNS_MAX = 1024, /* communities and names are compared one by one */
	VALUE_NAME_MAX = 255,
};

struct asn_range {
	asn_t first, last;
};

struct value_list {
	struct text file; /* where the values come from; at is NULL when they stand in the text */
	const struct cover *cover;    /* of `prefix_count` */
	const struct asn_range *asns; /* ascending, apart */
	const struct community_pattern *communities;
	const struct text *names;
	uint32_t prefix_count, asn_count, community_count, name_count;
	struct prefix only; /* the prefix if there is but one */
	unsigned accepts;
};

/* A list that is being put together. */
struct value_builder {
	struct prefix *prefixes; /* owned, as all here */
	struct asn_range *asns;
	struct community_pattern *communities;
	struct text *names; /* borrowed texts */
	size_t prefix_count, asn_count, community_count, name_count;
	size_t prefix_room, asn_room, community_room, name_room;
};

void value_builder_init(struct value_builder *builder);
void value_builder_clear(struct value_builder *builder);

/* Takes a word as one of the kinds that are accepted. ERR_USAGE with a sentence that names the word
 * and says what would be right; its place is 0 and the word's length. */
MUST_CHECK int value_add(struct value_builder *builder, struct text word, unsigned accepts,
			 struct complaint *out_complaint);
/* Takes every line of a file but blank ones and what follows a '#'. */
MUST_CHECK int value_add_lines(struct value_builder *builder, struct text lines, unsigned accepts,
			       struct complaint *out_complaint);
/* `file` is where they come from, or at is NULL. ERR_LIMIT. */
MUST_CHECK int value_list_build(struct arena *arena, struct value_builder *builder,
				unsigned accepts, struct text file, struct value_list *out_list);

/* As it was written, sorted: a value, {a, b}, or in "FILE". */
void value_list_put(struct buffer *out, const struct value_list *list);

/* Is this prefix in the list; in one of the list; does it hold one of the list? */
bool value_list_exact(const struct value_list *list, const struct prefix *prefix);
bool value_list_within(const struct value_list *list, const struct prefix *prefix);
bool value_list_covers(const struct value_list *list, const struct prefix *prefix);
bool value_list_address(const struct value_list *list, const struct address *address);
/* By names that may hold '*' for any letters. */
bool value_list_name(const struct value_list *list, struct text name);

static inline bool value_list_asn(const struct value_list *list, asn_t asn)
{
	uint32_t from = 0, to = list->asn_count;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		if (list->asns[middle].last < asn)
			from = middle + 1;
		else
			to = middle;
	}
	return from < list->asn_count && list->asns[from].first <= asn;
}

#endif
