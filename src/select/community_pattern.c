#include "select/community_pattern.h"

#include <stdio.h>

#include "net/asn.h"
#include "net/prefix.h"
#include "wire/community_name.h"

static struct community_pattern plain(uint32_t value)
{
	return (struct community_pattern){ .kind = COMMUNITY_PLAIN,
					   .numbers = { value >> 16, value & 0xffff } };
}

static bool digits_parse(struct text digits, uint64_t *out_value)
{
	uint64_t value = 0;

	for (size_t i = 0; i < digits.len; i++) {
		char c = digits.at[i];
		char lower = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
		bool is_letter = lower >= 'a' && lower <= 'f';
		if (!is_letter && (c < '0' || c > '9'))
			return false;
		value = value << 4 | (uint64_t)(is_letter ? lower - 'a' + 10 : c - '0');
	}
	*out_value = value;
	return true;
}

static int raw_parse(struct text digits, struct community_pattern *out_pattern)
{
	uint64_t value;

	if ((digits.len != 8 && digits.len != 16) || !digits_parse(digits, &value))
		return ERR_MALFORMED;
	*out_pattern = plain((uint32_t)value);
	if (digits.len == 16)
		*out_pattern = (struct community_pattern){
			.kind = COMMUNITY_RAW,
			.numbers = { (uint32_t)(value >> 32), (uint32_t)value },
		};
	return 0;
}

/* Number `i` of the pattern: a number up to `most`, or "*". */
static bool part_parse(struct text part, unsigned i, uint32_t most,
		       struct community_pattern *pattern)
{
	if (text_equal(part, TEXT("*"))) {
		pattern->any[i] = true;
		return true;
	}
	return text_u32(part, &pattern->numbers[i]) == 0 && pattern->numbers[i] <= most;
}

/* What follows "rt:" or "soo:". */
static int extended_parse(struct text rest, enum community_kind kind,
			  struct community_pattern *out_pattern)
{
	struct community_pattern pattern = { .kind = (uint8_t)kind };
	struct text first;
	struct address address;

	if (!text_cut(&rest, ':', &first) || rest.at == NULL)
		return ERR_MALFORMED;
	pattern.is_address = text_find(first, '.') < first.len;
	if (pattern.is_address) {
		if (address_parse(first, &address) < 0 || address.family != FAMILY_V4)
			return ERR_MALFORMED;
		pattern.numbers[0] = (uint32_t)(address.hi >> 32);
	} else if (!part_parse(first, 0, UINT32_MAX, &pattern)) {
		return ERR_MALFORMED;
	}
	/* Six octets hold both numbers: four behind a short AS number, else two. */
	bool is_short = pattern.any[0] || (!pattern.is_address && pattern.numbers[0] <= UINT16_MAX);
	if (!part_parse(rest, 1, is_short ? UINT32_MAX : UINT16_MAX, &pattern))
		return ERR_MALFORMED;
	*out_pattern = pattern;
	return 0;
}

static int numbers_parse(struct text text, struct community_pattern *out_pattern)
{
	struct community_pattern pattern = { .kind = COMMUNITY_PLAIN };
	struct text parts[3];
	unsigned count = 0;

	while (count < 3 && text_cut(&text, ':', &parts[count]))
		count++;
	if (text.at != NULL || count < 2)
		return ERR_MALFORMED;
	uint32_t most = count == 2 ? UINT16_MAX : UINT32_MAX;
	for (unsigned i = 0; i < count; i++)
		if (!part_parse(parts[i], i, most, &pattern))
			return ERR_MALFORMED;
	pattern.kind = count == 2 ? COMMUNITY_PLAIN : COMMUNITY_LARGE;
	*out_pattern = pattern;
	return 0;
}

int community_pattern_parse(struct text text, struct community_pattern *out_pattern)
{
	uint32_t known;

	if (community_find(text, &known)) {
		*out_pattern = plain(known);
		return 0;
	}
	if (text_starts(text, TEXT("0x")))
		return raw_parse(text_from(text, 2), out_pattern);
	if (text_starts_fold(text, TEXT("rt:")))
		return extended_parse(text_from(text, 3), COMMUNITY_TARGET, out_pattern);
	if (text_starts_fold(text, TEXT("soo:")))
		return extended_parse(text_from(text, 4), COMMUNITY_ORIGIN, out_pattern);
	return numbers_parse(text, out_pattern);
}

static void part_put(struct buffer *out, const struct community_pattern *pattern, unsigned i)
{
	if (i > 0)
		buffer_char(out, ':');
	if (pattern->any[i])
		buffer_char(out, '*');
	else
		buffer_u64(out, pattern->numbers[i]);
}

