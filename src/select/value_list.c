#include "select/value_list.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"

void value_builder_init(struct value_builder *builder)
{
	*builder = (struct value_builder){ 0 };
}

void value_builder_clear(struct value_builder *builder)
{
	free(builder->prefixes);
	free(builder->asns);
	free(builder->communities);
	free(builder->names);
	value_builder_init(builder);
}

static void prefix_add(struct value_builder *to, const struct prefix *prefix)
{
	to->prefixes = memory_grow(to->prefixes, &to->prefix_room, to->prefix_count + 1,
				   sizeof(*to->prefixes));
	to->prefixes[to->prefix_count++] = *prefix;
}

static struct prefix prefix_of(const struct address *address)
{
	return (struct prefix){ address->hi, address->lo, (uint8_t)family_bits(address->family),
				address->family };
}

/* A word with a point, a colon or a slash. */
static int prefix_take(struct value_builder *to, struct text word, unsigned accepts,
		       struct complaint *complaint)
{
	struct address address;
	struct prefix prefix;
	char text[SHOWN_MAX], right[PREFIX_TEXT_MAX];
	bool cut;

	if (address_parse(word, &address) == 0) {
		prefix = prefix_of(&address);
		if ((accepts & VALUE_ADDRESS) == 0)
			return complaint_set(complaint, 0, word.len,
					     "'%s' has no prefix length; write it like %s",
					     shown(word, text), prefix_print(&prefix, right));
	} else if ((accepts & VALUE_PREFIX) != 0 && prefix_parse(word, &prefix) < 0) {
		if (prefix_parse_loose(word, &prefix, &cut) < 0)
			return complaint_set(complaint, 0, word.len,
					     "'%s' is not a prefix; write it like 192.0.2.0/24",
					     shown(word, text));
		return complaint_set(complaint, 0, word.len,
				     "'%s' has bits behind its prefix length; write %s",
				     shown(word, text), prefix_print(&prefix, right));
	} else if ((accepts & VALUE_PREFIX) == 0) {
		return complaint_set(complaint, 0, word.len, "'%s' is not an address",
				     shown(word, text));
	}
	prefix_add(to, &prefix);
	return 0;
}

/* "64496", "AS64496", "64512-65534". */
static bool asn_take(struct value_builder *to, struct text word)
{
	struct asn_range range;
	struct text low, high = word;

	if (!text_cut(&high, '-', &low) || asn_parse(low, &range.first) < 0)
		return false;
	range.last = range.first;
	if (high.at != NULL && (asn_parse(high, &range.last) < 0 || range.last < range.first))
		return false;
	to->asns = memory_grow(to->asns, &to->asn_room, to->asn_count + 1, sizeof(*to->asns));
	to->asns[to->asn_count++] = range;
	return true;
}

static int community_take(struct value_builder *to, struct text word, struct complaint *complaint)
{
	struct community_pattern community;
	char text[SHOWN_MAX];

	if (community_pattern_parse(word, &community) < 0)
		return complaint_set(complaint, 0, word.len,
				     "'%s' is not a community; write it like 64496:100, 64496:*, "
				     "64496:1:2, rt:64496:1, no-export or 0xfbf00064",
				     shown(word, text));
	if (to->community_count == VALUE_PATTERNS_MAX)
		return complaint_set(complaint, 0, word.len, "a list of communities has at most %d",
				     VALUE_PATTERNS_MAX);
	to->communities = memory_grow(to->communities, &to->community_room, to->community_count + 1,
				      sizeof(*to->communities));
	to->communities[to->community_count++] = community;
	return 0;
}

static int name_take(struct value_builder *to, struct text word, struct complaint *complaint)
{
	if (word.len == 0 || word.len > VALUE_NAME_MAX || text_find(word, '"') < word.len)
		return complaint_set(complaint, 0, word.len,
				     "a name has 1 to %d characters, no quote among them",
				     VALUE_NAME_MAX);
	if (to->name_count == VALUE_PATTERNS_MAX)
		return complaint_set(complaint, 0, word.len, "a list of names has at most %d",
				     VALUE_PATTERNS_MAX);
	to->names = memory_grow(to->names, &to->name_room, to->name_count + 1, sizeof(*to->names));
	to->names[to->name_count++] = word;
	return 0;
}

static bool has_any(struct text word, struct text letters)
{
	for (size_t i = 0; i < letters.len; i++)
		if (text_find(word, letters.at[i]) < word.len)
			return true;
	return false;
}

int value_add(struct value_builder *builder, struct text word, unsigned accepts,
	      struct complaint *out_complaint)
{
	unsigned prefixes = accepts & (VALUE_PREFIX | VALUE_ADDRESS);
	char text[SHOWN_MAX];

