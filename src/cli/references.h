/*
 * References: files that were given to judge routes by (VRPs, route objects, registry statistics),
 * read and frozen.
 */
#ifndef CLI_REFERENCES_H
#define CLI_REFERENCES_H

#include "cli/command.h"
#include "flow/authority.h"

enum { REFERENCES_MAX = 16 };

struct references {
	/* Files that must be references; a NULL is none. */
	const char *files[REFERENCES_MAX];
	/* A file that must be one, or a folder, whose other files are passed over; or NULL. */
	const char *with;
	/* The moment to judge at: of several snapshots the newest counts that is not newer. */
	uint64_t at_us;
};

/* Reads the files, what kind each is being told by its first bytes. What does not say when it was
 * made has the date of its file. `session` owns texts, and must outlive the result. Complains of
 * what is wrong, and returns false when a file cannot be used at all or all are too much; else give
 * the result to authority_clear(). */
bool references_load(const struct command *command, const struct references *references,
		     struct arena *session, struct authority *out_authority);

#endif
