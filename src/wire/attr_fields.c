#include "wire/attr_fields.h"

#include "wire/attr_lists.h"
#include "wire/attr_tlvs.h"
#include "wire/bgp_attr_check.h"
#include "wire/bgp_message.h"

/* One block: the route's own, or a customer's inside it. */
struct fields {
	struct attr_out *out;
	const struct attr_block *block;
	uint8_t *path_room;
	unsigned set_depth; /* 0: the route's own */
	bool breaks_off;
	uint64_t raw;           /* bit t: of type t only the bytes are shown */
	struct bgp_attrs attrs; /* those that are shown field by field */
};

#define BIT(type) (UINT64_C(1) << (type))

/* These are put wherever they stand; in words what is wrong with them is not told, but what can be
 * read of them. */
static const uint64_t OLD =
	BIT(BGP_ATTR_ORIGIN) | BIT(BGP_ATTR_AS_PATH) | BIT(BGP_ATTR_NEXT_HOP) | BIT(BGP_ATTR_MED) |
	BIT(BGP_ATTR_LOCAL_PREF) | BIT(BGP_ATTR_ATOMIC_AGGREGATE) | BIT(BGP_ATTR_AGGREGATOR) |
	BIT(BGP_ATTR_COMMUNITIES) | BIT(BGP_ATTR_ORIGINATOR_ID) | BIT(BGP_ATTR_CLUSTER_LIST) |
	BIT(BGP_ATTR_MP_REACH) | BIT(BGP_ATTR_MP_UNREACH) | BIT(BGP_ATTR_EXT_COMMUNITIES) |
	BIT(BGP_ATTR_AS4_PATH) | BIT(BGP_ATTR_AS4_AGGREGATOR) | BIT(BGP_ATTR_LARGE_COMMUNITIES) |
	BIT(BGP_ATTR_OTC);
static const uint64_t YOUNG =
	BIT(BGP_ATTR_PMSI_TUNNEL) | BIT(BGP_ATTR_TUNNEL_ENCAPSULATION) |
	BIT(BGP_ATTR_TRAFFIC_ENGINEERING) | BIT(BGP_ATTR_IPV6_EXT_COMMUNITIES) |
	BIT(BGP_ATTR_AIGP) | BIT(BGP_ATTR_PE_LABELS) | BIT(BGP_ATTR_LS) |
	BIT(BGP_ATTR_BGPSEC_PATH) | BIT(BGP_ATTR_D_PATH) | BIT(BGP_ATTR_SFP) |
	BIT(BGP_ATTR_BFD_DISCRIMINATOR) | BIT(BGP_ATTR_PREFIX_SID) | BIT(BGP_ATTR_BIER);

static void put_path(struct fields *fields)
{
	static const struct attr_label label = ATTR_LABEL("path", "path");
	static const struct attr_label origin_label = ATTR_LABEL("origin_asn", "");
	bool has_path = bgp_attrs_has(&fields->attrs, BGP_ATTR_AS_PATH);
	bool always = !fields->out->is_json && fields->set_depth == 0;
	struct reader path;
	asn_t origin;

	if (!has_path && !always)
		return;
	if (bgp_attrs_path(&fields->attrs, fields->block->asn_size, fields->path_room, &path) < 0)
		path = (struct reader){ .failed = true };
	attr_path_put(fields->out, label, path, 4);
	if (!fields->out->is_json)
		return;
	if (as_path_origin(path, ASN_NONE, &origin) == 0 && origin != ASN_NONE)
		attr_out_number(fields->out, origin_label, origin);
	else
		attr_out_null(fields->out, origin_label);
}

static void put_origin(struct fields *fields)
{
	static const struct attr_label label = ATTR_LABEL("origin", "origin");
	static const char *const words[] = { "IGP", "EGP", "incomplete", "unknown" };
	static const char *const json[] = { "igp", "egp", "incomplete", "unknown" };

	if (!bgp_attrs_has(&fields->attrs, BGP_ATTR_ORIGIN))
		return;
	struct reader value = fields->attrs.values[BGP_ATTR_ORIGIN];
	unsigned origin = read_u8(&value);
	if (origin > 3)
		origin = 3;
	attr_out_text(fields->out, label,
		      text_of(fields->out->is_json ? json[origin] : words[origin]));
}

