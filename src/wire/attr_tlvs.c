#include "wire/attr_tlvs.h"

#include "wire/bgp_attr_names.h"
#include "wire/bgp_attrs.h"

static const struct attr_label TYPE = ATTR_LABEL("type", "type ");
static const struct attr_label VALUE = ATTR_LABEL("value", "0x");
static const struct attr_label FLAGS = ATTR_LABEL("flags", "flags ");
static const struct attr_label TLVS = ATTR_LABEL("tlvs", "");

static void put_tlv(struct attr_out *out, unsigned type, struct reader value)
{
	attr_out_begin(out, ATTR_ITEM, '{');
	attr_out_number(out, TYPE, type);
	attr_out_hex(out, VALUE, value);
	attr_out_end(out, '}');
}

static void put_tlvs(struct attr_out *out, struct attr_label label, struct reader value,
		     unsigned type_size, unsigned length_size)
{
	attr_out_begin(out, label, '[');
	while (reader_left(&value) > 0) {
		unsigned type = type_size == 1 ? read_u8(&value) : read_u16(&value);
		size_t size = length_size == 1 ? read_u8(&value) : read_u16(&value);
		put_tlv(out, type, read_inner(&value, size));
	}
	attr_out_end(out, ']');
}

/* RFC 6514 section 5; of an ingress replication the identifier is an address. */
static void put_pmsi(struct attr_out *out, struct attr_label label, struct reader value)
{
	struct address address;

	attr_out_begin(out, label, '{');
	attr_out_number(out, FLAGS, read_u8(&value));
	unsigned type = read_u8(&value);
	attr_out_number(out, (struct attr_label)ATTR_LABEL("tunnel_type", "type "), type);
	uint32_t label_field = (uint32_t)read_u16(&value) << 8;
	label_field |= read_u8(&value);
	attr_out_number(out, (struct attr_label)ATTR_LABEL("label", "label "), label_field >> 4);
	size_t size = reader_left(&value);
	if (type == 6 && address_read(&value, size == 4 ? FAMILY_V4 : FAMILY_V6, &address) == 0)
		attr_out_address(out, (struct attr_label)ATTR_LABEL("endpoint", "endpoint "),
				 &address);
	else if (size > 0)
		attr_out_hex(out, (struct attr_label)ATTR_LABEL("tunnel_id", "0x"), value);
	attr_out_end(out, '}');
}

/* Types from 128 on have a length of two octets: RFC 9012 section 2. */
static bool sub_tlv_next(struct reader *in, unsigned *out_type, struct reader *out_value)
{
	if (reader_left(in) == 0)
		return false;
	unsigned type = read_u8(in);
	*out_type = type;
	*out_value = read_inner(in, type < 128 ? read_u8(in) : read_u16(in));
	return !in->failed;
}

static void put_tunnel(struct attr_out *out, unsigned type, struct reader value)
{
	struct reader rest = value, inner;
	unsigned sub_type;

	while (sub_tlv_next(&rest, &sub_type, &inner))
		;
	if (rest.failed) {
		put_tlv(out, type, value);
		return;
	}
	attr_out_begin(out, ATTR_ITEM, '{');
	attr_out_number(out, TYPE, type);
	attr_out_begin(out, (struct attr_label)ATTR_LABEL("sub_tlvs", ""), '[');
	while (sub_tlv_next(&value, &sub_type, &inner))
		put_tlv(out, sub_type, inner);
	attr_out_end(out, ']');
	attr_out_end(out, '}');
}

static void put_tunnels(struct attr_out *out, struct attr_label label, struct reader value)
{
	attr_out_begin(out, label, '[');
	while (reader_left(&value) > 0) {
		unsigned type = read_u16(&value);
		put_tunnel(out, type, read_inner(&value, read_u16(&value)));
	}
	attr_out_end(out, ']');
}

/* RFC 7311 section 3: the length counts its header. */
static void put_aigp(struct attr_out *out, struct attr_label label, struct reader value)
{
	attr_out_begin(out, label, '[');
	while (reader_left(&value) > 0) {
		unsigned type = read_u8(&value);
		struct reader inner = read_inner(&value, (size_t)read_u16(&value) - 3);
		if (type != 1) {
			put_tlv(out, type, inner);
			continue;
		}
		attr_out_begin(out, ATTR_ITEM, '{');
		attr_out_number(out, TYPE, type);
		attr_out_number(out, (struct attr_label)ATTR_LABEL("metric", "metric "),
				read_u64(&inner));
		attr_out_end(out, '}');
	}
	attr_out_end(out, ']');
}

static void put_signatures(struct attr_out *out, struct reader block)
{
	attr_out_begin(out, ATTR_ITEM, '{');
	attr_out_number(out, (struct attr_label)ATTR_LABEL("algorithm", "algorithm "),
			read_u8(&block));
	attr_out_begin(out, (struct attr_label)ATTR_LABEL("signature_lengths", "lengths "), '[');
	while (reader_left(&block) > 0) {
		read_skip(&block, 20); /* the key's identifier */
		unsigned size = read_u16(&block);
		read_skip(&block, size);
		attr_out_number(out, ATTR_ITEM, size);
	}
	attr_out_end(out, ']');
	attr_out_end(out, '}');
}

/* RFC 8205 section 3. Of the signatures only their lengths: nobody can check them without the
 * message. */
