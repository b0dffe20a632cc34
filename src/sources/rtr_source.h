/*
 * RTR source: all that a cache of the RPKI tells routers, asked for once.
 *
 * In:      "rtr://HOST:PORT" (wire/rtr_url.h).
 * Out:     the PDUs of one answer to a Reset Query, as the cache sent them, from Cache Response to
 *          End of Data, without the Serial Notifies that may come between.
 * Promise: a whole answer that keeps all rules (wire/rtr_client.h), or none and a sentence. It
 * ends: how long we wait stands in wire/rtr_client.h; only the system's look-up of names has times
 * of its own. Reads the clock.
 */
#ifndef SOURCES_RTR_SOURCE_H
#define SOURCES_RTR_SOURCE_H

#include "base/buffer.h"

enum { RTR_SOURCE_REASON_MAX = 400 };

struct rtr_source {
	struct buffer bytes;  /* the answer; nothing else, whatever came */
	uint64_t received_us; /* when its End of Data came, UTC */
	char reason[RTR_SOURCE_REASON_MAX];
};

void rtr_source_init(struct rtr_source *source);
void rtr_source_clear(struct rtr_source *source);

/* Waits for the answer, or until `wake_fd` can be read (-1: none). ERR_USAGE: it is no such URL;
 * ERR_IO: all else; then `reason` says what, to stand behind "URL: ". */
MUST_CHECK int rtr_source_ask(struct rtr_source *source, const char *url, int wake_fd);

#endif
