#include "base/testkit.h"

#include "net/cover.h"
#include "net/test_prefix.h"

enum { BUDGET = 1 << 26, SET_MAX = 1 << 18 };

static struct prefix of(const char *text)
{
	struct prefix prefix;

	assert_int_equal(prefix_parse(text_of(text), &prefix), 0);
	return prefix;
}

static int by_prefix(const void *a, const void *b)
{
	return prefix_compare(a, b);
}

/* Sorts the set and drops duplicates; returns what is left. */
static size_t tidy(struct prefix *set, size_t count)
{
	size_t kept = 0;

	qsort(set, count, sizeof(*set), by_prefix);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || !prefix_equal(&set[kept - 1], &set[i]))
			set[kept++] = set[i];
	return kept;
}

/* The longest of the set that covers `prefix` with at most `len_max` bits, by looking at all. */
static uint32_t slowly(const struct prefix *set, size_t count, const struct prefix *prefix,
		       int len_max)
{
	uint32_t best = COVER_NONE;

	for (uint32_t i = 0; i < count; i++)
		if (set[i].len <= len_max && prefix_covers(&set[i], prefix) &&
		    (best == COVER_NONE || set[i].len > set[best].len))
			best = i;
	return best;
}

static void an_empty_set_covers_nothing(void **state)
{
	struct arena arena;
	const struct cover *cover;
	(void)state;

	arena_init(&arena, BUDGET);
	assert_int_equal(cover_build(&arena, NULL, 0, &cover), 0);
	static const char *const questions[] = { "0.0.0.0/0", "255.255.255.255/32", "::/0",
						 "2001:db8::1/128" };
	for (size_t i = 0; i < COUNT_OF(questions); i++) {
		struct prefix question = of(questions[i]);
		uint32_t first;
		assert_int_equal(cover_find(cover, &question), COVER_NONE);
		assert_int_equal(cover_inside(cover, &question, &first), 0);
		assert_int_equal(first, 0);
	}
	arena_clear(&arena);
}

static void the_longest_cover_wins(void **state)
{
	static const char *const set[] = {
		"0.0.0.0/0",         "10.0.0.0/8",        "10.1.0.0/16",         "10.1.1.0/24",
		"10.1.2.0/24",       "10.1.2.3/32",       "192.0.2.128/25",      "2001:db8::/32",
		"2001:db8:0:1::/64", "2001:db8:0:1::/65", "2001:db8:0:1::1/128",
	};
	static const struct {
		const char *question;
		int answer, parent; /* numbers of the set; -1: none */
	} cases[] = {
		{ "0.0.0.0/0", 0, -1 },
		{ "10.0.0.0/7", 0, -1 },
		{ "10.0.0.0/8", 1, 0 },
		{ "10.255.0.0/16", 1, 0 },
		{ "10.1.2.2/32", 4, 2 },
		{ "10.1.2.3/32", 5, 4 },
		{ "10.1.2.4/32", 4, 2 },
		{ "10.1.255.0/24", 2, 1 },
		{ "192.0.2.0/24", 0, -1 },
		{ "192.0.2.128/26", 6, 0 },
		{ "255.255.255.255/32", 0, -1 },
		{ "::/0", -1, -1 },
		{ "2001:db8::/31", -1, -1 },
		{ "2001:db8:ffff::/48", 7, -1 },
		{ "2001:db8:0:1::/64", 8, 7 },
		{ "2001:db8:0:1::/66", 9, 8 },
		{ "2001:db8:0:1:8000::/65", 8, 7 },
		{ "2001:db8:0:1::1/128", 10, 9 },
		{ "2001:db8:0:1::2/128", 9, 8 },
		{ "2001:db9::/32", -1, -1 },
	};
	struct prefix prefixes[COUNT_OF(set)];
	struct arena arena;
	const struct cover *cover;
	(void)state;

	for (size_t i = 0; i < COUNT_OF(set); i++)
		prefixes[i] = of(set[i]);
	arena_init(&arena, BUDGET);
	assert_int_equal(cover_build(&arena, prefixes, COUNT_OF(set), &cover), 0);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct prefix question = of(cases[i].question);
		uint32_t answer = cover_find(cover, &question);
		print_message("# %s\n", cases[i].question);
		assert_int_equal((int)answer, cases[i].answer);
		if (answer != COVER_NONE)
			assert_int_equal((int)cover_parent(cover, answer), cases[i].parent);
	}
	arena_clear(&arena);
}

/* The more specifics of `prefix`: are they what the cover says, by looking at all? */
static void compare_inside(const struct cover *cover, const struct prefix *set, size_t count,
			   const struct prefix *prefix)
{
	uint32_t first, end = cover_inside(cover, prefix, &first);

	size_t wrong = 0;

	assert_true(first <= end && end <= count);
	for (uint32_t i = 0; i < count; i++) {
		bool inside = prefix_covers(prefix, &set[i]) && set[i].len > prefix->len;
		wrong += inside != (i >= first && i < end);
	}
	assert_int_equal(wrong, 0);
}

