/*
 * decorum report: what a participant of a programme is told of its month, as a page and as a mail;
 * of one, or of all of them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "cli/catalogue.h"
#include "cli/register.h"
#include "cli/report_out.h"

enum {
	OPTION_PROGRAMME,
	OPTION_STORE,
	OPTION_MONTH,
	OPTION_ALL,
	OPTION_HTML,
	OPTION_TEXT,
	OPTION_OUT,
	OPTION_DISPUTES,
	OPTION_NORMS,
};

enum {
	NAMES_BUDGET = 64 << 20,
	FILE_NAME_MAX = 64, /* of what a participant's name makes of it; more would help nobody */
	PATH_SIZE_MAX = 4096,
};

/* Participants by name, and the file names that were given out. */
struct names {
	struct arena texts;
	const char **all, **files; /* owned */
	size_t count, room, file_count, file_room;
};

struct reporting {
	const struct command *command;
	const struct arguments *args;
	struct opened opened;
	struct report_order order;
	struct buffer out;
};

static enum exit_code failed(const struct reporting *about, const char *word, int error)
{
	if (error == ERR_NOT_FOUND) {
		complain(about->command,
			 "%s does not take part in %s, and is no AS number; decorum participants "
			 "list shows who does",
			 word, about->order.programme->id);
		return EXIT_WORLD;
	}
	if (error == ERR_LIMIT) {
		complain(about->command, "%s is more than can be reported at once", word);
		return EXIT_WORLD;
	}
	return store_failed(about->command, about->opened.store);
}

/* Beside its place first, so that nobody ever reads half a report. */
static bool write_file(const struct reporting *about, const char *path, struct buffer *content)
{
	char beside[PATH_SIZE_MAX];
	int len = snprintf(beside, sizeof(beside), "%s.new", path);

	if (len < 0 || (size_t)len >= sizeof(beside)) {
		complain(about->command, "%s: the path is too long", path);
		return false;
	}
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool written = fd >= 0 && buffer_flush(content, fd) == 0;
	int reason = errno;
	if (fd >= 0 && close(fd) < 0 && written) {
		written = false;
		reason = errno;
	}
	if (written && rename(beside, path) < 0) {
		written = false;
		reason = errno;
	}
	if (written)
		return true;
	if (fd >= 0)
		(void)unlink(beside);
	complain(about->command, "cannot write %s: %s", path, strerror(reason));
	return false;
}

static enum exit_code report_one(struct reporting *about, const char *word)
{
	struct report *report;
	enum exit_code code = EXIT_YES;

	about->order.word = word;
	int got = report_build(&about->order, &report);
	if (got < 0)
		return failed(about, word, got);
	if (has(about->args, OPTION_HTML))
		report_put_html(&about->out, report);
	else
		report_put_text(&about->out, report);
	report_free(report);
	if (has(about->args, OPTION_OUT) &&
	    !write_file(about, about->args->values[OPTION_OUT], &about->out)) {
		about->out.used = 0;
		code = EXIT_WORLD;
	}
	return code;
}

/*
 * All of a programme
 */

static int read_names(const struct reporting *about, struct names *names)
{
	struct register_cursor *cursor =
		store_participants(about->opened.store, about->order.programme->id);
	struct participant participant;
	int got;

	while ((got = store_participant_next(cursor, &participant)) > 0) {
		const char *name =
			arena_text(&names->texts, participant.name, strlen(participant.name));
		if (name == NULL) {
			got = ERR_LIMIT;
			break;
		}
		names->all = memory_grow(names->all, &names->room, names->count + 1,
					 sizeof(*names->all));
		names->all[names->count++] = name;
	}
	register_cursor_close(cursor);
	return got;
}

static bool is_taken(const struct names *names, const char *file)
{
	for (size_t i = 0; i < names->file_count; i++)
		if (strcmp(names->files[i], file) == 0)
			return true;
	return false;
}

/* What of a name is safe in any file system: small letters and digits, and a dash for all between.
 */
static void make_file_name(const char *name, char out_file[FILE_NAME_MAX])
{
	size_t len = 0;

	for (; *name != '\0' && len < FILE_NAME_MAX - 1; name++) {
		char c = *name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			out_file[len++] = c;
		else if (len > 0 && out_file[len - 1] != '-')
			out_file[len++] = '-';
	}
	while (len > 0 && out_file[len - 1] == '-')
		len--;
	out_file[len] = '\0';
}