static void put_next_hop(struct fields *fields)
{
	static const struct attr_label label = ATTR_LABEL("next_hop", "next hop");
	static const struct attr_label local =
		ATTR_LABEL("next_hop_link_local", "link-local next hop");
	enum attr_next_hop from = fields->block->next_hop;
	struct next_hops hops;

	if (!attr_next_hops(&fields->attrs, from, &hops))
		return;
	attr_out_address(fields->out, label, &hops.global);
	if (hops.has_link_local)
		attr_out_address(fields->out, local, &hops.link_local);
}

static void put_number(struct fields *fields, enum bgp_attr_type type, struct attr_label label)
{
	uint32_t number;

	if (attr_number(&fields->attrs, type, &number))
		attr_out_number(fields->out, label, number);
}

static void put_aggregator(struct attr_out *out, struct attr_label label,
			   const struct aggregator *aggregator)
{
	static const struct attr_label asn = ATTR_LABEL("asn", "AS");
	static const struct attr_label address = ATTR_LABEL("address", "");

	attr_out_begin(out, label, '{');
	attr_out_number(out, asn, aggregator->asn);
	attr_out_address(out, address, &aggregator->address);
	attr_out_end(out, '}');
}

static void put_aggregators(struct fields *fields)
{
	static const struct attr_label label = ATTR_LABEL("aggregator", "aggregator");
	static const struct attr_label atomic = ATTR_LABEL("atomic_aggregate", "atomic aggregate");
	struct aggregator aggregator;

	if (bgp_attrs_has(&fields->attrs, BGP_ATTR_ATOMIC_AGGREGATE))
		attr_out_true(fields->out, atomic);
	if (attr_aggregator(&fields->attrs, &aggregator))
		put_aggregator(fields->out, label, &aggregator);
}

static void put_list(struct fields *fields, enum bgp_attr_type type, struct attr_label label,
		     void (*put)(struct attr_out *, struct attr_label, struct reader))
{
	if (bgp_attrs_has(&fields->attrs, type))
		put(fields->out, label, fields->attrs.values[type]);
}

static void put_lists(struct fields *fields)
{
	static const struct attr_label originator = ATTR_LABEL("originator_id", "originator");
	static const struct attr_label clusters = ATTR_LABEL("cluster_list", "clusters");
	static const struct attr_label plain = ATTR_LABEL("communities", "communities");
	static const struct attr_label extended =
		ATTR_LABEL("extended_communities", "extended communities");
	static const struct attr_label large = ATTR_LABEL("large_communities", "large communities");
	static const struct attr_label ipv6 =
		ATTR_LABEL("ipv6_extended_communities", "IPv6 extended communities");
	struct address id;

	if (fields->out->is_json && bgp_attrs_has(&fields->attrs, BGP_ATTR_ORIGINATOR_ID)) {
		struct reader value = fields->attrs.values[BGP_ATTR_ORIGINATOR_ID];
		if (address_read(&value, FAMILY_V4, &id) == 0)
			attr_out_address(fields->out, originator, &id);
	} else {
		put_list(fields, BGP_ATTR_ORIGINATOR_ID, originator, attr_ids_put);
	}
	put_list(fields, BGP_ATTR_CLUSTER_LIST, clusters, attr_ids_put);
	put_list(fields, BGP_ATTR_COMMUNITIES, plain, attr_communities_put);
	put_list(fields, BGP_ATTR_EXT_COMMUNITIES, extended, attr_ext_communities_put);
	put_list(fields, BGP_ATTR_LARGE_COMMUNITIES, large, attr_large_communities_put);
	put_list(fields, BGP_ATTR_IPV6_EXT_COMMUNITIES, ipv6, attr_ipv6_ext_communities_put);
}

