/*
 * RTR job: what is to be served, put together by a thread of its own.
 *
 * In:   the sources' sets, what the operator wants changed, the set served now.
 * Out:  the new set, what separates the two, a doubt; and the state kept, if there is a file for
 * it. Promise: touches no reference counts but its own results', so that the loop goes on
 * meanwhile.
 */
#ifndef SERVE_RTR_JOB_H
#define SERVE_RTR_JOB_H

#include "net/slurm.h"
#include "serve/rtr_guard.h"
#include "serve/rtr_state.h"

enum { RTR_JOB_SETS_MAX = 64 };

struct rtr_job {
	/* In: references that rtr_job_clear() gives up. */
	struct payload_set *sets[RTR_JOB_SETS_MAX], *present; /* present: or NULL */
	size_t set_count;                                     /* one or more */
	const struct slurm *slurm; /* what the operator wants changed; or NULL */
	enum slurm_aspas slurm_aspas;
	bool check;             /* is the whole to be judged by the present set? */
	const char *state_path; /* NULL: nothing is kept */
	bool save_anyway;       /* even if nothing has changed */
	struct rtr_state state; /* of the present set */
	/* Out. */
	struct payload_set *set;       /* one reference; NULL only when `too_much` */
	struct payload_change *change; /* NULL without a present set */
	enum rtr_doubt doubt;          /* then nothing was kept */
	bool too_much;                 /* more than a set can hold */
	bool saved;
	int save_error; /* errno */
};

void rtr_job_run(struct rtr_job *job);
/* By the loop's thread. */
void rtr_job_clear(struct rtr_job *job);

#endif
