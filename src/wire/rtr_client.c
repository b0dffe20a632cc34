#include "wire/rtr_client.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

void rtr_client_init(struct rtr_client *client, unsigned version_max)
{
	assert(version_max <= RTR_VERSION_MAX);
	*client = (struct rtr_client){
		.version_max = version_max,
		.timers = rtr_timers_default,
		.expire_us = UINT64_MAX,
	};
	buffer_init(&client->out);
	buffer_init(&client->in);
	rtr_table_init(&client->table);
}

void rtr_client_clear(struct rtr_client *client)
{
	rtr_table_clear(&client->table);
	buffer_clear(&client->in);
	buffer_clear(&client->out);
}

static void drop_front(struct buffer *buffer, size_t size)
{
	buffer->used -= size;
	if (buffer->used > 0)
		memmove(buffer->bytes, buffer->bytes + size, buffer->used);
}

void rtr_client_sent(struct rtr_client *client, size_t size)
{
	assert(size <= client->out.used);
	drop_front(&client->out, size);
}

static uint32_t clamp(uint32_t value, uint32_t low, uint32_t high)
{
	return value < low ? low : value > high ? high : value;
}

struct rtr_timers rtr_client_clamp(struct rtr_timers timers)
{
	uint32_t expire = clamp(timers.expire, 600, 172800);
	/* "MUST be larger than either" (section 6). */
	return (struct rtr_timers){ clamp(clamp(timers.refresh, 1, 86400), 1, expire - 1),
				    clamp(clamp(timers.retry, 1, 7200), 1, expire - 1), expire };
}

static void enter(struct rtr_client *client, enum rtr_client_state state, uint64_t now_us)
{
	client->state = state;
	client->heard_us = now_us;
}

/* Keeps a sentence and what the cache says beside it. */
static void note(struct rtr_client *client, const char *what, struct text theirs)
{
	struct buffer line;

	buffer_init(&line);
	buffer_string(&line, what);
	if (theirs.len > 0) {
		buffer_string(&line, ": ");
		buffer_printable(&line, text_upto(theirs, RTR_CLIENT_REASON_MAX));
	}
	(void)snprintf(client->reason, sizeof(client->reason), "%.*s", (int)line.used, line.bytes);
	buffer_clear(&line);
}

static void forget_data(struct rtr_client *client)
{
	client->has_epoch = false;
	client->expire_us = UINT64_MAX;
	if (client->table.set != NULL)
		client->generation++;
	rtr_table_flush(&client->table);
}

static void close_transport(struct rtr_client *client, uint64_t now_us)
{
	rtr_table_abandon(&client->table);
	enter(client, RTR_CLIENT_CLOSES, now_us);
}

/* The next connection asks in a lower version, and at once. */
static void go_down(struct rtr_client *client)
{
	client->goes_down = true;
	client->version_next = client->version - 1;
	client->counts.downgrades++;
}

/* The cache is wrong, in a way that ends the conversation. */
static void complain(struct rtr_client *client, struct rtr_fault fault, struct reader pdu,
		     uint64_t now_us)
{
	char what[RTR_CLIENT_REASON_MAX];

	rtr_write_error(&client->out, client->version, fault.code, pdu, fault.says);
	client->counts.errors_sent[fault.code]++;
	(void)snprintf(what, sizeof(what), "it breaks the protocol (%s)",
		       rtr_error_name(fault.code));
	note(client, what, text_of(fault.says));
	/* ASPAs as an older draft had them (StayRTR 0.5 by default): version 1 has none, and all
	 * else is as good. */
	if (fault.code == RTR_ASPA_PROVIDERS)
		go_down(client);
	/* Of changes that were wrong we cannot say to what; so ask for all the next time. */
	if (client->state == RTR_CLIENT_READS)
		client->has_epoch = false;
	close_transport(client, now_us);
}

static void complain_of(struct rtr_client *client, enum rtr_error code, const char *says,
			const struct rtr_pdu *pdu, uint64_t now_us)
{
	complain(client, (struct rtr_fault){ code, says }, pdu->whole, now_us);
}

static void ask(struct rtr_client *client, uint64_t now_us)
{
	client->asked_reset = !client->has_epoch || client->epoch_version != client->version;
	if (client->asked_reset)
		rtr_write_reset_query(&client->out, client->version);
	else
		rtr_write_serial_query(&client->out, client->version, client->session,
				       client->serial);
	client->asked_us = now_us;
	client->notified = false;
	enter(client, RTR_CLIENT_ASKS, now_us);
}

