#include "base/testkit.h"

#include "store/store_rows.h"

#include <stdio.h>

static sqlite3 *db;
static sqlite3_stmt *statement;
static struct texts texts;

static int setup(void **state)
{
	(void)state;
	return sqlite3_open(":memory:", &db);
}

static int teardown(void **state)
{
	(void)state;
	sqlite3_finalize(statement);
	statement = NULL;
	texts_clear(&texts);
	return sqlite3_close(db);
}

static void prepare(const char *sql)
{
	sqlite3_finalize(statement);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
}

/* The only row of a SELECT. */
static struct row row_of(const char *sql)
{
	prepare(sql);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	texts.used = 0;
	return row_start(NULL, statement, &texts);
}

static void gives_back_what_was_bound(void **state)
{
	struct prefix prefix = { UINT64_C(0x20010db8) << 32, 0, 32, FAMILY_V6 };

	(void)state;
	prepare("SELECT ?, ?, ?, ?, ?, ?, ?");
	struct binding in = binding_start(statement);
	bind_u64(&in, UINT64_MAX);
	bind_u64(&in, UINT32_MAX);
	bind_real(&in, 0.1);
	bind_text(&in, "a 'text'");
	bind_text(&in, NULL);
	bind_prefix(&in, &prefix);
	bind_blob(&in, "\0\1", 2);
	assert_int_equal(in.code, SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);

	struct row row = row_start(NULL, statement, &texts);
	assert_true(row_u64(&row) == UINT64_MAX);
	assert_int_equal(row_u32(&row), UINT32_MAX);
	assert_true(row_real(&row) == 0.1);
	assert_string_equal(row_text(&row), "a 'text'");
	assert_null(row_text_or_null(&row));
	struct prefix out = row_prefix(&row);
	assert_true(prefix_equal(&out, &prefix));
	struct reader blob = row_blob(&row);
	assert_int_equal(reader_left(&blob), 2);
	assert_int_equal(read_u16(&blob), 1);
	assert_false(row.failed);
}

static void remembers_a_binding_that_failed(void **state)
{
	(void)state;
	prepare("SELECT ?");
	struct binding in = binding_start(statement);
	bind_u64(&in, 1);
	bind_u64(&in, 2); /* there is no second */
	assert_int_equal(in.code, SQLITE_RANGE);
}

