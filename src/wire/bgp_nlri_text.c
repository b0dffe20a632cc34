#include "wire/bgp_nlri_text.h"

#include "wire/bgp_flowspec.h"
#include "wire/bgp_text.h"

static const uint64_t UINT48_MAX = (UINT64_C(1) << 48) - 1;

static void put_hex(struct buffer *out, const char *before, struct reader value)
{
	buffer_string(out, before);
	buffer_commit(out, hex_put(buffer_room(out, 2 * reader_left(&value)), value));
}

static void put_number(struct buffer *out, const char *before, uint64_t number)
{
	buffer_string(out, before);
	buffer_u64(out, number);
}

static void put_rd(struct buffer *out, const char *before, uint64_t rd)
{
	buffer_string(out, before);
	buffer_commit(out, rd_put(buffer_room(out, RD_TEXT_MAX), rd));
}

/* Four octets are IPv4, sixteen IPv6, others are not put. */
static void put_address(struct buffer *out, const char *before, struct reader value)
{
	size_t size = reader_left(&value);
	struct address address;

	if ((size != 4 && size != 16) ||
	    address_read(&value, size == 4 ? FAMILY_V4 : FAMILY_V6, &address) < 0)
		return;
	buffer_string(out, before);
	buffer_commit(out, address_put(buffer_room(out, ADDRESS_TEXT_MAX), &address));
}

static void put_labels(struct buffer *out, struct reader labels)
{
	const char *before = " label ";

	for (; reader_left(&labels) >= 3; before = "/")
		put_number(out, before, bgp_label_next(&labels));
}

/* Three octets that are a label or, where the encapsulation is VXLAN, a network's number: RFC 8365
 * section 5.1.3. An extended community tells which, not the route. */
static void put_evpn_labels(struct buffer *out, struct reader labels)
{
	while (reader_left(&labels) >= 3) {
		struct reader vni = labels;
		uint32_t upper = read_u16(&vni);
		put_number(out, " label ", bgp_label_next(&labels));
		put_number(out, " or vni ", upper << 8 | read_u8(&vni));
	}
}

static void put_prefix(struct buffer *out, const struct prefix *prefix)
{
	buffer_commit(out, prefix_put(buffer_room(out, PREFIX_TEXT_MAX), prefix));
}

/* Ten octets, type first; all zeros is no segment: RFC 7432 section 5. */
static void put_segment(struct buffer *out, struct reader *value)
{
	struct reader segment = read_inner(value, 10);
	struct reader rest = segment;
	bool is_zero = read_u64(&rest) == 0 && read_u16(&rest) == 0;

	if (is_zero)
		buffer_string(out, " esi 0");
	else
		put_hex(out, " esi ", segment);
}

static void put_mac(struct buffer *out, struct reader *value)
{
	const char *before = " mac ";

	for (unsigned i = 0; i < 6; i++, before = ":")
		put_hex(out, before, read_inner(value, 1));
}

/* Length in bits, then as much; false when it is neither IPv4 nor IPv6 nor nothing. */
static bool cut_address(struct reader *value, struct reader *out_address)
{
	unsigned bits = read_u8(value);

	*out_address = read_inner(value, bits / 8);
	return !value->failed && (bits == 0 || bits == 32 || bits == 128);
}

/* RFC 7432 section 7.2: MAC/IP advertisement, with one label or two. */
static bool put_evpn_mac(struct buffer *out, struct reader value)
{
	struct reader ip, rest = value;

	read_skip(&rest, 8 + 10 + 4);
	bool is_sound = read_u8(&rest) == 48;
	read_skip(&rest, 6);
	is_sound &= cut_address(&rest, &ip);
	if (!is_sound || (reader_left(&rest) != 3 && reader_left(&rest) != 6))
		return false;
	put_rd(out, " rd ", read_u64(&value));
	put_segment(out, &value);
	put_number(out, " tag ", read_u32(&value));
	read_skip(&value, 1);
	put_mac(out, &value);
	put_address(out, " ip ", ip);
	put_evpn_labels(out, rest);
	return true;
}

