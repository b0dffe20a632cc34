#include "wire/event_text.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "wire/bgp_message.h"
#include "wire/bgp_text.h"

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

static void put_prefix(struct buffer *out, const struct bgp_event *event)
{
	buffer_commit(out, prefix_put(buffer_room(out, PREFIX_TEXT_MAX), &event->prefix));
	if (event->safi != 1)
		buffer_string(out, event->safi == 2 ? " multicast" : " unicast and multicast");
	if (event->has_path_id)
		buffer_format(out, " (path id %u)", event->path_id);
}

static void put_path(struct event_text *text, const struct bgp_attrs *attrs, unsigned asn_size)
{
	struct reader path;

	if (bgp_attrs_path(attrs, asn_size, text->path_room, &path) < 0)
		path = (struct reader){ .failed = true };
	buffer_string(text->out, ": path ");
	char *start =
		buffer_room(text->out, BGP_TEXT_PER_BYTE * reader_left(&path) + BGP_TEXT_SLACK);
	char *end = as_path_put(start, path, text->numbers);
	if (end == start)
		end = put_bytes(start, "empty", 5);
	buffer_commit(text->out, end);
}

static void put_origin(struct buffer *out, const struct bgp_attrs *attrs)
{
	static const char *const names[] = { "IGP", "EGP", "incomplete" };

	if (!bgp_attrs_has(attrs, BGP_ATTR_ORIGIN))
		return;
	struct reader value = attrs->values[BGP_ATTR_ORIGIN];
	unsigned origin = read_u8(&value);
	buffer_format(out, "; origin %s", origin < 3 ? names[origin] : "unknown");
}

static void put_number(struct buffer *out, const struct bgp_attrs *attrs, enum bgp_attr_type type,
		       const char *name)
{
	uint32_t number;

	if (attr_number(attrs, type, &number))
		buffer_format(out, "; %s %u", name, number);
}

static void put_communities(struct event_text *text, const struct bgp_attrs *attrs)
{
	if (!bgp_attrs_has(attrs, BGP_ATTR_COMMUNITIES))
		return;
	struct reader value = attrs->values[BGP_ATTR_COMMUNITIES];
	buffer_string(text->out, "; communities ");
	char *at = buffer_room(text->out, BGP_TEXT_PER_BYTE * reader_left(&value) + BGP_TEXT_SLACK);
	buffer_commit(text->out, communities_put(at, value, text->numbers));
}

/* RFC 8092 section 5. */
static void put_large_communities(struct buffer *out, const struct bgp_attrs *attrs)
{
	if (!bgp_attrs_has(attrs, BGP_ATTR_LARGE_COMMUNITIES))
		return;
	struct reader value = attrs->values[BGP_ATTR_LARGE_COMMUNITIES];
	buffer_string(out, "; large communities");
	while (reader_left(&value) >= 12) {
		uint32_t global = read_u32(&value), local1 = read_u32(&value);
		buffer_format(out, " %u:%u:%u", global, local1, read_u32(&value));
	}
}

/* Route targets and origins by their parts (RFC 4360 sections 3 to 5, RFC 5668), others in
 * hexadecimal. */
static void put_extended_community(struct buffer *out, struct reader community)
{
	struct reader whole = community;
	unsigned type = read_u8(&community); /* 0: two-octet AS, 1: IPv4, 2: four-octet AS */
	unsigned kind = read_u8(&community); /* 2: route target, 3: route origin */
	struct address address;

	if (type > 2 || (kind != 2 && kind != 3)) {
		buffer_format(out, " 0x%016" PRIx64, read_u64(&whole));
		return;
	}
	buffer_string(out, kind == 2 ? " rt:" : " soo:");
	if (type == 1 && address_read(&community, FAMILY_V4, &address) == 0)
		put_address(out, &address);
	else
		buffer_u64(out, type == 0 ? read_u16(&community) : read_u32(&community));
	buffer_char(out, ':');
	buffer_u64(out, type == 0 ? read_u32(&community) : read_u16(&community));
}

static void put_extended_communities(struct buffer *out, const struct bgp_attrs *attrs)
{
	if (!bgp_attrs_has(attrs, BGP_ATTR_EXT_COMMUNITIES))
		return;
	struct reader value = attrs->values[BGP_ATTR_EXT_COMMUNITIES];
	buffer_string(out, "; extended communities");
	while (reader_left(&value) >= 8)
		put_extended_community(out, read_inner(&value, 8));
}

/* Addresses of four octets each: ORIGINATOR_ID, CLUSTER_LIST (RFC 4456). */
static void put_ids(struct buffer *out, const struct bgp_attrs *attrs, enum bgp_attr_type type,
		    const char *name)
{
	struct address id;

	if (!bgp_attrs_has(attrs, type))
		return;
	struct reader value = attrs->values[type];
	buffer_format(out, "; %s", name);
	while (address_read(&value, FAMILY_V4, &id) == 0) {
		buffer_char(out, ' ');
		put_address(out, &id);
	}
}

