#include "sources/rtr_source.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "wire/rtr_client.h"
#include "wire/rtr_url.h"

enum { PIECE = 64 << 10 };

/* Beside payloads an answer may hold a few PDUs, and many notifies that nobody wants. */
enum { HEARD_MAX = RTR_CLIENT_ANSWER_MAX + (16 << 20) };

struct asking {
	struct rtr_client client;
	struct rtr_source *source; /* `bytes` is all that came over this connection */
	struct addrinfo *addresses;
	int fd, wake_fd;
	bool woken;
};

void rtr_source_init(struct rtr_source *source)
{
	*source = (struct rtr_source){ 0 };
	buffer_init(&source->bytes);
}

void rtr_source_clear(struct rtr_source *source)
{
	buffer_clear(&source->bytes);
}

static uint64_t clock_us(clockid_t clock)
{
	struct timespec now;

	(void)clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * RTR_SECOND + (uint64_t)now.tv_nsec / 1000;
}

static int refuse(struct rtr_source *source, int err, const char *what, const char *why)
{
	(void)snprintf(source->reason, sizeof(source->reason), "%s%s", what, why);
	return err;
}

/* Waits for `events` of the socket. False when there are none in time, or we are woken. */
static bool wait_for(struct asking *asking, short events, uint64_t until_us)
{
	struct pollfd fds[] = { { asking->fd, events, 0 }, { asking->wake_fd, POLLIN, 0 } };
	uint64_t now_us = clock_us(CLOCK_MONOTONIC);
	uint64_t left_ms = until_us > now_us ? (until_us - now_us) / 1000 + 1 : 0;

	if (poll(fds, 2, left_ms < 60000 ? (int)left_ms : 60000) < 0)
		return false; /* a signal; the caller looks at the time and comes again */
	asking->woken = fds[1].revents != 0;
	return !asking->woken && fds[0].revents != 0;
}

