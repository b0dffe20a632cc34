#include "base/testkit.h"

#include "routes/bogon_paths.h"

static void add(struct bogon_paths *paths, asn_t announcer, asn_t bogon, uint32_t row, unsigned day)
{
	/* Prefix and witness are told apart by the row that they stand for. */
	struct prefix prefix = { (uint64_t)row << 32, 0, 32, FAMILY_V4 };
	struct witness witness = { .time_us = 100 + day, .offset = row };

	struct bogon_hops hops = { bogon, announcer, ASN_NONE };

	assert_int_equal(bogon_paths_add(paths, &hops, &prefix, row, day, &witness), 0);
}

static const struct bogon_path *find(const struct bogon_paths *paths, asn_t announcer, asn_t bogon)
{
	for (size_t i = 0; i < paths->count; i++)
		if (paths->all[i].announcer == announcer && paths->all[i].bogon == bogon)
			return &paths->all[i];
	return NULL;
}

static void counts_prefixes_and_days_once(void **state)
{
	struct bogon_paths paths;
	(void)state;

	bogon_paths_init(&paths);
	add(&paths, 64500, 23456, 7, 3);
	add(&paths, 64500, 23456, 7, 3); /* again, another peer's */
	add(&paths, 64500, 23456, 8, 3);
	add(&paths, 64500, 23456, 7, 30);
	add(&paths, 64500, 65535, 7, 0);
	add(&paths, 64501, 23456, 7, 1);
	assert_int_equal(paths.count, 3);

	const struct bogon_path *path = find(&paths, 64500, 23456);
	assert_non_null(path);
	assert_int_equal(path->routes, 2);
	assert_int_equal(path->days, 1U << 3 | 1U << 30);
	assert_int_equal(path->prefix.hi >> 32, 7);
	assert_int_equal(path->first.time_us, 103);
	assert_int_equal(path->first.offset, 7);
	assert_int_equal(find(&paths, 64500, 65535)->routes, 1);
	assert_int_equal(find(&paths, 64500, 65535)->days, 1);
	assert_int_equal(find(&paths, 64501, 23456)->routes, 1);
	assert_null(find(&paths, 23456, 64500));
	bogon_paths_clear(&paths);
	assert_int_equal(paths.count, 0);
}

static void many_agree_with_arithmetic(void **state)
{
	enum { ANNOUNCERS = 50, BOGONS = 20, ROWS = 30 };
	struct bogon_paths paths;
	(void)state;

	bogon_paths_init(&paths);
	for (unsigned round = 0; round < 2; round++)
		for (asn_t i = 0; i < ANNOUNCERS; i++)
			for (asn_t j = 0; j < BOGONS; j++)
				for (uint32_t row = 0; row <= (i + j) % ROWS; row++)
					add(&paths, i + 1, 64512 + j, row, row);
	assert_int_equal(paths.count, ANNOUNCERS * BOGONS);
	for (asn_t i = 0; i < ANNOUNCERS; i++) {
		for (asn_t j = 0; j < BOGONS; j++) {
			const struct bogon_path *path = find(&paths, i + 1, 64512 + j);
			assert_int_equal(path->routes, (i + j) % ROWS + 1);
			assert_int_equal(path->days, (UINT64_C(1) << ((i + j) % ROWS + 1)) - 1);
		}
	}
	bogon_paths_clear(&paths);
}

/* Only the counters are at their limits, not the memory. */
static void keeps_who_passed_it_on(void **state)
{
	struct bogon_hops hops = { 23456, 64500, 64496 };
	struct prefix prefix = { 0, 0, 8, FAMILY_V4 }, other = { 0, 0, 9, FAMILY_V4 };
	struct witness witness = { .offset = 5 }, later = { .offset = 6 };
	struct bogon_paths paths;
	(void)state;

	bogon_paths_init(&paths);
	assert_int_equal(bogon_paths_add(&paths, &hops, &prefix, 7, 3, &witness), 0);
	assert_int_equal(bogon_paths_add(&paths, &hops, &other, 8, 4, &later), 0);
	hops.carrier = 64497;
	assert_int_equal(bogon_paths_add(&paths, &hops, &other, 8, 5, &later), 0);
	hops.carrier = ASN_NONE;
	assert_int_equal(bogon_paths_add(&paths, &hops, &other, 8, 6, &later), 0);
	assert_int_equal(paths.count, 1);
	assert_int_equal(paths.carrier_count, 2);
	assert_int_equal(paths.carriers[0].asn, 64496);
	assert_int_equal(paths.carriers[0].days, 1 << 3 | 1 << 4);
	assert_int_equal(paths.carriers[0].prefix.len, 8);
	assert_int_equal(paths.carriers[0].first.offset, 5);
	assert_int_equal(paths.carriers[1].asn, 64497);
	assert_int_equal(paths.carriers[1].first.offset, 6);
	bogon_paths_clear(&paths);
}

static void beyond_its_limits_it_keeps_what_it_has(void **state)
{
	struct prefix prefix = { 0, 0, 8, FAMILY_V4 };
	struct witness witness = { 0 };
	struct bogon_paths paths;
	(void)state;

	bogon_paths_init(&paths);
	add(&paths, 64500, 23456, 7, 3);
	paths.count = BOGON_PATHS_MAX;
	struct bogon_hops hops = { 23455, 64500, 64496 };
	assert_int_equal(bogon_paths_add(&paths, &hops, &prefix, 7, 3, &witness), ERR_LIMIT);
	add(&paths, 64500, 23456, 8, 3);
	paths.count = 1;
	assert_int_equal(paths.all[0].routes, 2);

	size_t routes = paths.route_count;
	paths.route_count = BOGON_ROUTES_MAX;
	add(&paths, 64500, 23456, 9, 4); /* the finding stands, its count stops */
	paths.route_count = routes;
	assert_int_equal(paths.all[0].routes, 2);
	assert_int_equal(paths.all[0].days, 1U << 3 | 1U << 4);
	bogon_paths_clear(&paths);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_prefixes_and_days_once),
		cmocka_unit_test(many_agree_with_arithmetic),
		cmocka_unit_test(keeps_who_passed_it_on),
		cmocka_unit_test(beyond_its_limits_it_keeps_what_it_has),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
