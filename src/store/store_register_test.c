#include "base/testkit.h"

#include <sqlite3.h>

#include "store/sqlite.h"
#include "store/store_register_sample_test.h"

static const struct sample month = { SAMPLE_MONTH, 1, 10 };

static void sql(const char *statements)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(sample_path("store.db"), &db), SQLITE_OK);
	if (sqlite3_exec(db, statements, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", statements, sqlite3_errmsg(db));
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void keeps_what_people_say(void **state)
{
	(void)state;
	struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);
	assert_true(register_is(store, 0));
	store_close(store);
	for (uint32_t variant = 1; variant < 4; variant++) {
		register_write(sample_path("store.db"), variant);
		store = sample_open(sample_path("store.db"), STORE_READ);
		assert_true(register_is(store, variant));
		store_close(store);
	}
}

/* Neither touches the other. */
static void stands_beside_the_months(void **state)
{
	(void)state;
	register_write(sample_path("store.db"), 1);
	sample_write(sample_path("store.db"), &month);
	register_write(sample_path("store.db"), 2);
	sample_write(sample_path("store.db"), &month);
	struct store *store = sample_open(sample_path("store.db"), STORE_READ);
	assert_true(sample_is(store, &month));
	assert_true(register_is(store, 2));
	store_close(store);
}

static void a_reader_sees_one_moment(void **state)
{
	(void)state;
	register_write(sample_path("store.db"), 1);
	struct store *reader = sample_open(sample_path("store.db"), STORE_READ);
	register_write(sample_path("store.db"), 2);
	assert_true(register_is(reader, 1));
	store_close(reader);
	reader = sample_open(sample_path("store.db"), STORE_READ);
	assert_true(register_is(reader, 2));
	store_close(reader);
}

static void takes_nothing_that_is_not_committed(void **state)
{
	(void)state;
	register_write(sample_path("store.db"), 1);
	struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);
	assert_int_equal(register_put(store, 2), 0);
	store_rollback(store);
	assert_true(register_is(store, 1));
	assert_int_equal(register_put(store, 2), 0);
	store_close(store);
	store = sample_open(sample_path("store.db"), STORE_WRITE);
	assert_true(register_is(store, 1));
	store_close(store);
}

static void check_found(struct store *store, const char *programme, const char *name,
			const char *want)
{
	struct register_cursor *cursor = store_participant_named(store, programme, name);
	struct participant found = { 0 };

	assert_int_equal(store_participant_next(cursor, &found), want != NULL);
	if (want != NULL)
		assert_string_equal(found.name, want);
	assert_int_equal(store_participant_next(cursor, &found), 0);
	register_cursor_close(cursor);
}

static size_t count_attestations(struct store *store, const char *programme, const char *name)
{
	struct register_cursor *cursor = store_attestations(store, programme, name);
	struct attestation attestation;
	size_t count = 0;
	int got;

	for (; (got = store_attestation_next(cursor, &attestation)) > 0; count++)
		;
	assert_int_equal(got, 0);
	register_cursor_close(cursor);
	return count;
}

/* A name has no case. The latest spelling is kept, and attestations stay with their participant. */
static void finds_by_name(void **state)
{
	struct participant netops = { "netops", "Example Net", "DE", "", 0, NULL, 0 };
	struct participant ixp = { "ixp", "EXAMPLE NET", "", "", 0, NULL, 0 };
	struct participant again = { "netops", "EXAMPLE net", "DE", "", 0, NULL, 0 };
	struct attestation claim = { .programme = "netops",
				     .name = "example NET",
				     .check = "c",
				     .says = "yes",
				     .link = "",
				     .auditor = "",
				     .product = "",
				     .holds = true };

	(void)state;
	struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);
	assert_int_equal(store_register_begin(store), 0);
	assert_int_equal(store_put_attestation(store, &claim), ERR_NOT_FOUND);
	assert_int_equal(store_put_participant(store, &netops), 0);
	assert_int_equal(store_put_participant(store, &ixp), 0);
	assert_int_equal(store_put_attestation(store, &claim), 0);
	claim.auditor = "somebody";
	assert_int_equal(store_put_attestation(store, &claim), 0);
	assert_int_equal(store_put_attestation(store, &claim), 0); /* the same again */
	assert_int_equal(store_put_participant(store, &again), 0);
	assert_int_equal(store_register_commit(store), 0);
	check_found(store, "netops", "eXAMPLE nET", "EXAMPLE net");
	check_found(store, "ixp", "example net", "EXAMPLE NET");
	check_found(store, "cdn", "example net", NULL);
	check_found(store, "netops", "example", NULL);
	assert_int_equal(count_attestations(store, "netops", "Example net"), 2);
	assert_int_equal(count_attestations(store, "ixp", "Example net"), 0);

	assert_int_equal(store_register_begin(store), 0);
	assert_int_equal(store_remove_participant(store, "cdn", "Example Net"), ERR_NOT_FOUND);
	assert_int_equal(store_remove_participant(store, "netops", "example net"), 0);
	assert_int_equal(store_remove_participant(store, "netops", "example net"), ERR_NOT_FOUND);
	assert_int_equal(store_register_commit(store), 0);
	check_found(store, "netops", "example net", NULL);
	check_found(store, "ixp", "example net", "EXAMPLE NET");
	assert_int_equal(count_attestations(store, NULL, NULL), 0);
	store_close(store);
}

