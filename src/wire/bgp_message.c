#include "wire/bgp_message.h"

#include "wire/bgp_attrs.h"

enum {
	HEADER_SIZE = 19,
	MP_END_OF_RIB_MAX = 7, /* a header of four octets at most, AFI, SAFI */
};

int bgp_message_read(struct reader *in, struct bgp_message *out_message)
{
	static const uint8_t marker[16] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
					    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	const uint8_t *start = read_bytes(in, sizeof(marker));
	unsigned length = read_u16(in);
	struct bgp_message message = { .type = read_u8(in) };

	if (in->failed)
		return ERR_TRUNCATED;
	if (memcmp(start, marker, sizeof(marker)) != 0 || length < HEADER_SIZE)
		return ERR_MALFORMED; /* RFC 4271 section 6.1 */
	message.body = read_inner(in, length - HEADER_SIZE);
	if (in->failed)
		return ERR_TRUNCATED;
	*out_message = message;
	return 0;
}

int bgp_update_read(struct reader body, struct bgp_update *out_update)
{
	struct bgp_update update;

	update.withdrawn = read_inner(&body, read_u16(&body));
	update.attributes = read_inner(&body, read_u16(&body));
	if (body.failed)
		return ERR_TRUNCATED;
	update.announced = body;
	*out_update = update;
	return 0;
}

bool bgp_update_is_end_of_rib(const struct bgp_update *update, unsigned *out_afi,
			      unsigned *out_safi)
{
	struct reader attributes = update->attributes, value;
	struct mp_nlri mp = { .afi = 1, .safi = 1 };

	if (reader_left(&update->withdrawn) > 0 || reader_left(&update->announced) > 0)
		return false;
	if (reader_left(&attributes) > 0) {
		/* Nothing but an MP_UNREACH that names a family and no prefix. */
		if (bgp_attr_find(attributes, BGP_ATTR_MP_UNREACH, &value) <= 0 ||
		    mp_unreach_read(value, &mp) < 0 || reader_left(&mp.nlri) > 0 ||
		    value.end != attributes.end || reader_left(&attributes) > MP_END_OF_RIB_MAX)
			return false;
	}
	*out_afi = mp.afi;
	*out_safi = mp.safi;
	return true;
}

static int family_read(struct reader *value, struct mp_nlri *mp)
{
	mp->afi = read_u16(value);
	mp->safi = read_u8(value);
	mp->family = mp->afi == 1 ? FAMILY_V4 : mp->afi == 2 ? FAMILY_V6 : 0;
	return value->failed ? ERR_TRUNCATED : 0;
}

int mp_reach_read(struct reader value, struct mp_nlri *out_mp)
{
	struct mp_nlri mp = { 0 };

	if (family_read(&value, &mp) < 0)
		return ERR_TRUNCATED;
	mp.next_hop = read_inner(&value, read_u8(&value));
	(void)read_u8(&value); /* reserved, once a count of SNPAs (RFC 4760 section 3) */
	if (value.failed)
		return ERR_TRUNCATED;
	mp.nlri = value;
	*out_mp = mp;
	return 0;
}

int mp_unreach_read(struct reader value, struct mp_nlri *out_mp)
{
	struct mp_nlri mp = { 0 };

	if (family_read(&value, &mp) < 0)
		return ERR_TRUNCATED;
	mp.nlri = value;
	*out_mp = mp;
	return 0;
}

int mp_reach_next_hop(struct reader value, struct reader *out_next_hop)
{
	struct reader cut = value;
	struct mp_nlri mp;
	size_t size = read_u8(&cut);
	struct reader next_hop = read_inner(&cut, size);

	/* A first octet of 0 is no length of a next hop but the upper half of an AFI. */
	if (size != 0) {
		if (cut.failed)
			return ERR_TRUNCATED;
		*out_next_hop = next_hop;
		return 0;
	}
	int got = mp_reach_read(value, &mp);
	if (got < 0)
		return got;
	*out_next_hop = mp.next_hop;
	return 0;
}
