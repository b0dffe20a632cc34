#include "base/testkit.h"

#include <sqlite3.h>

#include "store/store_blocks.h"
#include "store/store_sample_test.h"

static const struct sample sample = { SAMPLE_MONTH, 1, 2500 };

static void gives_back_all_that_was_put(void **state)
{
	(void)state;
	sample_write(sample_path("store.db"), &sample);
	for (enum store_mode mode = STORE_READ; mode <= STORE_WRITE; mode++) {
		struct store *store = sample_open(sample_path("store.db"), mode);
		assert_true(sample_is(store, &sample));
		store_close(store);
	}
}

/* The test above would not notice a sample_is() that always says yes. */
static void notices_other_values(void **state)
{
	struct sample other = sample;

	(void)state;
	sample_write(sample_path("store.db"), &sample);
	struct store *store = sample_open(sample_path("store.db"), STORE_READ);
	other.variant++;
	assert_false(sample_is(store, &other));
	other = sample;
	other.rows++;
	assert_false(sample_is(store, &other));
	store_close(store);
}

static void walks_over_months(void **state)
{
	static const uint32_t months[] = { SAMPLE_MONTH + 11, SAMPLE_MONTH, SAMPLE_MONTH - 2 };
	struct sample some = { .rows = 9 };
	struct stored_month month;
	uint32_t at = 0;

	(void)state;
	for (uint32_t i = 0; i < COUNT_OF(months); i++) {
		some.month = months[i];
		sample_write(sample_path("store.db"), &some);
	}
	struct store *store = sample_open(sample_path("store.db"), STORE_READ);
	for (uint32_t i = COUNT_OF(months); i-- > 0;) {
		assert_int_equal(store_month_next(store, &at, &month), 1);
		assert_int_equal(at, months[i]);
		assert_int_equal(month.month, months[i]);
		assert_int_equal(store_month_find(store, at, &month), 0);
		some.month = at;
		assert_true(sample_is(store, &some));
	}
	assert_int_equal(store_month_next(store, &at, &month), 0);
	assert_int_equal(at, months[0]);
	assert_int_equal(store_month_latest(store, &month), 0);
	assert_int_equal(month.month, months[0]);
	assert_int_equal(store_month_find(store, SAMPLE_MONTH + 1, &month), ERR_NOT_FOUND);
	store_close(store);
}

static void an_empty_store_holds_nothing(void **state)
{
	struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);
	struct stored_month month;
	struct stored_peer peer;
	struct stored_input input;
	struct network as;
	struct judged_route route;
	uint32_t at = 0;

	(void)state;
	for (int round = 0; round < 2; round++) {
		assert_int_equal(store_month_next(store, &at, &month), 0);
		assert_int_equal(store_month_latest(store, &month), ERR_NOT_FOUND);
		assert_int_equal(store_month_find(store, SAMPLE_MONTH, &month), ERR_NOT_FOUND);
		assert_int_equal(store_peer_find(store, SAMPLE_MONTH, 0, &peer), ERR_NOT_FOUND);
		assert_int_equal(store_input_find(store, SAMPLE_MONTH, 0, &input), ERR_NOT_FOUND);
		assert_int_equal(store_network_find(store, SAMPLE_MONTH, 7, &as), 0);
		assert_int_equal(as.asn, 7);
		assert_string_equal(as.name, "");
		struct store_cursor *cursor = store_routes(store, SAMPLE_MONTH);
		assert_int_equal(store_route_next(cursor, &route), 0);
		store_cursor_close(cursor);
		store_close(store);
		store = sample_open(sample_path("store.db"), STORE_READ);
	}
	store_close(store);
}