/* A well-known one by its name. */
static void plain_put(struct buffer *out, const struct community_pattern *pattern)
{
	struct text name = { NULL, 0 };

	if (!pattern->any[0] && !pattern->any[1])
		name = community_name(pattern->numbers[0] << 16 | pattern->numbers[1]);
	if (name.at != NULL) {
		buffer_text(out, name);
		return;
	}
	part_put(out, pattern, 0);
	part_put(out, pattern, 1);
}

void community_pattern_put(struct buffer *out, const struct community_pattern *pattern)
{
	const uint32_t *numbers = pattern->numbers;
	char text[ADDRESS_TEXT_MAX];

	switch ((enum community_kind)pattern->kind) {
	case COMMUNITY_RAW:
		buffer_format(out, "0x%08x%08x", numbers[0], numbers[1]);
		return;
	case COMMUNITY_TARGET:
	case COMMUNITY_ORIGIN:
		buffer_string(out, pattern->kind == COMMUNITY_TARGET ? "rt:" : "soo:");
		if (pattern->is_address) {
			struct address v4 = { (uint64_t)numbers[0] << 32, 0, FAMILY_V4 };
			buffer_string(out, address_print(&v4, text));
		} else {
			part_put(out, pattern, 0);
		}
		part_put(out, pattern, 1);
		return;
	case COMMUNITY_LARGE:
		for (unsigned i = 0; i < 3; i++)
			part_put(out, pattern, i);
		return;
	case COMMUNITY_PLAIN:
		plain_put(out, pattern);
		return;
	}
}

int community_pattern_compare(const struct community_pattern *a, const struct community_pattern *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->is_address != b->is_address)
		return a->is_address ? 1 : -1;
	for (unsigned i = 0; i < 3; i++) {
		if (a->any[i] != b->any[i])
			return a->any[i] ? 1 : -1;
		if (a->numbers[i] != b->numbers[i])
			return a->numbers[i] < b->numbers[i] ? -1 : 1;
	}
	return 0;
}

static bool part_match(const struct community_pattern *pattern, unsigned i, uint32_t number)
{
	return pattern->any[i] || pattern->numbers[i] == number;
}

static bool plain_match(const struct community_pattern *pattern, struct reader values)
{
	while (reader_left(&values) >= 4) {
		uint32_t value = read_u32(&values);
		if (part_match(pattern, 0, value >> 16) && part_match(pattern, 1, value & 0xffff))
			return true;
	}
	return false;
}

static bool large_match(const struct community_pattern *pattern, struct reader values)
{
	while (reader_left(&values) >= 12) {
		bool same = part_match(pattern, 0, read_u32(&values));
		same &= part_match(pattern, 1, read_u32(&values));
		same &= part_match(pattern, 2, read_u32(&values));
		if (same)
			return true;
	}
	return false;
}

/* RFC 4360 section 3: the type tells how the next six octets are shared out. */
static bool extended_one_match(const struct community_pattern *pattern, uint64_t value)
{
	enum { TYPE_SHORT_AS = 0, TYPE_ADDRESS = 1, TYPE_AS = 2, TARGET = 2, ORIGIN = 3 };
	unsigned type = (unsigned)(value >> 56), subtype = (unsigned)(value >> 48) & 0xff;

	if (subtype != (pattern->kind == COMMUNITY_TARGET ? TARGET : ORIGIN) || type > TYPE_AS)
		return false;
	if (!pattern->any[0] && pattern->is_address != (type == TYPE_ADDRESS))
		return false;
	if (type == TYPE_SHORT_AS)
		return part_match(pattern, 0, (uint32_t)(value >> 32) & 0xffff) &&
		       part_match(pattern, 1, (uint32_t)value);
	return part_match(pattern, 0, (uint32_t)(value >> 16)) &&
	       part_match(pattern, 1, (uint32_t)value & 0xffff);
}

static bool extended_match(const struct community_pattern *pattern, struct reader values)
{
	uint64_t raw = (uint64_t)pattern->numbers[0] << 32 | pattern->numbers[1];

	while (reader_left(&values) >= 8) {
		uint64_t value = read_u64(&values);
		if (pattern->kind == COMMUNITY_RAW ? value == raw
						   : extended_one_match(pattern, value))
			return true;
	}
	return false;
}

bool community_pattern_match(const struct community_pattern *pattern,
			     const struct communities *communities)
{
	switch ((enum community_kind)pattern->kind) {
	case COMMUNITY_PLAIN:
		return plain_match(pattern, communities->plain);
	case COMMUNITY_LARGE:
		return large_match(pattern, communities->large);
	case COMMUNITY_TARGET:
	case COMMUNITY_ORIGIN:
	case COMMUNITY_RAW:
		return extended_match(pattern, communities->extended);
	}
	return false;
}
