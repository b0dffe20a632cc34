#include "base/testkit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "net/test_prefix.h"
#include "validation/as_set_expansion.h"
#include "validation/test_as_sets.h"

#define BUDGET ((size_t)1 << 30)

static const struct text order[] = { { "RIPE", 4 }, { "ARIN", 4 } };

/* Sets out of a text, and one of them expanded. */
struct desk {
	struct arena arena;
	const struct as_sets *sets;
	struct as_set_expansion expansion;
	int err;
};

static void desk_init(struct desk *desk, struct text text, const char *name,
		      const struct as_set_limits *limits)
{
	struct as_set_draft draft;

	*desk = (struct desk){ 0 };
	arena_init(&desk->arena, BUDGET);
	as_set_draft_init(&draft);
	assert_int_equal(test_as_sets_draft(&draft, text), 0);
	assert_int_equal(as_sets_build(&desk->arena, &draft, order, COUNT_OF(order), &desk->sets),
			 0);
	as_set_draft_clear(&draft);
	desk->err = as_sets_expand(desk->sets, NULL, text_of(name), limits, &desk->expansion);
}

static void desk_clear(struct desk *desk)
{
	if (desk->err != ERR_NOT_FOUND)
		as_set_expansion_clear(&desk->expansion);
	arena_clear(&desk->arena);
}

static void put_visit(struct buffer *out, const struct as_set_expansion *expansion, uint32_t visit)
{
	struct as_set set = as_set_visited(expansion, visit);

	buffer_text(out, set.source);
	buffer_string(out, "::");
	buffer_text(out, set.name);
}

static void put_chain(struct buffer *out, const struct as_set_expansion *expansion, uint32_t visit)
{
	uint32_t chain[16];
	size_t count = as_set_chain(expansion, visit, chain, COUNT_OF(chain));

	assert_true(count <= COUNT_OF(chain));
	for (size_t i = 0; i < count; i++) {
		put_visit(out, expansion, chain[i]);
		buffer_string(out, " > ");
	}
}

/* All that an expansion says, a line each. */
static void put_expansion(struct buffer *out, const struct as_set_expansion *expansion)
{
	for (size_t i = 0; i < expansion->asn_count; i++) {
		put_chain(out, expansion, expansion->asns[i].visit);
		buffer_format(out, "AS%u%s\n", expansion->asns[i].asn,
			      expansion->asns[i].by_ref ? " by reference" : "");
	}
	for (size_t i = 0; i < expansion->missing_count; i++) {
		const struct as_set_missing *missing = &expansion->missing[i];
		put_chain(out, expansion, missing->visit);
		if (missing->source != AS_SET_WORD_NONE) {
			buffer_text(out, as_sets_word(expansion->sets, missing->source));
			buffer_string(out, "::");
		}
		buffer_text(out, as_sets_word(expansion->sets, missing->name));
		buffer_string(out, " is missing\n");
	}
	for (size_t i = 0; i < expansion->loop_count; i++) {
		put_visit(out, expansion, expansion->loops[i].from);
		buffer_string(out, " leads back to ");
		put_visit(out, expansion, expansion->loops[i].to);
		buffer_char(out, '\n');
	}
	for (uint32_t i = 0; i < expansion->visit_count; i++)
		if (expansion->visits[i].homonyms > 0) {
			put_visit(out, expansion, i);
			buffer_format(out, " has %u of its name\n", expansion->visits[i].homonyms);
		}
	if (expansion->any + expansion->bad > 0)
		buffer_format(out, "%u any, %u bad\n", (unsigned)expansion->any,
			      (unsigned)expansion->bad);
	if (expansion->limit != NULL)
		buffer_format(out, "%s\n", expansion->limit);
}

static void assert_expands(const char *text, const char *name, const char *expected)
{
	struct buffer said;
	struct desk desk;

	buffer_init(&said);
	desk_init(&desk, text_of(text), name, NULL);
	assert_int_equal(desk.err, 0);
	put_expansion(&said, &desk.expansion);
	buffer_char(&said, '\0');
	assert_string_equal(said.bytes, expected);
	desk_clear(&desk);
	buffer_clear(&said);
}

