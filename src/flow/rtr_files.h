/*
 * RTR files: the sources of `decorum rtr` that are files, read again when they change.
 *
 * In:      paths; a loop; a server (serve/rtr_server.h) that the sets are offered to.
 * Out:     each file is a source of the server. One that cannot be read, or is damaged, is said to
 *          be lost, and tried again.
 * Promise: reading and parsing are done by other threads. A file that is being written is read once
 *          it has been left alone for a moment; its folder is watched, and it is looked at every
 *          `poll_s` all the same, for not every file system tells.
 */
#ifndef FLOW_RTR_FILES_H
#define FLOW_RTR_FILES_H

#include "flow/slurm_input.h"
#include "serve/rtr_server.h"

enum {
	RTR_FILES_QUIET_MS = 300,      /* since the last change */
	RTR_FILES_QUIET_MAX_MS = 5000, /* since the first */
	RTR_FILES_SLURM_MAX = 16,
};

struct rtr_files;

struct rtr_files *rtr_files_new(uv_loop_t *loop, struct rtr_server *server, uint32_t poll_s);
/* When the loop has ended. NULL is fine. */
void rtr_files_free(struct rtr_files *all);

/* One more file, which is read at once. ERR_LIMIT: too many sources. */
MUST_CHECK int rtr_files_add(struct rtr_files *all, const char *path);
/* The operator's SLURM files, which are read now: else ERR_IO or as slurm_input_load(). Later they
 * are read again when one of them changes, all or none. Once only; `paths` are copied. */
MUST_CHECK int rtr_files_slurm(struct rtr_files *all, const char *const *paths, size_t count,
			       char out_note[SLURM_NOTE_MAX]);
/* Reads all of them again, changed or not. */
void rtr_files_reload(struct rtr_files *all);
/* The loop has nothing left to do for us once this reading has ended. */
void rtr_files_stop(struct rtr_files *all);

#endif
