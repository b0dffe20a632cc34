#include "wire/bgp_flowspec.h"

#include "net/prefix.h"
#include "wire/bgp_families.h"
#include "wire/bgp_text.h"

enum component {
	DST_PREFIX = 1,
	SRC_PREFIX = 2,
	TCP_FLAGS = 9,
	FRAGMENT = 12,
	FLOW_LABEL = 13, /* RFC 8956 section 3.7: IPv6 only */
};

static const char *const NAMES[] = {
	[DST_PREFIX] = "dst",
	[SRC_PREFIX] = "src",
	[3] = "proto",
	[4] = "port",
	[5] = "dst-port",
	[6] = "src-port",
	[7] = "icmp-type",
	[8] = "icmp-code",
	[TCP_FLAGS] = "tcp-flags",
	[10] = "length",
	[11] = "dscp",
	[FRAGMENT] = "fragment",
	[FLOW_LABEL] = "flow-label",
};

/* Bits of an operator: RFC 8955 sections 4.2.1.1, 4.2.1.2. */
enum {
	OP_END = 0x80,
	OP_AND = 0x40,
	OP_LESS = 0x04,
	OP_GREATER = 0x02,
	OP_EQUAL = 0x01,
	OP_NOT = 0x02,
	OP_MATCH = 0x01,
};

struct match {
	unsigned op;
	uint64_t value;
};

static int match_next(struct reader *in, struct match *out_match)
{
	unsigned op = read_u8(in);
	unsigned size = 1U << (op >> 4 & 3);
	uint64_t value = 0;

	for (unsigned i = 0; i < size; i++)
		value = value << 8 | read_u8(in);
	if (in->failed)
		return ERR_MALFORMED;
	*out_match = (struct match){ op, value };
	return 0;
}

/* Which bits of an address, from `offset` to `prefix.len`; an offset above 0 is IPv6's only. */
struct part {
	struct prefix prefix;
	unsigned offset;
};

static int part_read(struct reader *in, unsigned afi, struct part *out_part)
{
	unsigned family = afi == BGP_AFI_IPV4 ? FAMILY_V4 : FAMILY_V6;
	unsigned len = read_u8(in);
	unsigned offset = family == FAMILY_V6 ? read_u8(in) : 0;
	uint8_t octets[17] = { 0 };

	if (len > family_bits(family) || (offset >= len && offset > 0))
		return ERR_MALFORMED; /* RFC 8956 section 3.1 */
	/* The pattern starts at the offset's bit and fills whole octets. */
	unsigned size = (len - offset + 7) / 8;
	const uint8_t *pattern = read_bytes(in, size);
	if (pattern == NULL)
		return ERR_MALFORMED;
	octets[0] = (uint8_t)len;
	for (unsigned bit = 0; bit < len - offset; bit++) {
		unsigned to = offset + bit;
		if ((pattern[bit / 8] >> (7 - bit % 8) & 1) != 0)
			octets[1 + to / 8] |= (uint8_t)(0x80 >> to % 8);
	}
	struct reader whole = reader_over(octets, 1 + (size_t)(len + 7) / 8);
	out_part->offset = offset;
	return prefix_read(&whole, family, &out_part->prefix);
}

static int component_skip(struct reader *in, unsigned type, unsigned afi)
{
	struct match match = { 0 };
	struct part part;

	if (type == 0 || type > (afi == BGP_AFI_IPV4 ? FRAGMENT : FLOW_LABEL))
		return ERR_MALFORMED;
	if (type == DST_PREFIX || type == SRC_PREFIX)
		return part_read(in, afi, &part);
	do {
		if (match_next(in, &match) < 0)
			return ERR_MALFORMED;
	} while ((match.op & OP_END) == 0);
	return 0;
}

int bgp_flowspec_check(struct reader value, unsigned afi)
{
	unsigned last = 0;

	if (afi != BGP_AFI_IPV4 && afi != BGP_AFI_IPV6)
		return 0;
	while (reader_left(&value) > 0) {
		unsigned type = read_u8(&value);
		if (type <= last || component_skip(&value, type, afi) < 0)
			return ERR_MALFORMED;
		last = type;
	}
	return 0;
}

static void put_comparison(struct buffer *out, const struct match *match)
{
	static const char *const signs[] = { "false", "=", ">", ">=", "<", "<=", "!=", "true" };
	unsigned relation = match->op & (OP_LESS | OP_GREATER | OP_EQUAL);

	buffer_string(out, signs[relation]);
	if (relation != 0 && relation != 7)
		buffer_u64(out, match->value);
}

static void put_bitmask(struct buffer *out, const struct match *match, unsigned type)
{
	static const char *const tcp[] = { "fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr" };
	static const char *const fragments[] = { "dont", "is", "first", "last" };
	const char *const *names = type == TCP_FLAGS ? tcp : fragments;
	unsigned named = type == TCP_FLAGS ? 8 : 4;
	bool apart = false;

	if ((match->op & OP_NOT) != 0)
		buffer_char(out, '!');
	if ((match->op & OP_MATCH) != 0)
		buffer_char(out, '=');
	for (unsigned bit = 0; bit < named; bit++) {
		if ((match->value >> bit & 1) == 0)
			continue;
		if (apart)
			buffer_char(out, '+');
		buffer_string(out, names[bit]);
		apart = true;
	}
	if (match->value >> named != 0 || !apart) {
		if (apart)
			buffer_char(out, '+');
		buffer_u64(out, match->value >> named << named);
	}
}

static void put_matches(struct buffer *out, struct reader *in, unsigned type)
{
	struct match match = { 0 };
	bool apart = false;

	do {
		if (match_next(in, &match) < 0)
			return;
		if (apart)
			buffer_char(out, (match.op & OP_AND) != 0 ? '&' : '|');
		apart = true;
		if (type == TCP_FLAGS || type == FRAGMENT)
			put_bitmask(out, &match, type);
		else
			put_comparison(out, &match);
	} while ((match.op & OP_END) == 0);
}

static void put_part(struct buffer *out, struct reader *in, unsigned afi)
{
	struct part part;

	if (part_read(in, afi, &part) < 0)
		return;
	buffer_commit(out, prefix_put(buffer_room(out, PREFIX_TEXT_MAX), &part.prefix));
	if (part.offset > 0) {
		buffer_string(out, "-from-bit-");
		buffer_u64(out, part.offset);
	}
}

void bgp_flowspec_put(struct buffer *out, struct reader value, unsigned afi)
{
	bool apart = false;

	if (reader_left(&value) == 0)
		buffer_string(out, "all"); /* no component, so nothing narrows it */
	while (reader_left(&value) > 0) {
		struct reader rest = value;
		unsigned type = read_u8(&value);
		struct reader end = value;
		if (apart)
			buffer_char(out, ' ');
		apart = true;
		if ((afi != BGP_AFI_IPV4 && afi != BGP_AFI_IPV6) ||
		    component_skip(&end, type, afi) < 0) {
			buffer_string(out, "0x");
			char *at = buffer_room(out, 2 * reader_left(&rest));
			buffer_commit(out, hex_put(at, rest));
			return;
		}
		buffer_string(out, NAMES[type]);
		buffer_char(out, ' ');
		if (type == DST_PREFIX || type == SRC_PREFIX)
			put_part(out, &value, afi);
		else
			put_matches(out, &value, type);
	}
}
