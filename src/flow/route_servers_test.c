/* Route servers among the inputs of a run, from their files to the store. */
#include "base/testkit.h"

#include "flow/river.h"
#include "flow/test_folder.h"
#include "flow/test_records.h"
#include "flow/test_scoring.h"
#include "store/store_sample_test.h"

/* The months of scripts; see test_records.h. */
enum { FEBRUARY = 2026 * 12 + 1, MARCH };

enum { FILES_MAX = 4 };

static const char VRPS[] = "{\"metadata\":{\"buildtime\":\"2026-01-31T23:00:00Z\"},\"roas\":["
			   "{\"asn\":64500,\"prefix\":\"192.0.2.0/24\",\"maxLength\":24}]}";

static void write_records(const char *path, const char *script)
{
	struct buffer records;

	buffer_init(&records);
	test_records(&records, script);
	test_file(path, &records);
}

/* Up to the first file without a name. `path` may be NULL. */
static int observe(const char *path, const struct rs_file files[FILES_MAX], const char *time,
		   struct river_report *out_report)
{
	const char *paths[] = { "vrps", path };
	struct river_options options = { .paths = paths,
					 .path_count = path != NULL ? 2 : 1,
					 .servers = { .files = files },
					 .store_path = "store.db",
					 .threads = 1,
					 .scoring = &TEST_SCORING,
					 .is_lab = true,
					 .quiet = true };

	while (options.servers.file_count < FILES_MAX &&
	       files[options.servers.file_count].path != NULL)
		options.servers.file_count++;
	if (time != NULL) {
		options.has_time = true;
		assert_int_equal(utc_parse(text_of(time), &options.time_us), 0);
	}
	(void)unlink("store.db");
	return river_observe(&options, out_report);
}

/* "SERVER METRIC ROUTES/FINDINGS C C C C; ..." of what is measured, then the findings. */
static void assert_stored(uint32_t month, const char *expected)
{
	struct store *store = sample_open("store.db", STORE_READ);
	struct store_cursor *cursor = store_rs_scores(store, month);
	struct stored_rs_finding finding;
	struct stored_rs_score score;
	struct buffer said;
	int got;

	buffer_init(&said);
	while ((got = store_rs_score_next(cursor, &score)) > 0)
		if (score.measure.measured)
			buffer_format(&said, "%s %s %llu/%llu: %llu %llu %llu\n", score.server,
				      score.metric->is.id, (unsigned long long)score.routes,
				      (unsigned long long)score.findings,
				      (unsigned long long)score.measure.counts[0],
				      (unsigned long long)score.measure.counts[1],
				      (unsigned long long)score.measure.counts[2]);
	assert_int_equal(got, 0);
	store_cursor_close(cursor);
	cursor = store_rs_findings_of(store, month, "ix");
	while ((got = store_rs_finding_next(cursor, &finding)) > 0)
		buffer_format(&said, "%u: %s %u by %u, path %s, %x in %u at %llu\n", finding.number,
			      sample_prefix_text(&finding.route.prefix), finding.route.origin,
			      finding.route.member, finding.route.path, finding.route.faults,
			      finding.route.input, (unsigned long long)finding.route.offset);
	assert_int_equal(got, 0);
	store_cursor_close(cursor);
	store_close(store);
	buffer_char(&said, '\0');
	assert_string_equal(said.bytes, expected);
	buffer_clear(&said);
}

static const char SERVER[] = "60 table a b\n"
			     "60 rib 192.0.2.0/24 a 64500 b 64501\n";

/* The public table has nothing of it, though the file is named as an input as well. */
static void are_judged_beside_the_public_table(void **state)
{
	const struct rs_file files[FILES_MAX] = { { "ix", "rs" } };
	struct river_report report;
	(void)state;

	test_text_file("vrps", VRPS);
	write_records("rs", SERVER);
	assert_int_equal(observe("rs", files, NULL, &report), 0);
	assert_int_equal(report.input_count, 2);
	assert_int_equal(report.month_count, 1);
	assert_int_equal(report.months[0].month, FEBRUARY);
	assert_int_equal(report.months[0].routes, 0);
	assert_int_equal(report.months[0].judged_at_us, TEST_EPOCH + 60 * UTC_SECOND);
	assert_int_equal(report.server_count, 1);
	assert_string_equal(report.servers[0].name, "ix");
	assert_int_equal(report.servers[0].routes, 2);
	assert_int_equal(report.servers[0].members, 2);
	assert_string_equal(report.inputs[0].stored.collector, "ix");
	assert_int_equal(strlen(report.inputs[0].stored.digest), 64);
	river_report_clear(&report);
	assert_stored(FEBRUARY, "ix RSBOGON 2/1: 2 0 0\n"
				"ix RSPATH 2/1: 2 0 0\n"
				"ix RSRPKI 2/1: 1 0 1\n"
				"0: 192.0.2.0/24 64501 by 64497, path 64497 64501, 1 in 0 at 50\n");
}

