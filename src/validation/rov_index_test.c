#include "base/testkit.h"

#include "validation/rov_index.h"
#include "validation/test_vrps.h"
#include "validation/vrp_order.h"

enum { BUDGET = 1 << 28, CROWD = 3000, NESTED = 129 };

/* Builds, and asks from every VRP's own prefix, from just outside, and from its last address. */
static size_t build_and_compare(const struct vrp *vrps, size_t count)
{
	const struct rov_index *index;
	struct arena arena;
	struct vrp *copy;

	vrps = vrp_order(vrps, &count, &copy);
	arena_init(&arena, BUDGET);
	assert_int_equal(rov_index_build(&arena, vrps, count, &index), 0);
	for (size_t i = 0; i < count; i += 1 + count / 400) {
		struct prefix own = vrps[i].prefix, last = own, before = own;
		unsigned bits = family_bits(own.family);
		last.len = (uint8_t)bits;
		last.hi |= ~mask_hi(own.len) & mask_hi(bits);
		last.lo |= ~mask_lo(own.len) & mask_lo(bits);
		if (own.len > 0 && own.len <= 64)
			before.hi ^= UINT64_C(1) << (64 - own.len);
		else if (own.len > 64)
			before.lo ^= UINT64_C(1) << (128 - own.len);
		const struct prefix questions[] = { own, last, before };
		for (size_t n = 0; n < COUNT_OF(questions); n++)
			for (asn_t origin = 0; origin < 3; origin++)
				assert_int_equal(rov_index_check(index, &questions[n], origin),
						 rov_slowly(vrps, count, &questions[n], origin));
	}
	size_t used = arena.used;
	arena_clear(&arena);
	free(copy);
	return used;
}

/* A few VRPs must not cost a table for all the Internet. */
static void small_sets_stay_small(void **state)
{
	const struct vrp vrps[] = {
		{ prefix_from("10.0.0.0/24"), 24, 1 },
		{ prefix_from("192.0.2.1/32"), 32, 1 },
		{ prefix_from("2001:db8::/32"), 48, 1 },
		{ prefix_from("2001:db8::1/128"), 128, 2 },
	};
	(void)state;

	for (size_t count = 0; count <= COUNT_OF(vrps); count++)
		assert_true(build_and_compare(vrps, count) < 1024);
}

static void default_routes_and_single_addresses(void **state)
{
	const struct vrp vrps[] = {
		{ prefix_from("0.0.0.0/0"), 0, 1 },
		{ prefix_from("0.0.0.0/32"), 32, 2 },
		{ prefix_from("255.255.255.255/32"), 32, 2 },
		{ prefix_from("::/0"), 128, 1 },
		{ prefix_from("::/128"), 128, 2 },
		{ prefix_from("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"), 128, 2 },
		{ prefix_from("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/128"), 128, 2 },
	};
	(void)state;

	for (size_t from = 0; from < COUNT_OF(vrps); from++)
		for (size_t to = from; to <= COUNT_OF(vrps); to++)
			(void)build_and_compare(&vrps[from], to - from);
}

/* One in the other, down to the last bit: 129 lengths of one address. */
static void nested_as_deep_as_can_be(void **state)
{
	struct vrp vrps[NESTED];
	struct prefix whole = prefix_from("2001:db8:a5a5:5a5a:ffff:0:1234:5679/128");
	(void)state;

	for (unsigned len = 0; len < NESTED; len++)
		vrps[len] = (struct vrp){ prefix_cut(&whole, len), 128, len % 3 };
	assert_true(build_and_compare(vrps, NESTED) < 64 * 1024);
}

/* Whoever names thousands of ASNs for one prefix, and has thousands of prefixes inside it, must not
 * get the one times the other. */
static void long_chains_are_shared(void **state)
{
	static struct vrp vrps[2 * CROWD];
	(void)state;

	for (uint32_t i = 0; i < CROWD; i++) {
		struct prefix inside = { (UINT64_C(10) << 24 | i << 8) << 32, 0, 24, FAMILY_V4 };
		vrps[i] = (struct vrp){ prefix_from("10.0.0.0/8"), 24, i };
		vrps[CROWD + i] = (struct vrp){ inside, 24, 1 + i % 2 };
	}
	assert_true(build_and_compare(vrps, COUNT_OF(vrps)) < (size_t)CROWD * 100);
}

/* Lone single addresses, each far from the next: as costly as VRPs get. */
static void scattered_addresses_cost_a_bounded_amount(void **state)
{
	static struct vrp vrps[CROWD];
	(void)state;

	srandom(8);
	for (size_t i = 0; i < CROWD; i++) {
		struct prefix lone = { 0, 0, 128, FAMILY_V6 };
		for (unsigned bit = 0; bit < 64; bit++) {
			lone.hi |= (uint64_t)random_below(2) << bit;
			lone.lo |= (uint64_t)random_below(2) << bit;
		}
		vrps[i] = (struct vrp){ lone, 128, 1 };
	}
	assert_true(build_and_compare(vrps, CROWD) < (size_t)CROWD * 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_sets_stay_small),
		cmocka_unit_test(default_routes_and_single_addresses),
		cmocka_unit_test(nested_as_deep_as_can_be),
		cmocka_unit_test(long_chains_are_shared),
		cmocka_unit_test(scattered_addresses_cost_a_bounded_amount),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
