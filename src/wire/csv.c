#include "wire/csv.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

void csv_plain_init(struct csv_plain *plain, size_t size)
{
	*plain = (struct csv_plain){ .bytes = memory_alloc(size, 1), .size = size };
}

void csv_plain_clear(struct csv_plain *plain)
{
	free(plain->bytes);
	*plain = (struct csv_plain){ 0 };
}

void csv_plain_add(struct csv_plain *plain, struct text text)
{
	assert(text.len <= plain->size - plain->used);
	if (text.len > 0)
		memcpy(plain->bytes + plain->used, text.at, text.len);
	plain->used += text.len;
}

struct text csv_plain_from(const struct csv_plain *plain, size_t start)
{
	return (struct text){ plain->bytes + start, plain->used - start };
}

/* Takes one value off. False at the end, or when its quotes are wrong. */
static bool cut(struct csv_plain *plain, struct text *rest, struct text *out_value)
{
	if (!text_starts(*rest, TEXT("\"")))
		return text_cut(rest, ',', out_value);

	size_t start = plain->used;
	struct text left = text_from(*rest, 1), part;
	for (;;) {
		if (text_find(left, '"') == left.len)
			return false;
		(void)text_cut(&left, '"', &part);
		csv_plain_add(plain, part);
		if (!text_starts(left, TEXT("\"")))
			break;
		csv_plain_add(plain, TEXT("\""));
		left = text_from(left, 1);
	}
	*out_value = csv_plain_from(plain, start);
	*rest = left;
	return !text_cut(rest, ',', &part) || part.len == 0;
}

unsigned csv_fields(struct csv_plain *plain, struct text line, struct text *out_fields,
		    unsigned max)
{
	unsigned count = 0;
	struct text value;

	while (line.at != NULL && count <= max) {
		if (!cut(plain, &line, &value))
			return 0;
		if (count < max)
			out_fields[count] = value;
		count++;
	}
	return count;
}

void csv_text(struct buffer *out, struct text text)
{
	static const char formulas[] = "=+-@\t\r", special[] = "\",\r\n";
	bool is_formula =
		text.len > 0 && memchr(formulas, text.at[0], sizeof(formulas) - 1) != NULL;
	bool is_special = is_formula;

	for (size_t i = 0; i < text.len && !is_special; i++)
		is_special = memchr(special, text.at[i], sizeof(special) - 1) != NULL;
	if (!is_special) {
		buffer_text(out, text);
		return;
	}
	buffer_string(out, is_formula ? "\"'" : "\"");
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			buffer_char(out, '"');
		buffer_char(out, text.at[i]);
	}
	buffer_char(out, '"');
}
