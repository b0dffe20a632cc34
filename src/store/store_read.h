/*
 * Reading: what a row of a table means.
 *
 * In:   a row that a SELECT * has reached, believed in nothing.
 * Out:  the value that store.h promises of it, or ERR_MALFORMED with a sentence.
 */
#ifndef STORE_STORE_READ_H
#define STORE_STORE_READ_H

#include "store/sqlite.h"

/* Reads the value of tables that hold one a row: not of metric, input_count, tally or blocks. Its
 * texts stay in row->texts. `out_value` points to the stored_month, judged_route... */
MUST_CHECK int read_row(struct row *row, enum store_table table, void *out_value);

/* Readies the statement that picks the rows of one key. The caller binds the key, and resets the
 * statement in the end, which lets go of the file. */
MUST_CHECK int read_by_key(struct store *store, enum store_table table, uint32_t month,
			   struct binding *out_key);

/* ERR_MALFORMED: the table holds an impossible row, or too few. */
int read_damaged(struct store *store, enum store_table table);

#endif
