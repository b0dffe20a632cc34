#include "flow/test_fold.h"
#include "validation/test_relations.h"

/* What is said, and what is then announced. */
static const struct {
	const char *script, *announced;
} HISTORIES[] = {
	{ "", "" },
	{ "0 table a b c\n"
	  "0 rib 20.0.0.0/16 a 64500 b 64499 64500 c 64501\n"
	  "0 rib 2001:db8::/48 c 64500",
	  "20.0.0.0/16 64500 ab/ab days 1\n"
	  "20.0.0.0/16 64501 c/c days 1\n"
	  "2001:db8::/48 64500 c/c days 1\n" },
	/* An empty path: the peer itself is the origin; here its AS is all there is. */
	{ "0 announce b 20.0.0.0/16", "20.0.0.0/16 64497 b/b days 1\n" },
	{ "0 announce a 20.0.0.0/16 64500\n"
	  "1 announce a 20.0.0.0/16 64501\n"
	  "2 announce b 20.0.0.0/16 64500",
	  "20.0.0.0/16 64500 ab/b days 1\n"
	  "20.0.0.0/16 64501 a/a days 1\n" },
	{ "0 announce a 20.0.0.0/16 64500\n"
	  "0 announce a 2001:db8::/48 64500\n"
	  "1 withdraw a 20.0.0.0/16\n"
	  "1 withdraw b 2001:db8::/48\n"
	  "1 withdraw a 20.0.0.0/17",
	  "20.0.0.0/16 64500 a/ days 1\n"
	  "2001:db8::/48 64500 a/a days 1\n" },
	{ "0 announce a 2001:db8::/48 64500\n"
	  "1 withdraw a 2001:db8::/48",
	  "2001:db8::/48 64500 a/ days 1\n" },
	/* A session that ends takes its routes with it, one that begins does not. */
	{ "0 announce a 20.0.0.0/16 64500\n"
	  "0 announce d 20.0.0.0/16 64500\n"
	  "1 up d\n"
	  "2 down a",
	  "20.0.0.0/16 64500 ad/d days 1\n" },
	/* Days: what stands stands on each, what came and went on its own only. */
	{ "0 announce a 20.0.0.0/16 64500\n"
	  "1d announce b 20.1.0.0/16 64500\n"
	  "1d9 withdraw b 20.1.0.0/16\n"
	  "4d1 withdraw a 20.0.0.0/16\n"
	  "6d announce a 20.1.0.0/16 64500",
	  "20.0.0.0/16 64500 a/ days 1f\n"
	  "20.1.0.0/16 64500 ab/a days 42\n" },
	/* Time that runs backwards is no new day. */
	{ "2d announce a 20.0.0.0/16 64500\n"
	  "0 announce a 20.1.0.0/16 64500",
	  "20.0.0.0/16 64500 a/a days 4\n"
	  "20.1.0.0/16 64500 a/a days 4\n" },
	/* A table says all that its peers announce; of others it says nothing. */
	{ "0 announce a 20.0.0.0/16 64500\n"
	  "0 announce b 20.0.0.0/16 64500\n"
	  "1 table a\n"
	  "1 rib 20.1.0.0/16 a 64500",
	  "20.0.0.0/16 64500 ab/b days 1\n"
	  "20.1.0.0/16 64500 a/a days 1\n" },
	/* A file with several tables: rows refer to the latest, and only the first clears.
	 */
	{ "0 table a b\n"
	  "0 rib 20.0.0.0/16 a 64500\n"
	  "1 table b a\n"
	  "1 rib 20.1.0.0/16 a 64500",
	  "20.0.0.0/16 64500 a/a days 1\n"
	  "20.1.0.0/16 64500 b/b days 1\n" },
};

static void histories(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(HISTORIES); i++) {
		struct bench bench;
		bench_init(&bench, true);
		fold_script(&bench, HISTORIES[i].script);
		assert_announced(&bench, HISTORIES[i].announced);
		assert_int_equal(refusals_total(&bench.input.refusals), 0);
		bench_clear(&bench);
	}
}

static void the_input_is_counted(void **state)
{
	struct bench bench;
	(void)state;

	bench_init(&bench, true);
	fold_script(&bench, "0 table a b\n"
			    "0 rib 20.0.0.0/16 a 64500 b 64500\n"
			    "1 announce a 20.1.0.0/16 64500\n"
			    "2 withdraw a 20.1.0.0/16\n"
			    "2 withdraw a 20.9.0.0/16\n"
			    "3 down b\n"
			    "4 up b");
	assert_int_equal(bench.input.refusals.taken, 7);
	assert_int_equal(bench.input.announced, 3);
	assert_int_equal(bench.input.withdrawn, 2);
	assert_int_equal(bench.input.state_changes, 2);
	bench_clear(&bench);
}

