#include "base/testkit.h"

#include "net/test_prefix.h"
#include "validation/delegations.h"

enum { BUDGET = 1 << 26, LINES_MAX = 60 };

static struct prefix prefix(const char *terminated)
{
	struct prefix prefix;

	assert_int_equal(prefix_parse(text_of(terminated), &prefix), 0);
	return prefix;
}

static struct delegation block(const char *text, enum delegation_status status,
			       enum registry registry, uint32_t date, uint32_t as_of)
{
	return (struct delegation){ .kind = DELEGATION_PREFIX,
				    .prefix = prefix(text),
				    .status = status,
				    .registry = registry,
				    .economy = "NL",
				    .date = date,
				    .as_of = as_of };
}

static const struct delegations *build(struct arena *arena, const struct delegation *lines,
				       size_t count, uint32_t day)
{
	const struct delegations *delegations;

	arena_init(arena, BUDGET);
	assert_int_equal(delegations_build(arena, lines, count, day, &delegations), 0);
	return delegations;
}

static void a_line_is_given_whole(void **state)
{
	const struct delegation lines[] = {
		block("45.0.0.0/8", DELEGATION_ALLOCATED, REGISTRY_ARIN, 19950101, 20260222),
		block("45.1.0.0/16", DELEGATION_RESERVED, REGISTRY_RIPENCC, 0, 20260221),
		{ .kind = DELEGATION_ASN,
		  .asns = { 100, 199 },
		  .status = DELEGATION_AVAILABLE,
		  .registry = REGISTRY_APNIC,
		  .date = 20100701,
		  .as_of = 20260220 },
	};
	struct prefix inner = prefix("45.1.2.0/24"), outer = prefix("45.0.0.0/15"),
		      beyond = prefix("44.0.0.0/7");
	struct delegation line;
	struct arena arena;
	const struct delegations *delegations = build(&arena, lines, COUNT_OF(lines), 0);
	(void)state;

	assert_true(delegations_find_prefix(delegations, &inner, &line));
	assert_int_equal(line.kind, DELEGATION_PREFIX);
	assert_true(prefix_equal(&line.prefix, &lines[1].prefix));
	assert_int_equal(line.registry, REGISTRY_RIPENCC);
	assert_string_equal(line.economy, "NL");
	assert_int_equal(line.date, 0);
	assert_int_equal(line.as_of, 20260221);
	assert_true(delegation_is_free(&line));
	assert_true(delegations_find_prefix(delegations, &outer, &line));
	assert_int_equal(line.date, 19950101);
	assert_false(delegation_is_free(&line));
	assert_false(delegations_find_prefix(delegations, &beyond, &line));

	assert_true(delegations_find_asn(delegations, 150, &line));
	assert_int_equal(line.kind, DELEGATION_ASN);
	assert_int_equal(line.asns.first, 100);
	assert_int_equal(line.asns.last, 199);
	assert_int_equal(line.date, 20100701);
	assert_int_equal(line.as_of, 20260220);
	assert_false(delegations_find_asn(delegations, 200, &line));
	arena_clear(&arena);
}

