/* What judges paths, on real data: links that were inferred, and the paths of a real table. */
#include "base/testkit.h"

#include <stdio.h>

#include "base/memory.h"
#include "select/route_facts.h"
#include "sources/feed.h"
#include "validation/leak.h"
#include "wire/as_rel.h"
#include "wire/test_unpack.h"

enum { BUDGET = 1 << 26 };

/* Those that everybody counts, by the remarks in the file of May 2022. */
static const asn_t TIER1[] = { 174,  209,  286,  701,  1239, 1299, 2828, 2914, 3257, 3320,
			       3356, 3491, 5511, 6453, 6461, 6762, 6830, 7018, 12956 };

struct links {
	struct as_link *all; /* owned */
	size_t count, room;
};

static int keep_link(void *context, const struct as_link *link, struct place place)
{
	struct links *links = context;

	(void)place;
	links->all = memory_grow(links->all, &links->room, links->count + 1, sizeof(*links->all));
	links->all[links->count++] = *link;
	return 0;
}

/* NULL when there is no such file. */
static const struct relations *read_relations(const char *path, struct arena *arena)
{
	struct links links = { 0 };
	struct as_rel_sink sink = { &links, keep_link };
	const struct relations *relations = NULL;
	struct text input;
	struct as_rel rel;
	char *owned = test_unpack(path, SIZE_MAX, &input);

	if (owned == NULL)
		return NULL;
	as_rel_init(&rel, &sink);
	assert_int_equal(as_rel_feed(&rel, input), 0);
	assert_int_equal(as_rel_finish(&rel), 0);
	as_rel_clear(&rel);
	free(owned);
	arena_init(arena, BUDGET);
	assert_int_equal(relations_build(arena, links.all, links.count, NULL, 0, NULL, &relations),
			 0);
	print_message("# %s: %zu links in %zu bytes\n", path, relations_link_count(relations),
		      arena->used);
	free(links.all);
	return relations;
}

static bool is_known(asn_t asn)
{
	for (size_t i = 0; i < COUNT_OF(TIER1); i++)
		if (TIER1[i] == asn)
			return true;
	return false;
}

/* All of 2022, and of 2016 no other. */
static void the_top_is_found(void **state)
{
	static const struct {
		const char *path;
		size_t found;
	} files[] = {
		{ "relations/20220501.as-rel.txt.zst", COUNT_OF(TIER1) },
		{ "relations/20160101.as-rel.txt.zst", 17 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct arena arena = { 0 };
		const struct relations *relations = read_relations(files[i].path, &arena);
		size_t count;
		if (relations == NULL)
			skip();
		const asn_t *tier1 = relations_tier1(relations, &count);
		assert_int_equal(count, files[i].found);
		for (size_t k = 0; k < count; k++)
			assert_true(is_known(tier1[k]));
		assert_in_range(arena.used, 1, 8 << 20);
		arena_clear(&arena);
	}
}

struct judging {
	const struct relations *relations;
	struct route_facts facts;
	size_t paths, undecided, none, leaks[CONFIDENCE_HIGH + 1];
};

static void judge(void *context, const struct bgp_event *event)
{
	struct judging *judging = context;
	const struct hops *hops;

	if (event->kind != BGP_HAS)
		return;
	(void)route_facts_take(&judging->facts, &event->attributes);
	hops = route_facts_hops(&judging->facts);
	if (hops == NULL)
		return;
	struct leak_verdict leak = leak_check(judging->relations, hops, NULL);
	judging->paths++;
	judging->undecided += leak.state == LEAK_UNDECIDED;
	judging->none += leak.state == LEAK_NONE;
	if (leak.state == LEAK_FOUND)
		judging->leaks[leak.confidence]++;
}

/*
 * A table of September 2015, with links of three months later. Nearly all of what is low are
 * networks that sell or give transit to those whom the links call their peers; leaks of which we
 * are surer must be rare, or we are wrong about something.
 */
static void leaks_are_rare(void **state)
{
	struct judging judging = { 0 };
	struct feed_options options = { .sink = { &judging, .take = judge } };
	const char *path = test_data("mrt/rib.20150922.bz2");
	uint64_t time_us;
	struct arena arena;

	(void)state;
	if (path == NULL)
		skip();
	struct feed *feed = feed_open(window_open(path, NULL), KIND_MRT, &options);
	judging.relations = read_relations("relations/20160101.as-rel.txt.zst", &arena);
	assert_non_null(judging.relations);
	route_facts_init(&judging.facts);
	while (feed_next(feed, &time_us) > 0)
		feed_tell(feed);
	assert_int_equal(feed_error(feed), 0);
	window_close(feed_close(feed));
	route_facts_clear(&judging.facts);
	print_message(
		"# %zu paths: %zu none, %zu undecided; leaks: %zu low, %zu medium, %zu high\n",
		judging.paths, judging.none, judging.undecided, judging.leaks[CONFIDENCE_LOW],
		judging.leaks[CONFIDENCE_MEDIUM], judging.leaks[CONFIDENCE_HIGH]);
	size_t surer = judging.leaks[CONFIDENCE_MEDIUM] + judging.leaks[CONFIDENCE_HIGH];
	assert_in_range(judging.paths, 600000, 700000);
	assert_in_range(surer, judging.paths / 1000, judging.paths / 100);
	assert_in_range(judging.undecided, 1, judging.paths / 100);
	assert_in_range(judging.none, judging.paths / 10 * 7, judging.paths);
	arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_top_is_found),
		cmocka_unit_test(leaks_are_rare),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
