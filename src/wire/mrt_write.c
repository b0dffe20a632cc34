#include "wire/mrt_write.h"

#include <assert.h>

#include "base/utc.h"
#include "wire/bgp_attrs.h"
#include "wire/bgp_message.h"

enum {
	MESSAGE_MAX = 4096, /* RFC 4271 section 4.1 */
	SEGMENT_MAX = 255,  /* ASes: the count of a segment has one octet */
	FLAGS_WELL_KNOWN = 0x40,
	FLAGS_OPTIONAL = 0x80,
	FLAGS_OPTIONAL_TRANSITIVE = 0xc0,
	FLAG_EXTENDED_LENGTH = 0x10,
	AFI_IPV4 = 1,
	AFI_IPV6 = 2,
	SAFI_UNICAST = 1,
	AS_TRANS = 23456, /* RFC 6793 section 9 */
	PATH_ID_SIZE = 4, /* RFC 7911 section 3 */
};

static void put_reader(struct buffer *out, struct reader bytes)
{
	buffer_text(out, (struct text){ (const char *)bytes.at, reader_left(&bytes) });
}

/* Leaves room for the length, in `size` octets, of what will be put behind it. */
static size_t begin(struct buffer *out, size_t size)
{
	buffer_number(out, 0, size);
	return out->used;
}

/* Fills in the length of all that was put since begin(). Does it fit? */
static bool end(struct buffer *out, size_t start, size_t size)
{
	uint64_t length = out->used - start;
	uint64_t wire = __builtin_bswap64(length << (64 - size * 8));

	memcpy(out->bytes + start - size, &wire, size);
	return length >> size * 8 == 0;
}

size_t mrt_write_begin(struct buffer *out, uint64_t time_us, unsigned type, unsigned subtype)
{
	buffer_number(out, time_us / UTC_SECOND, 4);
	buffer_number(out, type, 2);
	buffer_number(out, subtype, 2);
	size_t start = begin(out, 4);
	if (mrt_has_microseconds(type))
		buffer_number(out, time_us % UTC_SECOND, 4);
	return start;
}

void mrt_write_end(struct buffer *out, size_t start)
{
	bool fits = end(out, start, 4);
	assert(fits);
}

static void put_address(struct buffer *out, const struct address *address)
{
	if (address->family == FAMILY_V4) {
		buffer_number(out, address->hi >> 32, 4);
	} else {
		buffer_number(out, address->hi, 8);
		buffer_number(out, address->lo, 8);
	}
}

static void put_prefix(struct buffer *out, const struct prefix *prefix)
{
	struct address address = { prefix->hi, prefix->lo, prefix->family };

	buffer_number(out, prefix->len, 1);
	size_t start = out->used;
	put_address(out, &address);
	out->used = start + (prefix->len + 7U) / 8;
}

void mrt_write_peers(struct buffer *out, uint64_t time_us, uint32_t collector_id, struct text view,
		     const struct bgp_peer *peers, size_t count)
{
	assert(view.len <= UINT16_MAX && count <= UINT16_MAX);
	size_t record = mrt_write_begin(out, time_us, MRT_TABLE_DUMP_V2, MRT_PEER_INDEX_TABLE);

	buffer_number(out, collector_id, 4);
	buffer_number(out, view.len, 2);
	buffer_text(out, view);
	buffer_number(out, count, 2);
	for (size_t i = 0; i < count; i++) {
		buffer_number(out, peers[i].address.family == FAMILY_V4 ? 2 : 3, 1);
		buffer_number(out, peers[i].bgp_id, 4);
		put_address(out, &peers[i].address);
		buffer_number(out, peers[i].asn, 4);
	}
	mrt_write_end(out, record);
}

/* Begins an attribute whose length has two octets. */
static size_t begin_attr(struct buffer *out, unsigned flags, enum bgp_attr_type type)
{
	buffer_number(out, flags | FLAG_EXTENDED_LENGTH, 1);
	buffer_number(out, type, 1);
	return begin(out, 2);
}

/* Four octets, or two, which stand for all larger ones as AS_TRANS (RFC 6793 section 4.2.2). */
static void put_asn(struct buffer *out, asn_t asn, size_t size)
{
	buffer_number(out, size == 2 && asn > UINT16_MAX ? AS_TRANS : asn, size);
}

