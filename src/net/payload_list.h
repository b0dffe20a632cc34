/*
 * Payload list: arrays of payloads in the order of sets, each once, and what is done with them.
 * Shared by payload_set.c and payload_change.c, of no use to others.
 */
#ifndef NET_PAYLOAD_LIST_H
#define NET_PAYLOAD_LIST_H

#include "base/arena.h"
#include "net/payload_set.h"

/* What the items point to is borrowed. */
struct payload_list {
	char *items; /* owned: free() it */
	size_t count;
};

struct payload_list_kind {
	size_t size; /* of an item */
	int (*compare)(const void *, const void *);
};

extern const struct payload_list_kind payload_vrps, payload_keys;

/* Sorts, and keeps the first of equal items. Returns how many are left. */
size_t payload_list_order(const struct payload_list_kind *kind, void *items, size_t count);
/* What is in `a` but not in `b`. */
struct payload_list payload_list_minus(const struct payload_list_kind *kind, const void *a,
				       size_t a_count, const void *b, size_t b_count);
/* All of both, which have no item in common. */
struct payload_list payload_list_merge(const struct payload_list_kind *kind, const void *a,
				       size_t a_count, const void *b, size_t b_count);

/* More than a set at every ceiling takes, or a change between two such. */
static const size_t payload_budget = (size_t)16 << 30;

/* Copies with all that they point to, into an arena of that budget. */
void *payload_keep(struct arena *arena, const void *items, size_t count, size_t size);
const struct vrp *payload_keep_vrps(struct arena *arena, const void *vrps, size_t count);
const struct router_key *payload_keep_keys(struct arena *arena, const void *keys, size_t count);
struct aspa payload_keep_aspa(struct arena *arena, const struct aspa *aspa);

#endif
