#include "base/testkit.h"

#include "net/test_prefix.h"
#include "validation/irr.h"

enum { BUDGET = 1 << 28, OBJECTS_MAX = 300 };

static struct prefix prefix(const char *terminated)
{
	struct prefix prefix;

	assert_int_equal(prefix_parse(text_of(terminated), &prefix), 0);
	return prefix;
}

static const struct irr *build(struct arena *arena, const struct route_object *objects,
			       size_t count)
{
	const struct irr *irr;

	arena_init(arena, BUDGET);
	assert_int_equal(irr_build(arena, objects, count, &irr), 0);
	return irr;
}

static void states(void **state)
{
	const struct route_object objects[] = {
		{ prefix("10.0.0.0/8"), 64496, 0, 0 },    { prefix("10.1.0.0/16"), 64497, 1, 0 },
		{ prefix("10.1.0.0/16"), 64498, 0, 0 },   { prefix("10.2.0.0/16"), ASN_NONE, 0, 0 },
		{ prefix("2001:db8::/32"), 64496, 2, 0 },
	};
	static const struct {
		const char *prefix;
		asn_t origin;
		enum irr_state expected;
	} cases[] = {
		{ "10.0.0.0/8", 64496, IRR_EXACT },
		{ "10.0.0.0/8", 64497, IRR_ORIGIN_MISMATCH },
		{ "10.1.0.0/16", 64497, IRR_EXACT },
		{ "10.1.0.0/16", 64498, IRR_EXACT },
		{ "10.1.0.0/16", 64496, IRR_COVERED },
		{ "10.1.0.0/16", 64499, IRR_ORIGIN_MISMATCH },
		{ "10.1.2.0/24", 64497, IRR_COVERED },
		{ "10.1.2.0/24", 64496, IRR_COVERED },
		{ "10.255.0.0/16", 64497, IRR_ORIGIN_MISMATCH },
		{ "0.0.0.0/0", 64496, IRR_NOT_FOUND },
		{ "11.0.0.0/8", 64496, IRR_NOT_FOUND },
		{ "10.2.0.0/16", ASN_NONE, IRR_ORIGIN_MISMATCH },
		{ "11.0.0.0/8", ASN_NONE, IRR_NOT_FOUND },
		{ "2001:db8::/32", 64496, IRR_EXACT },
		{ "2001:db8:1::/48", 64496, IRR_COVERED },
		{ "2001:db8::/31", 64496, IRR_NOT_FOUND },
	};
	struct arena arena;
	const struct irr *irr = build(&arena, objects, COUNT_OF(objects));
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct prefix question = prefix(cases[i].prefix);
		print_message("# %s %u\n", cases[i].prefix, cases[i].origin);
		assert_string_equal(irr_state_name(irr_check(irr, &question, cases[i].origin)),
				    irr_state_name(cases[i].expected));
	}
	arena_clear(&arena);
}

static void only_a_naming_object_registers(void **state)
{
	(void)state;
	assert_false(irr_is_registered(IRR_NOT_FOUND));
	assert_false(irr_is_registered(IRR_ORIGIN_MISMATCH));
	assert_true(irr_is_registered(IRR_COVERED));
	assert_true(irr_is_registered(IRR_EXACT));
}