static void the_first_sighting_is_the_very_record(void **state)
{
	struct bench bench;
	(void)state;

	bench_init(&bench, true);
	fold_script(&bench, "5 announce b 20.0.0.0/16 64500\n"
			    "6 announce a 20.0.0.0/16 64500\n"
			    "7 announce b 20.1.0.0/16 64500");
	const struct pair *pairs = bench.fold.announced.pairs;
	assert_int_equal(pairs[0].first.time_us, TEST_EPOCH + 5 * UTC_SECOND);
	assert_int_equal(pairs[0].first.offset, 0);
	assert_int_equal(bench.fold.peers.all[pairs[0].first.peer].asn, 64497);
	assert_int_equal(pairs[1].first.time_us, TEST_EPOCH + 7 * UTC_SECOND);
	/* Twelve octets of header, 20 before the message, 19 + 4 of the message, a prefix of 3, and
	 * attributes of 4 + 1, 4 + 10 and 4 + 4; twice. */
	assert_int_equal(pairs[1].first.offset, 2 * (12 + 20 + 19 + 4 + 3 + 5 + 14 + 8));
	bench_clear(&bench);
}

/* Updates name no collector; they belong to the one whose table lists the session, even if that
 * comes later. */
static void updates_find_the_collector_of_a_later_table(void **state)
{
	struct buffer table;
	struct framing framing;
	struct mrt_record first;
	struct fold_input dump;
	struct bench bench;
	(void)state;

	bench_init(&bench, true);
	bench.input.collector = COLLECTOR_UNKNOWN;
	buffer_init(&table);
	test_records(&table, "60 table a b");
	struct reader in = test_bytes(table.bytes, table.used);
	mrt_framing_init(&framing);
	assert_int_equal(mrt_next(&framing, &in, true, &first), 1);
	fold_input_init(&dump, 1, 3);
	fold_introduce(&bench.fold, &dump, &first);
	assert_int_equal(bench.fold.peers.count, 2);

	fold_script(&bench, "0 announce b 20.0.0.0/16 64500\n"
			    "0 announce c 2001:db8::/48 64500");
	assert_int_equal(bench.fold.peers.count, 3);
	assert_int_equal(bench.fold.peers.all[1].collector, 3);
	assert_int_equal(bench.fold.peers.all[2].collector, COLLECTOR_UNKNOWN);
	assert_announced(&bench, "20.0.0.0/16 64500 b/b days 1\n"
				 "2001:db8::/48 64500 c/c days 1\n");
	fold_record(&bench.fold, &dump, &first); /* the table clears what its peer b announced */
	assert_int_equal(announced_standing(&bench.fold.announced, 1), 0);
	assert_int_equal(announced_standing(&bench.fold.announced, 2), 1);

	/* Anything but a table of peers introduces nobody. */
	first.subtype = MRT_RIB_IPV4_UNICAST;
	dump.collector = 4;
	fold_introduce(&bench.fold, &dump, &first);
	assert_int_equal(bench.fold.peers.count, 3);
	fold_input_clear(&dump);
	buffer_clear(&table);
	bench_clear(&bench);
}

