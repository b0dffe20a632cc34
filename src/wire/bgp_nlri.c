#include "wire/bgp_nlri.h"

enum {
	LABEL_BITS = 24,
	RD_BITS = 64,
	EVPN_IP_PREFIX = 5,
	FLOWSPEC_LONG = 0xf0, /* a length from here on has two octets: RFC 8955 section 4.1 */
};

/*
 * The stack ends with the bit that says so. What is withdrawn has one field, mostly 0x800000 or 0,
 * which stands for any label (RFC 8277 section 2.4), some with that bit; but many repeat the
 * labels.
 */
static int read_labels(struct reader *in, bool is_withdrawal, struct reader *out_labels)
{
	struct reader start = *in;
	uint32_t label;

	do {
		uint32_t upper = read_u16(in);
		label = upper << 8 | read_u8(in);
		if (in->failed)
			return ERR_MALFORMED;
		if (is_withdrawal && (label >> 4 == BGP_LABEL_WITHDRAWN >> 4 || label == 0)) {
			*out_labels = read_inner(&start, (size_t)(in->at - start.at) - 3);
			return 0;
		}
	} while ((label & 1) == 0);
	*out_labels = read_inner(&start, (size_t)(in->at - start.at));
	return 0;
}

static int read_bits(struct reader *in, unsigned bits, unsigned family, struct prefix *out_prefix)
{
	unsigned size = (bits + 7) / 8;
	uint8_t octets[17] = { (uint8_t)bits };

	if (bits > family_bits(family) || size != reader_left(in))
		return ERR_MALFORMED;
	if (size > 0)
		memcpy(octets + 1, read_bytes(in, size), size);
	struct reader prefix = reader_over(octets, 1 + (size_t)size);
	return prefix_read(&prefix, family, out_prefix);
}

/* A prefix that labels or a route distinguisher stand before; the length counts them all. */
static int read_prefix(struct reader *in, bool has_labels, bool is_withdrawal,
		       struct bgp_nlri *nlri)
{
	unsigned bits = read_u8(in), before = 0;
	struct reader value = read_inner(in, (bits + 7) / 8);

	if (in->failed)
		return ERR_TRUNCATED;
	if (has_labels) {
		size_t left = reader_left(&value);
		if (read_labels(&value, is_withdrawal, &nlri->labels) < 0)
			return ERR_MALFORMED;
		before = (unsigned)(left - reader_left(&value)) * 8;
	}
	if (nlri->has_rd) {
		nlri->rd = read_u64(&value);
		before += RD_BITS;
	}
	if (value.failed || bits < before)
		return ERR_MALFORMED;
	unsigned family = nlri->afi == BGP_AFI_IPV4 ? FAMILY_V4 : FAMILY_V6;
	return read_bits(&value, bits - before, family, &nlri->prefix);
}

/* Type and length of an octet each: RFC 7432 section 7, RFC 6514 section 4. */
static int read_typed(struct reader *in, struct bgp_nlri *nlri)
{
	nlri->type = read_u8(in);
	nlri->value = read_inner(in, read_u8(in));
	return in->failed ? ERR_TRUNCATED : 0;
}

/* RFC 9136 section 3.1: distinguisher, segment, tag, length, prefix, gateway, label. */
static int read_evpn(struct reader *in, struct bgp_nlri *nlri)
{
	int got = read_typed(in, nlri);

	if (got < 0 || nlri->type != EVPN_IP_PREFIX)
		return got;
	struct reader value = nlri->value;
	bool is_v4 = reader_left(&value) == 34;
	if (!is_v4 && reader_left(&value) != 58)
		return ERR_MALFORMED;
	read_skip(&value, 8 + 10 + 4);
	unsigned bits = read_u8(&value);
	unsigned family = is_v4 ? FAMILY_V4 : FAMILY_V6;
	struct address address;
	if (address_read(&value, family, &address) < 0 || bits > family_bits(family))
		return ERR_MALFORMED;
	struct prefix whole = { address.hi, address.lo, (uint8_t)bits, address.family };
	nlri->prefix = prefix_cut(&whole, bits);
	nlri->has_prefix = true;
	return 0;
}

static int read_flowspec(struct reader *in, struct bgp_nlri *nlri)
{
	size_t size = read_u8(in);

	if (size >= FLOWSPEC_LONG)
		size = (size - FLOWSPEC_LONG) << 8 | read_u8(in);
	nlri->value = read_inner(in, size);
	if (in->failed)
		return ERR_TRUNCATED;
	if (nlri->has_rd)
		nlri->rd = read_u64(&nlri->value);
	return nlri->value.failed ? ERR_MALFORMED : 0;
}

/* A length of 0 is the default; else the origin AS stands in full, and of the route target as much
 * as is asked for (RFC 4684 section 4). */
static int read_rtc(struct reader *in, struct bgp_nlri *nlri)
{
	unsigned bits = read_u8(in);

	nlri->value = read_inner(in, (bits + 7) / 8);
	if (in->failed)
		return ERR_TRUNCATED;
	nlri->type = bits;
	return bits == 0 || (bits >= 32 && bits <= 96) ? 0 : ERR_MALFORMED;
}

