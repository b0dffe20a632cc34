/* decorum mrt: what the files of a collector say, in words, as bgpdump's lines, or counted. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/progress.h"
#include "cli/answer.h"
#include "sources/mrt_reader.h"
#include "wire/bgpdump_line.h"
#include "wire/event_text.h"
#include "wire/mrt_events.h"

enum {
	OPTION_LINES,
	OPTION_PEOPLE,
	OPTION_NUMBER,
	OPTION_LARGE,
	OPTION_TIMES,
	OPTION_COUNT,
};

enum {
	/* Stays in a processor's own cache between being read and being parsed. */
	BLOCK_SIZE = 256 << 10,
	RECORDS_BETWEEN_LOOKS = 1024, /* at the progress */
};

/* One of three is used; what they share is the reading. */
struct printing {
	const struct command *command;
	const struct arguments *args;
	struct bgpdump_printer lines;
	struct event_text text;
	struct bgp_sink sink; /* of the one in use */
	struct mrt_events events;
	struct progress progress;
	struct buffer out;
	int write_errno; /* why stdout takes no more; 0: it does */
	uint64_t records, routes, lost_records, lost_bytes;
	uint64_t understood; /* records of types that we read */
};

/* Writes out what has come together, or drops it when nobody takes it. */
static void drain(void *context, struct buffer *full)
{
	struct printing *p = context;

	if (p->write_errno == 0 && buffer_flush(full, STDOUT_FILENO) < 0)
		p->write_errno = errno;
	full->used = 0;
}

static void ignore(void *context, const struct bgp_event *event)
{
	(void)context;
	(void)event;
}

static void printing_init(struct printing *p)
{
	const char *times = p->args->values[OPTION_TIMES];
	struct bgpdump_style style = {
		.is_short = has(p->args, OPTION_PEOPLE),
		.numbers_records = has(p->args, OPTION_NUMBER),
		.shows_large = has(p->args, OPTION_LARGE),
		.shows_change = times != NULL && strcmp(times, "change") == 0,
	};
	struct drain stdout_drain = { p, drain };

	buffer_init(&p->out);
	progress_init(&p->progress, isatty(STDOUT_FILENO) == 1);
	bgpdump_line_init(&p->lines, &style, &p->out);
	event_text_init(&p->text, &p->out);
	p->lines.drain = stdout_drain;
	p->text.drain = stdout_drain;
	if (has(p->args, OPTION_COUNT))
		p->sink = (struct bgp_sink){ .take = ignore };
	else if (has(p->args, OPTION_LINES) || has(p->args, OPTION_PEOPLE))
		p->sink = bgpdump_line_sink(&p->lines);
	else
		p->sink = event_text_sink(&p->text);
}

static void printing_clear(struct printing *p)
{
	bgpdump_line_clear(&p->lines);
	event_text_clear(&p->text);
	buffer_clear(&p->out);
}

static void take_record(struct printing *p, const struct mrt_record *record)
{
	if (has(p->args, OPTION_COUNT))
		p->routes += mrt_events_count(&p->events, record);
	else
		mrt_events_tell(&p->events, record);
}

static void show_progress(struct printing *p, const struct window *window, const char *path)
{
	uint64_t done, total;

	if (!progress_is_due(&p->progress))
		return;
	window_progress(window, &done, &total);
	progress_show(&p->progress, "reading", done, total, path);
}

static void complain_of_losses(struct printing *p, const struct mrt_framing *framing,
			       const char *path)
{
	struct buffer says;

	if (framing->lost_records == 0)
		return;
	buffer_init(&says);
	put_number_of(&says, framing->lost_bytes, "byte");
	buffer_string(&says, " in ");
	put_number_of(&says, framing->lost_records, "place");
	buffer_char(&says, '\0');
	complain(p->command, "%s: damaged or cut off: lost %s, first at byte %llu", path,
		 says.bytes, (unsigned long long)framing->first_loss);
	buffer_clear(&says);
}

