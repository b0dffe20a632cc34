/*
 * SLURM as JSON: one file of local filters and assertions.
 *
 * In:       pieces of any size; how the input is cut changes nothing (json_stream.h).
 * Out:      all of the file as struct slurm, or nothing of it and `fault`: where it is wrong and
 *           what to do about it.
 * Promise:  exactly the members of the standard, each once: any other is an error, so that a typing
 *           mistake never becomes a filter that does not filter (RFC 8416 section 3.2 and 4.1).
 *           Memory stays within what SLURM_JSON_SIZE_MAX and net/slurm.h allow.
 * Standard: RFC 8416 (version 1); draft-ietf-sidrops-aspa-slurm (version 2, which adds aspaFilters
 *           and aspaAssertions; "customerAsid" is read as "customerAsn", as some programs spell it;
 *           both members may be left out, as files made before them do). ASPAs keep the
 *           promises of aspa-profile-29, but their providers may stand in any order.
 */
#ifndef WIRE_SLURM_JSON_H
#define WIRE_SLURM_JSON_H

#include "net/slurm.h"

enum {
	SLURM_JSON_SIZE_MAX = 32 << 20, /* a list of all bogons has some 10 MiB */
	SLURM_PATH_MAX = 96,
	SLURM_SAYS_MAX = 200,
};

struct slurm_fault {
	uint64_t line;             /* from 1; 0 while there is no fault */
	uint64_t offset;           /* behind what is wrong */
	char path[SLURM_PATH_MAX]; /* "validationOutputFilters.prefixFilters[2].asn"; may be "" */
	char says[SLURM_SAYS_MAX]; /* a sentence */
};

struct slurm_json {
	struct slurm_fault fault;
	struct slurm_json_state *state; /* owned */
};

/* From here to the clear, `json` must stay where it is. */
void slurm_json_init(struct slurm_json *json);
void slurm_json_clear(struct slurm_json *json);

/* ERR_MALFORMED: not JSON, or not what the standard wants. ERR_UNSUPPORTED: another version.
 * ERR_LIMIT: greater than a limit above or in net/slurm.h. Anything but 0 stays. */
MUST_CHECK int slurm_json_feed(struct slurm_json *json, struct text piece);
/* The input is complete. ERR_TRUNCATED: it ends in the middle; else as slurm_json_feed(). The
 * caller owns `out_slurm`. Once only. */
MUST_CHECK int slurm_json_finish(struct slurm_json *json, struct slurm *out_slurm);

#endif
