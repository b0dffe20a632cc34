#include "flow/slurm_input.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "flow/input.h"
#include "wire/slurm_json.h"

static void note_fault(const char *path, const struct slurm_fault *fault,
		       char out_note[SLURM_NOTE_MAX])
{
	(void)snprintf(out_note, SLURM_NOTE_MAX, "%s, line %llu: %s%s%s", path,
		       (unsigned long long)fault->line, fault->path,
		       fault->path[0] != '\0' ? ": " : "", fault->says);
}

static int load_one(const char *path, struct slurm *out_slurm, char out_note[SLURM_NOTE_MAX])
{
	struct window *window = window_open(path, NULL);
	struct text piece = { NULL, 0 };
	struct slurm_json parser;
	int result = 0;

	slurm_json_init(&parser);
	while (result == 0 && input_piece(window, &piece))
		result = slurm_json_feed(&parser, piece);
	if (result == 0 && window_error(window) == 0)
		result = slurm_json_finish(&parser, out_slurm);
	if (result < 0)
		note_fault(path, &parser.fault, out_note);
	if (result == 0 && window_error(window) < 0) {
		result = window_error(window);
		(void)snprintf(out_note, SLURM_NOTE_MAX, "%s: %s", path, window_reason(window));
	}
	slurm_json_clear(&parser);
	window_close(window);
	return result;
}

/* Reads file `at` and checks it against those before it. */
static int load_next(const char *const *paths, size_t at, struct slurm *files,
		     char out_note[SLURM_NOTE_MAX])
{
	char message[SLURM_MESSAGE_MAX];
	int result = load_one(paths[at], &files[at], out_note);

	if (result < 0)
		return result;
	for (size_t i = 0; i < at; i++)
		if (slurm_overlaps(&files[i], &files[at], message)) {
			(void)snprintf(out_note, SLURM_NOTE_MAX,
				       "%s and %s speak of the same (RFC 8416 section 4.2): %s",
				       paths[i], paths[at], message);
			slurm_clear(&files[at]);
			return ERR_MALFORMED;
		}
	return 0;
}

int slurm_input_load(const char *const *paths, size_t count, struct slurm *out_slurm,
		     char out_note[SLURM_NOTE_MAX])
{
	struct slurm *files = memory_alloc(count, sizeof(*files));
	struct slurm all;
	size_t loaded = 0;
	int result = 0;

	slurm_init(&all);
	while (loaded < count && result == 0) {
		result = load_next(paths, loaded, files, out_note);
		loaded += result == 0;
	}
	for (size_t i = 0; i < loaded && result == 0; i++) {
		result = slurm_join(&all, &files[i]);
		if (result < 0)
			(void)snprintf(out_note, SLURM_NOTE_MAX,
				       "all SLURM files together are more than can be held");
	}
	for (size_t i = 0; i < loaded; i++)
		slurm_clear(&files[i]);
	free(files);
	if (result < 0)
		slurm_clear(&all);
	else
		*out_slurm = all;
	return result;
}