/* What _of() yields of each key, put together, is what the whole cursor yields. */
static void picks_rows_by_key(void **state)
{
	struct buffer all, picked;

	(void)state;
	sample_write(sample_path("store.db"), &sample);
	struct store *store = sample_open(sample_path("store.db"), STORE_READ);
	buffer_init(&all);
	buffer_init(&picked);

#define PICK(type, thing, things, asn_of)                                                          \
	{                                                                                          \
		type value;                                                                        \
		asn_t last = UINT32_MAX;                                                           \
		for (uint32_t i = 0; i < sample.rows; i++) {                                       \
			value = sample_##thing(&sample, i);                                        \
			sample_print_##thing(&all, &value);                                        \
			if (value.asn_of == last)                                                  \
				continue;                                                          \
			last = value.asn_of;                                                       \
			struct store_cursor *cursor =                                              \
				store_##things##_of(store, SAMPLE_MONTH, last);                    \
			int got;                                                                   \
			while ((got = store_##thing##_next(cursor, &value)) > 0)                   \
				sample_print_##thing(&picked, &value);                             \
			assert_int_equal(got, 0);                                                  \
			store_cursor_close(cursor);                                                \
		}                                                                                  \
	}
#define store_bogons_of  store_path_bogons_of
#define store_bogon_next store_path_bogon_next
	PICK(struct judged_route, route, routes, origin)
	PICK(struct path_bogon, bogon, bogons, announcer)
	PICK(struct stored_score, score, scores, asn)
#undef store_bogons_of
#undef store_bogon_next
#undef PICK
	assert_true(all.used > 0);
	assert_int_equal(all.used, picked.used);
	assert_memory_equal(all.bytes, picked.bytes, all.used);

	struct judged_route route;
	struct store_cursor *cursor = store_routes_of(store, SAMPLE_MONTH, 2);
	assert_int_equal(store_route_next(cursor, &route), 0);
	store_cursor_close(cursor);
	buffer_clear(&all);
	buffer_clear(&picked);
	store_close(store);
}

static void finds_single_things(void **state)
{
	struct stored_input input, want_input = sample_input(&sample, 1);
	struct stored_peer peer, want_peer = sample_peer(&sample, 2);
	struct network as, want_as = sample_network(&sample, 5);
	struct buffer want, have;

	(void)state;
	sample_write(sample_path("store.db"), &sample);
	struct store *store = sample_open(sample_path("store.db"), STORE_READ);
	buffer_init(&want);
	buffer_init(&have);
	sample_print_input(&want, &want_input);
	sample_print_peer(&want, &want_peer);
	sample_print_network(&want, &want_as);
	assert_int_equal(store_input_find(store, SAMPLE_MONTH, 1, &input), 0);
	sample_print_input(&have, &input);
	assert_int_equal(store_peer_find(store, SAMPLE_MONTH, 2, &peer), 0);
	sample_print_peer(&have, &peer);
	assert_int_equal(store_network_find(store, SAMPLE_MONTH, want_as.asn, &as), 0);
	sample_print_network(&have, &as);
	assert_int_equal(want.used, have.used);
	assert_memory_equal(want.bytes, have.bytes, want.used);

	peer.number = 99;
	assert_int_equal(store_peer_find(store, SAMPLE_MONTH, 3, &peer), ERR_NOT_FOUND);
	assert_int_equal(store_peer_find(store, SAMPLE_MONTH + 1, 2, &peer), ERR_NOT_FOUND);
	assert_int_equal(peer.number, 99);
	assert_int_equal(store_network_find(store, SAMPLE_MONTH, 4, &as), 0);
	assert_string_equal(as.organisation, "");
	buffer_clear(&want);
	buffer_clear(&have);
	store_close(store);
}

/* Two at once on one table, a find between their steps, one of them closed half way. */
static void cursors_do_not_disturb_each_other(void **state)
{
	struct network first, second, found;
	uint32_t count = 0;

	(void)state;
	sample_write(sample_path("store.db"), &sample);
	struct store *store = sample_open(sample_path("store.db"), STORE_READ);
	struct store_cursor *one = store_networks(store, SAMPLE_MONTH);
	struct store_cursor *two = store_networks(store, SAMPLE_MONTH);
	for (uint32_t i = 0; i < 100; i++) {
		assert_int_equal(store_network_next(one, &first), 1);
		if (i >= 50)
			assert_int_equal(store_network_next(two, &second), 1);
		assert_int_equal(store_network_find(store, SAMPLE_MONTH, 6, &found), 0);
		struct network want = sample_network(&sample, i);
		assert_string_equal(first.name, want.name);
		assert_string_equal(first.organisation, want.organisation);
		assert_string_equal(found.name, "EXAMPLE-AS");
	}
	assert_int_equal(second.asn, 49 * 3);
	store_cursor_close(one);
	for (count = 50; store_network_next(two, &second) > 0; count++)
		;
	assert_int_equal(count, sample.rows);
	assert_int_equal(store_network_next(two, &second), 0); /* stays at the end */
	store_cursor_close(two);
	store_close(store);
}

/* A reader keeps the moment in which it opened the store, whatever is written meanwhile; a writer
 * does not wait for it. */
static void a_reader_sees_one_moment(void **state)
{
	struct sample before = { SAMPLE_MONTH, 1, 300 }, after = { SAMPLE_MONTH, 2, 900 };

	(void)state;
	sample_write(sample_path("store.db"), &before);
	struct store *reader = sample_open(sample_path("store.db"), STORE_READ);
	struct store *writer = sample_open(sample_path("store.db"), STORE_WRITE);
	assert_int_equal(sample_put(writer, &after), 0);
	struct store *meanwhile = sample_open(sample_path("store.db"), STORE_READ);
	assert_true(sample_is(reader, &before));
	assert_true(sample_is(meanwhile, &before));
	assert_int_equal(store_commit(writer), 0);
	store_close(writer);
	assert_true(sample_is(reader, &before));
	assert_true(sample_is(meanwhile, &before));
	struct store *later = sample_open(sample_path("store.db"), STORE_READ);
	assert_true(sample_is(later, &after));
	store_close(reader);
	store_close(meanwhile);
	assert_true(sample_is(later, &after));
	store_close(later);
}

static void sql(const char *statement)
{
	sqlite3 *db;
	char *why = NULL;

	assert_int_equal(sqlite3_open(sample_path("store.db"), &db), SQLITE_OK);
	if (sqlite3_exec(db, statement, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", statement, why);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* A damaged page can lose rows and leave the rest in order. */
static void notices_lost_rows(void **state)
{
	static const char *const tables[] = {
		"input", "source",     "peer",  "vrp_block", "route_object_block",
		"route", "path_bogon", "score", "network"
	};
	struct buffer out;
	char statement[128];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		sample_write(sample_path("store.db"), &sample);
		(void)snprintf(statement, sizeof(statement),
			       "UPDATE tally SET rows = rows + 1 WHERE name = '%s'", tables[i]);
		sql(statement);
		struct store *store = sample_open(sample_path("store.db"), STORE_READ);
		buffer_init(&out);
		assert_int_equal(sample_read(store, SAMPLE_MONTH, &out), ERR_MALFORMED);
		assert_non_null(strstr(store_message(store), tables[i]));
		buffer_clear(&out);
		store_close(store);
	}
}

/* An error comes again, and closing is all that is left. */
static void stays_at_an_error(void **state)
{
	struct judged_route route = { .origin = 99 };

	(void)state;
	sample_write(sample_path("store.db"), &sample);
	sql("UPDATE route SET rov = 4 WHERE origin = 1");
	struct store *store = sample_open(sample_path("store.db"), STORE_READ);
	struct store_cursor *cursor = store_routes_of(store, SAMPLE_MONTH, 1);
	assert_int_equal(store_route_next(cursor, &route), ERR_MALFORMED);
	assert_int_equal(store_route_next(cursor, &route), ERR_MALFORMED);
	assert_int_equal(route.origin, 99);
	store_cursor_close(cursor);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(test) cmocka_unit_test_setup_teardown(test, sample_setup, sample_teardown)
		TEST(gives_back_all_that_was_put),
		TEST(notices_other_values),
		TEST(walks_over_months),
		TEST(an_empty_store_holds_nothing),
		TEST(picks_rows_by_key),
		TEST(finds_single_things),
		TEST(cursors_do_not_disturb_each_other),
		TEST(a_reader_sees_one_moment),
		TEST(notices_lost_rows),
		TEST(stays_at_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