static void a_new_month_starts_with_what_stands(void **state)
{
	static const struct {
		bool carry;
		const char *announced;
	} cases[] = {
		{ true, "20.1.0.0/16 64500 b/b days 7\n20.2.0.0/16 64500 b/b days 4\n" },
		{ false, "20.2.0.0/16 64500 b/b days 4\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bench bench;
		bench_init(&bench, true);
		fold_script(&bench, "5d announce a 20.0.0.0/16 64500\n"
				    "6d announce b 20.1.0.0/16 65000\n"
				    "7d announce b 20.1.0.0/16 64500\n"
				    "7d withdraw a 20.0.0.0/16");
		assert_int_equal(bench.fold.bogon_paths.count, 1);
		fold_begin_month(&bench.fold, TEST_EPOCH + 30 * UTC_DAY, cases[i].carry);
		assert_int_equal(bench.fold.bogon_paths.count, 0);
		fold_script(&bench, "30d announce b 20.2.0.0/16 64500"); /* the third of March */
		assert_announced(&bench, cases[i].announced);
		bench_clear(&bench);
	}
}

/* Only the counters are at their limits, not the memory. */
static void what_is_beyond_our_limits_is_counted(void **state)
{
	struct bench bench;
	(void)state;

	bench_init(&bench, true);
	fold_script(&bench, "0 table a\n"
			    "0 rib 20.0.0.0/16 a 64500");
	struct announced *announced = &bench.fold.announced;
	size_t rows = announced->row_count, pairs = announced->pair_count;
	announced->row_count = ANNOUNCED_PAIRS_MAX;
	fold_script(&bench, "0 rib 20.1.0.0/16 a 64500\n"
			    "0 announce a 20.1.0.0/16 64500");
	announced->row_count = rows;
	announced->pair_count = ANNOUNCED_PAIRS_MAX;
	fold_script(&bench, "0 announce a 20.0.0.0/16 64501\n"
			    "0 rib 20.0.0.0/16 a 64501");
	announced->pair_count = pairs;
	assert_int_equal(bench.input.refusals.count[FOLD_FULL], 4);
	size_t peers = bench.fold.peers.count;
	bench.fold.peers.count = PEERS_MAX;
	fold_script(&bench, "0 announce b 20.0.0.0/16 64501\n"
			    "0 table b");
	bench.fold.peers.count = peers;
	assert_int_equal(bench.input.refusals.count[FOLD_FULL], 6);
	assert_int_equal(bench.input.announced, 1);
	bench_clear(&bench);
}

/* Any bytes: the tables hold together, and every record is taken or refused. */
static void fold_any(struct reader in)
{
	struct framing framing;
	struct mrt_record record;
	struct bench bench;

	bench_init(&bench, true);
	mrt_framing_init(&framing);
	while (mrt_next(&framing, &in, true, &record) > 0) {
		if (utc_month_of(record.time_us) != utc_month_of(TEST_EPOCH))
			record.time_us = TEST_EPOCH; /* the river would begin another month */
		fold_record(&bench.fold, &bench.input, &record);
	}
	const struct refusals *refusals = &bench.input.refusals;
	assert_true(refusals->taken <= framing.records);
	assert_true(refusals->taken + refusals_total(refusals) >= framing.records);
	bench_clear(&bench);
}

static void damage_is_harmless(void **state)
{
	struct buffer records;
	(void)state;

	buffer_init(&records);
	test_records(&records, "0 table a b c\n"
			       "0 rib 20.0.0.0/16 a 64499 64512 b 64500\n"
			       "1 rib 2001:db8::/48 c 64500\n"
			       "2 announce a 20.0.0.0/16 64501\n"
			       "1d announce c 2001:db8:1::/48 64500\n"
			       "1d1 withdraw a 20.0.0.0/16\n"
			       "1d1 withdraw c 2001:db8::/48\n"
			       "2d down b");
	test_every_truncation(records.bytes, records.used, fold_any);
	test_every_bit_flip(records.bytes, records.used, fold_any);
	buffer_clear(&records);
}

/* 64499 buys from 64496 (the peer a) and from 64500, and tells each the other's routes. */
static void leaks_in_paths_are_seen(void **state)
{
	static struct test_relations made;
	struct bench bench;
	(void)state;

	relations_make(&made, "64496>64499 64500>64499 64500>64501 64497=64500", "", NULL);
	bench_init(&bench, true);
	fold_watch_leaks(&bench.fold, made.relations);
	fold_script(&bench,
		    "0 announce a 20.0.0.0/16 64499 64500 64501\n"
		    "0 announce a 20.1.0.0/16 64499 64500 64501\n" /* the same path */
		    "1d announce d 20.1.0.0/16 64499 64500 64501\n"
		    "1d announce b 20.2.0.0/16 64500 64501\n"   /* as it should be */
		    "1d announce a 20.3.0.0/16 64499\n"         /* its own route */
		    "1d announce c 20.4.0.0/16 64510 64501\n"); /* of which nothing is known */
	const struct leak_paths *leaks = &bench.fold.leak_paths;
	assert_int_equal(leaks->count, 1);
	assert_int_equal(leaks->all[0].leaker, 64499);
	assert_int_equal(leaks->all[0].taker, 64496);
	assert_int_equal(leaks->all[0].origin, 64501);
	assert_int_equal(leaks->all[0].prefix.hi >> 48, 20 << 8);
	assert_int_equal(leaks->all[0].routes, 2);
	assert_int_equal(leaks->all[0].days, 3);
	fold_begin_month(&bench.fold, TEST_EPOCH + 28 * UTC_DAY, true);
	assert_int_equal(leaks->all[0].days, 0);
	bench_clear(&bench);
	relations_drop(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(histories),
		cmocka_unit_test(the_input_is_counted),
		cmocka_unit_test(the_first_sighting_is_the_very_record),
		cmocka_unit_test(updates_find_the_collector_of_a_later_table),
		cmocka_unit_test(a_new_month_starts_with_what_stands),
		cmocka_unit_test(what_is_beyond_our_limits_is_counted),
		cmocka_unit_test(leaks_in_paths_are_seen),
		cmocka_unit_test(damage_is_harmless),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
