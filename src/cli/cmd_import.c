/* decorum import: what decorum export printed, into a store. */
#include "base/utc.h"
#include "cli/answer.h"
#include "cli/register.h"
#include "flow/input.h"
#include "flow/store_import.h"

enum { OPTION_STORE };

static void on_part(void *context, uint32_t month, bool is_stored, uint64_t lines)
{
	struct buffer *out = context;
	char text[UTC_TEXT_MAX];

	buffer_format(out, "%s: ", month != 0 ? utc_month_print(month, text) : "register");
	buffer_number_of(out, lines, "line");
	buffer_string(out, is_stored ? ", stored\n" : ", not stored\n");
}

static void put_refusals(struct buffer *out, const struct store_import *import)
{
	const struct refusals *refusals = &import->refusals;

	for (unsigned reason = 1; reason < refusals->reasons; reason++) {
		const struct import_culprit *first = &import->first[reason];
		if (refusals->count[reason] == 0)
			continue;
		buffer_string(out, "  ");
		buffer_thousands(out, refusals->count[reason]);
		buffer_format(out, " refused: %s (first at line %llu", refusals->says[reason],
			      (unsigned long long)refusals->first[reason].line);
		if (first->kind != NULL || first->member != NULL)
			buffer_format(out, ": %s%s%s", first->kind != NULL ? first->kind : "",
				      first->kind != NULL && first->member != NULL ? "." : "",
				      first->member != NULL ? first->member : "");
		buffer_string(out, ")\n");
	}
}

/* The whole file, or as much of it as there is. */
static enum exit_code take(const struct command *command, const char *path, struct store *store,
			   struct buffer *out)
{
	const struct import_sink sink = { out, on_part };
	struct window *window = window_open(path, NULL);
	struct text piece = { NULL, 0 };
	struct store_import import;
	enum exit_code code;
	int err = 0;

	store_import_init(&import, store, &sink);
	while (err == 0 && input_piece(window, &piece))
		err = store_import_feed(&import, piece);
	if (err == 0)
		err = store_import_finish(&import);
	const bool is_read = window_error(window) == 0;
	code = err < 0 ? store_failed(command, store) : is_read ? EXIT_YES : EXIT_WORLD;
	if (err == 0 && !is_read)
		complain(command, "%s: %s", path, window_reason(window));
	put_refusals(out, &import);
	if (code == EXIT_YES && refusals_total(&import.refusals) > 0)
		code = EXIT_NO;
	if (code == EXIT_YES && import.refusals.taken == 0) {
		complain(command, "%s: there is nothing in it", path);
		code = EXIT_NO;
	}
	store_import_clear(&import);
	window_close(window);
	return code;
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct buffer out;

	if (args->word_count != 1) {
		complain(command, "name one file, or - for stdin: decorum import everything.jsonl");
		return EXIT_USAGE;
	}
	struct store *store = open_register(command, args, OPTION_STORE, STORE_WRITE);
	if (store == NULL)
		return EXIT_WORLD;
	buffer_init(&out);
	enum exit_code code = take(command, args->words[0], store, &out);
	store_close(store);
	return answer(command, &out, code);
}

static const char DESCRIBES[] =
	"Reads what decorum export printed, packed or not, into a store: each month in place of\n"
	"what the store had of it, whole or not at all; and the register, where participants and\n"
	"attestations replace those of the same name, and feedback is added. An export of an\n"
	"import is the same, byte for byte.\n\n"
	"A line that is damaged or missing, or whose type or metric is not known, costs its\n"
	"month, and is said with its number. Members that are not known are passed over.";

const struct command command_import = {
	.name = "import",
	.says = "read an export into a store",
	.synopsis = "FILE|- [--store FILE]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT
							 "), made if it is not there" },
	},
	.exit_status = "0 all was stored, 1 some was refused, 2 wrong usage, 3 the world failed.",
	.examples = {
		{ "decorum import everything.jsonl --store copy.db", "a store out of an export" },
		{ "ssh host decorum export | decorum import -", "or straight from elsewhere" },
	},
	.see_also = { "decorum-export 1" },
	.run = run,
};
