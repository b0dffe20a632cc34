#include "base/text.h"

bool text_equal(struct text a, struct text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool text_equal_fold(struct text a, struct text b)
{
	return a.len == b.len && text_starts_fold(a, b);
}

bool text_starts(struct text text, struct text start)
{
	return text_equal(text_upto(text, start.len), start);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool text_starts_fold(struct text text, struct text start)
{
	if (text.len < start.len)
		return false;
	for (size_t i = 0; i < start.len; i++)
		if (lower(text.at[i]) != lower(start.at[i]))
			return false;
	return true;
}

int text_compare(struct text a, struct text b)
{
	size_t shared = a.len < b.len ? a.len : b.len;
	int order = shared > 0 ? memcmp(a.at, b.at, shared) : 0;
	if (order != 0)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

size_t text_find(struct text text, char c)
{
	const char *found = text.len > 0 ? memchr(text.at, c, text.len) : NULL;
	return found != NULL ? (size_t)(found - text.at) : text.len;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

struct text text_trim(struct text text)
{
	while (text.len > 0 && is_blank(text.at[0]))
		text = text_from(text, 1);
	while (text.len > 0 && is_blank(text.at[text.len - 1]))
		text.len--;
	return text;
}

bool text_cut(struct text *rest, char separator, struct text *out_piece)
{
	if (rest->at == NULL)
		return false;
	size_t len = text_find(*rest, separator);
	*out_piece = text_upto(*rest, len);
	*rest = len < rest->len ? text_from(*rest, len + 1) : (struct text){ NULL, 0 };
	return true;
}

bool text_line(struct text *rest, struct text *out_line)
{
	if (rest->len == 0)
		return false;
	size_t len = text_find(*rest, '\n');
	struct text line = text_upto(*rest, len);
	*rest = text_from(*rest, len + 1);
	if (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	*out_line = line;
	return true;
}

bool text_word(struct text *rest, struct text *out_word)
{
	struct text left = *rest;
	while (left.len > 0 && is_blank(left.at[0]))
		left = text_from(left, 1);
	size_t len = 0;
	while (len < left.len && !is_blank(left.at[len]))
		len++;
	*rest = text_from(left, len);
	if (len == 0)
		return false;
	*out_word = text_upto(left, len);
	return true;
}

int text_u64(struct text text, uint64_t *out_value)
{
	uint64_t value = 0;

	if (text.len == 0)
		return ERR_MALFORMED;
	for (size_t i = 0; i < text.len; i++) {
		unsigned digit = (unsigned)(unsigned char)text.at[i] - '0';
		if (digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, digit, &value))
			return ERR_MALFORMED;
	}
	*out_value = value;
	return 0;
}

int text_u32(struct text text, uint32_t *out_value)
{
	uint64_t value;

	if (text_u64(text, &value) < 0 || value > UINT32_MAX)
		return ERR_MALFORMED;
	*out_value = (uint32_t)value;
	return 0;
}

unsigned text_distance(struct text a, struct text b)
{
	unsigned row[TEXT_NAME_MAX + 1];

	if (a.len > TEXT_NAME_MAX || b.len > TEXT_NAME_MAX)
		return TEXT_NAME_MAX;
	for (unsigned j = 0; j <= b.len; j++)
		row[j] = j;
	for (unsigned i = 1; i <= a.len; i++) {
		unsigned diagonal = row[0];
		row[0] = i;
		for (unsigned j = 1; j <= b.len; j++) {
			unsigned change = diagonal + (a.at[i - 1] != b.at[j - 1]);
			unsigned insert = row[j - 1] + 1, drop = row[j] + 1;
			diagonal = row[j];
			row[j] = change < insert ? change : insert;
			row[j] = row[j] < drop ? row[j] : drop;
		}
	}
	return row[b.len];
}