void rtr_client_connected(struct rtr_client *client, uint64_t now_us)
{
	assert(client->state == RTR_CLIENT_CONNECTS);
	/* What we have goes on in the version that it came in; else the highest is tried first
	 * (8210bis-27 section 7). */
	client->version = client->goes_down   ? client->version_next
			  : client->has_epoch ? client->epoch_version
					      : client->version_max;
	client->negotiated = client->goes_down = false;
	client->in.used = client->out.used = 0;
	ask(client, now_us);
}

static uint64_t seconds(uint32_t value)
{
	return value * RTR_SECOND;
}

/* Doubles with every failure, up to what the cache wants between two attempts. */
static uint64_t back_off(const struct rtr_client *client)
{
	uint64_t most = seconds(client->timers.retry);
	unsigned doublings = client->failures < 16 ? client->failures : 16;
	uint64_t wait = RTR_CLIENT_RECONNECT_US << doublings;

	return wait < most ? wait : most;
}

void rtr_client_lost(struct rtr_client *client, const char *why, uint64_t now_us)
{
	if (client->state == RTR_CLIENT_WAITS)
		return;
	if (why != NULL && client->state != RTR_CLIENT_CLOSES)
		note(client, why, TEXT(""));
	rtr_table_abandon(&client->table);
	client->in.used = client->out.used = 0;
	client->next_query_us = now_us;
	if (!client->goes_down || client->state != RTR_CLIENT_CLOSES) {
		client->next_query_us += back_off(client);
		client->failures++;
	}
	enter(client, RTR_CLIENT_WAITS, now_us);
}

static void commit(struct rtr_client *client, const struct rtr_pdu *end, uint64_t now_us)
{
	struct rtr_fault fault;
	bool reset = client->table.from_nothing;

	if (rtr_table_commit(&client->table, &fault) < 0) {
		complain(client, fault,
			 reader_over(client->table.faulty.bytes, client->table.faulty.used),
			 now_us);
		return;
	}
	client->has_epoch = true;
	client->epoch_version = client->version;
	client->session = client->answer_session;
	client->serial = end->end.serial;
	client->timers =
		rtr_client_clamp(end->end.has_timers ? end->end.timers : rtr_timers_default);
	client->expire_us = now_us + seconds(client->timers.expire);
	client->next_query_us = now_us + seconds(client->timers.refresh);
	client->failures = 0;
	client->generation++;
	client->counts.commits++;
	client->counts.resets += reset;
	client->reason[0] = '\0';
	enter(client, RTR_CLIENT_RESTS, now_us);
	if (client->notified)
		ask(client, now_us);
}

/* RFC 8210 section 5.1: another session than ours means that nothing we have can be trusted. */
static void refuse_session(struct rtr_client *client, const struct rtr_pdu *pdu, uint64_t now_us)
{
	complain_of(client, RTR_CORRUPT_DATA, "another session than the one before", pdu, now_us);
	forget_data(client);
}

static void take_notify(struct rtr_client *client, const struct rtr_pdu *pdu, uint64_t now_us)
{
	bool ours = client->has_epoch && client->epoch_version == client->version;

	if (client->state != RTR_CLIENT_RESTS) {
		/* An answer may be older than the news that crossed our query. */
		client->counts.notifies_ignored++;
		client->notified |= client->state == RTR_CLIENT_READS;
	} else if (ours && pdu->field != client->session) {
		refuse_session(client, pdu, now_us);
	} else if (!ours || pdu->serial != client->serial) {
		ask(client, now_us);
	}
}

static void take_response(struct rtr_client *client, const struct rtr_pdu *pdu, uint64_t now_us)
{
	if (client->state != RTR_CLIENT_ASKS) {
		complain_of(client, RTR_CORRUPT_DATA, "a Cache Response to no query", pdu, now_us);
		return;
	}
	if (!client->asked_reset && pdu->field != client->session) {
		refuse_session(client, pdu, now_us);
		return;
	}
	client->answer_session = pdu->field;
	client->answer_size = 0;
	rtr_table_begin(&client->table, client->version, client->asked_reset);
	enter(client, RTR_CLIENT_READS, now_us);
}

static void take_payload(struct rtr_client *client, const struct rtr_pdu *pdu, uint64_t now_us)
{
	if (client->state != RTR_CLIENT_READS) {
		complain_of(client, RTR_CORRUPT_DATA, "a payload outside an answer", pdu, now_us);
		return;
	}
	client->answer_size += reader_left(&pdu->whole);
	if (client->answer_size > RTR_CLIENT_ANSWER_MAX || rtr_table_take(&client->table, pdu) < 0)
		complain_of(client, RTR_INTERNAL_ERROR, "an answer larger than anyone could mean",
			    pdu, now_us);
}

static void take_end(struct rtr_client *client, const struct rtr_pdu *pdu, uint64_t now_us)
{
	if (client->state != RTR_CLIENT_READS)
		complain_of(client, RTR_CORRUPT_DATA, "an End of Data outside an answer", pdu,
			    now_us);
	else if (pdu->field != client->answer_session)
		refuse_session(client, pdu, now_us);
	else
		commit(client, pdu, now_us);
}

