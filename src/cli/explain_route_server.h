/* Explain, of route servers: what its measures of a month rest on, down to the records. */
#ifndef CLI_EXPLAIN_ROUTE_SERVER_H
#define CLI_EXPLAIN_ROUTE_SERVER_H

#include "base/buffer.h"
#include "store/store.h"

struct rs_explained {
	struct store *store; /* borrowed, like all here */
	const struct stored_month *month;
	const char *server;             /* as `observe` was told */
	const struct rs_metric *metric; /* NULL: all of them */
};

/* Appends it for a person, or as one object of JSON. 0; ERR_NOT_FOUND: the month knows no such
 * server; else what the store said. */
MUST_CHECK int explain_route_server_text(const struct rs_explained *about, struct buffer *out);
MUST_CHECK int explain_route_server_json(const struct rs_explained *about, struct buffer *out);

#endif
