/*
 * SQLite: the connection under a store, its transactions, and the sentences for its failures.
 *
 * In:   a path, SQL of ours.
 * Out:  err.h codes, and store_message() for a person.
 * Promise: a file that is not a store of ours is recognised by its first hundred bytes, before
 *       SQLite sees it, and never changed.
 */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include <sys/stat.h>

#include "store/store_rows.h"
#include "store/store_schema.h"

/* How long we wait for another process that writes. A month of the full table takes 2 to 4 s. */
enum { BUSY_TIMEOUT_MS = 15000 };

/* Rows of one AS, one after another. */
struct run {
	asn_t asn;
	uint64_t next; /* number of the next one */
};

struct store {
	sqlite3 *db;
	char *path; /* owns */
	enum store_mode mode;
	sqlite3_stmt *inserts[TABLE_COUNT]; /* owns; prepared by the first store_begin() */
	sqlite3_stmt *finds[TABLE_COUNT];   /* owns; prepared when first asked for */
	size_t cursors;                     /* open ones */
	bool is_sealed;                     /* read without SQLite's locks; see start_sealed() */
	struct stat sealed;                 /* as the file was then */

	/* The month that is being written. */
	bool writing;
	int failure; /* what went wrong in it: it cannot be committed any more */
	uint32_t month;
	uint64_t rows[TABLE_COUNT];   /* put into each table */
	struct run runs[TABLE_COUNT]; /* of those that number the rows of an AS */

	struct texts texts; /* of what was found last */
	char message[STORE_MESSAGE_MAX];
};

/* store_open() with another patience, for tests. */
MUST_CHECK int sqlite_open(const char *path, enum store_mode mode, int busy_timeout_ms,
			   struct store **out_store, char out_message[STORE_MESSAGE_MAX]);

/* The error for what SQLite just answered, with its sentence. */
int sqlite_fail(struct store *store, int code);

/* ERR_IO when a file that is read without locks has changed since. */
MUST_CHECK int sqlite_check_seal(struct store *store);

MUST_CHECK int sqlite_exec(struct store *store, const char *sql);
MUST_CHECK int sqlite_prepare(struct store *store, const char *sql, sqlite3_stmt **out_statement);
/* 1: a row, 0: no more, or an error. */
MUST_CHECK int sqlite_step(struct store *store, sqlite3_stmt *statement);

#endif