static void what_is_inside(void **state)
{
	static const char *const set[] = { "0.0.0.0/0",     "10.0.0.0/8",         "10.1.0.0/16",
					   "10.255.0.0/16", "255.255.255.255/32", "::/0",
					   "ffff::/16" };
	static const struct {
		const char *question;
		uint32_t first, end;
	} cases[] = {
		{ "0.0.0.0/0", 1, 5 },   { "0.0.0.0/1", 1, 4 },          { "10.0.0.0/8", 2, 4 },
		{ "10.1.0.0/16", 3, 3 }, { "255.255.255.255/32", 5, 5 }, { "128.0.0.0/1", 4, 5 },
		{ "::/0", 6, 7 },        { "8000::/1", 6, 7 },           { "ffff::/16", 7, 7 },
	};
	struct prefix prefixes[COUNT_OF(set)];
	struct arena arena;
	const struct cover *cover;
	(void)state;

	for (size_t i = 0; i < COUNT_OF(set); i++)
		prefixes[i] = of(set[i]);
	arena_init(&arena, BUDGET);
	assert_int_equal(cover_build(&arena, prefixes, COUNT_OF(set), &cover), 0);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct prefix question = of(cases[i].question);
		uint32_t first;
		print_message("# %s\n", cases[i].question);
		assert_int_equal(cover_inside(cover, &question, &first), cases[i].end);
		assert_int_equal(first, cases[i].first);
	}
	arena_clear(&arena);
}

static void compare_with_slowly(const struct prefix *set, size_t count, unsigned questions)
{
	struct arena arena;
	const struct cover *cover;

	arena_init(&arena, BUDGET);
	assert_int_equal(cover_build(&arena, set, count, &cover), 0);
	for (uint32_t i = 0; i < count; i++) {
		struct prefix kept = cover_prefix(cover, i);
		assert_true(prefix_equal(&kept, &set[i]));
		assert_int_equal(cover_find(cover, &set[i]), i);
	}
	for (unsigned n = 0; n < questions; n++) {
		uint32_t i = random_below((uint32_t)count);
		struct prefix question = random_relative(&set[i]);
		assert_int_equal(cover_find(cover, &question),
				 slowly(set, count, &question, question.len));
		assert_int_equal(cover_parent(cover, i),
				 slowly(set, count, &set[i], set[i].len - 1));
		compare_inside(cover, set, count, &question);
	}
	arena_clear(&arena);
}

static void random_sets_agree_with_a_linear_search(void **state)
{
	static struct prefix set[2000];
	(void)state;

	srandom(1);
	for (unsigned round = 0; round < 300; round++) {
		size_t count = 1 + random_below(round < 200 ? 30 : COUNT_OF(set));
		for (size_t i = 0; i < count; i++)
			set[i] = random_prefix(round % 3 == 0    ? FAMILY_V4
					       : round % 3 == 1  ? FAMILY_V6
					       : random_below(2) ? FAMILY_V4
								 : FAMILY_V6);
		compare_with_slowly(set, tidy(set, count), 200);
	}
}

/* Many prefixes with the same leading 32 bits, and more than there are slots. */
static void crowded_sets_agree_with_a_linear_search(void **state)
{
	static struct prefix set[SET_MAX];
	(void)state;

	srandom(2);
	for (uint32_t i = 0; i < SET_MAX; i++) {
		uint64_t low = i % 4 == 0 ? (uint64_t)i << 44 : i;
		set[i] = i % 2 == 0 ? (struct prefix){ UINT64_C(0x20010db800000000), low, 128,
						       FAMILY_V6 }
				    : (struct prefix){ (uint64_t)i * 2654435761U << 32, 0, 32,
						       FAMILY_V4 };
		if (i % 3 == 0)
			set[i] = prefix_cut(&set[i], 1 + random_below(set[i].len));
	}
	compare_with_slowly(set, tidy(set, SET_MAX), 100);
}

static void a_full_arena_is_an_error(void **state)
{
	struct prefix set[] = { of("10.0.0.0/8"), of("10.1.0.0/16"), of("2001:db8::/32") };
	const struct cover *const untouched = (const struct cover *)set;
	struct arena arena;
	size_t budget = 0;
	int err = ERR_LIMIT;
	(void)state;

	for (; err < 0; budget++) {
		const struct cover *cover = untouched;
		arena_init(&arena, budget);
		err = cover_build(&arena, set, COUNT_OF(set), &cover);
		assert_true(err == 0 || (err == ERR_LIMIT && cover == untouched));
		arena_clear(&arena);
	}
	assert_in_range(budget, 100, 1000); /* a small set is small */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_set_covers_nothing),
		cmocka_unit_test(the_longest_cover_wins),
		cmocka_unit_test(what_is_inside),
		cmocka_unit_test(random_sets_agree_with_a_linear_search),
		cmocka_unit_test(crowded_sets_agree_with_a_linear_search),
		cmocka_unit_test(a_full_arena_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
