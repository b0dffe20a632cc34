#include "serve/rtr_upstream.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "wire/rtr_client.h"
#include "wire/rtr_url.h"

enum { PIECE = 64 << 10 };

/* One attempt to connect, and the connection. It outlives its upstream's interest until libuv has
 * let go of it. */
struct link {
	uv_tcp_t tcp;
	uv_connect_t connect;
	struct upstream *upstream; /* NULL: nobody wants it any more */
};

/* Likewise. */
struct lookup {
	uv_getaddrinfo_t request;
	struct upstream *upstream;
};

struct upstream {
	struct rtr_upstreams *all;
	struct upstream *next;
	int source;
	struct rtr_url url;
	struct rtr_client client;
	uint64_t generation; /* that was offered */
	bool troubled;       /* and that was said */
	unsigned attempts;   /* to connect; each starts with another address */
	uv_timer_t timer;
	struct lookup *lookup;      /* NULL: none under way */
	struct link *link;          /* NULL: none */
	struct addrinfo *addresses; /* of this attempt; owned */
	unsigned tried, count;      /* of them */
};

struct rtr_upstreams {
	uv_loop_t *loop;
	struct rtr_server *server;
	struct upstream *first;
	bool stopping;
	char piece[PIECE]; /* what is being received; used up at once */
};

struct rtr_upstreams *rtr_upstreams_new(uv_loop_t *loop, struct rtr_server *server)
{
	struct rtr_upstreams *all = memory_alloc(1, sizeof(*all));

	all->loop = loop;
	all->server = server;
	return all;
}

void rtr_upstreams_free(struct rtr_upstreams *all)
{
	if (all == NULL)
		return;
	while (all->first != NULL) {
		struct upstream *up = all->first;
		all->first = up->next;
		assert(up->link == NULL && up->lookup == NULL && up->addresses == NULL);
		rtr_client_clear(&up->client);
		free(up);
	}
	free(all);
}

static uint64_t now_us(void)
{
	return uv_hrtime() / 1000;
}

static void drive(struct upstream *up);

static void free_link(uv_handle_t *tcp)
{
	free(tcp->data);
}

static void drop_link(struct upstream *up)
{
	if (up->link == NULL)
		return;
	up->link->upstream = NULL;
	uv_close((uv_handle_t *)&up->link->tcp, free_link);
	up->link = NULL;
}

/* No attempt to connect is under way any more. */
static void drop_attempt(struct upstream *up)
{
	if (up->lookup != NULL) {
		up->lookup->upstream = NULL;
		(void)uv_cancel((uv_req_t *)&up->lookup->request);
		up->lookup = NULL;
	}
	if (up->addresses != NULL)
		uv_freeaddrinfo(up->addresses);
	up->addresses = NULL;
}

static void hang_up(struct upstream *up, const char *why)
{
	drop_attempt(up);
	drop_link(up);
	rtr_client_lost(&up->client, why, now_us());
	drive(up);
}

static void on_room(uv_handle_t *tcp, size_t wanted, uv_buf_t *out_room)
{
	const struct link *link = tcp->data;

	(void)wanted;
	*out_room = link->upstream != NULL ? uv_buf_init(link->upstream->all->piece, PIECE)
					   : uv_buf_init(NULL, 0);
}

static void on_read(uv_stream_t *tcp, ssize_t size, const uv_buf_t *room)
{
	const struct link *link = tcp->data;
	struct upstream *up = link->upstream;

	if (up == NULL || size == 0)
		return;
	if (size < 0) {
		hang_up(up, size == UV_EOF ? "it closes the connection" : uv_strerror((int)size));
		return;
	}
	rtr_client_receive(&up->client, room->base, (size_t)size, now_us());
	drive(up);
}

static void try_next(struct upstream *up, int error);

static void on_connect(uv_connect_t *connect, int status)
{
	const struct link *link = connect->data;
	struct upstream *up = link->upstream;

	if (up == NULL)
		return;
	if (status == 0)
		status = uv_read_start((uv_stream_t *)&up->link->tcp, on_room, on_read);
	if (status < 0) {
		drop_link(up);
		try_next(up, status);
		return;
	}
	drop_attempt(up);
	rtr_client_connected(&up->client, now_us());
	drive(up);
}

static int connect_to(struct upstream *up, const struct addrinfo *to)
{
	struct link *link = memory_alloc(1, sizeof(*link));
	int error = uv_tcp_init(up->all->loop, &link->tcp);

	assert(error == 0);
	link->upstream = up;
	link->tcp.data = link->connect.data = link;
	up->link = link;
	error = uv_tcp_connect(&link->connect, &link->tcp, to->ai_addr, on_connect);
	if (error < 0)
		drop_link(up);
	return error;
}

/* Each attempt starts with another of the addresses, so that one that swallows all does not hide
 * the others. */
static const struct addrinfo *next_address(struct upstream *up)
{
	const struct addrinfo *address = up->addresses;

	if (up->tried == up->count)
		return NULL;
	for (unsigned skip = (up->attempts + up->tried++) % up->count; skip > 0; skip--)
		address = address->ai_next;
	return address;
}

/* `error`: why the one before did not do. */
static void try_next(struct upstream *up, int error)
{
	const struct addrinfo *to;

	while ((to = next_address(up)) != NULL) {
		error = connect_to(up, to);
		if (error == 0)
			return;
	}
	hang_up(up, uv_strerror(error));
}

