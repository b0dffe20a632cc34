#include "base/testkit.h"

#include "validation/rov_change.h"
#include "validation/test_vrps.h"

enum { BUDGET = 1 << 28, VRPS_MAX = 60, ROUNDS = 1500, QUESTIONS = 60 };

struct pair {
	const struct rov *older, *newer;
	struct rov_change change;
	struct arena arena;
};

static void pair_init(struct pair *pair, const struct vrp *older, size_t older_count,
		      const struct vrp *newer, size_t newer_count)
{
	arena_init(&pair->arena, BUDGET);
	assert_int_equal(rov_build(&pair->arena, older, older_count, &pair->older), 0);
	assert_int_equal(rov_build(&pair->arena, newer, newer_count, &pair->newer), 0);
	assert_int_equal(rov_change_build(&pair->arena, older, older_count, newer, newer_count,
					  &pair->change),
			 0);
}

static bool same_covering(const struct pair *pair, const struct prefix *question)
{
	struct rov_walk a = rov_covering(pair->older, question);
	struct rov_walk b = rov_covering(pair->newer, question);
	struct vrp x, y;

	while (rov_walk_next(&a, &x))
		if (!rov_walk_next(&b, &y) || !vrp_equal(&x, &y))
			return false;
	return !rov_walk_next(&b, &y);
}

static size_t find(const struct vrp *vrps, size_t count, const struct vrp *wanted)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		found += vrp_equal(&vrps[i], wanted);
	return found;
}

/* Every one of `from` is in `difference`, once, if and only if it is not in `other`. */
static void check_list(const struct vrp *from, size_t count, const struct vrp *other,
		       size_t other_count, const struct vrp *difference, size_t difference_count)
{
	for (size_t i = 0; i < count; i++)
		assert_int_equal(find(difference, difference_count, &from[i]),
				 find(other, other_count, &from[i]) == 0);
	for (size_t i = 0; i < difference_count; i++)
		assert_true(find(from, count, &difference[i]) > 0);
}

/* The newer set: most of the older in another order, some of it changed, and a few of its own. */
static size_t vary(const struct vrp *older, size_t count, struct vrp *newer)
{
	size_t kept = 0;

	for (size_t i = count; i > 0; i--) {
		newer[kept] = older[i - 1];
		if (random_below(8) == 0)
			newer[kept].asn = random_below(4);
		kept += random_below(8) != 0;
	}
	for (uint32_t more = random_below(3); more > 0; more--)
		newer[kept++] = random_vrp();
	return kept;
}

static void what_is_not_touched_has_not_changed(void **state)
{
	static struct vrp older[VRPS_MAX], newer[VRPS_MAX + 3];
	size_t touched = 0, moved = 0, untouched = 0;
	(void)state;

	srandom(11);
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct pair pair;
		size_t were = random_vrps(older, VRPS_MAX), are = vary(older, were, newer);
		pair_init(&pair, older, were, newer, are);
		const struct rov_change *change = &pair.change;
		check_list(older, were, newer, are, change->withdrawn, change->withdrawn_count);
		check_list(newer, are, older, were, change->announced, change->announced_count);
		for (unsigned n = 0; n < QUESTIONS; n++) {
			size_t near = random_below((uint32_t)(were + are));
			struct prefix question = random_relative(
				near < were ? &older[near].prefix : &newer[near - were].prefix);
			bool differs = !same_covering(&pair, &question);
			assert_int_equal(rov_change_touches(change, &question), differs);
			touched += differs;
			untouched += !differs;
			for (asn_t origin = 0; origin < 5; origin++) {
				enum rov_state was = rov_check(pair.older, &question, origin);
				enum rov_state is = rov_check(pair.newer, &question, origin);
				assert_true(differs || was == is);
				moved += was != is;
			}
		}
		arena_clear(&pair.arena);
	}
	assert_true(touched > 1000 && untouched > 1000 && moved > 1000);
}

static void a_changed_maximum_length_is_both(void **state)
{
	const struct vrp older[] = { { prefix_from("10.0.0.0/8"), 16, 64496 },
				     { prefix_from("2001:db8::/32"), 48, 64497 } };
	const struct vrp newer[] = { { prefix_from("2001:db8::/32"), 48, 64497 },
				     { prefix_from("10.0.0.0/8"), 24, 64496 } };
	static const struct {
		const char *prefix;
		bool touched;
	} routes[] = {
		{ "10.0.0.0/8", true },  { "10.1.2.0/24", true },    { "0.0.0.0/0", false },
		{ "11.0.0.0/8", false }, { "2001:db8::/32", false }, { "a00::/8", false },
		{ "10.0.0.0/32", true },
	};
	struct pair pair;
	(void)state;

	pair_init(&pair, older, COUNT_OF(older), newer, COUNT_OF(newer));
	assert_int_equal(pair.change.withdrawn_count, 1);
	assert_int_equal(pair.change.announced_count, 1);
	assert_true(vrp_equal(&pair.change.withdrawn[0], &older[0]));
	assert_true(vrp_equal(&pair.change.announced[0], &newer[1]));
	for (size_t i = 0; i < COUNT_OF(routes); i++) {
		struct prefix question = prefix_from(routes[i].prefix);
		assert_int_equal(rov_change_touches(&pair.change, &question), routes[i].touched);
	}
	arena_clear(&pair.arena);
}

static void a_full_arena_is_an_error(void **state)
{
	struct vrp vrps[] = { { prefix_from("10.0.0.0/8"), 24, 64496 },
			      { prefix_from("2001:db8::/32"), 48, 64496 } };
	struct arena arena;
	int err = ERR_LIMIT;
	(void)state;

	for (size_t budget = 0; err < 0; budget++) {
		struct rov_change change = { .announced_count = 77 };
		arena_init(&arena, budget);
		err = rov_change_build(&arena, &vrps[0], 1, &vrps[1], 1, &change);
		assert_true(err == 0 || (err == ERR_LIMIT && change.announced_count == 77));
		arena_clear(&arena);
	}
}

/* Counted by another program: comm(1) over the sorted lines of both exports. */
static void two_real_exports_half_an_hour_apart(void **state)
{
	size_t older_count = 0, newer_count = 0, touched = 0;
	struct vrp *older = real_vrps(TEST_EXPORT_OLDER, &older_count);
	struct vrp *newer = real_vrps(TEST_EXPORT_NEWER, &newer_count);
	struct pair pair;
	(void)state;

	if (older == NULL || newer == NULL) {
		free(older);
		free(newer);
		skip();
		return; /* which skip() does; a reader of code cannot know */
	}
	pair_init(&pair, older, older_count, newer, newer_count);
	assert_int_equal(pair.change.announced_count, 9);
	assert_int_equal(pair.change.withdrawn_count, 6);
	for (size_t i = 0; i < older_count; i++) {
		bool touches = rov_change_touches(&pair.change, &older[i].prefix);
		assert_int_equal(touches, !same_covering(&pair, &older[i].prefix));
		touched += touches;
	}
	assert_in_range(touched, 6, older_count / 100);
	arena_clear(&pair.arena);
	free(older);
	free(newer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_touched_has_not_changed),
		cmocka_unit_test(a_changed_maximum_length_is_both),
		cmocka_unit_test(a_full_arena_is_an_error),
		cmocka_unit_test(two_real_exports_half_an_hour_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
