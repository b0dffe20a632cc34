#include "cli/references.h"

#include <sys/stat.h>

#include "base/utc.h"
#include "sources/input_list.h"

struct loading_files {
	const struct command *command;
	struct arena *session;
	struct reference reference;
	uint64_t at_us;
	uint32_t count;
};

static bool is_reference(enum kind kind)
{
	return kind_is_usable(kind) && kind != KIND_MRT;
}

/* Dumps of registries seldom say when they were made; the file does, unless it was written after
 * the moment of judgement: then it says nothing. */
static void date_by_file(struct reference_input *input, uint64_t at_us)
{
	struct stat status;

	if (input->date_us != 0 || stat(input->path, &status) < 0 || !S_ISREG(status.st_mode) ||
	    status.st_mtime <= 0 || (uint64_t)status.st_mtime * UTC_SECOND > at_us)
		return;
	input->date_us = (uint64_t)status.st_mtime * UTC_SECOND;
	input->date_of_file = true;
}

static bool load_file(struct loading_files *loading, const char *path, bool may_be_other)
{
	struct input_record input;

	input_init(&input, loading->session, path);
	input.stored.number = loading->count++;
	struct window *window = input_open(&input, NULL);
	if (may_be_other && !is_reference(input.kind)) {
		window_close(window);
		return true;
	}
	reference_load(&loading->reference, &input, window);
	(void)input_close(&input, window);
	if (input.stored.note[0] != '\0')
		complain(loading->command, "%s: %s%s", path,
			 input.used ? "" : "not used: ", input.stored.note);
	if (input.used)
		date_by_file(&loading->reference.inputs[loading->reference.input_count - 1],
			     loading->at_us);
	return input.used;
}

/* A file, or all those of a folder that are references. */
static bool load_path(struct loading_files *loading, const char *path)
{
	struct input_list list;

	input_list_init(&list, &path, 1);
	for (size_t i = 0; i < list.refused_count; i++)
		complain(loading->command, "%s: %s", list.refused[i].path, list.refused[i].reason);
	bool loaded = list.count > 0;
	for (size_t i = 0; i < list.count && loaded; i++)
		loaded = load_file(loading, list.inputs[i].path, list.count > 1);
	input_list_clear(&list);
	return loaded;
}

bool references_load(const struct command *command, const struct references *references,
		     struct arena *session, struct authority *out_authority)
{
	struct loading_files loading = { .command = command,
					 .session = session,
					 .at_us = references->at_us };
	bool loaded = true;

	reference_init(&loading.reference, session);
	for (size_t i = 0; i < REFERENCES_MAX && loaded; i++)
		if (references->files[i] != NULL)
			loaded = load_file(&loading, references->files[i], false);
	if (loaded && references->with != NULL)
		loaded = load_path(&loading, references->with);
	if (loaded &&
	    authority_from_reference(&loading.reference, references->at_us, out_authority) < 0) {
		complain(command, "more VRPs, ASPAs or route objects than we can hold");
		loaded = false;
	}
	if (loaded && aspas_left_out(out_authority->aspa_set) > 0)
		complain(command,
			 "ASPAs of %zu customers do not count: they name more than %d providers",
			 aspas_left_out(out_authority->aspa_set), ASPA_PROVIDERS_MAX);
	reference_clear(&loading.reference);
	return loaded;
}
