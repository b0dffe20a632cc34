#include "net/prefix.h"

#include <arpa/inet.h>
#include <assert.h>

#include "base/buffer.h"
#include "base/index.h"

int prefix_compare(const struct prefix *a, const struct prefix *b)
{
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	if (a->hi != b->hi)
		return a->hi < b->hi ? -1 : 1;
	if (a->lo != b->lo)
		return a->lo < b->lo ? -1 : 1;
	return (a->len > b->len) - (a->len < b->len);
}

uint64_t prefix_hash(const struct prefix *prefix)
{
	uint64_t kind = (uint64_t)prefix->len << 8 | prefix->family;
	return hash_words(prefix->hi ^ kind << 48, prefix->lo ^ kind);
}

static struct address address_from_octets(const uint8_t octets[16], unsigned family)
{
	struct reader r = reader_over(octets, 16);
	struct address address = { .family = (uint8_t)family };

	if (family == FAMILY_V4) {
		address.hi = (uint64_t)read_u32(&r) << 32;
	} else {
		address.hi = read_u64(&r);
		address.lo = read_u64(&r);
	}
	return address;
}

int address_parse(struct text text, struct address *out_address)
{
	char terminated[ADDRESS_TEXT_MAX];
	uint8_t octets[16] = { 0 };
	unsigned family = text_find(text, ':') < text.len ? FAMILY_V6 : FAMILY_V4;

	if (text.len == 0 || text.len >= sizeof(terminated))
		return ERR_MALFORMED;
	memcpy(terminated, text.at, text.len);
	terminated[text.len] = '\0';
	if (text_find(text, '\0') < text.len ||
	    inet_pton(family == FAMILY_V4 ? AF_INET : AF_INET6, terminated, octets) != 1)
		return ERR_MALFORMED;
	*out_address = address_from_octets(octets, family);
	return 0;
}

int prefix_parse_loose(struct text text, struct prefix *out_prefix, bool *out_cut)
{
	struct address address;
	uint32_t len;
	size_t slash = text_find(text, '/');

	if (slash == text.len || text_u32(text_from(text, slash + 1), &len) < 0)
		return ERR_MALFORMED;
	if (text.len - slash > 2 && text.at[slash + 1] == '0')
		return ERR_MALFORMED; /* "/08" is nobody's spelling */
	if (address_parse(text_upto(text, slash), &address) < 0 ||
	    len > family_bits(address.family))
		return ERR_MALFORMED;

	struct prefix whole = { address.hi, address.lo, (uint8_t)len, address.family };
	*out_prefix = prefix_cut(&whole, len);
	*out_cut = !prefix_equal(&whole, out_prefix);
	return 0;
}

int prefix_parse(struct text text, struct prefix *out_prefix)
{
	struct prefix prefix;
	bool cut;

	if (prefix_parse_loose(text, &prefix, &cut) < 0 || cut)
		return ERR_MALFORMED;
	*out_prefix = prefix;
	return 0;
}

static char *put_v4(char *at, uint32_t bits)
{
	for (unsigned shift = 24;; shift -= 8) {
		at = put_u32(at, bits >> shift & 0xff);
		if (shift == 0)
			break;
		*at++ = '.';
	}
	*at = '\0';
	return at;
}

/*
 * RFC 5952: lower case, no leading zeros, "::" for the first longest run of two groups or more. An
 * embedded v4 address is dotted (section 5) where inet_ntop() does so: below ::/96 and
 * ::ffff:0:0/96.
 */
static char *put_v6(char *at, uint64_t hi, uint64_t lo)
{
	unsigned groups[8], start = 8, longest = 1;

	for (unsigned i = 0; i < 8; i++)
		groups[i] = (unsigned)((i < 4 ? hi : lo) >> (48 - i % 4 * 16)) & 0xffff;
	for (unsigned i = 0; i < 8; i++) {
		unsigned run = 0;
		while (i + run < 8 && groups[i + run] == 0)
			run++;
		if (run > longest) {
			start = i;
			longest = run;
		}
	}
	bool dotted = start == 0 && (longest == 6 || (longest == 5 && groups[5] == 0xffff));
	for (unsigned i = 0; i < 8; i++) {
		if (i == start) {
			*at++ = ':';
			*at++ = ':';
			i += longest - 1;
			continue;
		}
		if (i > 0 && i != start + longest)
			*at++ = ':';
		if (i == 6 && dotted)
			return put_v4(at, (uint32_t)lo);
		at = put_hex16(at, groups[i]);
	}
	*at = '\0';
	return at;
}

char *address_put(char *at, const struct address *address)
{
	return address->family == FAMILY_V4 ? put_v4(at, (uint32_t)(address->hi >> 32))
					    : put_v6(at, address->hi, address->lo);
}

char *prefix_put(char *at, const struct prefix *prefix)
{
	struct address address = { prefix->hi, prefix->lo, prefix->family };

	at = address_put(at, &address);
	*at++ = '/';
	at = put_u32(at, prefix->len);
	*at = '\0';
	return at;
}

const char *prefix_print(const struct prefix *prefix, char out_text[PREFIX_TEXT_MAX])
{
	(void)prefix_put(out_text, prefix);
	return out_text;
}

const char *address_print(const struct address *address, char out_text[ADDRESS_TEXT_MAX])
{
	(void)address_put(out_text, address);
	return out_text;
}

bool address_equal(const struct address *a, const struct address *b)
{
	return a->hi == b->hi && a->lo == b->lo && a->family == b->family;
}

int address_compare(const struct address *a, const struct address *b)
{
	struct prefix whole_a = { a->hi, a->lo, 0, a->family };
	struct prefix whole_b = { b->hi, b->lo, 0, b->family };
	return prefix_compare(&whole_a, &whole_b);
}

int address_read(struct reader *in, unsigned family, struct address *out_address)
{
	uint8_t octets[16] = { 0 };
	size_t size = family_bits(family) / 8;
	const uint8_t *bytes = read_bytes(in, size);

	if (bytes == NULL)
		return ERR_TRUNCATED;
	memcpy(octets, bytes, size);
	*out_address = address_from_octets(octets, family);
	return 0;
}

int prefix_read(struct reader *in, unsigned family, struct prefix *out_prefix)
{
	uint8_t octets[16] = { 0 };
	unsigned len = read_u8(in);

	if (in->failed)
		return ERR_TRUNCATED;
	if (len > family_bits(family))
		return ERR_MALFORMED;
	size_t size = (len + 7) / 8;
	const uint8_t *bytes = read_bytes(in, size);
	if (bytes == NULL)
		return ERR_TRUNCATED;
	if (size > 0)
		memcpy(octets, bytes, size);
	struct address address = address_from_octets(octets, family);
	struct prefix whole = { address.hi, address.lo, (uint8_t)len, (uint8_t)family };
	*out_prefix = prefix_cut(&whole, len);
	return 0;
}
