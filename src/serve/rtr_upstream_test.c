#include "base/testkit.h"

#include <arpa/inet.h>
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "serve/rtr_upstream.h"
#include "wire/rtr_client.h"

enum { STEP_MS = 20000 }; /* far more than any step takes */

/* A server, and what it says. */
struct side {
	struct rtr_server *server;
	char said[4096];
	unsigned port;
};

static void say(void *context, bool alarm, const char *line)
{
	struct side *side = context;
	size_t used = strlen(side->said);
	unsigned port;

	(void)snprintf(side->said + used, sizeof(side->said) - used, "%s%s\n",
		       alarm ? "ALARM " : "", line);
	if (sscanf(line, "ready on 127.0.0.1:%u", &port) == 1)
		side->port = port;
}

static void start_side(struct side *side, uv_loop_t *loop, unsigned port, uint32_t expire_s)
{
	const struct rtr_server_options options = {
		.timers = { 60, 60, expire_s },
		.feeds = { 1000, 7200000, 86400000 },
		.clients_max = 10,
		.context = side,
		.say = say,
	};
	char listen[32];
	struct rtr_address address;
	const char *reason;

	*side = (struct side){ .server = rtr_server_new(loop, &options) };
	(void)snprintf(listen, sizeof(listen), "127.0.0.1:%u", port);
	assert_int_equal(rtr_address_parse(text_of(listen), &address), 0);
	assert_int_equal(rtr_server_listen(side->server, &address, &reason), 0);
}

/* Asks a server for all it has; by a thread, since the server is served by ours. */
struct asking {
	unsigned port;
	struct rtr_client client;
	uv_async_t done;
};

static void *ask_for_all(void *context)
{
	struct asking *asking = context;
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)asking->port),
				  .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char piece[4096];

	int err = connect(fd, (const struct sockaddr *)&to, sizeof(to));
	assert(err == 0);
	rtr_client_tick(&asking->client, 0);
	rtr_client_connected(&asking->client, 0);
	while (asking->client.table.set == NULL) {
		struct buffer *out = &asking->client.out;
		if (out->used > 0) {
			ssize_t sent = send(fd, out->bytes, out->used, MSG_NOSIGNAL);
			assert(sent == (ssize_t)out->used);
			rtr_client_sent(&asking->client, (size_t)sent);
		}
		ssize_t got = recv(fd, piece, sizeof(piece), 0);
		assert(got > 0);
		rtr_client_receive(&asking->client, piece, (size_t)got, 0);
	}
	(void)close(fd);
	(void)uv_async_send(&asking->done);
	return NULL;
}

static void on_done(uv_async_t *done)
{
	uv_close((uv_handle_t *)done, NULL);
}

static void assert_serves(uv_loop_t *loop, const struct side *side, const struct payload_set *set,
			  uint32_t expire_s)
{
	struct asking asking = { .port = side->port };
	pthread_t thread;

	rtr_client_init(&asking.client, RTR_VERSION_MAX);
	assert_int_equal(uv_async_init(loop, &asking.done, on_done), 0);
	assert_int_equal(pthread_create(&thread, NULL, ask_for_all, &asking), 0);
	while (!uv_is_closing((const uv_handle_t *)&asking.done))
		(void)uv_run(loop, UV_RUN_ONCE);
	(void)uv_run(loop, UV_RUN_NOWAIT);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_true(payload_set_equal(asking.client.table.set, set));
	/* Less what has passed. */
	assert_in_range(asking.client.timers.expire, expire_s - STEP_MS / 1000, expire_s);
	rtr_client_clear(&asking.client);
}

/* `vrps` VRPs and one of each other kind. */
static struct payload_set *some(unsigned vrps)
{
	static const uint8_t spki[91] = { 1, 2, 3 };
	const struct router_key key = { 64500, { 7 }, spki, sizeof(spki) };
	const asn_t providers[] = { 64501, vrps + 70000 };
	const struct aspa aspa = { 64500, providers, 2 };
	struct payload_builder *builder = payload_builder_new();

	for (unsigned i = 0; i < vrps; i++) {
		struct vrp vrp = { { (uint64_t)i << 40, 0, 24, FAMILY_V4 }, 24, 64500 };
		assert_int_equal(payload_builder_vrp(builder, &vrp), 0);
	}
	assert_int_equal(payload_builder_key(builder, &key), 0);
	assert_int_equal(payload_builder_aspa(builder, &aspa), 0);
	return payload_builder_finish(builder);
}

static void on_late(uv_timer_t *timer)
{
	*(bool *)timer->data = true;
}

/* Runs the loop until `side` has said `line`. */
static void run_until(uv_loop_t *loop, const struct side *side, const char *line)
{
	bool late = false;
	uv_timer_t timer;

	assert_int_equal(uv_timer_init(loop, &timer), 0);
	timer.data = &late;
	assert_int_equal(uv_timer_start(&timer, on_late, STEP_MS, 0), 0);
	while (!late && strstr(side->said, line) == NULL)
		(void)uv_run(loop, UV_RUN_ONCE);
	if (late)
		fail_msg("waited for \"%s\"; it said:\n%s", line, side->said);
	uv_close((uv_handle_t *)&timer, NULL);
	(void)uv_run(loop, UV_RUN_NOWAIT);
}

