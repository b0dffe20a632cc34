#include "norms/yaml_fields.h"

#include "base/testkit.h"

#include <stdio.h>

enum { BUDGET = 1 << 20, MESSAGE = 128 };

enum colour { RED, GREEN };

struct part {
	const char *name;
};

struct thing {
	const char *name;
	unsigned count;
	double share;
	bool is_good;
	enum colour colour;
	const char *const *words;
	const struct part *parts;
	size_t part_count;
	unsigned inner;
};

static const char *const colours[] = { "red", "green", NULL };
static const char *const none[] = { NULL };
static const struct thing defaults = { .share = 0.5, .words = none };
static const struct part part_defaults = { .name = "" };

static int no_bad_name(struct yaml_reading *reading, const struct yaml_node *map,
		       const void *filled)
{
	const struct part *part = filled;

	if (strcmp(part->name, "bad") == 0)
		return yaml_refuse(reading, map->line, "a part is %s", part->name);
	return 0;
}

static const struct field_table part_table = {
	.thing = "a part",
	.size = sizeof(struct part),
	.defaults = &part_defaults,
	.check = no_bad_name,
	.fields =
		(const struct field[]){
			{ "name", FIELD_TEXT, .is_required = true,
			  .offset = offsetof(struct part, name) },
			{ .key = NULL },
		},
};
static const struct field_table inner_table = {
	.thing = "the inner",
	.fields =
		(const struct field[]){
			{ "inner", FIELD_COUNT, .is_required = true,
			  .offset = offsetof(struct thing, inner) },
			{ .key = NULL },
		},
};
static const struct field_table thing_table = {
	.thing = "a thing",
	.size = sizeof(struct thing),
	.defaults = &defaults,
	.fields =
		(const struct field[]){
			{ "name", FIELD_TEXT, .is_required = true,
			  .offset = offsetof(struct thing, name) },
			{ "count", FIELD_COUNT, .offset = offsetof(struct thing, count) },
			{ "share", FIELD_SHARE, .offset = offsetof(struct thing, share) },
			{ "good", FIELD_SWITCH, .offset = offsetof(struct thing, is_good) },
			{ "colour", FIELD_NAME, .offset = offsetof(struct thing, colour),
			  .names = colours },
			{ "words", FIELD_WORDS, .offset = offsetof(struct thing, words) },
			{ "parts", FIELD_LIST, .offset = offsetof(struct thing, parts),
			  .count_offset = offsetof(struct thing, part_count),
			  .table = &part_table },
			{ "part", FIELD_PART, .table = &inner_table },
			{ .key = NULL },
		},
};

static int fill(struct arena *arena, const char *text, struct thing *out_thing, char *out_message)
{
	struct yaml_reading reading = { arena, "x.yaml", out_message, MESSAGE };
	const struct yaml_node *root;
	struct yaml_mistake mistake;
	struct arena scratch;

	out_message[0] = '\0';
	arena_init(&scratch, BUDGET);
	assert_int_equal(yaml_tree_read(&scratch, text_of(text), &root, &mistake), 0);
	int result = yaml_fields_read(&reading, root, &thing_table, out_thing);
	arena_clear(&scratch);
	return result;
}

static void fills_every_kind(void **state)
{
	(void)state;
	struct thing thing;
	struct arena arena;
	char message[MESSAGE];

	arena_init(&arena, BUDGET);
	assert_int_equal(fill(&arena,
			      "name: n\ncount: 7\nshare: 0.25\ngood: true\ncolour: green\n"
			      "words: [a, b]\nparts: [{name: p}, {name: q}]\npart: {inner: 3}\n",
			      &thing, message),
			 0);
	assert_string_equal(thing.name, "n");
	assert_int_equal(thing.count, 7);
	assert_true(thing.share == 0.25);
	assert_true(thing.is_good);
	assert_int_equal(thing.colour, GREEN);
	assert_string_equal(thing.words[1], "b");
	assert_null(thing.words[2]);
	assert_int_equal(thing.part_count, 2);
	assert_string_equal(thing.parts[1].name, "q");
	assert_int_equal(thing.inner, 3);

	assert_int_equal(fill(&arena, "name: m\n", &thing, message), 0);
	assert_true(thing.share == 0.5);
	assert_null(thing.words[0]);
	assert_int_equal(thing.part_count, 0);
	arena_clear(&arena);
}