/* AS_PATH or AS4_PATH. */
static bool put_path(struct buffer *out, enum bgp_attr_type type, const struct mrt_route *route,
		     size_t size)
{
	size_t attr = begin_attr(
		out, type == BGP_ATTR_AS_PATH ? FLAGS_WELL_KNOWN : FLAGS_OPTIONAL_TRANSITIVE, type);

	if (reader_left(&route->segments) > 0) {
		assert(size == 4);
		put_reader(out, route->segments);
		return end(out, attr, 2);
	}
	for (size_t i = 0; i < route->path_count; i++) {
		size_t left = route->path_count - i;
		if (i % SEGMENT_MAX == 0) {
			buffer_number(out, AS_SEQUENCE, 1);
			buffer_number(out, left < SEGMENT_MAX ? left : SEGMENT_MAX, 1);
		}
		put_asn(out, route->path[i], size);
	}
	return end(out, attr, 2);
}

static bool has_large_asn(const struct mrt_route *route)
{
	for (size_t i = 0; i < route->path_count; i++)
		if (route->path[i] > UINT16_MAX)
			return true;
	return false;
}

static bool put_communities(struct buffer *out, const struct mrt_route *route)
{
	if (route->community_count == 0)
		return true;
	size_t attr = begin_attr(out, FLAGS_OPTIONAL_TRANSITIVE, BGP_ATTR_COMMUNITIES);
	for (size_t i = 0; i < route->community_count; i++)
		buffer_number(out, route->communities[i], 4);
	return end(out, attr, 2);
}

static bool put_med(struct buffer *out, const struct mrt_route *route)
{
	if (!route->has_med)
		return true;
	size_t attr = begin_attr(out, FLAGS_OPTIONAL, BGP_ATTR_MED);
	buffer_number(out, route->med, 4);
	return end(out, attr, 2);
}

/* With two octets per AS a large one is left out: it would need an AS4_AGGREGATOR. */
static bool put_aggregator(struct buffer *out, const struct mrt_route *route, size_t size)
{
	if (!route->has_aggregator || (size == 2 && route->aggregator.asn > UINT16_MAX))
		return true;
	size_t attr = begin_attr(out, FLAGS_OPTIONAL_TRANSITIVE, BGP_ATTR_AGGREGATOR);
	buffer_number(out, route->aggregator.asn, size);
	put_address(out, &route->aggregator.address);
	return end(out, attr, 2);
}

/* All attributes but those that depend on the kind of record. False when one is too long. */
static bool put_common_attrs(struct buffer *out, const struct mrt_route *route, size_t size)
{
	size_t origin = begin_attr(out, FLAGS_WELL_KNOWN, BGP_ATTR_ORIGIN);
	buffer_number(out, route->origin, 1);
	bool fits = end(out, origin, 2);

	fits = put_path(out, BGP_ATTR_AS_PATH, route, size) && fits;
	if (route->next_hop.family == FAMILY_V4) {
		size_t attr = begin_attr(out, FLAGS_WELL_KNOWN, BGP_ATTR_NEXT_HOP);
		put_address(out, &route->next_hop);
		fits = end(out, attr, 2) && fits;
	}
	fits = put_med(out, route) && fits;
	fits = put_aggregator(out, route, size) && fits;
	fits = put_communities(out, route) && fits;
	if (size == 2 && has_large_asn(route))
		fits = put_path(out, BGP_ATTR_AS4_PATH, route, 4) && fits;
	return fits;
}

/* The attributes of a RIB entry, whose MP_REACH is cut down to the next hop (section 4.3.4). */
static bool put_rib_attrs(struct buffer *out, const struct mrt_route *route)
{
	size_t block = begin(out, 2);
	bool fits = put_common_attrs(out, route, 4);

	if (route->next_hop.family == FAMILY_V6) {
		size_t attr = begin_attr(out, FLAGS_OPTIONAL, BGP_ATTR_MP_REACH);
		buffer_number(out, 16, 1);
		put_address(out, &route->next_hop);
		fits = end(out, attr, 2) && fits;
	}
	return end(out, block, 2) && fits;
}

