#include "wire/packet.h"

const char *const packet_says[PACKET_VERDICTS] = {
	[PACKET_NOT_IP] = "not an IP packet",
	[PACKET_NOT_TCP] = "not TCP",
	[PACKET_FRAGMENT] = "a fragment of an IP packet",
	[PACKET_CUT] = "cut off by the capture before the end of its headers",
	[PACKET_MALFORMED] = "headers that contradict themselves",
};

enum ether_type {
	ETHER_NONE = 0,
	ETHER_IPV4 = 0x0800,
	ETHER_IPV6 = 0x86dd,
	ETHER_VLAN = 0x8100,  /* IEEE 802.1Q */
	ETHER_QINQ = 0x88a8,  /* IEEE 802.1ad */
	ETHER_QINQ2 = 0x9100, /* the same before there was a standard */
	ETHER_MPLS = 0x8847,
	ETHER_MPLS_UPSTREAM = 0x8848,
};

enum { IP_TCP = 6 };

/* What the capture holds of an IP packet's rest, and how long that was on the wire. */
struct ip_rest {
	struct reader in;
	size_t size;
	unsigned protocol;
};

bool packet_link_known(unsigned link)
{
	switch (link) {
	case LINK_NULL:
	case LINK_ETHERNET:
	case LINK_PPP:
	case LINK_PPP_HDLC:
	case LINK_RAW:
	case LINK_C_HDLC:
	case LINK_LOOP:
	case LINK_LINUX_SLL:
	case LINK_IPV4:
	case LINK_IPV6:
	case LINK_LINUX_SLL2:
		return true;
	default:
		return false;
	}
}

static unsigned type_by_version(struct reader in)
{
	unsigned version = read_u8(&in) >> 4;

	return version == 4 ? ETHER_IPV4 : version == 6 ? ETHER_IPV6 : ETHER_NONE;
}

/* AF_INET is 2 everywhere, AF_INET6 is not. */
static unsigned type_by_family(uint32_t family)
{
	switch (family) {
	case 2:
		return ETHER_IPV4;
	case 10: /* Linux */
	case 24: /* NetBSD, OpenBSD */
	case 28: /* FreeBSD */
	case 30: /* Darwin */
		return ETHER_IPV6;
	default:
		return ETHER_NONE;
	}
}

/* RFC 1661 section 2, RFC 1662 section 3.1: address and control, and the protocol's first octet if
 * it is zero, may have been compressed away. */
static unsigned ppp_type(struct reader *in)
{
	struct reader front = *in;

	if (read_u16(&front) == 0xff03)
		read_skip(in, 2);
	unsigned protocol = read_u8(in);
	if ((protocol & 1) == 0)
		protocol = protocol << 8 | read_u8(in);
	switch (protocol) {
	case 0x0021:
		return ETHER_IPV4;
	case 0x0057:
		return ETHER_IPV6;
	case 0x0281:
		return ETHER_MPLS;
	case 0x0283:
		return ETHER_MPLS_UPSTREAM;
	default:
		return ETHER_NONE;
	}
}

/* Takes the link's header off and says what follows. */
static unsigned link_type(enum packet_link link, struct reader *in)
{
	uint32_t family;

	switch (link) {
	case LINK_ETHERNET:
		read_skip(in, 12);
		return read_u16(in);
	case LINK_LINUX_SLL:
		read_skip(in, 14);
		return read_u16(in);
	case LINK_LINUX_SLL2: {
		unsigned type = read_u16(in);
		read_skip(in, 18);
		return type;
	}
	case LINK_NULL:
	case LINK_LOOP:
		family = read_u32(in);
		return type_by_family(family > 0xffff ? __builtin_bswap32(family) : family);
	case LINK_PPP:
	case LINK_PPP_HDLC:
		return ppp_type(in);
	case LINK_C_HDLC:
		read_skip(in, 2);
		return read_u16(in);
	case LINK_RAW:
		return type_by_version(*in);
	case LINK_IPV4:
		return ETHER_IPV4;
	case LINK_IPV6:
		return ETHER_IPV6;
	}
	return ETHER_NONE;
}

/* Takes VLAN tags and MPLS labels off. */
static unsigned tags_skip(struct reader *in, unsigned type)
{
	for (;;) {
		switch (type) {
		case ETHER_VLAN:
		case ETHER_QINQ:
		case ETHER_QINQ2:
			read_skip(in, 2);
			type = read_u16(in);
			break;
		case ETHER_MPLS:
		case ETHER_MPLS_UPSTREAM:
			/* RFC 3032 section 2.1: the last label has the bit S. */
			while (!in->failed && (read_u32(in) & 0x100) == 0)
				continue;
			return type_by_version(*in);
		default:
			return type;
		}
	}
}

/* Limits the rest to what the packet's header says, which leaves the frame's padding out. */
static void rest_limit(struct ip_rest *rest, size_t size)
{
	size_t there = reader_left(&rest->in);

	rest->in = read_inner(&rest->in, size < there ? size : there);
	rest->size = size;
}

/* RFC 791 section 3.1. */
static enum packet_verdict ipv4_read(struct ip_rest *rest, struct tcp_segment *segment)
{
	struct reader *in = &rest->in;
	size_t frame_size = rest->size;
	unsigned version = read_u8(in);

