/*
 * Reading: what a row of a table means.
 *
 * In:   a row that a SELECT * has reached, believed in nothing.
 * Out:  the value that store.h promises of it, or ERR_MALFORMED with a sentence.
 */
#ifndef STORE_STORE_READ_H
#define STORE_STORE_READ_H

#include "store/sqlite.h"

/* Reads the value of tables that hold one a row: not of input_count, tally or blocks. Its
 * texts stay in row->texts. `out_value` points to the stored_month, judged_route... */
MUST_CHECK int read_row(struct row *row, enum store_table table, void *out_value);

/* Readies the statement that picks the rows of one key. The caller binds the key, and resets the
 * statement in the end, which lets go of the file. */
MUST_CHECK int read_by_key(struct store *store, enum store_table table, uint32_t month,
			   struct binding *out_key);

/* Damage can make rows vanish without leaving a trace in those that remain: were these all that the
 * month has in the table? Only a snapshot holds still between the rows and their tally; where the
 * store is being written nothing is said. */
MUST_CHECK int read_check_tally(struct store *store, enum store_table table, uint32_t month,
				uint64_t rows);

/* Opens the block of a row as the next one, and compares it with what the row says of it. */
MUST_CHECK bool read_block(struct row *row, struct block *block);
/* A route object as blocks hold it. */
MUST_CHECK int read_object(const struct stored_vrp *packed, struct route_object *out_object);

/* ERR_MALFORMED: the table holds an impossible row, or too few. */
int read_damaged(struct store *store, enum store_table table);

#endif