int mrt_write_rib(struct buffer *out, uint64_t time_us, uint32_t sequence,
		  const struct prefix *prefix, const struct mrt_route_of_peer *routes, size_t count)
{
	size_t before = out->used;
	bool v4 = prefix->family == FAMILY_V4;
	bool fits = true;

	assert(count <= UINT16_MAX);
	size_t record = mrt_write_begin(out, time_us, MRT_TABLE_DUMP_V2,
					v4 ? MRT_RIB_IPV4_UNICAST : MRT_RIB_IPV6_UNICAST);
	buffer_number(out, sequence, 4);
	put_prefix(out, prefix);
	buffer_number(out, count, 2);
	for (size_t i = 0; i < count && fits; i++) {
		buffer_number(out, routes[i].peer, 2);
		buffer_number(out, routes[i].originated, 4);
		fits = put_rib_attrs(out, routes[i].route);
	}
	if (!fits || out->used - record > MRT_BODY_MAX) {
		out->used = before;
		return ERR_LIMIT;
	}
	mrt_write_end(out, record);
	return 0;
}

static size_t asn_size(const struct mrt_session *session)
{
	return session->asn_size == 2 ? 2 : 4;
}

static unsigned message_subtype(const struct mrt_session *session)
{
	static const uint8_t subtypes[2][2][2] = {
		{ { MRT_MESSAGE, MRT_MESSAGE_ADDPATH },
		  { MRT_MESSAGE_LOCAL, MRT_MESSAGE_LOCAL_ADDPATH } },
		{ { MRT_MESSAGE_AS4, MRT_MESSAGE_AS4_ADDPATH },
		  { MRT_MESSAGE_AS4_LOCAL, MRT_MESSAGE_AS4_LOCAL_ADDPATH } },
	};
	return subtypes[asn_size(session) == 4][session->is_local][session->has_path_ids];
}

/* The part of a BGP4MP record before the message or the states (section 4.4). */
static size_t begin_bgp4mp(struct buffer *out, uint64_t time_us, unsigned subtype,
			   const struct mrt_session *session)
{
	bool extended = time_us % UTC_SECOND != 0;
	bool v4 = session->peer.family == FAMILY_V4;
	size_t size = asn_size(session);

	assert(session->peer.family == session->local.family);
	size_t record =
		mrt_write_begin(out, time_us, extended ? MRT_BGP4MP_ET : MRT_BGP4MP, subtype);
	put_asn(out, session->peer_asn, size);
	put_asn(out, session->local_asn, size);
	buffer_number(out, 0, 2); /* interface */
	buffer_number(out, v4 ? AFI_IPV4 : AFI_IPV6, 2);
	put_address(out, &session->peer);
	put_address(out, &session->local);
	return record;
}

void mrt_write_message(struct buffer *out, uint64_t time_us, const struct mrt_session *session,
		       struct reader message)
{
	size_t record = begin_bgp4mp(out, time_us, message_subtype(session), session);
	put_reader(out, message);
	mrt_write_end(out, record);
}

void mrt_write_state_change(struct buffer *out, uint64_t time_us, const struct mrt_session *session,
			    uint16_t old_state, uint16_t new_state)
{
	unsigned subtype = asn_size(session) == 4 ? MRT_STATE_CHANGE_AS4 : MRT_STATE_CHANGE;
	size_t record = begin_bgp4mp(out, time_us, subtype, session);
	buffer_number(out, old_state, 2);
	buffer_number(out, new_state, 2);
	mrt_write_end(out, record);
}

/* An UPDATE being put together. */
struct update {
	const struct mrt_session *session;
	const struct mrt_route *route; /* NULL: withdrawn */
	const struct prefix *prefixes;
	size_t count;
	size_t message; /* where it begins */
	size_t done;    /* prefixes that it holds */
};

/* Puts as many prefixes as a message has room for, and says how many; 0 when not even one fits. */
static size_t put_nlri(struct buffer *out, const struct update *update)
{
	size_t id_size = update->session->has_path_ids ? PATH_ID_SIZE : 0;

	for (size_t i = 0; i < update->count; i++) {
		size_t size = id_size + 1 + (update->prefixes[i].len + 7U) / 8;
		/* The attributes' length may still stand before the message's end. */
		if (out->used + size + 2 - update->message > MESSAGE_MAX)
			return i;
		if (id_size > 0)
			buffer_number(out, 0, id_size);
		put_prefix(out, &update->prefixes[i]);
	}
	return update->count;
}