static void shares_are_exact(void **state)
{
	(void)state;
	static const struct {
		const char *word;
		double share; /* below 0: none */
	} cases[] = {
		{ "0", 0 },      { "1", 1 },          { "1.0", 1 },    { "0.9", 0.9 },
		{ "0.6", 0.6 },  { "0.99", 0.99 },    { "00.5", 0.5 }, { "0.123456", 0.123456 },
		{ "1.1", -1 },   { "2", -1 },         { "-0.1", -1 },  { ".5", -1 },
		{ "0.", -1 },    { "0.1234567", -1 }, { "1e-1", -1 },  { "nan", -1 },
		{ "0.5.5", -1 }, { "0,5", -1 },       { "''", -1 },    { "0.-1", -1 },
	};
	struct arena arena;

	arena_init(&arena, BUDGET);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char text[64], message[MESSAGE];
		struct thing thing;
		(void)snprintf(text, sizeof(text), "name: n\nshare: %s\n", cases[i].word);
		int result = fill(&arena, text, &thing, message);
		assert_int_equal(result, cases[i].share < 0 ? ERR_MALFORMED : 0);
		if (result == 0)
			assert_true(thing.share == cases[i].share);
	}
	arena_clear(&arena);
}

static void mistakes_have_a_place_and_a_name(void **state)
{
	(void)state;
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "nam: n\n", "x.yaml, line 1: unknown key 'nam'; did you mean 'name'?" },
		{ "name: n\nwhatever: 1\n", "x.yaml, line 2: unknown key 'whatever'" },
		{ "count: 1\n", "x.yaml, line 1: a thing needs 'name'" },
		{ "- a\n", "x.yaml, line 1: a thing must be a mapping" },
		{ "name: ''\n", "x.yaml, line 1: 'name' is empty" },
		{ "name: [a]\n", "x.yaml, line 1: 'name' must be a text" },
		{ "name: n\ncount: -1\n",
		  "x.yaml, line 2: 'count' must be a whole number, not '-1'" },
		{ "name: n\nshare: 2\n",
		  "x.yaml, line 2: 'share' must be a number from 0 to 1, not '2'" },
		{ "name: n\ngood: yes\n",
		  "x.yaml, line 2: 'good' must be true or false, not 'yes'" },
		{ "name: n\ncolour: gren\n",
		  "x.yaml, line 2: unknown word 'gren'; did you mean 'green'?" },
		{ "name: n\nwords: a\n", "x.yaml, line 2: 'words' must be a list" },
		{ "name: n\nwords: [a,\n  [b]]\n", "x.yaml, line 3: 'words' must list words" },
		{ "name: n\nwords: [a, a]\n", "x.yaml, line 2: 'a' is listed twice" },
		{ "name: n\nparts:\n- name: p\n- nome: q\n",
		  "x.yaml, line 4: unknown key 'nome'; did you mean 'name'?" },
		{ "name: n\nparts:\n- p\n", "x.yaml, line 3: a part must be a mapping" },
		{ "name: n\nparts:\n- name: p\n- name: bad\n", "x.yaml, line 4: a part is bad" },
		{ "name: n\npart:\n  outer: 1\n", "x.yaml, line 3: unknown key 'outer'" },
		{ "name: n\npart: {}\n", "x.yaml, line 2: the inner needs 'inner'" },
	};
	struct arena arena;

	arena_init(&arena, BUDGET);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char message[MESSAGE];
		struct thing thing;
		assert_int_equal(fill(&arena, cases[i].text, &thing, message), ERR_MALFORMED);
		assert_string_equal(message, cases[i].says);
	}
	arena_clear(&arena);
}

static void a_full_arena_is_an_error(void **state)
{
	(void)state;
	static const char text[] = "name: n\nwords: [a, b]\nparts: [{name: p}]\n";
	size_t failed = 0;

	for (size_t budget = 0; budget < 1024; budget++) {
		char message[MESSAGE];
		struct thing thing;
		struct arena arena;
		arena_init(&arena, budget);
		int result = fill(&arena, text, &thing, message);
		if (result < 0) {
			assert_int_equal(result, ERR_LIMIT);
			assert_string_equal(message, "x.yaml: more than we can hold");
			failed++;
		}
		arena_clear(&arena);
	}
	assert_in_range(failed, 1, 1023);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills_every_kind),
		cmocka_unit_test(shares_are_exact),
		cmocka_unit_test(mistakes_have_a_place_and_a_name),
		cmocka_unit_test(a_full_arena_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
