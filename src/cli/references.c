#include "cli/references.h"

static bool is_reference(enum kind kind)
{
	return kind_is_usable(kind) && kind != KIND_MRT;
}

static bool load_file(const struct command *command, const char *path, bool may_be_other,
		      uint32_t number, struct arena *session, struct reference *reference)
{
	struct input_record input;

	input_init(&input, session, path);
	input.stored.number = number;
	struct window *window = input_open(&input, NULL);
	if (may_be_other && !is_reference(input.kind)) {
		window_close(window);
		return true;
	}
	reference_load(reference, &input, window);
	(void)input_close(&input, window);
	if (input.stored.note[0] != '\0')
		complain(command, "%s: %s%s", path,
			 input.used ? "" : "not used: ", input.stored.note);
	return input.used;
}

bool references_load(const struct command *command, const char *const *paths, size_t count,
		     bool may_be_other, struct arena *session, struct authority *out_authority)
{
	struct reference reference;
	bool loaded = true;

	reference_init(&reference, session);
	for (size_t i = 0; i < count && loaded; i++)
		loaded = paths[i] == NULL || load_file(command, paths[i], may_be_other, (uint32_t)i,
						       session, &reference);
	if (loaded && authority_from_reference(&reference, UINT64_MAX, out_authority) < 0) {
		complain(command, "more VRPs or route objects than we can hold");
		loaded = false;
	}
	reference_clear(&reference);
	return loaded;
}
