#include "serve/test_rtr_loop.h"

#include "flow/rtr_files.h"
#include "flow/test_folder.h"

static struct rtr_server *server;
static struct rtr_files *files;
static struct buffer said;

static void keep_line(void *context, bool alarm, const char *line)
{
	(void)context;
	buffer_string(&said, alarm ? "A " : "N ");
	buffer_string(&said, line);
	buffer_char(&said, '\n');
}

static void begin(uint32_t poll_s)
{
	const struct rtr_server_options options = {
		.timers = rtr_timers_default,
		.feeds = { .hold_ms = 7200000, .late_ms = 100000000, .max_age_ms = 86400000 },
		.clients_max = 10,
		.say = keep_line,
	};

	test_passed_ms = 0;
	buffer_init(&said);
	assert_int_equal(uv_loop_init(&test_loop), 0);
	server = rtr_server_new(&test_loop, &options);
	files = rtr_files_new(&test_loop, server, poll_s);
}

static void end(void)
{
	rtr_files_stop(files);
	rtr_server_stop(server);
	test_loop_end();
	rtr_files_free(files);
	rtr_server_free(server);
	buffer_clear(&said);
}

static bool has_said(const char *line)
{
	return said.used > 0 && memmem(said.bytes, said.used, line, strlen(line)) != NULL;
}

static void expect_said(const char *line)
{
	for (unsigned i = 0; i < 500 && !has_said(line); i++)
		test_turn();
	buffer_char(&said, '\0');
	if (!has_said(line))
		assert_string_equal(said.bytes, line);
	said.used = 0;
}

static void write_list(const char *path, unsigned first, unsigned count)
{
	struct buffer list;

	buffer_init(&list);
	buffer_string(&list, "ASN,IP Prefix,Max Length,Trust Anchor\n");
	for (unsigned i = first; i < first + count; i++)
		buffer_format(&list, "AS1,10.%u.0.0/16,16,x\n", i);
	test_file(path, &list);
}

static void files_are_read_and_read_again(void **state)
{
	(void)state;
	write_list("a.csv", 0, 5);
	begin(3600);
	assert_int_equal(rtr_files_add(files, "a.csv"), 0);
	expect_said(": 5 VRPs, 0 router keys, 0 ASPAs, serial 1\n");
	/* Written in place; replaced; gone; back. */
	write_list("a.csv", 0, 6);
	expect_said("N serial 2: +1 -0");
	write_list("b.csv", 1, 6);
	assert_int_equal(rename("b.csv", "a.csv"), 0);
	expect_said("N serial 3: +1 -1");
	assert_int_equal(unlink("a.csv"), 0);
	expect_said("A a.csv: No such file or directory; the last good set is served\n");
	write_list("a.csv", 1, 6);
	expect_said("N a.csv: the source is back\n");
	/* What happens to others is nothing to us. */
	write_list("c.csv", 1, 1);
	test_turn();
	assert_int_equal(said.used, 0);
	/* Asked to, it reads what has not changed, and finds it so. */
	rtr_files_reload(files);
	for (unsigned i = 0; i < 20; i++)
		test_turn();
	assert_int_equal(said.used, 0);
	end();
}

static void records_refused_are_told(void **state)
{
	(void)state;
	test_text_file("a.csv", "ASN,IP Prefix,Max Length\nAS1,10.0.0.0/8,8\nAS1,10.0.0.1/8,8\n");
	begin(3600);
	assert_int_equal(rtr_files_add(files, "a.csv"), 0);
	expect_said("N a.csv: 1 records refused: ");
	end();
}

static const char filter[] =
	"{\"slurmVersion\":1,\"validationOutputFilters\":{\"prefixFilters\":[{\"prefix\":"
	"\"10.0.0.0/16\"}],\"bgpsecFilters\":[]},\"locallyAddedAssertions\":{\"prefixAssertions\":"
	"[],\"bgpsecAssertions\":[]}}";
static const char no_filter[] =
	"{\"slurmVersion\":1,\"validationOutputFilters\":{\"prefixFilters\":[],\"bgpsecFilters\":"
	"[]},\"locallyAddedAssertions\":{\"prefixAssertions\":[],\"bgpsecAssertions\":[]}}";

static void slurm_is_read_first_and_again(void **state)
{
	static const char *const paths[] = { "slurm" };
	char note[SLURM_NOTE_MAX];
	(void)state;

	write_list("a.csv", 0, 5);
	test_text_file("slurm", filter);
	begin(3600);
	assert_int_equal(rtr_files_add(files, "a.csv"), 0);
	assert_int_equal(rtr_files_slurm(files, paths, 1, note), 0);
	expect_said(": 4 VRPs, 0 router keys, 0 ASPAs, serial 1\n");
	test_text_file("slurm", "{}");
	expect_said("A SLURM: slurm, line 1: ");
	test_text_file("slurm", no_filter);
	expect_said("N serial 2: +1 -0: 5 VRPs");
	end();
	test_text_file("slurm", "{}");
	begin(3600);
	assert_int_equal(rtr_files_slurm(files, paths, 1, note), ERR_MALFORMED);
	assert_non_null(strstr(note, "slurm, line 1: "));
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_read_and_read_again),
		cmocka_unit_test(records_refused_are_told),
		cmocka_unit_test(slurm_is_read_first_and_again),
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
