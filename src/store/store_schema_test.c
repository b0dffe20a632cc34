#include "base/testkit.h"

#include <sqlite3.h>

#include "store/store_blocks.h"
#include "store/store_sample_test.h"
#include "store/store_schema.h"

static sqlite3 *db;

/* The schema alone, in memory. */
static int setup(void **state)
{
	(void)state;
	if (sqlite3_open(":memory:", &db) != SQLITE_OK)
		return -1;
	for (size_t i = 0; store_schema_sql[i] != NULL; i++)
		if (sqlite3_exec(db, store_schema_sql[i], NULL, NULL, NULL) != SQLITE_OK)
			return -1;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	return sqlite3_close(db);
}

static sqlite3_stmt *query(const char *sql)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	return statement;
}

static const char *text_at(sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);
	return text != NULL ? text : "(null)";
}

/* The name that the program has for a number of this kind; NULL past the last of a set's bits. */
static const char *state_name(const char *kind, unsigned number)
{
#define NAME(word, type, name)                                                                     \
	if (strcmp(kind, word) == 0)                                                               \
		return name((type)number);
	NAME("rov", enum rov_state, rov_state_name)
	NAME("irr", enum irr_state, irr_state_name)
	NAME("bogon", enum bogon_kind, bogon_kind_name)
	NAME("band", enum band, band_name)
	NAME("relation", enum as_rel_kind, as_rel_kind_name)
	NAME("kind", enum incident_kind, incident_kind_name)
	NAME("role", enum incident_role, incident_role_name)
	NAME("outcome", enum spoof_outcome, spoof_outcome_name)
	NAME("registration", enum registration_kind, registration_kind_name)
	NAME("size", enum network_size, network_size_name)
	NAME("marks", unsigned, network_mark_name)
	NAME("faults", unsigned, carried_fault_name)
	NAME("given", unsigned, given_name)
	NAME("rs-faults", unsigned, rs_fault_name)
#undef NAME
	fail_msg("no kind of state: %s", kind);
	return NULL;
}

static unsigned bits(uint32_t set)
{
	return (unsigned)__builtin_popcount(set);
}

static void names_states_as_the_program_does(void **state)
{
	sqlite3_stmt *statement = query("SELECT kind, number, name FROM state");
	size_t count = 0;

	(void)state;
	for (; sqlite3_step(statement) == SQLITE_ROW; count++)
		assert_string_equal(text_at(statement, 2),
				    state_name(text_at(statement, 0),
					       (unsigned)sqlite3_column_int(statement, 1)));
	sqlite3_finalize(statement);
	assert_int_equal(count, ROV_VALID + 1 + IRR_EXACT + 1 + BOGON_FULL + 1 + BAND_READY + 1 +
					AS_REL_SIBLING + 1 + INCIDENT_KINDS + INCIDENT_ROLES +
					SPOOF_OUTCOMES + REGISTRATION_KINDS + NETWORK_SIZES +
					bits(MARKS_ALL) + bits(CARRIED_FAULTS_ALL) +
					bits(GIVEN_ALL) + bits(RS_FAULTS_ALL));
}

/* Every table takes as many columns as it is said to have, the month first. */
static void knows_its_tables(void **state)
{
	char sql[STORE_SQL_MAX];

	(void)state;
	for (enum store_table table = 0; table < TABLE_COUNT; table++) {
		store_insert_sql(table, sql);
		sqlite3_stmt *statement = query(sql);
		assert_int_equal(sqlite3_bind_parameter_count(statement),
				 store_tables[table].columns);
		sqlite3_finalize(statement);
		store_select_sql(table, false, sql);
		statement = query(sql);
		assert_int_equal(sqlite3_column_count(statement), store_tables[table].columns);
		assert_string_equal(sqlite3_column_name(statement, 0), "month");
		sqlite3_finalize(statement);
		store_delete_sql(table, sql);
		sqlite3_finalize(query(sql));
	}
}

/* Whatever we ask, SQLite walks along a key: it neither scans a table nor sorts. */
static void asks_along_the_keys(void **state)
{
	char sql[STORE_SQL_MAX + 32];

	(void)state;
	for (enum store_table table = 0; table < TABLE_COUNT; table++) {
		for (int by_key = 0; by_key < (store_tables[table].key != NULL ? 2 : 1); by_key++) {
			(void)snprintf(sql, sizeof(sql), "EXPLAIN QUERY PLAN ");
			store_select_sql(table, by_key != 0, sql + strlen(sql));
			sqlite3_stmt *statement = query(sql);
			while (sqlite3_step(statement) == SQLITE_ROW)
				if (strncmp(text_at(statement, 3), "SEARCH ", 7) != 0)
					fail_msg("%s: %s", sql, text_at(statement, 3));
			sqlite3_finalize(statement);
		}
	}
}