	read_skip(in, 1);
	size_t size = read_u16(in), header_size = (size_t)(version & 15) * 4;
	read_skip(in, 2);
	unsigned fragment = read_u16(in);
	read_skip(in, 1);
	rest->protocol = read_u8(in);
	read_skip(in, 2);
	if (address_read(in, FAMILY_V4, &segment->source.address) < 0 ||
	    address_read(in, FAMILY_V4, &segment->destination.address) < 0)
		return PACKET_CUT;
	if (size == 0) /* a segment that the network card will divide has no length yet */
		size = frame_size;
	if (version >> 4 != 4 || header_size < 20 || size < header_size)
		return PACKET_MALFORMED;
	if ((fragment & 0x3fff) != 0) /* more of them, or an offset */
		return PACKET_FRAGMENT;
	read_skip(in, header_size - 20);
	if (in->failed)
		return PACKET_CUT;
	rest_limit(rest, size - header_size);
	return PACKET_TCP;
}

/* RFC 8200 section 4: passes over the headers between. */
static enum packet_verdict ipv6_extensions_skip(struct ip_rest *rest)
{
	enum { HOP_BY_HOP = 0, ROUTING = 43, FRAGMENT = 44, AUTHENTICATION = 51, DESTINATION = 60 };
	struct reader *in = &rest->in;

	for (;;) {
		size_t before = reader_left(in);
		unsigned header = rest->protocol;
		if (header != HOP_BY_HOP && header != ROUTING && header != FRAGMENT &&
		    header != AUTHENTICATION && header != DESTINATION)
			return PACKET_TCP;
		rest->protocol = read_u8(in);
		size_t length = read_u8(in);
		if (header == FRAGMENT) { /* section 4.5; RFC 6946: one alone is whole */
			if ((read_u16(in) & 0xfff9) != 0)
				return PACKET_FRAGMENT;
			read_skip(in, 4);
		} else if (header == AUTHENTICATION) { /* RFC 4302 section 2.2 */
			read_skip(in, length * 4 + 6);
		} else {
			read_skip(in, length * 8 + 6);
		}
		if (in->failed)
			return PACKET_CUT;
		rest->size -= before - reader_left(in);
	}
}

/* RFC 8200 section 3. */
static enum packet_verdict ipv6_read(struct ip_rest *rest, struct tcp_segment *segment)
{
	struct reader *in = &rest->in;
	size_t frame_size = rest->size;
	unsigned version = read_u32(in) >> 28;
	size_t size = read_u16(in);

	rest->protocol = read_u8(in);
	read_skip(in, 1);
	if (address_read(in, FAMILY_V6, &segment->source.address) < 0 ||
	    address_read(in, FAMILY_V6, &segment->destination.address) < 0)
		return PACKET_CUT;
	if (version != 6)
		return PACKET_MALFORMED;
	if (size == 0) /* a jumbogram (RFC 2675), or not divided yet */
		size = frame_size - 40;
	rest_limit(rest, size);
	return ipv6_extensions_skip(rest);
}

/* RFC 9293 section 3.1. */
static enum packet_verdict tcp_read(struct ip_rest *rest, struct tcp_segment *segment)
{
	struct reader *in = &rest->in;

	if (rest->size < 20)
		return PACKET_MALFORMED;
	segment->source.port = read_u16(in);
	segment->destination.port = read_u16(in);
	segment->seq = read_u32(in);
	segment->ack = read_u32(in);
	unsigned offset = read_u16(in);
	read_skip(in, 6);
	if (in->failed)
		return PACKET_CUT;
	size_t header_size = (size_t)(offset >> 12) * 4;
	if (header_size < 20 || rest->size < header_size)
		return PACKET_MALFORMED;
	segment->flags = offset & 0xff;
	segment->size = rest->size - header_size;
	size_t options = header_size - 20, there = reader_left(in);
	read_skip(in, options < there ? options : there); /* nothing of them is needed */
	segment->payload = *in;
	return PACKET_TCP;
}

enum packet_verdict packet_read(enum packet_link link, struct reader frame, size_t wire_size,
				struct tcp_segment *out_segment)
{
	struct tcp_segment segment = { 0 };
	struct ip_rest rest = { .in = frame };
	size_t captured = reader_left(&frame);
	size_t missing = wire_size > captured ? wire_size - captured : 0;
	enum packet_verdict verdict = PACKET_NOT_IP;

	unsigned type = tags_skip(&rest.in, link_type(link, &rest.in));
	rest.size = reader_left(&rest.in) + missing;
	if (rest.in.failed)
		verdict = PACKET_CUT;
	else if (type == ETHER_IPV4)
		verdict = ipv4_read(&rest, &segment);
	else if (type == ETHER_IPV6)
		verdict = ipv6_read(&rest, &segment);
	if (verdict == PACKET_TCP)
		verdict = rest.protocol == IP_TCP ? tcp_read(&rest, &segment) : PACKET_NOT_TCP;
	if (verdict == PACKET_CUT && missing == 0)
		verdict = PACKET_MALFORMED; /* it was not the capture that cut */
	if (verdict == PACKET_TCP)
		*out_segment = segment;
	return verdict;
}
