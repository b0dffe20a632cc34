#include "serve/test_rtr_loop.h"

#include <poll.h>

#include "serve/rtr_clients.h"

#define RESET_1 "0102 0000 00000008"
#define RESET_2 "0202 0000 00000008"

static struct rtr_cache *cache;
static struct rtr_clients *clients;
static struct rtr_address address;
static char last_alarm[256];
static unsigned alarms;

static void keep_alarm(void *context, const char *line)
{
	(void)context;
	(void)snprintf(last_alarm, sizeof(last_alarm), "%s", line);
	alarms++;
}

static void begin(size_t clients_max)
{
	const struct rtr_clients_options options = { clients_max, NULL, keep_alarm };
	struct rtr_address any = { { (uint64_t)127 << 56 | (uint64_t)1 << 32, 0, FAMILY_V4 }, 0 };
	struct buffer listed;
	const char *reason;

	alarms = 0;
	test_passed_ms = 0;
	assert_int_equal(uv_loop_init(&test_loop), 0);
	cache = rtr_cache_new(test_sessions, 1);
	test_update(cache, "v 10.0.0.0/8 8 1", false);
	clients = rtr_clients_new(&test_loop, cache, &options);
	assert_int_equal(rtr_clients_listen(clients, &any, &reason), 0);
	buffer_init(&listed);
	rtr_clients_put_addresses(clients, &listed);
	address = test_address(&listed);
	buffer_clear(&listed);
}

static void end(void)
{
	rtr_clients_close(clients);
	for (unsigned i = 0; i < 100 && rtr_clients_count(clients) > 0; i++) {
		test_passed_ms += 1000;
		rtr_clients_tick(clients);
		test_turn();
	}
	assert_int_equal(rtr_clients_count(clients), 0);
	test_loop_end();
	rtr_clients_free(clients);
	rtr_cache_free(cache);
}

static void pass(uint64_t seconds)
{
	test_passed_ms += seconds * 1000;
	rtr_clients_tick(clients);
	test_turn();
}

static const char all_1[] = "1 Cache Response 101\n"
			    "1 IPv4 Prefix 0: + 10.0.0.0/8-8 AS1\n"
			    "1 End of Data 101: 1 3600 600 7200\n";

static void routers_are_answered_and_notified(void **state)
{
	(void)state;
	begin(10);
	int one = test_connect(&address), two = test_connect(&address);
	test_send(one, RESET_1);
	test_expect(one, all_1, false);
	test_send(two, "0102 0000");
	test_expect(two, "", false);
	test_send(two, "00000008");
	test_expect(two, all_1, false);
	assert_int_equal(rtr_clients_count(clients), 2);
	test_update(cache, "v 11.0.0.0/8 8 1", true);
	pass(0);
	test_expect(one, "1 Serial Notify 101: 2\n", false);
	test_expect(two, "1 Serial Notify 101: 2\n", false);
	(void)close(one);
	test_turn();
	assert_int_equal(rtr_clients_count(clients), 1);
	/* What was asked before the end is answered. */
	test_send(two, RESET_1 RESET_1);
	assert_int_equal(shutdown(two, SHUT_WR), 0);
	struct buffer out;
	buffer_init(&out);
	test_turn();
	assert_true(test_receive(two, &out));
	assert_int_equal(out.used, 2 * (8 + 20 + 24));
	buffer_clear(&out);
	(void)close(two);
	end();
}

static void the_last_word_is_heard(void **state)
{
	(void)state;
	begin(10);
	int one = test_connect(&address), two = test_connect(&address);
	test_send(one, RESET_2);
	test_send(two, "0302 0000 00000008 0102030405060708");
	test_expect(two,
		    "2 Error Report 4: Unsupported Protocol Version <0302000000000008> versions 0 "
		    "to 2 are spoken here\n",
		    true);
	(void)close(two);
	rtr_clients_stop(clients, RTR_STOP_SHUTDOWN);
	test_expect(one,
		    "2 Cache Response 102\n"
		    "2 IPv4 Prefix 0: + 10.0.0.0/8-8 AS1\n"
		    "2 End of Data 102: 1 3600 600 7200\n"
		    "2 Error Report 13: Cache Shutdown <> the cache is being stopped\n",
		    true);
	/* It does not go: some time, and it is closed. */
	pass(RTR_LINGER_S - 1);
	assert_int_equal(rtr_clients_count(clients), 1);
	pass(2);
	assert_int_equal(rtr_clients_count(clients), 0);
	/* New ones may come. */
	int three = test_connect(&address);
	test_send(three, RESET_1);
	test_expect(three, all_1, false);
	(void)close(three);
	(void)close(one);
	end();
}

static void the_silent_are_closed(void **state)
{
	(void)state;
	begin(10);
	int silent = test_connect(&address), quiet = test_connect(&address);
	test_send(quiet, RESET_1);
	test_expect(quiet, all_1, false);
	pass(RTR_FIRST_QUERY_S - 1);
	assert_int_equal(rtr_clients_count(clients), 2);
	pass(2);
	assert_int_equal(rtr_clients_count(clients), 1);
	/* A shorter expire interval does not shorten the time of who was told a longer one. */
	rtr_clients_timers(clients, (struct rtr_timers){ 60, 60, 600 });
	pass(2 * 7200 - RTR_FIRST_QUERY_S - 2);
	assert_int_equal(rtr_clients_count(clients), 1);
	pass(4);
	assert_int_equal(rtr_clients_count(clients), 0);
	(void)close(silent);
	(void)close(quiet);
	end();
}

