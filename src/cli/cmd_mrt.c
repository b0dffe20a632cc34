/* decorum mrt: what collectors and routers say, in many forms, filtered, in time order. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/progress.h"
#include "cli/answer.h"
#include "cli/event_filter.h"
#include "cli/event_output.h"
#include "flow/timeline.h"
#include "sources/input_list.h"

enum {
	OPTION_LINES,
	OPTION_PEOPLE,
	OPTION_NUMBER,
	OPTION_LARGE,
	OPTION_TIMES,
	OPTION_JSON,
	OPTION_RIS,
	OPTION_CSV,
	OPTION_WRITE,
	OPTION_COUNT,
	OPTION_FILTER,
	OPTION_WITH,
};

enum {
	/* Stays in a processor's own cache between being read and being parsed. */
	BLOCK_SIZE = 256 << 10,
	/* Paths of a million inputs, and what is noted of them. */
	SESSION_BUDGET_MIB = 1024,
};

struct printing {
	const struct command *command;
	const struct arguments *args;
	struct arena session; /* owns the inputs' texts */
	struct event_filter filter;
	struct input_list list;
	struct input_record *inputs; /* owned */
	struct event_output output;
	struct timeline timeline;
	struct progress progress;
	uint64_t records, routes, lost_records, lost_bytes;
	uint64_t understood;  /* records of types that we read */
	uint64_t total_bytes; /* as on disk, of all inputs whose size is known */
	bool judges;          /* somebody will read what is wrong with UPDATEs */
	bool counts_all;      /* --count without a filter: nothing needs to be told */
	bool is_live;         /* stdin is a pipe, and may pause at any time */
};

static void complain_of_losses(const struct printing *p, const struct feed_totals *totals,
			       const char *path)
{
	struct buffer says;

	if (totals->lost_records == 0)
		return;
	buffer_init(&says);
	buffer_number_of(&says, totals->lost_bytes, "byte");
	buffer_string(&says, " in ");
	buffer_number_of(&says, totals->lost_records, "place");
	if (totals->first_loss != FEED_NOWHERE)
		buffer_format(&says, ", first at byte %llu",
			      (unsigned long long)totals->first_loss);
	buffer_char(&says, '\0');
	complain(p->command, "%s: damaged or cut off: lost %s", path, says.bytes);
	buffer_clear(&says);
}

static void complain_of_refusals(const struct printing *p, const struct refusals *refusals,
				 const char *path)
{
	for (unsigned reason = 1; reason < refusals->reasons; reason++) {
		if (refusals->count[reason] == 0)
			continue;
		complain(p->command,
			 "%s: left out %llu times: %s, first in record %llu at byte %llu", path,
			 (unsigned long long)refusals->count[reason], refusals->says[reason],
			 (unsigned long long)refusals->first[reason].line,
			 (unsigned long long)refusals->first[reason].offset);
	}
}

/* An input has ended: what of it could not be used? */
static void report_lane(void *context, const struct lane *lane)
{
	struct printing *p = context;
	const char *path = lane->input->stored.path;
	struct feed_totals totals = feed_totals(lane->feed);

	p->records += totals.steps;
	p->understood += totals.steps - totals.unread;
	p->lost_records += totals.lost_records;
	p->lost_bytes += totals.lost_bytes;
	if (p->output.write_errno != 0)
		return; /* it was not read to its end */
	progress_end(&p->progress);
	if (feed_error(lane->feed) < 0)
		complain(p->command, "%s: %s", path, feed_reason(lane->feed));
	complain_of_losses(p, &totals, path);
	if (totals.mended_rows > 0)
		complain(p->command,
			 "%s: %llu rows read with path ids against their type, or without them",
			 path, (unsigned long long)totals.mended_rows);
	for (size_t i = 0; i < sizeof(totals.refusals) / sizeof(totals.refusals[0]); i++)
		if (totals.refusals[i] != NULL)
			complain_of_refusals(p, totals.refusals[i], path);
}