/* Statistics of several days of one registry: what was held once and is free now is free. */
static void one_day_of_a_registry_counts(void **state)
{
	const struct delegation lines[] = {
		block("45.1.0.0/16", DELEGATION_ALLOCATED, REGISTRY_ARIN, 0, 20260101),
		block("45.1.0.0/16", DELEGATION_AVAILABLE, REGISTRY_ARIN, 0, 20260201),
		block("45.1.0.0/16", DELEGATION_ASSIGNED, REGISTRY_ARIN, 0, 20260301),
		block("45.1.0.0/16", DELEGATION_ALLOCATED, REGISTRY_ARIN, 0, 0),
		block("45.2.0.0/16", DELEGATION_RESERVED, REGISTRY_LACNIC, 0, 0),
		block("45.3.0.0/16", DELEGATION_RESERVED, REGISTRY_APNIC, 0, 20260401),
	};
	static const struct {
		uint32_t day;
		enum delegation_status status;
	} cases[] = {
		{ 0, DELEGATION_ASSIGNED },         { 20251231, DELEGATION_ALLOCATED },
		{ 20260101, DELEGATION_ALLOCATED }, { 20260131, DELEGATION_ALLOCATED },
		{ 20260201, DELEGATION_AVAILABLE }, { 20260228, DELEGATION_AVAILABLE },
		{ 20260301, DELEGATION_ASSIGNED },  { 20990101, DELEGATION_ASSIGNED },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases) * 2; i++) {
		struct delegation shuffled[COUNT_OF(lines)], line;
		/* In any order. */
		for (size_t n = 0; n < COUNT_OF(lines); n++)
			shuffled[i % 2 == 0 ? n : COUNT_OF(lines) - 1 - n] = lines[n];
		struct arena arena;
		const struct delegations *delegations =
			build(&arena, shuffled, COUNT_OF(lines), cases[i / 2].day);
		struct prefix undated = prefix("45.2.0.0/16"), later = prefix("45.3.0.0/16");
		print_message("# %u\n", cases[i / 2].day);
		assert_true(delegations_find_prefix(delegations, &lines[0].prefix, &line));
		assert_int_equal(line.status, cases[i / 2].status);
		/* The other registries have one day each, whatever it is. */
		assert_true(delegations_find_prefix(delegations, &undated, &line));
		assert_true(delegations_find_prefix(delegations, &later, &line));
		arena_clear(&arena);
	}
}

static void random_sets_agree_with_a_linear_search(void **state)
{
	size_t found = 0;
	(void)state;

	srandom(11);
	for (unsigned round = 0; round < 400; round++) {
		struct delegation lines[LINES_MAX];
		size_t count = random_below(LINES_MAX + 1);
		for (size_t i = 0; i < count; i++)
			lines[i] = (struct delegation){
				.kind = DELEGATION_PREFIX,
				.prefix = random_prefix(random_below(2) ? FAMILY_V4 : FAMILY_V6),
				.status = (enum delegation_status)random_below(4),
				.registry = (enum registry)random_below(7),
				.date = random_below(3),
			};
		struct arena arena;
		const struct delegations *delegations = build(&arena, lines, count, 0);
		for (unsigned n = 0; n < 200 && count > 0; n++) {
			struct prefix question =
				random_relative(&lines[random_below((uint32_t)count)].prefix);
			const struct delegation *best = NULL;
			struct delegation line;
			for (size_t i = 0; i < count; i++) {
				const struct delegation *d = &lines[i];
				if (!prefix_covers(&d->prefix, &question))
					continue;
				if (best == NULL || d->prefix.len > best->prefix.len ||
				    (d->prefix.len == best->prefix.len && d->status < best->status))
					best = d;
			}
			bool got = delegations_find_prefix(delegations, &question, &line);
			assert_int_equal(got, best != NULL);
			found += got;
			if (best == NULL)
				continue;
			assert_true(prefix_equal(&line.prefix, &best->prefix));
			assert_int_equal(line.status, best->status);
		}
		arena_clear(&arena);
	}
	assert_true(found > 10000);
}

static void a_full_arena_is_an_error(void **state)
{
	const struct delegation lines[] = {
		block("45.0.0.0/8", DELEGATION_AVAILABLE, REGISTRY_ARIN, 0, 0),
		{ .kind = DELEGATION_ASN, .asns = { 100, 200 }, .status = DELEGATION_AVAILABLE },
	};
	const struct delegations *delegations = NULL;
	int err = ERR_LIMIT;
	(void)state;

	for (size_t budget = 0; err < 0; budget += 16) {
		struct arena arena;
		arena_init(&arena, budget);
		err = delegations_build(&arena, lines, COUNT_OF(lines), 0, &delegations);
		assert_true(err == 0 || (err == ERR_LIMIT && delegations == NULL));
		arena_clear(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_given_whole),
		cmocka_unit_test(one_day_of_a_registry_counts),
		cmocka_unit_test(random_sets_agree_with_a_linear_search),
		cmocka_unit_test(a_full_arena_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
