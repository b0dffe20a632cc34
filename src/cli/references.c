#include "cli/references.h"

static bool load_file(const struct command *command, const char *path, uint32_t number,
		      struct arena *session, struct reference *reference)
{
	struct input_record input;

	input_init(&input, session, path);
	input.stored.number = number;
	struct window *window = input_open(&input, NULL);
	reference_load(reference, &input, window);
	(void)input_close(&input, window);
	if (input.stored.note[0] != '\0')
		complain(command, "%s: %s%s", path,
			 input.used ? "" : "not used: ", input.stored.note);
	return input.used;
}

bool references_load(const struct command *command, const char *const *paths, size_t count,
		     struct arena *session, struct authority *out_authority)
{
	struct reference reference;
	bool loaded = true;

	reference_init(&reference, session);
	for (size_t i = 0; i < count && loaded; i++)
		loaded = paths[i] == NULL ||
			 load_file(command, paths[i], (uint32_t)i, session, &reference);
	if (loaded && authority_from_reference(&reference, UINT64_MAX, out_authority) < 0) {
		complain(command, "more VRPs or route objects than we can hold");
		loaded = false;
	}
	reference_clear(&reference);
	return loaded;
}
