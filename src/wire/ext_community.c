#include "wire/ext_community.h"

#include "base/buffer.h"
#include "net/prefix.h"
#include "wire/bgp_text.h"

/* How what follows the two octets of the type is spelled. */
enum shape {
	AS2_NUMBER, /* two octets of AS, four of number */
	IP_NUMBER,  /* an IPv4 address, two octets of number */
	AS4_NUMBER, /* four octets of AS, two of number */
	AS2_FLOAT, /* two octets of AS, a single-precision number of octets or packets per second */
	LAST_U32,  /* the last four octets as a number */
	LAST_U24,
	LAST_U16,
	FIRST_U16,
	LAST_U8,
	ADDRESS, /* an IPv4 address */
	MAC,     /* six octets in colons */
	STATE,   /* origin validation: RFC 8097 section 2 */
	NOTHING,
	HEX, /* all six octets */
};

struct ext_type {
	uint16_t type;
	uint8_t shape;
	const char *name;
};

static const struct ext_type TYPES[] = {
	{ 0x0002, AS2_NUMBER, "rt" },
	{ 0x0003, AS2_NUMBER, "soo" },
	{ 0x0004, AS2_FLOAT, "bandwidth" }, /* transitive, as some send it */
	{ 0x0005, AS2_NUMBER, "ospf-domain" },
	{ 0x0008, AS2_NUMBER, "data-collection" },
	{ 0x0009, AS2_NUMBER, "source-as" },
	{ 0x000a, AS2_NUMBER, "l2vpn-id" },
	{ 0x0010, AS2_NUMBER, "vpn-distinguisher" },
	{ 0x0102, IP_NUMBER, "rt" },
	{ 0x0103, IP_NUMBER, "soo" },
	{ 0x0105, IP_NUMBER, "ospf-domain" },
	{ 0x0107, ADDRESS, "ospf-router" },
	{ 0x010a, IP_NUMBER, "l2vpn-id" },
	{ 0x010b, IP_NUMBER, "vrf-route-import" },
	{ 0x010c, IP_NUMBER, "redirect-ip" },
	{ 0x0202, AS4_NUMBER, "rt" },
	{ 0x0203, AS4_NUMBER, "soo" },
	{ 0x0204, AS4_NUMBER, "generic" },
	{ 0x0205, AS4_NUMBER, "ospf-domain" },
	{ 0x0208, AS4_NUMBER, "data-collection" },
	{ 0x0209, AS4_NUMBER, "source-as" },
	{ 0x0301, HEX, "cost" },
	{ 0x0306, HEX, "ospf-route" },
	{ 0x030b, LAST_U32, "color" },         /* RFC 9012 section 4.3 */
	{ 0x030c, LAST_U16, "encapsulation" }, /* RFC 9012 section 4.1 */
	{ 0x030d, NOTHING, "default-gateway" },
	{ 0x0600, LAST_U32, "mac-mobility" }, /* RFC 7432 section 7.7 */
	{ 0x0601, LAST_U24, "esi-label" },    /* RFC 7432 section 7.5 */
	{ 0x0602, MAC, "es-import" },         /* RFC 7432 section 7.6 */
	{ 0x0603, MAC, "router-mac" },        /* RFC 9135 section 8.1 */
	{ 0x0604, HEX, "l2-attributes" },     /* RFC 8214 section 3.1 */
	{ 0x0605, HEX, "e-tree" },            /* RFC 8317 section 5.1 */
	{ 0x0606, HEX, "df-election" },       /* RFC 8584 section 2.2 */
	{ 0x0607, HEX, "i-sid" },
	{ 0x0608, HEX, "arp-nd" },
	{ 0x0800, FIRST_U16, "redirect-to-next-hop" },
	{ 0x4004, AS2_FLOAT, "bandwidth" },
	{ 0x4300, STATE, "ovs" },
	{ 0x4301, HEX, "cost" },
	{ 0x8006, AS2_FLOAT, "rate" }, /* RFC 8955 section 7.1 */
	{ 0x8007, LAST_U8, "action" }, /* RFC 8955 section 7.3 */
	{ 0x8008, AS2_NUMBER, "redirect" },
	{ 0x8009, LAST_U8, "mark" },
	{ 0x800a, HEX, "l2-info" }, /* RFC 4761 section 3.2.4 */
	{ 0x800c, AS2_FLOAT, "rate-packets" },
	{ 0x8108, IP_NUMBER, "redirect" },
	{ 0x8208, AS4_NUMBER, "redirect" },
};

