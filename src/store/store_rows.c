#include "store/store_rows.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

int64_t month_key(uint32_t month)
{
	return (int64_t)month / 12 * 100 + month % 12 + 1;
}

struct binding binding_start(sqlite3_stmt *statement)
{
	return (struct binding){ .statement = statement };
}

static void note(struct binding *row, int code)
{
	if (row->code == SQLITE_OK)
		row->code = code;
}

void bind_u64(struct binding *row, uint64_t value)
{
	note(row, sqlite3_bind_int64(row->statement, ++row->at, (sqlite3_int64)value));
}

void bind_real(struct binding *row, double value)
{
	note(row, sqlite3_bind_double(row->statement, ++row->at, value));
}

/* How much of it is kept: whole characters of UTF-8. */
static size_t cut(const char *text, size_t len)
{
	if (len > TEXT_SIZE_MAX)
		for (len = TEXT_SIZE_MAX; len > 0 && ((uint8_t)text[len] & 0xc0) == 0x80;)
			len--;
	return len;
}

void bind_text(struct binding *row, const char *text)
{
	size_t len = text != NULL ? cut(text, strnlen(text, TEXT_SIZE_MAX + 1)) : 0;

	note(row, sqlite3_bind_text(row->statement, ++row->at, text, (int)len, SQLITE_STATIC));
}

void bind_piece(struct binding *row, struct text text)
{
	size_t len = text.len > 0 ? cut(text.at, strnlen(text.at, text.len)) : 0;

	note(row, sqlite3_bind_text(row->statement, ++row->at, len > 0 ? text.at : "", (int)len,
				    SQLITE_STATIC));
}

void bind_blob(struct binding *row, const void *bytes, size_t size)
{
	note(row, sqlite3_bind_blob64(row->statement, ++row->at, bytes, size, SQLITE_STATIC));
}

void bind_prefix(struct binding *row, const struct prefix *prefix)
{
	bind_blob(row, row->key, prefix_key_write(prefix, row->key));
}

void texts_clear(struct texts *texts)
{
	free(texts->bytes);
	*texts = (struct texts){ 0 };
}

struct row row_start(struct store *store, sqlite3_stmt *statement, struct texts *texts)
{
	return (struct row){ .store = store, .statement = statement, .texts = texts };
}

/* The number of the next column, or -1 when it is not of this type. */
static int take(struct row *row, int type)
{
	int column = row->at++;

	if (!row->failed && sqlite3_column_type(row->statement, column) == type)
		return column;
	row->failed = true;
	return -1;
}

uint64_t row_u64(struct row *row)
{
	int column = take(row, SQLITE_INTEGER);
	return column >= 0 ? (uint64_t)sqlite3_column_int64(row->statement, column) : 0;
}

uint32_t row_upto(struct row *row, uint32_t max)
{
	uint64_t value = row_u64(row);

	if (value <= max)
		return (uint32_t)value;
	row->failed = true;
	return 0;
}

uint32_t row_u32(struct row *row)
{
	return row_upto(row, UINT32_MAX);
}

uint32_t row_month(struct row *row)
{
	uint32_t key = row_upto(row, 999912);

	if (key % 100 >= 1 && key % 100 <= 12)
		return key / 100 * 12 + key % 100 - 1;
	row->failed = true;
	return 0;
}

double row_real(struct row *row)
{
	int column = take(row, SQLITE_FLOAT);
	return column >= 0 ? sqlite3_column_double(row->statement, column) : 0;
}

bool row_is_null(const struct row *row)
{
	return sqlite3_column_type(row->statement, row->at) == SQLITE_NULL;
}

const char *row_text(struct row *row)
{
	int column = take(row, SQLITE_TEXT);
	struct texts *texts = row->texts;

	if (column < 0)
		return "";
	const unsigned char *text = sqlite3_column_text(row->statement, column);
	size_t size = (size_t)sqlite3_column_bytes(row->statement, column) + 1;
	if (text == NULL || size > TEXT_SIZE_MAX + 1 || size > TEXTS_SIZE_MAX - texts->used ||
	    memchr(text, '\0', size - 1) != NULL) {
		row->failed = true;
		return "";
	}
	if (texts->bytes == NULL)
		texts->bytes = memory_alloc(TEXTS_SIZE_MAX, 1);
	char *copy = texts->bytes + texts->used;
	memcpy(copy, text, size);
	texts->used += size;
	return copy;
}

const char *row_text_or_null(struct row *row)
{
	if (!row_is_null(row))
		return row_text(row);
	row_skip(row);
	return NULL;
}

struct reader row_blob(struct row *row)
{
	int column = take(row, SQLITE_BLOB);

	if (column < 0)
		return reader_over(NULL, 0);
	const void *bytes = sqlite3_column_blob(row->statement, column);
	return reader_over(bytes, (size_t)sqlite3_column_bytes(row->statement, column));
}

struct prefix row_prefix(struct row *row)
{
	struct prefix prefix = { 0 };

	if (prefix_key_read(row_blob(row), &prefix) < 0)
		row->failed = true;
	return prefix;
}

void row_skip(struct row *row)
{
	row->at++;
}
