/*
 * Mends: what a network can do about a metric, one sentence a thing: which ROA to sign, which route
 * to stop, whom to filter. Drafts that name the very prefixes and numbers.
 * Pure.
 */
#ifndef AUDIT_AUDIT_MENDS_H
#define AUDIT_AUDIT_MENDS_H

#include "audit/audit.h"

/* At most as many sentences of one network and metric; the last then says how many more there are.
 */
enum { MENDS_MAX = 12 };

struct mends {
	struct arena *arena;
	const char **all; /* owned by the arena */
	size_t count, room;
	bool failed; /* the arena is full */
};

/* What would mend this metric of this network; nothing when nothing can be said. */
void mends_add(struct mends *mends, const struct audit_network *network, const char *metric);
/* One sentence more. */
void mends_say(struct mends *mends, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
