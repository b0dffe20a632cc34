#include "base/testkit.h"

#include "base/buffer.h"
#include "validation/test_relations.h"
#include "validation/tier1.h"

static struct test_relations made;

/* Who is in it, as text: "1 2 3". Lives until the next call. */
static const char *tier1_text(const struct relations *relations)
{
	static struct buffer text;
	size_t count;
	const asn_t *all = relations_tier1(relations, &count);

	text.used = 0;
	for (size_t i = 0; i < count; i++) {
		assert_true(i == 0 || all[i - 1] < all[i]);
		assert_true(relations_is_tier1(relations, all[i]));
		buffer_format(&text, i == 0 ? "%u" : " %u", all[i]);
	}
	buffer_char(&text, '\0');
	return text.bytes;
}

static void finds_the_top(void **state)
{
	static const struct {
		const char *about, *links, *members, *aspas, *want;
	} cases[] = {
		{ "nothing", "", "", NULL, "" },
		{ "one alone is no group", "1>2 2>3", "", NULL, "" },
		{ "a triangle", "1=2 2=3 1=3 1>11 2>12 3>13", "", NULL, "1 2 3" },
		{ "one without customers", "1=2 2=3 1=3 1>11 2>12", "", NULL, "1 2" },
		{ "one that buys", "1=2 2=3 1=3 1>11 2>12 3>13 9>3", "", NULL, "1 2" },
		{ "one that buys, by its ASPA", "1=2 2=3 1=3 1>11 2>12 3>13", "", "3:9;2:0",
		  "1 2" },
		{ "one that does not peer with all", "1=2 1=3 1>11 1>14 2>12 2>13 3>15", "", NULL,
		  "1 2" },
		{ "siblings need not peer", "1=2 1=3 1>11 2>12 3>13", "2:7 3:7", NULL, "1 2 3" },
		/* 9 has most customers, and no peer at the top. */
		{ "the largest outside does not break it",
		  "9>91 9>92 9>93 1=2 2=3 1=3 1>11 2>12 3>13 9=1", "", NULL, "1 2 3" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		print_message("# %s\n", cases[i].about);
		relations_make(&made, cases[i].links, cases[i].members, cases[i].aspas);
		assert_string_equal(tier1_text(made.relations), cases[i].want);
		assert_false(relations_is_tier1(made.relations, 11));
		relations_drop(&made);
	}
}

/* Ten at the top, of which the last peers with all but `misses`. */
static size_t group_with_misses(unsigned misses)
{
	size_t count = 0, members;

	for (asn_t a = 1; a <= 10; a++) {
		made.links[count++] = (struct as_link){ a, 100 + a, AS_PROVIDER_TO_CUSTOMER };
		for (asn_t b = a + 1; b <= 10; b++)
			if (b < 10 || a > misses)
				made.links[count++] = (struct as_link){ a, b, AS_PEER };
	}
	arena_init(&made.arena, TEST_BUDGET);
	assert_int_equal(
		relations_build(&made.arena, made.links, count, NULL, 0, NULL, &made.relations), 0);
	(void)relations_tier1(made.relations, &members);
	relations_drop(&made);
	return members;
}

/* Of nine members one may be missed. */
static void nearly_all_is_enough(void **state)
{
	(void)state;
	assert_int_equal(group_with_misses(0), 10);
	assert_int_equal(group_with_misses(1), 10);
	assert_int_equal(group_with_misses(2), 9);
}

/* More candidates than there is room for, all peering: the group is cut, not the memory. */
static void keeps_to_its_room(void **state)
{
	enum { ASES = 80 };
	static struct as_link links[ASES * (ASES + 1)];
	const struct relations *relations;
	size_t count = 0, members;
	struct arena arena;

	(void)state;
	for (asn_t a = 1; a <= ASES; a++) {
		links[count++] = (struct as_link){ a, 1000 + a, AS_PROVIDER_TO_CUSTOMER };
		for (asn_t b = a + 1; b <= ASES; b++)
			links[count++] = (struct as_link){ a, b, AS_PEER };
	}
	arena_init(&arena, TEST_BUDGET);
	assert_int_equal(relations_build(&arena, links, count, NULL, 0, NULL, &relations), 0);
	(void)relations_tier1(relations, &members);
	assert_int_equal(members, TIER1_MAX);
	arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_top),
		cmocka_unit_test(nearly_all_is_enough),
		cmocka_unit_test(keeps_to_its_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
