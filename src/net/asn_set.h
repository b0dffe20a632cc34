/*
 * ASN set: a frozen set of AS numbers that answers "which number in the order is this one?", so
 * that what is known of an AS can stand in plain arrays.
 *
 * In:   AS numbers, ascending and without duplicates.
 * Out:  the position of one of them.
 * Idea: open addressing, at most half full, keyed against people who choose numbers that collide
 *       (base/index.h). 24 bytes of memory an AS at the most.
 * Pure: no allocation once built; safe from any thread.
 */
#ifndef NET_ASN_SET_H
#define NET_ASN_SET_H

#include "base/arena.h"
#include "net/asn.h"

struct asn_set;

#define ASN_SET_NONE UINT32_MAX

/* Copies the numbers into `snapshot`, which then owns the set. ERR_LIMIT when the arena is full. */
MUST_CHECK int asn_set_build(struct arena *snapshot, const asn_t *asns, size_t count,
			     const struct asn_set **out_set);

size_t asn_set_count(const struct asn_set *set);

/* Its position, or ASN_SET_NONE. */
uint32_t asn_set_find(const struct asn_set *set, asn_t asn);

#endif