/* Those of RFC 6793, which words do not mention apart from what they stand for. */
static void put_four_octet(struct fields *fields)
{
	static const struct attr_label path = ATTR_LABEL("as4_path", "");
	static const struct attr_label label = ATTR_LABEL("as4_aggregator", "");

	if (!fields->out->is_json)
		return;
	if (bgp_attrs_has(&fields->attrs, BGP_ATTR_AS4_PATH))
		attr_path_put(fields->out, path, fields->attrs.values[BGP_ATTR_AS4_PATH], 4);
	if (!bgp_attrs_has(&fields->attrs, BGP_ATTR_AS4_AGGREGATOR))
		return;
	struct reader value = fields->attrs.values[BGP_ATTR_AS4_AGGREGATOR];
	struct aggregator aggregator = { .asn = read_u32(&value) };
	if (address_read(&value, FAMILY_V4, &aggregator.address) == 0)
		put_aggregator(fields->out, label, &aggregator);
}

static void put_young(struct fields *fields)
{
	uint64_t left = fields->attrs.present & YOUNG;

	for (; left != 0; left &= left - 1) {
		unsigned type = (unsigned)__builtin_ctzll(left);
		(void)attr_tlvs_put(fields->out, type, fields->attrs.values[type]);
	}
}

/* What is wrong with an MP_REACH_NLRI, as far as the next hop goes. */
static const char *check_reach(const struct bgp_attrs *attrs)
{
	struct reader next_hop;

	if (mp_reach_next_hop(attrs->values[BGP_ATTR_MP_REACH], &next_hop) < 0)
		return "a next hop that reaches past the attribute";
	size_t size = reader_left(&next_hop);
	return size % 4 == 0 && size <= 48 ? NULL : "a next hop of a length that none has";
}

static const char *fault_of(const struct fields *fields, unsigned type)
{
	if (type == BGP_ATTR_MP_REACH)
		return check_reach(&fields->attrs);
	return bgp_attr_check(type, fields->attrs.values[type], fields->block->asn_size,
			      fields->set_depth);
}

/* Sets aside what nobody takes apart, or cannot be. */
static void sift(struct fields *fields)
{
	uint64_t judged = fields->attrs.present & (fields->out->is_json ? OLD | YOUNG : YOUNG);

	fields->raw = fields->attrs.present & ~(OLD | YOUNG);
	for (; judged != 0; judged &= judged - 1) {
		unsigned type = (unsigned)__builtin_ctzll(judged);
		if (fault_of(fields, type) != NULL)
			fields->raw |= BIT(type);
	}
	fields->attrs.present &= ~fields->raw;
}

static void put_raw_words(struct attr_out *out, const struct bgp_attr *attr)
{
	static const struct attr_label label = ATTR_LABEL("", "attribute");

	attr_out_number(out, label, attr->type);
	attr_out_room(out, PUT_U64_MAX + 16);
	out->at = put_bytes(out->at, " of ", 4);
	out->at = put_u64(out->at, reader_left(&attr->value));
	out->at = put_bytes(out->at, " octets", 7);
}

static void put_raw(struct attr_out *out, const struct bgp_attr *attr, const char *fault)
{
	static const struct attr_label type = ATTR_LABEL("type", "");
	static const struct attr_label flags = ATTR_LABEL("flags", "");
	static const struct attr_label value = ATTR_LABEL("value", "");
	static const struct attr_label reason = ATTR_LABEL("fault", "");

	if (!out->is_json) {
		put_raw_words(out, attr);
		return;
	}
	attr_out_begin(out, ATTR_ITEM, '{');
	attr_out_number(out, type, attr->type);
	attr_out_number(out, flags, attr->flags);
	attr_out_hex(out, value, attr->value);
	if (fault != NULL)
		attr_out_text(out, reason, text_of(fault));
	attr_out_end(out, '}');
}

static void put_set(struct fields *around, struct reader value);

/* Types that the table of attributes has no place for: 64 and above. */
static void put_higher(struct fields *fields, bool wants_set)
{
	struct reader block = fields->block->bytes;
	uint64_t seen[4] = { 0 };
	struct bgp_attr attr;

	while (bgp_attr_next(&block, &attr) > 0) {
		bool is_again = (seen[attr.type / 64] >> attr.type % 64 & 1) != 0;
		seen[attr.type / 64] |= BIT(attr.type % 64);
		if (attr.type < BGP_ATTR_TYPES || is_again)
			continue;
		const char *fault = bgp_attr_check(attr.type, attr.value, 4, fields->set_depth);
		bool is_set = attr.type == BGP_ATTR_SET && fault == NULL;
		if (is_set && wants_set)
			put_set(fields, attr.value);
		else if (!is_set && !wants_set)
			put_raw(fields->out, &attr, fault);
	}
}