	if ((accepts & VALUE_NAME) != 0)
		return name_take(builder, word, out_complaint);
	if ((accepts & VALUE_COMMUNITY) != 0)
		return community_take(builder, word, out_complaint);
	if (prefixes != 0 && ((accepts & VALUE_ASN) == 0 || has_any(word, TEXT(".:/"))))
		return prefix_take(builder, word, accepts, out_complaint);
	if (asn_take(builder, word))
		return 0;
	return complaint_set(out_complaint, 0, word.len,
			     prefixes != 0 ? "'%s' is neither an AS number nor an address"
					   : "'%s' is not an AS number; write it like 64496, "
					     "AS64496 or 64512-65534",
			     shown(word, text));
}

int value_add_lines(struct value_builder *builder, struct text lines, unsigned accepts,
		    struct complaint *out_complaint)
{
	struct complaint inner;
	struct text line;
	uint64_t number = 0;

	while (text_line(&lines, &line)) {
		number++;
		line = text_trim(text_upto(line, text_find(line, '#')));
		if (line.len > 0 && value_add(builder, line, accepts, &inner) < 0)
			return complaint_set(out_complaint, 0, 0, "line %llu: %s",
					     (unsigned long long)number, inner.says);
	}
	return 0;
}

static int by_prefix(const void *a, const void *b)
{
	return prefix_compare(a, b);
}

