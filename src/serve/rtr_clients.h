/*
 * RTR clients: the sockets, of which each has a session (serve/rtr_session.h).
 *
 * In:      where to listen; a loop of libuv, whose thread everything here belongs to.
 * Out:     routers are answered from a cache (serve/rtr_cache.h).
 * Promise: a client takes at most RTR_SESSION_OUT_MAX bytes of buffer for what it is sent, and
 * holds what it is being sent for RTR_ANSWER_MAX_S at most. One that does not read, or is slow,
 *          delays nobody. Limits close connections, never the program: too many clients, no more
 *          file descriptors (libuv keeps one in reserve, to accept and close).
 */
#ifndef SERVE_RTR_CLIENTS_H
#define SERVE_RTR_CLIENTS_H

#include <uv.h>

#include "serve/rtr_address.h"
#include "serve/rtr_session.h"

enum {
	RTR_CLIENTS_MAX = 1000,
	RTR_CLIENTS_PER_ADDRESS_MAX = 16, /* of one address, but for loopback */
	RTR_LISTEN_MAX = 16,
	/* Seconds. A client that takes nothing of what it is sent for so long is closed; the idea
	 * of RFC 9687. */
	RTR_SEND_HOLD_S = 60,
	/* What the kernel may hold for a client: by itself it takes megabytes, which a thousand who
	 * do not read would make gigabytes, and a slow one would seem to stand still. */
	RTR_SEND_BUFFER = 128 << 10,
	/* All of the RPKI in this time is 10 KB/s. Its data are not kept for longer. */
	RTR_ANSWER_MAX_S = 1800,
	RTR_FIRST_QUERY_S = 60, /* to ask for anything at all */
	RTR_LINGER_S = 2,       /* for the last Error Report to be taken, once we have ended */
	RTR_KEEPALIVE_S = 60,
	/* Refusals of clients are told once in so long. */
	RTR_COMPLAINT_S = 60,
};

struct rtr_clients_options {
	size_t clients_max;
	void *context; /* of alarm(), which is given a line without its end */
	void (*alarm)(void *context, const char *line);
};

struct rtr_clients;

struct rtr_clients *rtr_clients_new(uv_loop_t *loop, struct rtr_cache *cache,
				    const struct rtr_clients_options *options);
/* After rtr_clients_close(), and when the loop has ended. NULL is fine. */
void rtr_clients_free(struct rtr_clients *all);

/* ERR_IO: `out_reason` (static) says why. ERR_LIMIT: too many addresses. */
MUST_CHECK int rtr_clients_listen(struct rtr_clients *all, const struct rtr_address *address,
				  const char **out_reason);
/* "127.0.0.1:3323, [::1]:3323", with the ports that the system chose. */
void rtr_clients_put_addresses(const struct rtr_clients *all, struct buffer *out);

/* What End of Data tells from now on. */
void rtr_clients_timers(struct rtr_clients *all, struct rtr_timers timers);
/* Every second or so, and when the cache has changed: sends notifies, closes whom it must. */
void rtr_clients_tick(struct rtr_clients *all);
/* Ends all sessions; new ones may come. */
void rtr_clients_stop(struct rtr_clients *all, enum rtr_stop why);
/* No new ones any more; of those who are there each is closed once it has been told why. */
void rtr_clients_close(struct rtr_clients *all);

size_t rtr_clients_count(const struct rtr_clients *all);

#endif