static void on_lookup(uv_getaddrinfo_t *request, int status, struct addrinfo *addresses)
{
	struct lookup *lookup = request->data;
	struct upstream *up = lookup->upstream;

	free(lookup);
	if (up == NULL) {
		if (status == 0)
			uv_freeaddrinfo(addresses);
		return;
	}
	up->lookup = NULL;
	if (status < 0) {
		hang_up(up, uv_strerror(status));
		return;
	}
	up->addresses = addresses;
	up->attempts++;
	up->tried = up->count = 0;
	for (const struct addrinfo *to = addresses; to != NULL; to = to->ai_next)
		up->count++;
	try_next(up, UV_EADDRNOTAVAIL);
}

static void look_up(struct upstream *up)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct lookup *lookup = memory_alloc(1, sizeof(*lookup));

	lookup->upstream = up;
	lookup->request.data = lookup;
	up->lookup = lookup;
	int error = uv_getaddrinfo(up->all->loop, &lookup->request, on_lookup, up->url.host,
				   up->url.port, &hints);
	assert(error == 0); /* fails only for want of memory and for names that are too long */
}

/* Queries are a dozen octets: a socket that does not take them at once is broken. */
static bool send_out(struct upstream *up)
{
	struct buffer *out = &up->client.out;

	if (out->used == 0)
		return true;
	uv_buf_t bytes = uv_buf_init(out->bytes, (unsigned)out->used);
	int sent = uv_try_write((uv_stream_t *)&up->link->tcp, &bytes, 1);
	bool all = sent >= 0 && (size_t)sent == out->used;
	rtr_client_sent(&up->client, out->used);
	return all;
}

static uint64_t utc_us(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static bool in_trouble(const struct rtr_client *client)
{
	return client->reason[0] != '\0' && !client->goes_down &&
	       (client->state == RTR_CLIENT_WAITS || client->state == RTR_CLIENT_RESTS);
}

/* Tells the server what has become of its source. */
static void report(struct upstream *up)
{
	struct rtr_client *client = &up->client;
	char reason[RTR_CLIENT_REASON_MAX + 16];

	if (client->generation != up->generation && client->table.set != NULL) {
		up->troubled = false;
		rtr_server_keep(up->all->server, up->source,
				client->timers.expire * UINT64_C(1000));
		rtr_server_offer(up->all->server, up->source, client->table.set, utc_us());
	} else if (in_trouble(client) && !up->troubled) {
		up->troubled = true;
		(void)snprintf(reason, sizeof(reason), "gives no data: %s", client->reason);
		rtr_server_lost(up->all->server, up->source, reason);
	}
	up->generation = client->generation;
}

static void on_timer(uv_timer_t *timer)
{
	drive(timer->data);
}

static void arm(struct upstream *up)
{
	uint64_t next_us = rtr_client_next_us(&up->client), now = now_us();
	uint64_t wait_ms = next_us > now ? (next_us - now) / 1000 + 1 : 0;

	uv_update_time(up->all->loop);
	int error = uv_timer_start(&up->timer, on_timer, wait_ms, 0);
	assert(error == 0);
}

/* Does what the client's state says. */
static void drive(struct upstream *up)
{
	struct rtr_client *client = &up->client;

	if (up->all->stopping)
		return;
	rtr_client_tick(client, now_us());
	switch (client->state) {
	case RTR_CLIENT_CONNECTS:
		if (up->lookup == NULL && up->addresses == NULL)
			look_up(up);
		break;
	case RTR_CLIENT_CLOSES:
		if (up->link != NULL && up->addresses == NULL)
			(void)send_out(up); /* the last words: it ends either way */
		hang_up(up, NULL);
		return;
	case RTR_CLIENT_ASKS:
	case RTR_CLIENT_READS:
	case RTR_CLIENT_RESTS:
		if (!send_out(up)) {
			hang_up(up, "it does not take our queries");
			return;
		}
		break;
	case RTR_CLIENT_WAITS:
		break;
	}
	report(up);
	arm(up);
}

int rtr_upstreams_add(struct rtr_upstreams *all, const char *url, const char **out_reason)
{
	struct rtr_url parsed;

	if (rtr_url_parse(text_of(url), &parsed, out_reason) < 0)
		return ERR_USAGE;
	int source = rtr_server_source(all->server, url, NULL);
	if (source < 0) {
		*out_reason = "is one source too many";
		return source;
	}
	struct upstream *up = memory_alloc(1, sizeof(*up));
	up->all = all;
	up->source = source;
	up->url = parsed;
	up->next = all->first;
	all->first = up;
	rtr_client_init(&up->client, RTR_VERSION_MAX);
	int error = uv_timer_init(all->loop, &up->timer);
	assert(error == 0);
	up->timer.data = up;
	error = uv_timer_start(&up->timer, on_timer, 0, 0);
	assert(error == 0);
	return 0;
}

void rtr_upstreams_reload(struct rtr_upstreams *all)
{
	for (struct upstream *up = all->first; up != NULL; up = up->next) {
		rtr_client_hurry(&up->client, now_us());
		drive(up);
	}
}

void rtr_upstreams_stop(struct rtr_upstreams *all)
{
	if (all->stopping)
		return;
	all->stopping = true;
	for (struct upstream *up = all->first; up != NULL; up = up->next) {
		drop_attempt(up);
		drop_link(up);
		uv_close((uv_handle_t *)&up->timer, NULL);
	}
}
