#include "wire/event_ris.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "wire/bgp4mp.h"
#include "wire/bgp_families.h"
#include "wire/bgp_message.h"

enum {
	/* Of JSON for each octet of a message: a default route of one octet takes twelve, and two
	 * for "raw". */
	TEXT_PER_BYTE = 14,
	/* Names of fields, numbers, addresses. */
	FRAME_MAX = 1024,
	ID_MILLISECOND_DIGITS = 12,
	ID_NUMBER_DIGITS = 4,
};

#define PUT(at, literal) put_bytes(at, literal, sizeof(literal) - 1)

void event_ris_init(struct event_ris *ris, struct buffer *out)
{
	*ris = (struct event_ris){ .out = out, .path_room = memory_alloc(1, AS_PATH_ROOM) };
}

void event_ris_clear(struct event_ris *ris)
{
	free(ris->path_room);
	*ris = (struct event_ris){ 0 };
}

/* At least `digits` of them, with zeros in front. */
static char *put_hex(char *at, uint64_t value, unsigned digits)
{
	while (digits < 16 && value >> digits * 4 != 0)
		digits++;
	while (digits-- > 0)
		*at++ = "0123456789abcdef"[value >> digits * 4 & 15];
	return at;
}

/* "1789019601.670", or with all six digits if there are microseconds. */
static char *put_time(char *at, uint64_t time_us)
{
	at = utc_fraction_put(put_u64(at, time_us / UTC_SECOND), time_us);
	return time_us % 1000 == 0 ? at - 3 : at;
}

static void put_head(struct event_ris *ris, const struct bgp_event *event, size_t size)
{
	struct buffer *out = ris->out;
	char *at = buffer_room(out, FRAME_MAX);

	at = PUT(at, "{\"type\":\"ris_message\",\"data\":{\"timestamp\":");
	at = put_time(at, event->time_us);
	at = PUT(at, ",\"peer\":\"");
	at = address_put(at, &event->peer.address);
	at = PUT(at, "\",\"peer_asn\":\"");
	at = put_u32(at, event->peer.asn);
	at = PUT(at, "\",\"id\":\"");
	at = address_put(at, &event->peer.address);
	*at++ = '-';
	at = put_hex(at, event->time_us / 1000, ID_MILLISECOND_DIGITS);
	at = put_hex(at, event->number, ID_NUMBER_DIGITS);
	if (event->kind == BGP_HAS && event->has_path_id) {
		*at++ = '-'; /* several paths of one peer in one row */
		at = put_u32(at, event->path_id);
	}
	at = PUT(at, "\",\"host\":");
	buffer_commit(out, at);
	buffer_json_string(out, event->collector);
	(void)buffer_room(out, FRAME_MAX + size * TEXT_PER_BYTE);
}

static char *end_list(char *at)
{
	if (at[-1] == ',')
		at--;
	*at++ = ']';
	return at;
}

/* Sets are lists inside the list. What cannot be a path is no path. */
static char *put_path(const struct event_ris *ris, char *at, const struct bgp_attrs *attrs,
		      unsigned asn_size)
{
	struct as_segment segment;
	struct reader path;

	at = PUT(at, ",\"path\":[");
	char *start = at;
	int got = bgp_attrs_path(attrs, asn_size, ris->path_room, &path);
	while (got >= 0 && (got = as_path_next(&path, 4, &segment)) > 0) {
		bool is_set = segment.type == AS_SET || segment.type == AS_CONFED_SET;
		if (is_set)
			*at++ = '[';
		for (unsigned i = 0; i < segment.count; i++) {
			at = put_u32(at, as_segment_asn(&segment, 4));
			*at++ = ',';
		}
		if (is_set) {
			at = end_list(at);
			*at++ = ',';
		}
	}
	return end_list(got < 0 ? start : at);
}

static char *put_communities(char *at, const struct bgp_attrs *attrs)
{
	struct reader value = { 0 };

	at = PUT(at, ",\"community\":[");
	if (bgp_attrs_has(attrs, BGP_ATTR_COMMUNITIES))
		value = attrs->values[BGP_ATTR_COMMUNITIES];
	while (reader_left(&value) >= 4) {
		*at++ = '[';
		at = put_u32(at, read_u16(&value));
		*at++ = ',';
		at = put_u32(at, read_u16(&value));
		at = PUT(at, "],");
	}
	return end_list(at);
}

