#include "base/testkit.h"

#include <sqlite3.h>

#include "store/sqlite.h"
#include "store/store_sample_test.h"

static const struct sample first = { SAMPLE_MONTH, 1, 300 }, second = { SAMPLE_MONTH, 2, 200 };

/* Every row of every table but the views, as the CLI's .dump would show them. */
static void dump(const char *path, struct buffer *out)
{
	sqlite3 *db;
	sqlite3_stmt *rows;
	char sql[64];

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (enum store_table table = 0; table < TABLE_COUNT; table++) {
		(void)snprintf(sql, sizeof(sql), "SELECT * FROM %s", store_tables[table].name);
		assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &rows, NULL), SQLITE_OK);
		buffer_format(out, "%s\n", store_tables[table].name);
		while (sqlite3_step(rows) == SQLITE_ROW) {
			for (int i = 0; i < sqlite3_column_count(rows); i++) {
				const void *bytes = sqlite3_column_blob(rows, i);
				size_t size = (size_t)sqlite3_column_bytes(rows, i);
				buffer_format(out, "%d:", sqlite3_column_type(rows, i));
				buffer_text(out, (struct text){ bytes, size });
				buffer_char(out, '|');
			}
			buffer_char(out, '\n');
		}
		sqlite3_finalize(rows);
	}
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static bool sound(const char *path)
{
	sqlite3 *db;
	sqlite3_stmt *check;
	bool ok = true;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &check, NULL),
			 SQLITE_OK);
	while (sqlite3_step(check) == SQLITE_ROW)
		ok = ok && strcmp((const char *)sqlite3_column_text(check, 0), "ok") == 0;
	sqlite3_finalize(check);
	assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA foreign_key_check", -1, &check, NULL),
			 SQLITE_OK);
	ok = ok && sqlite3_step(check) == SQLITE_DONE;
	sqlite3_finalize(check);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return ok;
}

static void replaces_a_month_and_keeps_the_others(void **state)
{
	struct sample before = { SAMPLE_MONTH - 1, 7, 50 }, after = { SAMPLE_MONTH + 1, 8, 50 };

	(void)state;
	sample_write(sample_path("store.db"), &first);
	sample_write(sample_path("store.db"), &after);
	sample_write(sample_path("store.db"), &before);
	sample_write(sample_path("store.db"), &second);
	struct store *store = sample_open(sample_path("store.db"), STORE_READ);
	assert_true(sample_is(store, &before));
	assert_true(sample_is(store, &second));
	assert_true(sample_is(store, &after));
	store_close(store);
	assert_true(sound(sample_path("store.db")));
}

/* The same values leave the same content, whatever the store has been through. */
static void writes_the_same_twice(void **state)
{
	struct buffer fresh, used;

	(void)state;
	buffer_init(&fresh);
	buffer_init(&used);
	sample_write(sample_path("fresh.db"), &first);
	dump(sample_path("fresh.db"), &fresh);
	sample_write(sample_path("used.db"), &second);
	sample_write(sample_path("used.db"), &first);
	sample_write(sample_path("used.db"), &first);
	dump(sample_path("used.db"), &used);
	assert_int_equal(fresh.used, used.used);
	assert_memory_equal(fresh.bytes, used.bytes, fresh.used);
	buffer_clear(&fresh);
	buffer_clear(&used);
}

static void several_months_in_one_sitting(void **state)
{
	struct sample some = { .rows = 30 };
	struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);

	(void)state;
	for (some.month = SAMPLE_MONTH; some.month < SAMPLE_MONTH + 4; some.month++) {
		assert_int_equal(sample_put(store, &some), 0);
		assert_int_equal(store_commit(store), 0);
	}
	for (some.month = SAMPLE_MONTH; some.month < SAMPLE_MONTH + 4; some.month++)
		assert_true(sample_is(store, &some));
	store_close(store);
}

