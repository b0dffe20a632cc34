/* decorum rtr: an RPKI-to-Router cache. */
#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/answer.h"
#include "flow/rtr_files.h"
#include "serve/rtr_upstream.h"
#include "wire/rtr_url.h"

enum {
	OPTION_LISTEN,
	OPTION_RPKI,
	OPTION_SLURM,
	OPTION_SLURM_ASPAS,
	OPTION_STATE,
	OPTION_REFRESH,
	OPTION_RETRY,
	OPTION_EXPIRE,
	OPTION_CLIENTS,
	OPTION_HOLD,
	OPTION_MAX_AGE,
};

#define LISTEN_DEFAULT "127.0.0.1:3323"

enum { SIGNALS = 4, FILES_BESIDE_CLIENTS = 64, CLIENTS_CEILING = 100000 };

struct serving {
	const struct command *command;
	const struct arguments *args;
	struct rtr_server_options options;
	uv_loop_t loop;
	struct rtr_server *server;
	struct rtr_files *files;
	struct rtr_upstreams *upstreams;
	uv_signal_t signals[SIGNALS];
};

/* A line on stderr. Nobody may be there to read it: that is no reason to stop serving. */
static void say(void *context, bool alarm, const char *line)
{
	struct serving *serving = context;
	struct buffer out;

	buffer_init(&out);
	buffer_format(&out, "decorum %s: %s", serving->command->name, alarm ? "ALARM " : "");
	buffer_printable(&out, text_of(line));
	buffer_char(&out, '\n');
	(void)(buffer_flush(&out, STDERR_FILENO) == 0);
	buffer_clear(&out);
}

/* A number that an option gives, if it is given. */
static bool number_of(const struct serving *serving, size_t option, uint32_t min, uint32_t max,
		      uint32_t *io_value)
{
	const char *given = serving->args->values[option];
	uint32_t value;

	if (given == NULL)
		return true;
	if (text_u32(text_of(given), &value) < 0 || value < min || value > max) {
		complain(serving->command, "--%s takes a number from %u to %u, not '%s'",
			 serving->command->options[option].name, min, max, given);
		return false;
	}
	*io_value = value;
	return true;
}

static bool read_timers(struct serving *serving)
{
	struct rtr_timers *timers = &serving->options.timers;

	*timers = rtr_timers_default;
	/* RFC 8210 section 6 */
	if (!number_of(serving, OPTION_REFRESH, 1, 86400, &timers->refresh) ||
	    !number_of(serving, OPTION_RETRY, 1, 7200, &timers->retry) ||
	    !number_of(serving, OPTION_EXPIRE, 600, 172800, &timers->expire))
		return false;
	if (!rtr_timers_are_sound(*timers)) {
		complain(serving->command,
			 "--expire %u must be more than --refresh %u and --retry %u "
			 "(RFC 8210 section 6)",
			 timers->expire, timers->refresh, timers->retry);
		return false;
	}
	return true;
}

static bool read_slurm_aspas(struct serving *serving)
{
	const char *word = serving->args->values[OPTION_SLURM_ASPAS];

	if (word == NULL || strcmp(word, "replace") == 0) {
		serving->options.slurm_aspas = SLURM_ASPAS_REPLACE;
	} else if (strcmp(word, "add") == 0) {
		serving->options.slurm_aspas = SLURM_ASPAS_ADD;
	} else {
		complain(serving->command, "--slurm-aspas is replace or add, not '%s'", word);
		return false;
	}
	return true;
}

static bool read_options(struct serving *serving)
{
	struct rtr_server_options *options = &serving->options;
	uint32_t clients = RTR_CLIENTS_MAX, hold_s = RTR_GUARD_HOLD_S;
	uint32_t max_age_s = RTR_GUARD_MAX_AGE_S;

	if (!read_timers(serving) ||
	    !number_of(serving, OPTION_CLIENTS, 1, CLIENTS_CEILING, &clients) ||
	    !number_of(serving, OPTION_HOLD, 0, UINT32_MAX, &hold_s) ||
	    !number_of(serving, OPTION_MAX_AGE, 1, UINT32_MAX, &max_age_s))
		return false;
	if (!read_slurm_aspas(serving))
		return false;
	options->feeds.hold_ms = hold_s * UINT64_C(1000);
	options->feeds.max_age_ms = max_age_s * UINT64_C(1000);
	options->feeds.late_ms = options->timers.refresh * UINT64_C(2000);
	options->clients_max = clients;
	options->state_path = serving->args->values[OPTION_STATE];
	options->context = serving;
	options->say = say;
	return true;
}

static enum exit_code listen_on(struct serving *serving, const char *word)
{
	struct rtr_address address;
	const char *reason;

	if (rtr_address_parse(text_of(word), &address) < 0) {
		complain(serving->command,
			 "'%s' is no address to listen on; write 127.0.0.1:3323 or [::1]:3323",
			 word);
		return EXIT_USAGE;
	}
	if (rtr_server_listen(serving->server, &address, &reason) < 0) {
		complain(serving->command, "cannot listen on %s: %s", word, reason);
		return EXIT_WORLD;
	}
	return EXIT_YES;
}

