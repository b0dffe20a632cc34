#include "cli/catalogue.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "sources/input_list.h"

enum {
	TEXTS_MAX = 64,          /* built in and of the user's: ten times what there is */
	TEXT_SIZE_MAX = 1 << 20, /* the reader of norms takes less, and says so */
};

static const char SUFFIX[] = ".yaml";

struct texts {
	struct norms_text items[TEXTS_MAX];
	size_t count;
};

static bool is_yaml(const char *path)
{
	size_t len = strlen(path), suffix = sizeof(SUFFIX) - 1;

	return len > suffix && strcmp(path + len - suffix, SUFFIX) == 0;
}

/* Up to `size` bytes of a file; less than 0 and errno when it cannot be read. */
static ssize_t file_read(const char *path, char *bytes, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t got = fd < 0 ? -1 : 1;

	while (got > 0 && used < size) {
		got = read(fd, bytes + used, size - used);
		if (got < 0 && errno == EINTR)
			got = 1;
		else if (got > 0)
			used += (size_t)got;
	}
	int saved = errno;
	if (fd >= 0)
		(void)close(fd); /* nothing was written */
	errno = saved;
	return got < 0 ? -1 : (ssize_t)used;
}

static bool text_add(const struct command *command, const char *path, struct arena *session,
		     struct texts *texts)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;

	if (texts->count == TEXTS_MAX) {
		complain(command, "more than %d texts of norms", TEXTS_MAX);
		return false;
	}
	char *bytes = arena_alloc(session, TEXT_SIZE_MAX, 1);
	char *kept = arena_text(session, name, strlen(name));
	if (bytes == NULL || kept == NULL) {
		complain(command, "%s: more norms than we can hold", path);
		return false;
	}
	ssize_t size = file_read(path, bytes, TEXT_SIZE_MAX);
	if (size < 0) {
		complain(command, "%s: %s", path, strerror(errno));
		return false;
	}
	texts->items[texts->count++] = (struct norms_text){ kept, { bytes, (size_t)size } };
	return true;
}

static bool folder_add(const struct command *command, const char *folder, struct arena *session,
		       struct texts *texts)
{
	struct input_list list;
	size_t before = texts->count;

	input_list_init(&list, &folder, 1);
	bool added = list.refused_count == 0;
	for (size_t i = 0; i < list.refused_count; i++)
		complain(command, "%s: %s", list.refused[i].path, list.refused[i].reason);
	for (size_t i = 0; i < list.count && added; i++)
		if (is_yaml(list.inputs[i].path))
			added = text_add(command, list.inputs[i].path, session, texts);
	input_list_clear(&list);
	if (added && texts->count == before) {
		complain(command, "%s holds no *.yaml", folder);
		added = false;
	}
	return added;
}

bool catalogue_load(const struct command *command, const char *folder, struct arena *session,
		    struct norms *out_norms)
{
	struct texts texts = { .count = 0 };
	char message[NORMS_MESSAGE_MAX];

	for (; texts.count < norms_built_in_count; texts.count++)
		texts.items[texts.count] = norms_built_in[texts.count];
	if (folder != NULL && !folder_add(command, folder, session, &texts))
		return false;
	if (norms_read(session, texts.items, texts.count, out_norms, message) == 0)
		return true;
	complain(command, "%s", message);
	return false;
}
