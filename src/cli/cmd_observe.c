/* decorum observe: files in; routes judged, networks scored, all stored with its evidence. */
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/utc.h"
#include "cli/answer.h"
#include "cli/catalogue.h"
#include "flow/river.h"

enum {
	OPTION_STORE,
	OPTION_TIME,
	OPTION_ROUTE_SERVER,
	OPTION_FILTERED,
	OPTION_THREADS,
	OPTION_LAB,
	OPTION_NORMS,
	OPTION_QUIET,
};

enum { THREADS_MAX = 64 };

/* What the options on route servers say; the river borrows it. */
struct server_options {
	struct rs_file files[GIVEN_MAX];
	char names[GIVEN_MAX][RS_NAME_MAX + 1];
	struct community_pattern filtered[GIVEN_MAX];
	struct rs_options options;
};

/* "NAME=FILE" */
static bool read_server(const struct command *command, struct server_options *servers,
			const char *value)
{
	struct rs_options *options = &servers->options;
	struct text text = text_of(value), name = text_upto(text, text_find(text, '='));
	bool is_good = name.len > 0 && name.len <= RS_NAME_MAX && name.len + 1 < text.len;

	for (size_t i = 0; i < name.len && is_good; i++)
		is_good = name.at[i] >= ' ' && name.at[i] <= '~';
	if (!is_good || strcmp(value + name.len + 1, "-") == 0) {
		complain(command, "--route-server takes NAME=FILE, a name of up to %d letters",
			 RS_NAME_MAX);
		return false;
	}
	char *kept = servers->names[options->file_count];
	memcpy(kept, name.at, name.len);
	servers->files[options->file_count++] = (struct rs_file){ kept, value + name.len + 1 };
	return true;
}

static bool read_servers(const struct command *command, const struct arguments *args,
			 struct server_options *servers)
{
	struct rs_options *options = &servers->options;
	const char *value;

	options->files = servers->files;
	options->filtered = servers->filtered;
	for (size_t at = 0; (value = next_value(args, OPTION_ROUTE_SERVER, &at)) != NULL;)
		if (!read_server(command, servers, value))
			return false;
	for (size_t at = 0; (value = next_value(args, OPTION_FILTERED, &at)) != NULL;) {
		struct community_pattern *pattern = &servers->filtered[options->filtered_count++];
		if (community_pattern_parse(text_of(value), pattern) < 0) {
			complain(command,
				 "'%s' is no community; write it like 64500:1 or 64500:1:*", value);
			return false;
		}
	}
	return true;
}

static bool read_options(const struct command *command, const struct arguments *args,
			 struct river_options *options)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	uint32_t threads = processors > 1 ? 2 : 1; /* more than reading ahead there is not to do */

	if (args->word_count == 0 && !has(args, OPTION_ROUTE_SERVER)) {
		complain(command, "name something to read: files, folders, or - for stdin");
		return false;
	}
	if (has(args, OPTION_TIME)) {
		options->has_time = true;
		if (utc_parse(text_of(args->values[OPTION_TIME]), &options->time_us) < 0) {
			complain(command, "'%s' is not a time; write it like 2026-02-22T15:30:00Z",
				 args->values[OPTION_TIME]);
			return false;
		}
	}
	if (has(args, OPTION_THREADS) &&
	    (text_u32(text_of(args->values[OPTION_THREADS]), &threads) < 0 || threads == 0 ||
	     threads > THREADS_MAX)) {
		complain(command, "--threads takes a number from 1 to %d", THREADS_MAX);
		return false;
	}
	options->threads = threads;
	options->paths = (const char *const *)args->words;
	options->path_count = args->word_count;
	options->store_path = has(args, OPTION_STORE) ? args->values[OPTION_STORE] : STORE_DEFAULT;
	options->is_lab = has(args, OPTION_LAB);
	options->quiet = has(args, OPTION_QUIET);
	return true;
}

