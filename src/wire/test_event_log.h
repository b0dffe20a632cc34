/*
 * What a sink was told, as one line that a test can compare, with what wire/bgp_event.h promises
 * checked at each event:
 *
 *	AS65000 in-pre announces 10.0.0.0/8#7; AS65000 state 1-6; AS65000 out says 1;
 *
 * "#7" is a path id, "asn2" that AS numbers have two octets, "out" that it was said to the peer.
 * For tests and fuzzers only.
 */
#ifndef WIRE_TEST_EVENT_LOG_H
#define WIRE_TEST_EVENT_LOG_H

#include <assert.h>
#include <inttypes.h>

#include "base/buffer.h"
#include "wire/bgp_event.h"

struct event_log {
	struct buffer out;
	bool is_silent;   /* counts and checks only */
	uint64_t events;  /* so far */
	uint64_t routes;  /* of them, that a peer has or announces */
	uint64_t records; /* that gave any */
	bool is_inside;   /* a record */
};

static inline void event_log_init(struct event_log *log)
{
	*log = (struct event_log){ 0 };
	buffer_init(&log->out);
}

static inline void event_log_clear(struct event_log *log)
{
	buffer_clear(&log->out);
}

static inline void event_log_route(struct event_log *log, const struct bgp_event *event)
{
	static const char *const does[] = { "has", "announces", "withdraws" };
	char prefix[PREFIX_TEXT_MAX] = "nlri";

	if (event->has_prefix)
		*prefix_put(prefix, &event->prefix) = '\0';
	buffer_format(&log->out, " %s %s", does[event->kind], prefix);
	if (event->has_path_id)
		buffer_format(&log->out, "#%u", event->path_id);
	if (event->kind != BGP_WITHDRAWS && event->attributes.asn_size == 2)
		buffer_string(&log->out, " asn2");
}

static inline void event_log_check(const struct event_log *log, const struct bgp_event *event)
{
	assert(event->is_first || log->is_inside);
	assert((event->record != NULL) + (event->bmp != NULL) <= 1);
	if (!bgp_event_is_route(event))
		return;
	assert(event->has_prefix || event->nlri != NULL);
	assert(!event->has_prefix || event->prefix.len <= family_bits(event->prefix.family));
	assert(event->nlri == NULL || event->nlri->afi == event->afi);
	if (event->kind == BGP_WITHDRAWS)
		return;
	assert(event->attributes.asn_size == 2 || event->attributes.asn_size == 4);
	assert(event->has_new_attributes || !event->is_first);
}

static inline void event_log_take(void *context, const struct bgp_event *event)
{
	static const char *const ribs[] = { "",         " in-pre",   " in-post",
					    " out-pre", " out-post", " loc" };
	struct event_log *log = context;

	event_log_check(log, event);
	log->events++;
	log->is_inside = true;
	log->routes += event->kind == BGP_HAS || event->kind == BGP_ANNOUNCES;
	if (log->is_silent)
		return;
	buffer_format(&log->out, "AS%u%s%s", event->peer.asn, ribs[event->rib],
		      event->is_local ? " out" : "");
	if (bgp_event_is_route(event))
		event_log_route(log, event);
	else if (event->kind == BGP_STATE_CHANGES)
		buffer_format(&log->out, " state %u-%u", event->old_state, event->new_state);
	else if (event->kind == BGP_SAYS)
		buffer_format(&log->out, " says %u%s", event->message_type,
			      event->is_end_of_rib ? " end of rib" : "");
	else
		buffer_string(&log->out, event->kind == BGP_REPORTS ? " reports" : " unread");
	buffer_string(&log->out, "; ");
}

static inline void event_log_end(void *context, const struct bgp_event *last)
{
	struct event_log *log = context;

	(void)last;
	assert(log->is_inside);
	log->is_inside = false;
	log->records++;
}

static inline struct bgp_sink event_log_sink(struct event_log *log)
{
	return (struct bgp_sink){ .context = log, .take = event_log_take, .end = event_log_end };
}

/* All since the last call. Borrowed until the next event. */
static inline const char *event_log_text(struct event_log *log)
{
	buffer_char(&log->out, '\0');
	log->out.used = 0;
	return log->out.bytes;
}

#endif