static void put_next_hop(struct buffer *out, const struct mrt_route *route)
{
	bool has_two = route->next_hop.family == FAMILY_V6 && route->link_local.family == FAMILY_V6;
	size_t start = begin(out, 1);

	put_address(out, &route->next_hop);
	if (has_two)
		put_address(out, &route->link_local);
	bool fits = end(out, start, 1);
	assert(fits);
}

/* MP_REACH or, without a route, MP_UNREACH (RFC 4760 sections 3 and 4). */
static bool put_mp(struct buffer *out, struct update *update)
{
	const struct mrt_route *route = update->route;
	bool v4 = update->prefixes[0].family == FAMILY_V4;
	size_t attr = begin_attr(out, FLAGS_OPTIONAL,
				 route != NULL ? BGP_ATTR_MP_REACH : BGP_ATTR_MP_UNREACH);

	buffer_number(out, v4 ? AFI_IPV4 : AFI_IPV6, 2);
	buffer_number(out, SAFI_UNICAST, 1);
	if (route != NULL) {
		put_next_hop(out, route);
		buffer_number(out, 0, 1); /* reserved */
	}
	update->done = put_nlri(out, update);
	return end(out, attr, 2);
}

/* One UPDATE with as many of the prefixes as it holds. IPv4 stands in the fields of RFC 4271,
 * unless its next hop is IPv6 (RFC 8950). False when not even one fits. */
static bool put_update(struct buffer *out, struct update *update)
{
	const struct mrt_route *route = update->route;
	bool mp = update->count > 0 && (update->prefixes[0].family == FAMILY_V6 ||
					(route != NULL && route->next_hop.family == FAMILY_V6));
	size_t message = out->used;

	update->message = message;
	buffer_number(out, UINT64_MAX, 8); /* marker */
	buffer_number(out, UINT64_MAX, 8);
	size_t length = begin(out, 2);
	buffer_number(out, BGP_UPDATE, 1);
	size_t withdrawn = begin(out, 2);
	if (route == NULL && !mp)
		update->done = put_nlri(out, update);
	bool fits = end(out, withdrawn, 2);
	size_t attributes = begin(out, 2);
	if (route != NULL)
		fits = put_common_attrs(out, route, asn_size(update->session)) && fits;
	if (mp)
		fits = put_mp(out, update) && fits;
	fits = end(out, attributes, 2) && fits;
	if (route != NULL && !mp)
		update->done = put_nlri(out, update);

	uint64_t wire = __builtin_bswap64((uint64_t)(out->used - message) << 48);
	memcpy(out->bytes + length - 2, &wire, 2); /* the marker counts too */
	return fits && out->used - message <= MESSAGE_MAX &&
	       (update->done > 0 || update->count == 0);
}

int mrt_write_update(struct buffer *out, uint64_t time_us, const struct mrt_session *session,
		     const struct mrt_route *route, const struct prefix *prefixes, size_t count)
{
	size_t before = out->used;

	for (size_t done = 0; done < count;) {
		size_t record = begin_bgp4mp(out, time_us, message_subtype(session), session);
		struct update update = { .session = session,
					 .route = route,
					 .prefixes = prefixes + done,
					 .count = count - done };
		if (!put_update(out, &update)) {
			out->used = before;
			return ERR_LIMIT;
		}
		mrt_write_end(out, record);
		done += update.done;
	}
	return 0;
}

int mrt_write_bare_update(struct buffer *out, const struct mrt_session *session,
			  const struct mrt_route *route, const struct prefix *prefixes,
			  size_t count)
{
	struct update update = {
		.session = session, .route = route, .prefixes = prefixes, .count = count
	};
	size_t before = out->used;

	do {
		if (!put_update(out, &update)) {
			out->used = before;
			return ERR_LIMIT;
		}
		update.prefixes += update.done;
		update.count -= update.done;
	} while (update.count > 0);
	return 0;
}
