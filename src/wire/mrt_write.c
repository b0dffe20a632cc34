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
};

/* The lowest `size` octets of a number, the highest of them first. */
static void put(struct buffer *out, uint64_t value, size_t size)
{
	uint64_t wire = __builtin_bswap64(value << (64 - size * 8));
	char *at = buffer_room(out, sizeof(wire));

	memcpy(at, &wire, sizeof(wire));
	out->used += size;
}

static void put_reader(struct buffer *out, struct reader bytes)
{
	buffer_text(out, (struct text){ (const char *)bytes.at, reader_left(&bytes) });
}

/* Leaves room for the length, in `size` octets, of what will be put behind it. */
static size_t begin(struct buffer *out, size_t size)
{
	put(out, 0, size);
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

static size_t begin_record(struct buffer *out, uint64_t time_us, unsigned type, unsigned subtype)
{
	put(out, time_us / UTC_SECOND, 4);
	put(out, type, 2);
	put(out, subtype, 2);
	return begin(out, 4);
}

static void end_record(struct buffer *out, size_t start)
{
	bool fits = end(out, start, 4);
	assert(fits);
}

static void put_address(struct buffer *out, const struct address *address)
{
	if (address->family == FAMILY_V4) {
		put(out, address->hi >> 32, 4);
	} else {
		put(out, address->hi, 8);
		put(out, address->lo, 8);
	}
}

static void put_prefix(struct buffer *out, const struct prefix *prefix)
{
	struct address address = { prefix->hi, prefix->lo, prefix->family };

	put(out, prefix->len, 1);
	size_t start = out->used;
	put_address(out, &address);
	out->used = start + (prefix->len + 7U) / 8;
}

void mrt_write_peers(struct buffer *out, uint64_t time_us, uint32_t collector_id, struct text view,
		     const struct mrt_peer *peers, size_t count)
{
	assert(view.len <= UINT16_MAX && count <= UINT16_MAX);
	size_t record = begin_record(out, time_us, MRT_TABLE_DUMP_V2, MRT_PEER_INDEX_TABLE);

	put(out, collector_id, 4);
	put(out, view.len, 2);
	buffer_text(out, view);
	put(out, count, 2);
	for (size_t i = 0; i < count; i++) {
		put(out, peers[i].address.family == FAMILY_V4 ? 2 : 3, 1);
		put(out, peers[i].bgp_id, 4);
		put_address(out, &peers[i].address);
		put(out, peers[i].asn, 4);
	}
	end_record(out, record);
}

/* Begins an attribute whose length has two octets. */
static size_t begin_attr(struct buffer *out, unsigned flags, enum bgp_attr_type type)
{
	put(out, flags | FLAG_EXTENDED_LENGTH, 1);
	put(out, type, 1);
	return begin(out, 2);
}

static bool put_path(struct buffer *out, const struct mrt_route *route)
{
	size_t attr = begin_attr(out, FLAGS_WELL_KNOWN, BGP_ATTR_AS_PATH);

	for (size_t i = 0; i < route->path_count; i++) {
		size_t left = route->path_count - i;
		if (i % SEGMENT_MAX == 0) {
			put(out, AS_SEQUENCE, 1);
			put(out, left < SEGMENT_MAX ? left : SEGMENT_MAX, 1);
		}
		put(out, route->path[i], 4);
	}
	return end(out, attr, 2);
}

static bool put_communities(struct buffer *out, const struct mrt_route *route)
{
	if (route->community_count == 0)
		return true;
	size_t attr = begin_attr(out, FLAGS_OPTIONAL_TRANSITIVE, BGP_ATTR_COMMUNITIES);
	for (size_t i = 0; i < route->community_count; i++)
		put(out, route->communities[i], 4);
	return end(out, attr, 2);
}

/* All attributes but those that depend on the kind of record. False when one is too long. */
static bool put_common_attrs(struct buffer *out, const struct mrt_route *route)
{
	size_t origin = begin_attr(out, FLAGS_WELL_KNOWN, BGP_ATTR_ORIGIN);
	put(out, route->origin, 1);
	bool fits = end(out, origin, 2);

	fits = put_path(out, route) && fits;
	if (route->next_hop.family == FAMILY_V4) {
		size_t attr = begin_attr(out, FLAGS_WELL_KNOWN, BGP_ATTR_NEXT_HOP);
		put_address(out, &route->next_hop);
		fits = end(out, attr, 2) && fits;
	}
	return put_communities(out, route) && fits;
}

/* The attributes of a RIB entry, whose MP_REACH is cut down to the next hop (section 4.3.4). */
static bool put_rib_attrs(struct buffer *out, const struct mrt_route *route)
{
	size_t block = begin(out, 2);
	bool fits = put_common_attrs(out, route);

	if (route->next_hop.family == FAMILY_V6) {
		size_t attr = begin_attr(out, FLAGS_OPTIONAL, BGP_ATTR_MP_REACH);
		put(out, 16, 1);
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
	size_t record = begin_record(out, time_us, MRT_TABLE_DUMP_V2,
				     v4 ? MRT_RIB_IPV4_UNICAST : MRT_RIB_IPV6_UNICAST);
	put(out, sequence, 4);
	put_prefix(out, prefix);
	put(out, count, 2);
	for (size_t i = 0; i < count && fits; i++) {
		put(out, routes[i].peer, 2);
		put(out, routes[i].originated, 4);
		fits = put_rib_attrs(out, routes[i].route);
	}
	if (!fits || out->used - record > MRT_BODY_MAX) {
		out->used = before;
		return ERR_LIMIT;
	}
	end_record(out, record);
	return 0;
}

/* The part of a BGP4MP record before the message or the states (section 4.4). */
static size_t begin_bgp4mp(struct buffer *out, uint64_t time_us, unsigned subtype,
			   const struct mrt_session *session)
{
	bool extended = time_us % UTC_SECOND != 0;
	bool v4 = session->peer.family == FAMILY_V4;

	assert(session->peer.family == session->local.family);
	size_t record = begin_record(out, time_us, extended ? MRT_BGP4MP_ET : MRT_BGP4MP, subtype);
	if (extended)
		put(out, time_us % UTC_SECOND, 4);
	put(out, session->peer_asn, 4);
	put(out, session->local_asn, 4);
	put(out, 0, 2); /* interface */
	put(out, v4 ? AFI_IPV4 : AFI_IPV6, 2);
	put_address(out, &session->peer);
	put_address(out, &session->local);
	return record;
}

void mrt_write_message(struct buffer *out, uint64_t time_us, const struct mrt_session *session,
		       struct reader message)
{
	size_t record = begin_bgp4mp(out, time_us, MRT_MESSAGE_AS4, session);
	put_reader(out, message);
	end_record(out, record);
}

void mrt_write_state_change(struct buffer *out, uint64_t time_us, const struct mrt_session *session,
			    uint16_t old_state, uint16_t new_state)
{
	size_t record = begin_bgp4mp(out, time_us, MRT_STATE_CHANGE_AS4, session);
	put(out, old_state, 2);
	put(out, new_state, 2);
	end_record(out, record);
}

/* Puts as many prefixes as a message has room for, and says how many; 0 when not even one fits. */
static size_t put_nlri(struct buffer *out, size_t message, const struct prefix *prefixes,
		       size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t size = 1 + (prefixes[i].len + 7U) / 8;
		/* The attributes' length may still stand before `message`'s end. */
		if (out->used + size + 2 - message > MESSAGE_MAX)
			return i;
		put_prefix(out, &prefixes[i]);
	}
	return count;
}

/* MP_REACH or, without a route, MP_UNREACH (RFC 4760 sections 3 and 4). */
static size_t put_mp(struct buffer *out, size_t message, const struct mrt_route *route,
		     const struct prefix *prefixes, size_t count)
{
	bool v4 = prefixes[0].family == FAMILY_V4;
	size_t attr = begin_attr(out, FLAGS_OPTIONAL,
				 route != NULL ? BGP_ATTR_MP_REACH : BGP_ATTR_MP_UNREACH);

	put(out, v4 ? AFI_IPV4 : AFI_IPV6, 2);
	put(out, SAFI_UNICAST, 1);
	if (route != NULL) {
		put(out, family_bits(route->next_hop.family) / 8, 1);
		put_address(out, &route->next_hop);
		put(out, 0, 1); /* reserved */
	}
	size_t done = put_nlri(out, message, prefixes, count);
	return end(out, attr, 2) ? done : 0;
}

/* One UPDATE with as many of the prefixes as it holds. IPv4 stands in the fields of RFC 4271,
 * unless its next hop is IPv6 (RFC 8950). */
static size_t put_update(struct buffer *out, const struct mrt_route *route,
			 const struct prefix *prefixes, size_t count)
{
	bool mp = prefixes[0].family == FAMILY_V6 ||
		  (route != NULL && route->next_hop.family == FAMILY_V6);
	size_t message = out->used;
	size_t done = 0;

	put(out, UINT64_MAX, 8); /* marker */
	put(out, UINT64_MAX, 8);
	size_t length = begin(out, 2);
	put(out, BGP_UPDATE, 1);
	size_t withdrawn = begin(out, 2);
	if (route == NULL && !mp)
		done = put_nlri(out, message, prefixes, count);
	bool fits = end(out, withdrawn, 2);
	size_t attributes = begin(out, 2);
	if (route != NULL)
		fits = put_common_attrs(out, route) && fits;
	if (mp)
		done = put_mp(out, message, route, prefixes, count);
	fits = end(out, attributes, 2) && fits;
	if (route != NULL && !mp)
		done = put_nlri(out, message, prefixes, count);

	uint64_t wire = __builtin_bswap64((uint64_t)(out->used - message) << 48);
	memcpy(out->bytes + length - 2, &wire, 2); /* the marker counts too */
	return fits ? done : 0;
}

int mrt_write_update(struct buffer *out, uint64_t time_us, const struct mrt_session *session,
		     const struct mrt_route *route, const struct prefix *prefixes, size_t count)
{
	size_t before = out->used;

	for (size_t done = 0; done < count;) {
		size_t record = begin_bgp4mp(out, time_us, MRT_MESSAGE_AS4, session);
		size_t more = put_update(out, route, prefixes + done, count - done);
		if (more == 0) {
			out->used = before;
			return ERR_LIMIT;
		}
		end_record(out, record);
		done += more;
	}
	return 0;
}