static void complain_of_refusals(struct printing *p, const char *path)
{
	const struct refusals *refusals = &p->events.bgp.refusals;

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

static void complain_of_unprinted(struct printing *p, const char *path)
{
	if (p->lines.unprinted == 0)
		return;
	complain(p->command,
		 "%s: %llu multicast routes have no line, as with bgpdump; without -m they are "
		 "printed",
		 path, (unsigned long long)p->lines.unprinted);
	p->lines.unprinted = 0;
}

static void read_file(struct printing *p, const char *path)
{
	struct window_options options = { .block_size = BLOCK_SIZE,
					  .stream.without_digest = true,
					  .threads = sysconf(_SC_NPROCESSORS_ONLN) > 1 ? 2 : 1 };
	struct mrt_reader reader;
	struct mrt_record record;
	uint64_t records = 0;

	mrt_events_init(&p->events, &p->sink, TEXT(""), 0);
	mrt_reader_init(&reader, window_open(path, &options));
	while (p->write_errno == 0 && mrt_reader_next(&reader, &record) > 0) {
		take_record(p, &record);
		drain_if_full(&(struct drain){ p, drain }, &p->out);
		if (++records % RECORDS_BETWEEN_LOOKS == 0)
			show_progress(p, reader.window, path);
	}
	progress_end(&p->progress);
	struct window *window = mrt_reader_release(&reader);
	if (p->write_errno == 0) {
		if (window_error(window) < 0)
			complain(p->command, "%s: %s", path, window_reason(window));
		complain_of_losses(p, &reader.framing, path);
		complain_of_refusals(p, path);
		complain_of_unprinted(p, path);
	}
	window_close(window);
	p->records += records;
	p->understood += records - p->events.bgp.refusals.count[BGP_UNKNOWN_RECORD];
	mrt_events_clear(&p->events);
	p->lost_records += reader.framing.lost_records;
	p->lost_bytes += reader.framing.lost_bytes;
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct printing p = { .command = command, .args = args };

	if (has(args, OPTION_LINES) && has(args, OPTION_COUNT)) {
		complain(command, "-m prints and --count does not; choose one");
		return EXIT_USAGE;
	}
	if (args->word_count == 0) {
		complain(command, "name something to read: files, or - for stdin");
		return EXIT_USAGE;
	}
	printing_init(&p);
	for (size_t i = 0; i < args->word_count && p.write_errno == 0; i++)
		read_file(&p, args->words[i]);
	if (has(args, OPTION_COUNT))
		buffer_format(&p.out,
			      "records=%llu routes=%llu lost_records=%llu lost_bytes=%llu\n",
			      (unsigned long long)p.records, (unsigned long long)p.routes,
			      (unsigned long long)p.lost_records, (unsigned long long)p.lost_bytes);
	drain(&p, &p.out);
	/* A reader that closed the pipe early has what it wanted. */
	bool unwritten = p.write_errno != 0 && p.write_errno != EPIPE;
	if (unwritten)
		complain(command, "cannot write: %s", strerror(p.write_errno));
	printing_clear(&p);
	return unwritten || p.understood == 0 ? EXIT_WORLD : EXIT_YES;
}

const struct command command_mrt = {
	.name = "mrt",
	.says = "print MRT files, in words or line by line like bgpdump, or count what is in them",
	.synopsis = "[-m | --count] FILE...",
	.describes = "Prints what RIBs and updates of a collector say: who has, announces or\n"
		     "withdraws which route, one line each. Files may be packed by gzip, bzip2,\n"
		     "xz or zstd; `-` is stdin.\n"
		     "\n"
		     "Damage costs the records that it hit. What was lost or left out is said on\n"
		     "stderr. The answer is 0 if anything could be used, 3 if nothing.",
	.options = {
		[OPTION_LINES] = { "bgpdump", 'm', NULL, "the lines of `bgpdump -m`" },
		[OPTION_PEOPLE] = { "people", 'M', NULL,
				    "the lines of `bgpdump -M`: shorter, times for people" },
		[OPTION_NUMBER] = { "number", 'p', NULL,
				    "with -m or -M: the record's number in the second field" },
		[OPTION_LARGE] = { "large", 'l', NULL,
				   "with -m: large communities in a field of their own" },
		[OPTION_TIMES] = { "times", 't', "dump|change",
				   "with -m or -M: of a table's routes the time of the dump (default)\n"
				   "or of their last change" },
		[OPTION_COUNT] = { "count", 0, NULL,
				   "one line of numbers for all files: records, routes, losses" },
	},
	.examples = {
		{ "decorum mrt rib.20260222.0000.bz2 | less", "look into a table" },
		{ "decorum mrt -m updates.*.gz | grep '|A|'", "feed a script made for bgpdump" },
		{ "decorum mrt --count rib.20260222.0000.bz2", "how many routes?" },
	},
	.run = run,
};