/* Those that end with an originating router: RFC 7432 section 7.3, 7.4. */
static bool put_evpn_router(struct buffer *out, struct reader value, unsigned type)
{
	struct reader ip, rest = value;

	read_skip(&rest, type == 3 ? 8 + 4 : 8 + 10);
	if (!cut_address(&rest, &ip) || reader_left(&rest) != 0)
		return false;
	put_rd(out, " rd ", read_u64(&value));
	if (type == 3)
		put_number(out, " tag ", read_u32(&value));
	else
		put_segment(out, &value);
	put_address(out, " ip ", ip);
	return true;
}

static bool put_evpn_discovery(struct buffer *out, struct reader value)
{
	if (reader_left(&value) != 8 + 10 + 4 + 3)
		return false;
	put_rd(out, " rd ", read_u64(&value));
	put_segment(out, &value);
	put_number(out, " tag ", read_u32(&value));
	put_evpn_labels(out, value);
	return true;
}

static bool put_evpn_prefix(struct buffer *out, const struct bgp_nlri *nlri)
{
	struct reader value = nlri->value;

	if (!nlri->has_prefix)
		return false;
	put_rd(out, " rd ", read_u64(&value));
	put_segment(out, &value);
	put_number(out, " tag ", read_u32(&value));
	buffer_char(out, ' ');
	put_prefix(out, &nlri->prefix);
	size_t size = nlri->prefix.family == FAMILY_V4 ? 4 : 16;
	read_skip(&value, 1 + size);
	put_address(out, " gateway ", read_inner(&value, size));
	put_evpn_labels(out, value);
	return true;
}

static void put_evpn(struct buffer *out, const struct bgp_nlri *nlri)
{
	bool is_put = false;

	put_number(out, "evpn type ", nlri->type);
	if (nlri->type == 1)
		is_put = put_evpn_discovery(out, nlri->value);
	else if (nlri->type == 2)
		is_put = put_evpn_mac(out, nlri->value);
	else if (nlri->type == 3 || nlri->type == 4)
		is_put = put_evpn_router(out, nlri->value, nlri->type);
	else if (nlri->type == 5)
		is_put = put_evpn_prefix(out, nlri);
	if (!is_put)
		put_hex(out, " raw ", nlri->value);
}

/* Length in bits, then an address. */
static bool put_mvpn_pair(struct buffer *out, struct reader *value)
{
	struct reader source, group;

	if (!cut_address(value, &source) || !cut_address(value, &group))
		return false;
	put_address(out, " source ", source);
	put_address(out, " group ", group);
	return true;
}

/* RFC 6514 section 4.1 to 4.6: most begin with a distinguisher; a leaf with another route's key. */
static void put_mvpn(struct buffer *out, const struct bgp_nlri *nlri)
{
	struct reader value = nlri->value;
	bool has_as = nlri->type == 2 || nlri->type == 6 || nlri->type == 7;
	bool has_pair = nlri->type == 3 || (nlri->type >= 5 && nlri->type <= 7);

	bool is_vpls = nlri->safi == BGP_SAFI_MVPLS; /* RFC 7117: other routes under these types */
	put_number(out, is_vpls ? "mvpls type " : "mvpn type ", nlri->type);
	if (is_vpls || nlri->type == 0 || nlri->type == 4 || nlri->type > 7 ||
	    reader_left(&value) < 8 || (has_as && reader_left(&value) < 12)) {
		put_hex(out, " raw ", value);
		return;
	}
	put_rd(out, " rd ", read_u64(&value));
	if (has_as)
		put_number(out, " as ", read_u32(&value));
	struct reader pair = value;
	if (has_pair && put_mvpn_pair(out, &pair))
		value = pair;
	size_t left = reader_left(&value);
	if ((nlri->type == 1 || nlri->type == 3) && (left == 4 || left == 16))
		put_address(out, " router ", value);
	else if (left > 0)
		put_hex(out, " raw ", value);
}