static void every_as_has_its_chain(void **state)
{
	(void)state;
	assert_expands("set RIPE AS-A AS3 AS-B AS1\n"
		       "set RIPE AS-B AS2 AS-C AS1\n"
		       "set RIPE AS-C AS4 AS2\n",
		       "as-a",
		       "RIPE::AS-A > AS1\n"
		       "RIPE::AS-A > RIPE::AS-B > AS2\n"
		       "RIPE::AS-A > AS3\n"
		       "RIPE::AS-A > RIPE::AS-B > RIPE::AS-C > AS4\n");
	/* The shortest chain, though the other one is said first. */
	assert_expands("set RIPE AS-A AS-B AS-C\n"
		       "set RIPE AS-B AS-C\n"
		       "set RIPE AS-C AS1\n",
		       "AS-A", "RIPE::AS-A > RIPE::AS-C > AS1\n");
	assert_expands("set RIPE AS-A by MAINT-A\nas RIPE 7 AS-A by MAINT-A\n", "AS-A",
		       "RIPE::AS-A > AS7 by reference\n");
	assert_expands("set RIPE AS-A AS7 by MAINT-A\nas RIPE 7 AS-A by MAINT-A\n", "AS-A",
		       "RIPE::AS-A > AS7\n");
	assert_expands("set RIPE AS-A\n", "AS-A", "");
}

/* The chain that goes from a set of one source to one of another is taken, but told. */
static void homonyms_are_told(void **state)
{
	(void)state;
	assert_expands("set RADB AS-A AS-X RIPE::AS-X AS-Y\n"
		       "set RADB AS-X AS1\n"
		       "set RIPE AS-X AS2\n"
		       "set ARIN AS-Y AS3\n"
		       "set ALTDB AS-Y AS4\n"
		       "set ALTDB AS-A AS5\n",
		       "AS-A",
		       "ALTDB::AS-A > AS5\n"
		       "ALTDB::AS-A has 1 of its name\n");
	assert_expands("set RADB AS-A AS-X RIPE::AS-X AS-Y\n"
		       "set RADB AS-X AS1\n"
		       "set RIPE AS-X AS2\n"
		       "set ARIN AS-Y AS3\n"
		       "set ALTDB AS-Y AS4\n",
		       "AS-A",
		       "RADB::AS-A > RADB::AS-X > AS1\n"
		       "RADB::AS-A > RIPE::AS-X > AS2\n"
		       "RADB::AS-A > ARIN::AS-Y > AS3\n"
		       "RADB::AS-X has 1 of its name\n"
		       "ARIN::AS-Y has 1 of its name\n");
}

static void what_is_missing_or_says_nothing(void **state)
{
	(void)state;
	assert_expands("set RIPE AS-A AS-GONE AS-B RADB::AS-B ANY AS-ANY AS0 RS-X junk AS1\n"
		       "set RIPE AS-B as-gone RADB::AS-B AS-AWAY\n",
		       "AS-A",
		       "RIPE::AS-A > AS1\n"
		       "RIPE::AS-A > RIPE::AS-B > AS-AWAY is missing\n"
		       "RIPE::AS-A > RADB::AS-B is missing\n"
		       "RIPE::AS-A > AS-GONE is missing\n"
		       "2 any, 3 bad\n");
}

static void loops(void **state)
{
	(void)state;
	assert_expands("set RIPE AS-A AS-A AS1\n", "AS-A",
		       "RIPE::AS-A > AS1\nRIPE::AS-A leads back to RIPE::AS-A\n");
	assert_expands("set RIPE AS-A AS-B\nset RIPE AS-B AS-C\nset RIPE AS-C AS-A AS1\n", "AS-A",
		       "RIPE::AS-A > RIPE::AS-B > RIPE::AS-C > AS1\n"
		       "RIPE::AS-C leads back to RIPE::AS-A\n");
	/* Below the first, and off every shortest chain. */
	assert_expands("set RIPE AS-A AS-B AS-C\nset RIPE AS-B AS-C\nset RIPE AS-C AS-B\n", "AS-A",
		       "RIPE::AS-C leads back to RIPE::AS-B\n");
	/* Twice the same set is no loop. */
	assert_expands("set RIPE AS-A AS-B AS-C AS-B\nset RIPE AS-B AS-D\nset RIPE AS-C AS-D\n"
		       "set RIPE AS-D AS1\n",
		       "AS-A", "RIPE::AS-A > RIPE::AS-B > RIPE::AS-D > AS1\n");
	/* Of one name, but two sets. */
	assert_expands("set RIPE AS-A RADB::AS-A\nset RADB AS-A AS1\n", "AS-A",
		       "RIPE::AS-A > RADB::AS-A > AS1\nRIPE::AS-A has 1 of its name\n");
}

