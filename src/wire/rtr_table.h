/*
 * RTR table: what a cache has told a router: the set that was committed, and the answer that is
 * being received.
 *
 * In:   the payload PDUs of one answer after another.
 * Out:  the set after each answer, as a payload set that others may hold.
 * Promise: an answer is a transaction: it counts whole or not at all. All is compared with what was
 *       there before: an announcement of what is there, a withdrawal of what is not, are told with
 *       the PDU that says so. Memory has ceilings. Pure.
 * Standard: RFC 8210 sections 5.6 to 5.8, 5.10, 12; 8210bis-27 section 5.12 (an announced ASPA
 *       replaces), section 11.2 (order).
 */
#ifndef WIRE_RTR_TABLE_H
#define WIRE_RTR_TABLE_H

#include "base/arena.h"
#include "net/payload_set.h"
#include "wire/rtr_pdu.h"

/* For SPKIs and lists of providers of one answer: four times the world's, if every AS had both. */
enum { RTR_TABLE_MEMORY_MAX = 512 << 20 };

/* PDUs of one type, in the order in which they came. */
struct rtr_table_list {
	uint8_t *items; /* owned */
	size_t count, room;
};

enum rtr_table_type { RTR_TABLE_VRPS, RTR_TABLE_KEYS, RTR_TABLE_ASPAS, RTR_TABLE_TYPES };

struct rtr_table {
	struct payload_set *set; /* one reference is ours; NULL: nothing was told, or it expired */
	uint64_t order_violations; /* of version 2; they do no harm, since we commit all at once */

	/* The answer. */
	bool receiving;
	bool from_nothing; /* it answers a Reset Query */
	unsigned version;
	struct rtr_table_list lists[RTR_TABLE_TYPES];
	struct arena memory;
	bool announced_vrp, withdrew_aspa;
	asn_t last_customer[2];
	bool has_customer[2];
	struct buffer faulty; /* the PDU that a commit failed for */
};

void rtr_table_init(struct rtr_table *table);
void rtr_table_clear(struct rtr_table *table);

/* An answer begins: to a Reset Query, or changes to the set. Forgets an answer before it that was
 * not committed. */
void rtr_table_begin(struct rtr_table *table, unsigned version, bool from_nothing);
/* Takes an RTR_IPV4_PREFIX, RTR_IPV6_PREFIX, RTR_ROUTER_KEY, or RTR_ASPA. ERR_LIMIT: there are more
 * than anyone could mean. */
MUST_CHECK int rtr_table_take(struct rtr_table *table, const struct rtr_pdu *pdu);
/* The answer has ended. 0 when `set` is the new one; else it is what it was, `out_fault` says how
 * the answer is wrong, and `faulty` has the PDU. */
MUST_CHECK int rtr_table_commit(struct rtr_table *table, struct rtr_fault *out_fault);
/* Forgets the answer that was begun. */
void rtr_table_abandon(struct rtr_table *table);
/* Forgets the set. An answer that is being received goes on; it must be one from nothing. */
void rtr_table_flush(struct rtr_table *table);

#endif
