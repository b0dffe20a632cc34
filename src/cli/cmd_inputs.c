/* decorum inputs: what was read for a month, and what became of it. */
#include "base/utc.h"
#include "cli/answer.h"

enum { OPTION_STORE, OPTION_MONTH, OPTION_JSON };

static void put_counts(struct buffer *out, const struct stored_input *input)
{
	for (size_t i = 0; i < input->count_count; i++) {
		const struct stored_count *count = &input->counts[i];
		buffer_format(out, "    ");
		buffer_thousands(out, count->value);
		buffer_char(out, ' ');
		buffer_printable(out, text_of(count->name));
		if (count->first_at != NULL)
			buffer_format(out, " (first at %s)", count->first_at);
		buffer_char(out, '\n');
	}
}

static void put_input(struct buffer *out, const struct stored_input *input)
{
	char date[UTC_TEXT_MAX];

	buffer_printable(out, text_of(input->path));
	buffer_format(out, "\n    %s, %s", input->kind,
		      input->date_us != 0 ? utc_print(input->date_us, date) : "no date of its own");
	if (input->collector[0] != '\0') {
		buffer_string(out, ", collector ");
		buffer_printable(out, text_of(input->collector));
	}
	buffer_string(out, "\n    ");
	buffer_thousands(out, input->size_bytes);
	buffer_string(out, " bytes");
	if (strcmp(input->compression, "none") != 0) {
		buffer_format(out, ", %s, unpacked ", input->compression);
		buffer_thousands(out, input->unpacked_bytes);
	}
	buffer_format(out, "\n    sha256 %s\n", input->digest);
	put_counts(out, input);
	if (input->note[0] != '\0') {
		buffer_string(out, "    ! ");
		buffer_printable(out, text_of(input->note));
		buffer_char(out, '\n');
	}
	buffer_char(out, '\n');
}

static void put_json(struct buffer *out, const struct stored_input *input)
{
	buffer_char(out, '{');
	json_number(out, "number", input->number);
	json_string(out, "path", input->path);
	json_string(out, "kind", input->kind);
	json_string(out, "compression", input->compression);
	json_time(out, "date", input->date_us);
	json_number(out, "size_bytes", input->size_bytes);
	json_number(out, "unpacked_bytes", input->unpacked_bytes);
	json_string(out, "sha256", input->digest);
	json_string(out, "collector", input->collector);
	json_key(out, "counts");
	buffer_char(out, '{');
	for (size_t i = 0; i < input->count_count; i++)
		json_number(out, input->counts[i].name, input->counts[i].value);
	buffer_char(out, '}');
	json_key(out, "first_at");
	buffer_char(out, '{');
	for (size_t i = 0; i < input->count_count; i++)
		if (input->counts[i].first_at != NULL)
			json_string(out, input->counts[i].name, input->counts[i].first_at);
	buffer_char(out, '}');
	json_string(out, "note", input->note);
	buffer_char(out, '}');
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	bool json = has(args, OPTION_JSON), first = true;
	struct stored_input input;
	struct opened opened;
	struct buffer out;
	char month[UTC_TEXT_MAX];
	int got;

	if (!open_month(command, args, OPTION_STORE, OPTION_MONTH, &opened))
		return EXIT_WORLD;
	buffer_init(&out);
	if (json) {
		buffer_char(&out, '{');
		json_string(&out, "month", utc_month_print(opened.month.month, month));
		json_key(&out, "inputs");
		buffer_char(&out, '[');
	}
	struct store_cursor *cursor = store_inputs(opened.store, opened.month.month);
	while ((got = store_input_next(cursor, &input)) > 0) {
		if (json && !first)
			buffer_char(&out, ',');
		if (json)
			put_json(&out, &input);
		else
			put_input(&out, &input);
		first = false;
	}
	store_cursor_close(cursor);
	if (json)
		buffer_string(&out, "]}\n");
	enum exit_code code = got < 0 ? store_failed(command, opened.store) : EXIT_YES;
	close_month(&opened);
	return answer(command, &out, code);
}

static const char DESCRIBES[] =
	"Every input that `decorum observe` was given: its kind, the date that it states,\n"
	"size, SHA-256, what was found in it, what was refused and where the first of each\n"
	"refusal stands.";

const struct command command_inputs = {
	.name = "inputs",
	.says = "list what was read for a month, with dates, digests and what was refused",
	.synopsis = "[--store FILE] [--month YYYY-MM] [--json]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT ")" },
		[OPTION_MONTH] = { "month", 'm', "YYYY-MM", "which month (default: the newest)" },
		[OPTION_JSON] = { "json", 'j', NULL, "as JSON" },
	},
	.run = run,
};
