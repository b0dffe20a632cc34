#include "base/testkit.h"

#include <sqlite3.h>

#include "store/store_sample_test.h"

static const struct sample sample = { SAMPLE_MONTH, 1, 40 };

static void sql(const char *statement)
{
	sqlite3 *db;
	char *why = NULL;

	assert_int_equal(sqlite3_open(sample_path("store.db"), &db), SQLITE_OK);
	if (sqlite3_exec(db, statement, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", statement, why);
	assert_true(sqlite3_changes(db) >= 1);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Values that no writer of ours would store, all within SQLite's own rules. */
static const struct {
	const char *table, *change;
} IMPOSSIBLE[] = {
	{ "month", "given = 8192" },
	{ "input", "number = 4294967296 WHERE number = 0" },
	{ "input", "path = CAST(x'6100' AS TEXT) WHERE number = 0" },
	{ "input", "counts = 2 WHERE number = 1" },
	{ "input", "counts = 25 WHERE number = 1" },
	{ "input_count", "number = 24 WHERE input = 0 AND number = 23" },
	{ "input_count", "number = 5 WHERE input = 1" },
	{ "input_count", "name = printf('%4097s', '') WHERE input = 1" },
	{ "source", "input = -1 WHERE number = 0" },
	{ "peer", "address = '192.0.2.256' WHERE number = 0" },
	{ "peer", "address = '' WHERE number = 0" },
	{ "peer", "asn = 4294967296 WHERE number = 0" },
	{ "vrp_block", "first = x'040000000108' WHERE number = 0" },
	{ "vrp_block", "first = x'040000000008' WHERE number = 0" },
	{ "vrp_block", "rows = rows + 1 WHERE number = 0" },
	{ "vrp_block", "rows = 100000 WHERE number = 0" },
	{ "vrp_block", "bytes = x'' WHERE number = 0" },
	{ "vrp_block", "bytes = CAST(bytes || x'00' AS BLOB) WHERE number = 0" },
	{ "route_object_block", "bytes = (SELECT bytes FROM vrp_block WHERE number = 0) "
				"WHERE number = 0" },
	{ "route", "prefix = x'05c000020018' WHERE peers = 4" },
	{ "route", "prefix = x'04c0000218' WHERE peers = 4" },
	{ "route", "origin = 4294967296 WHERE peers = 4" },
	{ "route", "peers = -1 WHERE peers = 4" },
	{ "route", "days = 4294967296 WHERE peers = 4" },
	{ "route", "rov = 4 WHERE peers = 4" },
	{ "route", "irr = 4 WHERE peers = 4" },
	{ "route", "bogon = 3 WHERE peers = 4" },
	{ "route", "bogon_origin = -1 WHERE peers = 4" },
	{ "route", "first_peer = 4294967296 WHERE peers = 4" },
	{ "path_bogon", "prefix = '192.0.2.1/24' WHERE routes = 1" },
	{ "path_bogon", "bogon = -1 WHERE routes = 1" },
	{ "score", "metric = 'M99' WHERE count_1 = 1" },
	{ "score", "band = 4 WHERE count_1 = 1" },
	{ "score", "band = 0 WHERE count_1 = 1" },
	{ "score", "score = NULL WHERE count_1 = 1" },
	{ "score", "now_band = 0 WHERE count_1 = 1" },
	{ "score", "now_score = NULL WHERE count_1 = 1" },
	{ "month", "peers_min = 4294967296" },
	{ "aspa", "source = 65536 WHERE provider = 1" },
	{ "neighbour", "relation = 5 WHERE asn = 0" },
	{ "neighbour", "invalid = carried + 1 WHERE asn = 0" },
	{ "neighbour", "offered = 0 WHERE invalid = 1" },
	{ "carried", "faults = 32 WHERE carrier = 0" },
	{ "carried", "prefix = x'00' WHERE carrier = 0 AND neighbour = 0" },
	{ "incident", "kind = 2 WHERE number = 0" },
	{ "incident", "prefixes = '192.0.2.0' WHERE number = 0" },
	{ "incident", "prefixes = replace(printf('%65s', ''), ' ', '::/0 ') WHERE number = 0" },
	{ "incident", "confidence = 256 WHERE number = 0" },
	{ "charge", "role = 3 WHERE asn = 0 AND role = 0" },
	{ "charge", "kind = -1 WHERE asn = 0" },
	{ "spoof_test", "client = '192.0.2.1/24' WHERE asn = 0" },
	{ "spoof_test", "private = 4 WHERE asn = 0" },
	{ "registration", "kind = 9 WHERE asn = 0" },
	{ "registration", "date = 4294967296 WHERE asn = 0" },
	{ "loose_vrp", "max_length = 256 WHERE asn = 0" },
	{ "network", "asn = 4294967296 WHERE asn = 0" },
	{ "network", "size = 5 WHERE asn = 0" },
	{ "network", "marks = 64 WHERE asn = 0" },
};

/* Each makes its table unreadable, with a sentence that names the table. */
static void refuses_impossible_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(IMPOSSIBLE); i++) {
		const char *table = IMPOSSIBLE[i].table;
		struct buffer out;
		char statement[256];
		sample_write(sample_path("store.db"), &sample);
		(void)snprintf(statement, sizeof(statement), "UPDATE %s SET %s", table,
			       IMPOSSIBLE[i].change);
		sql(statement);
		struct store *store = sample_open(sample_path("store.db"), STORE_READ);
		buffer_init(&out);
		if (sample_read(store, SAMPLE_MONTH, &out) != ERR_MALFORMED)
			fail_msg("believed %s", statement);
		/* counts are read as part of their input */
		if (strstr(store_message(store),
			   strcmp(table, "input_count") == 0 ? "input" : table) == NULL)
			fail_msg("%s: %s", statement, store_message(store));
		buffer_clear(&out);
		store_close(store);
	}
}

/* find() reads with the same eyes, and leaves its answer alone. */
static void finds_nothing_impossible(void **state)
{
	struct stored_peer peer = { .number = 99 };
	struct stored_input input = { .number = 99 };
	struct stored_month month = { .month = 99 };

	(void)state;
	sample_write(sample_path("store.db"), &sample);
	sql("UPDATE peer SET address = 'x' WHERE number = 1");
	sql("UPDATE input_count SET number = 5 WHERE input = 1");
	sql("UPDATE month SET given = -1");
	struct store *store = sample_open(sample_path("store.db"), STORE_READ);
	assert_int_equal(store_peer_find(store, SAMPLE_MONTH, 1, &peer), ERR_MALFORMED);
	assert_int_equal(store_input_find(store, SAMPLE_MONTH, 1, &input), ERR_MALFORMED);
	assert_int_equal(store_month_latest(store, &month), ERR_MALFORMED);
	assert_int_equal(peer.number + input.number + month.month, 3 * 99);
	assert_int_equal(store_peer_find(store, SAMPLE_MONTH, 0, &peer), 0);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(test) cmocka_unit_test_setup_teardown(test, sample_setup, sample_teardown)
		TEST(refuses_impossible_values),
		TEST(finds_nothing_impossible),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
