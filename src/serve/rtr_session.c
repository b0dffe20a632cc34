#include "serve/rtr_session.h"

#include <assert.h>

/* Room for anything but data: the largest is an Error Report about all that was taken. */
enum { REPLY_MAX = RTR_SESSION_IN_MAX + 256 };

void rtr_session_init(struct rtr_session *session, struct rtr_cache *cache)
{
	*session = (struct rtr_session){ .cache = cache, .said = RTR_FINE, .heard = RTR_FINE };
}

static void end_answer(struct rtr_session *session)
{
	if (session->answering)
		rtr_answer_clear(&session->answer);
	session->answering = false;
}

void rtr_session_clear(struct rtr_session *session)
{
	end_answer(session);
}

void rtr_session_take(struct rtr_session *session, struct reader bytes)
{
	size_t size = reader_left(&bytes);

	assert(size <= rtr_session_room(session));
	memcpy(session->in + session->in_used, bytes.at, size);
	session->in_used += size;
}

static void end_session(struct rtr_session *session)
{
	end_answer(session);
	session->over = true;
	session->in_used = 0;
}

/* Ends the session with an Error Report about what stands first in `in`. */
static void refuse(struct rtr_session *session, unsigned version, enum rtr_error code,
		   struct reader pdu, const char *says, struct buffer *out)
{
	/* RFC 8210 section 5.11: an Error Report must not be sent for an Error Report. */
	if (session->in[1] == RTR_ERROR_REPORT) {
		session->heard = (enum rtr_error)(session->in[2] << 8 | session->in[3]);
	} else {
		rtr_write_error(out, version, code, pdu, says);
		session->said = code;
	}
	end_session(session);
}

/* The header alone may end the session: then false. RFC 8210 section 7. */
static bool header_is_fine(struct rtr_session *session, struct buffer *out)
{
	struct reader header = reader_over(session->in, RTR_HEADER_SIZE);
	uint8_t version = session->in[0];

	if (session->negotiated && version != session->version) {
		refuse(session, session->version, RTR_UNEXPECTED_VERSION, header,
		       "the version must not change within a session", out);
		return false;
	}
	if (version > RTR_VERSION_MAX) {
		refuse(session, RTR_VERSION_MAX, RTR_UNSUPPORTED_VERSION, header,
		       "versions 0 to 2 are spoken here", out);
		return false;
	}
	return true;
}

/* A PDU that does not fit: nothing a router has to ask is that long. */
static void refuse_long(struct rtr_session *session, struct buffer *out)
{
	struct reader header = reader_over(session->in, RTR_HEADER_SIZE);
	bool known = session->in[1] <= RTR_ASPA;

	refuse(session, session->in[0], known ? RTR_INVALID_REQUEST : RTR_UNSUPPORTED_PDU, header,
	       "a router has nothing to say that is so long", out);
}

static void reply(struct rtr_session *session, const struct rtr_pdu *query, struct buffer *out)
{
	enum rtr_reply reply =
		query->type == RTR_RESET_QUERY
			? rtr_cache_query_all(session->cache, query->version, &session->answer)
			: rtr_cache_query(session->cache, query->version, query->field,
					  query->serial, &session->answer);

	session->negotiated = true;
	session->version = query->version;
	session->told = false;
	switch (reply) {
	case RTR_REPLY_NO_DATA:
		rtr_write_error(out, session->version, RTR_NO_DATA, query->whole,
				"no data yet; keep what you have, ask again later");
		break;
	case RTR_REPLY_RESET:
		rtr_write_cache_reset(out, session->version);
		session->told = true; /* it will ask for all, of its own accord */
		session->told_serial = rtr_cache_serial(session->cache);
		break;
	case RTR_REPLY_DATA:
		session->answering = true;
		break;
	}
}

