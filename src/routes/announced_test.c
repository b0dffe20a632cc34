#include "base/testkit.h"

#include <stdio.h>

#include "net/test_prefix.h"
#include "routes/announced.h"
#include "routes/test_announced.h"

enum { A = 64500, B = 64501, C = 64502 };

static struct prefix prefix_of(const char *spelling)
{
	struct prefix prefix;

	assert_int_equal(prefix_parse(text_of(spelling), &prefix), 0);
	return prefix;
}

static uint32_t row_of(struct announced *announced, const char *spelling)
{
	struct prefix prefix = prefix_of(spelling);
	uint32_t row;

	assert_int_equal(announced_row(announced, &prefix, &row), 0);
	return row;
}

static void add(struct announced *announced, uint32_t row, uint32_t peer, asn_t origin,
		unsigned day)
{
	struct witness witness = { .time_us = 1000 + day, .offset = origin, .peer = peer };
	assert_int_equal(announced_add(announced, row, origin, day, &witness), 0);
}

static void add_path(struct announced *announced, uint32_t row, uint32_t peer, uint32_t path_id,
		     asn_t origin)
{
	struct witness witness = { .peer = peer };
	assert_int_equal(announced_add_path(announced, row, origin, 0, &witness, path_id), 0);
}

static bool stood(const struct announced *announced, uint32_t row, uint32_t peer, asn_t origin)
{
	uint32_t pair = announced_find_pair(announced, row, origin);
	return pair != PAIR_NONE && test_bit(announced_ever(announced, pair), peer);
}

static bool stands(const struct announced *announced, uint32_t row, uint32_t peer, asn_t origin)
{
	uint32_t pair = announced_find_pair(announced, row, origin);
	return pair != PAIR_NONE && test_bit(announced_now(announced, pair), peer);
}

static uint32_t days(const struct announced *announced, uint32_t row, asn_t origin)
{
	uint32_t pair = announced_find_pair(announced, row, origin);
	return pair != PAIR_NONE ? announced->pairs[pair].days : 0;
}

static void a_prefix_has_one_row(void **state)
{
	struct announced announced;
	struct prefix missing = prefix_of("192.0.2.0/25");
	(void)state;

	announced_init(&announced);
	assert_int_equal(announced_find(&announced, &missing), PAIR_NONE);
	uint32_t v4 = row_of(&announced, "192.0.2.0/24"), v6 = row_of(&announced, "c000:200::/24");
	assert_int_not_equal(v4, v6);
	assert_int_equal(row_of(&announced, "192.0.2.0/24"), v4);
	assert_int_equal(announced_find(&announced, &missing), PAIR_NONE);
	assert_int_equal(announced.rows[v4].pairs, PAIR_NONE);
	test_announced(&announced);
	announced_clear(&announced);
	assert_int_equal(announced_find(&announced, &missing), PAIR_NONE);
}

/* RFC 4271 section 3.1: a route replaces the peer's former one for the same prefix. */
static void an_announcement_withdraws_the_one_before(void **state)
{
	struct announced announced;
	(void)state;

	announced_init(&announced);
	uint32_t row = row_of(&announced, "192.0.2.0/24");
	add(&announced, row, 0, A, 0);
	add(&announced, row, 1, A, 0);
	add(&announced, row, 0, B, 0);
	assert_false(stands(&announced, row, 0, A));
	assert_true(stands(&announced, row, 1, A));
	assert_true(stands(&announced, row, 0, B));
	assert_true(stood(&announced, row, 0, A));
	add(&announced, row, 0, A, 0);
	assert_true(stands(&announced, row, 0, A));
	assert_false(stands(&announced, row, 0, B));
	assert_int_equal(announced.pair_count, 2);
	test_announced(&announced);
	announced_clear(&announced);
}