static enum exit_code listen_all(struct serving *serving)
{
	size_t at = 0;
	const char *word = next_value(serving->args, OPTION_LISTEN, &at);
	enum exit_code code = EXIT_YES;

	if (word == NULL)
		return listen_on(serving, LISTEN_DEFAULT);
	for (; word != NULL && code == EXIT_YES;
	     word = next_value(serving->args, OPTION_LISTEN, &at))
		code = listen_on(serving, word);
	return code;
}

static bool add_cache(struct serving *serving, const char *url)
{
	const char *reason;
	bool added = rtr_upstreams_add(serving->upstreams, url, &reason) == 0;

	if (!added)
		complain(serving->command, "%s %s", url, reason);
	return added;
}

/* Whatever stands for a source of payloads: a file, or another cache. */
static bool add_input(struct serving *serving, const char *word)
{
	if (strcmp(word, "-") == 0) {
		complain(serving->command, "stdin cannot be read again; name a file");
		return false;
	}
	if (rtr_url_is(text_of(word)))
		return add_cache(serving, word);
	if (rtr_files_add(serving->files, word) < 0) {
		complain(serving->command, "more than %d inputs", RTR_SOURCES_MAX);
		return false;
	}
	return true;
}

static bool add_inputs(struct serving *serving)
{
	const struct arguments *args = serving->args;
	size_t at = 0;

	for (const char *word; (word = next_value(args, OPTION_RPKI, &at)) != NULL;)
		if (!add_input(serving, word))
			return false;
	for (size_t i = 0; i < args->word_count; i++)
		if (!add_input(serving, args->words[i]))
			return false;
	return true;
}

static bool add_slurm(struct serving *serving)
{
	const char *paths[RTR_FILES_SLURM_MAX + 1];
	char note[SLURM_NOTE_MAX];
	size_t at = 0, count = 0;

	for (const char *word; (word = next_value(serving->args, OPTION_SLURM, &at)) != NULL;)
		if (count < sizeof(paths) / sizeof(paths[0]))
			paths[count++] = word;
	if (count > 0 && rtr_files_slurm(serving->files, paths, count, note) < 0) {
		complain(serving->command, "SLURM: %s", note);
		return false;
	}
	return true;
}

static void stop(struct serving *serving)
{
	rtr_files_stop(serving->files);
	rtr_upstreams_stop(serving->upstreams);
	rtr_server_stop(serving->server);
	for (size_t i = 0; i < SIGNALS; i++)
		if (!uv_is_closing((uv_handle_t *)&serving->signals[i]))
			uv_close((uv_handle_t *)&serving->signals[i], NULL);
}

static void on_signal(uv_signal_t *handle, int number)
{
	struct serving *serving = handle->data;

	if (number == SIGHUP) {
		rtr_files_reload(serving->files);
		rtr_upstreams_reload(serving->upstreams);
	} else if (number == SIGUSR1) {
		rtr_server_accept(serving->server);
	} else {
		stop(serving);
	}
}

static void watch_signals(struct serving *serving)
{
	static const int numbers[SIGNALS] = { SIGHUP, SIGUSR1, SIGTERM, SIGINT };

	(void)signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < SIGNALS; i++) {
		int result = uv_signal_init(&serving->loop, &serving->signals[i]);
		assert(result == 0);
		serving->signals[i].data = serving;
		result = uv_signal_start(&serving->signals[i], on_signal, numbers[i]);
		assert(result == 0);
	}
}

/* As many descriptors as the clients may want, as far as we are let. */
static void allow_files(const struct serving *serving)
{
	rlim_t wanted = serving->options.clients_max + FILES_BESIDE_CLIENTS;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur < wanted)
		complain(serving->command, "only %llu descriptors are allowed: fewer clients fit",
			 (unsigned long long)limit.rlim_cur);
}

/* Until somebody stops us. */
static enum exit_code serve(struct serving *serving)
{
	int result = uv_loop_init(&serving->loop);

	assert(result == 0);
	allow_files(serving);
	serving->server = rtr_server_new(&serving->loop, &serving->options);
	serving->files =
		rtr_files_new(&serving->loop, serving->server, serving->options.timers.refresh);
	serving->upstreams = rtr_upstreams_new(&serving->loop, serving->server);
	watch_signals(serving);
	enum exit_code code = EXIT_YES;
	if (!add_inputs(serving))
		code = EXIT_USAGE;
	else if (!add_slurm(serving))
		code = EXIT_WORLD;
	else
		code = listen_all(serving);
	if (code != EXIT_YES)
		stop(serving);
	(void)uv_run(&serving->loop, UV_RUN_DEFAULT);
	rtr_files_free(serving->files);
	rtr_upstreams_free(serving->upstreams);
	rtr_server_free(serving->server);
	result = uv_loop_close(&serving->loop);
	assert(result == 0);
	return code;
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct serving serving = { .command = command, .args = args };

