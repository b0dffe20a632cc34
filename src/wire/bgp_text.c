#include "wire/bgp_text.h"

#include "wire/bgp_attrs.h"

void number_texts_init(struct number_texts *numbers)
{
	for (uint32_t number = 0; number < NUMBER_TEXTS; number++) {
		struct number_text *text = &numbers->texts[number];
		text->size = (uint8_t)(put_u32(text->digits, number) - text->digits);
	}
}

struct brackets {
	char open, close, between;
};

/* By enum as_segment_type; a sequence has none. */
static const struct brackets BRACKETS[] = {
	[AS_SET] = { '{', '}', ',' },
	[AS_SEQUENCE] = { '\0', '\0', ' ' },
	[AS_CONFED_SEQUENCE] = { '(', ')', ' ' },
	[AS_CONFED_SET] = { '[', ']', ',' },
};

static char *put_segment(char *at, struct as_segment segment, const struct number_texts *numbers)
{
	const struct brackets *brackets = &BRACKETS[segment.type];

	if (brackets->open != '\0')
		*at++ = brackets->open;
	for (unsigned i = 0; i < segment.count; i++) {
		at = number_put(at, read_u32(&segment.asns), numbers);
		*at++ = brackets->between;
	}
	if (segment.count > 0)
		at--;
	if (brackets->close != '\0')
		*at++ = brackets->close;
	return at;
}

char *as_path_put(char *at, struct reader path, const struct number_texts *numbers)
{
	struct as_segment segment;
	char *start = at;
	bool apart = false;
	int got;

	while ((got = as_path_next(&path, 4, &segment)) > 0) {
		if (apart)
			*at++ = ' ';
		at = put_segment(at, segment, numbers);
		apart = segment.count > 0;
	}
	if (got < 0)
		return put_bytes(start, "! Error !", 9);
	return at;
}

/* Well-known ones by the names that bgpdump has for them (RFC 1997). */
static struct text bgpdump_community_name(uint32_t community)
{
	switch (community) {
	case 0xffffff01:
		return TEXT("no-export");
	case 0xffffff02:
		return TEXT("no-advertise");
	case 0xffffff03:
		return TEXT("local-AS");
	default:
		return (struct text){ NULL, 0 };
	}
}

char *communities_put(char *at, struct reader value, const struct number_texts *numbers)
{
	size_t count = reader_left(&value) / 4;

	for (size_t i = 0; i < count; i++) {
		uint32_t community = read_u32(&value);
		struct text name = bgpdump_community_name(community);
		if (i > 0)
			*at++ = ' ';
		if (name.at != NULL) {
			at = put_bytes(at, name.at, name.len);
			continue;
		}
		at = number_put(at, community >> 16, numbers);
		*at++ = ':';
		at = number_put(at, community & 0xffff, numbers);
	}
	return at;
}

char *large_community_put(char *at, struct reader *in, const struct number_texts *numbers)
{
	at = number_put(at, read_u32(in), numbers);
	*at++ = ':';
	at = number_put(at, read_u32(in), numbers);
	*at++ = ':';
	return number_put(at, read_u32(in), numbers);
}

char *large_communities_put(char *at, struct reader value, const struct number_texts *numbers)
{
	size_t count = reader_left(&value) / 12;

	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			*at++ = ' ';
		at = large_community_put(at, &value, numbers);
	}
	return at;
}

static char *put_v4(char *at, uint32_t bits)
{
	at = put_u32(at, bits >> 24);
	*at++ = '.';
	at = put_u32(at, bits >> 16 & 0xff);
	*at++ = '.';
	at = put_u32(at, bits >> 8 & 0xff);
	*at++ = '.';
	return put_u32(at, bits & 0xff);
}

char *hex_put(char *at, struct reader value)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t left = reader_left(&value); left > 0; left--) {
		unsigned octet = read_u8(&value);
		*at++ = digits[octet >> 4];
		*at++ = digits[octet & 15];
	}
	return at;
}

char *rd_put(char *at, uint64_t rd)
{
	uint32_t wide = (uint32_t)(rd >> 16); /* the administrator's field in types 1 and 2 */
	uint64_t number = __builtin_bswap64(rd);

	switch (rd >> 48) {
	case 0:
		at = put_u32(at, (uint32_t)(rd >> 32) & 0xffff);
		*at++ = ':';
		return put_u32(at, (uint32_t)rd);
	case 1:
		at = put_v4(at, wide);
		break;
	case 2:
		at = put_u32(at, wide);
		break;
	default:
		return hex_put(put_bytes(at, "0x", 2), reader_over(&number, sizeof(number)));
	}
	*at++ = ':';
	return put_u32(at, (uint32_t)rd & 0xffff);
}

struct run {
	unsigned start, length;
};

/* The first longest run of zero groups, even if it is a single one. */
static struct run longest_run(const unsigned groups[8])
{
	struct run longest = { 8, 0 };

	for (unsigned i = 0; i < 8; i++) {
		unsigned length = 0;
		while (i + length < 8 && groups[i + length] == 0)
			length++;
		if (length > longest.length)
			longest = (struct run){ i, length };
		i += length;
	}
	return longest;
}

static char *put_v6(char *at, uint64_t hi, uint64_t lo)
{
	unsigned groups[8];

	for (unsigned i = 0; i < 8; i++)
		groups[i] = (unsigned)((i < 4 ? hi : lo) >> (48 - i % 4 * 16)) & 0xffff;
	struct run zeros = longest_run(groups);
	for (unsigned i = 0; i < 8; i++) {
		if (i == zeros.start) {
			*at++ = ':';
			*at++ = ':';
			i += zeros.length - 1;
			continue;
		}
		if (i > 0 && i != zeros.start + zeros.length)
			*at++ = ':';
		at = put_hex16(at, groups[i]);
	}
	return at;
}

char *bgpdump_address_put(char *at, const struct address *address)
{
	if (address->family == FAMILY_V4)
		return put_v4(at, (uint32_t)(address->hi >> 32));
	if (address->hi == 0 && address->lo >> 32 == 0xffff)
		return put_v4(put_bytes(at, "::ffff:", 7), (uint32_t)address->lo);
	if (address->hi == 0 && address->lo >> 32 == 0 && address->lo > 1)
		return put_v4(put_bytes(at, "::", 2), (uint32_t)address->lo);
	return put_v6(at, address->hi, address->lo);
}

char *bgpdump_prefix_put(char *at, const struct prefix *prefix)
{
	struct address address = { prefix->hi, prefix->lo, prefix->family };

	at = bgpdump_address_put(at, &address);
	*at++ = '/';
	return put_u32(at, prefix->len);
}