static void a_withdrawal_touches_one_prefix_of_one_peer(void **state)
{
	struct announced announced;
	(void)state;

	announced_init(&announced);
	uint32_t one = row_of(&announced, "192.0.2.0/24"),
		 two = row_of(&announced, "2001:db8::/32");
	announced_withdraw(&announced, one, 7); /* of somebody never heard of */
	add(&announced, one, 0, A, 0);
	add(&announced, two, 0, A, 0);
	add(&announced, one, 1, A, 0);
	announced_withdraw(&announced, one, 0);
	announced_withdraw(&announced, one, 0);
	announced_withdraw(&announced, one, 64);
	announced_withdraw(&announced, one, 1000);
	assert_false(stands(&announced, one, 0, A));
	assert_true(stands(&announced, one, 1, A));
	assert_true(stands(&announced, two, 0, A));
	assert_true(stood(&announced, one, 0, A));
	assert_int_equal(announced_standing(&announced, 0), 1);
	test_announced(&announced);
	announced_clear(&announced);
}

static void a_session_takes_all_its_routes_with_it(void **state)
{
	struct announced announced;
	(void)state;

	announced_init(&announced);
	announced_withdraw_peer(&announced, 3);
	uint32_t one = row_of(&announced, "192.0.2.0/24"),
		 two = row_of(&announced, "2001:db8::/32");
	add(&announced, one, 0, A, 0);
	add(&announced, two, 0, B, 0);
	add_path(&announced, one, 1, 1, A);
	add_path(&announced, one, 1, 2, B);
	announced_withdraw_peer(&announced, 0);
	assert_int_equal(announced_standing(&announced, 0), 0);
	assert_int_equal(announced_standing(&announced, 1), 2);
	announced_withdraw_peer(&announced, 1);
	assert_int_equal(announced_standing(&announced, 1), 0);
	/* Its paths are forgotten too: the first of the new session holds nothing of the old. */
	add_path(&announced, one, 1, 1, B);
	announced_withdraw_path(&announced, one, 1, 1);
	assert_int_equal(announced_standing(&announced, 1), 0);
	test_announced(&announced);
	announced_clear(&announced);
}

/* Few routes of a session are remembered by name, many are looked for; either way all go. */
static void a_session_of_any_size_ends_whole(void **state)
{
	static const unsigned sizes[] = { 1, 3, 255, 256, 257, 1000, 2, 0, 300 };
	struct announced announced;
	(void)state;

	announced_init(&announced);
	for (unsigned i = 0; i < 1000; i++) {
		char spelling[32];
		(void)snprintf(spelling, sizeof(spelling), "10.%u.%u.0/24", i / 250, i % 250);
		add(&announced, row_of(&announced, spelling), 1, A, 0);
	}
	for (size_t s = 0; s < COUNT_OF(sizes); s++) {
		for (uint32_t row = 0; row < sizes[s]; row++)
			add(&announced, row, 0, row % 2 == 0 ? A : B, 0);
		assert_int_equal(announced_standing(&announced, 0), sizes[s]);
		if (s % 3 == 2)
			announced_begin_month(&announced);
		announced_withdraw_peer(&announced, 0);
		assert_int_equal(announced_standing(&announced, 0), 0);
		assert_int_equal(announced_standing(&announced, 1), 1000);
		test_announced(&announced);
	}
	announced_clear(&announced);
}

/* RFC 7911: a path is known by its identifier; each stands for itself. */
static void paths_of_one_peer_stand_side_by_side(void **state)
{
	struct announced announced;
	(void)state;

	announced_init(&announced);
	uint32_t row = row_of(&announced, "192.0.2.0/24");
	add_path(&announced, row, 0, 1, A);
	add_path(&announced, row, 0, 2, A);
	add_path(&announced, row, 0, 3, B);
	assert_true(stands(&announced, row, 0, A) && stands(&announced, row, 0, B));

	announced_withdraw_path(&announced, row, 0, 1);
	assert_true(stands(&announced, row, 0, A)); /* by path 2 */
	announced_withdraw_path(&announced, row, 0, 1);
	announced_withdraw_path(&announced, row, 0, 99);
	assert_true(stands(&announced, row, 0, A));
	announced_withdraw_path(&announced, row, 0, 2);
	assert_false(stands(&announced, row, 0, A));
	assert_true(stands(&announced, row, 0, B));

	add_path(&announced, row, 0, 3, C); /* an implicit withdrawal of path 3 alone */
	assert_false(stands(&announced, row, 0, B));
	assert_true(stands(&announced, row, 0, C));
	assert_true(stood(&announced, row, 0, A) && stood(&announced, row, 0, B));
	test_announced(&announced);
	announced_clear(&announced);
}

