#include "base/testkit.h"

#include "base/utc.h"
#include "validation/freshness.h"

#define HOUR (3600 * UTC_SECOND)
#define NOW  (UINT64_C(1771776000) * UTC_SECOND)

static void every_kind_has_an_age_of_its_own(void **state)
{
	static const uint64_t allowed_days[DATA_KINDS] = {
		[DATA_RPKI] = 1,
		[DATA_IRR] = 3,
		[DATA_DELEGATED] = 3,
		[DATA_RELATIONS] = 62,
		[DATA_ORGANISATIONS] = 184,
		[DATA_PEERING] = 3,
		[DATA_INCIDENTS] = 3,
		[DATA_SPOOFER] = 31,
		[DATA_ASN_DROP] = 3,
	};
	(void)state;
	for (unsigned kind = 0; kind < DATA_KINDS; kind++) {
		uint64_t allowed = allowed_days[kind] * UTC_DAY;
		struct freshness last = freshness_of(kind, NOW - allowed, NOW);
		struct freshness over = freshness_of(kind, NOW - allowed - 1, NOW);

		assert_int_equal(last.state, FRESHNESS_FRESH);
		assert_int_equal(last.age_us, allowed);
		assert_int_equal(over.state, FRESHNESS_STALE);
		assert_int_equal(over.age_us, allowed + 1);
		assert_int_equal(over.allowed_us, allowed);
	}
}

static void what_has_no_date_is_not_fresh(void **state)
{
	(void)state;
	struct freshness freshness = freshness_of(DATA_IRR, 0, NOW);

	assert_int_equal(freshness.state, FRESHNESS_UNDATED);
	assert_int_equal(freshness.age_us, 0);
}

static void clocks_may_differ_by_an_hour(void **state)
{
	(void)state;
	assert_int_equal(freshness_of(DATA_RPKI, NOW + HOUR, NOW).state, FRESHNESS_FRESH);
	assert_int_equal(freshness_of(DATA_RPKI, NOW + HOUR, NOW).age_us, 0);
	assert_int_equal(freshness_of(DATA_RPKI, NOW + HOUR + 1, NOW).state, FRESHNESS_FUTURE);
	assert_int_equal(freshness_of(DATA_RPKI, UINT64_MAX, 0).state, FRESHNESS_FUTURE);
	assert_int_equal(freshness_of(DATA_RPKI, 1, UINT64_MAX).state, FRESHNESS_STALE);
}

static void older_and_less_certain_is_less_kind(void **state)
{
	static const struct freshness ascending[] = {
		{ FRESHNESS_STALE, 9 * UTC_DAY, UTC_DAY },
		{ FRESHNESS_STALE, 2 * UTC_DAY, UTC_DAY },
		{ FRESHNESS_FUTURE, 0, UTC_DAY },
		{ FRESHNESS_UNDATED, 0, UTC_DAY },
		{ FRESHNESS_FRESH, 1, UTC_DAY },
		{ FRESHNESS_FRESH, 0, UTC_DAY },
	};
	(void)state;
	for (size_t a = 0; a < COUNT_OF(ascending); a++)
		for (size_t b = 0; b < COUNT_OF(ascending); b++)
			assert_int_equal(freshness_compare(&ascending[a], &ascending[b]),
					 (a > b) - (a < b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_has_an_age_of_its_own),
		cmocka_unit_test(what_has_no_date_is_not_fresh),
		cmocka_unit_test(clocks_may_differ_by_an_hour),
		cmocka_unit_test(older_and_less_certain_is_less_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
