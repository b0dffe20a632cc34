/*
 * Hops: an AS path as filters and validators see it: one hop after another from the neighbour to
 * the origin, an AS that repeats itself (a prepend) once, an AS_SET as one hop with several
 * members.
 */
#ifndef NET_HOPS_H
#define NET_HOPS_H

#include "net/as_path.h"

enum { HOPS_MAX = 32768 }; /* AS numbers in the longest path, AS_PATH_ROOM / 4 */

struct hop {
	uint32_t first; /* of its members in `asns` */
	uint32_t count; /* 1 unless it is a set */
	bool is_set;    /* AS_SET or AS_CONFED_SET */
	bool is_confed; /* of a confederation: AS_CONFED_SEQUENCE or AS_CONFED_SET */
};

struct hops {
	asn_t *asns;     /* owned, room for HOPS_MAX */
	struct hop *all; /* owned, room for HOPS_MAX */
	uint32_t count, asn_count;
	uint32_t length;  /* those outside of confederations (RFC 5065 section 5.3) */
	bool ends_in_set; /* the path has no single origin */
};

void hops_init(struct hops *hops);
void hops_clear(struct hops *hops);

/* Takes a four-octet path of at most AS_PATH_ROOM octets. ERR_MALFORMED, ERR_TRUNCATED; then there
 * is no hop. */
MUST_CHECK int hops_read(struct hops *hops, struct reader path);

/* Does an AS come back after another one? */
bool hops_loop(const struct hops *hops);

#endif