static void take_pdu(struct rtr_session *session, const struct rtr_pdu *pdu, struct buffer *out)
{
	if (pdu->type == RTR_RESET_QUERY || pdu->type == RTR_SERIAL_QUERY) {
		reply(session, pdu, out);
	} else if (pdu->type == RTR_ERROR_REPORT) {
		/* Whatever its code, the router has nothing more to hear from us until it asks
		 * again; which it may do at once, if the code was not fatal. */
		session->heard = (enum rtr_error)pdu->field;
		if (!session->negotiated || rtr_error_is_fatal(pdu->field))
			end_session(session);
	} else {
		refuse(session, pdu->version, RTR_INVALID_REQUEST, pdu->whole,
		       "only caches send this", out);
	}
}

/* Answers the PDU that stands first in `in`. False: it is not there whole. */
static bool next_pdu(struct rtr_session *session, struct buffer *out)
{
	struct reader in = reader_over(session->in, session->in_used);
	struct rtr_fault fault;
	struct rtr_pdu pdu;

	if (session->in_used < RTR_HEADER_SIZE)
		return false;
	if (!header_is_fine(session, out))
		return true;
	int result = rtr_pdu_next(&in, &pdu, &fault);
	if (result == 0 && session->in_used < RTR_SESSION_IN_MAX)
		return false;
	if (result == 0) {
		refuse_long(session, out);
	} else if (result < 0) {
		refuse(session, session->in[0], fault.code, pdu.whole, fault.says, out);
	} else {
		take_pdu(session, &pdu, out);
	}
	if (!session->over) {
		session->in_used = reader_left(&in);
		memmove(session->in, in.at, session->in_used);
	}
	return true;
}

static void notify(struct rtr_session *session, uint64_t now_ms, struct buffer *out)
{
	uint32_t serial = rtr_cache_serial(session->cache);
	bool knows = session->told && session->told_serial == serial;

	/* RFC 8210 section 7: never before the version is negotiated. */
	if (!session->negotiated || session->over || knows || now_ms < session->notify_ms ||
	    !rtr_cache_has_data(session->cache))
		return;
	rtr_write_serial_notify(out, session->version,
				rtr_cache_session(session->cache, session->version), serial);
	session->told = true;
	session->told_serial = serial;
	session->notify_ms = now_ms + RTR_NOTIFY_INTERVAL_MS;
}

/* A piece of the answer. Only a PDU that is larger than pieces are takes more. */
static bool write_answer(struct rtr_session *session, struct rtr_timers timers, struct buffer *out)
{
	size_t before = out->used;
	bool more = rtr_answer_write(&session->answer, timers, out, RTR_SESSION_PIECE);

	if (more && out->used == before)
		more = rtr_answer_write(&session->answer, timers, out, RTR_SESSION_OUT_MAX);
	return more;
}

bool rtr_session_write(struct rtr_session *session, uint64_t now_ms, struct rtr_timers timers,
		       struct buffer *out)
{
	while (!session->over) {
		if (session->answering) {
			if (write_answer(session, timers, out))
				return true;
			session->told = true;
			session->told_serial = session->answer.serial;
			end_answer(session);
		}
		if (out->used + REPLY_MAX > RTR_SESSION_OUT_MAX)
			return true;
		if (!next_pdu(session, out))
			break;
	}
	notify(session, now_ms, out);
	return false;
}

void rtr_session_stop(struct rtr_session *session, enum rtr_stop why, struct buffer *out)
{
	const struct reader none = reader_over(NULL, 0);

	if (session->over)
		return;
	if (session->negotiated && session->version >= 2) {
		session->said = RTR_CACHE_SHUTDOWN;
		rtr_write_error(out, session->version, RTR_CACHE_SHUTDOWN, none,
				why == RTR_STOP_EXPIRED ? "the data are too old to be told"
							: "the cache is being stopped");
	} else if (session->negotiated && why == RTR_STOP_EXPIRED) {
		session->said = RTR_NO_DATA;
		rtr_write_error(out, session->version, RTR_NO_DATA, none,
				"the data are too old to be told");
	}
	end_session(session);
}
