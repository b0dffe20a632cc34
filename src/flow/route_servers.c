#include "flow/route_servers.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utc.h"
#include "sources/feed.h"

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static uint32_t number_of(const struct route_servers *servers, const char *name)
{
	const char *const *found =
		bsearch(&name, servers->names, servers->count, sizeof(servers->names[0]), by_name);

	return (uint32_t)(found - servers->names);
}

static int find_names(struct route_servers *servers)
{
	const struct rs_options *options = servers->options;

	for (size_t i = 0; i < options->file_count; i++) {
		size_t known = 0;
		while (known < servers->count &&
		       strcmp(servers->names[known], options->files[i].server) != 0)
			known++;
		if (known < servers->count)
			continue;
		if (servers->count == RS_SERVERS_MAX)
			return ERR_LIMIT;
		servers->names[servers->count++] = options->files[i].server;
	}
	qsort(servers->names, servers->count, sizeof(servers->names[0]), by_name);
	return 0;
}

/* The inputs that a path means: itself, or the files of a folder. */
static void find_inputs(struct route_servers *servers, const struct rs_file *file,
			const struct input_list *list)
{
	struct input_list own;

	input_list_init(&own, &file->path, 1);
	for (size_t i = 0; i < own.count; i++)
		for (size_t k = 0; k < list->count; k++)
			if (list->inputs[k].device == own.inputs[i].device &&
			    list->inputs[k].inode == own.inputs[i].inode &&
			    servers->server_of[k] == 0)
				servers->server_of[k] = number_of(servers, file->server) + 1;
	input_list_clear(&own);
}

int route_servers_init(struct route_servers *servers, const struct rs_options *options,
		       const struct input_list *list)
{
	*servers = (struct route_servers){
		.options = options,
		.server_of = memory_alloc(list->count, sizeof(uint32_t)),
		.judged = memory_alloc(list->count, sizeof(bool)),
		.input_count = list->count,
	};
	int result = find_names(servers);
	for (size_t i = 0; result == 0 && i < options->file_count; i++)
		find_inputs(servers, &options->files[i], list);
	return result;
}

static void clear_results(struct route_servers *servers)
{
	for (size_t i = 0; i < servers->result_count; i++)
		rs_result_clear(&servers->results[i]);
	free(servers->results);
	servers->results = NULL;
	servers->result_count = 0;
}

void route_servers_clear(struct route_servers *servers)
{
	clear_results(servers);
	free(servers->server_of);
	free(servers->judged);
}

void route_servers_introduce(struct route_servers *servers, struct input_record *input,
			     struct window *window)
{
	const struct feed_options options = { .collector = TEXT("") };

	if (input->kind != KIND_MRT || input->once) {
		if (input->stored.note[0] == '\0')
			input_note(input, "a route server's routes are read from files of MRT");
		(void)input_close(input, window);
		return;
	}
	struct feed *feed = feed_open(window, input->kind, &options);
	if (feed_next(feed, &input->first_time_us) > 0) {
		(void)feed_mend_time(feed, 0, &input->first_time_us);
		input->used = true;
		input->stored.date_us = input->first_time_us;
		input->stored.collector =
			servers->names[servers->server_of[input->stored.number] - 1];
		window_close(feed_close(feed));
		return;
	}
	input_note(input, "no whole MRT record in it");
	(void)input_close(input, feed_close(feed));
}

uint64_t route_servers_newest(const struct route_servers *servers,
			      const struct input_record *inputs)
{
	uint64_t newest = 0;

	for (uint32_t i = 0; i < servers->input_count; i++)
		if (servers->server_of[i] != 0 && inputs[i].used &&
		    inputs[i].first_time_us > newest)
			newest = inputs[i].first_time_us;
	return newest;
}

static bool is_due(const struct input_record *input, uint64_t judged_at_us)
{
	return input->used && input->first_time_us <= judged_at_us &&
	       utc_month_of(input->first_time_us) == utc_month_of(judged_at_us);
}

void route_servers_judge(struct route_servers *servers, struct input_record *inputs,
			 const struct rs_case *what)
{
	struct input_record **due = memory_alloc(servers->input_count, sizeof(*due));
	struct rs_case of = *what;

	clear_results(servers);
	servers->results = memory_alloc(servers->count, sizeof(*servers->results));
	for (uint32_t server = 0; server < servers->count; server++) {
		size_t count = 0;
		for (uint32_t i = 0; i < servers->input_count; i++) {
			if (servers->server_of[i] != server + 1 ||
			    !is_due(&inputs[i], what->judged_at_us))
				continue;
			due[count++] = &inputs[i];
			servers->judged[i] = true;
		}
		if (count == 0)
			continue;
		of.name = servers->names[server];
		of.inputs = due;
		of.input_count = count;
		of.filtered = servers->options->filtered;
		of.filtered_count = servers->options->filtered_count;
		rs_judge(&of, &servers->results[servers->result_count++]);
	}
	free(due);
}

void route_servers_finish(struct route_servers *servers, struct input_record *inputs)
{
	for (uint32_t i = 0; i < servers->input_count; i++) {
		if (servers->server_of[i] == 0 || !inputs[i].used || servers->judged[i])
			continue;
		inputs[i].used = false;
		input_note(&inputs[i], "a route server's table of a month that was not judged");
	}
}
