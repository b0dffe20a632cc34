#include "base/base64.h"

enum { NO_DIGIT = 64 };

static unsigned digit_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (unsigned)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (unsigned)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0') + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : NO_DIGIT;
}

static bool mixes_alphabets(struct text text)
{
	bool plain = text_find(text, '+') < text.len || text_find(text, '/') < text.len;
	bool url = text_find(text, '-') < text.len || text_find(text, '_') < text.len;

	return plain && url;
}

/* Takes "=" or "==" off where it makes the length a multiple of four. */
static struct text without_padding(struct text text)
{
	if (text.len % 4 != 0)
		return text;
	for (unsigned i = 0; i < 2 && text.len > 0 && text.at[text.len - 1] == '='; i++)
		text.len--;
	return text;
}

int base64_read(struct text text, bool may_pad, uint8_t *out, size_t room, size_t *out_size)
{
	struct text digits = may_pad ? without_padding(text) : text;
	size_t size = digits.len / 4 * 3 + (digits.len % 4 * 6) / 8;
	uint32_t bits = 0;
	unsigned held = 0;

	if (digits.len % 4 == 1 || mixes_alphabets(digits))
		return ERR_MALFORMED;
	if (size > room)
		return ERR_LIMIT;
	for (size_t i = 0, at = 0; i < digits.len; i++) {
		unsigned digit = digit_of(digits.at[i]);
		if (digit == NO_DIGIT)
			return ERR_MALFORMED;
		bits = (bits << 6 | digit) & 0xffff;
		held += 6;
		if (held >= 8) {
			held -= 8;
			out[at++] = (uint8_t)(bits >> held);
		}
	}
	if ((bits & ((1U << held) - 1)) != 0)
		return ERR_MALFORMED;
	*out_size = size;
	return 0;
}

static int nibble_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int hex_read(struct text text, uint8_t *out, size_t size)
{
	if (text.len / 2 != size || text.len % 2 != 0)
		return ERR_MALFORMED;
	for (size_t i = 0; i < size; i++) {
		int high = nibble_of(text.at[2 * i]), low = nibble_of(text.at[2 * i + 1]);
		if (high < 0 || low < 0)
			return ERR_MALFORMED;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return 0;
}
