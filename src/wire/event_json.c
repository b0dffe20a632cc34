#include "wire/event_json.h"

#include <inttypes.h>

#include "wire/bgp_families.h"
#include "wire/bgp_message.h"
#include "wire/bgp_nlri_text.h"
#include "wire/event_details.h"

void event_json_init(struct event_json *json, struct buffer *out)
{
	*json = (struct event_json){ .out = out, .second = UINT64_MAX };
	attr_text_init(&json->attrs, ATTR_TEXT_JSON);
	buffer_init(&json->head);
	buffer_init(&json->peer);
}

void event_json_clear(struct event_json *json)
{
	attr_text_clear(&json->attrs);
	buffer_clear(&json->head);
	buffer_clear(&json->peer);
	*json = (struct event_json){ 0 };
}

static const char *message_name(const struct bgp_event *event)
{
	switch (event->message_type) {
	case BGP_OPEN:
		return "open";
	case BGP_UPDATE:
		return event->is_end_of_rib ? "end-of-rib" : "update";
	case BGP_NOTIFICATION:
		return "notification";
	case BGP_KEEPALIVE:
		return "keepalive";
	case BGP_ROUTE_REFRESH:
		return "route-refresh";
	default:
		return "message";
	}
}

static const char *type_name(const struct bgp_event *event)
{
	switch (event->kind) {
	case BGP_HAS:
		return "route";
	case BGP_ANNOUNCES:
		return "announce";
	case BGP_WITHDRAWS:
		return "withdraw";
	case BGP_STATE_CHANGES:
		return "state";
	case BGP_SAYS:
		return message_name(event);
	case BGP_REPORTS:
	case BGP_LISTS_PEERS:
	case BGP_UNREAD:
	default:
		return "report";
	}
}

static const char *rib_name(enum bgp_rib rib)
{
	static const char *const names[] = {
		NULL, "in-pre", "in-post", "out-pre", "out-post", "loc"
	};
	return names[rib];
}

static const char *state_name(unsigned state)
{
	static const char *const names[] = { "unknown",   "idle",         "connect",    "active",
					     "open-sent", "open-confirm", "established" };
	return state < sizeof(names) / sizeof(names[0]) ? names[state] : "unknown";
}

/* ,"time":"2026-02-22T15:30:00.692440Z" */
static void put_time(struct event_json *json, uint64_t time_us)
{
	uint64_t second = time_us / UTC_SECOND;

	if (second != json->second) {
		(void)utc_print(second * UTC_SECOND, json->time);
		json->time_size = strlen(json->time) - 1;
		json->second = second;
	}
	buffer_string(&json->head, ",\"time\":\"");
	buffer_text(&json->head, (struct text){ json->time, json->time_size });
	if (time_us % UTC_SECOND != 0) {
		char *fraction = buffer_room(&json->head, UTC_TEXT_MAX);
		buffer_commit(&json->head, utc_fraction_put(fraction, time_us));
	}
	buffer_string(&json->head, "Z\"");
}

static void set_head(struct event_json *json, const struct bgp_event *event)
{
	json->head.used = 0;
	if (event->time_us != 0)
		put_time(json, event->time_us);
	if (event->collector.len > 0) {
		buffer_string(&json->head, ",\"collector\":");
		buffer_json_string(&json->head, event->collector);
	}
}

static void set_peer(struct event_json *json, const struct bgp_event *event)
{
	struct buffer *out = &json->peer;
	const char *rib = rib_name(event->rib);

	out->used = 0;
	buffer_string(out, ",\"peer\":\"");
	buffer_commit(out, address_put(buffer_room(out, ADDRESS_TEXT_MAX), &event->peer.address));
	buffer_string(out, "\",\"peer_asn\":");
	buffer_u64(out, event->peer.asn);
	if (event->is_local)
		buffer_string(out, ",\"direction\":\"out\"");
	if (rib != NULL) {
		buffer_string(out, ",\"rib\":\"");
		buffer_string(out, rib);
		buffer_char(out, '"');
	}
	if (event->distinguisher != 0)
		buffer_format(out, ",\"distinguisher\":\"%016" PRIx64 "\"", event->distinguisher);
	json->last_peer = event->peer;
	json->last_is_local = event->is_local;
}