/* Of a folder, what is no input of ours is passed over without a word. */
static bool is_named(const struct printing *p, const char *path)
{
	for (size_t i = 0; i < p->args->word_count; i++)
		if (strcmp(p->args->words[i], path) == 0)
			return true;
	return false;
}

/* Notes when an input begins, and opens it again when its time has come; but one that is alone, or
 * a pipe, stays open. */
static void introduce(struct printing *p, struct input_record *input)
{
	struct window *window = input_open(input, &p->timeline.options.window);
	const char *path = input->stored.path;
	uint64_t read_bytes, size_bytes;
	struct text collector;

	/* Damage at the very front may hide MRT, which finds itself again behind it. */
	if (input->kind == KIND_BINARY_UNKNOWN)
		input->kind = KIND_MRT;
	if (!feed_reads(input->kind)) {
		bool failed = window_error(window) < 0;
		if (is_named(p, path))
			complain(p->command, "%s: %s", path,
				 failed                        ? window_reason(window)
				 : kind_is_usable(input->kind) ? "carries no BGP"
							       : kind_says(input->kind));
		window_close(window);
		return;
	}
	if (input_collector_of_path(text_of(path), &collector))
		input->stored.collector = arena_text(&p->session, collector.at, collector.len);
	window_progress(window, &read_bytes, &size_bytes);
	p->total_bytes += size_bytes;
	struct feed *feed = timeline_feed(&p->timeline, input, window);
	if (feed_next(feed, &input->first_time_us) <= 0) {
		struct lane lane = { .input = input, .feed = feed };
		report_lane(p, &lane);
		window_close(feed_close(feed));
		return;
	}
	(void)feed_mend_time(feed, 0, &input->first_time_us);
	if (input->once || p->list.count == 1) {
		timeline_add_open(&p->timeline, input, feed);
		return;
	}
	window_close(feed_close(feed));
	timeline_add(&p->timeline, input);
}

/* Lines must not wait for more to come while nothing comes. */
static void flush_if_quiet(struct printing *p)
{
	struct pollfd input = { STDIN_FILENO, POLLIN, 0 };

	if (p->output.out.used > 0 && poll(&input, 1, 0) == 0)
		event_output_flush(&p->output);
}

static void read_inputs(struct printing *p)
{
	struct lane *lane;

	timeline_start(&p->timeline);
	while (p->output.write_errno == 0 && timeline_next(&p->timeline, &lane) > 0) {
		if (p->counts_all)
			p->routes += feed_count(lane->feed);
		else
			feed_tell(lane->feed);
		if (p->output.out.used >= BUFFER_PIECE)
			event_output_flush(&p->output);
		if (p->is_live)
			flush_if_quiet(p);
		if (progress_is_due(&p->progress))
			progress_show(&p->progress, "reading", timeline_done_bytes(&p->timeline),
				      p->total_bytes, lane->input->stored.path);
	}
}

/* The form asked for; FORM_WORDS when none is. False, and said why, when several are. */
static bool choose_form(const struct command *command, const struct arguments *args,
			enum event_form *out_form)
{
	static const struct {
		unsigned option;
		enum event_form form;
	} forms[] = {
		{ OPTION_LINES, FORM_BGPDUMP }, { OPTION_PEOPLE, FORM_BGPDUMP },
		{ OPTION_JSON, FORM_JSON },     { OPTION_RIS, FORM_RIS },
		{ OPTION_CSV, FORM_CSV },       { OPTION_WRITE, FORM_MRT },
		{ OPTION_COUNT, FORM_COUNT },
	};
	const char *chosen = NULL;

	*out_form = FORM_WORDS;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const char *name = command->options[forms[i].option].name;
		if (!has(args, forms[i].option))
			continue;
		if (chosen != NULL) {
			complain(command, "--%s and --%s are two forms; choose one", chosen, name);
			return false;
		}
		chosen = name;
		*out_form = forms[i].form;
	}
	return true;
}

