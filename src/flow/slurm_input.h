/*
 * SLURM input: the operator's files of local filters and assertions (RFC 8416), read and joined.
 *
 * In:      paths of files, packed or not.
 * Out:     all of them as one (net/slurm.h); or a sentence that says what is wrong with which.
 * Promise: all or nothing, of all files: a filter that is not applied because its file has a
 *          mistake would be worse than none (RFC 8416 section 4.1); and files that speak of the
 * same resources are refused (section 4.2). Any thread may call this.
 */
#ifndef FLOW_SLURM_INPUT_H
#define FLOW_SLURM_INPUT_H

#include "net/slurm.h"

enum { SLURM_NOTE_MAX = 512 };

/* As the parsers, or ERR_IO; then `out_note` says why. The caller owns `out_slurm`. */
MUST_CHECK int slurm_input_load(const char *const *paths, size_t count, struct slurm *out_slurm,
				char out_note[SLURM_NOTE_MAX]);

#endif
