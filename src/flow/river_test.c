#include "base/testkit.h"

#include "flow/river.h"
#include "flow/test_folder.h"
#include "flow/test_records.h"
#include "flow/test_scoring.h"
#include "store/store_sample_test.h"

/* The months of scripts; see test_records.h. */
enum { FEBRUARY = 2026 * 12 + 1, MARCH };

enum { PATHS_MAX = 4 };

static void write_records(const char *path, const char *script)
{
	struct buffer records;

	buffer_init(&records);
	test_records(&records, script);
	test_file(path, &records);
}

static const char TABLE[] = "0 table a b c\n"
			    "0 rib 192.0.2.0/24 a 64500 b 64500\n"
			    "0 rib 2001:db8::/32 c 64501\n";
static const char UPDATES[] = "0 announce b 203.0.113.0/24 64502\n"
			      "60 announce a 198.51.100.0/24 64502 4200000000 64503\n"
			      "120 withdraw b 192.0.2.0/24\n"
			      "180 down c\n";
static const char VRPS[] = "{\"metadata\":{\"buildtime\":\"2026-02-01T00:00:00Z\"},\"roas\":["
			   "{\"asn\":64500,\"prefix\":\"192.0.2.0/24\",\"maxLength\":24},"
			   "{\"asn\":64500,\"prefix\":\"2001:db8::/32\",\"maxLength\":32}]}";
static const char OBJECTS[] = "route: 192.0.2.0/24\norigin: AS64500\nsource: RADB\n\n"
			      "aut-num: AS64500\nas-name: EXAMPLE\nsource: RADB\n";

static void write_example(void)
{
	write_records("table", TABLE);
	write_records("updates", UPDATES);
	test_text_file("vrps", VRPS);
	test_text_file("objects", OBJECTS);
}

/* Observes up to the first path that is NULL. */
static int observe_into(const char *store, const char *const paths[PATHS_MAX], const char *time,
			unsigned threads, struct river_report *out_report)
{
	struct river_options options = { .paths = paths,
					 .scoring = &TEST_SCORING,
					 .store_path = store,
					 .threads = threads,
					 .is_lab = true,
					 .quiet = true };

	while (options.path_count < PATHS_MAX && paths[options.path_count] != NULL)
		options.path_count++;
	if (time != NULL) {
		options.has_time = true;
		assert_int_equal(utc_parse(text_of(time), &options.time_us), 0);
	}
	return river_observe(&options, out_report);
}

static void observe(const char *store, const char *const paths[PATHS_MAX], const char *time)
{
	struct river_report report;
	int result = observe_into(store, paths, time, 1, &report);

	if (result < 0)
		fail_msg("%s", report.message);
	river_report_clear(&report);
}

/* Appends all that the store says of a month. */
static void read_month(const char *path, uint32_t month, struct buffer *out)
{
	struct store *store = sample_open(path, STORE_READ);

	assert_int_equal(sample_read(store, month, out), 0);
	buffer_char(out, '\0');
	store_close(store);
}

/* Does one month of two stores say the same? */
static void assert_same_month(const char *path, const char *other, uint32_t month)
{
	struct buffer have, want;

	buffer_init(&have);
	buffer_init(&want);
	read_month(path, month, &have);
	read_month(other, month, &want);
	assert_string_equal(have.bytes, want.bytes);
	buffer_clear(&have);
	buffer_clear(&want);
}

/* "PREFIX ORIGIN EVER/NOW days MASK ROV IRR at TIME+OFFSET in INPUT by PEER" */
static void assert_routes(const char *path, uint32_t month, const char *expected)
{
	struct store *store = sample_open(path, STORE_READ);
	struct store_cursor *cursor = store_routes(store, month);
	struct judged_route route;
	struct buffer said;

	buffer_init(&said);
	while (store_route_next(cursor, &route) > 0)
		buffer_format(&said, "%s %u %u/%u days %x %s %s at %llu+%llu in %u by %u\n",
			      sample_prefix_text(&route.prefix), route.origin, route.peers,
			      route.peers_last, route.days, rov_state_name(route.rov),
			      irr_state_name(route.irr),
			      (unsigned long long)((route.first.time_us - TEST_EPOCH) / UTC_SECOND),
			      (unsigned long long)route.first.offset, route.first.input,
			      route.first.peer);
	store_cursor_close(cursor);
	store_close(store);
	buffer_char(&said, '\0');
	assert_string_equal(said.bytes, expected);
	buffer_clear(&said);
}