static void what_is_not_there_is_not_found(void **state)
{
	struct text nowhere = TEXT("RADB");
	struct desk desk;
	(void)state;

	desk_init(&desk, TEXT("set RIPE AS-A AS1\n"), "AS-B", NULL);
	assert_int_equal(desk.err, ERR_NOT_FOUND);
	assert_int_equal(as_sets_expand(desk.sets, &nowhere, TEXT("AS-A"), NULL, &desk.expansion),
			 ERR_NOT_FOUND);
	nowhere = TEXT("ripe");
	desk.err = as_sets_expand(desk.sets, &nowhere, TEXT("as-a"), NULL, &desk.expansion);
	assert_int_equal(desk.err, 0);
	assert_int_equal(desk.expansion.visits[0].homonyms, 0);
	assert_non_null(as_set_expansion_find(&desk.expansion, 1));
	assert_null(as_set_expansion_find(&desk.expansion, 2));
	assert_null(as_set_expansion_find(&desk.expansion, 0));
	desk_clear(&desk);
}

/* A chain of `depth` sets below the first, with one AS at its end. */
static void put_tower(struct buffer *out, unsigned depth)
{
	for (unsigned i = 0; i < depth; i++)
		buffer_format(out, "set RIPE AS-%u AS-%u\n", i, i + 1);
	buffer_format(out, "set RIPE AS-%u AS1\n", depth);
}

/* Each level names both sets of the next twice: 2 to the power of `depth` ways, and more. */
static void put_doubling(struct buffer *out, unsigned depth)
{
	for (unsigned i = 0; i < depth; i++)
		for (unsigned side = 0; side < 2; side++)
			buffer_format(out, "set RIPE AS-%u%s AS-%u AS-%uX AS-%u AS-%uX AS%u\n", i,
				      side ? "X" : "", i + 1, i + 1, i + 1, i + 1,
				      i * 2 + side + 1);
	buffer_format(out, "set RIPE AS-%u\nset RIPE AS-%uX\n", depth, depth);
}

static void put_wide(struct buffer *out, unsigned members)
{
	buffer_string(out, "set RIPE AS-0");
	for (unsigned i = 1; i <= members; i++)
		buffer_format(out, " AS%u", i);
	buffer_char(out, '\n');
}

/* As many sets as there are, all below the first. */
static void put_broad(struct buffer *out, unsigned sets)
{
	buffer_string(out, "set RIPE AS-0");
	for (unsigned i = 1; i <= sets; i++)
		buffer_format(out, " AS-%u", i);
	for (unsigned i = 1; i <= sets; i++)
		buffer_format(out, "\nset RIPE AS-%u AS%u", i, i);
	buffer_char(out, '\n');
}

/* A ring of sets, each of which names all the others. */
static void put_ring(struct buffer *out, unsigned sets)
{
	for (unsigned i = 0; i < sets; i++) {
		buffer_format(out, "set RIPE AS-%u", i);
		for (unsigned k = 0; k < sets; k++)
			buffer_format(out, " AS-%u", k);
		buffer_format(out, " AS%u\n", i + 1);
	}
}