static void finds_by_network(void **state)
{
	struct participant_asn asns[] = { { 64500, PARTICIPANT_ROUTE_SERVER },
					  { 64500, PARTICIPANT_MEMBER },
					  { UINT32_MAX, PARTICIPANT_MEMBER } };
	struct participant ixp = { "ixp", "Exchange", "", "", 0, asns, COUNT_OF(asns) };
	struct participant_asn own[] = { { 64500, PARTICIPANT_NETWORK } };
	struct participant netops = { "netops", "Net", "", "", 0, own, COUNT_OF(own) };
	struct register_holder holder;
	struct buffer out;
	int got;

	(void)state;
	struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);
	assert_int_equal(store_register_begin(store), 0);
	assert_int_equal(store_put_participant(store, &netops), 0);
	assert_int_equal(store_put_participant(store, &ixp), 0);
	assert_int_equal(store_register_commit(store), 0);
	buffer_init(&out);
	for (size_t i = 0; i < 3; i++) {
		static const asn_t asked[] = { 64500, UINT32_MAX, 64501 };
		struct register_cursor *cursor = store_holders(store, asked[i]);
		while ((got = store_holder_next(cursor, &holder)) > 0)
			buffer_format(&out, "%s %s %s; ", holder.programme, holder.name,
				      participant_asn_role_name(holder.role));
		assert_int_equal(got, 0);
		register_cursor_close(cursor);
	}
	buffer_char(&out, '\0');
	assert_string_equal(out.bytes,
			    "ixp Exchange route-server; ixp Exchange member; netops Net network; "
			    "ixp Exchange member; ");
	buffer_clear(&out);
	store_close(store);
}

static void check_feedback(struct register_cursor *cursor, size_t want)
{
	struct feedback feedback;
	size_t count = 0;
	int got;

	for (; (got = store_feedback_next(cursor, &feedback)) > 0; count++)
		;
	assert_int_equal(got, 0);
	assert_int_equal(count, want);
	register_cursor_close(cursor);
}

static void finds_feedback(void **state)
{
	(void)state;
	register_write(sample_path("store.db"), 1);
	register_write(sample_path("store.db"), 2);
	struct store *store = sample_open(sample_path("store.db"), STORE_READ);
	check_feedback(store_feedback_on(store, "bgpstream", "a"), 6);
	check_feedback(store_feedback_on(store, "bgpstream", "b"), 4);
	check_feedback(store_feedback_on(store, "bgpstream", "B"), 0);
	check_feedback(store_feedback_on(store, "other", "a"), 0);
	check_feedback(store_feedback_about(store, 64500), 4);
	check_feedback(store_feedback_about(store, 0), 2);
	check_feedback(store_feedback_about(store, 64502), 0);
	store_close(store);
}

