#include "serve/rtr_job.h"

#include <assert.h>
#include <errno.h>

/* A set of its own, or NULL when there is too much. */
static struct payload_set *unite(const struct rtr_job *job)
{
	struct payload_builder *builder = payload_builder_new();

	for (size_t i = 0; i < job->set_count; i++)
		if (payload_builder_set(builder, job->sets[i]) < 0) {
			payload_builder_free(builder);
			return NULL;
		}
	return payload_builder_finish(builder);
}

static void put_together(struct rtr_job *job)
{
	struct payload_set *amended = NULL;
	struct slurm_effect effect;

	job->set = unite(job);
	if (job->set == NULL || job->slurm == NULL)
		return;
	if (slurm_apply(job->slurm, job->slurm_aspas, job->set, &amended, &effect) < 0)
		amended = NULL;
	payload_set_release(job->set);
	job->set = amended;
}

static void keep(struct rtr_job *job)
{
	bool changed = job->change != NULL && payload_change_count(job->change) > 0;
	struct rtr_state state = job->state;

	if (job->state_path == NULL || !(changed || job->save_anyway))
		return;
	state.serial += changed; /* modulo 2^32, as rtr_cache_advance() counts */
	if (rtr_state_save(job->state_path, &state, job->set) < 0)
		job->save_error = errno != 0 ? errno : EIO;
	else
		job->saved = true;
}

void rtr_job_run(struct rtr_job *job)
{
	assert(job->set_count > 0);
	put_together(job);
	job->too_much = job->set == NULL;
	if (job->too_much)
		return;
	if (job->present != NULL) {
		job->change = payload_change_between(job->present, job->set);
		if (job->check)
			job->doubt = rtr_guard_check(job->present, 0, job->set, 0);
	}
	if (job->doubt == RTR_DOUBT_NONE)
		keep(job);
}

void rtr_job_clear(struct rtr_job *job)
{
	for (size_t i = 0; i < job->set_count; i++)
		payload_set_release(job->sets[i]);
	payload_set_release(job->present);
	payload_set_release(job->set);
	payload_change_release(job->change);
	*job = (struct rtr_job){ 0 };
}
