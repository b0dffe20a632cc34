#include "base/testkit.h"

#include "validation/test_as_sets.h"

enum { BUDGET = 1 << 26 };

static const struct text order[] = { { "RIPE", 4 }, { "ARIN", 4 } };

static const struct as_sets *build(struct arena *arena, const char *text)
{
	const struct as_sets *sets;
	struct as_set_draft draft;

	arena_init(arena, BUDGET);
	as_set_draft_init(&draft);
	assert_int_equal(test_as_sets_draft(&draft, text_of(text)), 0);
	assert_int_equal(as_sets_build(arena, &draft, order, COUNT_OF(order), &sets), 0);
	as_set_draft_clear(&draft);
	return sets;
}

static uint32_t find(const struct as_sets *sets, const char *source, const char *name)
{
	struct text text = text_of(source != NULL ? source : "");

	return as_sets_find(sets, source != NULL ? &text : NULL, text_of(name));
}

/* The source of the set that this means, without one. */
static void assert_preferred(const struct as_sets *sets, const char *name, const char *source)
{
	uint32_t number = find(sets, NULL, name);

	assert_int_not_equal(number, AS_SET_NONE);
	assert_true(text_equal(as_sets_get(sets, number).source, text_of(source)));
	assert_true(text_equal_fold(as_sets_get(sets, number).name, text_of(name)));
}

static void a_set_is_found_by_source_and_name(void **state)
{
	struct arena arena;
	const struct as_sets *sets = build(&arena, "set RADB AS-A AS1\n"
						   "set ARIN AS-A AS2\n"
						   "set RIPE AS-B AS3\n"
						   "set ALTDB AS-B AS4\n"
						   "set ZETA AS-C AS5\n"
						   "set ALTDB AS-C AS6\n"
						   "set - AS-D AS7\n"
						   "set RIPE AS1:AS-A:AS2 AS8\n");
	(void)state;

	assert_int_equal(as_sets_count(sets), 8);
	assert_preferred(sets, "AS-A", "ARIN");
	assert_preferred(sets, "as-b", "RIPE");
	assert_preferred(sets, "AS-C", "ALTDB"); /* neither is preferred: by name */
	assert_preferred(sets, "AS-D", "");
	assert_preferred(sets, "as1:as-a:as2", "RIPE");
	assert_int_equal(as_sets_named(sets, find(sets, NULL, "AS-A")), 2);
	assert_int_equal(as_sets_named(sets, find(sets, NULL, "AS-D")), 1);
	assert_int_equal(as_sets_get(sets, find(sets, "radb", "AS-A")).members[0].value, 1);
	assert_int_equal(as_sets_get(sets, find(sets, "ARIN", "AS-A")).members[0].value, 2);
	assert_int_equal(as_sets_get(sets, find(sets, "", "AS-D")).members[0].value, 7);
	assert_int_equal(find(sets, "RIPE", "AS-A"), AS_SET_NONE);
	assert_int_equal(find(sets, "NOWHERE", "AS-A"), AS_SET_NONE);
	assert_int_equal(find(sets, "AS-A", "AS-A"), AS_SET_NONE); /* a word, but no source */
	assert_int_equal(find(sets, NULL, "AS-"), AS_SET_NONE);
	assert_int_equal(find(sets, NULL, "AS-AA"), AS_SET_NONE);
	assert_int_equal(find(sets, NULL, "RIPE"), AS_SET_NONE);
	assert_int_equal(find(sets, NULL, ""), AS_SET_NONE);
	arena_clear(&arena);
}

static void of_two_objects_the_later_counts(void **state)
{
	struct arena arena;
	const struct as_sets *sets = build(&arena, "set RIPE AS-A AS1 AS2\n"
						   "set RADB AS-A AS5\n"
						   "set ripe as-a AS3\n");
	struct as_set set = as_sets_get(sets, find(sets, "RIPE", "AS-A"));
	(void)state;

	assert_int_equal(as_sets_count(sets), 2);
	assert_int_equal(set.member_count, 1);
	assert_int_equal(set.members[0].value, 3);
	arena_clear(&arena);
}

