#include "flow/rtr_files.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "flow/payload_input.h"

/* Tells one state of a file from another. */
struct stamp {
	uint64_t device, inode, size, seconds, nanoseconds;
};

/* A path that is watched. */
struct watched {
	struct file *file;
	char *path, *folder; /* owned */
	uv_fs_event_t event; /* of the folder, since the file may be replaced */
	struct stamp stamp;  /* when it was read last; all zero: never with success */
};

/* What is read in one piece: one source's file, or all SLURM files. */
struct file {
	struct rtr_files *all;
	struct file *next;
	int source; /* negative: SLURM */
	struct watched paths[RTR_FILES_SLURM_MAX];
	size_t path_count;
	uv_timer_t timer; /* to the next look */
	uv_work_t work;
	bool working, again; /* it is being read; and then to be looked at once more */
	bool forced;         /* to be read even if nothing shows that it has changed */
	uint64_t changed_ms; /* of the first change not looked at yet; 0: none */
	/* Of the reader's thread while it is working, like the stamps. */
	bool same, whatever;
	int result;
	struct payload_input input;
	struct slurm slurm;
	char slurm_note[SLURM_NOTE_MAX];
};

struct rtr_files {
	uv_loop_t *loop;
	struct rtr_server *server;
	uint64_t poll_ms;
	struct file *first;
	bool stopping;
};

struct rtr_files *rtr_files_new(uv_loop_t *loop, struct rtr_server *server, uint32_t poll_s)
{
	struct rtr_files *all = memory_alloc(1, sizeof(*all));

	*all = (struct rtr_files){ .loop = loop,
				   .server = server,
				   .poll_ms = poll_s * UINT64_C(1000) };
	return all;
}

void rtr_files_free(struct rtr_files *all)
{
	if (all == NULL)
		return;
	while (all->first != NULL) {
		struct file *file = all->first;
		all->first = file->next;
		assert(!file->working);
		for (size_t i = 0; i < file->path_count; i++) {
			free(file->paths[i].path);
			free(file->paths[i].folder);
		}
		free(file);
	}
	free(all);
}

/* All zero when it is not there. */
static struct stamp stamp_of(const char *path)
{
	struct stat about;

	if (stat(path, &about) < 0)
		return (struct stamp){ 0 };
	return (struct stamp){ about.st_dev, about.st_ino, (uint64_t)about.st_size,
			       (uint64_t)about.st_mtim.tv_sec, (uint64_t)about.st_mtim.tv_nsec };
}

static bool stamp_equal(const struct stamp *a, const struct stamp *b)
{
	return a->device == b->device && a->inode == b->inode && a->size == b->size &&
	       a->seconds == b->seconds && a->nanoseconds == b->nanoseconds;
}

static void load(struct file *file)
{
	const char *paths[RTR_FILES_SLURM_MAX];

	assert(file->path_count > 0);
	for (size_t i = 0; i < file->path_count; i++)
		paths[i] = file->paths[i].path;
	if (file->source >= 0)
		file->result = payload_input_load(paths[0], &file->input);
	else
		file->result =
			slurm_input_load(paths, file->path_count, &file->slurm, file->slurm_note);
}

/* By a thread of its own. */
static void read_file(uv_work_t *work)
{
	struct file *file = work->data;
	struct stamp stamps[RTR_FILES_SLURM_MAX];
	const struct stamp never = { 0 };

	/* From before reading: what changes meanwhile has another. */
	file->same = !file->whatever;
	for (size_t i = 0; i < file->path_count; i++) {
		stamps[i] = stamp_of(file->paths[i].path);
		file->same = file->same && !stamp_equal(&stamps[i], &never) &&
			     stamp_equal(&stamps[i], &file->paths[i].stamp);
	}
	if (file->same)
		return;
	load(file);
	for (size_t i = 0; i < file->path_count; i++)
		file->paths[i].stamp = file->result == 0 ? stamps[i] : never;
}

static void look_in(struct file *file, uint64_t ms);

/* What was read goes to the server, which keeps a reference of its own. */
static void offer(struct file *file)
{
	struct rtr_server *server = file->all->server;

	if (file->same) {
		rtr_server_seen(server, file->source);
	} else if (file->result < 0) {
		rtr_server_lost(server, file->source, file->input.note);
	} else {
		if (file->input.refused > 0)
			rtr_server_note(server, file->source, "%llu records refused: %s",
					(unsigned long long)file->input.refused, file->input.note);
		rtr_server_offer(server, file->source, file->input.set, file->input.built_us);
	}
}

static void give_slurm(struct file *file)
{
	struct slurm *given;

	if (file->same)
		return;
	if (file->result < 0) {
		rtr_server_slurm_lost(file->all->server, file->slurm_note);
		return;
	}
	given = memory_alloc(1, sizeof(*given));
	*given = file->slurm;
	slurm_init(&file->slurm);
	rtr_server_slurm(file->all->server, given);
}

