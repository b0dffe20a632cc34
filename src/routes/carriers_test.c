#include "base/testkit.h"

#include "routes/carriers.h"
#include "routes/test_announced.h"

static const struct prefix PREFIX = { UINT64_C(0xc0000200) << 32, 0, 24, FAMILY_V4 };

static const struct carrier *find(const struct carriers *carriers, uint32_t pair, asn_t asn)
{
	for (uint32_t i = carriers_of(carriers, pair); i != CARRIER_NONE; i = carriers->all[i].next)
		if (carriers->all[i].asn == asn)
			return &carriers->all[i];
	return NULL;
}

static void add(struct carriers *carriers, uint32_t pair, asn_t asn, unsigned day)
{
	struct witness witness = { .offset = 100 + day };

	assert_int_equal(carriers_add(carriers, pair, asn, day, &witness), 0);
}

static void each_pair_has_its_own(void **state)
{
	struct carriers carriers;
	(void)state;

	carriers_init(&carriers);
	assert_int_equal(carriers_of(&carriers, 0), CARRIER_NONE);
	add(&carriers, 9, 64496, 3);
	add(&carriers, 9, 64497, 4);
	add(&carriers, 9, 64496, 30);
	add(&carriers, 2, 64496, 0);
	assert_int_equal(carriers.count, 3);
	assert_int_equal(find(&carriers, 9, 64496)->days, 1U << 3 | 1U << 30);
	assert_int_equal(find(&carriers, 9, 64496)->first.offset, 103);
	assert_int_equal(find(&carriers, 9, 64497)->days, 1 << 4);
	assert_int_equal(find(&carriers, 2, 64496)->days, 1);
	assert_ptr_equal(find(&carriers, 2, 64497), NULL);
	assert_int_equal(carriers_of(&carriers, 3), CARRIER_NONE);
	assert_int_equal(carriers_of(&carriers, UINT32_MAX), CARRIER_NONE);
	carriers_clear(&carriers);
}

static void no_more_than_is_to_be_walked(void **state)
{
	struct witness witness = { 0 };
	struct carriers carriers;
	(void)state;

	carriers_init(&carriers);
	for (asn_t asn = 1; asn <= CARRIERS_PER_PAIR_MAX; asn++)
		add(&carriers, 0, asn, 0);
	assert_int_equal(carriers_add(&carriers, 0, UINT32_MAX, 0, &witness), ERR_LIMIT);
	add(&carriers, 0, 7, 1); /* it is known */
	add(&carriers, 1, UINT32_MAX, 1);
	carriers_clear(&carriers);
}

/* Of two pairs the first falls: the second gets its number, and keeps its carriers. */
static void what_stands_is_carried_into_the_new_month(void **state)
{
	struct witness witness = { .peer = 3, .offset = 7 };
	struct announced announced;
	struct carriers carriers;
	uint32_t row;
	(void)state;

	announced_init(&announced);
	carriers_init(&carriers);
	assert_int_equal(announced_row(&announced, &PREFIX, &row), 0);
	assert_int_equal(announced_add(&announced, row, 64500, 0, &witness), 0);
	assert_int_equal(announced_add(&announced, row, 64501, 0, &witness), 0);
	add(&carriers, 0, 64496, 5);
	add(&carriers, 1, 64497, 6);
	carriers_begin_month(&carriers, &announced);
	announced_begin_month(&announced);
	assert_int_equal(announced.pair_count, 1);
	assert_int_equal(announced.pairs[0].origin, 64501);
	assert_int_equal(carriers.count, 1);
	assert_int_equal(find(&carriers, 0, 64497)->days, 1);
	assert_int_equal(find(&carriers, 0, 64497)->first.offset, 106);
	carriers_clear(&carriers);
	announced_clear(&announced);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_pair_has_its_own),
		cmocka_unit_test(no_more_than_is_to_be_walked),
		cmocka_unit_test(what_stands_is_carried_into_the_new_month),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
