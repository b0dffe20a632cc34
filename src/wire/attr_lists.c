#include "wire/attr_lists.h"

#include "wire/bgp_attrs.h"
#include "wire/ext_community.h"

/* Of an item's text with quotes and comma. */
enum {
	COMMUNITY_MAX = 32,       /* "route-filter-translated-v4" */
	LARGE_COMMUNITY_MAX = 40, /* three numbers */
	EXT_COMMUNITY_MAX = EXT_COMMUNITY_TEXT_MAX + 4,
	ID_MAX = 24,
	/* A segment without AS numbers has two octets for {"confed_sequence":[]} and a comma; an AS
	 * number of two octets up to six characters, of four up to eleven. */
	PATH_PER_OCTET = 12,
};

static const char *const SEGMENT_OPENS[] = {
	[AS_SET] = "{\"set\":[",
	[AS_SEQUENCE] = "",
	[AS_CONFED_SEQUENCE] = "{\"confed_sequence\":[",
	[AS_CONFED_SET] = "{\"confed_set\":[",
};

static char *put_segment(char *at, struct as_segment segment, unsigned asn_size,
			 const struct number_texts *numbers)
{
	const char *open = SEGMENT_OPENS[segment.type];
	size_t len = strlen(open);

	at = put_bytes(at, open, len);
	for (unsigned i = 0; i < segment.count; i++) {
		if (i > 0)
			*at++ = ',';
		at = number_put(at, as_segment_asn(&segment, asn_size), numbers);
	}
	return len > 0 ? put_bytes(at, "]}", 2) : at;
}

static char *put_json_path(const struct attr_out *out, char *at, struct reader path,
			   unsigned asn_size)
{
	struct as_segment segment;
	bool apart = false;

	while (as_path_next(&path, asn_size, &segment) > 0) {
		if (segment.type == AS_SEQUENCE && segment.count == 0)
			continue;
		if (apart)
			*at++ = ',';
		apart = true;
		at = put_segment(at, segment, asn_size, out->numbers);
	}
	return at;
}

void attr_path_put(struct attr_out *out, struct attr_label label, struct reader path,
		   unsigned asn_size)
{
	attr_out_begin(out, label, '[');
	attr_out_room(out, PATH_PER_OCTET * reader_left(&path) + 2 * BGP_TEXT_SLACK);
	if (out->is_json) {
		out->at = put_json_path(out, out->at, path, asn_size);
	} else {
		char *start = put_bytes(out->at, " ", 1);
		out->at = as_path_put(start, path, out->numbers);
		if (out->at == start)
			out->at = put_bytes(start, "empty", 5);
	}
	attr_out_end(out, ']');
}

/* IANA "BGP Well-known Communities". */
struct text attr_community_name(uint32_t community)
{
	static const char *const reserved[] = {
		"graceful-shutdown", /* RFC 8326 */
		"accept-own",        /* RFC 7611 */
		"route-filter-translated-v4",
		"route-filter-v4",
		"route-filter-translated-v6",
		"route-filter-v6",
		"llgr-stale", /* RFC 9494 */
		"no-llgr",    /* RFC 9494 */
		"accept-own-nexthop",
		"standby-pe", /* RFC 9026 */
	};
	static const char *const known[] = {
		"no-export",           /* RFC 1997 */
		"no-advertise",        /* RFC 1997 */
		"no-export-subconfed", /* RFC 1997 */
		"no-peer",             /* RFC 3765 */
	};
	enum { RESERVED = sizeof(reserved) / sizeof(reserved[0]), BLACKHOLE = 666 };
	uint32_t low = community & 0xffff;

	if (community >> 16 != 0xffff)
		return (struct text){ NULL, 0 };
	if (low < RESERVED)
		return text_of(reserved[low]);
	if (low >= 0xff01 && low <= 0xff04)
		return text_of(known[low - 0xff01]);
	return low == BLACKHOLE ? TEXT("blackhole") : (struct text){ NULL, 0 }; /* RFC 7999 */
}

static char *put_community(const struct attr_out *out, char *at, uint32_t community)
{
	const uint32_t no_export_subconfed = 0xffffff03;

	if (community >> 16 == 0xffff) {
		struct text name = attr_community_name(community);
		/* The words' readers know it by bgpdump's name. */
		if (!out->is_json && community == no_export_subconfed)
			name = TEXT("local-AS");
		if (name.at != NULL)
			return put_bytes(at, name.at, name.len);
	}
	at = number_put(at, community >> 16, out->numbers);
	*at++ = ':';
	return number_put(at, community & 0xffff, out->numbers);
}

void attr_communities_put(struct attr_out *out, struct attr_label label, struct reader value)
{
	size_t count = reader_left(&value) / 4;

	attr_out_begin(out, label, '[');
	attr_out_room(out, count * COMMUNITY_MAX);
	char *at = out->at;
	for (size_t i = 0; i < count; i++) {
		at = attr_item_open(out, at, i == 0);
		at = put_community(out, at, read_u32(&value));
		at = attr_item_close(out, at);
	}
	out->at = at;
	attr_out_end(out, ']');
}

void attr_large_communities_put(struct attr_out *out, struct attr_label label, struct reader value)
{
	size_t count = reader_left(&value) / 12;

	attr_out_begin(out, label, '[');
	attr_out_room(out, count * LARGE_COMMUNITY_MAX);
	char *at = out->at;
	for (size_t i = 0; i < count; i++) {
		at = attr_item_open(out, at, i == 0);
		for (unsigned part = 0; part < 3; part++) {
			if (part > 0)
				*at++ = ':';
			at = number_put(at, read_u32(&value), out->numbers);
		}
		at = attr_item_close(out, at);
	}
	out->at = at;
	attr_out_end(out, ']');
}

void attr_ext_communities_put(struct attr_out *out, struct attr_label label, struct reader value)
{
	size_t count = reader_left(&value) / 8;

	attr_out_begin(out, label, '[');
	attr_out_room(out, count * EXT_COMMUNITY_MAX);
	char *at = out->at;
	for (size_t i = 0; i < count; i++) {
		at = attr_item_open(out, at, i == 0);
		at = ext_community_put(at, read_u64(&value));
		at = attr_item_close(out, at);
	}
	out->at = at;
	attr_out_end(out, ']');
}

void attr_ipv6_ext_communities_put(struct attr_out *out, struct attr_label label,
				   struct reader value)
{
	size_t count = reader_left(&value) / 20;

	attr_out_begin(out, label, '[');
	attr_out_room(out, count * EXT_COMMUNITY_MAX);
	char *at = out->at;
	for (size_t i = 0; i < count; i++) {
		at = attr_item_open(out, at, i == 0);
		at = ipv6_ext_community_put(at, &value);
		at = attr_item_close(out, at);
	}
	out->at = at;
	attr_out_end(out, ']');
}

void attr_ids_put(struct attr_out *out, struct attr_label label, struct reader value)
{
	size_t count = reader_left(&value) / 4;

	attr_out_begin(out, label, '[');
	attr_out_room(out, count * ID_MAX);
	char *at = out->at;
	for (size_t i = 0; i < count; i++) {
		struct address id = { (uint64_t)read_u32(&value) << 32, 0, FAMILY_V4 };
		at = attr_item_open(out, at, i == 0);
		at = address_put(at, &id);
		at = attr_item_close(out, at);
	}
	out->at = at;
	attr_out_end(out, ']');
}