static bool has_month(const char *path, uint32_t number)
{
	struct store *store = sample_open(path, STORE_READ);
	struct stored_month month;
	int found = store_month_find(store, number, &month);

	store_close(store);
	return found == 0;
}

static void inputs_of_every_kind_become_a_month(void **state)
{
	static const char *const paths[] = { "table", "updates", "vrps", "objects" };
	struct river_report report;
	(void)state;

	write_example();
	assert_int_equal(observe_into("whole.db", paths, NULL, 1, &report), 0);
	assert_int_equal(report.month_count, 1);
	const struct month_summary *summary = &report.months[0];
	assert_int_equal(summary->month, FEBRUARY);
	assert_int_equal(summary->first_time_us, TEST_EPOCH);
	assert_int_equal(summary->last_time_us, TEST_EPOCH + 180 * UTC_SECOND);
	assert_int_equal(summary->judged_at_us, summary->last_time_us);
	assert_int_equal(summary->peers, 3);
	assert_int_equal(summary->origins, 4);
	assert_int_equal(summary->path_bogons, 1);
	for (size_t i = 0; i < report.input_count; i++)
		assert_true(report.inputs[i].used);
	assert_string_equal(report.inputs[1].stored.collector, "test");
	assert_string_equal(report.inputs[2].stored.collector, "unknown");
	river_report_clear(&report);
	/* Inputs by path: objects, table, updates, vrps. The table, which knows all peers, gives
	 * the updates their collector, so that they are the same peers. */
	assert_routes("whole.db", FEBRUARY,
		      "192.0.2.0/24 64500 2/1 days 1 valid exact at 0+75 in 1 by 0\n"
		      "2001:db8::/32 64501 1/0 days 1 invalid-asn not-found at 0+167 in 1 by 2\n"
		      "203.0.113.0/24 64502 1/1 days 1 not-found not-found at 0+0 in 2 by 1\n"
		      "198.51.100.0/24 64503 1/1 days 1 not-found not-found at 60+86 in 2 by 0\n");
}

/* Steps to the next order of the paths; false after the last. */
static bool next_order(const char *paths[PATHS_MAX])
{
	size_t i = PATHS_MAX - 1, j = PATHS_MAX - 1;

	while (i > 0 && strcmp(paths[i - 1], paths[i]) > 0)
		i--;
	if (i == 0)
		return false;
	while (strcmp(paths[j], paths[i - 1]) < 0)
		j--;
	const char *kept = paths[i - 1];
	paths[i - 1] = paths[j];
	paths[j] = kept;
	for (j = PATHS_MAX - 1; i < j; i++, j--) {
		kept = paths[i];
		paths[i] = paths[j];
		paths[j] = kept;
	}
	return true;
}

static void order_and_threads_change_nothing(void **state)
{
	const char *paths[PATHS_MAX] = { "objects", "table", "updates", "vrps" };
	struct river_report report;
	unsigned runs = 0;
	(void)state;

	write_example();
	observe("first.db", paths, NULL);
	do {
		assert_int_equal(observe_into("other.db", paths, NULL, 1 + runs++ % 2, &report), 0);
		river_report_clear(&report);
		assert_same_month("other.db", "first.db", FEBRUARY);
	} while (next_order(paths));
	assert_int_equal(runs, 24);
}

/* Called by other names the inputs have other numbers, and only what happens at one moment goes by
 * them. */
static void of_one_moment_inputs_go_by_name(void **state)
{
	static const char *const paths[] = { "9-table", "1-updates", "vrps", "objects" };
	(void)state;

	write_example();
	assert_int_equal(rename("table", "9-table"), 0);
	assert_int_equal(rename("updates", "1-updates"), 0);
	observe("renamed.db", paths, NULL);
	/* Inputs: 1-updates, 9-table, objects, vrps. At 0 the updates go first now; the table then
	 * says all that its peers announce, and knows nothing of theirs. */
	assert_routes("renamed.db", FEBRUARY,
		      "192.0.2.0/24 64500 2/1 days 1 valid exact at 0+75 in 1 by 0\n"
		      "2001:db8::/32 64501 1/0 days 1 invalid-asn not-found at 0+167 in 1 by 2\n"
		      "203.0.113.0/24 64502 1/0 days 1 not-found not-found at 0+0 in 0 by 1\n"
		      "198.51.100.0/24 64503 1/1 days 1 not-found not-found at 60+86 in 0 by 0\n");
}