/* The words of all pairs grow when a peer is beyond them, and no bit moves. */
static void any_number_of_peers_fits(void **state)
{
	static const uint32_t peers[] = { 0, 1, 63, 64, 127, 128, 1000, 65535 };
	struct announced announced;
	(void)state;

	announced_init(&announced);
	uint32_t rows[] = { row_of(&announced, "192.0.2.0/24"),
			    row_of(&announced, "198.51.100.0/24"),
			    row_of(&announced, "2001:db8::/32") };
	for (size_t i = 0; i < COUNT_OF(peers); i++) {
		for (size_t row = 0; row < COUNT_OF(rows); row++)
			add(&announced, rows[row], peers[i], (asn_t)(A + (row + i) % 2), 0);
		announced_withdraw(&announced, rows[2], peers[i]);
		for (size_t past = 0; past <= i; past++) {
			for (size_t row = 0; row < COUNT_OF(rows); row++) {
				asn_t origin = (asn_t)(A + (row + past) % 2);
				asn_t other = (asn_t)(A + (row + past + 1) % 2);
				assert_true(stood(&announced, rows[row], peers[past], origin));
				assert_false(stood(&announced, rows[row], peers[past], other));
				assert_int_equal(stands(&announced, rows[row], peers[past], origin),
						 row != 2);
			}
		}
		test_announced(&announced);
	}
	announced_clear(&announced);
}

static void the_first_sighting_stays(void **state)
{
	struct announced announced;
	const struct witness first = { 10, 20, 3, 4 }, second = { 11, 21, 0, 5 };
	(void)state;

	announced_init(&announced);
	uint32_t row = row_of(&announced, "192.0.2.0/24");
	assert_int_equal(announced_add(&announced, row, A, 0, &first), 0);
	assert_int_equal(announced_add(&announced, row, A, 0, &second), 0);
	const struct witness *kept =
		&announced.pairs[announced_find_pair(&announced, row, A)].first;
	assert_int_equal(kept->time_us, 10);
	assert_int_equal(kept->offset, 20);
	assert_int_equal(kept->input, 3);
	assert_int_equal(kept->peer, 4);
	announced_clear(&announced);
}

static void what_stands_stands_on_the_next_day_too(void **state)
{
	struct announced announced;
	(void)state;

	announced_init(&announced);
	uint32_t row = row_of(&announced, "192.0.2.0/24");
	add(&announced, row, 0, A, 3);
	add(&announced, row, 1, B, 3);
	announced_withdraw(&announced, row, 1);
	announced_begin_day(&announced, 4);
	add(&announced, row, 1, B, 4);
	announced_begin_day(&announced, 5);
	announced_begin_day(&announced, 30);
	assert_int_equal(days(&announced, row, A), 1U << 3 | 1U << 4 | 1U << 5 | 1U << 30);
	assert_int_equal(days(&announced, row, B), 1U << 3 | 1U << 4 | 1U << 5 | 1U << 30);
	announced_withdraw_peer(&announced, 0);
	announced_withdraw_peer(&announced, 1);
	announced_begin_day(&announced, 6);
	assert_int_equal(days(&announced, row, A) >> 6 & 1, 0);
	announced_clear(&announced);
}

