/* decorum score-incidents: what incidents of a month cost, by the published arithmetic. */
#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "cli/answer.h"
#include "flow/input.h"
#include "scores/incident_score.h"
#include "scores/metric.h"
#include "wire/interval_list.h"

enum { OPTION_MONTH, OPTION_JSON };

enum { COMPLAINTS_MAX = 10 };

struct scoring {
	const struct command *command;
	bool json;
	uint64_t start_us, end_us;     /* of the month */
	struct incident_event *events; /* owns those of the line at hand */
	size_t room;
	uint64_t refused;
	bool first; /* no line has been answered yet */
	struct buffer out;
};

/* What the list says, as events; returns how many of them lie outside the month. */
static size_t events_of(struct scoring *about, const struct intervals *intervals)
{
	size_t outside = 0;

	about->events = memory_grow(about->events, &about->room, intervals->count + 1,
				    sizeof(*about->events));
	for (size_t i = 0; i < intervals->count; i++) {
		const struct interval *from = &intervals->at[i];
		about->events[i] =
			(struct incident_event){ from->start_us, from->end_us, from->weight };
		outside += from->start_us >= about->end_us ||
			   (from->start_us < about->start_us && from->end_us <= about->start_us);
	}
	return outside;
}

static void put_score(struct scoring *about, const struct intervals *intervals, uint64_t line)
{
	struct buffer *out = &about->out;
	size_t outside = events_of(about, intervals);
	double raw = incident_raw(about->events, intervals->count, about->start_us, about->end_us);
	double score = incident_score(raw);

	if (!about->json) {
		buffer_printable(out, intervals->name);
		buffer_string(out, ": ");
		incident_arithmetic(out, intervals->count, "event", raw);
		if (outside > 0) {
			buffer_string(out, "; outside the month: ");
			buffer_thousands(out, outside);
		}
		buffer_char(out, '\n');
		return;
	}
	json_item(out, &about->first);
	buffer_char(out, '{');
	json_number(out, "line", line);
	json_key(out, "name");
	buffer_json_string(out, intervals->name);
	json_number(out, "events", intervals->count);
	json_number(out, "outside", outside);
	json_real(out, "raw", raw, true);
	json_real(out, "score", score, true);
	buffer_char(out, '}');
}

static int take_list(void *context, const struct intervals *intervals, struct place place)
{
	struct scoring *about = context;

	put_score(about, intervals, place.line);
	return answer_piece(&about->out) ? 0 : ERR_IO;
}

static int take_refusal(void *context, const char *why, struct place place)
{
	struct scoring *about = context;

	if (about->refused++ < COMPLAINTS_MAX)
		complain(about->command, "line %llu: %s", (unsigned long long)place.line, why);
	return 0;
}

/* The lines of a file; false when it could not be read to its end. */
static bool score_file(struct scoring *about, const char *path)
{
	const struct interval_list_sink sink = { about, take_list, take_refusal };
	struct window *window = window_open(path, NULL);
	struct text piece = { NULL, 0 };
	struct interval_list list;
	int done = 0;

	interval_list_init(&list, &sink);
	while (done == 0 && input_piece(window, &piece))
		done = interval_list_feed(&list, piece);
	if (done == 0)
		done = interval_list_finish(&list); /* else nobody reads what we say */
	interval_list_clear(&list);
	bool read = window_error(window) == 0;
	if (!read)
		complain(about->command, "%s: %s", path, window_reason(window));
	if (about->refused > COMPLAINTS_MAX)
		complain(about->command, "%llu lines in all could not be read",
			 (unsigned long long)about->refused);
	window_close(window);
	return read;
}

static void put_json_opening(struct scoring *about, uint32_t month)
{
	char text[UTC_TEXT_MAX];

	buffer_char(&about->out, '{');
	json_string(&about->out, "month", utc_month_print(month, text));
	json_time(&about->out, "from", about->start_us);
	json_time(&about->out, "to", about->end_us);
	json_key(&about->out, "scores");
	buffer_char(&about->out, '[');
}

