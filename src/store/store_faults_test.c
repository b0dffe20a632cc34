/*
 * What becomes of a store when the world fails at the n-th write, for every n: the process is
 * killed, the disk is full or broken, the power goes. Afterwards the store opens and holds the old
 * month or the new one, whole; the new one if store_commit() had said so. So with the register.
 *
 * This program defines the system calls that change files itself, so SQLite calls ours.
 */
#include "base/testkit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "base/index.h"
#include "store/sqlite.h"
#include "store/store_register_sample_test.h"

#define INTERPOSE __attribute__((visibility("default")))

enum fault {
	FAULT_NONE,
	FAULT_KILL,       /* the process dies before the call */
	FAULT_ONCE,       /* the call fails, the next ones do not */
	FAULT_FOR_GOOD,   /* this call and all that follow fail */
	FAULT_SHORT,      /* a write stops half way, and all that follow fail */
	FAULT_POWER_CUT,  /* the process dies, and what was not synchronised is lost */
	FAULT_POWER_TORN, /* the same, but some of it is not lost, sector by sector */
};

static struct {
	enum fault fault;
	int reason; /* errno */
	long at;    /* which call; from 1 */
	long calls; /* so far; counted only while armed */
	bool armed;
	bool rival; /* somebody else makes the store just before we do */
} world;

/* Does this call fail? Does not return when the process is to die. */
static bool fails(void)
{
	if (!world.armed)
		return false;
	long call = ++world.calls;
	bool now = world.fault == FAULT_FOR_GOOD || world.fault == FAULT_SHORT ? call >= world.at
									       : call == world.at;
	if (!now || world.fault == FAULT_NONE)
		return false;
	if (world.fault == FAULT_ONCE || world.fault == FAULT_FOR_GOOD ||
	    world.fault == FAULT_SHORT) {
		errno = world.reason;
		return true;
	}
	(void)kill(getpid(), SIGKILL);
	return true;
}

static void copy_file(const char *from, const char *to)
{
	char bytes[16384];
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ssize_t got;

	assert_true(in >= 0 && out >= 0);
	while ((got = read(in, bytes, sizeof(bytes))) > 0)
		assert_int_equal(syscall(SYS_write, out, bytes, (size_t)got), got);
	assert_int_equal(close(in) + close(out), 0);
}

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): glibc's are not for us */
INTERPOSE ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset)
{
	if (fails()) {
		if (world.fault != FAULT_SHORT || world.calls > world.at)
			return -1;
		size /= 2;
	}
	return syscall(SYS_pwrite64, fd, bytes, size, offset);
}

INTERPOSE ssize_t write(int fd, const void *bytes, size_t size)
{
	return fails() ? -1 : syscall(SYS_write, fd, bytes, size);
}

