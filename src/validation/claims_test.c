#include "base/testkit.h"

#include "net/test_prefix.h"
#include "validation/claims.h"

enum { BUDGET = 1 << 28, CLAIMS_MAX = 300 };

static struct claim claim(const char *terminated, asn_t asn, uint16_t detail)
{
	struct claim claim = { .row = { asn, detail } };

	assert_int_equal(prefix_parse(text_of(terminated), &claim.prefix), 0);
	return claim;
}

static void rows_come_longest_first_and_in_order(void **state)
{
	struct claim claims[] = {
		claim("10.0.0.0/8", 7, 1),    claim("10.1.0.0/16", 9, 2),
		claim("10.1.0.0/16", 9, 1),   claim("10.1.0.0/16", 8, 3),
		claim("10.0.0.0/8", 7, 1),    claim("10.2.0.0/16", 1, 1),
		claim("2001:db8::/32", 5, 5),
	};
	static const struct claim_row expected[] = { { 8, 3 }, { 9, 1 }, { 9, 2 }, { 7, 1 } };
	struct claim question = claim("10.1.2.0/24", 0, 0), found;
	struct claims set;
	struct arena arena;
	uint32_t at, row, count = 0;
	(void)state;

	arena_init(&arena, BUDGET);
	assert_int_equal(claims_build(&arena, claims, COUNT_OF(claims), &set), 0);
	assert_int_equal(set.count, 6);
	claims_begin(&set, &question.prefix, &at, &row);
	for (; claims_next(&set, &at, &row, &found); count++) {
		assert_true(count < COUNT_OF(expected));
		assert_int_equal(found.prefix.len, count < 3 ? 16 : 8);
		assert_int_equal(found.row.asn, expected[count].asn);
		assert_int_equal(found.row.detail, expected[count].detail);
	}
	assert_int_equal(count, COUNT_OF(expected));
	assert_false(claims_next(&set, &at, &row, &found));
	arena_clear(&arena);
}

/* Each claim must be met once from its own prefix, however often it was made. */
static void every_claim_is_found_from_its_prefix(void **state)
{
	static struct claim claims[CLAIMS_MAX], copy[CLAIMS_MAX];
	(void)state;

	srandom(7);
	for (unsigned round = 0; round < 100; round++) {
		size_t count = random_below(CLAIMS_MAX + 1);
		for (size_t i = 0; i < count; i++)
			claims[i] = (struct claim){
				random_prefix(random_below(2) ? FAMILY_V4 : FAMILY_V6),
				{ random_below(3), (uint16_t)random_below(3) }
			};
		memcpy(copy, claims, sizeof(copy));
		struct claims set;
		struct arena arena;
		arena_init(&arena, BUDGET);
		assert_int_equal(claims_build(&arena, copy, count, &set), 0);
		for (size_t i = 0; i < count; i++) {
			struct claim found;
			uint32_t at, row, met = 0;
			claims_begin(&set, &claims[i].prefix, &at, &row);
			while (claims_next(&set, &at, &row, &found))
				met += prefix_equal(&found.prefix, &claims[i].prefix) &&
				       found.row.asn == claims[i].row.asn &&
				       found.row.detail == claims[i].row.detail;
			assert_int_equal(met, 1);
		}
		arena_clear(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_come_longest_first_and_in_order),
		cmocka_unit_test(every_claim_is_found_from_its_prefix),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