/* What a member without a source means depends on where it stands. */
static void a_member_means_its_own_source_first(void **state)
{
	struct arena arena;
	const struct as_sets *sets =
		build(&arena, "set RADB AS-TOP AS-X RIPE::AS-X AS-Y NONE::AS-X\n"
			      "set RADB AS-X\n"
			      "set RIPE AS-X\n"
			      "set ARIN AS-Y\n"
			      "set ALTDB AS-Y\n");
	struct as_set top = as_sets_get(sets, find(sets, NULL, "AS-TOP"));
	static const struct {
		const char *source; /* NULL: none */
		uint32_t homonyms;
	} expected[] = { { "RADB", 1 }, { "RIPE", 0 }, { "ARIN", 1 }, { NULL, 0 } };
	(void)state;

	assert_int_equal(top.member_count, COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		uint32_t homonyms = 77;
		uint32_t set = as_sets_resolve(sets, &top.members[i], top.source_word, &homonyms);
		assert_int_equal(set == AS_SET_NONE, expected[i].source == NULL);
		assert_int_equal(homonyms, expected[i].homonyms);
		if (expected[i].source != NULL)
			assert_true(text_equal(as_sets_get(sets, set).source,
					       text_of(expected[i].source)));
	}
	arena_clear(&arena);
}

/* RFC 2622 section 5.1: both sides must agree. */
static void members_by_reference(void **state)
{
	struct arena arena;
	const struct as_sets *sets = build(&arena, "set RIPE AS-A AS1 by MAINT-A MAINT-B\n"
						   "set RIPE AS-OPEN by ANY\n"
						   "set RIPE AS-SHUT\n"
						   "set RADB AS-A by ANY\n"
						   "as RIPE 10 AS-A AS-OPEN AS-SHUT by MAINT-A\n"
						   "as RIPE 11 AS-A AS-OPEN by MAINT-C\n"
						   "as RIPE 12 as-a by maint-c maint-b\n"
						   "as RIPE 13 AS-A\n"
						   "as RIPE 14 by MAINT-A\n"
						   "as RADB 15 AS-A AS-OPEN by MAINT-A\n"
						   "as RADB 16 RIPE::AS-A by MAINT-A\n"
						   "as RIPE 17 RIPE::AS-A AS-A by MAINT-B MAINT-A\n"
						   "as RIPE 18 AS-GONE by MAINT-A\n");
	static const struct {
		const char *source, *name;
		asn_t members[4];
	} cases[] = {
		{ "RIPE", "AS-A", { 1, 10, 12, 17 } },
		{ "RIPE", "AS-OPEN", { 10, 11 } },
		{ "RIPE", "AS-SHUT", { 0 } },
		{ "RADB", "AS-A", { 15 } },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct as_set set = as_sets_get(sets, find(sets, cases[i].source, cases[i].name));
		uint32_t count = 0;
		while (count < COUNT_OF(cases[i].members) && cases[i].members[count] != 0)
			count++;
		print_message("# %s %s\n", cases[i].source, cases[i].name);
		assert_int_equal(set.member_count, count);
		for (uint32_t m = 0; m < count; m++) {
			assert_int_equal(set.members[m].kind, AS_MEMBER_ASN);
			assert_int_equal(set.members[m].value, cases[i].members[m]);
			assert_int_equal(set.members[m].by_ref, cases[i].members[m] != 1);
		}
	}
	arena_clear(&arena);
}

static void nothing_makes_no_sets(void **state)
{
	struct arena arena;
	const struct as_sets *sets = build(&arena, "");
	(void)state;

	assert_int_equal(as_sets_count(sets), 0);
	assert_int_equal(find(sets, NULL, "AS-A"), AS_SET_NONE);
	assert_int_equal(find(sets, "", "AS-A"), AS_SET_NONE);
	arena_clear(&arena);
}

static void a_full_arena_is_an_error(void **state)
{
	const struct as_sets *sets = NULL;
	struct as_set_draft draft;
	int err = ERR_LIMIT;
	(void)state;

	as_set_draft_init(&draft);
	assert_int_equal(test_as_sets_draft(&draft, TEXT("set RIPE AS-A AS1 by ANY\n"
							 "as RIPE 10 AS-A by MAINT-A\n")),
			 0);
	for (size_t budget = 0; err < 0; budget += 16) {
		struct arena arena;
		arena_init(&arena, budget);
		err = as_sets_build(&arena, &draft, NULL, 0, &sets);
		assert_true(err == 0 || (err == ERR_LIMIT && sets == NULL));
		arena_clear(&arena);
	}
	as_set_draft_clear(&draft);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_set_is_found_by_source_and_name),
		cmocka_unit_test(of_two_objects_the_later_counts),
		cmocka_unit_test(a_member_means_its_own_source_first),
		cmocka_unit_test(members_by_reference),
		cmocka_unit_test(nothing_makes_no_sets),
		cmocka_unit_test(a_full_arena_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
