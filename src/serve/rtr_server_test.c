#include "serve/test_rtr_loop.h"

#include <stdlib.h>

#include "serve/rtr_server.h"

static struct rtr_server *server;
static struct rtr_address address;
static struct buffer said; /* "A line\n", "N line\n" */

static void keep_line(void *context, bool alarm, const char *line)
{
	(void)context;
	buffer_string(&said, alarm ? "A " : "N ");
	buffer_string(&said, line);
	buffer_char(&said, '\n');
}

static void open_server(const char *state_path)
{
	const struct rtr_server_options options = {
		.timers = rtr_timers_default,
		.feeds = { .hold_ms = 7200000, .late_ms = 100000000, .max_age_ms = 86400000 },
		.clients_max = 10,
		.state_path = state_path,
		.say = keep_line,
	};

	test_passed_ms = 0;
	buffer_init(&said);
	assert_int_equal(uv_loop_init(&test_loop), 0);
	server = rtr_server_new(&test_loop, &options);
	struct rtr_address any = { { (uint64_t)127 << 56 | (uint64_t)1 << 32, 0, FAMILY_V4 }, 0 };
	const char *reason;
	assert_int_equal(rtr_server_listen(server, &any, &reason), 0);
}

static void close_server(void)
{
	rtr_server_stop(server);
	test_loop_end();
	rtr_server_free(server);
	buffer_clear(&said);
}

/* Waits until this has been said, and forgets it and all before it. */
static void expect_said(const char *line)
{
	for (unsigned i = 0; i < 300; i++) {
		char *found =
			said.used > 0 ? memmem(said.bytes, said.used, line, strlen(line)) : NULL;
		if (found != NULL) {
			size_t gone = (size_t)(found - said.bytes) + strlen(line);
			memmove(said.bytes, said.bytes + gone, said.used - gone);
			said.used -= gone;
			return;
		}
		test_turn();
	}
	buffer_char(&said, '\0');
	fail_msg("not said: %s, but: %s", line, said.bytes);
}

static void expect_not_said(const char *line)
{
	test_turn();
	assert_true(said.used == 0 || memmem(said.bytes, said.used, line, strlen(line)) == NULL);
}

static void find_address(void)
{
	static const char ready[] = "N ready on ";
	char *at = memmem(said.bytes, said.used, ready, strlen(ready));
	struct buffer listed;

	assert_non_null(at);
	struct text rest = { at + strlen(ready),
			     said.used - (size_t)(at - said.bytes) - strlen(ready) };
	buffer_init(&listed);
	/* "127.0.0.1:34567: 1 VRP..." */
	size_t len = text_find(rest, ':') + 1;
	len += text_find(text_from(rest, len), ':');
	buffer_text(&listed, text_upto(rest, len));
	address = test_address(&listed);
	buffer_clear(&listed);
}

static void offer(int source, const char *items)
{
	struct payload_set *set = test_set(items);

	rtr_server_offer(server, source, set, 0);
	payload_set_release(set);
}

static void pass(uint64_t ms)
{
	test_passed_ms += ms;
	test_turn();
}

static void sources_are_waited_for_and_united(void **state)
{
	(void)state;
	open_server(NULL);
	int one = rtr_server_source(server, "one", NULL);
	int two = rtr_server_source(server, "two", NULL);
	offer(one, "v 10.0.0.0/8 8 1");
	expect_not_said("ready");
	offer(two, "v 11.0.0.0/8 8 1; a 1 2");
	expect_said(": 2 VRPs, 0 router keys, 1 ASPA, serial 1\n");
	offer(one, "v 10.0.0.0/8 9 1");
	expect_said("N serial 2: +1 -1: 2 VRPs, 0 router keys, 1 ASPA\n");
	/* What the other says too changes nothing. */
	offer(one, "v 10.0.0.0/8 9 1; v 11.0.0.0/8 8 1");
	expect_not_said("serial");
	assert_int_equal(rtr_server_serial(server), 2);
	rtr_server_lost(server, two, "cannot be read");
	rtr_server_note(server, two, "%d of them", 3);
	expect_said("A two: cannot be read; the last good set is served\nN two: 3 of them\n");
	close_server();
	/* One that says nothing for long is not waited for. */
	open_server(NULL);
	assert_true(rtr_server_source(server, "one", NULL) >= 0);
	two = rtr_server_source(server, "two", NULL);
	offer(two, "v 11.0.0.0/8 8 1");
	pass((RTR_START_S - 2) * 1000);
	expect_not_said("ready");
	pass(3000);
	expect_said("N ready on");
	close_server();
}

static void what_changes_while_it_works_is_not_lost(void **state)
{
	(void)state;
	open_server(NULL);
	int one = rtr_server_source(server, "one", NULL);
	char items[64];
	for (unsigned i = 0; i < 20; i++) {
		(void)snprintf(items, sizeof(items), "v 10.0.0.0/8 8 %u", i);
		offer(one, items);
	}
	expect_said("N ready on");
	for (unsigned i = 0; i < 300 && rtr_server_serial(server) < 2; i++)
		test_turn();
	test_turn();
	assert_int_equal(rtr_server_serial(server), 2);
	close_server();
}

static struct slurm *slurm_of(asn_t asn)
{
	struct slurm *slurm = calloc(1, sizeof(*slurm));
	struct slurm_prefix_filter filter = { .has_asn = true, .asn = asn };

