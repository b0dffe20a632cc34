/*
 * RTR upstream: the sources of `decorum rtr` that are caches themselves, kept up with.
 *
 * In:      "rtr://HOST:PORT" (wire/rtr_url.h); a loop; a server (serve/rtr_server.h) that the sets
 *          are offered to.
 * Out:     each cache is a source of the server: what it tells (wire/rtr_client.h) is offered after
 *          each End of Data, as made then; why there is nothing is said once.
 * Promise: what it told may be told on for as long as it said (its expire interval), whatever
 *          becomes of the connection; even when it has taken it all back by another session: then
 *          the server decides when the new set is believed. Connections are tried again with
 *          growing pauses, address after address.
 */
#ifndef SERVE_RTR_UPSTREAM_H
#define SERVE_RTR_UPSTREAM_H

#include "serve/rtr_server.h"

struct rtr_upstreams;

struct rtr_upstreams *rtr_upstreams_new(uv_loop_t *loop, struct rtr_server *server);
/* When the loop has ended. NULL is fine. */
void rtr_upstreams_free(struct rtr_upstreams *all);

/* One more cache, which is asked at once. ERR_USAGE, ERR_LIMIT, with the reason to stand behind
 * "URL: "; static. */
MUST_CHECK int rtr_upstreams_add(struct rtr_upstreams *all, const char *url,
				 const char **out_reason);
/* Asks all of them at once, whether or not it is their time. */
void rtr_upstreams_reload(struct rtr_upstreams *all);
/* The loop has nothing left to do for us soon. */
void rtr_upstreams_stop(struct rtr_upstreams *all);

#endif