static void a_month_is_replaced_and_others_stay(void **state)
{
	static const char *const all[PATHS_MAX] = { "table", "updates", "vrps" };
	static const char *const table[PATHS_MAX] = { "table" };
	static const char *const march[PATHS_MAX] = { "march" };
	(void)state;

	write_example();
	write_records("march", "28d0 announce a 192.0.2.0/24 64500\n");
	observe("kept.db", all, NULL);
	observe("kept.db", march, NULL);
	observe("kept.db", table, NULL);
	observe("table.db", table, NULL);
	observe("march.db", march, NULL);
	assert_same_month("kept.db", "table.db", FEBRUARY);
	assert_same_month("kept.db", "march.db", MARCH);
	assert_false(has_month("march.db", FEBRUARY));
}

static void routes_are_carried_over_a_short_gap(void **state)
{
	static const char *const paths[PATHS_MAX] = { "both" };
	struct river_report report;
	(void)state;

	write_records("both", "27d86000 announce a 192.0.2.0/24 64500\n"
			      "27d86001 announce b 192.0.2.0/24 64500\n"
			      "27d86002 announce b 198.51.100.0/24 64501\n"
			      "27d86003 withdraw a 192.0.2.0/24\n"
			      "27d86004 withdraw b 198.51.100.0/24\n"
			      "28d86005 announce b 203.0.113.0/24 64502\n");
	assert_int_equal(observe_into("gap.db", paths, NULL, 2, &report), 0);
	assert_int_equal(report.month_count, 2);
	river_report_clear(&report);
	/* A day and a second later nobody knows what still stands. */
	assert_routes("gap.db", MARCH,
		      "203.0.113.0/24 64502 1/1 days 1 not-found not-found at 2505205+376 in 0 "
		      "by 0\n");

	write_records("both", "27d86000 announce a 192.0.2.0/24 64500\n"
			      "27d86001 announce b 192.0.2.0/24 64500\n"
			      "27d86002 announce b 198.51.100.0/24 64501\n"
			      "27d86003 withdraw a 192.0.2.0/24\n"
			      "27d86004 withdraw b 198.51.100.0/24\n"
			      "28d86004 announce b 203.0.113.0/24 64502\n");
	assert_int_equal(observe_into("day.db", paths, NULL, 1, &report), 0);
	assert_int_equal(report.month_count, 2);
	assert_int_equal(report.months[0].judged_at_us,
			 TEST_EPOCH + 27 * UTC_DAY + 86004 * UTC_SECOND);
	river_report_clear(&report);
	assert_routes("day.db", FEBRUARY,
		      "192.0.2.0/24 64500 2/1 days 8000000 not-found not-found at 2418800+0 in 0 "
		      "by 0\n"
		      "198.51.100.0/24 64501 1/0 days 8000000 not-found not-found at 2418802+172 "
		      "in 0 by 1\n");
	/* The first to say it is the witness still, though it is silent in March. */
	assert_routes("day.db", MARCH,
		      "192.0.2.0/24 64500 1/1 days 1 not-found not-found at 2418800+0 in 0 by 0\n"
		      "203.0.113.0/24 64502 1/1 days 1 not-found not-found at 2505204+376 in 0 by "
		      "1\n");
}

/* The first month is closed while the input is still being read; its evidence is whole. */
static void the_digest_of_an_input_is_the_same_in_every_month(void **state)
{
	static const char *const paths[PATHS_MAX] = { "both" };
	struct stored_input inputs[2];
	char digests[2][80];
	(void)state;

	write_records("both", "0 announce a 192.0.2.0/24 64500\n"
			      "28d0 announce a 192.0.2.0/24 64500\n");
	observe("digest.db", paths, NULL);
	struct store *store = sample_open("digest.db", STORE_READ);
	for (uint32_t i = 0; i < 2; i++) {
		struct store_cursor *cursor = store_inputs(store, FEBRUARY + i);
		assert_int_equal(store_input_next(cursor, &inputs[i]), 1);
		(void)snprintf(digests[i], sizeof(digests[i]), "%s", inputs[i].digest);
		store_cursor_close(cursor);
	}
	store_close(store);
	assert_int_equal(strlen(digests[0]), 64);
	assert_string_equal(digests[0], digests[1]);
	assert_int_equal(inputs[0].size_bytes, inputs[1].size_bytes);
}