static int by_range(const void *a, const void *b)
{
	const struct asn_range *x = a, *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

static int by_community(const void *a, const void *b)
{
	return community_pattern_compare(a, b);
}

static int by_name(const void *a, const void *b)
{
	const struct text *x = a, *y = b;

	return text_compare(*x, *y);
}

/* Sorts `items` and copies what is distinct. */
static const void *distinct(struct arena *arena, void *items, size_t count, size_t size,
			    int (*order)(const void *, const void *), uint32_t *out_count)
{
	char *bytes = items, *kept = arena_alloc(arena, count, size);
	uint32_t used = 0;

	if (kept == NULL)
		return NULL;
	sort_items(items, count, size, order);
	for (size_t i = 0; i < count; i++) {
		if (used > 0 && order(kept + (used - 1) * size, bytes + i * size) == 0)
			continue;
		memcpy(kept + used * size, bytes + i * size, size);
		used++;
	}
	*out_count = used;
	return kept;
}

static int prefixes_build(struct arena *arena, struct value_builder *from, struct value_list *list)
{
	size_t kept = 0;

	if (from->prefix_count == 0)
		return 0;
	sort_items(from->prefixes, from->prefix_count, sizeof(*from->prefixes), by_prefix);
	for (size_t i = 0; i < from->prefix_count; i++)
		if (kept == 0 || !prefix_equal(&from->prefixes[kept - 1], &from->prefixes[i]))
			from->prefixes[kept++] = from->prefixes[i];
	list->prefix_count = (uint32_t)kept;
	list->only = from->prefixes[0];
	return cover_build(arena, from->prefixes, kept, &list->cover);
}

/* Sorted, with ranges that touch or overlap made one. */
static int asns_build(struct arena *arena, struct value_builder *from, struct value_list *list)
{
	struct asn_range *kept = arena_alloc(arena, from->asn_count, sizeof(*kept));
	uint32_t used = 0;

	if (kept == NULL)
		return ERR_LIMIT;
	sort_items(from->asns, from->asn_count, sizeof(*from->asns), by_range);
	for (size_t i = 0; i < from->asn_count; i++) {
		struct asn_range next = from->asns[i];
		if (used > 0 && next.first <= (uint64_t)kept[used - 1].last + 1) {
			if (next.last > kept[used - 1].last)
				kept[used - 1].last = next.last;
		} else {
			kept[used++] = next;
		}
	}
	list->asns = kept;
	list->asn_count = used;
	return 0;
}

static int names_build(struct arena *arena, struct value_builder *from, struct value_list *list)
{
	for (size_t i = 0; i < from->name_count; i++) {
		struct text name = from->names[i];
		char *copy = arena_text(arena, name.at, name.len);
		if (copy == NULL)
			return ERR_LIMIT;
		from->names[i].at = copy;
	}
	list->names = distinct(arena, from->names, from->name_count, sizeof(*from->names), by_name,
			       &list->name_count);
	return list->names != NULL ? 0 : ERR_LIMIT;
}

int value_list_build(struct arena *arena, struct value_builder *builder, unsigned accepts,
		     struct text file, struct value_list *out_list)
{
	struct value_list list = { .accepts = accepts };

	if (file.at != NULL) {
		list.file = (struct text){ arena_text(arena, file.at, file.len), file.len };
		if (list.file.at == NULL)
			return ERR_LIMIT;
	}
	list.communities =
		distinct(arena, builder->communities, builder->community_count,
			 sizeof(*builder->communities), by_community, &list.community_count);
	if (list.communities == NULL || prefixes_build(arena, builder, &list) < 0 ||
	    asns_build(arena, builder, &list) < 0 || names_build(arena, builder, &list) < 0)
		return ERR_LIMIT;
	*out_list = list;
	return 0;
}

static void prefix_item_put(struct buffer *out, const struct prefix *prefix, unsigned accepts)
{
	struct address address = { prefix->hi, prefix->lo, prefix->family };
	char text[PREFIX_TEXT_MAX];

	if ((accepts & VALUE_ADDRESS) != 0 && prefix->len == family_bits(prefix->family))
		buffer_string(out, address_print(&address, text));
	else
		buffer_string(out, prefix_print(prefix, text));
}

static void item_put(struct buffer *out, const struct value_list *list, uint32_t i)
{
	if (i < list->prefix_count) {
		struct prefix prefix = cover_prefix(list->cover, i);
		prefix_item_put(out, &prefix, list->accepts);
		return;
	}
	i -= list->prefix_count;
	if (i < list->asn_count) {
		buffer_u64(out, list->asns[i].first);
		if (list->asns[i].last > list->asns[i].first)
			buffer_format(out, "-%u", list->asns[i].last);
		return;
	}
	i -= list->asn_count;
	if (i < list->community_count) {
		community_pattern_put(out, &list->communities[i]);
		return;
	}
	buffer_char(out, '"');
	buffer_text(out, list->names[i - list->community_count]);
	buffer_char(out, '"');
}

void value_list_put(struct buffer *out, const struct value_list *list)
{
	uint32_t count =
		list->prefix_count + list->asn_count + list->community_count + list->name_count;
	char quote = text_find(list->file, '"') < list->file.len ? '\'' : '"';

	if (list->file.at != NULL) {
		buffer_string(out, "in ");
		buffer_char(out, quote);
		buffer_text(out, list->file);
		buffer_char(out, quote);
		return;
	}
	if (count > 1)
		buffer_char(out, '{');
	for (uint32_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_string(out, ", ");
		item_put(out, list, i);
	}
	if (count > 1)
		buffer_char(out, '}');
}

bool value_list_exact(const struct value_list *list, const struct prefix *prefix)
{
	if (list->prefix_count <= 1)
		return list->prefix_count == 1 && prefix_equal(&list->only, prefix);
	uint32_t i = cover_find(list->cover, prefix);
	if (i == COVER_NONE)
		return false;
	struct prefix found = cover_prefix(list->cover, i);
	return found.len == prefix->len;
}

bool value_list_within(const struct value_list *list, const struct prefix *prefix)
{
	if (list->prefix_count <= 1)
		return list->prefix_count == 1 && prefix_covers(&list->only, prefix);
	return cover_find(list->cover, prefix) != COVER_NONE;
}

/* What a prefix covers stands at it and behind it, so the first there tells. */
bool value_list_covers(const struct value_list *list, const struct prefix *prefix)
{
	uint32_t from = 0, to = list->prefix_count;

	if (list->prefix_count <= 1)
		return list->prefix_count == 1 && prefix_covers(prefix, &list->only);
	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		struct prefix at = cover_prefix(list->cover, middle);
		if (prefix_compare(&at, prefix) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == list->prefix_count)
		return false;
	struct prefix found = cover_prefix(list->cover, from);
	return prefix_covers(prefix, &found);
}

bool value_list_address(const struct value_list *list, const struct address *address)
{
	if (list->prefix_count == 0 ||
	    (address->family != FAMILY_V4 && address->family != FAMILY_V6))
		return false;
	struct prefix host = prefix_of(address);
	return value_list_within(list, &host);
}

/* A '*' may stand for more each time that what follows it does not fit; only the last one is ever
 * taken up again, so the time is at most the product of both lengths. */
static bool name_match(struct text pattern, struct text name)
{
	size_t p = 0, n = 0, star = pattern.len, retry = 0;

	while (n < name.len) {
		if (p < pattern.len && pattern.at[p] == '*') {
			star = p++;
			retry = n;
		} else if (p < pattern.len && pattern.at[p] == name.at[n]) {
			p++;
			n++;
		} else if (star < pattern.len) {
			p = star + 1;
			n = ++retry;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.at[p] == '*')
		p++;
	return p == pattern.len;
}

bool value_list_name(const struct value_list *list, struct text name)
{
	for (uint32_t i = 0; i < list->name_count; i++)
		if (name_match(list->names[i], name))
			return true;
	return false;
}