/* Several servers, several files of one, in a folder too; one file is of one server. */
static void have_files_of_their_own(void **state)
{
	const struct rs_file files[FILES_MAX] = { { "ix", "folder" },
						  { "a", "rs" },
						  { "ix", "rs" } };
	struct river_report report;
	(void)state;

	test_text_file("vrps", VRPS);
	assert_int_equal(mkdir("folder", 0700), 0);
	write_records("folder/one", SERVER);
	write_records("folder/two", "90 announce b 192.0.2.128/25 64500\n"
				    "90 withdraw b 192.0.2.128/25\n"
				    "91 announce c 2001:db8::/48 64500\n");
	write_records("rs", SERVER);
	assert_int_equal(observe(NULL, files, NULL, &report), 0);
	assert_int_equal(report.server_count, 2);
	river_report_clear(&report);
	assert_stored(FEBRUARY,
		      "a RSBOGON 2/1: 2 0 0\n"
		      "a RSPATH 2/1: 2 0 0\n"
		      "a RSRPKI 2/1: 1 0 1\n"
		      "ix RSBOGON 4/2: 3 0 1\n"
		      "ix RSPATH 4/2: 4 0 0\n"
		      "ix RSRPKI 4/2: 1 1 2\n"
		      "0: 192.0.2.0/24 64501 by 64497, path 64497 64501, 1 in 0 at 50\n"
		      "1: 192.0.2.128/25 64500 by 64497, path 64497 64500, 11 in 1 at 0\n");
}

/* A table is of the month of its first record; of others, of none. */
static void are_of_their_month(void **state)
{
	const struct rs_file files[FILES_MAX] = { { "ix", "rs" }, { "ix", "late" } };
	struct river_report report;
	(void)state;

	test_text_file("vrps", VRPS);
	write_records("routes", "0 announce a 203.0.113.0/24 64502\n"
				"27d86399 announce a 203.0.113.0/24 64502\n"
				"28d0 announce a 203.0.113.0/24 64502\n");
	write_records("rs", SERVER);
	write_records("late", "60d0 announce a 192.0.2.0/24 64500\n");
	assert_int_equal(observe("routes", files, NULL, &report), 0);
	assert_int_equal(report.month_count, 2);
	assert_int_equal(report.months[1].month, MARCH);
	assert_int_equal(report.server_count, 1);
	assert_int_equal(report.servers[0].month, FEBRUARY);
	assert_int_equal(report.months[0].routes, 1);
	assert_false(report.inputs[0].used);
	assert_string_equal(report.inputs[0].stored.note,
			    "a route server's table of a month that was not judged");
	river_report_clear(&report);
	assert_stored(MARCH, "");

	assert_int_equal(observe("routes", files, "2026-02-01T00:00:30Z", &report), 0);
	assert_int_equal(report.server_count, 0);
	river_report_clear(&report);
}

/* What is no table says so, and is read as nothing else. */
static void must_be_mrt(void **state)
{
	const struct rs_file files[FILES_MAX] = { { "ix", "vrps" } };
	struct river_report report;
	(void)state;

	test_text_file("vrps", VRPS);
	assert_int_equal(observe(NULL, files, NULL, &report), ERR_NOT_FOUND);
	assert_string_equal(report.inputs[0].stored.note,
			    "a route server's routes are read from files of MRT");
	river_report_clear(&report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(are_judged_beside_the_public_table),
		cmocka_unit_test(have_files_of_their_own),
		cmocka_unit_test(are_of_their_month),
		cmocka_unit_test(must_be_mrt),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
