#include "wire/attr_lists.h"

#include "wire/bgp_attrs.h"
#include "wire/community_name.h"
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

static char *put_community(const struct attr_out *out, char *at, struct reader *in)
{
	uint32_t community = read_u32(in);
	const uint32_t no_export_subconfed = 0xffffff03;

	if (community >> 16 == 0xffff) {
		struct text name = community_name(community);
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

/* Items of `size` octets, each of at most `text_max` characters, quotes and comma included. */
static inline __attribute__((always_inline)) void
put_items(struct attr_out *out, struct attr_label label, struct reader value, size_t size,
	  size_t text_max,
	  char *(*put_item)(const struct attr_out *out, char *at, struct reader *in))
{
	size_t count = reader_left(&value) / size;

	attr_out_begin(out, label, '[');
	attr_out_room(out, count * text_max);
	char *at = out->at;
	for (size_t i = 0; i < count; i++) {
		at = attr_item_open(out, at, i == 0);
		at = put_item(out, at, &value);
		at = attr_item_close(out, at);
	}
	out->at = at;
	attr_out_end(out, ']');
}

void attr_communities_put(struct attr_out *out, struct attr_label label, struct reader value)
{
	put_items(out, label, value, 4, COMMUNITY_MAX, put_community);
}

static char *put_large(const struct attr_out *out, char *at, struct reader *in)
{
	return large_community_put(at, in, out->numbers);
}

void attr_large_communities_put(struct attr_out *out, struct attr_label label, struct reader value)
{
	put_items(out, label, value, 12, LARGE_COMMUNITY_MAX, put_large);
}

static char *put_extended(const struct attr_out *out, char *at, struct reader *in)
{
	(void)out;
	return ext_community_put(at, read_u64(in));
}

void attr_ext_communities_put(struct attr_out *out, struct attr_label label, struct reader value)
{
	put_items(out, label, value, 8, EXT_COMMUNITY_MAX, put_extended);
}

static char *put_ipv6_extended(const struct attr_out *out, char *at, struct reader *in)
{
	(void)out;
	return ipv6_ext_community_put(at, in);
}

void attr_ipv6_ext_communities_put(struct attr_out *out, struct attr_label label,
				   struct reader value)
{
	put_items(out, label, value, 20, EXT_COMMUNITY_MAX, put_ipv6_extended);
}

static char *put_id(const struct attr_out *out, char *at, struct reader *in)
{
	struct address id = { (uint64_t)read_u32(in) << 32, 0, FAMILY_V4 };

	(void)out;
	return address_put(at, &id);
}

void attr_ids_put(struct attr_out *out, struct attr_label label, struct reader value)
{
	put_items(out, label, value, 4, ID_MAX, put_id);
}