static const struct ext_type *type_find(unsigned type)
{
	size_t low = 0, high = sizeof(TYPES) / sizeof(TYPES[0]);

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (TYPES[middle].type == type)
			return &TYPES[middle];
		if (TYPES[middle].type < type)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Whole numbers only; what is none, or beyond them, by its bits. */
static char *put_float(char *at, uint32_t bits)
{
	float value;
	uint32_t order = __builtin_bswap32(bits);

	memcpy(&value, &bits, sizeof(value));
	if (value >= 0 && value < 1e18F)
		return put_u64(at, (uint64_t)value);
	return hex_put(put_bytes(at, "0x", 2), reader_over(&order, sizeof(order)));
}

static char *put_colon(char *at)
{
	*at++ = ':';
	return at;
}

static char *put_v4(char *at, uint32_t bits)
{
	struct address address = { (uint64_t)bits << 32, 0, FAMILY_V4 };

	return address_put(at, &address);
}

static char *put_mac(char *at, uint64_t octets)
{
	for (unsigned shift = 48; shift > 0; shift -= 8) {
		uint8_t octet = (uint8_t)(octets >> (shift - 8));
		at = hex_put(at, reader_over(&octet, 1));
		if (shift > 8)
			*at++ = ':';
	}
	return at;
}

static char *put_state(char *at, unsigned state)
{
	static const char *const names[] = { "valid", "not-found", "invalid" };

	if (state > 2)
		return put_u32(at, state);
	return put_bytes(at, names[state], strlen(names[state]));
}

/* What stands behind the name. `six` are the six octets below the type. */
static char *put_shape(char *at, enum shape shape, uint64_t six)
{
	uint32_t upper = (uint32_t)(six >> 16); /* the first four octets */
	uint64_t order = __builtin_bswap64(six << 16);

	switch (shape) {
	case AS2_NUMBER:
		return put_u32(put_colon(put_u32(at, (uint32_t)(six >> 32))), (uint32_t)six);
	case IP_NUMBER:
		return put_u32(put_colon(put_v4(at, upper)), six & 0xffff);
	case AS4_NUMBER:
		return put_u32(put_colon(put_u32(at, upper)), six & 0xffff);
	case AS2_FLOAT:
		return put_float(put_colon(put_u32(at, (uint32_t)(six >> 32))), (uint32_t)six);
	case LAST_U32:
		return put_u32(at, (uint32_t)six);
	case LAST_U24:
		return put_u32(at, six & 0xffffff);
	case LAST_U16:
		return put_u32(at, six & 0xffff);
	case FIRST_U16:
		return put_u32(at, (uint32_t)(six >> 32));
	case LAST_U8:
		return put_u32(at, six & 0xff);
	case ADDRESS:
		return put_v4(at, upper);
	case MAC:
		return put_mac(at, six);
	case STATE:
		return put_state(at, six & 0xff);
	case NOTHING:
	case HEX:
	default:
		return hex_put(at, reader_over(&order, 6));
	}
}

char *ext_community_put(char *at, uint64_t community)
{
	const struct ext_type *type = type_find((unsigned)(community >> 48));
	uint64_t order = __builtin_bswap64(community);

	if (type == NULL)
		return hex_put(put_bytes(at, "0x", 2), reader_over(&order, sizeof(order)));
	at = put_bytes(at, type->name, strlen(type->name));
	if (type->shape == NOTHING)
		return at;
	return put_shape(put_colon(at), (enum shape)type->shape,
			 community & ((UINT64_C(1) << 48) - 1));
}

char *ipv6_ext_community_put(char *at, struct reader *in)
{
	struct reader whole = *in;
	unsigned type = read_u16(in);
	struct address address;
	const char *name = type == 0x0002   ? "rt:["
			   : type == 0x0003 ? "soo:["
			   : type == 0x000b ? "vrf-route-import:["
			   : type == 0x000c ? "redirect-ip:["
			   : type == 0x000d ? "redirect:["
					    : NULL;

	if (address_read(in, FAMILY_V6, &address) < 0)
		return at;
	unsigned number = read_u16(in);
	if (name == NULL)
		return hex_put(put_bytes(at, "0x", 2), read_inner(&whole, 20));
	at = address_put(put_bytes(at, name, strlen(name)), &address);
	return put_u32(put_bytes(at, "]:", 2), number);
}
