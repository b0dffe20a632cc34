/*
 * RTR session: one router's connection, as a machine without a socket.
 *
 * In:      the router's bytes, cut anywhere; the time; what the cache holds (serve/rtr_cache.h).
 * Out:     bytes for the router, as many at a time as fit into RTR_SESSION_OUT_MAX; whether the
 *          connection is to be closed once they are sent, and why.
 * Promise: queries are answered one after another, in their order: while an answer is under way,
 *          later bytes wait, RTR_SESSION_IN_MAX of them, and rtr_session_room() is what more may
 *          come. An Error Report is never answered with one. Whatever the router sends that breaks
 *          the protocol ends the session with at most one Error Report. Pure; memory is bounded by
 *          this struct and the caller's buffer.
 * Standard: RFC 8210 sections 5 to 8 and 12; draft-ietf-sidrops-8210bis-27.
 */
#ifndef SERVE_RTR_SESSION_H
#define SERVE_RTR_SESSION_H

#include "serve/rtr_cache.h"

enum {
	/* Queries have 12 bytes at most. Of an Error Report that does not fit, only the header is
	 * looked at. */
	RTR_SESSION_IN_MAX = 1024,
	RTR_SESSION_OUT_MAX = 64 << 10,
	RTR_SESSION_PIECE = 32 << 10, /* but for larger PDUs */
	/* RFC 8210 section 8.2: at most one Serial Notify a minute. */
	RTR_NOTIFY_INTERVAL_MS = 60 * 1000,
};

struct rtr_session {
	struct rtr_cache *cache; /* borrowed */
	bool negotiated;         /* a query came; `version` is that of all further PDUs */
	bool over;               /* close once all is sent */
	uint8_t version;
	/* Why it is over, if one of the two sides said: RTR_FINE or an Error Report's code. */
	enum rtr_error said, heard;

	struct rtr_answer answer; /* while `answering` */
	bool answering;
	bool told; /* the router knows of `told_serial` */
	uint32_t told_serial;
	uint64_t notify_ms; /* no Serial Notify before */
	size_t in_used;
	uint8_t in[RTR_SESSION_IN_MAX];
};

void rtr_session_init(struct rtr_session *session, struct rtr_cache *cache);
void rtr_session_clear(struct rtr_session *session);

/* How many more bytes of the router there is room for. */
static inline size_t rtr_session_room(const struct rtr_session *session)
{
	return session->over ? 0 : RTR_SESSION_IN_MAX - session->in_used;
}

/* Takes bytes of the router: no more than there is room for. */
void rtr_session_take(struct rtr_session *session, struct reader bytes);

/*
 * Appends what is to be sent now: answers to all that has been taken, and a Serial Notify when the
 * router does not know of the present serial. `now_ms` never goes backwards. True when there is
 * more than fits: call again once `out` is empty.
 */
bool rtr_session_write(struct rtr_session *session, uint64_t now_ms, struct rtr_timers timers,
		       struct buffer *out);

enum rtr_stop {
	RTR_STOP_SHUTDOWN, /* the cache goes; version 2 has an error code for that */
	RTR_STOP_EXPIRED,  /* its data are too old to be told */
};

/* Ends the session from our side, with the Error Report that tells why where there is one. An
 * answer under way ends without its End of Data, so the router keeps what it had. */
void rtr_session_stop(struct rtr_session *session, enum rtr_stop why, struct buffer *out);

#endif
