/*
 * Route facts: what filters want to know of an attribute block, decoded once and only as far as
 * somebody asks.
 *
 * The block is kept as a copy, and the next one is compared with it: the events between two that
 * are looked at may have been passed over, so has_new_attributes cannot be believed here.
 */
#ifndef SELECT_ROUTE_FACTS_H
#define SELECT_ROUTE_FACTS_H

#include "net/hops.h"
#include "select/community_pattern.h"
#include "wire/attr_block.h"

struct route_facts {
	struct attr_block block; /* its bytes are the copy's */
	uint8_t *copy;           /* owned */
	size_t copy_room;
	uint8_t *path_room; /* owned; for paths that must be widened */
	struct bgp_attrs attrs;
	struct hops hops;
	struct reader path; /* four-octet */
	bool taken;         /* there is a block */
	enum { PATH_UNREAD, PATH_READ, PATH_BROKEN } path_state;
};

void route_facts_init(struct route_facts *facts);
void route_facts_clear(struct route_facts *facts);

/* The block that is spoken of from now on. True when it differs from the one before. */
bool route_facts_take(struct route_facts *facts, const struct attr_block *block);

/* NULL when the path cannot be read. */
const struct hops *route_facts_hops(struct route_facts *facts);

/* By RFC 6811 section 2; ASN_NONE when the path ends in an AS_SET; `own` when it is empty. False
 * when the path cannot be read. */
bool route_facts_origin(struct route_facts *facts, asn_t own, asn_t *out_origin);

struct communities route_facts_communities(const struct route_facts *facts);

#endif