static char *put_origin(char *at, const struct bgp_attrs *attrs)
{
	if (!bgp_attrs_has(attrs, BGP_ATTR_ORIGIN))
		return at;
	struct reader value = attrs->values[BGP_ATTR_ORIGIN];
	unsigned origin = reader_left(&value) == 1 ? read_u8(&value) : 3;
	return origin == 0   ? PUT(at, ",\"origin\":\"IGP\"")
	       : origin == 1 ? PUT(at, ",\"origin\":\"EGP\"")
	       : origin == 2 ? PUT(at, ",\"origin\":\"INCOMPLETE\"")
			     : at;
}

static char *put_attributes(const struct event_ris *ris, char *at, const struct bgp_attrs *attrs,
			    unsigned asn_size)
{
	struct aggregator aggregator;
	uint32_t med;

	at = put_path(ris, at, attrs, asn_size);
	at = put_communities(at, attrs);
	at = put_origin(at, attrs);
	if (attr_number(attrs, BGP_ATTR_MED, &med)) {
		at = PUT(at, ",\"med\":");
		at = put_u32(at, med);
	}
	if (attr_aggregator(attrs, &aggregator)) {
		at = PUT(at, ",\"aggregator\":\"");
		at = put_u32(at, aggregator.asn);
		*at++ = ':';
		at = address_put(at, &aggregator.address);
		*at++ = '"';
	}
	return at;
}

/* The global one, and "," and the link-local one if there are two (RFC 2545 section 3). */
static char *put_next_hop(char *at, struct reader next_hop)
{
	unsigned family = reader_left(&next_hop) < 16 ? FAMILY_V4 : FAMILY_V6;
	struct address address;

	at = PUT(at, "{\"next_hop\":\"");
	if (address_read(&next_hop, family, &address) == 0)
		at = address_put(at, &address);
	if (reader_left(&next_hop) == 16 && address_read(&next_hop, FAMILY_V6, &address) == 0) {
		*at++ = ',';
		at = address_put(at, &address);
	}
	return PUT(at, "\",\"prefixes\":[");
}

static char *put_prefix(char *at, const struct prefix *prefix)
{
	*at++ = '"';
	at = prefix_put(at, prefix);
	return PUT(at, "\",");
}

/* Prefixes of one family in a message. */
struct nlri {
	struct reader bytes;
	unsigned family;
	bool has_path_ids;
};

/* The field of RFC 4271. */
static struct nlri plain_nlri(struct reader bytes, const struct bgp_codec *codec)
{
	return (struct nlri){ bytes, FAMILY_V4,
			      bgp_codec_has_path_ids(codec, BGP_AFI_IPV4, BGP_SAFI_UNICAST) };
}

static struct nlri mp_nlri_of(const struct mp_nlri *mp, const struct bgp_codec *codec)
{
	return (struct nlri){ mp->nlri, mp->family,
			      bgp_codec_has_path_ids(codec, mp->afi, mp->safi) };
}

static char *put_prefixes(char *at, struct nlri nlri)
{
	struct prefix prefix;
	uint32_t path_id;

	while (nlri_next(&nlri.bytes, nlri.family, nlri.has_path_ids, &prefix, &path_id) > 0)
		at = put_prefix(at, &prefix);
	return at;
}

/* What MP_REACH or MP_UNREACH have of unicast; else nothing. */
static struct mp_nlri find_mp(const struct bgp_attrs *attrs, enum bgp_attr_type type)
{
	struct mp_nlri mp;

	if (!bgp_attrs_has(attrs, type))
		return (struct mp_nlri){ 0 };
	struct reader value = attrs->values[type];
	int got =
		type == BGP_ATTR_MP_REACH ? mp_reach_read(value, &mp) : mp_unreach_read(value, &mp);
	return got == 0 && mp.family != 0 && mp.safi == 1 ? mp : (struct mp_nlri){ 0 };
}