static void a_new_month_keeps_what_stands_and_no_more(void **state)
{
	struct announced announced;
	struct prefix gone = prefix_of("198.51.100.0/24"), kept = prefix_of("192.0.2.0/24");
	(void)state;

	announced_init(&announced);
	announced_begin_month(&announced); /* with nothing in it */
	uint32_t row = row_of(&announced, "198.51.100.0/24");
	add(&announced, row, 0, A, 8);
	announced_withdraw(&announced, row, 0);
	row = row_of(&announced, "192.0.2.0/24");
	add(&announced, row, 0, A, 9);
	add(&announced, row, 0, B, 9);
	add(&announced, row, 70, B, 9);
	announced_withdraw(&announced, row, 70);
	add_path(&announced, row, 2, 7, C);
	add_path(&announced, row, 2, 8, C);
	announced_withdraw_path(&announced, row, 2, 8);

	announced_begin_month(&announced);
	assert_int_equal(announced_find(&announced, &gone), PAIR_NONE);
	row = announced_find(&announced, &kept);
	assert_int_not_equal(row, PAIR_NONE);
	assert_int_equal(announced_find_pair(&announced, row, A), PAIR_NONE);
	assert_true(stands(&announced, row, 0, B) && stood(&announced, row, 0, B));
	assert_false(stood(&announced, row, 70, B));
	assert_int_equal(days(&announced, row, B), 1);
	assert_int_equal(announced_standing(&announced, 0), 1);
	test_announced(&announced);

	announced_withdraw_path(&announced, row, 2, 8);
	assert_true(stands(&announced, row, 2, C));
	announced_withdraw_path(&announced, row, 2, 7); /* its identifier is still known */
	assert_false(stands(&announced, row, 2, C));
	test_announced(&announced);
	announced_clear(&announced);
}

/* Only the counters are at their limits, not the memory. */
static void a_full_table_refuses_what_is_new(void **state)
{
	struct announced announced;
	struct prefix other = prefix_of("192.0.2.128/25");
	struct witness witness = { .peer = 0 };
	uint32_t row = row_of((announced_init(&announced), &announced), "192.0.2.0/24"), untouched;
	(void)state;

	add_path(&announced, row, 0, 1, A);
	size_t rows = announced.row_count, pairs = announced.pair_count;
	size_t paths = announced.path_count;

	announced.row_count = ANNOUNCED_PAIRS_MAX;
	untouched = 99;
	assert_int_equal(announced_row(&announced, &other, &untouched), ERR_LIMIT);
	assert_int_equal(untouched, 99);
	assert_int_equal(row_of(&announced, "192.0.2.0/24"), row);
	announced.row_count = rows;

	announced.pair_count = ANNOUNCED_PAIRS_MAX;
	assert_int_equal(announced_add(&announced, row, B, 0, &witness), ERR_LIMIT);
	assert_int_equal(announced_add_path(&announced, row, B, 0, &witness, 2), ERR_LIMIT);
	assert_int_equal(announced_add(&announced, row, A, 0, &witness), 0);
	announced.pair_count = pairs;

	announced.path_count = ANNOUNCED_PAIRS_MAX;
	assert_int_equal(announced_add_path(&announced, row, A, 0, &witness, 2), ERR_LIMIT);
	assert_int_equal(announced_add_path(&announced, row, A, 0, &witness, 1), 0);
	announced.path_count = paths;
	test_announced(&announced);
	announced_clear(&announced);
}

/* Lists that are walked stay short; what a peer has withdrawn makes room. */
static void one_prefix_holds_so_many(void **state)
{
	struct announced announced;
	struct witness witness = { .peer = 0 };
	(void)state;

	announced_init(&announced);
	uint32_t row = row_of(&announced, "192.0.2.0/24");
	for (asn_t origin = 0; origin < ANNOUNCED_PER_PREFIX_MAX; origin++)
		add(&announced, row, 0, origin, 0);
	assert_int_equal(announced_add(&announced, row, A, 0, &witness), ERR_LIMIT);
	assert_true(stands(&announced, row, 0, ANNOUNCED_PER_PREFIX_MAX - 1));
	add(&announced, row, 0, 0, 0);
	assert_true(stands(&announced, row, 0, 0));

	for (uint32_t path = 0; path < ANNOUNCED_PER_PREFIX_MAX; path++)
		add_path(&announced, row, 1, path, 1);
	assert_int_equal(announced_add_path(&announced, row, 1, 0, &(struct witness){ .peer = 1 },
					    ANNOUNCED_PER_PREFIX_MAX),
			 ERR_LIMIT);
	add_path(&announced, row, 2, 0, 1);
	for (uint32_t path = 0; path < 3 * ANNOUNCED_PER_PREFIX_MAX; path++) {
		announced_withdraw_path(&announced, row, 1, path);
		add_path(&announced, row, 1, ANNOUNCED_PER_PREFIX_MAX + path, 2);
	}
	assert_int_equal(announced.path_count, ANNOUNCED_PER_PREFIX_MAX + 1);
	assert_false(stands(&announced, row, 1, 1));
	assert_true(stands(&announced, row, 1, 2) && stands(&announced, row, 2, 1));
	test_announced(&announced);
	announced_clear(&announced);
}

