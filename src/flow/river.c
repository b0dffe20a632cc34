#include "flow/river.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/progress.h"
#include "base/utc.h"
#include "flow/reference_registrations.h"
#include "flow/timeline.h"
#include "wire/mrt_table.h"

enum {
	/* Names of a million inputs, of all ASes and organisations, and of counts. */
	SESSION_BUDGET_MIB = 2048,
	/* Routes still stand in a new month when the data goes on without a gap longer than this;
	 * beyond it nobody knows. */
	CARRY_DAYS_MAX = 1,
};

struct river {
	const struct river_options *options;
	struct river_report *report;
	struct arena *session;          /* the report's */
	struct input_record *inputs;    /* the report's */
	struct fold_input *fold_inputs; /* owned; by input */
	struct reference reference;
	struct fold fold;
	struct timeline timeline;
	const char *collectors[COLLECTORS_MAX]; /* names by number; 0 is the unknown one */
	size_t collector_count;
	struct route_servers servers;
	struct store *store;
	struct progress progress;
	uint64_t total_bytes; /* of route inputs, as on disk */
	/* The month that the fold is in. */
	bool in_month;
	uint32_t month;
	uint64_t first_time_us, last_time_us;
	size_t month_room, server_room;
};

static uint16_t collector_number(struct river *river, struct text name)
{
	for (size_t i = 0; i < river->collector_count; i++)
		if (text_equal(text_of(river->collectors[i]), name))
			return (uint16_t)i;
	if (river->collector_count == COLLECTORS_MAX)
		return COLLECTOR_UNKNOWN;
	river->collectors[river->collector_count] = arena_text(river->session, name.at, name.len);
	return (uint16_t)river->collector_count++;
}

/* By its path, else as its table calls itself, else by its BGP identifier. */
static uint16_t collector_of(struct river *river, const struct input_record *input,
			     const struct mrt_record *first)
{
	struct peer_index index;
	struct text name;
	char id[ADDRESS_TEXT_MAX];

	if (input_collector_of_path(text_of(input->stored.path), &name))
		return collector_number(river, name);
	if (first->type != MRT_TABLE_DUMP_V2 || first->subtype != MRT_PEER_INDEX_TABLE ||
	    peer_index_read(first->body, &index) < 0)
		return COLLECTOR_UNKNOWN;
	if (index.view.len > 0)
		return collector_number(river, index.view);
	struct address address = { (uint64_t)index.collector_id << 32, 0, FAMILY_V4 };
	return collector_number(river, text_of(address_print(&address, id)));
}

/* A route input: notes when it starts and whose it is; it will be read when its time comes. */
static void introduce_routes(struct river *river, struct input_record *input, struct window *window)
{
	struct feed *feed = timeline_feed(&river->timeline, input, window);
	uint32_t number = input->stored.number;

	if (feed_next(feed, &input->first_time_us) <= 0) {
		input_note(input, "no whole MRT record in it");
		(void)input_close(input, feed_close(feed));
		return;
	}
	(void)feed_mend_time(feed, 0, &input->first_time_us);
	const struct mrt_record *first = feed_record(feed);
	input->used = true;
	input->stored.date_us = input->first_time_us;
	input->collector = collector_of(river, input, first);
	input->stored.collector = river->collectors[input->collector];
	fold_input_init(&river->fold_inputs[number], number, input->collector);
	fold_introduce(&river->fold, &river->fold_inputs[number], first);
	if (input->once) {
		timeline_add_open(&river->timeline, input, feed);
		return;
	}
	uint64_t read_bytes, size_bytes;
	window_progress(feed_window(feed), &read_bytes, &size_bytes);
	river->total_bytes += size_bytes;
	window_close(feed_close(feed));
	timeline_add(&river->timeline, input);
}

