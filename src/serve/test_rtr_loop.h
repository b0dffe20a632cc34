/*
 * For tests: a loop of libuv whose clock can be put forward, and routers that are plain sockets,
 * all in one thread. Defines uv_now(), so that our code calls this one.
 */
#ifndef SERVE_TEST_RTR_LOOP_H
#define SERVE_TEST_RTR_LOOP_H

#include "serve/test_rtr_lines.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include "serve/rtr_address.h"

static uv_loop_t test_loop;
static uint64_t test_passed_ms;

uint64_t uv_now(const uv_loop_t *loop)
{
	(void)loop;
	return uv_hrtime() / 1000000 + test_passed_ms;
}

/* Runs what is due. */
static inline void test_turn(void)
{
	for (unsigned i = 0; i < 20; i++) {
		(void)uv_run(&test_loop, UV_RUN_NOWAIT);
		(void)usleep(500);
	}
}

/* Runs until the loop has nothing left, and closes it. */
static inline void test_loop_end(void)
{
	for (unsigned i = 0; i < 5000 && uv_loop_alive(&test_loop); i++) {
		(void)uv_run(&test_loop, UV_RUN_NOWAIT);
		(void)usleep(1000);
	}
	assert_int_equal(uv_loop_close(&test_loop), 0);
}

static inline int test_connect(const struct rtr_address *address)
{
	struct sockaddr_storage to;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	rtr_address_to_socket(address, &to);
	assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof(struct sockaddr_in)), 0);
	test_turn();
	return fd;
}

static inline void test_send(int fd, const char *hex)
{
	struct reader bytes = test_hex(hex);

	assert_int_equal(send(fd, bytes.at, reader_left(&bytes), MSG_NOSIGNAL),
			 reader_left(&bytes));
	test_turn();
}

/* All that has come, and whether the other side has ended. */
static inline bool test_receive(int fd, struct buffer *out)
{
	for (;;) {
		char *room = buffer_room(out, 1 << 16);
		ssize_t got = recv(fd, room, 1 << 16, MSG_DONTWAIT);
		if (got < 0 && errno == EAGAIN)
			return false;
		if (got <= 0)
			return true;
		buffer_commit(out, room + got);
	}
}

/* What has come is exactly this, and it has ended or not. */
static inline void test_expect(int fd, const char *want, bool ended)
{
	struct buffer out;

	buffer_init(&out);
	test_turn();
	assert_int_equal(test_receive(fd, &out), ended);
	test_expect_lines(&out, want);
	buffer_clear(&out);
}

/* The port that the system has chosen, out of "127.0.0.1:34567". */
static inline struct rtr_address test_address(const struct buffer *listed)
{
	struct rtr_address address;
	struct text text = { listed->bytes, listed->used };

	assert_int_equal(rtr_address_parse(text, &address), 0);
	return address;
}

#endif