/* What a forger or a bad disk makes of it is refused, with the table's name. */
static void refuses_impossible_rows(void **state)
{
	static const struct {
		const char *sql, *says;
	} changes[] = {
		{ "UPDATE participant SET since = -1", "row of participant" },
		{ "UPDATE participant SET networks = networks + 1", "row of participant_asn" },
		{ "UPDATE participant SET networks = 99999999", "row of participant" },
		{ "UPDATE participant SET contact = zeroblob(0) || char(0)", "row of participant" },
		{ "UPDATE participant SET contact = hex(zeroblob(2049))", "row of participant" },
		{ "DELETE FROM participant_asn WHERE asn = 64497", "row of participant_asn" },
		{ "UPDATE participant_asn SET role = 3", "row of participant_asn" },
		{ "UPDATE participant_asn SET asn = asn + 4294967296", "row of participant_asn" },
		{ "DELETE FROM participant WHERE programme = 'cdn'", "row of participant" },
		{ "UPDATE attestation SET holds = 2", "row of attestation" },
		{ "DELETE FROM attestation WHERE programme = 'cdn'", "row of attestation" },
		{ "UPDATE feedback SET class = 4", "row of feedback" },
		{ "UPDATE feedback SET asn = -1", "row of feedback" },
		{ "DELETE FROM feedback WHERE number = 1", "row of feedback" },
		{ "DELETE FROM register_tally", "row of participant" },
		{ "UPDATE register_tally SET rows = rows + 1", "row of participant" },
	};
	struct buffer out;

	(void)state;
	buffer_init(&out);
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		register_write(sample_path("store.db"), 1);
		sql(changes[i].sql);
		struct store *store = sample_open(sample_path("store.db"), STORE_READ);
		assert_int_equal(register_read(store, &out), ERR_MALFORMED);
		if (strstr(store_message(store), changes[i].says) == NULL)
			fail_msg("%s: %s", changes[i].sql, store_message(store));
		store_close(store);
		assert_int_equal(unlink(sample_path("store.db")), 0);
	}
	buffer_clear(&out);
}

static void refuses_to_write_into_a_forged_tally(void **state)
{
	(void)state;
	register_write(sample_path("store.db"), 1);
	sql("DELETE FROM register_tally");
	struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);
	assert_int_equal(register_put(store, 2), ERR_MALFORMED);
	assert_int_equal(store_register_commit(store), ERR_MALFORMED);
	store_close(store);
}

static void refuses_other_tables(void **state)
{
	static const char *const changes[] = {
		"DROP TABLE feedback",
		"ALTER TABLE participant ADD COLUMN colour TEXT",
		"DROP TABLE attestation; CREATE VIEW attestation AS SELECT 1",
	};
	char message[STORE_MESSAGE_MAX];
	struct store *store;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		register_write(sample_path("store.db"), 1);
		sql(changes[i]);
		assert_int_equal(store_open(sample_path("store.db"), STORE_READ, &store, message),
				 ERR_MALFORMED);
		assert_non_null(strstr(message, "its tables are not"));
		assert_int_equal(unlink(sample_path("store.db")), 0);
	}
}

/* Whatever is asked of one participant, network or incident is a walk along a key. */
static void asks_along_the_keys(void **state)
{
	static const char *const queries[] = {
		"SELECT * FROM participant WHERE programme = ?1 ORDER BY programme, name",
		"SELECT * FROM participant WHERE programme = ?1 AND name = ?2",
		"SELECT asn, role FROM participant_asn WHERE programme = ?1 AND name = ?2"
		" ORDER BY asn, role",
		"SELECT * FROM participant_asn WHERE asn = ?1 ORDER BY programme, name, role",
		"SELECT * FROM attestation WHERE programme = ?1 AND name = ?2"
		" ORDER BY programme, name, check_id, product, auditor",
		"SELECT * FROM feedback WHERE source = ?1 AND incident = ?2"
		" ORDER BY source, incident, number",
		"SELECT * FROM feedback WHERE asn = ?1 ORDER BY source, incident, number",
	};
	struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);
	char explain[256];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(queries); i++) {
		sqlite3_stmt *statement;
		(void)snprintf(explain, sizeof(explain), "EXPLAIN QUERY PLAN %s", queries[i]);
		assert_int_equal(sqlite_prepare(store, explain, &statement), 0);
		while (sqlite_step(store, statement) > 0) {
			const char *plan = (const char *)sqlite3_column_text(statement, 3);
			if (strncmp(plan, "SEARCH ", 7) != 0)
				fail_msg("%s: %s", queries[i], plan);
		}
		sqlite3_finalize(statement);
	}
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(test) cmocka_unit_test_setup_teardown(test, sample_setup, sample_teardown)
		TEST(keeps_what_people_say),
		TEST(stands_beside_the_months),
		TEST(a_reader_sees_one_moment),
		TEST(takes_nothing_that_is_not_committed),
		TEST(finds_by_name),
		TEST(finds_by_network),
		TEST(finds_feedback),
		TEST(refuses_impossible_rows),
		TEST(refuses_to_write_into_a_forged_tally),
		TEST(refuses_other_tables),
		TEST(asks_along_the_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