static void a_walk_shows_all_that_cover(void **state)
{
	const struct route_object objects[] = {
		{ prefix("10.0.0.0/8"), 64499, 0, 0 },  { prefix("10.1.0.0/16"), 64498, 3, 0 },
		{ prefix("10.1.0.0/16"), 64498, 1, 0 }, { prefix("10.1.0.0/16"), 64497, 2, 0 },
		{ prefix("10.1.0.0/16"), 64498, 1, 0 }, { prefix("10.1.128.0/17"), 64496, 0, 0 },
	};
	static const struct {
		uint8_t len;
		asn_t origin;
		uint16_t source;
	} expected[] = { { 16, 64497, 2 }, { 16, 64498, 1 }, { 16, 64498, 3 }, { 8, 64499, 0 } };
	struct prefix question = prefix("10.1.2.0/24");
	struct route_object object;
	struct arena arena;
	const struct irr *irr = build(&arena, objects, COUNT_OF(objects));
	size_t count = 0;
	(void)state;

	assert_int_equal(irr_count(irr), 5);
	for (struct irr_walk walk = irr_covering(irr, &question); irr_walk_next(&walk, &object);
	     count++) {
		assert_true(count < COUNT_OF(expected));
		assert_int_equal(object.prefix.len, expected[count].len);
		assert_int_equal(object.origin, expected[count].origin);
		assert_int_equal(object.source, expected[count].source);
		assert_true(prefix_covers(&object.prefix, &question));
	}
	assert_int_equal(count, COUNT_OF(expected));
	arena_clear(&arena);
}

/* Of objects that differ in nothing but their date the newest is kept. */
static void the_newest_of_equal_objects_is_kept(void **state)
{
	const struct route_object objects[] = {
		{ prefix("10.0.0.0/8"), 64499, 0, 20100101 },
		{ prefix("10.0.0.0/8"), 64499, 0, 20200101 },
		{ prefix("10.0.0.0/8"), 64499, 0, 0 },
		{ prefix("10.0.0.0/8"), 64499, 1, 20110101 },
		{ prefix("10.0.0.0/8"), 64498, 0, 0 },
	};
	static const uint32_t dates[] = { 0, 20200101, 20110101 };
	struct route_object object;
	struct arena arena;
	const struct irr *irr = build(&arena, objects, COUNT_OF(objects));
	struct irr_walk walk = irr_covering(irr, &objects[0].prefix);
	(void)state;

	for (size_t i = 0; i < COUNT_OF(dates); i++) {
		assert_true(irr_walk_next(&walk, &object));
		assert_int_equal(object.date, dates[i]);
	}
	assert_false(irr_walk_next(&walk, &object));
	arena_clear(&arena);
}

static void a_walk_shows_all_that_lie_inside(void **state)
{
	const struct route_object objects[] = {
		{ prefix("10.0.0.0/8"), 64499, 0, 0 },  { prefix("10.1.0.0/16"), 64498, 1, 7 },
		{ prefix("10.1.0.0/16"), 64497, 2, 8 }, { prefix("10.1.128.0/17"), 64498, 0, 9 },
		{ prefix("11.0.0.0/8"), 64498, 0, 0 },  { prefix("2001:db8::/32"), 64498, 0, 0 },
	};
	static const uint32_t dates[] = { 8, 7, 9 };
	struct route_object object;
	struct arena arena;
	const struct irr *irr = build(&arena, objects, COUNT_OF(objects));
	struct irr_within within = irr_within(irr, &objects[0].prefix);
	(void)state;

	assert_int_equal(irr_within_left(&within), COUNT_OF(dates));
	assert_int_equal(irr_within_count(&within, 64498), 2);
	assert_int_equal(irr_within_count(&within, 64499), 0);
	for (size_t i = 0; i < COUNT_OF(dates); i++) {
		assert_true(irr_within_next(&within, &object));
		assert_int_equal(object.date, dates[i]);
		assert_int_equal(irr_within_left(&within), COUNT_OF(dates) - 1 - i);
	}
	assert_false(irr_within_next(&within, &object));
	assert_int_equal(irr_within_count(&within, 64498), 0);
	within = irr_within(irr, &objects[5].prefix);
	assert_false(irr_within_next(&within, &object));
	arena_clear(&arena);

	irr = build(&arena, NULL, 0);
	within = irr_within(irr, &objects[0].prefix);
	assert_false(irr_within_next(&within, &object));
	assert_int_equal(irr_within_count(&within, 64498), 0);
	arena_clear(&arena);
}

