#include "base/testkit.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "net/test_payload.h"
#include "serve/rtr_job.h"

static struct rtr_job job_of(const char *present, const char *first, const char *second)
{
	struct rtr_job job = { .state = { { 1, 2, 3 }, 41, 5 } };

	if (present != NULL)
		job.present = test_set(present);
	job.sets[job.set_count++] = test_set(first);
	if (second != NULL)
		job.sets[job.set_count++] = test_set(second);
	return job;
}

static void expect_set(const struct rtr_job *job, const char *items)
{
	struct payload_set *want = test_set(items);

	assert_non_null(job->set);
	assert_true(payload_set_equal(job->set, want));
	payload_set_release(want);
}

static void sources_are_united_and_compared(void **state)
{
	struct rtr_job job = job_of("v 10.0.0.0/8 8 1; a 1 2", "v 10.0.0.0/8 8 1; a 1 2",
				    "v 11.0.0.0/8 8 1; a 1 3");
	(void)state;

	rtr_job_run(&job);
	expect_set(&job, "v 10.0.0.0/8 8 1; v 11.0.0.0/8 8 1; a 1 2 3");
	assert_int_equal(payload_change_count(job.change), 2);
	assert_int_equal(job.doubt, RTR_DOUBT_NONE);
	assert_false(job.saved || job.too_much);
	rtr_job_clear(&job);
	job = job_of(NULL, "", NULL);
	rtr_job_run(&job);
	expect_set(&job, "");
	assert_null(job.change);
	rtr_job_clear(&job);
}

static void the_operator_has_the_last_word(void **state)
{
	struct rtr_job job = job_of("", "v 10.0.0.0/8 8 1; v 11.0.0.0/8 8 1", NULL);
	struct slurm slurm;
	(void)state;

	slurm_init(&slurm);
	struct slurm_prefix_filter filter = { .has_prefix = true };
	assert_int_equal(prefix_parse(TEXT("10.0.0.0/8"), &filter.prefix), 0);
	assert_int_equal(slurm_filter_prefix(&slurm, &filter), 0);
	struct vrp vrp = { { 0, 0, 0, FAMILY_V6 }, 0, 9 };
	assert_int_equal(slurm_assert_vrp(&slurm, &vrp), 0);
	job.slurm = &slurm;
	rtr_job_run(&job);
	expect_set(&job, "v 11.0.0.0/8 8 1; v ::/0 0 9");
	rtr_job_clear(&job);
	slurm_clear(&slurm);
}

static char folder[] = "/tmp/decorum-job-XXXXXX";

static int folder_make(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	return chdir(folder);
}

static int folder_remove(void **state)
{
	(void)state;
	(void)unlink("state");
	assert_int_equal(chdir("/"), 0);
	return rmdir(folder);
}

static void expect_kept(uint32_t serial, const char *items)
{
	struct payload_set *set, *want = test_set(items);
	struct rtr_state kept;

	assert_int_equal(rtr_state_load("state", &kept, &set), 0);
	assert_int_equal(kept.serial, serial);
	assert_int_equal(kept.sessions[2], 3);
	assert_true(payload_set_equal(set, want));
	payload_set_release(set);
	payload_set_release(want);
}

static void what_is_to_be_served_is_kept_first(void **state)
{
	struct rtr_job job = job_of("v 10.0.0.0/8 8 1", "v 10.0.0.0/8 8 1", NULL);
	(void)state;

	/* Nothing new: nothing to keep, */
	job.state_path = "state";
	rtr_job_run(&job);
	assert_false(job.saved);
	assert_int_not_equal(access("state", F_OK), 0);
	rtr_job_clear(&job);
	/* unless it was not kept before. */
	job = job_of("v 10.0.0.0/8 8 1", "v 10.0.0.0/8 8 1", NULL);
	job.state_path = "state";
	job.save_anyway = true;
	rtr_job_run(&job);
	assert_true(job.saved);
	expect_kept(41, "v 10.0.0.0/8 8 1");
	rtr_job_clear(&job);
	/* A change has the next serial. */
	job = job_of("v 10.0.0.0/8 8 1", "v 11.0.0.0/8 8 1", NULL);
	job.state_path = "state";
	rtr_job_run(&job);
	assert_true(job.saved);
	expect_kept(42, "v 11.0.0.0/8 8 1");
	rtr_job_clear(&job);
	/* What is doubted is not kept. */
	job = job_of("v 11.0.0.0/8 8 1", "", NULL);
	job.state_path = "state";
	job.check = true;
	rtr_job_run(&job);
	assert_int_equal(job.doubt, RTR_DOUBT_EMPTY);
	assert_false(job.saved);
	expect_kept(42, "v 11.0.0.0/8 8 1");
	rtr_job_clear(&job);
	job = job_of("v 11.0.0.0/8 8 1", "v 12.0.0.0/8 8 1", NULL);
	job.state_path = "nowhere/state";
	rtr_job_run(&job);
	assert_false(job.saved);
	assert_int_equal(job.save_error, ENOENT);
	rtr_job_clear(&job);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sources_are_united_and_compared),
		cmocka_unit_test(the_operator_has_the_last_word),
		cmocka_unit_test(what_is_to_be_served_is_kept_first),
	};
	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