static bool has_raw_higher(const struct fields *fields)
{
	struct reader block = fields->block->bytes;
	struct bgp_attr attr;

	if (!fields->attrs.has_higher)
		return false;
	while (bgp_attr_next(&block, &attr) > 0)
		if (attr.type >= BGP_ATTR_TYPES &&
		    (attr.type != BGP_ATTR_SET ||
		     bgp_attr_check(attr.type, attr.value, 4, fields->set_depth) != NULL))
			return true;
	return false;
}

static void put_raws(struct fields *fields)
{
	static const struct attr_label label = ATTR_LABEL("attributes", "");
	struct attr_out *out = fields->out;
	bool has_higher = has_raw_higher(fields);

	if (fields->raw == 0 && !has_higher)
		return;
	if (out->is_json)
		attr_out_begin(out, label, '[');
	for (uint64_t left = fields->raw; left != 0; left &= left - 1) {
		unsigned type = (unsigned)__builtin_ctzll(left);
		struct bgp_attr attr = { (uint8_t)type, fields->attrs.flags[type],
					 fields->attrs.values[type] };
		put_raw(out, &attr, fault_of(fields, type));
	}
	if (has_higher)
		put_higher(fields, false);
	if (out->is_json)
		attr_out_end(out, ']');
}

static void put_fields(struct fields *fields)
{
	static const struct attr_label med = ATTR_LABEL("med", "MED");
	static const struct attr_label preference = ATTR_LABEL("local_pref", "local preference");
	static const struct attr_label otc = ATTR_LABEL("otc", "only to customer AS");
	static const struct attr_label broken =
		ATTR_LABEL("attributes_break_off", "the attributes break off");

	fields->breaks_off = bgp_attrs_read(fields->block->bytes, &fields->attrs) < 0;
	sift(fields);
	put_path(fields);
	put_origin(fields);
	put_next_hop(fields);
	put_number(fields, BGP_ATTR_MED, med);
	put_number(fields, BGP_ATTR_LOCAL_PREF, preference);
	put_aggregators(fields);
	put_lists(fields);
	put_number(fields, BGP_ATTR_OTC, otc);
	put_four_octet(fields);
	put_young(fields);
	if (fields->attrs.has_higher)
		put_higher(fields, true);
	put_raws(fields);
	if (fields->breaks_off)
		attr_out_true(fields->out, broken);
}

/* RFC 6368 section 5: the customer's AS, then the attributes as the customer sent them. */
static void put_set(struct fields *around, struct reader value)
{
	static const struct attr_label label = ATTR_LABEL("attr_set", "attribute set");
	static const struct attr_label origin = ATTR_LABEL("origin_as", "of AS");
	struct attr_out *out = around->out;
	struct attr_block block = { .next_hop = ATTR_NEXT_HOP_PLAIN };

	attr_out_begin(out, label, '{');
	attr_out_number(out, origin, read_u32(&value));
	block.bytes = value;
	block.asn_size = bgp_attr_set_asn_size(value);
	struct fields fields __attribute__((uninitialized));
	fields.out = out;
	fields.block = &block;
	fields.path_room = around->path_room;
	fields.set_depth = around->set_depth + 1;
	if (out->is_json) {
		put_fields(&fields);
	} else {
		/* A sentence of its own. */
		unsigned depth = out->depth;
		out->depth = 0;
		out->lead = " (";
		put_fields(&fields);
		if (out->lead[0] == ';') {
			attr_out_room(out, 1);
			*out->at++ = ')';
		}
		out->depth = depth;
		out->lead = "; ";
	}
	attr_out_end(out, '}');
}

void attr_fields_put(struct attr_out *out, const struct attr_block *block,
		     uint8_t path_room[AS_PATH_ROOM])
{
	/* A kilobyte and a half that bgp_attrs_read() fills as far as it is looked at. */
	struct fields fields __attribute__((uninitialized));

	fields.out = out;
	fields.block = block;
	fields.path_room = path_room;
	fields.set_depth = 0;
	put_fields(&fields);
}
