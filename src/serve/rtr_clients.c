#include "serve/rtr_clients.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/memory.h"

struct client {
	struct rtr_clients *all;
	struct client *next, **link; /* link: what points to us */
	uv_tcp_t tcp;
	uv_write_t write;
	uv_shutdown_t shutdown;
	struct rtr_address address;
	struct rtr_session session;
	struct buffer out; /* what is being written */
	bool writing, reading, closing;
	bool ended;     /* the router sends no more */
	bool lingering; /* we send no more, and wait for the router to take note */
	bool stopping;
	enum rtr_stop why;
	size_t unsent;        /* at the last look */
	uint64_t progress_ms; /* when that last became less */
	uint64_t answer_ms;   /* since when an answer is under way; 0: none is */
	uint64_t heard_ms;    /* when the router last sent anything */
	uint64_t linger_ms;
};

struct listener {
	uv_tcp_t tcp;
	struct rtr_address address;
};

struct rtr_clients {
	uv_loop_t *loop;
	struct rtr_cache *cache; /* borrowed */
	struct rtr_clients_options options;
	struct rtr_timers timers;
	uint32_t expire_max; /* of all timers so far: a router may still go by the longest */
	struct client *first;
	size_t count;
	struct listener *listeners[RTR_LISTEN_MAX]; /* owned */
	size_t listener_count;
	uint64_t complained_ms; /* 0: never */
	bool closed;
	char in[RTR_SESSION_IN_MAX]; /* between the two callbacks of a read */
};

void rtr_clients_timers(struct rtr_clients *all, struct rtr_timers timers)
{
	assert(rtr_timers_are_sound(timers));
	all->timers = timers;
	if (timers.expire > all->expire_max)
		all->expire_max = timers.expire;
}

struct rtr_clients *rtr_clients_new(uv_loop_t *loop, struct rtr_cache *cache,
				    const struct rtr_clients_options *options)
{
	struct rtr_clients *all = memory_alloc(1, sizeof(*all));

	all->loop = loop;
	all->cache = cache;
	all->options = *options;
	rtr_clients_timers(all, rtr_timers_default);
	return all;
}

void rtr_clients_free(struct rtr_clients *all)
{
	if (all == NULL)
		return;
	assert(all->first == NULL);
	for (size_t i = 0; i < all->listener_count; i++)
		free(all->listeners[i]);
	free(all);
}

static void complain_of(struct rtr_clients *all, const char *line)
{
	uint64_t now_ms = uv_now(all->loop);

	if (all->complained_ms > 0 &&
	    now_ms - all->complained_ms < UINT64_C(1000) * RTR_COMPLAINT_S)
		return;
	all->complained_ms = now_ms > 0 ? now_ms : 1;
	all->options.alarm(all->options.context, line);
}

static void on_closed(uv_handle_t *handle)
{
	struct client *client = handle->data;

	*client->link = client->next;
	if (client->next != NULL)
		client->next->link = client->link;
	client->all->count--;
	rtr_session_clear(&client->session);
	buffer_clear(&client->out);
	free(client);
}

static void close_client(struct client *client)
{
	if (client->closing)
		return;
	client->closing = true;
	uv_close((uv_handle_t *)&client->tcp, on_closed);
}

static void pump(struct client *client);

static void give_room(uv_handle_t *handle, size_t wanted, uv_buf_t *out_room)
{
	struct client *client = handle->data;
	size_t room = rtr_session_room(&client->session);

	(void)wanted;
	/* What comes after the end is read and dropped. */
	if (client->lingering || client->session.over)
		room = sizeof(client->all->in);
	*out_room = uv_buf_init(client->all->in, (unsigned)room);
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *bytes)
{
	struct client *client = stream->data;

	if (size == 0 || client->closing)
		return;
	if (size < 0) {
		/* At the end of the stream, what was asked before is still answered. */
		(void)uv_read_stop(stream);
		client->reading = false;
		client->ended = true;
		if (size != UV_EOF || client->lingering)
			close_client(client);
		else
			pump(client);
		return;
	}
	client->heard_ms = uv_now(client->all->loop);
	if (client->lingering || client->session.over)
		return;
	rtr_session_take(&client->session, reader_over(bytes->base, (size_t)size));
	pump(client);
}

/* Reads while there is room for what comes. */
static void read_or_rest(struct client *client)
{
	bool wanted = !client->ended && !client->closing &&
		      (client->lingering || client->session.over ||
		       rtr_session_room(&client->session) > 0);

	if (wanted && !client->reading)
		client->reading =
			uv_read_start((uv_stream_t *)&client->tcp, give_room, on_read) == 0;
	else if (!wanted && client->reading) {
		(void)uv_read_stop((uv_stream_t *)&client->tcp);
		client->reading = false;
	}
}