/* The cache cannot tell us what has changed since. What we have counts on until it has told all. */
static void take_reset(struct rtr_client *client, const struct rtr_pdu *pdu, uint64_t now_us)
{
	if (client->state != RTR_CLIENT_ASKS || client->asked_reset) {
		complain_of(client, RTR_CORRUPT_DATA, "a Cache Reset to no Serial Query", pdu,
			    now_us);
		return;
	}
	client->has_epoch = false;
	ask(client, now_us);
}

/* Nothing is wrong, but there is no answer: ask again later. */
static void postpone(struct rtr_client *client, uint64_t now_us)
{
	rtr_table_abandon(&client->table);
	if (client->state == RTR_CLIENT_ASKS || client->state == RTR_CLIENT_READS)
		client->next_query_us = now_us + seconds(client->timers.retry);
	enter(client, RTR_CLIENT_RESTS, now_us);
}

/* An Error Report is never answered by one (RFC 8210 section 5.11). */
static void take_error(struct rtr_client *client, const struct rtr_pdu *pdu, uint64_t now_us)
{
	char what[RTR_CLIENT_REASON_MAX];
	unsigned code = pdu->field;

	if (code < RTR_ERRORS)
		client->counts.errors_heard[code]++;
	(void)snprintf(what, sizeof(what), "it answers with error %u (%s)", code,
		       rtr_error_name(code));
	note(client, what, pdu->error.text);
	if (!rtr_error_is_fatal(code)) {
		/* "No Data" agrees on a version, too: the notify that follows it counts. */
		if (!client->negotiated && pdu->version <= client->version) {
			client->version = pdu->version;
			client->negotiated = true;
		}
		postpone(client, now_us);
		return;
	}
	/* Not to the version of the report: see rtr_client.h. */
	if (code == RTR_UNSUPPORTED_VERSION && !client->negotiated && client->version > 0)
		go_down(client);
	/* The cache thinks that we asked or did something wrong: begin anew. */
	if (code == RTR_CORRUPT_DATA || code == RTR_INVALID_REQUEST)
		client->has_epoch = false;
	close_transport(client, now_us);
}

static void take_sound(struct rtr_client *client, const struct rtr_pdu *pdu, uint64_t now_us)
{
	switch (pdu->type) {
	case RTR_SERIAL_NOTIFY:
		take_notify(client, pdu, now_us);
		break;
	case RTR_CACHE_RESPONSE:
		take_response(client, pdu, now_us);
		break;
	case RTR_IPV4_PREFIX:
	case RTR_IPV6_PREFIX:
	case RTR_ROUTER_KEY:
	case RTR_ASPA:
		take_payload(client, pdu, now_us);
		break;
	case RTR_END_OF_DATA:
		take_end(client, pdu, now_us);
		break;
	case RTR_CACHE_RESET:
		take_reset(client, pdu, now_us);
		break;
	default: /* queries, and what the reader of PDUs knows beside */
		complain_of(client, RTR_CORRUPT_DATA, "what only a router may say", pdu, now_us);
		break;
	}
}

/* The version of the first answer is that of the conversation, if it is not above ours (RFC 8210
 * section 7). False: the PDU was dealt with. */
static bool agree(struct rtr_client *client, const struct rtr_pdu *pdu, uint64_t now_us)
{
	bool goes_down = !client->negotiated && pdu->version < client->version;

	if (goes_down && !client->asked_reset && pdu->type == RTR_CACHE_RESPONSE) {
		/* Our serial is of another version, so the session is another too. */
		refuse_session(client, pdu, now_us);
		return false;
	}
	if (goes_down)
		client->version = pdu->version;
	if (pdu->version != client->version) {
		complain_of(client, RTR_UNEXPECTED_VERSION,
			    client->negotiated ? "another version than the one agreed on"
					       : "a version above the one asked for",
			    pdu, now_us);
		return false;
	}
	client->negotiated = true;
	return true;
}

enum { NOTIFY_SIZE = 12 };

/* Before a version is agreed on, a cache may send it in any (RFC 8210 section 7). */
static bool is_early_notify(const struct rtr_client *client, const struct rtr_pdu *pdu)
{
	return !client->negotiated && pdu->type == RTR_SERIAL_NOTIFY;
}