/* Names that come down to the same get a number. NULL when the arena is full. */
static const char *take_file_name(const struct reporting *about, struct names *names,
				  const char *name)
{
	char base[FILE_NAME_MAX], file[2 * FILE_NAME_MAX];

	make_file_name(name, base);
	(void)snprintf(file, sizeof(file), "%.40s-%s", about->order.programme->id,
		       base[0] != '\0' ? base : "participant");
	size_t len = strlen(file);
	for (unsigned number = 2; is_taken(names, file); number++)
		(void)snprintf(file + len, sizeof(file) - len, "-%u", number);
	const char *kept = arena_text(&names->texts, file, strlen(file));
	if (kept == NULL)
		return NULL;
	names->files = memory_grow(names->files, &names->file_room, names->file_count + 1,
				   sizeof(*names->files));
	names->files[names->file_count++] = kept;
	return kept;
}

static bool write_form(struct reporting *about, const char *file, const char *ending,
		       const struct report *report,
		       void (*put)(struct buffer *out, const struct report *report))
{
	char path[PATH_SIZE_MAX];
	struct buffer content;
	int len = snprintf(path, sizeof(path), "%s/%s.%s", about->args->values[OPTION_OUT], file,
			   ending);

	if (len < 0 || (size_t)len >= sizeof(path)) {
		complain(about->command, "%s: the path is too long",
			 about->args->values[OPTION_OUT]);
		return false;
	}
	buffer_init(&content);
	put(&content, report);
	bool written = write_file(about, path, &content);
	buffer_clear(&content);
	return written;
}

static enum exit_code write_both(struct reporting *about, struct names *names, const char *name)
{
	struct report *report;
	const char *file = take_file_name(about, names, name);

	if (file == NULL)
		return failed(about, name, ERR_LIMIT);
	about->order.word = name;
	int got = report_build(&about->order, &report);
	if (got < 0)
		return failed(about, name, got);
	bool written = write_form(about, file, "html", report, report_put_html) &&
		       write_form(about, file, "txt", report, report_put_text);
	if (written) {
		buffer_format(&about->out, "%s.html %s.txt %s ", file, file,
			      audit_state_name(report->verdict));
		buffer_printable(&about->out, text_of(name));
		buffer_char(&about->out, '\n');
	}
	report_free(report);
	return written && answer_piece(&about->out) ? EXIT_YES : EXIT_WORLD;
}

static enum exit_code report_all(struct reporting *about)
{
	const char *folder = about->args->values[OPTION_OUT];
	struct names names = { 0 };
	enum exit_code code = EXIT_YES;

	if (mkdir(folder, 0755) < 0 && errno != EEXIST) {
		complain(about->command, "cannot make %s: %s", folder, strerror(errno));
		return EXIT_WORLD;
	}
	arena_init(&names.texts, NAMES_BUDGET);
	int got = read_names(about, &names);
	if (got < 0)
		code = failed(about, "the programme", got);
	for (size_t i = 0; code == EXIT_YES && i < names.count; i++)
		code = write_both(about, &names, names.all[i]);
	free(names.all);
	free(names.files);
	arena_clear(&names.texts);
	return code;
}

static bool is_address(const char *address)
{
	size_t at = strcspn(address, "@");

	return at > 0 && address[at] == '@' && address[at + 1] != '\0' &&
	       strpbrk(address, " \t\r\n,;<>\"") == NULL;
}

