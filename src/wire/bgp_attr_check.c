#include "wire/bgp_attr_check.h"

#include "wire/bgp_attrs.h"

static const char *check_sized(struct reader value, size_t size, const char *fault)
{
	return reader_left(&value) == size ? NULL : fault;
}

static const char *check_multiple(struct reader value, size_t size, const char *fault)
{
	return reader_left(&value) > 0 && reader_left(&value) % size == 0 ? NULL : fault;
}

/* RFC 7606 section 7.1. */
static const char *check_origin(struct reader value)
{
	if (reader_left(&value) != 1)
		return "a length that is not 1";
	return read_u8(&value) <= 2 ? NULL : "an undefined value";
}

/* RFC 7606 section 7.2. */
static const char *check_path(struct reader value, unsigned asn_size)
{
	struct as_segment segment;
	int got;

	while (reader_left(&value) > 0) {
		if (reader_left(&value) == 1)
			return "an octet behind the last segment";
		got = as_path_next(&value, asn_size, &segment);
		if (got == ERR_MALFORMED)
			return "a segment of an unknown type";
		if (got < 0)
			return "a segment that reaches past the attribute";
		if (segment.count == 0)
			return "a segment without AS numbers";
	}
	return NULL;
}

/* RFC 6793 section 6. */
static const char *check_as4_path(struct reader value)
{
	return reader_left(&value) < 6 ? "a length below 6" : check_path(value, 4);
}

static const char *check_aggregator(struct reader value)
{
	size_t size = reader_left(&value);

	return size == 6 || size == 8 ? NULL : "a length that is neither 6 nor 8";
}

/* A chain of TLVs that must end where the value does. `before` is what the length counts besides
 * the value: nothing, or the header too. */
static bool tlvs_add_up(struct reader value, unsigned type_size, unsigned length_size, bool is_all)
{
	while (reader_left(&value) > 0) {
		read_skip(&value, type_size);
		size_t size = length_size == 1 ? read_u8(&value) : read_u16(&value);
		size_t header = (size_t)type_size + length_size;
		if (is_all && size < header)
			return false;
		read_skip(&value, is_all ? size - header : size);
		if (value.failed)
			return false;
	}
	return true;
}

static const char *check_tlvs(struct reader value, unsigned type_size, unsigned length_size)
{
	if (reader_left(&value) == 0)
		return "no content";
	return tlvs_add_up(value, type_size, length_size, false) ? NULL : "TLVs that do not add up";
}

/* RFC 6514 section 5; the sizes of identifiers also RFC 7524, RFC 8556. The upper bit marks a
 * composite tunnel (RFC 8317 section 5.2). */
static const char *check_pmsi(struct reader value)
{
	static const char *const wrong = "a tunnel identifier of the wrong length";
	size_t size = reader_left(&value);

	if (size < 5)
		return "a length below 5";
	read_skip(&value, 1);
	unsigned type = read_u8(&value) & 0x7f;
	size -= 5;
	switch (type) {
	case 0: /* no tunnel */
		return size == 0 ? NULL : wrong;
	case 1: /* RSVP-TE point-to-multipoint */
		return size == 12 || size == 24 ? NULL : wrong;
	case 3: /* PIM source-specific */
	case 4: /* PIM any-source */
	case 5: /* bidirectional PIM */
		return size == 8 || size == 32 ? NULL : wrong;
	case 6: /* ingress replication */
		return size == 4 || size == 16 ? NULL : wrong;
	default:
		return type <= 0x0c || type >= 0x7b ? NULL : "an undefined type of tunnel";
	}
}

/* RFC 7311 section 3: the length counts the header, and a metric has eight octets. */
static const char *check_aigp(struct reader value)
{
	if (reader_left(&value) == 0)
		return "no content";
	if (!tlvs_add_up(value, 1, 2, true))
		return "TLVs that do not add up";
	while (reader_left(&value) > 0) {
		unsigned type = read_u8(&value);
		size_t size = read_u16(&value);
		if (type == 1 && size != 11)
			return "a metric that does not have eight octets";
		read_skip(&value, size - 3);
	}
	return NULL;
}

/* Signatures of one block, each a key's identifier, a length and as much: RFC 8205 section 3.2. */
static const char *check_signatures(struct reader block, size_t segments)
{
	size_t signatures = 0;

	read_skip(&block, 1); /* the algorithm */
	for (; reader_left(&block) > 0; signatures++) {
		read_skip(&block, 20);
		read_skip(&block, read_u16(&block));
		if (block.failed)
			return "a signature that reaches past its block";
	}
	return signatures == segments && !block.failed
		       ? NULL
		       : "a number of signatures that is not that of the path's segments";
}

/* RFC 8205 section 3.1, 5.2. The two lengths count themselves. */
static const char *check_bgpsec(struct reader value)
{
	size_t size = read_u16(&value);

	if (size < 2 + 6 || (size - 2) % 6 != 0)
		return "a path of a length that is no multiple of 6";
	read_skip(&value, size - 2);
	if (value.failed)
		return "a path that reaches past the attribute";
	unsigned blocks = 0;
	for (; reader_left(&value) > 0; blocks++) {
		size_t block_size = read_u16(&value);
		struct reader block = read_inner(&value, block_size < 2 ? 0 : block_size - 2);
		if (block_size < 3 || value.failed)
			return "a block of signatures that reaches past the attribute";
		const char *fault = check_signatures(block, (size - 2) / 6);
		if (fault != NULL)
			return fault;
	}
	return blocks == 1 || blocks == 2 ? NULL : "neither one nor two blocks of signatures";
}