static int by_note(const void *a, const void *b, void *context)
{
	const struct river_report *report = context;
	const struct stored_input *x = &report->inputs[*(const size_t *)a].stored;
	const struct stored_input *y = &report->inputs[*(const size_t *)b].stored;
	int order = strcmp(x->note, y->note);
	return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

/* Lists of who takes part stand in many a folder beside what is observed: no mistake, and `decorum
 * inputs` says what reads them. */
static bool is_of_register(const struct input_record *input)
{
	return input->kind == KIND_PARTICIPANTS || input->kind == KIND_PARTICIPANTS_JSON ||
	       input->kind == KIND_IXF_JSON;
}

/* Inputs of no use: a line for each reason, since a folder may hold many of one kind. */
static void complain_of_unused(const struct command *command, struct river_report *report)
{
	size_t *unused = memory_alloc(report->input_count, sizeof(*unused));
	size_t count = 0;

	for (size_t i = 0; i < report->input_count; i++)
		if (!report->inputs[i].used && !is_of_register(&report->inputs[i]))
			unused[count++] = i;
	qsort_r(unused, count, sizeof(*unused), by_note, report);
	for (size_t i = 0, next; i < count; i = next) {
		const struct stored_input *first = &report->inputs[unused[i]].stored;
		for (next = i + 1; next < count; next++)
			if (strcmp(report->inputs[unused[next]].stored.note, first->note) != 0)
				break;
		if (next == i + 1)
			complain(command, "%s: not used: %s", first->path, first->note);
		else
			complain(command, "%s and %zu more: not used: %s", first->path,
				 next - i - 1, first->note);
	}
	free(unused);
}

static void complain_of_inputs(const struct command *command, struct river_report *report)
{
	for (size_t i = 0; i < report->list.refused_count; i++)
		complain(command, "%s: %s", report->list.refused[i].path,
			 report->list.refused[i].reason);
	for (size_t i = 0; i < report->input_count; i++)
		if (report->inputs[i].used && report->inputs[i].stored.note[0] != '\0')
			complain(command, "%s: %s", report->inputs[i].stored.path,
				 report->inputs[i].stored.note);
	complain_of_unused(command, report);
	if (report->late_records > 0)
		complain(command, "%llu records are later than --time and were left out",
			 (unsigned long long)report->late_records);
}

static void put_routes(struct buffer *out, const struct month_summary *month)
{
	char first[UTC_TEXT_MAX], last[UTC_TEXT_MAX];

	buffer_string(out, "  routes   ");
	if (month->routes == 0) {
		buffer_string(out, "none given\n");
		return;
	}
	buffer_number_of(out, month->routes, "(prefix, origin) pair");
	buffer_string(out, ": ");
	buffer_thousands(out, month->prefixes);
	buffer_string(out, " prefixes by ");
	buffer_number_of(out, month->origins, "network");
	buffer_string(out, ", seen by ");
	buffer_number_of(out, month->peers, "peer");
	buffer_format(out, "\n           from %s to %s\n", utc_print(month->first_time_us, first),
		      utc_print(month->last_time_us, last));
}

static void put_rpki(struct buffer *out, const struct month_summary *month)
{
	uint64_t invalid = month->rov[ROV_INVALID_ASN] + month->rov[ROV_INVALID_LENGTH];

	buffer_string(out, "  RPKI     ");
	if ((month->given & GIVEN_RPKI) == 0) {
		buffer_string(out, "no VRPs given: not measured\n");
		return;
	}
	if (month->routes == 0) {
		buffer_number_of(out, month->vrps, "VRP");
		buffer_char(out, '\n');
		return;
	}
	put_share(out, month->rov[ROV_VALID], month->routes);
	buffer_string(out, " valid, ");
	put_share(out, month->rov[ROV_NOT_FOUND], month->routes);
	buffer_string(out, " not found, ");
	put_share(out, invalid, month->routes);
	buffer_string(out, " invalid (");
	buffer_thousands(out, invalid);
	buffer_string(out, "); by ");
	buffer_number_of(out, month->vrps, "VRP");
	buffer_char(out, '\n');
}

static void put_irr(struct buffer *out, const struct month_summary *month)
{
	buffer_string(out, "  IRR      ");
	if ((month->given & GIVEN_IRR) == 0) {
		buffer_string(out, "no route objects given: not measured\n");
		return;
	}
	if (month->routes == 0) {
		buffer_number_of(out, month->route_objects, "route object");
		buffer_char(out, '\n');
		return;
	}
	put_share(out, month->irr[IRR_EXACT] + month->irr[IRR_COVERED], month->routes);
	buffer_string(out, " registered, ");
	put_share(out, month->irr[IRR_ORIGIN_MISMATCH], month->routes);
	buffer_string(out, " for other origins only, ");
	put_share(out, month->irr[IRR_NOT_FOUND], month->routes);
	buffer_string(out, " not found; by ");
	buffer_number_of(out, month->route_objects, "route object");
	buffer_char(out, '\n');
}

static void put_bogons(struct buffer *out, const struct month_summary *month)
{
	buffer_string(out, "  bogons   routes: ");
	buffer_thousands(out, month->bogon_prefixes[BOGON_FULL]);
	buffer_string(out, " of bogon prefixes, ");
	buffer_thousands(out, month->bogon_prefixes[BOGON_ADMINISTRATIVE]);
	buffer_string(out, " of space that a registry holds back; ");
	buffer_number_of(out, month->path_bogons, "time");
	buffer_string(out, " a network let a bogon AS number through\n");
}

static void put_month(struct buffer *out, const struct month_summary *month)
{
	char name[UTC_TEXT_MAX], at[UTC_TEXT_MAX];

	buffer_format(out, "%s, judged at %s\n", utc_month_print(month->month, name),
		      utc_print(month->judged_at_us, at));
	put_routes(out, month);
	put_rpki(out, month);
	put_irr(out, month);
	if (month->routes > 0)
		put_bogons(out, month);
}

/* "not measured" is nothing to be proud of, so it is said. */
static void put_server(struct buffer *out, const struct server_summary *server)
{
	buffer_string(out, "  server   ");
	buffer_printable(out, text_of(server->name));
	buffer_string(out, ": ");
	buffer_number_of(out, server->routes, "route");
	buffer_string(out, " of ");
	buffer_number_of(out, server->members, "member");
	if (server->stopped > 0) {
		buffer_string(out, ", ");
		buffer_thousands(out, server->stopped);
		buffer_string(out, " marked as filtered");
	}
	for (size_t i = 0; i < RS_METRICS; i++) {
		const struct measure *measure = &server->measures[i];
		buffer_format(out, "%s %s", i > 0 ? "," : ";", rs_metrics[i].is.id);
		if (measure->measured)
			buffer_format(out, " %.4g %%", 100 * measure->score);
		else
			buffer_string(out, " not measured");
	}
	buffer_char(out, '\n');
}

static void put_servers(struct buffer *out, const struct river_report *report, uint32_t month)
{
	for (size_t i = 0; i < report->server_count; i++)
		if (report->servers[i].month == month)
			put_server(out, &report->servers[i]);
}

/* Tables of many collectors start at the same moment and are open together. */
static void allow_many_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit); /* if not, inputs beyond the limit say so */
}

