/*
 * References: files that were given to judge routes by (VRPs, route objects, registry statistics),
 * read and frozen.
 */
#ifndef CLI_REFERENCES_H
#define CLI_REFERENCES_H

#include "cli/command.h"
#include "flow/authority.h"

/* Reads the files, what kind each is being told by its first bytes; a NULL among the paths is
 * passed over; so is, if it `may_be_other` (of a folder), what is no reference. `session` owns
 * texts while they are read. Complains of what is wrong, and returns false when a file cannot be
 * used at all or all are too much; else give the result to authority_clear(). */
bool references_load(const struct command *command, const char *const *paths, size_t count,
		     bool may_be_other, struct arena *session, struct authority *out_authority);

#endif