static bool check_usage(const struct command *command, const struct arguments *args)
{
	bool all = has(args, OPTION_ALL);

	if (!has(args, OPTION_PROGRAMME))
		complain(command, "name a programme: --programme netops");
	else if (all && (args->word_count > 0 || has(args, OPTION_HTML) || has(args, OPTION_TEXT)))
		complain(command, "--all takes no name, and writes both forms");
	else if (all && !has(args, OPTION_OUT))
		complain(command, "--all needs a folder to write to: --out DIR");
	else if (!all && args->word_count != 1)
		complain(command, "name one participant or network: decorum report --programme "
				  "netops NAME");
	else if (has(args, OPTION_HTML) && has(args, OPTION_TEXT))
		complain(command, "--html or --text, not both; --all --out DIR writes both");
	else if (has(args, OPTION_DISPUTES) && !is_address(args->values[OPTION_DISPUTES]))
		complain(command, "'%s' is no address of mail; write it like noc@example.net",
			 args->values[OPTION_DISPUTES]);
	else
		return true;
	return false;
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct reporting about = { .command = command, .args = args };
	enum exit_code code = EXIT_USAGE;
	struct arena session;
	struct norms norms;

	if (!check_usage(command, args))
		return EXIT_USAGE;
	arena_init(&session, NORMS_MEMORY_MAX);
	if (catalogue_load(command, args->values[OPTION_NORMS], &session, &norms)) {
		const char *id = args->values[OPTION_PROGRAMME];
		about.order = (struct report_order){
			.norms = &norms,
			.programme = norms_find(&norms, text_of(id)),
			.store_path = args->values[OPTION_STORE],
			.norms_path = args->values[OPTION_NORMS],
			.disputes = args->values[OPTION_DISPUTES],
		};
		if (about.order.programme == NULL)
			complain(command, "no programme '%s'; decorum norms lists them", id);
		else if (!open_month(command, args, OPTION_STORE, OPTION_MONTH, &about.opened))
			code = EXIT_WORLD;
		else {
			about.order.store = about.opened.store;
			about.order.month = &about.opened.month;
			buffer_init(&about.out);
			code = has(args, OPTION_ALL) ? report_all(&about)
						     : report_one(&about, args->words[0]);
			close_month(&about.opened);
			code = answer(command, &about.out, code);
		}
	}
	arena_clear(&session);
	return code;
}

static const char DESCRIBES[] =
	"Writes what a participant is to know of its month, in the order in which it matters:\n"
	"the verdict and what to do first; each Action, what it rests on and how it changed; the\n"
	"scores of each network beside those of the month before, each with its arithmetic;\n"
	"every incident in which one of its networks has a part, with the record that it rests\n"
	"on and how to dispute it; the scores with and without what feedback calls legitimate;\n"
	"routes that need work; what was not measured, why, and what would change that; the\n"
	"data and the rules.\n\n"
	"As text it is a mail, at most 78 columns wide. With --html it is one page that needs\n"
	"nothing beside it, for screens and paper: it runs no script and asks nobody for\n"
	"anything. Both say the same. --all writes both of each participant of the programme to\n"
	"DIR, under names that any file system takes, and lists them.";

const struct command command_report = {
	.name = "report",
	.says = "write a participant's report of the month, for mail, screen and paper",
	.synopsis = "--programme P NAME|AS [--html] [--out FILE] [--store FILE] [--month YYYY-MM]\n"
		    "       decorum report --programme P --all --out DIR [--store FILE]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_PROGRAMME] = { "programme", 'p', "P", "netops, ixp, cdn, vendor..." },
		[OPTION_STORE] = { "store", 's', "FILE", "the store (default " STORE_DEFAULT ")" },
		[OPTION_MONTH] = { "month", 'm', "YYYY-MM", "which month (default: the newest)" },
		[OPTION_ALL] = { "all", 'a', NULL, "all participants of the programme" },
		[OPTION_HTML] = { "html", 0, NULL, "as a page" },
		[OPTION_TEXT] = { "text", 0, NULL, "as plain text (the default)" },
		[OPTION_OUT] = { "out", 'o', "FILE", "write to FILE; with --all, to a folder" },
		[OPTION_DISPUTES] = { "disputes", 0, "ADDRESS",
				      "whom to mail who disputes an incident" },
		[OPTION_NORMS] = NORMS_OPTION,
	},
	.exit_status = "0 written, whatever the verdict; 2 wrong usage, 3 the world failed.",
	.examples = {
		{ "decorum report --programme netops AS3333", "the newest month, to read at once" },
		{ "decorum report --programme netops AS3333 --html --out report.html",
		  "as a page" },
		{ "decorum report --programme netops --all --out reports --disputes "
		  "secretariat@example.net", "a whole programme, ready to be mailed" },
	},
	.see_also = { "decorum-audit 1", "decorum-feedback 1", "decorum-participants 1" },
	.run = run,
};
