#include "base/testkit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sources/window.h"
#include "wire/test_rtr_script.h"

/* A cache that says what it is told to, one line for each connection. */
struct cache {
	int fd;
	char url[64];
	pthread_t thread;
	const char *queries; /* "ask2 ask1": what it must be asked, connection by connection */
	const char *says[4]; /* NULL: no more connections; "" at the end: it stays silent */
	bool cut;            /* the last octet is left out */
};

static void open_cache(struct cache *cache)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t size = sizeof(at);

	cache->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(cache->fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(cache->fd, 4), 0);
	assert_int_equal(getsockname(cache->fd, (struct sockaddr *)&at, &size), 0);
	(void)snprintf(cache->url, sizeof(cache->url), "rtr://127.0.0.1:%u", ntohs(at.sin_port));
}

static void serve_one(const struct cache *cache, struct text query, const char *says)
{
	struct buffer bytes, want;
	char got[RTR_HEADER_SIZE], rest[1024];
	int fd = accept(cache->fd, NULL, NULL);

	assert(fd >= 0);
	buffer_init(&bytes);
	buffer_init(&want);
	test_write_word(&want, query);
	ssize_t size = recv(fd, got, sizeof(got), MSG_WAITALL);
	assert(size == (ssize_t)want.used && memcmp(got, want.bytes, want.used) == 0);
	test_write_line(&bytes, says);
	for (size_t at = 0, left; at < bytes.used - cache->cut; at += left) {
		left = bytes.used - cache->cut - at;
		if (left > 13 && at < 100)
			left = 13; /* PDUs come in pieces */
		ssize_t sent = send(fd, bytes.bytes + at, left, MSG_NOSIGNAL);
		assert(sent == (ssize_t)left);
	}
	if (cache->cut)
		(void)shutdown(fd, SHUT_WR);
	while (recv(fd, rest, sizeof(rest), 0) > 0) /* until the client goes */
		continue;
	(void)close(fd);
	buffer_clear(&bytes);
	buffer_clear(&want);
}

static void *serve(void *context)
{
	const struct cache *cache = context;
	struct text queries = text_of(cache->queries), query;

	for (unsigned i = 0; i < COUNT_OF(cache->says) && cache->says[i] != NULL; i++) {
		bool more = text_word(&queries, &query);
		assert(more);
		serve_one(cache, query, cache->says[i]);
	}
	return NULL;
}

static void start(struct cache *cache)
{
	open_cache(cache);
	assert_int_equal(pthread_create(&cache->thread, NULL, serve, cache), 0);
}

static void stop(struct cache *cache)
{
	assert_int_equal(pthread_join(cache->thread, NULL), 0);
	(void)close(cache->fd);
}