/* Recognises an input by its first bytes; reads it now, unless it holds routes. */
static void read_input(struct river *river, struct input_record *input)
{
	struct window_options options = { .threads = river->options->threads };
	struct window *window = input_open(input, &options);

	if (route_servers_has(&river->servers, input->stored.number)) {
		route_servers_introduce(&river->servers, input, window);
		return;
	}
	if (input->kind == KIND_MRT) {
		introduce_routes(river, input, window);
		return;
	}
	progress_show(&river->progress, "reading", 0, 0, input->stored.path);
	reference_load(&river->reference, input, window);
	(void)input_close(input, window);
}

static void read_inputs(struct river *river)
{
	const struct input_list *list = &river->report->list;

	for (uint32_t i = 0; i < list->count; i++) {
		struct input_record *input = &river->inputs[i];
		input_init(input, river->session, list->inputs[i].path);
		input->stored.number = i;
		read_input(river, input);
	}
	reference_freeze(&river->reference);
	for (uint32_t i = 0; i < list->count; i++)
		if (river->inputs[i].kind == KIND_PEERINGDB)
			input_count(&river->inputs[i], "contacts of networks that no input has",
				    reference_strays(&river->reference, i), NULL);
}

/* Leaks are looked for in paths as they pass, by all relations that were given. */
static int watch_leaks(struct river *river)
{
	const struct relations *relations;

	if (river->reference.link_count == 0)
		return 0;
	int result = authority_relations(&river->reference, river->session, &relations);
	if (result == 0)
		fold_watch_leaks(&river->fold, relations);
	else
		(void)snprintf(river->report->message, sizeof(river->report->message),
			       "more relations between networks than we can hold");
	return result;
}

/* The counts of a route input, as they stand now. */
static void note_routes(struct river *river, const struct lane *lane)
{
	struct input_record *input = lane->input;
	const struct fold_input *fold_input = &river->fold_inputs[input->stored.number];
	const struct feed_totals totals =
		lane->feed != NULL ? feed_totals(lane->feed) : lane->totals;
	char at[48];

	input->stored.count_count = 0;
	(void)snprintf(at, sizeof(at), "byte %llu", (unsigned long long)totals.first_loss);
	input_count(input, "records", totals.steps, NULL);
	input_count(input, "announced", fold_input->announced, NULL);
	input_count(input, "withdrawn", fold_input->withdrawn, NULL);
	input_count(input, "state_changes", fold_input->state_changes, NULL);
	input_count(input, "lost_records", totals.lost_records, at);
	input_count(input, "lost_bytes", totals.lost_bytes, at);
	input_refusals(input, &fold_input->refusals, false);
}

/* The digest of an input that is not read to its end yet, when a month must be closed before. */
static void digest_now(struct input_record *input)
{
	if (input->stored.digest[0] != '\0' || input->once)
		return;
	struct window *window = window_open(input->stored.path, NULL);
	struct input_record whole = *input;
	if (input_close(&whole, window) == 0) {
		input->stored.digest = whole.stored.digest;
		input->stored.size_bytes = whole.stored.size_bytes;
		input->stored.compression = whole.stored.compression;
	}
}

/* Before the month is stored, since its books of inputs have what is found here. */
static void judge_servers(struct river *river, const struct authority *authority,
			  uint64_t judged_at_us)
{
	const struct rs_case what = {
		.authority = authority,
		.reference = &river->reference,
		.scoring = river->options->scoring,
		.judged_at_us = judged_at_us,
		.is_lab = river->options->is_lab,
	};
	route_servers_judge(&river->servers, river->inputs, &what);
}

static void sum_up_servers(struct river *river, uint32_t month)
{
	struct river_report *report = river->report;

	for (size_t i = 0; i < river->servers.result_count; i++) {
		const struct rs_result *result = &river->servers.results[i];
		report->servers = memory_grow(report->servers, &river->server_room,
					      report->server_count + 1, sizeof(*report->servers));
		struct server_summary *summary = &report->servers[report->server_count++];
		*summary = (struct server_summary){
			.month = month,
			.name = result->name,
			.members = result->members,
			.routes = result->month.count,
			.stopped = result->stopped,
			.findings = result->findings,
		};
		memcpy(summary->measures, result->measures, sizeof(summary->measures));
	}
}

