#include "sources/input_list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/index.h"
#include "base/memory.h"
#include "wire/rtr_url.h"

/* A folder that waits for its turn. */
struct folder {
	const char *path;
	unsigned depth;
};

struct walk {
	struct input_list *list;
	struct folder *folders; /* owned; a stack */
	size_t count, room;
	bool full; /* a ceiling is reached: nothing more is looked at */
};

static void refuse(struct input_list *list, const char *path, int err, const char *reason)
{
	if (list->refused_count >= INPUT_REFUSED_MAX)
		return;
	list->refused = memory_grow(list->refused, &list->refused_room, list->refused_count + 1,
				    sizeof(*list->refused));
	list->refused[list->refused_count++] = (struct input_refusal){ path, err, reason };
}

static void refuse_errno(struct input_list *list, const char *path)
{
	refuse(list, path, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, strerrordesc_np(errno));
}

static void refuse_rest(struct walk *w, const char *path)
{
	if (!w->full)
		refuse(w->list, path, ERR_LIMIT, "Too many files, this and more are left out");
	w->full = true;
}

static void add_file(struct walk *w, const char *path, uint64_t device, uint64_t inode)
{
	struct input_list *list = w->list;

	if (list->count >= INPUT_COUNT_MAX) {
		refuse_rest(w, path);
		return;
	}
	list->inputs =
		memory_grow(list->inputs, &list->room, list->count + 1, sizeof(*list->inputs));
	list->inputs[list->count++] = (struct input){ path, device, inode };
}

static void add_folder(struct walk *w, const char *path, unsigned depth)
{
	if (depth > INPUT_DEPTH_MAX) {
		refuse(w->list, path, ERR_LIMIT, "Too many folders inside each other");
		return;
	}
	w->folders = memory_grow(w->folders, &w->room, w->count + 1, sizeof(*w->folders));
	w->folders[w->count++] = (struct folder){ path, depth };
}

/* "folder/name", or NULL when the list is full. */
static const char *join(struct input_list *list, const char *folder, const char *name)
{
	size_t len = strlen(folder);
	const char *slash = len > 0 && folder[len - 1] == '/' ? "" : "/";
	size_t room = len + strlen(slash) + strlen(name) + 1;
	char *path = arena_alloc(&list->paths, room, 1);

	if (path != NULL)
		(void)snprintf(path, room, "%s%s%s", folder, slash, name);
	return path;
}

static bool is_left_out(const char *name)
{
	char last = name[strlen(name) - 1];
	return name[0] == '.' || last == '~' || (name[0] == '#' && last == '#');
}

static void visit(struct walk *w, const struct folder *folder, int folder_fd, const char *name)
{
	struct stat st;
	const char *path = join(w->list, folder->path, name);

	if (path == NULL) {
		refuse_rest(w, folder->path);
		return;
	}
	int err = fstatat(folder_fd, name, &st, AT_SYMLINK_NOFOLLOW);
	bool is_link = err == 0 && S_ISLNK(st.st_mode);
	if (is_link)
		err = fstatat(folder_fd, name, &st, 0);
	if (err < 0)
		refuse_errno(w->list, path);
	else if (S_ISREG(st.st_mode))
		add_file(w, path, st.st_dev, st.st_ino);
	else if (S_ISDIR(st.st_mode) && !is_link)
		add_folder(w, path, folder->depth + 1);
}

static void walk_folder(struct walk *w, struct folder folder)
{
	DIR *dir = opendir(folder.path);

	if (dir == NULL) {
		refuse_errno(w->list, folder.path);
		return;
	}
	while (!w->full) {
		errno = 0;
		const struct dirent *entry = readdir(dir);
		if (entry == NULL) {
			if (errno != 0)
				refuse_errno(w->list, folder.path);
			break;
		}
		if (!is_left_out(entry->d_name))
			visit(w, &folder, dirfd(dir), entry->d_name);
	}
	(void)closedir(dir);
}

static bool is_stdin(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* No file has this device. */
static const uint64_t NO_DEVICE = UINT64_MAX;

static uint64_t name_hash(const char *name)
{
	uint64_t hash = 0;
	for (; *name != '\0'; name++)
		hash = hash_words(hash, (uint8_t)*name);
	return hash;
}

static void walk_argument(struct walk *w, const char *path)
{
	struct input_list *list = w->list;
	size_t known = list->count + list->refused_count;
	struct stat st;

	if (is_stdin(path)) {
		add_file(w, path, 0, 0);
		return;
	}
	if (rtr_url_is(text_of(path))) {
		add_file(w, path, NO_DEVICE, name_hash(path));
		return;
	}
	if (stat(path, &st) < 0) {
		refuse_errno(list, path);
		return;
	}
	if (!S_ISDIR(st.st_mode)) {
		add_file(w, path, st.st_dev, st.st_ino);
		return;
	}
	add_folder(w, path, 1);
	while (w->count > 0 && !w->full)
		walk_folder(w, w->folders[--w->count]);
	if (list->count + list->refused_count == known && !w->full)
		refuse(list, path, ERR_NOT_FOUND, "No files in this folder");
}

/* By path; stdin last. */
static int compare_inputs(const void *a, const void *b)
{
	const struct input *x = a, *y = b;
	int stdin_last = is_stdin(x->path) - is_stdin(y->path);
	return stdin_last != 0 ? stdin_last : strcmp(x->path, y->path);
}

static int compare_refusals(const void *a, const void *b)
{
	const struct input_refusal *x = a, *y = b;
	return strcmp(x->path, y->path);
}

static bool is_known(const struct input_list *list, const struct index *index,
		     const struct input *input, uint64_t hash)
{
	for (struct probe p = index_probe(index, hash); index_next(index, &p);)
		if (list->inputs[p.id].device == input->device &&
		    list->inputs[p.id].inode == input->inode)
			return true;
	return false;
}

/* Of several names for one file, the first in order stays. */
static void drop_repeated(struct input_list *list)
{
	struct index index;
	size_t count = 0;

	index_init(&index);
	for (size_t i = 0; i < list->count; i++) {
		struct input input = list->inputs[i];
		uint64_t hash = hash_words(input.device, input.inode);
		if (is_known(list, &index, &input, hash))
			continue;
		index_add(&index, hash, (uint32_t)count);
		list->inputs[count++] = input;
	}
	list->count = count;
	index_clear(&index);
}

void input_list_init(struct input_list *list, const char *const *arguments, size_t count)
{
	struct walk walk = { .list = list };

	*list = (struct input_list){ 0 };
	arena_init(&list->paths, INPUT_MEMORY_MAX);
	for (size_t i = 0; i < count && !walk.full; i++)
		walk_argument(&walk, arguments[i]);
	free(walk.folders);
	if (list->count > 0)
		qsort(list->inputs, list->count, sizeof(*list->inputs), compare_inputs);
	if (list->refused_count > 0)
		qsort(list->refused, list->refused_count, sizeof(*list->refused), compare_refusals);
	drop_repeated(list);
}

void input_list_clear(struct input_list *list)
{
	free(list->inputs);
	free(list->refused);
	arena_clear(&list->paths);
	*list = (struct input_list){ 0 };
}