/* Has the connection that was begun come about? 0 or errno. */
static int connection_error(struct asking *asking, uint64_t until_us)
{
	int error = 0;
	socklen_t size = sizeof(error);

	while (!wait_for(asking, POLLOUT, until_us))
		if (asking->woken || clock_us(CLOCK_MONOTONIC) >= until_us)
			return asking->woken ? ECANCELED : ETIMEDOUT;
	return getsockopt(asking->fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

static int connect_to(struct asking *asking, const struct addrinfo *to, uint64_t until_us)
{
	asking->fd = socket(to->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (asking->fd < 0)
		return errno;
	int error = connect(asking->fd, to->ai_addr, to->ai_addrlen) == 0 ? 0 : errno;
	if (error == EINPROGRESS)
		error = connection_error(asking, until_us);
	if (error != 0) {
		(void)close(asking->fd);
		asking->fd = -1;
	}
	return error;
}

/* The addresses share the time there is, so that one that swallows all does not hide the next. */
static void connect_somewhere(struct asking *asking)
{
	uint64_t left_us = RTR_CLIENT_CONNECT_US;
	unsigned count = 0;
	int error = 0;
	char why[128];

	for (const struct addrinfo *to = asking->addresses; to != NULL; to = to->ai_next)
		count++;
	for (const struct addrinfo *to = asking->addresses; to != NULL && !asking->woken;
	     to = to->ai_next) {
		uint64_t start_us = clock_us(CLOCK_MONOTONIC);
		error = connect_to(asking, to, start_us + left_us / count--);
		uint64_t now_us = clock_us(CLOCK_MONOTONIC);
		if (error == 0) {
			rtr_client_connected(&asking->client, now_us);
			asking->source->bytes.used = 0;
			return;
		}
		left_us -= left_us < now_us - start_us ? left_us : now_us - start_us;
	}
	rtr_client_lost(&asking->client, strerror_r(error, why, sizeof(why)),
			clock_us(CLOCK_MONOTONIC));
}

static void hang_up(struct asking *asking, const char *why)
{
	if (asking->fd >= 0)
		(void)close(asking->fd);
	asking->fd = -1;
	rtr_client_lost(&asking->client, why, clock_us(CLOCK_MONOTONIC));
}

static void hang_up_errno(struct asking *asking)
{
	char why[128];
	hang_up(asking, strerror_r(errno, why, sizeof(why)));
}

/* As much as the socket takes. */
static bool send_out(struct asking *asking)
{
	struct buffer *out = &asking->client.out;

	if (out->used == 0)
		return true;
	ssize_t sent = send(asking->fd, out->bytes, out->used, MSG_NOSIGNAL);
	if (sent >= 0)
		rtr_client_sent(&asking->client, (size_t)sent);
	return sent >= 0 || errno == EAGAIN || errno == EINTR;
}

static void receive(struct asking *asking)
{
	struct buffer *heard = &asking->source->bytes;
	char *into = buffer_room(heard, PIECE);
	ssize_t got = recv(asking->fd, into, PIECE, 0);

	if (got > 0 && heard->used + (size_t)got <= HEARD_MAX) {
		buffer_commit(heard, into + got);
		rtr_client_receive(&asking->client, into, (size_t)got, clock_us(CLOCK_MONOTONIC));
	} else if (got > 0) {
		hang_up(asking, "an answer larger than anyone could mean");
	} else if (got == 0) {
		hang_up(asking, "it closes the connection");
	} else if (errno != EAGAIN && errno != EINTR) {
		hang_up_errno(asking);
	}
}

static void talk(struct asking *asking)
{
	short events = asking->client.out.used > 0 ? POLLIN | POLLOUT : POLLIN;

	if (!send_out(asking))
		hang_up_errno(asking);
	else if (wait_for(asking, events, rtr_client_next_us(&asking->client)))
		receive(asking);
}

/* One step. False when there is nothing to wait for any more. */
static bool step(struct asking *asking)
{
	struct rtr_client *client = &asking->client;
	uint64_t now_us = clock_us(CLOCK_MONOTONIC);

	rtr_client_tick(client, now_us);
	switch (client->state) {
	case RTR_CLIENT_CONNECTS:
		connect_somewhere(asking);
		break;
	case RTR_CLIENT_CLOSES:
		(void)send_out(asking); /* it ends either way */
		hang_up(asking, NULL);
		break;
	case RTR_CLIENT_ASKS:
	case RTR_CLIENT_READS:
		talk(asking);
		break;
	case RTR_CLIENT_WAITS:
	case RTR_CLIENT_RESTS:
		/* To wait is for those who come back; but in another version we try at once. */
		return rtr_client_next_us(client) <= now_us;
	}
	return !asking->woken && client->table.set == NULL;
}

/* Of all that was heard, leaves the answer. */
static void cut_answer(struct buffer *heard)
{
	struct reader in = reader_over(heard->bytes, heard->used);
	struct buffer answer;
	struct rtr_fault fault;
	struct rtr_pdu pdu;

	buffer_init(&answer);
	while (rtr_pdu_next(&in, &pdu, &fault) != 0 && pdu.type != RTR_END_OF_DATA)
		if (pdu.type != RTR_SERIAL_NOTIFY)
			buffer_text(&answer, (struct text){ (const char *)pdu.whole.at,
							    reader_left(&pdu.whole) });
	buffer_text(&answer, (struct text){ (const char *)pdu.whole.at, reader_left(&pdu.whole) });
	buffer_clear(heard);
	*heard = answer;
}

static int ask(struct asking *asking)
{
	while (step(asking))
		continue;
	if (asking->fd >= 0)
		(void)close(asking->fd);
	if (asking->woken)
		return refuse(asking->source, ERR_IO, "was given up", "");
	if (asking->client.table.set == NULL)
		return refuse(asking->source, ERR_IO, "gives no data: ", asking->client.reason);
	asking->source->received_us = clock_us(CLOCK_REALTIME);
	cut_answer(&asking->source->bytes);
	return 0;
}

int rtr_source_ask(struct rtr_source *source, const char *url, int wake_fd)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct asking asking = { .source = source, .fd = -1, .wake_fd = wake_fd };
	struct rtr_url parsed;
	const char *reason;

	if (rtr_url_parse(text_of(url), &parsed, &reason) < 0)
		return refuse(source, ERR_USAGE, reason, "");
	int error = getaddrinfo(parsed.host, parsed.port, &hints, &asking.addresses);
	if (error != 0)
		return refuse(source, ERR_IO, "its host is not known: ", gai_strerror(error));
	rtr_client_init(&asking.client, RTR_VERSION_MAX);
	int err = ask(&asking);
	rtr_client_clear(&asking.client);
	freeaddrinfo(asking.addresses);
	return err;
}