/* Segments of a count and as many domains of seven octets: RFC 10039 section 4. */
static const char *check_d_path(struct reader value)
{
	if (reader_left(&value) == 0)
		return "no content";
	while (reader_left(&value) > 0) {
		size_t count = read_u8(&value);
		if (count == 0)
			return "a segment without domains";
		read_skip(&value, 7 * count);
		if (value.failed)
			return "a segment that reaches past the attribute";
	}
	return NULL;
}

/* RFC 9026 section 3.1.6.1: mode, discriminator, TLVs of which one has an address. */
static const char *check_bfd(struct reader value)
{
	if (reader_left(&value) < 11)
		return "a length below 11";
	read_skip(&value, 5);
	return check_tlvs(value, 1, 1);
}

/* RFC 8669 section 6. */
static const char *check_prefix_sid(struct reader value)
{
	const char *fault = check_tlvs(value, 1, 2);

	while (fault == NULL && reader_left(&value) > 0) {
		unsigned type = read_u8(&value);
		size_t size = read_u16(&value);
		if (type == 1 && size != 7)
			fault = "a label index whose length is not 7";
		if (type == 3 && (size < 8 || (size - 2) % 6 != 0))
			fault = "an SRGB of a length that is no multiple of 6";
		read_skip(&value, size);
	}
	return fault;
}

unsigned bgp_attr_set_asn_size(struct reader attributes)
{
	struct reader path;

	return bgp_attr_find(attributes, BGP_ATTR_AS_PATH, &path) == 1 &&
			       check_path(path, 4) != NULL && check_path(path, 2) == NULL
		       ? 2
		       : 4;
}

/* RFC 6368 section 5: the origin's AS, then attributes, none of which is MP. */
static const char *check_set(struct reader value, unsigned depth)
{
	struct bgp_attr attr;
	int got;

	if (reader_left(&value) < 4)
		return "a length below 4";
	if (depth >= BGP_ATTR_SET_DEPTH)
		return "too many sets in each other";
	read_skip(&value, 4);
	unsigned asn_size = bgp_attr_set_asn_size(value);
	while ((got = bgp_attr_next(&value, &attr)) > 0) {
		if (attr.type == BGP_ATTR_MP_REACH || attr.type == BGP_ATTR_MP_UNREACH)
			return "an MP attribute inside";
		if (bgp_attr_check(attr.type, attr.value, asn_size, depth + 1) != NULL)
			return "a malformed attribute inside";
	}
	return got < 0 ? "attributes that reach past it" : NULL;
}

static const char *check_later(unsigned type, struct reader value, unsigned depth)
{
	switch (type) {
	case BGP_ATTR_PMSI_TUNNEL:
		return check_pmsi(value);
	case BGP_ATTR_TUNNEL_ENCAPSULATION:
	case BGP_ATTR_LS:
	case BGP_ATTR_BIER:
		return check_tlvs(value, 2, 2);
	case BGP_ATTR_TRAFFIC_ENGINEERING: /* RFC 5543 section 3: one descriptor at least */
		return reader_left(&value) < 36 ? "a length below 36" : NULL;
	case BGP_ATTR_IPV6_EXT_COMMUNITIES:
		return check_multiple(value, 20, "a length that is no multiple of 20");
	case BGP_ATTR_AIGP:
		return check_aigp(value);
	case BGP_ATTR_PE_LABELS:
		return reader_left(&value) == 0 ? "no content" : NULL;
	case BGP_ATTR_LARGE_COMMUNITIES:
		return check_multiple(value, 12, "a length that is no multiple of 12");
	case BGP_ATTR_BGPSEC_PATH:
		return check_bgpsec(value);
	case BGP_ATTR_OTC:
		return check_sized(value, 4, "a length that is not 4");
	case BGP_ATTR_D_PATH:
		return check_d_path(value);
	case BGP_ATTR_SFP:
		return check_tlvs(value, 1, 2);
	case BGP_ATTR_BFD_DISCRIMINATOR:
		return check_bfd(value);
	case BGP_ATTR_PREFIX_SID:
		return check_prefix_sid(value);
	case BGP_ATTR_SET:
		return check_set(value, depth);
	default:
		return NULL;
	}
}

const char *bgp_attr_check(unsigned type, struct reader value, unsigned asn_size, unsigned depth)
{
	switch (type) {
	case BGP_ATTR_ORIGIN:
		return check_origin(value);
	case BGP_ATTR_AS_PATH:
		return check_path(value, asn_size);
	case BGP_ATTR_NEXT_HOP:
	case BGP_ATTR_MED:
	case BGP_ATTR_LOCAL_PREF:
	case BGP_ATTR_ORIGINATOR_ID:
		return check_sized(value, 4, "a length that is not 4");
	case BGP_ATTR_ATOMIC_AGGREGATE:
		return check_sized(value, 0, "a length that is not 0");
	case BGP_ATTR_AGGREGATOR:
		return check_aggregator(value);
	case BGP_ATTR_COMMUNITIES:
	case BGP_ATTR_CLUSTER_LIST:
		return check_multiple(value, 4, "a length that is no multiple of 4");
	case BGP_ATTR_EXT_COMMUNITIES:
		return check_multiple(value, 8, "a length that is no multiple of 8");
	case BGP_ATTR_AS4_PATH:
		return check_as4_path(value);
	case BGP_ATTR_AS4_AGGREGATOR:
		return check_sized(value, 8, "a length that is not 8");
	default:
		return check_later(type, value, depth);
	}
}