/* RFC 4761 section 3.2.2: 17 octets; RFC 6074 section 3.2.2.1: 12, for discovery alone. */
static void put_vpls(struct buffer *out, const struct bgp_nlri *nlri)
{
	struct reader value = nlri->value;
	size_t size = reader_left(&value);

	buffer_string(out, "vpls");
	if (size != 17 && size != 12) {
		put_hex(out, " raw ", value);
		return;
	}
	put_rd(out, " rd ", read_u64(&value));
	if (size == 12) {
		put_address(out, " router ", value);
		return;
	}
	put_number(out, " site ", read_u16(&value));
	put_number(out, " offset ", read_u16(&value));
	put_number(out, " size ", read_u16(&value));
	put_number(out, " base ", bgp_label_next(&value));
}

static void put_rtc(struct buffer *out, const struct bgp_nlri *nlri)
{
	struct reader value = nlri->value;

	buffer_string(out, "rtc");
	if (reader_left(&value) == 0) {
		buffer_string(out, " default");
		return;
	}
	put_number(out, " as ", read_u32(&value));
	if (reader_left(&value) == 0)
		return;
	/* Route targets have the shape of distinguishers behind their second octet. */
	struct reader target = value;
	unsigned type = read_u8(&target);
	if (reader_left(&value) == 8 && type <= 2 && read_u8(&target) == 2)
		put_rd(out, " rt:", (uint64_t)type << 48 | (read_u64(&value) & UINT48_MAX));
	else
		put_hex(out, " rt:0x", value);
	if (nlri->type < 96)
		put_number(out, "/", nlri->type - 32);
}

static void put_sr_policy(struct buffer *out, const struct bgp_nlri *nlri)
{
	struct reader value = nlri->value;

	put_number(out, "sr-policy distinguisher ", read_u32(&value));
	put_number(out, " color ", read_u32(&value));
	put_address(out, " endpoint ", value);
}

static void put_flowspec(struct buffer *out, const struct bgp_nlri *nlri)
{
	buffer_string(out, "flowspec ");
	if (nlri->has_rd) {
		put_rd(out, "rd ", nlri->rd);
		buffer_char(out, ' ');
	}
	bgp_flowspec_put(out, nlri->value, nlri->afi);
}

static void put_ls(struct buffer *out, const struct bgp_nlri *nlri)
{
	put_number(out, "bgp-ls type ", nlri->type);
	if (nlri->has_rd)
		put_rd(out, " rd ", nlri->rd);
	put_hex(out, " raw ", nlri->value);
}

void bgp_nlri_put(struct buffer *out, const struct bgp_nlri *nlri)
{
	switch ((enum bgp_nlri_kind)nlri->kind) {
	case BGP_NLRI_PREFIX:
		if (nlri->has_rd)
			put_rd(out, "", nlri->rd);
		if (nlri->has_rd)
			buffer_char(out, ' ');
		put_prefix(out, &nlri->prefix);
		put_labels(out, nlri->labels);
		break;
	case BGP_NLRI_EVPN:
		put_evpn(out, nlri);
		break;
	case BGP_NLRI_MVPN:
		put_mvpn(out, nlri);
		break;
	case BGP_NLRI_VPLS:
		put_vpls(out, nlri);
		break;
	case BGP_NLRI_RTC:
		put_rtc(out, nlri);
		break;
	case BGP_NLRI_FLOWSPEC:
		put_flowspec(out, nlri);
		break;
	case BGP_NLRI_LS:
		put_ls(out, nlri);
		break;
	case BGP_NLRI_SR_POLICY:
		put_sr_policy(out, nlri);
		break;
	case BGP_NLRI_RAW:
	default:
		put_hex(out, "raw ", nlri->value);
		break;
	}
}