static void load_many(void)
{
	struct payload_builder *builder = payload_builder_new();

	for (uint64_t i = 0; i < 1000000; i++) {
		struct vrp vrp = { { i << 40, 0, 24, FAMILY_V4 }, 24, 1 };
		assert_int_equal(payload_builder_vrp(builder, &vrp), 0);
	}
	struct payload_set *set = payload_builder_finish(builder);
	(void)rtr_cache_update(cache, set);
	payload_set_release(set);
}

/* G18: one that takes nothing. G19: one that takes a little now and then. */
/* A reader for whom the kernel keeps little, so that what it takes makes room at once. */
static int connect_slow(void)
{
	static const int room = 64 << 10;
	int slow = test_connect(&address);

	assert_int_equal(setsockopt(slow, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room)), 0);
	return slow;
}

/* Reads what is there; what the server has sent may take its time through the kernel. */
static void read_some(int fd)
{
	enum { TRIES = 2000, WAIT_MS = 5 };
	struct pollfd news = { .fd = fd, .events = POLLIN };
	static char some[1 << 20];

	for (unsigned i = 0; i < TRIES; i++) {
		if (recv(fd, some, sizeof(some), MSG_DONTWAIT) > 0)
			return;
		(void)uv_run(&test_loop, UV_RUN_NOWAIT);
		(void)poll(&news, 1, WAIT_MS);
	}
	fail_msg("nothing comes");
}

/* Until the kernel takes no more for those who do not read. */
static void settle(void)
{
	for (unsigned i = 0; i < 16; i++) {
		(void)uv_run(&test_loop, UV_RUN_NOWAIT);
		(void)poll(NULL, 0, 5);
	}
}

static void who_does_not_read_is_closed(void **state)
{
	(void)state;

	begin(10);
	load_many();
	int stalled = test_connect(&address), slow = connect_slow();
	int fast = test_connect(&address);
	test_send(stalled, RESET_1);
	test_send(slow, RESET_1);
	test_send(fast, RESET_1);
	/* Nobody waits for them. */
	struct buffer out;
	buffer_init(&out);
	for (unsigned i = 0; i < 2000 && out.used < 8 + 20000000 + 24; i++) {
		(void)uv_run(&test_loop, UV_RUN_NOWAIT);
		assert_false(test_receive(fast, &out));
	}
	assert_int_equal(out.used, 8 + 20000000 + 24);
	buffer_clear(&out);
	settle();
	pass(0);
	pass(RTR_SEND_HOLD_S - 5);
	assert_int_equal(rtr_clients_count(clients), 3);
	read_some(slow);
	settle();
	pass(1);
	pass(5);
	assert_int_equal(rtr_clients_count(clients), 2);
	for (unsigned second = 0; second < RTR_ANSWER_MAX_S - 120; second += 30) {
		read_some(slow);
		settle();
		pass(30);
	}
	assert_int_equal(rtr_clients_count(clients), 2);
	/* In the end, even the slow one has had its time. */
	pass(90);
	assert_int_equal(rtr_clients_count(clients), 1);
	(void)close(stalled);
	(void)close(slow);
	(void)close(fast);
	end();
}

static void there_are_only_so_many(void **state)
{
	int fds[4];
	(void)state;

	begin(3);
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		fds[i] = test_connect(&address);
	assert_int_equal(rtr_clients_count(clients), 3);
	assert_int_equal(alarms, 1);
	last_alarm[strlen("3 clients, which is the limit: 127.0.0.1:")] = '\0';
	assert_string_equal(last_alarm, "3 clients, which is the limit: 127.0.0.1:");
	(void)close(fds[3]);
	fds[3] = test_connect(&address);
	assert_int_equal(alarms, 1); /* said a moment ago */
	test_passed_ms += RTR_COMPLAINT_S * 1000;
	(void)close(fds[3]);
	fds[3] = test_connect(&address);
	assert_int_equal(alarms, 2);
	(void)close(fds[0]);
	test_turn();
	(void)close(fds[3]);
	fds[3] = test_connect(&address);
	test_send(fds[3], RESET_1);
	test_expect(fds[3], all_1, false);
	for (size_t i = 1; i < COUNT_OF(fds); i++)
		(void)close(fds[i]);
	end();
}

static void an_address_is_taken_once(void **state)
{
	const char *reason = NULL;
	(void)state;

	begin(3);
	assert_int_equal(rtr_clients_listen(clients, &address, &reason), ERR_IO);
	assert_string_equal(reason, "address already in use");
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(routers_are_answered_and_notified),
		cmocka_unit_test(the_last_word_is_heard),
		cmocka_unit_test(the_silent_are_closed),
		cmocka_unit_test(who_does_not_read_is_closed),
		cmocka_unit_test(there_are_only_so_many),
		cmocka_unit_test(an_address_is_taken_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