static char *put_announcements(char *at, const struct bgp_update *update,
			       const struct bgp_attrs *attrs, const struct bgp_codec *codec)
{
	struct mp_nlri mp = find_mp(attrs, BGP_ATTR_MP_REACH);
	struct reader next_hop = { 0 };

	at = PUT(at, ",\"announcements\":[");
	if (reader_left(&update->announced) > 0) {
		if (bgp_attrs_has(attrs, BGP_ATTR_NEXT_HOP))
			next_hop = attrs->values[BGP_ATTR_NEXT_HOP];
		at = put_next_hop(at, next_hop);
		at = put_prefixes(at, plain_nlri(update->announced, codec));
		at = end_list(at);
		at = PUT(at, "},");
	}
	if (reader_left(&mp.nlri) > 0) {
		at = put_next_hop(at, mp.next_hop);
		at = put_prefixes(at, mp_nlri_of(&mp, codec));
		at = end_list(at);
		at = PUT(at, "},");
	}
	return end_list(at);
}

static char *put_withdrawals(char *at, const struct bgp_update *update,
			     const struct bgp_attrs *attrs, const struct bgp_codec *codec)
{
	struct mp_nlri mp = find_mp(attrs, BGP_ATTR_MP_UNREACH);

	at = PUT(at, ",\"withdrawals\":[");
	at = put_prefixes(at, plain_nlri(update->withdrawn, codec));
	if (mp.family != 0)
		at = put_prefixes(at, mp_nlri_of(&mp, codec));
	return end_list(at);
}

static char *put_raw(char *at, struct reader message)
{
	at = PUT(at, ",\"raw\":\"");
	while (reader_left(&message) > 0) {
		unsigned byte = read_u8(&message);
		*at++ = "0123456789ABCDEF"[byte >> 4];
		*at++ = "0123456789ABCDEF"[byte & 15];
	}
	*at++ = '"';
	return at;
}

static void end_line(struct event_ris *ris, char *at)
{
	buffer_commit(ris->out, PUT(at, "}}\n"));
	ris->lines++;
	drain_if_full(&ris->drain, ris->out);
}

static char *put_update(const struct event_ris *ris, char *at, const struct bgp_event *event,
			struct reader body)
{
	struct bgp_attrs attrs = { 0 };
	struct bgp_update update;

	at = PUT(at, ",\"type\":\"UPDATE\"");
	if (bgp_update_read(body, &update) < 0)
		update = (struct bgp_update){ 0 };
	/* A broken block still says what stands before the break. */
	(void)!bgp_attrs_read(update.attributes, &attrs);
	at = put_attributes(ris, at, &attrs, event->codec.asn_size);
	at = put_announcements(at, &update, &attrs, &event->codec);
	return put_withdrawals(at, &update, &attrs, &event->codec);
}

static char *put_open(char *at, const struct bgp_event *event, struct reader body)
{
	struct address router_id = { .family = FAMILY_V4 };

	at = PUT(at, ",\"type\":\"OPEN\",\"direction\":\"");
	at = event->is_local ? PUT(at, "sent") : PUT(at, "received");
	at = PUT(at, "\",\"version\":");
	at = put_u32(at, read_u8(&body));
	at = PUT(at, ",\"asn\":");
	at = put_u32(at, read_u16(&body));
	at = PUT(at, ",\"hold_time\":");
	at = put_u32(at, read_u16(&body));
	at = PUT(at, ",\"router_id\":\"");
	(void)!address_read(&body, FAMILY_V4, &router_id);
	at = address_put(at, &router_id);
	return PUT(at, "\",\"capabilities\":{}"); /* "raw" has them */
}

static char *put_notification(char *at, struct reader body)
{
	at = PUT(at, ",\"type\":\"NOTIFICATION\",\"notification\":{\"code\":");
	at = put_u32(at, read_u8(&body));
	at = PUT(at, ",\"subcode\":");
	at = put_u32(at, read_u8(&body));
	at = PUT(at, ",\"data\":\"");
	while (reader_left(&body) > 0)
		at = put_hex(at, read_u8(&body), 2);
	return PUT(at, "\"}");
}