static void set_prefix(struct event_json *json, const struct bgp_event *event)
{
	char *at = json->prefix;

	if (event->has_prefix) {
		at = put_bytes(at, ",\"prefix\":\"", 11);
		at = prefix_put(at, &event->prefix);
		*at++ = '"';
	}
	json->prefix_size = (size_t)(at - json->prefix);
}

static void put_head(struct event_json *json, const struct bgp_event *event)
{
	struct buffer *out = json->out;
	bool has_peer = event->kind != BGP_REPORTS || event->peer.asn != 0 ||
			event->peer.address.hi != 0 || event->peer.address.lo != 0;

	if (event->is_first)
		set_head(json, event);
	/* A Peer Up has an OPEN of either side. */
	if (event->is_first || event->peer.asn != json->last_peer.asn ||
	    event->is_local != json->last_is_local ||
	    !address_equal(&event->peer.address, &json->last_peer.address))
		set_peer(json, event);
	buffer_string(out, "{\"type\":\"");
	buffer_string(out, type_name(event));
	buffer_char(out, '"');
	buffer_text(out, (struct text){ json->head.bytes, json->head.used });
	if (has_peer)
		buffer_text(out, (struct text){ json->peer.bytes, json->peer.used });
}

static void put_nlri(struct event_json *json, const struct bgp_event *event)
{
	struct buffer *out = json->out;
	char family[BGP_FAMILY_TEXT_MAX];

	if (event->nlri != NULL || event->safi != 1) {
		const char *end = bgp_family_put(family, event->afi, event->safi);
		buffer_string(out, ",\"family\":\"");
		buffer_text(out, (struct text){ family, (size_t)(end - family) });
		buffer_char(out, '"');
	}
	if (event->has_new_prefix)
		set_prefix(json, event);
	buffer_text(out, (struct text){ json->prefix, json->prefix_size });
	if (event->nlri != NULL) {
		buffer_string(out, ",\"nlri\":\"");
		bgp_nlri_put(out, event->nlri);
		buffer_char(out, '"');
	}
	if (event->has_path_id) {
		buffer_string(out, ",\"path_id\":");
		buffer_u64(out, event->path_id);
	}
	if (event->kind == BGP_HAS) {
		buffer_string(out, ",\"originated\":");
		buffer_u64(out, event->originated);
	}
}

static void put_faults(struct event_json *json, const struct bgp_event *event)
{
	struct attr_out members;

	if (event->faults == NULL)
		return;
	attr_out_init(&members, json->out, json->attrs.numbers, true);
	event_faults_put(&members, event);
	attr_out_commit(&members);
}

static void put_others(struct event_json *json, const struct bgp_event *event)
{
	struct attr_out members;

	if (event->kind == BGP_STATE_CHANGES)
		buffer_format(json->out, ",\"old_state\":\"%s\",\"new_state\":\"%s\"",
			      state_name(event->old_state), state_name(event->new_state));
	attr_out_init(&members, json->out, json->attrs.numbers, true);
	event_details_put(&members, event);
	attr_out_commit(&members);
	buffer_string(json->out, "}\n");
}

static void take(void *context, const struct bgp_event *event)
{
	struct event_json *json = context;

	if (event->kind == BGP_LISTS_PEERS || event->kind == BGP_UNREAD)
		return; /* nothing that a line could say */
	put_head(json, event);
	if (bgp_event_is_route(event))
		put_nlri(json, event);
	put_faults(json, event);
	if (event->kind == BGP_HAS || event->kind == BGP_ANNOUNCES) {
		if (event->has_new_attributes)
			json->attributes = attr_text_find(&json->attrs, &event->attributes);
		buffer_text(json->out, json->attributes);
	} else {
		put_others(json, event);
	}
	drain_if_full(&json->drain, json->out);
}

struct bgp_sink event_json_sink(struct event_json *json)
{
	return (struct bgp_sink){ .context = json, .take = take };
}