/* Those that are put into words, here and as parts of others. */
#define BIT(type) (UINT64_C(1) << (type))
static const uint64_t IN_WORDS =
	BIT(BGP_ATTR_ORIGIN) | BIT(BGP_ATTR_AS_PATH) | BIT(BGP_ATTR_NEXT_HOP) | BIT(BGP_ATTR_MED) |
	BIT(BGP_ATTR_LOCAL_PREF) | BIT(BGP_ATTR_ATOMIC_AGGREGATE) | BIT(BGP_ATTR_AGGREGATOR) |
	BIT(BGP_ATTR_COMMUNITIES) | BIT(BGP_ATTR_ORIGINATOR_ID) | BIT(BGP_ATTR_CLUSTER_LIST) |
	BIT(BGP_ATTR_MP_REACH) | BIT(BGP_ATTR_MP_UNREACH) | BIT(BGP_ATTR_EXT_COMMUNITIES) |
	BIT(BGP_ATTR_AS4_PATH) | BIT(BGP_ATTR_AS4_AGGREGATOR) | BIT(BGP_ATTR_LARGE_COMMUNITIES) |
	BIT(BGP_ATTR_OTC);

static void put_others(struct buffer *out, const struct bgp_attrs *attrs)
{
	for (unsigned type = 0; type < BGP_ATTR_TYPES; type++)
		if ((attrs->present & ~IN_WORDS & BIT(type)) != 0)
			buffer_format(out, "; attribute %u of %u octets", type,
				      (unsigned)reader_left(&attrs->values[type]));
}

static void put_attributes(struct event_text *text, const struct attr_block *block)
{
	struct buffer *out = text->out;
	struct aggregator aggregator;
	struct address next_hop;
	struct bgp_attrs attrs;
	int got = bgp_attrs_read(block->bytes, &attrs);

	put_path(text, &attrs, block->asn_size);
	put_origin(out, &attrs);
	if (attr_next_hop(&attrs, block->next_hop, &next_hop)) {
		buffer_string(out, "; next hop ");
		put_address(out, &next_hop);
	}
	put_number(out, &attrs, BGP_ATTR_MED, "MED");
	put_number(out, &attrs, BGP_ATTR_LOCAL_PREF, "local preference");
	if (bgp_attrs_has(&attrs, BGP_ATTR_ATOMIC_AGGREGATE))
		buffer_string(out, "; atomic aggregate");
	if (attr_aggregator(&attrs, &aggregator)) {
		buffer_format(out, "; aggregator AS%u ", aggregator.asn);
		put_address(out, &aggregator.address);
	}
	put_ids(out, &attrs, BGP_ATTR_ORIGINATOR_ID, "originator");
	put_ids(out, &attrs, BGP_ATTR_CLUSTER_LIST, "clusters");
	put_communities(text, &attrs);
	put_extended_communities(out, &attrs);
	put_large_communities(out, &attrs);
	put_number(out, &attrs, BGP_ATTR_OTC, "only to customer AS"); /* RFC 9234 */
	put_others(out, &attrs);
	if (got < 0)
		buffer_string(out, "; the attributes break off");
}

static void put_peer(struct event_text *text, const struct bgp_event *event)
{
	if (event->is_first)
		(void)utc_print(event->time_us, text->time);
	buffer_string(text->out, text->time);
	buffer_format(text->out, " AS%u ", event->peer.asn);
	put_address(text->out, &event->peer.address);
}

static void put_message(struct buffer *out, const struct bgp_event *event)
{
	buffer_string(out, event->is_local ? " hears " : " says ");
	if (event->is_end_of_rib)
		buffer_format(out, "that its table is complete (AFI %u, SAFI %u)", event->afi,
			      event->safi);
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
		put_prefix(out, event);
		buffer_format(out, " since %s", utc_print(event->originated * UTC_SECOND, since));
		put_attributes(text, &event->attributes);
		break;
	case BGP_ANNOUNCES:
		buffer_string(out, event->is_local ? " hears of " : " announces ");
		put_prefix(out, event);
		put_attributes(text, &event->attributes);
		break;
	case BGP_WITHDRAWS:
		buffer_string(out, event->is_local ? " hears no more of " : " withdraws ");
		put_prefix(out, event);
		break;
	case BGP_STATE_CHANGES:
		buffer_format(out, " goes from %s to %s", state_name(event->old_state),
			      state_name(event->new_state));
		break;
	case BGP_SAYS:
		put_message(out, event);
		break;
	case BGP_REPORTS:
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