static int finish_month(struct river *river, uint64_t judged_at_us)
{
	struct river_report *report = river->report;
	struct authority authority;
	struct month_summary summary;

	progress_show(&river->progress, "judging", 0, 0, "");
	for (size_t i = 0; i < river->timeline.count; i++)
		note_routes(river, &river->timeline.lanes[i]);
	int result = authority_from_reference(&river->reference, judged_at_us, &authority);
	if (result < 0) {
		(void)snprintf(report->message, sizeof(report->message),
			       "more VRPs or route objects than we can hold");
		return result;
	}
	judge_servers(river, &authority, judged_at_us);
	for (size_t i = 0; i < report->input_count; i++)
		digest_now(&river->inputs[i]);
	const struct month_facts facts = {
		.fold = &river->fold,
		.authority = &authority,
		.reference = &river->reference,
		.inputs = river->inputs,
		.input_count = report->input_count,
		.collectors = river->collectors,
		.first_time_us = river->first_time_us,
		.last_time_us = river->last_time_us,
		.judged_at_us = judged_at_us,
		.scoring = river->options->scoring,
		.servers = river->servers.results,
		.server_count = river->servers.result_count,
	};
	result = month_finish(&facts, river->store, &summary);
	authority_clear(&authority);
	if (result < 0) {
		(void)snprintf(report->message, sizeof(report->message), "%s",
			       store_message(river->store));
		return result;
	}
	report->months = memory_grow(report->months, &river->month_room, report->month_count + 1,
				     sizeof(*report->months));
	report->months[report->month_count++] = summary;
	sum_up_servers(river, summary.month);
	return 0;
}

static void begin_month(struct river *river, uint64_t time_us)
{
	uint64_t gap = river->in_month ? time_us - river->last_time_us : UINT64_MAX;

	fold_begin_month(&river->fold, time_us, gap <= CARRY_DAYS_MAX * UTC_DAY);
	river->in_month = true;
	river->month = utc_month_of(time_us);
	river->first_time_us = time_us;
	river->last_time_us = time_us;
}

static int read_routes(struct river *river)
{
	const struct river_options *options = river->options;
	struct lane *lane;
	int result = 0;

	timeline_start(&river->timeline);
	while (result == 0 && timeline_next(&river->timeline, &lane) > 0) {
		struct mrt_record record = *feed_record(lane->feed);
		record.time_us = lane->time_us;
		if (options->has_time && record.time_us > options->time_us) {
			river->report->late_records++;
			continue;
		}
		if (!river->in_month || (record.time_us > river->last_time_us &&
					 utc_month_of(record.time_us) != river->month)) {
			if (river->in_month)
				result = finish_month(river, river->last_time_us);
			begin_month(river, record.time_us);
		}
		if (record.time_us > river->last_time_us)
			river->last_time_us = record.time_us;
		fold_record(&river->fold, &river->fold_inputs[lane->input->stored.number], &record);
		if (progress_is_due(&river->progress))
			progress_show(&river->progress, "observing",
				      timeline_done_bytes(&river->timeline), river->total_bytes,
				      lane->input->stored.path);
	}
	return result;
}

/* When no routes were given: the moment of judgement is that of the newest table of a route server,
 * else of the newest reference. */
static uint64_t newest_date(const struct river *river)
{
	uint64_t newest = route_servers_newest(&river->servers, river->inputs);

	if (newest != 0)
		return newest;

	for (size_t i = 0; i < river->report->input_count; i++)
		if (river->inputs[i].used && river->inputs[i].stored.date_us > newest)
			newest = river->inputs[i].stored.date_us;
	return newest;
}

static int finish(struct river *river)
{
	const struct river_options *options = river->options;
	uint64_t judged_at_us = options->has_time ? options->time_us : river->last_time_us;

	if (!river->in_month && !options->has_time) {
		judged_at_us = newest_date(river);
	} else if (river->in_month && utc_month_of(judged_at_us) != river->month) {
		judged_at_us = river->last_time_us; /* the month of the routes is the one scored */
	}
	return finish_month(river, judged_at_us);
}

