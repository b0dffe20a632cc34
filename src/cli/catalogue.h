/*
 * Catalogue: the norms that a command goes by: those built in, and those of a folder of the user's
 * (--norms DIR), which replace them one programme at a time.
 */
#ifndef CLI_CATALOGUE_H
#define CLI_CATALOGUE_H

#include "base/arena.h"
#include "cli/command.h"
#include "norms/norms.h"

#define NORMS_OPTION                                                                               \
	{                                                                                          \
		"norms", 0, "DIR", "norms/*.yaml of your own, which replace those built in"        \
	}

/* For the arena: all texts that catalogue_load() takes. */
enum { NORMS_MEMORY_MAX = 128 << 20 };

/* `folder` may be NULL: what is built in. `session` owns the result. Complains and returns false
 * when the folder cannot be read, holds no *.yaml, or one of them is wrong. */
bool catalogue_load(const struct command *command, const char *folder, struct arena *session,
		    struct norms *out_norms);

#endif