/*
 * The same, done slowly and plainly: for every peer, prefix and path identifier the origin that
 * stands. Peers with an odd place in the list send several paths.
 */
enum { PEERS = 8, PREFIXES = 12, PATHS = 3, ORIGINS = 4, NO_ORIGIN = 0 };

static const uint32_t PEER_NUMBERS[PEERS] = { 3, 0, 63, 64, 130, 127, 700, 1100 };

struct model {
	size_t now[PEERS][PREFIXES][PATHS]; /* an origin's place from 1, or NO_ORIGIN */
	bool ever[PREFIXES][ORIGINS][PEERS];
	uint32_t days[PREFIXES][ORIGINS]; /* 0: there is no such pair */
	uint64_t first_us[PREFIXES][ORIGINS];
};

static asn_t model_origin(size_t place)
{
	return place == 0 ? ASN_NONE : (asn_t)(A + place);
}

static struct prefix model_prefix(size_t place)
{
	return (struct prefix){ (uint64_t)place << 40, 0, 24, FAMILY_V4 };
}

static bool model_stands(const struct model *model, size_t peer, size_t prefix, size_t origin)
{
	for (size_t path = 0; path < PATHS; path++)
		if (model->now[peer][prefix][path] == origin + 1)
			return true;
	return false;
}

static bool model_stands_anywhere(const struct model *model, size_t prefix, size_t origin)
{
	for (size_t peer = 0; peer < PEERS; peer++)
		if (model_stands(model, peer, prefix, origin))
			return true;
	return false;
}

static void model_begin_day(struct model *model, unsigned day)
{
	for (size_t prefix = 0; prefix < PREFIXES; prefix++)
		for (size_t origin = 0; origin < ORIGINS; origin++)
			if (model_stands_anywhere(model, prefix, origin))
				model->days[prefix][origin] |= 1U << day;
}

static void model_begin_month(struct model *model)
{
	for (size_t prefix = 0; prefix < PREFIXES; prefix++) {
		for (size_t origin = 0; origin < ORIGINS; origin++) {
			model->days[prefix][origin] = model_stands_anywhere(model, prefix, origin);
			for (size_t peer = 0; peer < PEERS; peer++)
				model->ever[prefix][origin][peer] =
					model_stands(model, peer, prefix, origin);
		}
	}
}

static void compare_with_model(const struct announced *announced, const struct model *model)
{
	size_t pairs = 0;

	test_announced(announced);
	for (size_t i = 0; i < PREFIXES; i++) {
		struct prefix prefix = model_prefix(i);
		uint32_t row = announced_find(announced, &prefix);
		for (size_t origin = 0; origin < ORIGINS; origin++) {
			uint32_t pair = row != PAIR_NONE ? announced_find_pair(announced, row,
									       model_origin(origin))
							 : PAIR_NONE;
			assert_int_equal(pair != PAIR_NONE, model->days[i][origin] != 0);
			if (pair == PAIR_NONE)
				continue;
			pairs++;
			assert_int_equal(announced->pairs[pair].days, model->days[i][origin]);
			assert_int_equal(announced->pairs[pair].first.time_us,
					 model->first_us[i][origin]);
			for (size_t peer = 0; peer < PEERS; peer++) {
				if (PEER_NUMBERS[peer] / 64 >= announced->stride)
					continue;
				assert_int_equal(test_bit(announced_ever(announced, pair),
							  PEER_NUMBERS[peer]),
						 model->ever[i][origin][peer]);
				assert_int_equal(test_bit(announced_now(announced, pair),
							  PEER_NUMBERS[peer]),
						 model_stands(model, peer, i, origin));
			}
		}
	}
	assert_int_equal(announced->pair_count, pairs);
}

