#include "wire/bgp_attrs.h"

#include <assert.h>

int bgp_attrs_read(struct reader block, struct bgp_attrs *out_attrs)
{
	uint64_t present = 0;
	bool has_higher = false;
	struct bgp_attr attr;
	int got;

	while ((got = bgp_attr_next(&block, &attr)) > 0) {
		if (attr.type >= BGP_ATTR_TYPES) {
			has_higher = true;
			continue;
		}
		if ((present >> attr.type & 1) != 0)
			continue;
		present |= UINT64_C(1) << attr.type;
		out_attrs->flags[attr.type] = attr.flags;
		out_attrs->values[attr.type] = attr.value;
	}
	out_attrs->present = present;
	out_attrs->has_higher = has_higher;
	return got;
}

int bgp_attr_find(struct reader block, enum bgp_attr_type wanted, struct reader *out_value)
{
	struct bgp_attr attr;
	int got;

	while ((got = bgp_attr_next(&block, &attr)) > 0) {
		if (attr.type == wanted) {
			*out_value = attr.value;
			return 1;
		}
	}
	return got;
}

/* How many ASes a path counts as: RFC 4271 section 9.1.2.2 and RFC 5065 section 5.3. */
static int path_length(struct reader path, unsigned asn_size, unsigned *out_length)
{
	struct as_segment segment;
	unsigned length = 0;
	int got;

	while ((got = as_path_next(&path, asn_size, &segment)) > 0) {
		if (segment.type == AS_SEQUENCE)
			length += segment.count;
		else if (segment.type == AS_SET)
			length += 1;
	}
	*out_length = length;
	return got;
}

struct widening {
	uint8_t *room;
	size_t used;
};

static void widen_octet(struct widening *to, unsigned octet)
{
	assert(to->used < AS_PATH_ROOM);
	to->room[to->used++] = (uint8_t)octet;
}

static void widen_segment(struct widening *to, struct as_segment segment, unsigned asn_size)
{
	widen_octet(to, segment.type);
	widen_octet(to, segment.count);
	for (unsigned i = 0; i < segment.count; i++) {
		asn_t asn = as_segment_asn(&segment, asn_size);
		for (unsigned shift = 32; shift > 0; shift -= 8)
			widen_octet(to, asn >> (shift - 8) & 0xff);
	}
}

/*
 * Copies the leading segments of a two-octet path that count for at most `limit` ASes, and those of
 * a confederation, which count for none, if they lead or follow a segment that is copied whole (RFC
 * 6793 section 4.2.3). The path has been walked before, so it is sound.
 */
static void widen_leading(struct widening *to, struct reader path, unsigned limit)
{
	struct as_segment segment;

	while (as_path_next(&path, 2, &segment) > 0) {
		bool counts = segment.type == AS_SEQUENCE || segment.type == AS_SET;
		if (counts && limit == 0)
			return;
		if (segment.type == AS_SEQUENCE && segment.count > limit) {
			segment.count = limit;
			widen_segment(to, segment, 2);
			return;
		}
		widen_segment(to, segment, 2);
		if (counts)
			limit -= segment.type == AS_SET ? 1 : segment.count;
	}
}

/* May AS4_PATH be used? Not when a two-octet speaker aggregated after it was written. */
static bool as4_path_counts(const struct bgp_attrs *attrs)
{
	if (!bgp_attrs_has(attrs, BGP_ATTR_AS4_PATH))
		return false;
	if (!bgp_attrs_has(attrs, BGP_ATTR_AGGREGATOR) ||
	    !bgp_attrs_has(attrs, BGP_ATTR_AS4_AGGREGATOR))
		return true;
	struct reader aggregator = attrs->values[BGP_ATTR_AGGREGATOR];
	return read_u16(&aggregator) == ASN_TRANS;
}

int bgp_attrs_path(const struct bgp_attrs *attrs, unsigned asn_size, uint8_t room[AS_PATH_ROOM],
		   struct reader *out_path)
{
	struct reader path = { 0 };
	struct widening to = { room, 0 };
	struct as_segment segment;
	unsigned length = 0, length4 = 0;

	if (bgp_attrs_has(attrs, BGP_ATTR_AS_PATH))
		path = attrs->values[BGP_ATTR_AS_PATH];
	int got = path_length(path, asn_size, &length);
	if (got < 0)
		return got;
	if (asn_size == 4) {
		*out_path = path;
		return 0;
	}

	struct reader path4 = { 0 };
	if (as4_path_counts(attrs))
		path4 = attrs->values[BGP_ATTR_AS4_PATH];
	/* A broken AS4_PATH is set aside, not the route (RFC 6793 section 6). */
	if (path_length(path4, 4, &length4) < 0 || length4 == 0 || length4 > length) {
		path4 = (struct reader){ 0 };
		length4 = 0;
	}
	widen_leading(&to, path, length4 == 0 ? UINT32_MAX : length - length4);
	while (as_path_next(&path4, 4, &segment) > 0)
		if (segment.type == AS_SEQUENCE || segment.type == AS_SET)
			widen_segment(&to, segment, 4);
	*out_path = reader_over(room, to.used);
	return 0;
}