static void bombs_do_not_go_off(void **state)
{
	static const struct {
		void (*put)(struct buffer *out, unsigned size);
		unsigned size;
		int err;
		size_t asns, visits, loops;
		const char *limit;
	} cases[] = {
		{ put_tower, AS_SET_DEPTH_MAX, 0, 1, AS_SET_DEPTH_MAX + 1, 0, NULL },
		{ put_tower, AS_SET_DEPTH_MAX + 1, ERR_LIMIT, 0, AS_SET_DEPTH_MAX + 1, 0,
		  "its sets stand too deep below each other" },
		{ put_tower, 1000, ERR_LIMIT, 0, AS_SET_DEPTH_MAX + 1, 0,
		  "its sets stand too deep below each other" },
		{ put_doubling, 100, 0, 199, 201, 0, NULL },
		{ put_wide, AS_SET_ASNS_MAX, 0, AS_SET_ASNS_MAX, 1, 0, NULL },
		{ put_wide, AS_SET_ASNS_MAX + 1, ERR_LIMIT, AS_SET_ASNS_MAX + 1, 1, 0,
		  "it comes to too many ASes" },
		{ put_wide, 1000000, ERR_LIMIT, 1000000, 1, 0, "it comes to too many ASes" },
		{ put_broad, AS_SET_SETS_MAX, ERR_LIMIT, 0, AS_SET_SETS_MAX, 0,
		  "it comes to too many sets" },
		{ put_broad, AS_SET_SETS_MAX - 1, 0, AS_SET_SETS_MAX - 1, AS_SET_SETS_MAX, 0,
		  NULL },
		/* 1,000 sets that name 1,000 each: a million members, half of them back. */
		{ put_ring, 1000, 0, 1000, 1000, 500500, NULL },
		{ put_ring, 2200, ERR_LIMIT, 1905, 2200, 0, "its sets have too many members" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buffer text;
		struct desk desk;
		buffer_init(&text);
		cases[i].put(&text, cases[i].size);
		print_message("# %u\n", (unsigned)i);
		desk_init(&desk, (struct text){ text.bytes, text.used }, "AS-0", NULL);
		assert_int_equal(desk.err, cases[i].err);
		assert_int_equal(desk.expansion.asn_count, cases[i].asns);
		assert_int_equal(desk.expansion.visit_count, cases[i].visits);
		assert_int_equal(desk.expansion.loop_count, cases[i].loops);
		if (cases[i].limit != NULL)
			assert_string_equal(desk.expansion.limit, cases[i].limit);
		else
			assert_null(desk.expansion.limit);
		desk_clear(&desk);
		buffer_clear(&text);
	}
}

static void own_limits(void **state)
{
	static const struct {
		struct as_set_limits limits;
		int err;
	} cases[] = {
		{ { 3, 3, 1, 5 }, 0 },         { { 2, 3, 1, 5 }, ERR_LIMIT },
		{ { 3, 2, 1, 5 }, ERR_LIMIT }, { { 3, 3, 0, 5 }, ERR_LIMIT },
		{ { 3, 3, 1, 4 }, ERR_LIMIT }, { { 0, 0, 0, 0 }, ERR_LIMIT },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct desk desk;
		desk_init(&desk,
			  TEXT("set RIPE AS-A AS-B AS-C\nset RIPE AS-B AS1 AS2\n"
			       "set RIPE AS-C AS3\n"),
			  "AS-A", &cases[i].limits);
		print_message("# %u\n", (unsigned)i);
		assert_int_equal(desk.err, cases[i].err);
		desk_clear(&desk);
	}
}

/*
 * Random sets, expanded by going round and round until nothing is new. A set is a number, source *
 * NAMES + name; member m of it is in `members`.
 */
enum { SOURCES = 3, NAMES = 6, SETS = SOURCES * NAMES, MEMBERS = 4, ASNS = 12 };

struct world {
	bool there[SETS];
	struct {
		bool is_set;
		unsigned value, source; /* source SOURCES: not said */
	} members[SETS][MEMBERS];
	unsigned counts[SETS];
};

static const char *const source_names[] = { "RIPE", "ARIN", "RADB" }; /* in order */

static void world_draw(struct world *world, struct buffer *text)
{
	*world = (struct world){ 0 };
	for (unsigned set = 0; set < SETS; set++) {
		world->there[set] = random_below(3) != 0 || set == 0;
		if (!world->there[set])
			continue;
		buffer_format(text, "set %s AS-%u", source_names[set / NAMES], set % NAMES);
		world->counts[set] = random_below(MEMBERS + 1);
		for (unsigned m = 0; m < world->counts[set]; m++) {
			bool is_set = random_below(2) == 0;
			unsigned source = random_below(SOURCES * 3);
			world->members[set][m].is_set = is_set;
			world->members[set][m].value = random_below(is_set ? NAMES : ASNS);
			world->members[set][m].source = source < SOURCES ? source : SOURCES;
			buffer_char(text, ' ');
			if (is_set && source < SOURCES)
				buffer_format(text, "%s::", source_names[source]);
			buffer_format(text, is_set ? "AS-%u" : "AS%u",
				      world->members[set][m].value + !is_set);
		}
		buffer_char(text, '\n');
	}
}

/* The set that a member means, or SETS. */
static unsigned meant(const struct world *world, unsigned set, unsigned m)
{
	unsigned name = world->members[set][m].value, said = world->members[set][m].source;

	if (said < SOURCES)
		return world->there[said * NAMES + name] ? said * NAMES + name : SETS;
	if (world->there[set / NAMES * NAMES + name])
		return set / NAMES * NAMES + name;
	for (unsigned source = 0; source < SOURCES; source++)
		if (world->there[source * NAMES + name])
			return source * NAMES + name;
	return SETS;
}

/* From every set to every set, in at least one step: the fewest steps, or 0 for none. */
static void distances(const struct world *world, unsigned steps[SETS][SETS])
{
	memset(steps, 0, sizeof(unsigned[SETS][SETS]));
	for (unsigned set = 0; set < SETS; set++)
		for (unsigned m = 0; m < world->counts[set]; m++)
			if (world->members[set][m].is_set && meant(world, set, m) < SETS)
				steps[set][meant(world, set, m)] = 1;
	for (unsigned k = 0; k < SETS; k++)
		for (unsigned i = 0; i < SETS; i++)
			for (unsigned j = 0; j < SETS; j++) {
				unsigned by = steps[i][k] + steps[k][j];
				if (steps[i][k] != 0 && steps[k][j] != 0 &&
				    (steps[i][j] == 0 || by < steps[i][j]))
					steps[i][j] = by;
			}
}

static void compare(const struct world *world, const struct as_set_expansion *expansion)
{
	unsigned steps[SETS][SETS], depths[ASNS], visits = 0, asns = 0;
	bool missing[SETS + NAMES] = { 0 }, loop = false;
	size_t missing_count = 0;

	distances(world, steps);
	memset(depths, 0xff, sizeof(depths));
	for (unsigned set = 0; set < SETS; set++) {
		if (set != 0 && steps[0][set] == 0)
			continue;
		unsigned depth = set != 0 ? steps[0][set] : 0;
		visits++;
		loop = loop || steps[set][set] != 0;
		for (unsigned m = 0; m < world->counts[set]; m++) {
			unsigned value = world->members[set][m].value;
			if (!world->members[set][m].is_set && depth < depths[value])
				depths[value] = depth;
			if (world->members[set][m].is_set && meant(world, set, m) == SETS)
				missing[world->members[set][m].source * NAMES + value] = true;
		}
	}
	for (unsigned i = 0; i < SETS + NAMES; i++)
		missing_count += missing[i];
	for (asn_t asn = 0; asn < ASNS; asn++) {
		const struct as_set_asn *found = as_set_expansion_find(expansion, asn + 1);
		assert_int_equal(found != NULL, depths[asn] != UINT32_MAX);
		asns += found != NULL;
		if (found != NULL)
			assert_int_equal(expansion->visits[found->visit].depth, depths[asn]);
	}
	assert_int_equal(expansion->asn_count, asns);
	assert_int_equal(expansion->visit_count, visits);
	assert_int_equal(expansion->missing_count, missing_count);
	assert_int_equal(expansion->loop_count > 0, loop);
}

static void random_sets_agree_with_going_round(void **state)
{
	unsigned with_loops = 0;
	(void)state;

	srandom(21);
	for (unsigned round = 0; round < 5000; round++) {
		static struct world world;
		struct buffer text;
		struct desk desk;
		buffer_init(&text);
		world_draw(&world, &text);
		desk_init(&desk, (struct text){ text.bytes, text.used }, "AS-0", NULL);
		assert_int_equal(desk.err, 0);
		compare(&world, &desk.expansion);
		with_loops += desk.expansion.loop_count > 0;
		desk_clear(&desk);
		buffer_clear(&text);
	}
	assert_in_range(with_loops, 500, 4500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_as_has_its_chain),
		cmocka_unit_test(homonyms_are_told),
		cmocka_unit_test(what_is_missing_or_says_nothing),
		cmocka_unit_test(loops),
		cmocka_unit_test(what_is_not_there_is_not_found),
		cmocka_unit_test(bombs_do_not_go_off),
		cmocka_unit_test(own_limits),
		cmocka_unit_test(random_sets_agree_with_going_round),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