/* Distinct objects inside `prefix`, and how many of this origin, by looking at all. */
static void compare_within(const struct irr *irr, const struct route_object *objects, size_t count,
			   const struct prefix *prefix, asn_t origin)
{
	struct irr_within within = irr_within(irr, prefix);
	uint32_t own = irr_within_count(&within, origin), left = irr_within_left(&within);
	struct route_object object, before = { 0 };
	uint32_t seen = 0, seen_own = 0, expected = 0;

	for (; irr_within_next(&within, &object); before = object) {
		uint32_t newest = 0;
		assert_true(prefix_covers(prefix, &object.prefix) &&
			    object.prefix.len > prefix->len);
		assert_true(seen == 0 || prefix_compare(&before.prefix, &object.prefix) <= 0);
		for (size_t i = 0; i < count; i++)
			if (prefix_equal(&objects[i].prefix, &object.prefix) &&
			    objects[i].origin == object.origin &&
			    objects[i].source == object.source && objects[i].date > newest)
				newest = objects[i].date;
		assert_int_equal(object.date, newest);
		seen++;
		seen_own += object.origin == origin;
	}
	for (size_t i = 0; i < count; i++) {
		bool first = prefix_covers(prefix, &objects[i].prefix) &&
			     objects[i].prefix.len > prefix->len;
		for (size_t k = 0; k < i; k++)
			first = first && !(prefix_equal(&objects[i].prefix, &objects[k].prefix) &&
					   objects[i].origin == objects[k].origin &&
					   objects[i].source == objects[k].source);
		expected += first;
	}
	assert_int_equal(seen, expected);
	assert_int_equal(left, expected);
	assert_int_equal(own, seen_own);
}

static enum irr_state slowly(const struct route_object *objects, size_t count,
			     const struct prefix *prefix, asn_t origin)
{
	enum irr_state best = IRR_NOT_FOUND;

	for (size_t i = 0; i < count; i++) {
		const struct route_object *object = &objects[i];
		if (!prefix_covers(&object->prefix, prefix))
			continue;
		bool named = object->origin == origin && origin != ASN_NONE;
		enum irr_state state = !named                              ? IRR_ORIGIN_MISMATCH
				       : object->prefix.len == prefix->len ? IRR_EXACT
									   : IRR_COVERED;
		best = state > best ? state : best;
	}
	return best;
}

static void random_sets_agree_with_a_linear_search(void **state)
{
	static struct route_object objects[OBJECTS_MAX];
	size_t seen[IRR_EXACT + 1] = { 0 };
	(void)state;

	srandom(5);
	for (unsigned round = 0; round < 400; round++) {
		size_t count = 1 + random_below(round < 300 ? 20 : OBJECTS_MAX);
		for (size_t i = 0; i < count; i++) {
			unsigned family = random_below(2) == 0 ? FAMILY_V4 : FAMILY_V6;
			objects[i] =
				(struct route_object){ random_prefix(family), random_below(4),
						       (uint16_t)random_below(2), random_below(5) };
		}
		struct arena arena;
		const struct irr *irr = build(&arena, objects, count);
		for (unsigned n = 0; n < 300; n++) {
			uint32_t near = random_below((uint32_t)count);
			struct prefix question = random_relative(&objects[near].prefix);
			asn_t origin = random_below(5);
			enum irr_state expected = slowly(objects, count, &question, origin);
			assert_int_equal(irr_check(irr, &question, origin), expected);
			seen[expected]++;
			if (count <= 20)
				compare_within(irr, objects, count, &question, origin);
		}
		arena_clear(&arena);
	}
	for (size_t i = 0; i < COUNT_OF(seen); i++)
		assert_true(seen[i] > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states),
		cmocka_unit_test(only_a_naming_object_registers),
		cmocka_unit_test(a_walk_shows_all_that_cover),
		cmocka_unit_test(the_newest_of_equal_objects_is_kept),
		cmocka_unit_test(a_walk_shows_all_that_lie_inside),
		cmocka_unit_test(random_sets_agree_with_a_linear_search),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