static enum exit_code run(const struct command *command, const struct arguments *args)
{
	struct river_options options = { 0 };
	struct server_options servers = { 0 };
	struct river_report report;
	struct arena session;
	struct norms norms;
	struct buffer out;

	if (!read_options(command, args, &options) || !read_servers(command, args, &servers))
		return EXIT_USAGE;
	options.servers = servers.options;
	allow_many_files();
	arena_init(&session, NORMS_MEMORY_MAX);
	if (!catalogue_load(command, args->values[OPTION_NORMS], &session, &norms)) {
		arena_clear(&session);
		return EXIT_USAGE;
	}
	options.scoring = &norms.scoring;
	int result = river_observe(&options, &report);
	arena_clear(&session);
	complain_of_inputs(command, &report);
	if (result < 0)
		complain(command, "%s", report.message);
	buffer_init(&out);
	for (size_t i = 0; i < report.month_count; i++) {
		put_month(&out, &report.months[i]);
		put_servers(&out, &report, report.months[i].month);
		buffer_char(&out, '\n');
	}
	if (result == 0 && !options.quiet)
		buffer_format(&out,
			      "Stored in %s. What was read: decorum inputs --store %s\n"
			      "A network's scores:         decorum audit AS64500 --store %s\n",
			      options.store_path, options.store_path, options.store_path);
	river_report_clear(&report);
	enum exit_code failed = result == ERR_USAGE ? EXIT_USAGE : EXIT_WORLD;
	return answer(command, &out, result < 0 ? failed : EXIT_YES);
}