static void reads_one_answer(void **state)
{
	static const struct {
		const char *queries, *says[4], *want;
	} cases[] = {
		{ "ask2",
		  { "response2/7 +2:192.0.2.0/24-24=64500 +2:2001:db8::/32-48=0 +2:key1=2 "
		    "+2:aspa5=6,7 end2/7/9 notify2/7/10" },
		  "response2/7 +2:192.0.2.0/24-24=64500 +2:2001:db8::/32-48=0 +2:key1=2 "
		  "+2:aspa5=6,7 end2/7/9" },
		/* In its own order, without what comes between. */
		{ "ask2",
		  { "notify1/1/1 response1/7 +1:192.0.2.0/24-24=2 notify1/7/8 "
		    "+1:192.0.2.0/24-24=1 end1/7/9/60/30/600" },
		  "response1/7 +1:192.0.2.0/24-24=2 +1:192.0.2.0/24-24=1 end1/7/9/60/30/600" },
		{ "ask2 ask1", { "error0/4/no", "response1/7 end1/7/9" }, "response1/7 end1/7/9" },
		{ "ask2 ask1 ask0",
		  { "error1/4/no", "error0/4/no", "response0/7 +0:10.0.0.0/8-8=1 end0/7/9" },
		  "response0/7 +0:10.0.0.0/8-8=1 end0/7/9" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct cache cache = { .queries = cases[i].queries };
		struct buffer want;
		memcpy(cache.says, cases[i].says, sizeof(cache.says));
		start(&cache);
		buffer_init(&want);
		test_write_line(&want, cases[i].want);
		struct window *window = window_open(cache.url, NULL);
		assert_int_equal(window_fill(window, want.used), 1);
		assert_int_equal(window_fill(window, want.used + 1), 0);
		assert_memory_equal(window_bytes(window).at, want.bytes, want.used);
		struct stream_totals totals = window_totals(window);
		assert_int_equal(totals.size_bytes, want.used);
		assert_int_equal(strlen(totals.sha256), 64);
		/* 2020 has passed. */
		assert_true(totals.received_us > UINT64_C(1577836800000000));
		window_close(window);
		stop(&cache);
		buffer_clear(&want);
	}
}

static void assert_fails(const char *url, int want_err, const char *want_reason)
{
	struct stream *stream = stream_open(url, NULL);
	char byte;
	size_t size;

	for (int i = 0; i < 2; i++) {
		assert_int_equal(stream_read(stream, &byte, 1, &size), want_err);
		assert_string_equal(stream_reason(stream), want_reason);
	}
	assert_int_equal(stream_drain(stream), want_err == ERR_IO ? ERR_IO : 0);
	assert_string_equal(stream_totals(stream).sha256, "");
	stream_close(stream);
}

static void says_why_there_is_nothing(void **state)
{
	static const struct {
		const char *queries, *says[4], *want;
		bool cut;
	} cases[] = {
		{ "ask2",
		  { "error2/2/come-back-later" },
		  "gives no data: it answers with error 2 (No Data Available): come-back-later",
		  false },
		{ "ask2",
		  { "response2/7 +2:10.0.0.0/8-8=1 +2:10.0.0.0/8-8=1 end2/7/9" },
		  "gives no data: it breaks the protocol (Duplicate Announcement Received): "
		  "announces what is already there",
		  false },
		{ "ask2",
		  { "response2/7 end2/7/9" },
		  "gives no data: it closes the connection",
		  true },
		{ "ask2 ask1 ask0",
		  { "error0/4/no", "error0/4/no", "error0/4/none-at-all" },
		  "gives no data: it answers with error 4 (Unsupported Protocol Version): "
		  "none-at-all",
		  false },
		{ "ask2",
		  { "hex:485454502f312e3120" }, /* "HTTP/1.1 " */
		  "gives no data: it breaks the protocol (Unexpected Protocol Version): a version "
		  "above the one asked for",
		  false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct cache cache = { .queries = cases[i].queries, .cut = cases[i].cut };
		memcpy(cache.says, cases[i].says, sizeof(cache.says));
		start(&cache);
		assert_fails(cache.url, ERR_IO, cases[i].want);
		stop(&cache);
	}
	struct cache nobody = { 0 };
	open_cache(&nobody);
	(void)close(nobody.fd);
	assert_fails(nobody.url, ERR_IO, "gives no data: Connection refused");
	assert_fails("rtr://a b", ERR_USAGE,
		     "is no address of a cache; write rtr://HOST, rtr://HOST:PORT or "
		     "rtr://[IPV6]:PORT");
}

static void knows_no_such_host(void **state)
{
	struct stream *stream = stream_open("rtr://nowhere.invalid", NULL);
	char byte;
	size_t size;

	(void)state;
	assert_int_equal(stream_read(stream, &byte, 1, &size), ERR_IO);
	assert_true(text_starts(text_of(stream_reason(stream)), TEXT("its host is not known: ")));
	stream_close(stream);
}

static void *read_one(void *context)
{
	struct stream *stream = context;
	char byte;
	size_t size;
	int err = stream_read(stream, &byte, 1, &size);

	assert(err == ERR_IO);
	return NULL;
}

/* A cache that is silent keeps nobody who has changed his mind. */
static void gives_up_when_told_to(void **state)
{
	struct cache cache = { .queries = "ask2", .says = { "response2/7" } };
	pthread_t reader;

	(void)state;
	start(&cache);
	struct stream *stream = stream_open(cache.url, NULL);
	assert_int_equal(pthread_create(&reader, NULL, read_one, stream), 0);
	(void)usleep(50000);
	stream_stop(stream);
	assert_int_equal(pthread_join(reader, NULL), 0);
	assert_string_equal(stream_reason(stream), "was given up");
	stream_close(stream);
	stop(&cache);
}

/* More than a block, and more than sockets hold. */
static void reads_what_is_large(void **state)
{
	enum { VRPS = 100000 };
	struct buffer line;
	struct cache cache = { .queries = "ask2" };

	(void)state;
	buffer_init(&line);
	buffer_string(&line, "response2/7 ");
	for (unsigned i = 0; i < VRPS; i++)
		buffer_format(&line, "+2:10.%u.%u.0/24-24=%u ", i / 256 % 256, i % 256, i);
	buffer_string(&line, "end2/7/9");
	buffer_char(&line, '\0');
	cache.says[0] = line.bytes;
	start(&cache);
	const struct window_options options = { .threads = 2 };
	struct window *window = window_open(cache.url, &options);
	while (!window_ended(window)) {
		assert_true(window_fill(window, 1) >= 0);
		struct reader bytes = window_bytes(window);
		window_skip(window, reader_left(&bytes));
	}
	assert_int_equal(window_error(window), 0);
	assert_int_equal(window_totals(window).size_bytes, 8 + 20 * VRPS + 24);
	window_close(window);
	stop(&cache);
	buffer_clear(&line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_one_answer),    cmocka_unit_test(says_why_there_is_nothing),
		cmocka_unit_test(knows_no_such_host),  cmocka_unit_test(gives_up_when_told_to),
		cmocka_unit_test(reads_what_is_large),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