static bool choose_style(const struct command *command, const struct arguments *args,
			 struct bgpdump_style *out_style)
{
	const char *times = args->values[OPTION_TIMES];
	bool is_bgpdump = has(args, OPTION_LINES) || has(args, OPTION_PEOPLE);

	if (!is_bgpdump && (has(args, OPTION_NUMBER) || has(args, OPTION_LARGE) || times != NULL)) {
		complain(command, "-p, -l and -t go with -m or -M");
		return false;
	}
	if (has(args, OPTION_PEOPLE) && has(args, OPTION_LARGE)) {
		complain(command, "the lines of -M have no communities; -l goes with -m");
		return false;
	}
	if (times != NULL && strcmp(times, "dump") != 0 && strcmp(times, "change") != 0) {
		complain(command, "--times is dump or change, not %s", times);
		return false;
	}
	*out_style = (struct bgpdump_style){
		.is_short = has(args, OPTION_PEOPLE),
		.numbers_records = has(args, OPTION_NUMBER),
		.shows_large = has(args, OPTION_LARGE),
		.shows_change = times != NULL && strcmp(times, "change") == 0,
	};
	return true;
}

static bool is_input(const struct printing *p, int fd)
{
	struct stat status;

	if (fstat(fd, &status) < 0)
		return false;
	for (size_t i = 0; i < p->list.count; i++)
		if (p->list.inputs[i].device == status.st_dev &&
		    p->list.inputs[i].inode == status.st_ino)
			return true;
	return false;
}

/* Opens what --write names; stdout for other forms. -1 when it cannot, or when it is read too. */
static int open_output(struct printing *p)
{
	const char *path = p->args->values[OPTION_WRITE];

	if (path == NULL || strcmp(path, "-") == 0)
		return STDOUT_FILENO;
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0) {
		complain(p->command, "%s: cannot be written: %s", path, strerror(errno));
		return -1;
	}
	if (is_input(p, fd)) {
		complain(p->command, "%s is an input too; write to another file", path);
	} else if (ftruncate(fd, 0) == 0 || errno == EINVAL) { /* a pipe has no size */
		return fd;
	} else {
		complain(p->command, "%s: cannot be written: %s", path, strerror(errno));
	}
	(void)close(fd);
	return -1;
}

static void introduce_inputs(struct printing *p)
{
	const struct timeline_options options = {
		.window = { .block_size = BLOCK_SIZE,
			    .threads = (unsigned)sysconf(_SC_NPROCESSORS_ONLN),
			    .stream.without_digest = true },
		.sink = event_output_sink(&p->output),
		.judges = p->judges,
		.ended = report_lane,
		.context = p,
	};

	timeline_init(&p->timeline, &options);
	for (size_t i = 0; i < p->list.refused_count; i++)
		complain(p->command, "%s: %s", p->list.refused[i].path, p->list.refused[i].reason);
	p->inputs = memory_alloc(p->list.count, sizeof(*p->inputs));
	for (uint32_t i = 0; i < p->list.count; i++) {
		input_init(&p->inputs[i], &p->session, p->list.inputs[i].path);
		p->inputs[i].stored.number = i;
		p->is_live |= strcmp(p->list.inputs[i].path, "-") == 0;
		introduce(p, &p->inputs[i]);
	}
}

/* All that is printed behind the routes. */
static void finish(struct printing *p)
{
	uint64_t unprinted = event_output_unprinted(&p->output);

	progress_end(&p->progress);
	if (has(p->args, OPTION_COUNT))
		buffer_format(&p->output.out,
			      "records=%llu routes=%llu lost_records=%llu lost_bytes=%llu\n",
			      (unsigned long long)p->records,
			      (unsigned long long)(p->counts_all ? p->routes : p->output.routes),
			      (unsigned long long)p->lost_records,
			      (unsigned long long)p->lost_bytes);
	event_output_flush(&p->output);
	if (unprinted > 0 && p->output.write_errno == 0)
		complain(p->command, "%llu of what was told %s; --json prints everything",
			 (unsigned long long)unprinted, event_output_unsaid(&p->output));
}

