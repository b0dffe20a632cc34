/*
 * Route servers: which of the inputs are tables of route servers, and what became of each server in
 * a month.
 *
 * In:   names and files, as a person gave them; the list of all inputs, these among them.
 * Out:  of a month, each server's routes judged (rs_reading.h), by name.
 * Rule: a table is of the month of its first record. An input is of one server only, the first that
 *       named it.
 */
#ifndef FLOW_ROUTE_SERVERS_H
#define FLOW_ROUTE_SERVERS_H

#include "flow/rs_reading.h"
#include "sources/input_list.h"

enum { RS_SERVERS_MAX = 1024, RS_NAME_MAX = 64 };

/* Several may have the same name. */
struct rs_file {
	const char *server; /* at most RS_NAME_MAX long, printable */
	const char *path;   /* a file or a folder */
};

struct rs_options {
	const struct rs_file *files;
	size_t file_count;
	const struct community_pattern *filtered;
	size_t filtered_count;
};

struct route_servers {
	const struct rs_options *options;
	const char *names[RS_SERVERS_MAX]; /* ascending, distinct */
	size_t count;
	uint32_t *server_of; /* owned; by input: number of the server and one; 0: none */
	bool *judged;        /* owned; by input */
	size_t input_count;
	struct rs_result *results; /* owned; of the month judged last, by name */
	size_t result_count;
};

/* Borrows the options. ERR_LIMIT: too many servers. */
MUST_CHECK int route_servers_init(struct route_servers *servers, const struct rs_options *options,
				  const struct input_list *list);
void route_servers_clear(struct route_servers *servers);

static inline bool route_servers_has(const struct route_servers *servers, uint32_t input)
{
	return servers->server_of[input] != 0;
}

/* Notes of a server's input when it starts and whose it is, or why it is of no use; closes the
 * window. */
void route_servers_introduce(struct route_servers *servers, struct input_record *input,
			     struct window *window);
/* The latest time at which a table starts; 0 when there is none. */
uint64_t route_servers_newest(const struct route_servers *servers,
			      const struct input_record *inputs);

/* What `what` says besides name, inputs and marks. The results of the month before are gone. */
void route_servers_judge(struct route_servers *servers, struct input_record *inputs,
			 const struct rs_case *what);
/* All months are judged: notes which tables were of none of them. */
void route_servers_finish(struct route_servers *servers, struct input_record *inputs);

#endif