/* RFC 9830 section 2.1: distinguisher, colour, endpoint; the length in bits. */
static int read_sr_policy(struct reader *in, struct bgp_nlri *nlri)
{
	unsigned bits = read_u8(in);

	nlri->value = read_inner(in, (bits + 7) / 8);
	if (in->failed)
		return ERR_TRUNCATED;
	return bits == (nlri->afi == BGP_AFI_IPV4 ? 96 : 192) ? 0 : ERR_MALFORMED;
}

static int read_ls(struct reader *in, struct bgp_nlri *nlri)
{
	nlri->type = read_u16(in);
	nlri->value = read_inner(in, read_u16(in));
	if (in->failed)
		return ERR_TRUNCATED;
	if (nlri->has_rd)
		nlri->rd = read_u64(&nlri->value);
	return nlri->value.failed ? ERR_MALFORMED : 0;
}

static int read_vpls(struct reader *in, struct bgp_nlri *nlri)
{
	nlri->value = read_inner(in, read_u16(in));
	return in->failed ? ERR_TRUNCATED : 0;
}

static enum bgp_nlri_kind ip_kind(unsigned safi)
{
	switch (safi) {
	case BGP_SAFI_UNICAST:
	case BGP_SAFI_MULTICAST:
	case BGP_SAFI_BOTH:
	case BGP_SAFI_LABELED:
	case BGP_SAFI_VPN:
	case BGP_SAFI_VPN_MULTICAST:
		return BGP_NLRI_PREFIX;
	case BGP_SAFI_MVPN:
		return BGP_NLRI_MVPN;
	case BGP_SAFI_SR_POLICY:
		return BGP_NLRI_SR_POLICY;
	case BGP_SAFI_RTC:
		return BGP_NLRI_RTC;
	case BGP_SAFI_FLOWSPEC:
	case BGP_SAFI_VPN_FLOWSPEC:
		return BGP_NLRI_FLOWSPEC;
	default:
		return BGP_NLRI_RAW;
	}
}

static enum bgp_nlri_kind kind_of(unsigned afi, unsigned safi)
{
	if (afi == BGP_AFI_IPV4 || afi == BGP_AFI_IPV6)
		return ip_kind(safi);
	if (afi == BGP_AFI_L2VPN)
		return safi == BGP_SAFI_EVPN           ? BGP_NLRI_EVPN
		       : safi == BGP_SAFI_VPLS         ? BGP_NLRI_VPLS
		       : safi == BGP_SAFI_MVPLS        ? BGP_NLRI_MVPN
		       : safi == BGP_SAFI_VPN_FLOWSPEC ? BGP_NLRI_FLOWSPEC
						       : BGP_NLRI_RAW;
	if (afi == BGP_AFI_LS &&
	    (safi == BGP_SAFI_LS || safi == BGP_SAFI_LS_VPN || safi == BGP_SAFI_LS_SPF))
		return BGP_NLRI_LS;
	return BGP_NLRI_RAW;
}

static int read_item(struct reader *in, bool is_withdrawal, struct bgp_nlri *nlri)
{
	switch ((enum bgp_nlri_kind)nlri->kind) {
	case BGP_NLRI_PREFIX:
		return read_prefix(in, nlri->safi == BGP_SAFI_LABELED || nlri->safi == BGP_SAFI_VPN,
				   is_withdrawal, nlri);
	case BGP_NLRI_EVPN:
		return read_evpn(in, nlri);
	case BGP_NLRI_MVPN:
		return read_typed(in, nlri);
	case BGP_NLRI_VPLS:
		return read_vpls(in, nlri);
	case BGP_NLRI_RTC:
		return read_rtc(in, nlri);
	case BGP_NLRI_FLOWSPEC:
		return read_flowspec(in, nlri);
	case BGP_NLRI_LS:
		return read_ls(in, nlri);
	case BGP_NLRI_SR_POLICY:
		return read_sr_policy(in, nlri);
	case BGP_NLRI_RAW:
	default:
		nlri->value = read_inner(in, reader_left(in));
		return in->failed ? ERR_TRUNCATED : 0;
	}
}

int bgp_nlri_next(struct reader *in, unsigned afi, unsigned safi, bool has_path_id,
		  bool is_withdrawal, struct bgp_nlri *out_nlri)
{
	if (reader_left(in) == 0)
		return in->failed ? ERR_TRUNCATED : 0;

	struct bgp_nlri nlri = {
		.afi = (uint16_t)afi,
		.safi = (uint8_t)safi,
		.kind = (uint8_t)kind_of(afi, safi),
		.has_path_id = has_path_id,
		.has_rd = safi == BGP_SAFI_VPN || safi == BGP_SAFI_VPN_MULTICAST ||
			  safi == BGP_SAFI_VPN_FLOWSPEC || safi == BGP_SAFI_LS_VPN,
		.path_id = has_path_id ? read_u32(in) : 0,
	};
	nlri.has_prefix = nlri.kind == BGP_NLRI_PREFIX;
	nlri.has_rd &= nlri.kind != BGP_NLRI_RAW;
	if (in->failed)
		return ERR_TRUNCATED;
	int got = read_item(in, is_withdrawal, &nlri);
	if (got < 0)
		return got;
	*out_nlri = nlri;
	return 1;
}