static bool read_words(const struct command *command, const struct arguments *args,
		       uint32_t *out_month)
{
	const char *month = args->values[OPTION_MONTH];

	if (args->word_count != 1 || month == NULL) {
		complain(command, "name a month, and a file or - for stdin: decorum "
				  "score-incidents --month 2018-04 incidents.txt");
		return false;
	}
	if (utc_month_parse(text_of(month), out_month) == 0)
		return true;
	complain(command, "'%s' is not a month; write it like 2026-02", month);
	return false;
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct scoring about = {
		.command = command,
		.json = has(args, OPTION_JSON),
		.first = true,
	};
	uint32_t month;

	if (!read_words(command, args, &month))
		return EXIT_USAGE;
	about.start_us = utc_month_start(month);
	about.end_us = utc_month_start(month + 1);
	buffer_init(&about.out);
	if (about.json)
		put_json_opening(&about, month);
	bool read = score_file(&about, args->words[0]);
	if (about.json) {
		buffer_char(&about.out, ']');
		json_number(&about.out, "refused", about.refused);
		buffer_string(&about.out, "}\n");
	}
	free(about.events);
	enum exit_code code = !read ? EXIT_WORLD : about.refused > 0 ? EXIT_USAGE : EXIT_YES;
	return answer(command, &about.out, code);
}

static const char DESCRIBES[] =
	"Prints, line by line, what events of a month add up to: the raw value of the\n"
	"measurement framework, and the score, for whoever keeps incidents of their\n"
	"own or wants to check a published figure.\n\n"
	"Events are cut to the month. Those of equal weight that overlap or touch are one\n"
	"incident. It weighs 0.5 below 30 minutes, 1 below 24 hours, and one more for every\n"
	"whole day, times its weight; the raw value is the sum, the score 0.6 ^ sqrt(raw / "
	"0.5).\n\n"
	"A line is a name (M1, M2C, what you like) and any number of intervals, with blanks,\n"
	"commas or semicolons between: START/END, START/DURATION, or a DAY of 24 hours, each\n"
	"with *WEIGHT behind it or not:\n"
	"\"M1 2018-04-03T10:00:00Z/2018-04-03T12:30:00Z 2018-04-05/29m, 2018-04-07*0.5\".\n"
	"A name alone scores 0: nothing happened.\n\n"
	"Lines that cannot be read are said with their number on stderr, and left out.";

static const char INPUT[] =
	"Times are UTC, with T or a blank before the clock, with Z or without:\n"
	"2018-04-03T10:00:00Z, 2018-04-03 10:00, 2018-04-03, or seconds since 1970. END is no\n"
	"longer part of the interval. An END that is not reached yet is open, or .. as in ISO\n"
	"8601, or 0000-00-00 00:00:00 as in SQL, and means the end of the month.\n\n"
	"A DURATION is 29m, 1d12h or 813s, or as in ISO 8601 PT29M or P1DT12H. A WEIGHT is a\n"
	"decimal number above 0 and up to 1; without one an event weighs 1. An event may end\n"
	"where it begins, and then weighs nothing. From # on, a line is a remark. A name\n"
	"begins with a letter.";

static const char OUTPUT[] = "--json is one object: \"month\", its first instant \"from\" and the "
			     "first behind it, \"to\";\n"
			     "\"scores\", an object a line with \"line\" (its number), \"name\", "
			     "\"events\", how many of them\n"
			     "are \"outside\" the month, \"raw\" and \"score\" (0 to 1); "
			     "and \"refused\", how many\n"
			     "lines could not be read.";

const struct command command_score_incidents = {
	.name = "score-incidents",
	.says = "score incidents that you have noted, by the framework's arithmetic",
	.synopsis = "--month YYYY-MM FILE|- [--json]",
	.describes = DESCRIBES,
	.options = {
		[OPTION_MONTH] = { "month", 'm', "YYYY-MM", "the month that is scored" },
		[OPTION_JSON] = { "json", 'j', NULL, "as JSON" },
	},
	.sections = {
		{ "INPUT", INPUT },
		{ "OUTPUT", OUTPUT },
	},
	.exit_status = "0 done, 2 wrong usage or a line that cannot be read, 3 the world failed.",
	.examples = {
		{ "echo M1 2018-04-03T10:00/29m | decorum score-incidents --month 2018-04 -",
		  "one leak of 29 minutes" },
	},
	.run = run,
};