static void routes_after_the_moment_are_left_out(void **state)
{
	static const char *const paths[] = { "table", "updates", "vrps", "objects" };
	struct river_report report;
	(void)state;

	write_example();
	assert_int_equal(observe_into("late.db", paths, "2026-02-01T00:01:00Z", 1, &report), 0);
	assert_int_equal(report.late_records, 2);
	assert_int_equal(report.months[0].judged_at_us, TEST_EPOCH + 60 * UTC_SECOND);
	assert_int_equal(report.months[0].last_time_us, TEST_EPOCH + 60 * UTC_SECOND);
	assert_int_equal(report.months[0].routes, 4);
	river_report_clear(&report);
	/* All are later: a month without routes, judged by the oldest VRPs that there are. */
	assert_int_equal(observe_into("late.db", paths, "2026-01-01", 1, &report), 0);
	assert_int_equal(report.late_records, 7);
	assert_int_equal(report.months[0].month, FEBRUARY - 1);
	assert_int_equal(report.months[0].routes, 0);
	assert_int_equal(report.months[0].vrps, 2);
	river_report_clear(&report);
}

static uint64_t count_of(const struct input_record *input, const char *name)
{
	for (size_t i = 0; i < input->stored.count_count; i++)
		if (strcmp(input->stored.counts[i].name, name) == 0)
			return input->stored.counts[i].value;
	return 0;
}

/* The rest of a damaged input counts, and so do those beside it. */
static void damage_is_said_and_passed_over(void **state)
{
	static const char *const paths[PATHS_MAX] = { "missing", "page", "table", "updates" };
	struct river_report report;
	struct buffer records;
	(void)state;

	write_example();
	test_text_file("page", "<!DOCTYPE html><html>503</html>");
	buffer_init(&records);
	test_records(&records, "60 announce a 198.51.100.0/24 64502\n");
	size_t whole = records.used;
	test_records(&records, "61 announce a 203.0.113.0/24 64502\n");
	records.used -= 3;
	test_file("updates", &records);

	assert_int_equal(observe_into("damaged.db", paths, NULL, 1, &report), 0);
	assert_int_equal(report.list.refused_count, 1);
	assert_string_equal(report.list.refused[0].path, "missing");
	assert_int_equal(report.input_count, 3);
	assert_false(report.inputs[0].used);
	assert_true(strlen(report.inputs[0].stored.note) > 0);
	assert_int_equal(count_of(&report.inputs[1], "lost_bytes"), 0);
	assert_int_equal(count_of(&report.inputs[2], "records"), 1);
	assert_int_equal(count_of(&report.inputs[2], "lost_bytes"), whole - 3);
	assert_int_equal(report.months[0].routes, 3);
	river_report_clear(&report);
}

static void what_cannot_be_is_said(void **state)
{
	static const char *const nothing[PATHS_MAX] = { "page", "missing" };
	static const char *const undated[PATHS_MAX] = { "objects" };
	static const char *const table[PATHS_MAX] = { "table" };
	struct river_report report;
	(void)state;

	write_example();
	test_text_file("page", "<!DOCTYPE html><html>503</html>");
	assert_int_equal(observe_into("never.db", nothing, NULL, 1, &report), ERR_NOT_FOUND);
	assert_true(strlen(report.message) > 0);
	river_report_clear(&report);

	assert_int_equal(observe_into("undated.db", undated, NULL, 1, &report), ERR_USAGE);
	assert_non_null(strstr(report.message, "--time"));
	river_report_clear(&report);
	observe("undated.db", undated, "2026-03-01");
	assert_true(has_month("undated.db", MARCH));

	assert_int_equal(observe_into("objects", table, NULL, 1, &report), ERR_UNSUPPORTED);
	assert_true(strlen(report.message) > 0);
	river_report_clear(&report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(inputs_of_every_kind_become_a_month),
		cmocka_unit_test(order_and_threads_change_nothing),
		cmocka_unit_test(of_one_moment_inputs_go_by_name),
		cmocka_unit_test(a_month_is_replaced_and_others_stay),
		cmocka_unit_test(routes_are_carried_over_a_short_gap),
		cmocka_unit_test(the_digest_of_an_input_is_the_same_in_every_month),
		cmocka_unit_test(routes_after_the_moment_are_left_out),
		cmocka_unit_test(damage_is_said_and_passed_over),
		cmocka_unit_test(what_cannot_be_is_said),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