static void shows_prefixes_as_text(void **state)
{
	static const char *const prefixes[] = {
		"0.0.0.0/0",
		"9.10.99.160/32",
		"192.0.2.0/24",
		"255.255.255.255/32",
		"::/0",
		"::1/128",
		"::a:0:0:1/128",
		"100::/64",
		"2001:db8::/32",
		"2001:db8:0:a0::/60",
		"2001:db8:0:1:1:1:1:1/128",
		"2001:db8::1:0:0:1/128",
		"2001:0:0:1::1/128",
		"2001:db8:f00:ba0:abcd:ef01:2345:0/112",
		"2001:db8:f00:ba0:abcd:ef01::/96",
		"fe80:0:0:1::/64",
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128",
	};
	sqlite3_stmt *insert =
		query("INSERT INTO route VALUES (202602,1,?,0,0,0,0,0,0,0,0,0,0,0,0)");
	sqlite3_stmt *show = query("SELECT prefix, family, length FROM routes");
	uint8_t key[PREFIX_KEY_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(prefixes); i++) {
		struct prefix prefix;
		assert_int_equal(prefix_parse(text_of(prefixes[i]), &prefix), 0);
		int size = (int)prefix_key_write(&prefix, key);
		assert_int_equal(sqlite3_bind_blob(insert, 1, key, size, SQLITE_STATIC), SQLITE_OK);
		assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
		assert_int_equal(sqlite3_step(show), SQLITE_ROW);
		assert_string_equal(text_at(show, 0), prefixes[i]);
		assert_int_equal(sqlite3_column_int(show, 1), prefix.family);
		assert_int_equal(sqlite3_column_int(show, 2), prefix.len);
		(void)sqlite3_reset(insert);
		(void)sqlite3_reset(show);
		assert_int_equal(sqlite3_exec(db, "DELETE FROM route", NULL, NULL, NULL),
				 SQLITE_OK);
	}
	sqlite3_finalize(insert);
	sqlite3_finalize(show);
}

/* One route and one score, as a person sees them. */
static void shows_rows_to_people(void **state)
{
	static const char *const expected[] = {
		"64500|198.51.100.0/24|valid|exact|no|administrative|2026-02-03T04:05:06.000007Z",
		"64500|EXAMPLE|NL|M4|No bogons|0.5|aspiring|1.0|ready",
		"64500|(null)|(null)|M4|No bogons|(null)|not-measured|(null)|not-measured",
	};
	static const char *const queries[] = {
		"SELECT origin, prefix, rov, irr, bogon, bogon_origin, first_seen "
		"FROM routes",
		"SELECT asn, name, economy, metric, title, score, band, now_score, now_band FROM "
		"scores "
		"WHERE month = 202602",
		"SELECT asn, name, economy, metric, title, score, band, now_score, now_band FROM "
		"scores "
		"WHERE month = 202603",
	};

	(void)state;
	assert_int_equal(
		sqlite3_exec(
			db,
			"INSERT INTO route VALUES (202602, 64500, x'04c633640018', 1, 1, 1, 1,"
			" 3, 3, 0, 1, 1770091506000007, 42, 0, 0);"
			"INSERT INTO metric VALUES"
			" (202602, 'M4', 'No bogons', '', '', '', NULL, NULL, NULL, NULL),"
			" (202603, 'M4', 'No bogons', '', '', '', NULL, NULL, NULL, NULL);"
			"INSERT INTO network VALUES (202602, 64500, 'EXAMPLE', '', '', 'NL',"
			" '', 0, 0, 0, 0, 0);"
			"INSERT INTO score VALUES"
			" (202602, 64500, 'M4', 0, 0, 0, 0, 1.5, 0.5, 2, 0, 0, 0, 0, 0.0, 1.0, 3),"
			" (202603, 64500, 'M4', 0, 0, 0, 0, 0.0, NULL, 0, 0, 0, 0, 0, 0.0, NULL, "
			"0)",
			NULL, NULL, NULL),
		SQLITE_OK);
	for (size_t i = 0; i < COUNT_OF(queries); i++) {
		sqlite3_stmt *statement = query(queries[i]);
		char line[256] = "";
		assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
		for (int column = 0; column < sqlite3_column_count(statement); column++) {
			size_t used = strlen(line);
			(void)snprintf(line + used, sizeof(line) - used, "%s%s",
				       column > 0 ? "|" : "", text_at(statement, column));
		}
		assert_string_equal(line, expected[i]);
		assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
		sqlite3_finalize(statement);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
		TEST(names_states_as_the_program_does),
		TEST(knows_its_tables),
		TEST(asks_along_the_keys),
		TEST(shows_prefixes_as_text),
		TEST(shows_rows_to_people),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