static void print_message(struct event_ris *ris, const struct bgp_event *event)
{
	struct reader in = event->message;
	struct bgp_message message;

	if (ris->latest.at == event->message.at)
		return;
	ris->latest = event->message;
	/* Only of an OPEN RIS Live can say that the collector sent it. */
	if (bgp_message_read(&in, &message) < 0 || message.type < BGP_OPEN ||
	    message.type > BGP_KEEPALIVE || (event->is_local && message.type != BGP_OPEN)) {
		ris->unprinted++;
		return;
	}
	put_head(ris, event, reader_left(&event->message));
	char *at = buffer_room(ris->out, 0);
	if (message.type == BGP_UPDATE)
		at = put_update(ris, at, event, message.body);
	else if (message.type == BGP_OPEN)
		at = put_open(at, event, message.body);
	else if (message.type == BGP_NOTIFICATION)
		at = put_notification(at, message.body);
	else
		at = PUT(at, ",\"type\":\"KEEPALIVE\"");
	if (message.type != BGP_UPDATE || event->codec.path_id_families == 0)
		at = put_raw(at, event->message);
	end_line(ris, at);
}

/* As attr_next_hop() finds it, with what stands behind the global one. */
static struct reader next_hop_of(const struct bgp_attrs *attrs, enum attr_next_hop from)
{
	struct reader value;

	if (from != ATTR_NEXT_HOP_PLAIN && bgp_attrs_has(attrs, BGP_ATTR_MP_REACH) &&
	    mp_reach_next_hop(attrs->values[BGP_ATTR_MP_REACH], &value) == 0)
		return value;
	return bgp_attrs_has(attrs, BGP_ATTR_NEXT_HOP) ? attrs->values[BGP_ATTR_NEXT_HOP]
						       : (struct reader){ 0 };
}

/* An entry of a table, or an event whose message is not there: an UPDATE of its own. */
static void print_route(struct event_ris *ris, const struct bgp_event *event)
{
	struct bgp_attrs attrs = { 0 };

	if (!event->has_prefix || event->nlri != NULL || event->safi != 1) {
		ris->unprinted++;
		return;
	}
	put_head(ris, event, reader_left(&event->attributes.bytes));
	char *at = PUT(buffer_room(ris->out, 0), ",\"type\":\"UPDATE\"");
	if (event->kind != BGP_WITHDRAWS)
		(void)!bgp_attrs_read(event->attributes.bytes, &attrs);
	at = put_attributes(ris, at, &attrs, event->attributes.asn_size == 2 ? 2 : 4);
	at = PUT(at, ",\"announcements\":[");
	if (event->kind != BGP_WITHDRAWS) {
		at = put_next_hop(at, next_hop_of(&attrs, event->attributes.next_hop));
		at = end_list(put_prefix(at, &event->prefix));
		*at++ = '}';
	}
	at = PUT(at, "],\"withdrawals\":[");
	if (event->kind == BGP_WITHDRAWS)
		at = put_prefix(at, &event->prefix);
	end_line(ris, end_list(at));
}

/* RIS Live knows two states; changes between those below Established are none to it. */
static void print_state_change(struct event_ris *ris, const struct bgp_event *event)
{
	bool is_up = event->new_state == BGP_STATE_ESTABLISHED;

	if (!is_up && event->old_state != BGP_STATE_ESTABLISHED && event->old_state != 0) {
		ris->unprinted++;
		return;
	}
	put_head(ris, event, 0);
	char *at = PUT(buffer_room(ris->out, 0), ",\"type\":\"RIS_PEER_STATE\",\"state\":\"");
	at = is_up ? PUT(at, "connected\"") : PUT(at, "down\"");
	end_line(ris, at);
}

static void take(void *context, const struct bgp_event *event)
{
	struct event_ris *ris = context;

	switch (event->kind) {
	case BGP_HAS:
	case BGP_ANNOUNCES:
	case BGP_WITHDRAWS:
		if (reader_left(&event->message) > 0)
			print_message(ris, event);
		else
			print_route(ris, event);
		break;
	case BGP_SAYS:
		if (reader_left(&event->message) > 0)
			print_message(ris, event);
		else
			ris->unprinted++;
		break;
	case BGP_STATE_CHANGES:
		print_state_change(ris, event);
		break;
	case BGP_REPORTS:
		ris->unprinted++;
		break;
	case BGP_LISTS_PEERS:
	case BGP_UNREAD:
		break; /* nothing that was said */
	}
}

static void end(void *context, const struct bgp_event *last)
{
	struct event_ris *ris = context;

	(void)last;
	ris->latest = (struct reader){ 0 };
}

struct bgp_sink event_ris_sink(struct event_ris *ris)
{
	return (struct bgp_sink){ .context = ris, .take = take, .end = end };
}
