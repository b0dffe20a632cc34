/*
 * Rows: the columns of one row, given to SQLite or taken from it one after another.
 *
 * A binding gives values to a prepared INSERT; a row takes them from a SELECT. Both remember what
 * went wrong, as base/reader.h does, so that one question at the end suffices. A store may be
 * damaged or made by an enemy, so a row believes no type, no range and no length.
 */
#ifndef STORE_STORE_ROWS_H
#define STORE_STORE_ROWS_H

#include <sqlite3.h>

#include "store/store_blocks.h"

/* Months stand in a store as 202602. */
int64_t month_key(uint32_t month);

struct binding {
	sqlite3_stmt *statement;
	int at;
	int code; /* SQLITE_OK, or the first failure */
	uint8_t key[PREFIX_KEY_MAX];
};

/* What is bound is borrowed until the statement is stepped. */
struct binding binding_start(sqlite3_stmt *statement);
/* Values past 2^63 stand as negative numbers. */
void bind_u64(struct binding *row, uint64_t value);
void bind_real(struct binding *row, double value);
/* Cut to TEXT_SIZE_MAX, between two characters of UTF-8. NULL is NULL. */
void bind_text(struct binding *row, const char *text);
/* The same of a piece that has no end mark; no further than its first NUL. Empty is "". */
void bind_piece(struct binding *row, struct text text);
void bind_blob(struct binding *row, const void *bytes, size_t size);
/* As a key; one a row. */
void bind_prefix(struct binding *row, const struct prefix *prefix);

/* A path has at most 4,096 bytes; nothing else of ours is as long. What an input has to say is the
 * most that is read at once: six texts, and two for each count. */
enum { TEXT_SIZE_MAX = 4096, TEXTS_SIZE_MAX = (6 + 2 * INPUT_COUNTS_MAX) * (TEXT_SIZE_MAX + 1) };

/* The texts of what was read last. */
struct texts {
	char *bytes; /* owns; allocated with the first text */
	size_t used;
};

void texts_clear(struct texts *texts);

struct row {
	struct store *store; /* borrowed; for values that stand in more than one row */
	sqlite3_stmt *statement;
	struct texts *texts; /* borrowed; keeps what row_text() hands out */
	int at;
	bool failed;
};

struct row row_start(struct store *store, sqlite3_stmt *statement, struct texts *texts);
uint64_t row_u64(struct row *row);
/* Fails above `max`. */
uint32_t row_upto(struct row *row, uint32_t max);
uint32_t row_u32(struct row *row);
uint32_t row_month(struct row *row);
double row_real(struct row *row);
bool row_is_null(const struct row *row);
/* Never NULL; "" when it failed. */
const char *row_text(struct row *row);
const char *row_text_or_null(struct row *row);
/* Borrowed until the next step. */
struct reader row_blob(struct row *row);
struct prefix row_prefix(struct row *row);
void row_skip(struct row *row);

#endif