static void random_announce(struct announced *announced, struct model *model, uint64_t time_us,
			    unsigned day)
{
	size_t peer = random_below(PEERS), place = random_below(PREFIXES);
	size_t origin = random_below(ORIGINS), path = peer % 2 == 1 ? random_below(PATHS) : 0;
	struct witness witness = { .time_us = time_us, .peer = PEER_NUMBERS[peer] };
	struct prefix prefix = model_prefix(place);
	uint32_t row;

	assert_int_equal(announced_row(announced, &prefix, &row), 0);
	int got = peer % 2 == 1
			  ? announced_add_path(announced, row, model_origin(origin), day, &witness,
					       (uint32_t)path)
			  : announced_add(announced, row, model_origin(origin), day, &witness);
	assert_int_equal(got, 0);
	if (model->days[place][origin] == 0)
		model->first_us[place][origin] = time_us;
	model->now[peer][place][path] = origin + 1;
	model->ever[place][origin][peer] = true;
	model->days[place][origin] |= 1U << day;
}

static void random_withdraw(struct announced *announced, struct model *model)
{
	size_t peer = random_below(PEERS), place = random_below(PREFIXES);
	size_t path = peer % 2 == 1 ? random_below(PATHS) : 0;
	struct prefix prefix = model_prefix(place);
	uint32_t row = announced_find(announced, &prefix);

	model->now[peer][place][path] = NO_ORIGIN;
	if (row == PAIR_NONE)
		return;
	if (peer % 2 == 1)
		announced_withdraw_path(announced, row, PEER_NUMBERS[peer], (uint32_t)path);
	else
		announced_withdraw(announced, row, PEER_NUMBERS[peer]);
}

static void random_end_of_session(struct announced *announced, struct model *model)
{
	size_t peer = random_below(PEERS);

	announced_withdraw_peer(announced, PEER_NUMBERS[peer]);
	for (size_t prefix = 0; prefix < PREFIXES; prefix++)
		for (size_t path = 0; path < PATHS; path++)
			model->now[peer][prefix][path] = NO_ORIGIN;
}

static void random_histories_agree_with_a_plain_model(void **state)
{
	(void)state;
	srandom(1);
	for (unsigned history = 0; history < 20; history++) {
		struct model model = { 0 };
		struct announced announced;
		unsigned day = 0;

		announced_init(&announced);
		for (unsigned step = 0; step < 1000; step++) {
			unsigned dice = random_below(100);
			if (dice < 60) {
				random_announce(&announced, &model, step, day);
			} else if (dice < 90) {
				random_withdraw(&announced, &model);
			} else if (dice < 94) {
				random_end_of_session(&announced, &model);
			} else if (dice < 99 && day < 30) {
				announced_begin_day(&announced, ++day);
				model_begin_day(&model, day);
			} else {
				announced_begin_month(&announced);
				model_begin_month(&model);
				day = 0;
			}
			if (step % 4 == 0)
				compare_with_model(&announced, &model);
		}
		announced_clear(&announced);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_prefix_has_one_row),
		cmocka_unit_test(an_announcement_withdraws_the_one_before),
		cmocka_unit_test(a_withdrawal_touches_one_prefix_of_one_peer),
		cmocka_unit_test(a_session_takes_all_its_routes_with_it),
		cmocka_unit_test(a_session_of_any_size_ends_whole),
		cmocka_unit_test(paths_of_one_peer_stand_side_by_side),
		cmocka_unit_test(any_number_of_peers_fits),
		cmocka_unit_test(the_first_sighting_stays),
		cmocka_unit_test(what_stands_stands_on_the_next_day_too),
		cmocka_unit_test(a_new_month_keeps_what_stands_and_no_more),
		cmocka_unit_test(a_full_table_refuses_what_is_new),
		cmocka_unit_test(one_prefix_holds_so_many),
		cmocka_unit_test(random_histories_agree_with_a_plain_model),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