/* Cut, so that whatever is stored can be read again; never within a character. */
static void cuts_long_texts(void **state)
{
	static char text[TEXT_SIZE_MAX + 2];
	static const struct {
		size_t size;
		const char *end; /* of the text */
		size_t kept;
	} cases[] = {
		{ TEXT_SIZE_MAX, "", TEXT_SIZE_MAX },
		{ TEXT_SIZE_MAX + 1, "", TEXT_SIZE_MAX },
		{ TEXT_SIZE_MAX, "\xc3\xa4", TEXT_SIZE_MAX },
		{ TEXT_SIZE_MAX + 1, "\xc3\xa4", TEXT_SIZE_MAX - 1 },
		{ TEXT_SIZE_MAX + 1, "\xe2\x82\xac", TEXT_SIZE_MAX - 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		size_t tail = strlen(cases[i].end);
		memset(text, 'a', sizeof(text));
		memcpy(text + cases[i].size - tail, cases[i].end, tail + 1);
		prepare("SELECT ?");
		struct binding in = binding_start(statement);
		bind_text(&in, text);
		assert_int_equal(in.code, SQLITE_OK);
		assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
		texts.used = 0;
		struct row row = row_start(NULL, statement, &texts);
		assert_int_equal(strlen(row_text(&row)), cases[i].kept);
		assert_false(row.failed);
	}
}

static void read_a_u64(struct row *row)
{
	(void)row_u64(row);
}

static void read_a_u32(struct row *row)
{
	(void)row_u32(row);
}

static void read_a_small_number(struct row *row)
{
	(void)row_upto(row, 3);
}

static void read_a_month(struct row *row)
{
	(void)row_month(row);
}

static void read_a_real(struct row *row)
{
	(void)row_real(row);
}

static void read_a_text(struct row *row)
{
	assert_non_null(row_text(row));
}

static void read_a_blob(struct row *row)
{
	(void)row_blob(row);
}

static void read_a_prefix(struct row *row)
{
	(void)row_prefix(row);
}

static void believes_nothing(void **state)
{
	static const struct {
		const char *sql;
		void (*read)(struct row *row);
		bool fails;
	} cases[] = {
		{ "SELECT -1", read_a_u64, false }, /* 2^64 - 1 */
		{ "SELECT NULL", read_a_u64, true },
		{ "SELECT 1.0", read_a_u64, true },
		{ "SELECT '1'", read_a_u64, true },
		{ "SELECT 4294967295", read_a_u32, false },
		{ "SELECT 4294967296", read_a_u32, true },
		{ "SELECT -1", read_a_u32, true },
		{ "SELECT 3", read_a_small_number, false },
		{ "SELECT 4", read_a_small_number, true },
		{ "SELECT 202602", read_a_month, false },
		{ "SELECT 202600", read_a_month, true },
		{ "SELECT 202613", read_a_month, true },
		{ "SELECT 1000001", read_a_month, true },
		{ "SELECT 1.5", read_a_real, false },
		{ "SELECT 1", read_a_real, true },
		{ "SELECT NULL", read_a_real, true },
		{ "SELECT ''", read_a_text, false },
		{ "SELECT NULL", read_a_text, true },
		{ "SELECT x'61'", read_a_text, true },
		{ "SELECT CAST(x'610062' AS TEXT)", read_a_text, true },
		{ "SELECT printf('%4096s', '')", read_a_text, false },
		{ "SELECT printf('%4097s', '')", read_a_text, true },
		{ "SELECT x''", read_a_blob, false },
		{ "SELECT ''", read_a_blob, true },
		{ "SELECT x'04c000020018'", read_a_prefix, false },
		{ "SELECT x'04c000020118'", read_a_prefix, true },
		{ "SELECT x''", read_a_prefix, true },
		{ "SELECT NULL", read_a_prefix, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct row row = row_of(cases[i].sql);
		cases[i].read(&row);
		if (row.failed != cases[i].fails)
			fail_msg("%s", cases[i].sql);
	}
}

/* After a failure nothing is believed, nor behind the last column. */
static void stays_failed(void **state)
{
	(void)state;
	struct row row = row_of("SELECT 'x', 1, 'text'");
	assert_int_equal(row_u64(&row), 0);
	assert_int_equal(row_u64(&row), 0);
	assert_string_equal(row_text(&row), "");
	assert_true(row.failed);

	row = row_of("SELECT 1");
	assert_int_equal(row_u64(&row), 1);
	assert_false(row.failed);
	assert_int_equal(row_u64(&row), 0);
	assert_true(row.failed);
}

/* As many as an input may have, and not one more. */
static void keeps_a_bounded_amount_of_text(void **state)
{
	(void)state;
	for (uint32_t i = 0; i <= 6 + 2 * INPUT_COUNTS_MAX; i++) {
		prepare("SELECT printf('%4096s', '')");
		assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
		struct row row = row_start(NULL, statement, &texts);
		assert_int_equal(strlen(row_text(&row)),
				 i < 6 + 2 * INPUT_COUNTS_MAX ? TEXT_SIZE_MAX : 0);
		assert_int_equal(row.failed, i == 6 + 2 * INPUT_COUNTS_MAX);
	}
}

static void writes_months_readably(void **state)
{
	(void)state;
	assert_int_equal(month_key(2026 * 12 + 1), 202602);
	assert_int_equal(month_key(2025 * 12 + 11), 202512);
	for (uint32_t month = 0; month < 10000 * 12; month += 7) {
		char sql[64];
		(void)snprintf(sql, sizeof(sql), "SELECT %d", (int)month_key(month));
		struct row row = row_of(sql);
		assert_int_equal(row_month(&row), month);
		assert_false(row.failed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(gives_back_what_was_bound, setup, teardown),
		cmocka_unit_test_setup_teardown(remembers_a_binding_that_failed, setup, teardown),
		cmocka_unit_test_setup_teardown(cuts_long_texts, setup, teardown),
		cmocka_unit_test_setup_teardown(believes_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(stays_failed, setup, teardown),
		cmocka_unit_test_setup_teardown(keeps_a_bounded_amount_of_text, setup, teardown),
		cmocka_unit_test_setup_teardown(writes_months_readably, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