static enum exit_code print(struct printing *p, enum event_form form,
			    const struct bgpdump_style *style)
{
	const struct expression *expression = p->filter.expression;

	input_list_init(&p->list, (const char *const *)p->args->words, p->args->word_count);
	int fd = open_output(p);
	if (fd < 0) {
		input_list_clear(&p->list);
		return EXIT_WORLD;
	}
	event_output_init(&p->output, form, style, fd, expression, &p->filter.validators);
	progress_init(&p->progress, isatty(fd) == 1);
	p->counts_all = form == FORM_COUNT && expression == NULL;
	p->judges = form == FORM_WORDS || form == FORM_JSON ||
		    (expression != NULL && expression_asks(expression, TERM_MALFORMED));
	introduce_inputs(p);
	read_inputs(p);
	finish(p);
	/* A reader that closed the pipe early has what it wanted. */
	int write_errno = p->output.write_errno;
	if (fd != STDOUT_FILENO && close(fd) < 0 && write_errno == 0)
		write_errno = errno;
	bool unwritten = write_errno != 0 && write_errno != EPIPE;
	if (unwritten)
		complain(p->command, "cannot write: %s", strerror(write_errno));
	timeline_clear(&p->timeline);
	event_output_clear(&p->output);
	input_list_clear(&p->list);
	free(p->inputs);
	return unwritten || p->understood == 0 ? EXIT_WORLD : EXIT_YES;
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct bgpdump_style style;
	enum event_form form;

	if (args->word_count == 0) {
		complain(command, "name something to read: files, folders, or - for stdin");
		return EXIT_USAGE;
	}
	if (!choose_form(command, args, &form) || !choose_style(command, args, &style))
		return EXIT_USAGE;
	struct printing *p = memory_alloc(1, sizeof(*p));
	p->command = command;
	p->args = args;
	arena_init(&p->session, (size_t)SESSION_BUDGET_MIB << 20);
	enum exit_code code = event_filter_read(&p->filter, command, args->values[OPTION_FILTER],
						args->values[OPTION_WITH]);
	if (code == EXIT_YES)
		code = print(p, form, &style);
	event_filter_clear(&p->filter);
	arena_clear(&p->session);
	free(p);
	return code;
}

static const char DESCRIBES[] =
	"Prints who has, announces or withdraws which route, one line each, of files in\n"
	"any of these formats, told by their content: MRT of every type since 1999\n"
	"(RFC 6396, 6397, 8050), BMP (RFC 7854, 8671, 9069), RIS Live's JSON lines, bare\n"
	"BGP messages, and captures (pcap, pcapng) of BGP or BMP over TCP. They may be\n"
	"packed by gzip, bzip2, xz or zstd; `-` is stdin; of a folder all files are read.\n"
	"Several files come out as one stream in time order, each open only while its\n"
	"time has come.\n"
	"\n"
	"--filter takes an expression such as `prefix within 192.0.2.0/24 and not origin\n"
	"64496`; see decorum-filter-expressions(7), or `decorum help filter-expressions`.\n"
	"What it says of prefixes and peers is decided before attributes are looked at.\n"
	"With --write, a message is kept if any of its routes passes, a row of a table\n"
	"with those entries that pass; every octet of what is kept is that of the input.\n"
	"\n"
	"Damage costs the records that it hit. What was lost or left out is said on\n"
	"stderr.";

static const char INPUTS[] =
	"MRT: TABLE_DUMP, TABLE_DUMP_V2 with all its subtypes, BGP4MP and BGP4MP_ET, the\n"
	"older BGP types, with path ids (ADD-PATH) and of every address family. Records of\n"
	"other protocols are passed over.\n"
	"\n"
	"BMP: the stream of a router, as it comes over TCP. Which table a route is of (before or\n"
	"behind policy, in or out, the one in use) is told with it.\n"
	"\n"
	"RIS Live: the JSON lines of RIPE's stream, from its HTTP interface or a WebSocket "
	"client.\n"
	"\n"
	"BGP: messages one behind the other, without times.\n"
	"\n"
	"Captures: pcap and pcapng, of Ethernet and other links; TCP connections are put "
	"together,\n"
	"and those that speak BGP or BMP are recognised on any port.";