	assert_non_null(slurm);
	slurm_init(slurm);
	assert_int_equal(slurm_filter_prefix(slurm, &filter), 0);
	return slurm;
}

static void the_operator_has_the_last_word(void **state)
{
	(void)state;
	open_server(NULL);
	int one = rtr_server_source(server, "one", NULL);
	rtr_server_slurm(server, slurm_of(1));
	offer(one, "v 10.0.0.0/8 8 1; v 10.0.0.0/8 8 2; v 10.0.0.0/8 8 3");
	expect_said(": 2 VRPs, 0 router keys, 0 ASPAs, serial 1\n");
	rtr_server_slurm_lost(server, "line 1");
	rtr_server_slurm_lost(server, "line 2");
	expect_said("A SLURM: line 1; what was read before stays in force\n");
	/* Several, while the first is at work. */
	rtr_server_slurm(server, slurm_of(2));
	rtr_server_slurm(server, slurm_of(3));
	rtr_server_slurm(server, slurm_of(4));
	expect_said("N SLURM: can be read again\n");
	for (unsigned i = 0; i < 300 && rtr_server_serial(server) < 3; i++)
		test_turn();
	expect_said("3 VRPs, 0 router keys, 0 ASPAs\n");
	close_server();
}

/* One source of two expires: what is left is served only if it would be believed. */
static void what_is_left_must_be_believed(void **state)
{
	static const struct {
		const char *expiring, *lasting;
		bool served;
	} cases[] = {
		{ "v 10.0.0.0/8 8 1",
		  "v 10.0.0.0/8 8 1; v 11.0.0.0/8 8 1; v 12.0.0.0/8 8 1;"
		  "v 13.0.0.0/8 8 1",
		  true },
		{ "v 10.0.0.0/8 8 1; v 11.0.0.0/8 8 1; v 12.0.0.0/8 8 1; v 13.0.0.0/8 8 1",
		  "v 10.0.0.0/8 8 1", false },
	};
	static const struct rtr_feed_options brief = { .hold_ms = 7200000,
						       .late_ms = 100000000,
						       .max_age_ms = 5000 };
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		open_server(NULL);
		int one = rtr_server_source(server, "one", &brief);
		int two = rtr_server_source(server, "two", NULL);
		offer(one, cases[i].expiring);
		offer(two, cases[i].lasting);
		for (unsigned k = 0; k < 300 && (said.used == 0 || memmem(said.bytes, said.used,
									  "serial 1\n", 9) == NULL);
		     k++)
			test_turn();
		find_address();
		int router = test_connect(&address);
		test_send(router, "0102 0000 00000008");
		struct buffer out;
		buffer_init(&out);
		assert_false(test_receive(router, &out));
		out.used = 0;
		pass(6000);
		expect_said(" seconds old and may no longer be told\n");
		if (cases[i].served) {
			expect_not_said("nothing is served");
			assert_false(test_receive(router, &out));
		} else {
			expect_said("A nothing is served any more");
			test_expect(router,
				    "1 Error Report 2: No Data Available <> the data are too old "
				    "to be told\n",
				    true);
			/* It comes back. */
			offer(one, cases[i].expiring);
			expect_said("N data are served again\n");
		}
		buffer_clear(&out);
		(void)close(router);
		close_server();
	}
}

static char folder[] = "/tmp/decorum-server-XXXXXX";

static int folder_make(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	return chdir(folder);
}

static int folder_remove(void **state)
{
	(void)state;
	(void)unlink("state");
	assert_int_equal(chdir("/"), 0);
	return rmdir(folder);
}

#define FOUR "v 10.0.0.0/8 8 1; v 11.0.0.0/8 8 1; v 12.0.0.0/8 8 1; v 13.0.0.0/8 8 1"

static void a_restart_goes_on(void **state)
{
	(void)state;
	open_server("state");
	expect_said("N state state: not found; a new session starts\n");
	int one = rtr_server_source(server, "one", NULL);
	offer(one, FOUR);
	expect_said("serial 1\n");
	offer(one, FOUR "; a 1 2");
	expect_said("N serial 2: +1 -0");
	close_server();
	/* What was kept is served at once, and judges what comes. */
	open_server("state");
	expect_said("N state state: the session goes on at serial 2\n");
	one = rtr_server_source(server, "one", NULL);
	pass(1100);
	expect_said(": 4 VRPs, 0 router keys, 1 ASPA, serial 2\n");
	offer(one, "v 10.0.0.0/8 8 1");
	expect_said("A all sources together: held: half or more is gone (1 payloads after 5)");
	offer(one, FOUR);
	expect_said("N serial 3: +0 -1");
	close_server();
	/* Held for too long, it is taken. */
	open_server("state");
	one = rtr_server_source(server, "one", NULL);
	offer(one, "v 10.0.0.0/8 8 1");
	expect_said("A all sources together: held: half or more is gone");
	pass(7200000);
	expect_said("taken for the truth\n");
	expect_said("N serial 4: +0 -3");
	close_server();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sources_are_waited_for_and_united),
		cmocka_unit_test(what_changes_while_it_works_is_not_lost),
		cmocka_unit_test(the_operator_has_the_last_word),
		cmocka_unit_test(what_is_left_must_be_believed),
		cmocka_unit_test(a_restart_goes_on),
	};
	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