static void on_shutdown(uv_shutdown_t *request, int status)
{
	struct client *client = request->handle->data;

	if (status < 0)
		close_client(client);
}

/* All is sent and nothing more will be. A socket closed with bytes unread would take our last Error
 * Report with it, so the other side gets some time to close first. */
static void linger(struct client *client)
{
	if (client->lingering || client->closing)
		return;
	if (client->ended) {
		close_client(client);
		return;
	}
	client->lingering = true;
	client->linger_ms = uv_now(client->all->loop);
	if (uv_shutdown(&client->shutdown, (uv_stream_t *)&client->tcp, on_shutdown) < 0)
		close_client(client);
	read_or_rest(client);
}

static void on_written(uv_write_t *request, int status)
{
	struct client *client = request->handle->data;

	client->writing = false;
	if (status < 0)
		close_client(client);
	else
		pump(client);
}

static void send_out(struct client *client)
{
	uv_buf_t piece = uv_buf_init(client->out.bytes, (unsigned)client->out.used);

	client->unsent = SIZE_MAX; /* until the next look */
	client->progress_ms = uv_now(client->all->loop);
	client->writing = true;
	if (uv_write(&client->write, (uv_stream_t *)&client->tcp, &piece, 1, on_written) < 0) {
		client->writing = false;
		close_client(client);
	}
}

/* Sends what there is to send, a piece at a time. */
static void pump(struct client *client)
{
	uint64_t now_ms = uv_now(client->all->loop);
	bool more = false;

	if (client->writing || client->closing || client->lingering)
		return;
	client->out.used = 0;
	if (client->stopping)
		rtr_session_stop(&client->session, client->why, &client->out);
	else
		more = rtr_session_write(&client->session, now_ms, client->all->timers,
					 &client->out);
	if (!more)
		client->answer_ms = 0;
	else if (client->answer_ms == 0)
		client->answer_ms = now_ms;
	if (client->out.used > 0)
		send_out(client);
	else if (client->session.over || client->ended)
		linger(client);
	else
		buffer_clear(&client->out); /* an idle client takes no memory */
	read_or_rest(client);
}

static size_t count_of(const struct rtr_clients *all, const struct rtr_address *address)
{
	size_t count = 0;

	for (const struct client *client = all->first; client != NULL; client = client->next)
		count += address_equal(&client->address.address, &address->address);
	return count;
}

/* May it stay? */
static bool has_place(struct rtr_clients *all, const struct client *client)
{
	char line[128], text[RTR_ADDRESS_TEXT_MAX];

	if (all->count > all->options.clients_max) {
		(void)snprintf(line, sizeof(line), "%zu clients, which is the limit: %s refused",
			       all->options.clients_max, rtr_address_print(&client->address, text));
		complain_of(all, line);
		return false;
	}
	if (!rtr_address_is_loopback(&client->address) &&
	    count_of(all, &client->address) > RTR_CLIENTS_PER_ADDRESS_MAX) {
		(void)snprintf(line, sizeof(line),
			       "%u clients of one address, which is the limit: %s refused",
			       (unsigned)RTR_CLIENTS_PER_ADDRESS_MAX,
			       rtr_address_print(&client->address, text));
		complain_of(all, line);
		return false;
	}
	return true;
}

static void link_client(struct rtr_clients *all, struct client *client)
{
	client->next = all->first;
	client->link = &all->first;
	if (all->first != NULL)
		all->first->link = &client->next;
	all->first = client;
	all->count++;
}

static void on_connection(uv_stream_t *listener, int status)
{
	struct rtr_clients *all = listener->data;
	struct sockaddr_storage peer = { 0 };
	int size = sizeof(peer);
	char line[128];

	if (status < 0) {
		(void)snprintf(line, sizeof(line), "cannot accept a client: %s",
			       uv_strerror(status));
		complain_of(all, line);
		return;
	}
	struct client *client = memory_alloc(1, sizeof(*client));
	client->all = all;
	client->heard_ms = uv_now(all->loop);
	rtr_session_init(&client->session, all->cache);
	link_client(all, client);
	int made = uv_tcp_init(all->loop, &client->tcp);
	assert(made == 0); /* makes no socket yet */
	client->tcp.data = client;
	if (uv_accept(listener, (uv_stream_t *)&client->tcp) < 0 ||
	    uv_tcp_getpeername(&client->tcp, (struct sockaddr *)&peer, &size) < 0) {
		close_client(client);
		return;
	}
	client->address = rtr_address_of_socket(&peer);
	if (!has_place(all, client)) {
		close_client(client);
		return;
	}
	int room = RTR_SEND_BUFFER;
	(void)uv_send_buffer_size((uv_handle_t *)&client->tcp, &room);
	(void)uv_tcp_nodelay(&client->tcp, 1);
	(void)uv_tcp_keepalive(&client->tcp, 1, RTR_KEEPALIVE_S);
	read_or_rest(client);
}