static void take_pdu(struct rtr_client *client, const struct rtr_pdu *pdu,
		     const struct rtr_fault *fault, uint64_t now_us)
{
	bool is_error = pdu->type == RTR_ERROR_REPORT;

	if (is_early_notify(client, pdu)) {
		client->counts.notifies_ignored++;
	} else if (is_error && fault != NULL) {
		note(client, "it sends an error report that cannot be read", text_of(fault->says));
		close_transport(client, now_us);
	} else if (is_error) {
		take_error(client, pdu, now_us);
	} else if (agree(client, pdu, now_us)) {
		if (fault != NULL)
			complain(client, *fault, pdu->whole, now_us);
		else
			take_sound(client, pdu, now_us);
	}
}

static bool is_asking(const struct rtr_client *client)
{
	return client->state == RTR_CLIENT_ASKS || client->state == RTR_CLIENT_READS;
}

static bool is_open(const struct rtr_client *client)
{
	return is_asking(client) || client->state == RTR_CLIENT_RESTS;
}

void rtr_client_receive(struct rtr_client *client, const void *bytes, size_t size, uint64_t now_us)
{
	struct rtr_fault fault;
	struct rtr_pdu pdu;

	buffer_text(&client->in, (struct text){ bytes, size });
	struct reader in = reader_over(client->in.bytes, client->in.used);
	if (size > 0)
		client->heard_us = now_us;
	while (is_open(client)) {
		const uint8_t *before = in.at;
		int got = rtr_pdu_next(&in, &pdu, &fault);
		if (got == 0 || (in.at == before && is_early_notify(client, &pdu) &&
				 reader_left(&in) < NOTIFY_SIZE))
			break;
		take_pdu(client, &pdu, got < 0 ? &fault : NULL, now_us);
		/* A length that cannot be believed leaves nothing to go on with. */
		if (in.at == before && is_open(client))
			close_transport(client, now_us);
	}
	drop_front(&client->in, client->in.used - reader_left(&in));
}

static void leave(struct rtr_client *client, const char *why, uint64_t now_us)
{
	/* 8210bis-27 section 12 has a code for it; in older versions silence is as good. */
	if (client->negotiated && client->version >= 2) {
		rtr_write_error(&client->out, client->version, RTR_TRANSPORT_FAILED,
				reader_over(NULL, 0), why);
		client->counts.errors_sent[RTR_TRANSPORT_FAILED]++;
	}
	note(client, why, TEXT(""));
	close_transport(client, now_us);
}

static uint64_t sooner(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

uint64_t rtr_client_next_us(const struct rtr_client *client)
{
	uint64_t next_us = client->expire_us;

	switch (client->state) {
	case RTR_CLIENT_WAITS:
	case RTR_CLIENT_RESTS:
		return sooner(next_us, client->next_query_us);
	case RTR_CLIENT_CONNECTS:
		return sooner(next_us, client->heard_us + RTR_CLIENT_CONNECT_US);
	case RTR_CLIENT_ASKS:
	case RTR_CLIENT_READS:
		next_us = sooner(next_us, client->asked_us + RTR_CLIENT_ANSWER_US);
		return sooner(next_us, client->heard_us + RTR_CLIENT_SILENCE_US);
	case RTR_CLIENT_CLOSES:
		break;
	}
	return sooner(next_us, client->heard_us);
}

void rtr_client_hurry(struct rtr_client *client, uint64_t now_us)
{
	if (client->state == RTR_CLIENT_WAITS || client->state == RTR_CLIENT_RESTS)
		client->next_query_us = sooner(client->next_query_us, now_us);
}

static void tick_answer(struct rtr_client *client, uint64_t now_us)
{
	if (now_us >= client->asked_us + RTR_CLIENT_ANSWER_US)
		leave(client, "its answer does not end", now_us);
	else if (now_us >= client->heard_us + RTR_CLIENT_SILENCE_US)
		leave(client, "it is silent", now_us);
}

void rtr_client_tick(struct rtr_client *client, uint64_t now_us)
{
	if (now_us >= client->expire_us) {
		client->counts.expiries++;
		/* Whatever the cache changes is gone. */
		if (is_asking(client) && !client->asked_reset)
			leave(client, "its answer comes after the data expired", now_us);
		forget_data(client);
	}
	switch (client->state) {
	case RTR_CLIENT_WAITS:
		if (now_us >= client->next_query_us)
			enter(client, RTR_CLIENT_CONNECTS, now_us);
		break;
	case RTR_CLIENT_CONNECTS:
		if (now_us >= client->heard_us + RTR_CLIENT_CONNECT_US) {
			note(client, "no connection in time", TEXT(""));
			close_transport(client, now_us);
		}
		break;
	case RTR_CLIENT_ASKS:
	case RTR_CLIENT_READS:
		tick_answer(client, now_us);
		break;
	case RTR_CLIENT_RESTS:
		if (now_us >= client->next_query_us)
			ask(client, now_us);
		break;
	case RTR_CLIENT_CLOSES:
		break;
	}
}
