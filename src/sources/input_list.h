/*
 * Input list: the files that a person means by INPUT...
 *
 * In:      arguments as typed: files, folders, "-" for stdin, "rtr://..." for caches, which are not
 *          looked for.
 * Out:     the files to read, sorted by path, each once; and for each argument or folder that led
 *          nowhere, why.
 * Promise: the same files give the same list, whatever the order of the arguments; memory, depth
 *          and count have ceilings; links cannot make it run in circles.
 *
 * In a folder, at any depth, only regular files and links to such are taken. Left out without a
 * word: hidden names (".x"), editors' backups ("x~", "#x#"), and links to folders, unless an
 * argument names one. An argument may also be a pipe, as of <(command).
 */
#ifndef SOURCES_INPUT_LIST_H
#define SOURCES_INPUT_LIST_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

enum {
	INPUT_DEPTH_MAX = 32,         /* folders inside each other; archives use 4 */
	INPUT_COUNT_MAX = 1 << 20,    /* files; a collector writes 105,000 updates files a year */
	INPUT_REFUSED_MAX = 1000,     /* reasons kept; nobody reads more */
	INPUT_MEMORY_MAX = 256 << 20, /* bytes of paths: INPUT_COUNT_MAX long ones */
};

struct input {
	const char *path; /* as given, or as given + "/" + the way down; "-" is stdin */
	uint64_t device;
	uint64_t inode;
};

struct input_refusal {
	const char *path;
	int err;            /* ERR_NOT_FOUND, ERR_IO, ERR_LIMIT */
	const char *reason; /* for a person, to stand behind "PATH: " */
};

/* For reading only. */
struct input_list {
	struct input *inputs;
	size_t count;
	struct input_refusal *refused; /* sorted by path */
	size_t refused_count;

	size_t room;
	size_t refused_room;
	struct arena paths;
};

/* Looks at the file system once. Never fails: whatever goes wrong stands in `refused`. Borrows the
 * arguments for as long as the list lives. */
void input_list_init(struct input_list *list, const char *const *arguments, size_t count);
void input_list_clear(struct input_list *list);

#endif