int rtr_clients_listen(struct rtr_clients *all, const struct rtr_address *address,
		       const char **out_reason)
{
	struct sockaddr_storage socket;
	int size = sizeof(socket);

	if (all->listener_count == RTR_LISTEN_MAX) {
		*out_reason = "too many addresses";
		return ERR_LIMIT;
	}
	struct listener *listener = memory_alloc(1, sizeof(*listener));
	rtr_address_to_socket(address, &socket);
	int result = uv_tcp_init(all->loop, &listener->tcp);
	assert(result == 0);
	/* From here on it is closed and freed with the others. */
	all->listeners[all->listener_count++] = listener;
	listener->tcp.data = all;
	bool v6 = address->address.family == FAMILY_V6;
	result = uv_tcp_bind(&listener->tcp, (const struct sockaddr *)&socket,
			     v6 ? UV_TCP_IPV6ONLY : 0);
	if (result == 0)
		result = uv_listen((uv_stream_t *)&listener->tcp, SOMAXCONN, on_connection);
	if (result == 0)
		result = uv_tcp_getsockname(&listener->tcp, (struct sockaddr *)&socket, &size);
	if (result < 0) {
		*out_reason = uv_strerror(result);
		return ERR_IO;
	}
	listener->address = rtr_address_of_socket(&socket);
	return 0;
}

void rtr_clients_put_addresses(const struct rtr_clients *all, struct buffer *out)
{
	char text[RTR_ADDRESS_TEXT_MAX];

	for (size_t i = 0; i < all->listener_count; i++) {
		if (i > 0)
			buffer_string(out, ", ");
		buffer_string(out, rtr_address_print(&all->listeners[i]->address, text));
	}
}

static bool passed(uint64_t now_ms, uint64_t since_ms, uint64_t seconds)
{
	return now_ms - since_ms >= seconds * 1000;
}

/* What the router has not acknowledged, of what we have written and are about to write. */
static size_t unsent_of(struct client *client)
{
	size_t unsent = uv_stream_get_write_queue_size((uv_stream_t *)&client->tcp);
	uv_os_fd_t fd;
	int in_kernel = 0;

	if (uv_fileno((uv_handle_t *)&client->tcp, &fd) == 0 &&
	    ioctl(fd, SIOCOUTQ, &in_kernel) == 0 && in_kernel > 0)
		unsent += (size_t)in_kernel;
	return unsent;
}

/* Has its time come? */
static bool is_due(struct client *client, uint64_t now_ms)
{
	const struct rtr_session *session = &client->session;

	if (client->lingering)
		return passed(now_ms, client->linger_ms, RTR_LINGER_S);
	if (client->stopping && passed(now_ms, client->linger_ms, RTR_LINGER_S))
		return true;
	if (client->writing) {
		size_t unsent = unsent_of(client);
		if (unsent < client->unsent)
			client->progress_ms = now_ms;
		client->unsent = unsent;
		if (passed(now_ms, client->progress_ms, RTR_SEND_HOLD_S))
			return true;
	}
	if (client->answer_ms > 0)
		return passed(now_ms, client->answer_ms, RTR_ANSWER_MAX_S);
	/* One that lives asks again before what it has expires. */
	uint64_t quiet_s =
		session->negotiated ? 2 * (uint64_t)client->all->expire_max : RTR_FIRST_QUERY_S;
	return passed(now_ms, client->heard_ms, quiet_s);
}

/* Without a descriptor for it, libuv closes a new connection by means of one that it keeps in
 * reserve, and says nothing. */
static void look_for_descriptors(struct rtr_clients *all)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		(void)close(fd);
	else if (errno == EMFILE || errno == ENFILE)
		complain_of(all, "no more descriptors: clients are refused");
}

void rtr_clients_tick(struct rtr_clients *all)
{
	uint64_t now_ms = uv_now(all->loop);

	if (!all->closed)
		look_for_descriptors(all);
	for (struct client *client = all->first; client != NULL; client = client->next) {
		if (!client->closing && is_due(client, now_ms))
			close_client(client);
		else
			pump(client);
	}
}

void rtr_clients_stop(struct rtr_clients *all, enum rtr_stop why)
{
	for (struct client *client = all->first; client != NULL; client = client->next) {
		if (client->stopping)
			continue;
		client->stopping = true;
		client->why = why;
		client->linger_ms = uv_now(all->loop);
		pump(client);
	}
}

void rtr_clients_close(struct rtr_clients *all)
{
	if (all->closed)
		return;
	all->closed = true;
	for (size_t i = 0; i < all->listener_count; i++)
		uv_close((uv_handle_t *)&all->listeners[i]->tcp, NULL);
	rtr_clients_stop(all, RTR_STOP_SHUTDOWN);
}

size_t rtr_clients_count(const struct rtr_clients *all)
{
	return all->count;
}
