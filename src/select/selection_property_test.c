/*
 * Random filters over random events: selection.c agrees with a naive evaluation of what the events
 * were made of, and what it answers of a part of an event holds for every whole that the part could
 * belong to.
 */
#include "base/testkit.h"

#include <assert.h>

#include "base/utc.h"
#include "net/test_prefix.h"
#include "select/test_filter.h"

enum { FILTERS = 3000, EVENTS = 40, COMPLETIONS = 8, PATH_MAX_HOPS = 6 };

/* What an event is made of. */
struct sample {
	enum bgp_event_kind kind;
	enum bgp_format format;
	uint64_t time_us;
	bool at_rrc;
	asn_t peer;
	enum bgp_rib rib;
	unsigned afi, safi;
	bool has_prefix, is_malformed;
	struct prefix prefix;
	asn_t path[PATH_MAX_HOPS];
	unsigned path_length; /* with prepends */
	bool ends_in_set;     /* the last of the path is a set of its own */
	bool has_med;
	uint32_t med, community;
	uint8_t bytes[128];
	size_t size;
};

static void put(struct sample *sample, uint64_t value, unsigned octets)
{
	for (unsigned shift = octets * 8; shift > 0; shift -= 8)
		sample->bytes[sample->size++] = (uint8_t)(value >> (shift - 8));
}

static void attributes_make(struct sample *sample)
{
	unsigned length = sample->path_length, sets = sample->ends_in_set;
	unsigned header = (length > sets ? 2 : 0) + 2 * sets;

	sample->size = 0;
	put(sample, 0x4002, 2);
	put(sample, header + 4 * length, 1);
	if (length > sets)
		put(sample, 0x0200 | (length - sets), 2);
	for (unsigned i = 0; i < length; i++) {
		if (sets > 0 && i == length - 1)
			put(sample, 0x0101, 2);
		put(sample, sample->path[i], 4);
	}
	if (sample->has_med) {
		put(sample, 0x800404, 3);
		put(sample, sample->med, 4);
	}
	if (sample->community != 0) {
		put(sample, 0xc00804, 3);
		put(sample, sample->community, 4);
	}
}

static bool is_route(const struct sample *sample)
{
	return sample->kind <= BGP_WITHDRAWS;
}

static enum bgp_event_kind random_kind(enum bgp_format format)
{
	static const enum bgp_event_kind others[] = { BGP_ANNOUNCES, BGP_ANNOUNCES,
						      BGP_WITHDRAWS, BGP_STATE_CHANGES,
						      BGP_SAYS,      BGP_UNREAD };
	static const enum bgp_event_kind of_tables[] = { BGP_HAS, BGP_HAS, BGP_LISTS_PEERS };

	if (format == FORMAT_TABLE_DUMP_V2)
		return of_tables[random_below(COUNT_OF(of_tables))];
	if (format == FORMAT_BMP && random_below(8) == 0)
		return BGP_REPORTS;
	return others[random_below(COUNT_OF(others))];
}

static struct sample random_sample(void)
{
	static const enum bgp_format formats[] = { FORMAT_TABLE_DUMP_V2, FORMAT_BGP4MP,
						   FORMAT_BMP };
	static const char *const prefixes[] = { "192.0.2.0/24", "192.0.2.128/25", "192.0.0.0/16",
						"203.0.113.0/24", "2001:db8::/32" };
	static const asn_t asns[] = { 64496, 64497, 64500, 64510 };
	struct sample sample = { .format = formats[random_below(COUNT_OF(formats))],
				 .time_us = (1771774200 + random_below(3)) * UTC_SECOND,
				 .at_rrc = random_below(2) == 0,
				 .peer = asns[random_below(COUNT_OF(asns))],
				 .is_malformed = random_below(8) == 0,
				 .path_length = random_below(PATH_MAX_HOPS + 1),
				 .has_med = random_below(2) == 0,
				 .med = random_below(3),
				 .community =
					 random_below(3) == 0 ? 0 : 0xfbf00064 + random_below(2) };

	sample.kind = random_kind(sample.format);
	sample.rib = sample.format == FORMAT_BMP ? RIB_IN_PRE + random_below(2) : RIB_UNTOLD;
	sample.has_prefix = is_route(&sample) && random_below(10) > 0;
	sample.prefix = test_prefix(prefixes[random_below(COUNT_OF(prefixes))]);
	sample.afi = sample.prefix.family == FAMILY_V4 ? 1 : 2;
	sample.safi = sample.has_prefix ? 1 : 128;
	for (unsigned i = 0; i < sample.path_length; i++)
		sample.path[i] = asns[random_below(COUNT_OF(asns))];
	sample.ends_in_set = sample.path_length > 0 && random_below(6) == 0;
	attributes_make(&sample);
	return sample;
}

static struct bgp_event event_of(const struct sample *sample)
{
	struct bgp_event event = {
		.kind = sample->kind,
		.format = sample->format,
		.time_us = sample->time_us,
		.collector = text_of(sample->at_rrc ? "rrc00" : "route-views2"),
		.peer.asn = sample->peer,
		.rib = sample->rib,
		.faults = sample->is_malformed ? (const void *)"" : NULL,
	};