static void keeps_up_with_a_cache(void **state)
{
	struct payload_set *first = some(5), *second = some(6), *third = some(2000);
	struct side cache, again, own;
	struct rtr_upstreams *upstreams;
	const char *reason = "";
	char url[64];
	uv_loop_t loop;

	(void)state;
	assert_int_equal(uv_loop_init(&loop), 0);
	start_side(&cache, &loop, 0, 5000);
	int source = rtr_server_source(cache.server, "test", NULL);
	rtr_server_offer(cache.server, source, first, 0);
	run_until(&loop, &cache, "ready on");
	unsigned port = cache.port;

	start_side(&own, &loop, 0, 7200);
	upstreams = rtr_upstreams_new(&loop, own.server);
	(void)snprintf(url, sizeof(url), "rtr://localhost:%u", port);
	assert_int_equal(rtr_upstreams_add(upstreams, url, &reason), 0);
	run_until(&loop, &own, "ready on");
	assert_serves(&loop, &own, first, 5000);

	/* News come by themselves, or when they are asked for. */
	rtr_server_offer(cache.server, source, second, 0);
	run_until(&loop, &own, "serial 2: ");
	assert_serves(&loop, &own, second, 5000);
	rtr_upstreams_reload(upstreams);

	/* The cache goes: what it said stays. */
	rtr_server_stop(cache.server);
	run_until(&loop, &own, "the last good set is served");
	assert_non_null(strstr(own.said, url));
	assert_non_null(strstr(own.said, "gives no data: "));
	assert_serves(&loop, &own, second, 5000);

	/* Another takes its place. */
	start_side(&again, &loop, port, 6000);
	source = rtr_server_source(again.server, "test", NULL);
	rtr_server_offer(again.server, source, third, 0);
	run_until(&loop, &own, "serial 3: ");
	assert_serves(&loop, &own, third, 6000);
	assert_non_null(strstr(own.said, "the source is back"));

	rtr_upstreams_stop(upstreams);
	rtr_server_stop(own.server);
	rtr_server_stop(again.server);
	assert_int_equal(uv_run(&loop, UV_RUN_DEFAULT), 0);
	rtr_upstreams_free(upstreams);
	struct side *sides[] = { &cache, &again, &own };
	for (size_t i = 0; i < COUNT_OF(sides); i++)
		rtr_server_free(sides[i]->server);
	assert_int_equal(uv_loop_close(&loop), 0);
	payload_set_release(first);
	payload_set_release(second);
	payload_set_release(third);
}

/* Nobody is there; or nobody knows the host; or it is stopped in the middle of it all. */
static void says_why_there_is_nothing(void **state)
{
	struct rtr_upstreams *upstreams;
	const char *reason = "";
	struct side own;
	uv_loop_t loop;

	(void)state;
	assert_int_equal(uv_loop_init(&loop), 0);
	start_side(&own, &loop, 0, 7200);
	upstreams = rtr_upstreams_new(&loop, own.server);
	assert_int_equal(rtr_upstreams_add(upstreams, "rtr://a b", &reason), ERR_USAGE);
	assert_non_null(strstr(reason, "rtr://HOST"));
	assert_int_equal(rtr_upstreams_add(upstreams, "rtr://127.0.0.1:1", &reason), 0);
	assert_int_equal(rtr_upstreams_add(upstreams, "rtr://nowhere.invalid", &reason), 0);
	run_until(&loop, &own, "ALARM rtr://127.0.0.1:1: gives no data: connection refused");
	run_until(&loop, &own, "ALARM rtr://nowhere.invalid: gives no data: ");
	rtr_upstreams_reload(upstreams);
	rtr_upstreams_stop(upstreams);
	rtr_server_stop(own.server);
	assert_int_equal(uv_run(&loop, UV_RUN_DEFAULT), 0);
	rtr_upstreams_free(upstreams);
	rtr_server_free(own.server);
	assert_int_equal(uv_loop_close(&loop), 0);
}

static void takes_so_many_sources(void **state)
{
	struct rtr_upstreams *upstreams;
	const char *reason = "";
	struct side own;
	uv_loop_t loop;

	(void)state;
	assert_int_equal(uv_loop_init(&loop), 0);
	start_side(&own, &loop, 0, 7200);
	upstreams = rtr_upstreams_new(&loop, own.server);
	for (int i = 0; i < RTR_SOURCES_MAX; i++)
		assert_int_equal(rtr_upstreams_add(upstreams, "rtr://127.0.0.1:1", &reason), 0);
	assert_int_equal(rtr_upstreams_add(upstreams, "rtr://127.0.0.1:1", &reason), ERR_LIMIT);
	assert_string_equal(reason, "is one source too many");
	rtr_upstreams_stop(upstreams);
	rtr_server_stop(own.server);
	assert_int_equal(uv_run(&loop, UV_RUN_DEFAULT), 0);
	rtr_upstreams_free(upstreams);
	rtr_server_free(own.server);
	assert_int_equal(uv_loop_close(&loop), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_up_with_a_cache),
		cmocka_unit_test(says_why_there_is_nothing),
		cmocka_unit_test(takes_so_many_sources),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