static const char DESCRIBES[] =
	"Reads any mix of inputs, recognises each by its content, judges every route by\n"
	"RPKI (RFC 6811), IRR and bogon rules, scores every network that originates one,\n"
	"and writes all of it with its evidence to a store.\n\n"
	"Inputs are files, folders or - for stdin; plain or packed by gzip, bzip2, xz or\n"
	"zstd: MRT table dumps and updates, RPKI payloads (JSON or CSV of rpki-client,\n"
	"Routinator, RIPE; rtr://HOST:PORT asks a cache), IRR dumps (RPSL), registry\n"
	"statistics (delegated), AS relationships and organisations (CAIDA). Updates are\n"
	"applied to tables in time order.\n\n"
	"Tables of route servers of exchanges are named by --route-server: they are another\n"
	"view, so they are judged on their own, by the same data, and never join the public\n"
	"table. Five measures say which share of a server's routes is clean: RSRPKI, RSIRR,\n"
	"RSBOGON, RSPATH and RSBLACKHOLE.\n\n"
	"A month is stored whole and replaces what the store held of it; other months stay.\n"
	"The same inputs give the same store, in whatever order they are named.";

const struct command command_observe = {
	.name = "observe",
	.says = "read routes, VRPs, IRR and registry data; judge, score and store them",
	.synopsis = "[--store FILE] [--time T] INPUT...",
	.describes = DESCRIBES,
	.options = {
		[OPTION_STORE] = { "store", 's', "FILE", "where to write (" STORE_DEFAULT ")" },
		[OPTION_TIME] = { "time", 't', "T",
				  "judge at this time (UTC); later routes are left out" },
		[OPTION_ROUTE_SERVER] = { "route-server", 0, "NAME=FILE",
					  "MRT of a route server, or of a member that hears it; "
					  "may come several times" },
		[OPTION_FILTERED] = { "route-server-filtered", 0, "COMMUNITY",
				      "marks routes that a route server holds but does not pass "
				      "on; may come several times" },
		[OPTION_THREADS] = { "threads", 0, "N", "1: all in one thread; 2: read ahead" },
		[OPTION_LAB] = { "lab", 0, NULL,
				 "numbers reserved for documentation are ordinary ones" },
		[OPTION_NORMS] = NORMS_OPTION,
		[OPTION_QUIET] = { "quiet", 'q', NULL, "no progress, no hints" },
	},
	.examples = {
		{ "decorum observe rib.20260222.1600.bz2 rpki.json ripe.db.route.gz",
		  "one collector's table against RPKI and one registry" },
		{ "decorum observe --route-server IX=rs1.mrt --route-server IX=rs2.mrt vrps/ irr/",
		  "the route servers of an exchange" },
		{ "decorum observe --store feb.db archive/2026.02/ vrps/", "folders of files" },
	},
	.run = run,
};