	if (is_route(sample)) {
		event.afi = sample->afi;
		event.safi = sample->safi;
		event.has_prefix = sample->has_prefix;
		event.prefix = sample->prefix;
		event.attributes = (struct attr_block){ reader_over(sample->bytes, sample->size), 4,
							ATTR_NEXT_HOP_ANY };
	}
	return event;
}

/* Without prepends; its length. The set at the end is no prepend. */
static unsigned hops_of(const struct sample *sample, asn_t hops[PATH_MAX_HOPS])
{
	unsigned count = 0;

	for (unsigned i = 0; i < sample->path_length; i++) {
		bool set = sample->ends_in_set && i == sample->path_length - 1;
		if (count == 0 || set || hops[count - 1] != sample->path[i])
			hops[count++] = sample->path[i];
	}
	return count;
}

static bool has_pair(const struct sample *sample, asn_t first, asn_t second)
{
	asn_t hops[PATH_MAX_HOPS];
	unsigned count = hops_of(sample, hops);

	for (unsigned i = 0; i + 1 < count; i++)
		if (hops[i] == first && hops[i + 1] == second)
			return true;
	return false;
}

static bool has_as(const struct sample *sample, asn_t asn)
{
	for (unsigned i = 0; i < sample->path_length; i++)
		if (sample->path[i] == asn)
			return true;
	return false;
}

static asn_t origin_of(const struct sample *sample)
{
	if (sample->ends_in_set)
		return ASN_NONE;
	return sample->path_length > 0 ? sample->path[sample->path_length - 1] : sample->peer;
}

static bool has_attributes(const struct sample *sample)
{
	return is_route(sample) && sample->kind != BGP_WITHDRAWS;
}

/* The terms, and what each means of a sample. */
#define LEAVES(X)                                                                                  \
	X("prefix exact 192.0.2.0/24",                                                             \
	  s->has_prefix && s->prefix.len == 24 && s->prefix.hi >> 40 == 0xc00002)                  \
	X("prefix within {192.0.0.0/16, 2001:db8::/32}",                                           \
	  s->has_prefix && (s->prefix.hi >> 48 == 0xc000 || s->prefix.family == FAMILY_V6))        \
	X("prefix covers 192.0.2.200", s->has_prefix && s->prefix.hi >> 48 == 0xc000)              \
	X("prefix length >= 25", s->has_prefix && s->prefix.len >= 25)                             \
	X("origin 64500", has_attributes(s) && origin_of(s) == 64500)                              \
	X("origin in asns", has_attributes(s) && origin_of(s) >= 64500)                            \
	X("origin set", has_attributes(s) && s->ends_in_set)                                       \
	X("path has 64497", has_attributes(s) && has_as(s, 64497))                                 \
	X("path has 64496 64500", has_attributes(s) && has_pair(s, 64496, 64500))                  \
	X("path matches \"^64496\"",                                                               \
	  has_attributes(s) && s->path_length > 0 && s->path[0] == 64496)                          \
	X("path matches \"64496 64500\"", has_attributes(s) && has_pair(s, 64496, 64500))          \
	X("path length < 3", has_attributes(s) && hops_of(s, (asn_t[PATH_MAX_HOPS]){ 0 }) < 3)     \
	X("peer 64497", s->peer == 64497)                                                          \
	X("community 64496:100", has_attributes(s) && s->community == 0xfbf00064)                  \
	X("community 64496:*", has_attributes(s) && s->community != 0)                             \
	X("type announce", s->kind == BGP_ANNOUNCES)                                               \
	X("type {route, state}", s->kind == BGP_HAS || s->kind == BGP_STATE_CHANGES)               \
	X("type report", s->kind == BGP_REPORTS)                                                   \
	X("time > 1771774200", s->time_us > UINT64_C(1771774200000000))                            \
	X("time from 1771774201 to 1771774202", s->time_us == UINT64_C(1771774201000000))          \
	X("family ipv6", is_route(s) && s->afi == 2 && s->safi == 1)                               \
	X("family vpn", is_route(s) && s->safi == 128)                                             \
	X("collector rrc*", s->at_rrc)                                                             \
	X("rib in-post", s->rib == RIB_IN_POST)                                                    \
	X("med >= 1", has_attributes(s) && s->has_med && s->med >= 1)                              \
	X("malformed", s->is_malformed)                                                            \
	X("bogon prefix", s->has_prefix && s->prefix.len != 16)                                    \
	X("bogon asn", has_attributes(s) && s->path_length > 0)                                    \
	X("rpki valid", has_attributes(s) && s->has_prefix && origin_of(s) == 64500 &&             \
				s->prefix.family == FAMILY_V4 && s->prefix.len != 16)              \
	X("irr exact", has_attributes(s) && s->has_prefix && s->prefix.len == 24 &&                \
			       origin_of(s) == (s->prefix.hi >> 40 == 0xc00002 ? 64500 : 64510))

#define LEAF_TEXT(text, means) (text),
static const char *const LEAF_TEXTS[] = { LEAVES(LEAF_TEXT) };