static const char OUTPUTS[] =
	"Without one of the options for a form: sentences for people. Their wording may change.\n"
	"\n"
	"-m, -M: the lines of bgpdump, the same to the character; what it has no line for is\n"
	"counted on stderr, and docs/differences.md lists where it is wrong.\n"
	"\n"
	"--json: an object a line. What is there keeps its name and meaning. docs/json-lines.md\n"
	"describes every member, and the columns of --csv.\n"
	"\n"
	"--ris: lines as RIS Live sends them, one for each message. --write: MRT. Lines come out\n"
	"as soon as stdin pauses, so a stream can be watched.";

const struct command command_mrt = {
	.name = "mrt",
	.says = "print, filter or count what collectors and routers say: "
		"MRT, BMP, RIS Live, captures",
	.synopsis = "[-m | -M | --json | --ris | --csv | --count | --write FILE] [--filter EXPR]\n"
		    "                   [--with PATH] FILE...",
	.describes = DESCRIBES,
	.options = {
		[OPTION_LINES] = { "bgpdump", 'm', NULL, "the lines of `bgpdump -m`" },
		[OPTION_PEOPLE] = { "people", 'M', NULL,
				    "the lines of `bgpdump -M`: shorter, times for people" },
		[OPTION_NUMBER] = { "number", 'p', NULL,
				    "with -m or -M: the record's number in the second field" },
		[OPTION_LARGE] = { "large", 'l', NULL,
				   "with -m: large communities in a field of their own" },
		[OPTION_TIMES] = { "times", 't', "dump|change",
				   "with -m or -M: of a table's routes the time of the dump\n"
				   "(the default) or of their last change" },
		[OPTION_JSON] = { "json", 0, NULL, "a JSON object a line, for each route" },
		[OPTION_RIS] = { "ris", 0, NULL, "RIS Live's JSON lines, one for each message" },
		[OPTION_CSV] = { "csv", 0, NULL, "comma-separated values below a header" },
		[OPTION_WRITE] = { "write", 0, "FILE", "MRT again, to FILE, or - for stdout" },
		[OPTION_COUNT] = { "count", 0, NULL,
				   "one line of numbers for all files: records, routes, losses" },
		[OPTION_FILTER] = { "filter", 0, "EXPR", "only what the expression selects" },
		[OPTION_WITH] = { "with", 0, "PATH",
				  "a file or a folder of VRPs, route objects, statistics,\n"
				  "for filters by rpki, irr or bogon" },
	},
	.sections = { { "INPUT", INPUTS }, { "OUTPUT", OUTPUTS } },
	.exit_status = "0 if anything could be used, 2 wrong usage, 3 if nothing could be used or\n"
		       "written. A filter that selects nothing is no failure.",
	.examples = {
		{ "decorum mrt sample/rib.20260222.1600.mrt | head -3", "look into a table" },
		{ "decorum mrt -m sample/*.mrt | grep '|W|'", "feed a script made for bgpdump" },
		{ "decorum mrt --json --filter 'prefix within 192.0.2.64/26' sample/*.mrt",
		  "the life of a prefix over many files, in time order" },
		{ "decorum mrt --filter 'origin 64502' --write mine.mrt sample/rib.*",
		  "cut an archive down" },
		{ "decorum mrt --with sample/vrps.json --filter 'rpki invalid' --csv sample/*.mrt",
		  "what RPKI refutes, as a table" },
		{ "decorum mrt --ris sample/updates.* | decorum mrt --count -",
		  "read a stream" },
	},
	.see_also = { "decorum-observe 1", "decorum-validate 1", "decorum-filter-expressions 7" },
	.run = run,
};
