/* decorum export: everything a store holds, as JSON lines or tables, in one fixed order. */
#include "base/utc.h"
#include "cli/answer.h"
#include "cli/register.h"
#include "flow/store_export.h"

enum {
	OPTION_STORE,
	OPTION_MONTH,
	OPTION_TYPE,
	OPTION_ASN,
	OPTION_JSONL,
	OPTION_CSV,
	OPTION_SCHEMA,
};

/* What the options ask for. */
struct asked {
	struct export_query query;
	bool only[RECORD_KINDS];
	unsigned kinds; /* how many of them */
	asn_t asn;
};

static bool read_types(const struct command *command, const char *words, struct asked *asked)
{
	struct text rest = text_of(words), word;
	enum record_id id;

	while (text_cut(&rest, ',', &word)) {
		if (!record_find(word, &id)) {
			complain(command,
				 "there is no type '%.*s'; decorum export --schema names "
				 "all of them",
				 (int)text_upto(word, TEXT_NAME_MAX).len, word.at);
			return false;
		}
		asked->kinds += !asked->only[id];
		asked->only[id] = true;
	}
	asked->query.only = asked->only;
	return true;
}

static bool read_options(const struct command *command, const struct arguments *args,
			 struct asked *asked)
{
	struct export_query *query = &asked->query;
	const char *types;

	if (args->word_count > 0) {
		complain(command, "takes no words, only options");
		return false;
	}
	if (has(args, OPTION_MONTH) &&
	    utc_month_parse(text_of(args->values[OPTION_MONTH]), &query->month) < 0) {
		complain(command, "'%s' is not a month; write it like 2026-02",
			 args->values[OPTION_MONTH]);
		return false;
	}
	for (size_t at = 0; (types = next_value(args, OPTION_TYPE, &at)) != NULL;)
		if (!read_types(command, types, asked))
			return false;
	if (has(args, OPTION_ASN)) {
		if (!asn_of_word(command, args->values[OPTION_ASN], &asked->asn))
			return false;
		query->asn = &asked->asn;
	}
	query->csv = has(args, OPTION_CSV);
	if (query->csv && (has(args, OPTION_JSONL) || asked->kinds != 1)) {
		complain(command, has(args, OPTION_JSONL)
					  ? "--csv and --jsonl do not go together"
					  : "a table holds one kind of thing: --csv --type route");
		return false;
	}
	return true;
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct asked asked = { 0 };
	enum exit_code code = EXIT_YES;
	struct buffer out;

	if (!read_options(command, args, &asked))
		return EXIT_USAGE;
	buffer_init(&out);
	if (has(args, OPTION_SCHEMA)) {
		record_put_schema(&out);
		return answer(command, &out, EXIT_YES);
	}
	struct store *store = open_register(command, args, OPTION_STORE, STORE_READ);
	if (store == NULL)
		return EXIT_WORLD;
	int err = store_export(store, &asked.query, &out, answer_piece);
	if (err == ERR_NOT_FOUND) {
		complain(command, "the store holds nothing of %s", args->values[OPTION_MONTH]);
		code = EXIT_WORLD;
	} else if (err < 0 && err != ERR_IO) {
		code = store_failed(command, store);
	}
	store_close(store);
	return answer(command, &out, code);
}

static const char DESCRIBES[] =
	"One JSON object a line, in one fixed order: each month with what was given, seen and\n"
	"judged and with its scores; then the register. The same inputs give the same lines,\n"
	"byte for byte, and decorum import makes a store of them again. --schema tells every\n"
	"type and member; docs/export-schema.md promises that they stay.\n\n"
	"With --month the register is left out. --asn prints what is about one network: its\n"
	"routes, objects, neighbours, incidents, scores. Parts are for reading; only whole\n"
	"months, closed by a line of the type `end`, can be imported.\n\n"
	"--csv prints one type as a table below a line of names. Null is an empty value, lists\n"
	"have blanks between their items, and a text that a spreadsheet would run as a formula\n"
	"gets an apostrophe before it.";

const struct command command_export = {
	.name = "export",
	.says = "print everything that a store holds, as JSON lines or tables",
	.synopsis = "[--store FILE] [--month YYYY-MM] [--type TYPE[,TYPE]] [--asn AS] "
		    "[--jsonl | --csv]\n"
		    "       decorum export --schema",
	.describes = DESCRIBES,
	.options = {
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT ")" },
		[OPTION_MONTH] = { "month", 'm', "YYYY-MM", "one month only (default: all)" },
		[OPTION_TYPE] = { "type", 't', "TYPE", "these types only, with commas between" },
		[OPTION_ASN] = { "asn", 'a', "AS", "only what is about this network" },
		[OPTION_JSONL] = { "jsonl", 'l', NULL, "as JSON lines; that is the default" },
		[OPTION_CSV] = { "csv", 'c', NULL, "as comma-separated values; of one type" },
		[OPTION_SCHEMA] = { "schema", 0, NULL, "print every type and member, and end" },
	},
	.examples = {
		{ "decorum export > everything.jsonl", "to keep, or to import elsewhere" },
		{ "decorum export --type score --csv > scores.csv", "all scores as a table" },
		{ "decorum export --asn AS64500 --type route,score", "what one network did" },
	},
	.see_also = { "decorum-import 1" },
	.run = run,
};