static void drop_result(struct file *file)
{
	if (file->same || file->result < 0)
		return;
	if (file->source >= 0)
		payload_set_release(file->input.set);
	else
		slurm_clear(&file->slurm);
}

static void end_reading(uv_work_t *work, int status)
{
	struct file *file = work->data;

	file->working = false;
	if (status == 0) {
		if (!file->all->stopping && file->source >= 0)
			offer(file);
		else if (!file->all->stopping)
			give_slurm(file);
		drop_result(file);
	}
	if (file->all->stopping)
		return;
	look_in(file, file->again ? RTR_FILES_QUIET_MS : file->all->poll_ms);
	file->again = false;
}

static void look(uv_timer_t *timer)
{
	struct file *file = timer->data;

	file->changed_ms = 0;
	if (file->working) {
		file->again = true;
		return;
	}
	file->working = true;
	file->whatever = file->forced;
	file->forced = false;
	file->work.data = file;
	int result = uv_queue_work(file->all->loop, &file->work, read_file, end_reading);
	assert(result == 0);
}

static void look_in(struct file *file, uint64_t ms)
{
	int result = uv_timer_start(&file->timer, look, ms, 0);
	assert(result == 0);
}

static const char *name_in_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash != NULL ? slash + 1 : path;
}

/* Something in the folder has changed: this file, as far as we are told. */
static void on_change(uv_fs_event_t *event, const char *name, int events, int status)
{
	const struct watched *watched = event->data;
	struct file *file = watched->file;
	uint64_t now_ms = uv_now(file->all->loop);

	(void)events;
	if (status < 0 || file->all->stopping ||
	    (name != NULL && strcmp(name, name_in_folder(watched->path)) != 0))
		return;
	if (file->changed_ms == 0)
		file->changed_ms = now_ms > 0 ? now_ms : 1;
	if (now_ms - file->changed_ms < RTR_FILES_QUIET_MAX_MS)
		look_in(file, RTR_FILES_QUIET_MS);
}

static char *copy(struct text text)
{
	char *kept = memory_alloc(text.len + 1, 1);

	memcpy(kept, text.at, text.len);
	return kept;
}

static char *folder_of(const char *path)
{
	size_t len = (size_t)(name_in_folder(path) - path);

	if (len == 0)
		return copy(TEXT("."));
	return copy(text_upto(text_of(path), len > 1 ? len - 1 : 1));
}

static struct file *file_new(struct rtr_files *all, int source)
{
	struct file *file = memory_alloc(1, sizeof(*file));

	file->all = all;
	file->source = source;
	file->next = all->first;
	all->first = file;
	int result = uv_timer_init(all->loop, &file->timer);
	assert(result == 0);
	file->timer.data = file;
	return file;
}

static void watch(struct file *file, const char *path)
{
	struct watched *watched = &file->paths[file->path_count++];

	watched->file = file;
	watched->path = copy(text_of(path));
	watched->folder = folder_of(path);
	int result = uv_fs_event_init(file->all->loop, &watched->event);
	assert(result == 0);
	watched->event.data = watched;
	/* Where it cannot be watched, it is looked at now and then. */
	(void)uv_fs_event_start(&watched->event, on_change, watched->folder, 0);
}

int rtr_files_add(struct rtr_files *all, const char *path)
{
	int source = rtr_server_source(all->server, path, NULL);

	if (source < 0)
		return source;
	struct file *file = file_new(all, source);
	watch(file, path);
	look_in(file, 0);
	return 0;
}

int rtr_files_slurm(struct rtr_files *all, const char *const *paths, size_t count,
		    char out_note[SLURM_NOTE_MAX])
{
	if (count > RTR_FILES_SLURM_MAX) {
		(void)snprintf(out_note, SLURM_NOTE_MAX, "more than %d SLURM files",
			       RTR_FILES_SLURM_MAX);
		return ERR_LIMIT;
	}
	struct file *file = file_new(all, -1);
	for (size_t i = 0; i < count; i++)
		watch(file, paths[i]);
	file->work.data = file;
	file->whatever = true;
	read_file(&file->work);
	if (file->result < 0) {
		memcpy(out_note, file->slurm_note, SLURM_NOTE_MAX);
		return file->result;
	}
	give_slurm(file);
	look_in(file, all->poll_ms);
	return 0;
}

void rtr_files_reload(struct rtr_files *all)
{
	for (struct file *file = all->first; file != NULL; file = file->next) {
		file->forced = true;
		look_in(file, 0);
	}
}

void rtr_files_stop(struct rtr_files *all)
{
	if (all->stopping)
		return;
	all->stopping = true;
	for (struct file *file = all->first; file != NULL; file = file->next) {
		uv_close((uv_handle_t *)&file->timer, NULL);
		for (size_t i = 0; i < file->path_count; i++)
			uv_close((uv_handle_t *)&file->paths[i].event, NULL);
	}
}