static bool leaf_holds(unsigned leaf, const struct sample *s)
{
#define LEAF_MEANS(text, means) (means),
	const bool holds[] = { LEAVES(LEAF_MEANS) };
	return holds[leaf];
}

/* A filter as the naive evaluation sees it. */
struct tree {
	enum { LEAF, NOT, AND, OR } kind;
	unsigned leaf;
	const struct tree *left, *right;
};

static const struct tree *random_tree(struct tree *nodes, unsigned *used, unsigned depth)
{
	struct tree *tree = &nodes[(*used)++];
	unsigned kind = depth == 0 ? 0 : random_below(6);

	*tree = (struct tree){ .kind = LEAF, .leaf = random_below(COUNT_OF(LEAF_TEXTS)) };
	if (kind < 2)
		return tree;
	tree->kind = kind == 2 ? NOT : kind % 2 == 0 ? AND : OR;
	tree->left = random_tree(nodes, used, depth - 1);
	tree->right = tree->kind != NOT ? random_tree(nodes, used, depth - 1) : NULL;
	return tree;
}

static void tree_put(struct buffer *out, const struct tree *tree)
{
	assert(tree != NULL);
	if (tree->kind == LEAF) {
		buffer_string(out, LEAF_TEXTS[tree->leaf]);
		return;
	}
	buffer_string(out, tree->kind == NOT ? "not (" : "(");
	tree_put(out, tree->left);
	if (tree->kind != NOT) {
		buffer_string(out, tree->kind == AND ? ") and (" : ") or (");
		tree_put(out, tree->right);
	}
	buffer_char(out, ')');
}

static bool tree_holds(const struct tree *tree, const struct sample *sample)
{
	assert(tree != NULL);
	switch (tree->kind) {
	case LEAF:
		return leaf_holds(tree->leaf, sample);
	case NOT:
		return !tree_holds(tree->left, sample);
	case AND:
		return tree_holds(tree->left, sample) && tree_holds(tree->right, sample);
	case OR:
		return tree_holds(tree->left, sample) || tree_holds(tree->right, sample);
	}
	return false;
}

/* Another event that agrees with what is known of this one. */
static struct sample completion_of(const struct sample *sample, unsigned known)
{
	struct sample other = random_sample();

	if ((known & BGP_KNOWS_RECORD) != 0) {
		other.format = sample->format;
		other.time_us = sample->time_us;
		other.at_rrc = sample->at_rrc;
		other.kind = random_kind(other.format);
	}
	if ((known & BGP_KNOWS_PEER) != 0) {
		other.peer = sample->peer;
		other.rib = sample->rib;
	}
	if ((known & BGP_KNOWS_PREFIX) != 0) {
		other.kind = sample->kind;
		other.afi = sample->afi;
		other.safi = sample->safi;
		other.prefix = sample->prefix;
		other.has_prefix = sample->has_prefix;
	}
	other.has_prefix = other.has_prefix && is_route(&other);
	return other;
}

static void check_parts(struct selection *selection, const struct tree *tree,
			const struct sample *sample)
{
	struct bgp_event event = event_of(sample);

	for (unsigned known = 0; known < BGP_KNOWS_ALL; known++) {
		enum selection_answer part = selection_check(selection, &event, known);
		if (part == SELECT_OPEN)
			continue;
		assert_int_equal(part == SELECT_YES, tree_holds(tree, sample));
		for (unsigned i = 0; i < COMPLETIONS; i++) {
			struct sample whole = completion_of(sample, known);
			assert_int_equal(part == SELECT_YES, tree_holds(tree, &whole));
		}
	}
}

static void agrees_with_the_naive(void **state)
{
	struct select_validators validators;
	struct tree nodes[1 << 5];
	struct arena arena, sets;
	struct buffer text;
	unsigned counts[3] = { 0 };

	(void)state;
	arena_init(&sets, 1 << 24);
	arena_init(&arena, 1 << 24);
	buffer_init(&text);
	validators = test_validators(&sets);
	for (unsigned i = 0; i < FILTERS; i++) {
		struct selection selection;
		unsigned used = 0;
		const struct tree *tree = random_tree(nodes, &used, 4);
		text.used = 0;
		tree_put(&text, tree);
		buffer_char(&text, '\0');
		selection_init(&selection, test_parse(&arena, text.bytes), &validators);
		for (unsigned k = 0; k < EVENTS; k++) {
			struct sample sample = random_sample();
			struct bgp_event event = event_of(&sample);
			enum selection_answer answer =
				selection_check(&selection, &event, BGP_KNOWS_ALL);
			counts[answer]++;
			if (answer != (tree_holds(tree, &sample) ? SELECT_YES : SELECT_NO))
				fail_msg("%s", text.bytes);
			check_parts(&selection, tree, &sample);
		}
		selection_clear(&selection);
		arena_clear(&arena);
	}
	assert_int_equal(counts[SELECT_OPEN], 0);
	assert_true(counts[SELECT_NO] > FILTERS && counts[SELECT_YES] > FILTERS);
	buffer_clear(&text);
	arena_clear(&arena);
	arena_clear(&sets);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(agrees_with_the_naive) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