	if (!has(args, OPTION_RPKI) && args->word_count == 0) {
		complain(command, "name an export of VRPs to serve: decorum rtr rpki.json");
		return EXIT_USAGE;
	}
	if (!read_options(&serving))
		return EXIT_USAGE;
	return serve(&serving);
}

static const char DESCRIBES[] =
	"Serves VRPs, router keys and ASPAs to routers by the RPKI-to-Router protocol,\n"
	"versions 0 (RFC 6810), 1 (RFC 8210) and 2 (draft-ietf-sidrops-8210bis-27).\n\n"
	"The inputs are exports of a relying party, JSON or CSV in any dialect, packed or\n"
	"not; of several, all that any of them says is served. They are read again when\n"
	"they change, on SIGHUP, and looked at once in a refresh interval; so are the SLURM\n"
	"files (RFC 8416), which have the last word. With a mistake in one of them the cache\n"
	"does not start; later, what was read before stays in force, with an alarm.\n\n"
	"rtr://HOST:PORT is another cache, which is followed as a router does, and asked at\n"
	"once on SIGHUP; what it said is served until it expires.\n\n"
	"Says on stderr when it is ready, and each change, with its serial. What an\n"
	"operator must know starts with ALARM.";

static const char GUARD[] =
	"What a source says is not believed, and its last good set is served, when the new\n"
	"set is empty; when half of it or more is gone; when at least 1,000 payloads are\n"
	"gone and they are more than 5 % of all or 10 % of the VRPs or of the ASPAs; or when\n"
	"it was made before the last good one. It is held until the source is set right; one\n"
	"that is merely smaller for --hold seconds at most. SIGUSR1 accepts what is held now.\n\n"
	"A source that stops, or can no longer be read, loses nothing: its last good set is\n"
	"served for --max-age seconds after the set was made, with an alarm. Data that were\n"
	"older when they came are served for as long after they came, with an alarm. Routers\n"
	"are told an ever shorter expire interval, and at the end No Data, or in version 2\n"
	"Cache Shutdown, so that they turn to another cache.";

static const char STATE[] =
	"With --state, the session, the serial and all that is served are kept in a file\n"
	"before they are served. After a restart routers go on where they were; and what the\n"
	"sources then say, all of them together, is judged by what was served before.\n"
	"Without, and when the file is damaged, each start is a new session, and routers\n"
	"load everything anew.";

static const char SIGNAL[] =
	"SIGHUP reads all inputs again. SIGUSR1 accepts all that is held. SIGTERM and SIGINT\n"
	"tell the routers of version 2 that the cache goes, and end it with status 0.";

const struct command command_rtr = {
	.name = "rtr",
	.says = "serve VRPs, router keys and ASPAs to routers (RPKI-to-Router protocol)",
	.synopsis = "[--listen ADDR:PORT]... [--slurm FILE]... [--state FILE] INPUT...",
	.describes = DESCRIBES,
	.options = {
		[OPTION_LISTEN] = { "listen", 'l', "ADDR:PORT",
				    "where; several times if need be (" LISTEN_DEFAULT ")" },
		[OPTION_RPKI] = { "rpki", 'r', "FILE", "an input, as those without an option" },
		[OPTION_SLURM] = { "slurm", 0, "FILE",
				   "local filters and assertions, several times if need be" },
		[OPTION_SLURM_ASPAS] = { "slurm-aspas", 0, "HOW",
					 "an ASPA asserted there shall replace (default) or add" },
		[OPTION_STATE] = { "state", 's', "FILE", "keep session, serial and data there" },
		[OPTION_REFRESH] = { "refresh", 0, "S",
				     "routers ask every S seconds (3600); we look as often" },
		[OPTION_RETRY] = { "retry", 0, "S", "or, after a failure, every S seconds (600)" },
		[OPTION_EXPIRE] = { "expire", 0, "S", "and keep what they have for S (7200)" },
		[OPTION_CLIENTS] = { "clients", 0, "N", "serve N routers at a time (1000)" },
		[OPTION_HOLD] = { "hold", 0, "S", "doubt smaller sets for so long (7200)" },
		[OPTION_MAX_AGE] = { "max-age", 0, "S",
				     "serve data for S seconds after they were made (86400)" },
	},
	.sections = {
		{ "DOUBT AND AGE", GUARD },
		{ "STATE", STATE },
		{ "SIGNALS", SIGNAL },
	},
	.exit_status = "0 stopped by a signal, 2 wrong usage, 3 an address is taken, or a SLURM\n"
		       "file is wrong.",
	.examples = {
		{ "decorum rtr rpki.json", "for routers on this machine" },
		{ "decorum rtr rtr://cache.example.net rtr://[2001:db8::1]:3323",
		  "what two other caches say" },
		{ "decorum rtr --listen 192.0.2.1:323 --state rtr.state rpki.json extra.csv",
		  "for a network, of two files" },
	},
	.see_also = { "decorum-validate 1" },
	.run = run,
};