/* By store_rollback(), by store_close(), and by neither. */
static void shows_nothing_without_a_commit(void **state)
{
	(void)state;
	sample_write(sample_path("store.db"), &first);
	for (int close_only = 0; close_only < 2; close_only++) {
		struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);
		assert_int_equal(sample_put(store, &second), 0);
		struct store *reader = sample_open(sample_path("store.db"), STORE_READ);
		assert_true(sample_is(reader, &first));
		store_close(reader);
		if (!close_only) {
			store_rollback(store);
			assert_true(sample_is(store, &first));
		}
		store_close(store);
		store = sample_open(sample_path("store.db"), STORE_READ);
		assert_true(sample_is(store, &first));
		store_close(store);
	}
}

static void begins_anew_after_a_rollback(void **state)
{
	struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);

	(void)state;
	assert_int_equal(sample_put(store, &first), 0);
	store_rollback(store);
	store_rollback(store); /* harmless */
	assert_int_equal(sample_put(store, &second), 0);
	assert_int_equal(store_commit(store), 0);
	store_rollback(store); /* too late to do harm */
	assert_true(sample_is(store, &second));
	store_close(store);
}

/* Whoever overlooks a failure gets it again, and no half month. */
static void a_failure_lasts_until_the_rollback(void **state)
{
	struct stored_month month = sample_month(&first);
	struct judged_route route = sample_route(&first, 9);
	struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);

	(void)state;
	assert_int_equal(store_begin(store, &month), 0);
	assert_int_equal(store_put_route(store, &route), 0);
	assert_int_equal(store_put_route(store, &route), ERR_MALFORMED); /* the same key */
	route.origin++;
	assert_int_equal(store_put_route(store, &route), ERR_MALFORMED);
	assert_int_equal(store_commit(store), ERR_MALFORMED);
	assert_true(strlen(store_message(store)) > 0);
	store_rollback(store);
	assert_int_equal(store_month_latest(store, &month), ERR_NOT_FOUND);
	assert_int_equal(sample_put(store, &first), 0);
	assert_int_equal(store_commit(store), 0);
	store_close(store);
}

static void one_writer_at_a_time(void **state)
{
	struct stored_month month = sample_month(&second);
	char message[STORE_MESSAGE_MAX];
	struct store *two;
	struct store *one = sample_open(sample_path("store.db"), STORE_WRITE);

	(void)state;
	assert_int_equal(sqlite_open(sample_path("store.db"), STORE_WRITE, 10, &two, message), 0);
	assert_int_equal(sample_put(one, &first), 0);
	assert_int_equal(store_begin(two, &month), ERR_IO);
	assert_non_null(strstr(store_message(two), "another process is using the store"));
	assert_int_equal(store_commit(one), 0);
	assert_int_equal(sample_put(two, &second), 0);
	assert_int_equal(store_commit(two), 0);
	assert_true(sample_is(one, &second));
	store_close(one);
	store_close(two);
}

/* More text than a store keeps is cut, and what is kept reads back. */
static void keeps_what_can_be_read_back(void **state)
{
	struct sample none = { SAMPLE_MONTH, 0, 0 };
	struct stored_month month = sample_month(&none);
	struct stored_input input = sample_input(&none, 0), out;
	char long_text[2 * TEXT_SIZE_MAX];

	(void)state;
	memset(long_text, 'a', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	input.path = input.kind = input.compression = input.digest = long_text;
	input.collector = input.note = long_text;
	for (size_t i = 0; i < INPUT_COUNTS_MAX; i++)
		input.counts[i] = (struct stored_count){ long_text, i, long_text };
	struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);
	assert_int_equal(store_begin(store, &month), 0);
	assert_int_equal(store_put_input(store, &input), 0);
	assert_int_equal(store_commit(store), 0);
	assert_int_equal(store_input_find(store, SAMPLE_MONTH, 0, &out), 0);
	assert_int_equal(strlen(out.path), TEXT_SIZE_MAX);
	assert_int_equal(strlen(out.counts[INPUT_COUNTS_MAX - 1].first_at), TEXT_SIZE_MAX);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(test) cmocka_unit_test_setup_teardown(test, sample_setup, sample_teardown)
		TEST(replaces_a_month_and_keeps_the_others),
		TEST(writes_the_same_twice),
		TEST(several_months_in_one_sitting),
		TEST(shows_nothing_without_a_commit),
		TEST(begins_anew_after_a_rollback),
		TEST(a_failure_lasts_until_the_rollback),
		TEST(one_writer_at_a_time),
		TEST(keeps_what_can_be_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
