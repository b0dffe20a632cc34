/*
 * Import: participants out of a file, into the register: a table, a list as JSON, or an exchange's
 * own list of members, recognised by what is in it.
 *
 * In:   a file, packed or not; a register that is open for changes (store_register_begin()).
 * Out:  what was read, added, changed and refused, as text.
 * Promise: nothing of a file that cannot be read to its end is to be kept: the caller rolls back.
 */
#ifndef CLI_REGISTER_IMPORT_H
#define CLI_REGISTER_IMPORT_H

#include "cli/register.h"

/* Writes about it to `out`. EXIT_YES: commit; else it has complained. */
enum exit_code register_import(const struct command *command, const char *path,
			       const char *programme, struct store *store, struct buffer *out);

#endif