static void put_bgpsec(struct attr_out *out, struct attr_label label, struct reader value)
{
	attr_out_begin(out, label, '{');
	struct reader path = read_inner(&value, (size_t)read_u16(&value) - 2);
	attr_out_begin(out, (struct attr_label)ATTR_LABEL("segments", ""), '[');
	while (reader_left(&path) > 0) {
		attr_out_begin(out, ATTR_ITEM, '{');
		attr_out_number(out, (struct attr_label)ATTR_LABEL("pcount", "times "),
				read_u8(&path));
		attr_out_number(out, FLAGS, read_u8(&path));
		attr_out_number(out, (struct attr_label)ATTR_LABEL("asn", "AS"), read_u32(&path));
		attr_out_end(out, '}');
	}
	attr_out_end(out, ']');
	attr_out_begin(out, (struct attr_label)ATTR_LABEL("signature_blocks", "signed "), '[');
	while (reader_left(&value) > 0)
		put_signatures(out, read_inner(&value, (size_t)read_u16(&value) - 2));
	attr_out_end(out, ']');
	attr_out_end(out, '}');
}

/* RFC 10039 section 4: segments of domains, each a four-octet and a two-octet number and the SAFI
 * of the network that it came through. */
static void put_d_path(struct attr_out *out, struct attr_label label, struct reader value)
{
	attr_out_begin(out, label, '[');
	while (reader_left(&value) > 0) {
		attr_out_begin(out, ATTR_ITEM, '[');
		for (unsigned count = read_u8(&value); count > 0; count--) {
			char domain[2 * PUT_U64_MAX];
			char *at = put_u32(domain, read_u32(&value));
			*at++ = ':';
			at = put_u32(at, read_u16(&value));
			attr_out_begin(out, ATTR_ITEM, '{');
			attr_out_text(out, (struct attr_label)ATTR_LABEL("domain", "domain "),
				      (struct text){ domain, (size_t)(at - domain) });
			attr_out_number(out, (struct attr_label)ATTR_LABEL("isf_safi", "SAFI "),
					read_u8(&value));
			attr_out_end(out, '}');
		}
		attr_out_end(out, ']');
	}
	attr_out_end(out, ']');
}

/* RFC 9026 section 3.1.6. */
static void put_bfd(struct attr_out *out, struct attr_label label, struct reader value)
{
	attr_out_begin(out, label, '{');
	attr_out_number(out, (struct attr_label)ATTR_LABEL("mode", "mode "), read_u8(&value));
	attr_out_number(out, (struct attr_label)ATTR_LABEL("discriminator", "discriminator "),
			read_u32(&value));
	put_tlvs(out, TLVS, value, 1, 1);
	attr_out_end(out, '}');
}

static uint32_t read_u24(struct reader *in)
{
	uint32_t upper = read_u16(in);

	return upper << 8 | read_u8(in);
}

static void put_sid(struct attr_out *out, unsigned type, struct reader value)
{
	if (type != 1 && type != 3) {
		put_tlv(out, type, value); /* RFC 9252 puts whole services there */
		return;
	}
	attr_out_begin(out, ATTR_ITEM, '{');
	attr_out_number(out, TYPE, type);
	if (type == 1) {
		read_skip(&value, 1);
		attr_out_number(out, FLAGS, read_u16(&value));
		attr_out_number(out, (struct attr_label)ATTR_LABEL("label_index", "index "),
				read_u32(&value));
	} else {
		attr_out_number(out, FLAGS, read_u16(&value));
		attr_out_begin(out, (struct attr_label)ATTR_LABEL("srgb", "SRGB "), '[');
		while (reader_left(&value) > 0) {
			attr_out_begin(out, ATTR_ITEM, '{');
			attr_out_number(out, (struct attr_label)ATTR_LABEL("base", "base "),
					read_u24(&value));
			attr_out_number(out, (struct attr_label)ATTR_LABEL("range", "range "),
					read_u24(&value));
			attr_out_end(out, '}');
		}
		attr_out_end(out, ']');
	}
	attr_out_end(out, '}');
}

/* RFC 8669 section 3. */
static void put_prefix_sid(struct attr_out *out, struct attr_label label, struct reader value)
{
	attr_out_begin(out, label, '[');
	while (reader_left(&value) > 0) {
		unsigned type = read_u8(&value);
		put_sid(out, type, read_inner(&value, read_u16(&value)));
	}
	attr_out_end(out, ']');
}

bool attr_tlvs_put(struct attr_out *out, unsigned type, struct reader value)
{
	const struct bgp_attr_name *name = bgp_attr_name_find(type);

	if (name == NULL)
		return false;
	struct attr_label label = { text_of(name->key), text_of(name->words) };
	switch (type) {
	case BGP_ATTR_PMSI_TUNNEL:
		put_pmsi(out, label, value);
		return true;
	case BGP_ATTR_TUNNEL_ENCAPSULATION:
		put_tunnels(out, label, value);
		return true;
	case BGP_ATTR_AIGP:
		put_aigp(out, label, value);
		return true;
	case BGP_ATTR_LS:
	case BGP_ATTR_BIER:
		put_tlvs(out, label, value, 2, 2);
		return true;
	case BGP_ATTR_BGPSEC_PATH:
		put_bgpsec(out, label, value);
		return true;
	case BGP_ATTR_D_PATH:
		put_d_path(out, label, value);
		return true;
	case BGP_ATTR_BFD_DISCRIMINATOR:
		put_bfd(out, label, value);
		return true;
	case BGP_ATTR_PREFIX_SID:
		put_prefix_sid(out, label, value);
		return true;
	case BGP_ATTR_TRAFFIC_ENGINEERING:
	case BGP_ATTR_PE_LABELS:
	case BGP_ATTR_SFP:
		label.words = (struct text){ name->words, strlen(name->words) };
		attr_out_hex(out, label, value);
		return true;
	default:
		return false;
	}
}
