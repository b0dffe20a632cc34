#include "base/testkit.h"

#include "net/payload_set.h"
#include "serve/rtr_guard.h"

/* So many of each kind, numbered from `from`. */
static struct payload_set *set_of(size_t vrps, size_t aspas, uint32_t from)
{
	struct payload_builder *builder = payload_builder_new();
	const asn_t provider = 7;

	for (size_t i = 0; i < vrps; i++) {
		struct vrp vrp = { { ((uint64_t)from + i) << 40, 0, 24, FAMILY_V4 }, 24, 1 };
		assert_int_equal(payload_builder_vrp(builder, &vrp), 0);
	}
	for (size_t i = 0; i < aspas; i++) {
		struct aspa aspa = { (asn_t)(from + i + 8), &provider, 1 };
		assert_int_equal(payload_builder_aspa(builder, &aspa), 0);
	}
	return payload_builder_finish(builder);
}

static void what_is_lost_decides(void **state)
{
	static const struct {
		size_t vrps, aspas, new_vrps, new_aspas;
		enum rtr_doubt doubt;
	} cases[] = {
		{ 0, 0, 0, 0, RTR_DOUBT_NONE },
		{ 0, 0, 5, 0, RTR_DOUBT_NONE },
		{ 1, 0, 0, 0, RTR_DOUBT_EMPTY },
		{ 20000, 20, 0, 0, RTR_DOUBT_EMPTY },
		{ 3, 0, 1, 0, RTR_DOUBT_NONE },
		{ 4, 0, 3, 0, RTR_DOUBT_NONE },
		{ 4, 0, 2, 0, RTR_DOUBT_HALVED },
		{ 5, 0, 3, 0, RTR_DOUBT_NONE },
		{ 5, 0, 2, 0, RTR_DOUBT_HALVED },
		{ 2, 2, 2, 0, RTR_DOUBT_HALVED },
		{ 20000, 0, 10001, 0, RTR_DOUBT_SHRUNK },
		{ 20000, 0, 10000, 0, RTR_DOUBT_HALVED },
		/* 5 % of 20,000 are 1,000 */
		{ 20000, 0, 19000, 0, RTR_DOUBT_NONE },
		{ 20000, 0, 18999, 0, RTR_DOUBT_SHRUNK },
		/* below 1,000 nothing is a collapse but half */
		{ 2000, 0, 1001, 0, RTR_DOUBT_NONE },
		{ 1999, 0, 1000, 0, RTR_DOUBT_NONE },
		{ 2001, 0, 1001, 0, RTR_DOUBT_SHRUNK },
		/* one kind collapses, the other makes up for it */
		{ 10000, 9000, 9000, 9900, RTR_DOUBT_NONE },
		{ 10000, 9000, 8999, 9900, RTR_DOUBT_VRPS },
		{ 9000, 10000, 9900, 9000, RTR_DOUBT_NONE },
		{ 9000, 10000, 9900, 8999, RTR_DOUBT_ASPAS },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct payload_set *good = set_of(cases[i].vrps, cases[i].aspas, 0);
		struct payload_set *new = set_of(cases[i].new_vrps, cases[i].new_aspas, 0);
		assert_int_equal(rtr_guard_check(good, 1, new, 2), cases[i].doubt);
		assert_int_equal(rtr_guard_check(good, 0, new, 0), cases[i].doubt);
		payload_set_release(good);
		payload_set_release(new);
	}
}

/* F30 */
static void older_sets_are_doubted(void **state)
{
	struct payload_set *good = set_of(10, 0, 0), *other = set_of(10, 0, 1);
	struct payload_set *same = set_of(10, 0, 0);
	(void)state;

	assert_int_equal(rtr_guard_check(good, 100, other, 99), RTR_DOUBT_OLDER);
	assert_int_equal(rtr_guard_check(good, 100, other, 100), RTR_DOUBT_NONE);
	assert_int_equal(rtr_guard_check(good, 100, other, 101), RTR_DOUBT_NONE);
	assert_int_equal(rtr_guard_check(good, 0, other, 99), RTR_DOUBT_NONE);
	assert_int_equal(rtr_guard_check(good, 100, other, 0), RTR_DOUBT_NONE);
	assert_int_equal(rtr_guard_check(good, 100, same, 99), RTR_DOUBT_NONE);
	payload_set_release(good);
	payload_set_release(other);
	payload_set_release(same);
}

static void growth_is_noticed(void **state)
{
	static const struct {
		size_t good, new;
		bool doubled;
	} cases[] = { { 0, 9, false }, { 3, 9, false }, { 4, 7, false },  { 4, 8, true },
		      { 4, 80, true }, { 4, 4, false }, { 100, 1, false } };
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct payload_set *good = set_of(cases[i].good, 0, 0);
		struct payload_set *new = set_of(cases[i].new, 0, 0);
		assert_int_equal(rtr_guard_doubled(good, new), cases[i].doubled);
		payload_set_release(good);
		payload_set_release(new);
	}
}

static void every_doubt_has_a_sentence(void **state)
{
	(void)state;
	for (unsigned doubt = 0; doubt < RTR_DOUBTS; doubt++)
		assert_true(strlen(rtr_doubt_says((enum rtr_doubt)doubt)) > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_lost_decides),
		cmocka_unit_test(older_sets_are_doubted),
		cmocka_unit_test(growth_is_noticed),
		cmocka_unit_test(every_doubt_has_a_sentence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
