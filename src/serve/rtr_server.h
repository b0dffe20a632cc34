/*
 * RTR server: sources in, routers answered.
 *
 * In:      sets of payloads, source by source, from whoever reads files or asks other caches, and
 *          what is wrong with a source; on the thread of the loop.
 * Out:     the union of what all sources have said, each judged by itself first (serve/rtr_feed.h),
 *          then changed as the operator wants (net/slurm.h), is served (serve/rtr_clients.h). Lines
 * that tell what has happened. Promise: what takes long (uniting, comparing, saving state) is done
 * by another thread, while clients are served. With a state file, nothing is served that is not
 * kept there first: so no serial ever means two sets; where that fails, the session is another.
 * When the data are too old, or what is left after a source has expired would not be believed, they
 *          are told to nobody, and routers are sent away, so that they turn to another cache.
 */
#ifndef SERVE_RTR_SERVER_H
#define SERVE_RTR_SERVER_H

#include "net/slurm.h"
#include "serve/rtr_clients.h"
#include "serve/rtr_feed.h"

enum {
	RTR_SOURCES_MAX = 64,
	/* How long the first sets are waited for, if some sources neither have one nor say why. */
	RTR_START_S = 60,
};

struct rtr_server_options {
	struct rtr_timers timers;      /* sound */
	struct rtr_feed_options feeds; /* for sources that bring none of their own */
	size_t clients_max;
	const char *state_path; /* borrowed; NULL: no state is kept */
	enum slurm_aspas slurm_aspas;
	void *context; /* of say() */
	/* A line without its end. Alarms are for the operator to act on. */
	void (*say)(void *context, bool alarm, const char *line);
};

struct rtr_server;

/* Takes up the state kept, if there is any. rtr_server_free() it when the loop has ended. */
struct rtr_server *rtr_server_new(uv_loop_t *loop, const struct rtr_server_options *options);
void rtr_server_free(struct rtr_server *server);
MUST_CHECK int rtr_server_listen(struct rtr_server *server, const struct rtr_address *address,
				 const char **out_reason);

/* A source, by the name that alarms give it (copied); `options` may be NULL. ERR_LIMIT; or its
 * number. All are to be named before the loop runs. */
MUST_CHECK int rtr_server_source(struct rtr_server *server, const char *name,
				 const struct rtr_feed_options *options);

/* The source has this set, made at `built_us` (since 1970; 0: not known). Takes a reference of its
 * own. */
void rtr_server_offer(struct rtr_server *server, int number, struct payload_set *set,
		      uint64_t built_us);
/* For how long what the source offers from now on may be told after it was made, whatever its
 * options said: a source of its kind says so with its data. */
void rtr_server_keep(struct rtr_server *server, int number, uint64_t max_age_ms);
/* The source has been asked, and still has the set that it offered last. */
void rtr_server_seen(struct rtr_server *server, int number);
/* The source has nothing that can be used; `reason` as a sentence without its end. */
void rtr_server_lost(struct rtr_server *server, int number, const char *reason);
/* Something to be known of the source, that asks for nothing. */
void rtr_server_note(struct rtr_server *server, int number, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* What the operator wants changed in the union (RFC 8416). *Takes* the struct, which free() can
 * free. */
void rtr_server_slurm(struct rtr_server *server, struct slurm *slurm);
/* It has changed, but cannot be read: what was wanted before stays. */
void rtr_server_slurm_lost(struct rtr_server *server, const char *reason);

/* The operator believes all that is held. */
void rtr_server_accept(struct rtr_server *server);
/* Routers are told that we go; then the loop has nothing left to do for us. */
void rtr_server_stop(struct rtr_server *server);

/* For tests and figures. */
uint32_t rtr_server_serial(const struct rtr_server *server);
size_t rtr_server_clients(const struct rtr_server *server);

#endif