static bool anything_used(const struct river *river)
{
	for (size_t i = 0; i < river->report->input_count; i++)
		if (river->inputs[i].used)
			return true;
	return false;
}

/* Is there something to judge, and a moment to judge it at? Says why not. */
static int check_inputs(const struct river *river)
{
	const char *why = NULL;
	int result = 0;

	if (!anything_used(river)) {
		why = "nothing of what was given could be used";
		result = ERR_NOT_FOUND;
	} else if (river->timeline.count == 0 && !river->options->has_time &&
		   newest_date(river) == 0) {
		why = "no routes, and no input says its date: give --time";
		result = ERR_USAGE;
	}
	if (why != NULL)
		(void)snprintf(river->report->message, sizeof(river->report->message), "%s", why);
	return result;
}

static int flow(struct river *river)
{
	struct river_report *report = river->report;
	char message[STORE_MESSAGE_MAX];

	int result = route_servers_init(&river->servers, &river->options->servers, &report->list);
	if (result < 0) {
		(void)snprintf(report->message, sizeof(report->message),
			       "more than %d route servers", RS_SERVERS_MAX);
		return result;
	}
	read_inputs(river);
	result = check_inputs(river);
	if (result == 0)
		result = watch_leaks(river);
	if (result < 0)
		return result;
	result = store_open(river->options->store_path, STORE_WRITE, &river->store, message);
	if (result < 0) {
		(void)snprintf(report->message, sizeof(report->message), "%s", message);
		return result;
	}
	result = read_routes(river);
	if (result == 0)
		result = finish(river);
	store_close(river->store);
	route_servers_finish(&river->servers, river->inputs);
	return result;
}

/* All inputs are in one list, whatever they are read as, so that each has its number. */
static void list_inputs(const struct river_options *options, struct input_list *out_list)
{
	size_t count = options->path_count;
	const char **paths = memory_alloc(count + options->servers.file_count, sizeof(*paths));

	for (size_t i = 0; i < count; i++)
		paths[i] = options->paths[i];
	for (size_t i = 0; i < options->servers.file_count; i++)
		paths[count++] = options->servers.files[i].path;
	input_list_init(out_list, paths, count);
	free(paths);
}

int river_observe(const struct river_options *options, struct river_report *out_report)
{
	struct river_report *report = out_report;
	struct river *river = memory_alloc(1, sizeof(*river));

	assert(options->threads > 0);
	*report = (struct river_report){ 0 };
	arena_init(&report->session, (size_t)SESSION_BUDGET_MIB << 20);
	list_inputs(options, &report->list);
	report->input_count = report->list.count;
	report->inputs = memory_alloc(report->input_count, sizeof(*report->inputs));
	*river = (struct river){
		.options = options,
		.report = report,
		.session = &report->session,
		.inputs = report->inputs,
		.fold_inputs = memory_alloc(report->input_count, sizeof(struct fold_input)),
		.collectors = { "unknown" },
		.collector_count = 1,
	};
	reference_init(&river->reference, river->session);
	fold_init(&river->fold, options->is_lab);
	struct timeline_options timeline = { .window.threads = options->threads };
	timeline_init(&river->timeline, &timeline);
	progress_init(&river->progress, options->quiet);

	int result = flow(river);

	progress_end(&river->progress);
	timeline_clear(&river->timeline);
	route_servers_clear(&river->servers);
	for (size_t i = 0; i < report->input_count; i++)
		fold_input_clear(&river->fold_inputs[i]);
	fold_clear(&river->fold);
	reference_clear(&river->reference);
	free(river->fold_inputs);
	free(river);
	return result;
}

void river_report_clear(struct river_report *report)
{
	input_list_clear(&report->list);
	free(report->inputs);
	free(report->months);
	free(report->servers);
	arena_clear(&report->session);
}