INTERPOSE int ftruncate64(int fd, off64_t size)
{
	return fails() ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

INTERPOSE int unlink(const char *path)
{
	return fails() ? -1 : (int)syscall(SYS_unlink, path);
}

/* Its new name is durable at once: the next commit synchronises the folder, for the sake of the new
 * WAL, and nothing is committed before. */
INTERPOSE int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
	char from_durable[SAMPLE_PATH_MAX], to_durable[SAMPLE_PATH_MAX];

	if (fails())
		return -1;
	if (world.rival)
		copy_file(sample_path("keep/store.db"), to);
	(void)snprintf(from_durable, sizeof(from_durable), "%s.durable", from);
	(void)snprintf(to_durable, sizeof(to_durable), "%s.durable", to);
	(void)syscall(SYS_rename, from_durable, to_durable);
	return (int)syscall(SYS_renameat2, from_fd, from, to_fd, to, flags);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */

/*
 * Power: beside each file stands what of it would survive, "file.durable". Synchronising a file
 * brings that up to date. A file that is deleted comes back, until its folder is synchronised.
 */

static bool is_durable_name(const char *name)
{
	size_t len = strlen(name);
	return len > 8 && strcmp(name + len - 8, ".durable") == 0;
}

static void path_in_folder(char out_path[SAMPLE_PATH_MAX], const char *name, const char *ending)
{
	(void)snprintf(out_path, SAMPLE_PATH_MAX, "%.64s/%.300s%s", sample_folder, name, ending);
}

/* Calls `each` for every file that has, or that is, a durable state. */
static void each_file(bool durable, void (*each)(const char *name))
{
	struct dirent **entries;
	int count = scandir(sample_folder, &entries, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		if (entries[i]->d_type == DT_REG && is_durable_name(entries[i]->d_name) == durable)
			each(entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

static void make_durable(const char *name)
{
	char from[SAMPLE_PATH_MAX], to[SAMPLE_PATH_MAX];

	path_in_folder(from, name, "");
	path_in_folder(to, name, ".durable");
	copy_file(from, to);
}

static void forget_if_deleted(const char *durable)
{
	char path[SAMPLE_PATH_MAX], kept[SAMPLE_PATH_MAX];

	path_in_folder(kept, durable, "");
	path_in_folder(path, durable, "");
	path[strlen(path) - strlen(".durable")] = '\0';
	if (access(path, F_OK) < 0)
		(void)syscall(SYS_unlink, kept);
}

static int synchronise(int fd)
{
	char by_number[64], file[SAMPLE_PATH_MAX] = "";

	if (fails())
		return -1;
	if (!world.armed || world.fault < FAULT_POWER_CUT)
		return 0; /* no power is cut here */
	(void)snprintf(by_number, sizeof(by_number), "/proc/self/fd/%d", fd);
	assert_true(readlink(by_number, file, sizeof(file) - 1) > 0);
	if (strcmp(file, sample_folder) == 0)
		each_file(true, forget_if_deleted);
	else
		make_durable(strrchr(file, '/') + 1);
	return 0;
}

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): as above */
INTERPOSE int fsync(int fd)
{
	return synchronise(fd);
}

INTERPOSE int fdatasync(int fd)
{
	return synchronise(fd);
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */

enum { SECTOR = 512 };

/* Of each sector of a file that is not durable, chance keeps the old or the new state. */
static void tear(const char *current, const char *durable)
{
	char old[SECTOR], new[SECTOR];
	int in = open(current, O_RDONLY | O_CLOEXEC);
	int out = open(durable, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	assert_true(in >= 0 && out >= 0);
	for (off_t at = 0;; at += SECTOR) {
		ssize_t got = pread(in, new, SECTOR, at);
		if (got <= 0)
			break;
		ssize_t had = pread(out, old, SECTOR, at);
		bool same = had == got && memcmp(old, new, (size_t)got) == 0;
		if (!same && hash_words((uint64_t)at, (uint64_t)world.at) % 2 == 0)
			assert_int_equal(syscall(SYS_pwrite64, out, new, (size_t)got, at), got);
	}
	assert_int_equal(close(in) + close(out), 0);
}

static void tear_file(const char *name)
{
	char current[SAMPLE_PATH_MAX], durable[SAMPLE_PATH_MAX];

	path_in_folder(current, name, "");
	path_in_folder(durable, name, ".durable");
	tear(current, durable);
}

static void remove_file(const char *name)
{
	char path[SAMPLE_PATH_MAX];

	path_in_folder(path, name, "");
	assert_int_equal(unlink(path), 0);
}

static void restore_file(const char *durable)
{
	char from[SAMPLE_PATH_MAX], to[SAMPLE_PATH_MAX];

	path_in_folder(from, durable, "");
	path_in_folder(to, durable, "");
	to[strlen(to) - strlen(".durable")] = '\0';
	assert_int_equal(rename(from, to), 0);
}

/* The power is back: what stands in the folder now is what was durable. */
static void restart_machine(void)
{
	char shared[SAMPLE_PATH_MAX];

	path_in_folder(shared, "store.db", "-shm"); /* memory, whatever it looks like */
	(void)unlink(shared);
	if (world.fault == FAULT_POWER_TORN)
		each_file(false, tear_file);
	each_file(false, remove_file);
	each_file(true, restore_file);
}

/*
 * The sweep
 */

enum outcome {
	COMMITTED,
	FAILED,      /* with a sentence */
	SPEECHLESS,  /* failed without one, or with the wrong one */
	UNRECOVERED, /* after one failure, the same store did not take the month */
};

static const struct sample other = { SAMPLE_MONTH - 1, 5, 30 };
static const struct sample old_month = { SAMPLE_MONTH, 1, 30 };
static const struct sample new_month = { SAMPLE_MONTH, 2, 36 };

/* What is written in the world that fails, and how to tell what became of it. */
struct job {
	bool needs_store; /* changes what is there, rather than making a store too */
	int (*write)(struct store *store);
	bool (*is_old)(struct store *store);
	bool (*is_new)(struct store *store);
};

static int put_month(struct store *store)
{
	int err = sample_put(store, &new_month);
	return err < 0 ? err : store_commit(store);
}

static bool is_old_month(struct store *store)
{
	return sample_is(store, &old_month);
}

static bool is_new_month(struct store *store)
{
	return sample_is(store, &new_month);
}

static const struct job month_job = { false, put_month, is_old_month, is_new_month };

static int put_register(struct store *store)
{
	int err = register_put(store, 2);
	return err < 0 ? err : store_register_commit(store);
}

static bool is_old_register(struct store *store)
{
	return register_is(store, 1) && is_old_month(store);
}

static bool is_new_register(struct store *store)
{
	return register_is(store, 2) && is_old_month(store);
}

static const struct job register_job = { true, put_register, is_old_register, is_new_register };

static const struct job *job = &month_job;

static enum outcome explain(const char *message)
{
	if (world.reason == ENOSPC && strstr(message, "o space left on") == NULL)
		return SPEECHLESS;
	return strlen(message) > 0 ? FAILED : SPEECHLESS;
}

/* Writes what is new in a world that fails. Never returns when the process is to die. */
static enum outcome write_new(struct store **out_store)
{
	char message[STORE_MESSAGE_MAX] = "";
	struct store *store = NULL;
	int err = store_open(sample_path("store.db"), STORE_WRITE, &store, message);

	if (err < 0)
		return explain(message);
	*out_store = store;
	/* So small a cache that pages reach the WAL before the commit, as those of a month do. */
	(void)sqlite3_exec(store->db, "PRAGMA cache_size = 5", NULL, NULL, NULL);
	err = job->write(store);
	if (err == 0)
		return COMMITTED;
	if (world.fault != FAULT_ONCE || explain(store_message(store)) != FAILED)
		return explain(store_message(store));
	store_rollback(store);
	return job->write(store) < 0 ? UNRECOVERED : COMMITTED;
}

/* What a child tells: once before it closes the store, and once when all is over. */
struct told {
	enum outcome outcome;
	long calls; /* made in all; 0: not over yet */
};

static void tell(int pipe_end, enum outcome outcome, long calls)
{
	struct told told = { outcome, calls };
	assert_int_equal(syscall(SYS_write, pipe_end, &told, sizeof(told)), sizeof(told));
}

/* In a child, so that it can be killed. Returns what it told last. */
static struct told run_child(void)
{
	struct told told = { FAILED, 0 };
	struct store *store = NULL;
	int ends[2], status;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	pid_t child = fork();
	if (child == 0) {
		world.armed = true;
		enum outcome outcome = write_new(&store);
		tell(ends[1], outcome, 0);
		store_close(store);
		tell(ends[1], outcome, world.calls);
		_exit(0);
	}
	assert_int_equal(close(ends[1]), 0);
	while (read(ends[0], &told, sizeof(told)) == sizeof(told))
		;
	assert_int_equal(close(ends[0]), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(told.calls > 0 ? WIFEXITED(status) && WEXITSTATUS(status) == 0
				   : WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	return told;
}

/* The store as it was before the fault. */
static void prepare(bool exists)
{
	char keep[SAMPLE_PATH_MAX];

	each_file(false, remove_file);
	each_file(true, remove_file);
	if (exists) {
		path_in_folder(keep, "keep", "/store.db");
		copy_file(keep, sample_path("store.db"));
	}
	if (world.fault >= FAULT_POWER_CUT)
		each_file(false, make_durable);
}

static void check(bool exists, enum outcome outcome)
{
	struct stored_month month;
	struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);
	int found = store_month_find(store, SAMPLE_MONTH, &month);
	bool old = exists ? found == 0 && job->is_old(store) : found == ERR_NOT_FOUND;
	bool new = found == 0 && job->is_new(store);

	if (!old && !new)
		fail_msg("fault %d, call %ld: neither the old state nor the new", world.fault,
			 world.at);
	if (outcome == COMMITTED && !new)
		fail_msg("fault %d, call %ld: lost what was committed", world.fault, world.at);
	if (outcome == SPEECHLESS || outcome == UNRECOVERED)
		fail_msg("fault %d, call %ld: outcome %d", world.fault, world.at, outcome);
	if (exists &&
	    !(sample_is(store, &other) && (job == &register_job || register_is(store, 1))))
		fail_msg("fault %d, call %ld: damaged what stands beside", world.fault, world.at);
	if (!new || job == &month_job) { /* feedback would stand there twice */
		assert_int_equal(job->write(store), 0);
		assert_true(job->is_new(store));
	}
	store_close(store);
}

/* At every call that there is. */
static void sweep(enum fault fault, int reason)
{
	long failed = 0, committed = 0;

	for (int exists = job->needs_store ? 1 : 0; exists < 2; exists++) {
		struct told told = { 0 };
		world.fault = fault;
		world.reason = reason;
		/* Until the fault comes too late, and all went well. */
		for (world.at = 1; told.calls == 0 || told.calls >= world.at - 1; world.at++) {
			prepare(exists != 0);
			told = run_child();
			if (fault >= FAULT_POWER_CUT)
				restart_machine();
			check(exists != 0, told.outcome);
			failed += told.outcome == FAILED;
			committed += told.outcome == COMMITTED;
		}
		assert_true(world.at > (job->needs_store ? 20 : 50));
	}
	print_message("# %ld failed, %ld committed\n", failed, committed);
	assert_true(failed > 0 && committed > 0);
}

static void killed(void **state)
{
	(void)state;
	sweep(FAULT_KILL, 0);
}

static void a_broken_disk(void **state)
{
	(void)state;
	sweep(FAULT_FOR_GOOD, EIO);
}

static void a_full_disk(void **state)
{
	(void)state;
	sweep(FAULT_FOR_GOOD, ENOSPC);
}

static void a_disk_that_fills_up_within_a_write(void **state)
{
	(void)state;
	sweep(FAULT_SHORT, ENOSPC);
}

static void one_failure(void **state)
{
	(void)state;
	sweep(FAULT_ONCE, EIO);
}

static void a_power_cut(void **state)
{
	(void)state;
	sweep(FAULT_POWER_CUT, 0);
}

static void a_power_cut_that_tears_writes(void **state)
{
	(void)state;
	sweep(FAULT_POWER_TORN, 0);
}

/* The same roads lead to the disk, so the register meets the three that differ most. */
static void the_register(void **state)
{
	(void)state;
	job = &register_job;
	sweep(FAULT_KILL, 0);
	sweep(FAULT_ONCE, EIO);
	sweep(FAULT_POWER_TORN, 0);
	job = &month_job;
}

/* Who comes second uses the store that is there. */
static void two_who_make_the_same_store(void **state)
{
	(void)state;
	each_file(false, remove_file);
	world.rival = true;
	struct store *store = sample_open(sample_path("store.db"), STORE_WRITE);
	world.rival = false;
	assert_true(sample_is(store, &other));
	assert_true(sample_is(store, &old_month));
	store_close(store);
}

/* Where the other month and the old one wait to be copied. */
static int setup(void **state)
{
	char keep[SAMPLE_PATH_MAX];

	world.armed = false;
	if (sample_setup(state) < 0)
		return -1;
	path_in_folder(keep, "keep", "");
	if (mkdir(keep, 0700) < 0)
		return -1;
	sample_write(sample_path("keep/store.db"), &other);
	sample_write(sample_path("keep/store.db"), &old_month);
	register_write(sample_path("keep/store.db"), 1);
	return 0;
}

static int teardown(void **state)
{
	(void)unlink(sample_path("keep/store.db"));
	return sample_teardown(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
		TEST(killed),
		TEST(a_broken_disk),
		TEST(a_full_disk),
		TEST(a_disk_that_fills_up_within_a_write),
		TEST(one_failure),
		TEST(a_power_cut),
		TEST(a_power_cut_that_tears_writes),
		TEST(the_register),
		TEST(two_who_make_the_same_store),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
