#include "wire/event_text.h"

#include <stdlib.h>

#include "base/memory.h"
#include "wire/attr_json.h"
#include "wire/bgp_families.h"
#include "wire/bgp_message.h"
#include "wire/bgp_nlri_text.h"
#include "wire/bgp_text.h"
#include "wire/event_details.h"

void event_text_init(struct event_text *text, struct buffer *out)
{
	*text = (struct event_text){
		.out = out,
		.path_room = memory_alloc(1, AS_PATH_ROOM),
		.numbers = memory_alloc(1, sizeof(struct number_texts)),
	};
	number_texts_init(text->numbers);
}

void event_text_clear(struct event_text *text)
{
	free(text->path_room);
	free(text->numbers);
	*text = (struct event_text){ 0 };
}

/* The names of RFC 4271 section 8.2.2, and two that Quagga adds. */
static const char *state_name(unsigned state)
{
	static const char *const names[] = { "Unknown",     "Idle",     "Connect",
					     "Active",      "OpenSent", "OpenConfirm",
					     "Established", "Clearing", "Deleted" };
	return state < sizeof(names) / sizeof(names[0]) ? names[state] : "an unknown state";
}

/* Of BMP, which of the router's tables. */
static const char *rib_name(enum bgp_rib rib)
{
	static const char *const names[] = { "",
					     " before policy",
					     " after policy",
					     " (out) before policy",
					     " (out) after policy",
					     " (the router's own table)" };
	return names[rib];
}

static const char *message_name(unsigned type)
{
	switch (type) {
	case BGP_OPEN:
		return "OPEN";
	case BGP_NOTIFICATION:
		return "NOTIFICATION";
	case BGP_KEEPALIVE:
		return "KEEPALIVE";
	case BGP_UPDATE:
		return "UPDATE without prefixes";
	case BGP_ROUTE_REFRESH:
		return "ROUTE-REFRESH";
	default:
		return "a message of an unknown type";
	}
}

static void put_address(struct buffer *out, const struct address *address)
{
	buffer_commit(out, address_put(buffer_room(out, ADDRESS_TEXT_MAX), address));
}

static void put_route(struct buffer *out, const struct bgp_event *event)
{
	char family[BGP_FAMILY_TEXT_MAX];

	if (event->nlri != NULL) {
		const char *end = bgp_family_put(family, event->afi, event->safi);
		buffer_text(out, (struct text){ family, (size_t)(end - family) });
		buffer_char(out, ' ');
		bgp_nlri_put(out, event->nlri);
	} else {
		buffer_commit(out, prefix_put(buffer_room(out, PREFIX_TEXT_MAX), &event->prefix));
		if (event->safi != 1)
			buffer_string(out,
				      event->safi == 2 ? " multicast" : " unicast and multicast");
	}
	if (event->has_path_id)
		buffer_format(out, " (path id %u)", event->path_id);
}

/* Faults and what is inside, behind "; ". */
static void put_details(struct event_text *text, const struct bgp_event *event, const char *lead)
{
	struct attr_out words;

	attr_out_init(&words, text->out, text->numbers, false);
	words.lead = lead;
	event_faults_put(&words, event);
	event_details_put(&words, event);
	attr_out_commit(&words);
}

static void put_attributes(struct event_text *text, const struct bgp_event *event)
{
	attr_words_put(text->out, &event->attributes, text->path_room, text->numbers);
	put_details(text, event, "; ");
}

/* When, and who. */
static void put_peer(struct event_text *text, const struct bgp_event *event)
{
	struct buffer *out = text->out;

	if (event->is_first)
		(void)utc_print(event->time_us, text->time);
	buffer_string(out, event->time_us != 0 ? text->time : "at some time");
	if (event->collector.len > 0) {
		buffer_char(out, ' ');
		buffer_printable(out, event->collector);
	}
	if (event->kind == BGP_REPORTS && event->peer.asn == 0)
		return;
	buffer_format(out, " AS%u ", event->peer.asn);
	put_address(out, &event->peer.address);
	buffer_string(out, rib_name(event->rib));
}

static void put_message(struct buffer *out, const struct bgp_event *event)
{
	buffer_string(out, event->is_local ? " hears " : " says ");
	if (event->is_end_of_rib)
		buffer_string(out, "that its table is complete");
	else
		buffer_string(out, message_name(event->message_type));
}

static void put_event(struct event_text *text, const struct bgp_event *event)
{
	struct buffer *out = text->out;
	char since[UTC_TEXT_MAX];

	put_peer(text, event);
	switch (event->kind) {
	case BGP_HAS:
		buffer_string(out, " has ");
		put_route(out, event);
		buffer_format(out, " since %s", utc_print(event->originated * UTC_SECOND, since));
		put_attributes(text, event);
		break;
	case BGP_ANNOUNCES:
		buffer_string(out, event->is_local ? " hears of " : " announces ");
		put_route(out, event);
		put_attributes(text, event);
		break;
	case BGP_WITHDRAWS:
		buffer_string(out, event->is_local ? " hears no more of " : " withdraws ");
		put_route(out, event);
		break;
	case BGP_STATE_CHANGES:
		buffer_format(out, " goes from %s to %s", state_name(event->old_state),
			      state_name(event->new_state));
		put_details(text, event, "; ");
		break;
	case BGP_SAYS:
		put_message(out, event);
		put_details(text, event, "; ");
		break;
	case BGP_REPORTS:
		buffer_string(out, " reports");
		put_details(text, event, ": ");
		break;
	case BGP_LISTS_PEERS:
	case BGP_UNREAD:
		break;
	}
}

static void take_event(void *context, const struct bgp_event *event)
{
	struct event_text *text = context;

	if (event->kind == BGP_LISTS_PEERS || event->kind == BGP_UNREAD)
		return; /* nothing that a line could say */
	put_event(text, event);
	buffer_char(text->out, '\n');
	drain_if_full(&text->drain, text->out);
}

struct bgp_sink event_text_sink(struct event_text *text)
{
	return (struct bgp_sink){ .context = text, .take = take_event };
}
