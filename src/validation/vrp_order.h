/*
 * VRPs in the order that indexes and differences want: whatever covers a VRP before it, those of
 * one prefix by ASN, then maximum length; none twice.
 *
 * In:   VRPs in any order, duplicates among them.
 * Out:  the same in order. Exports are in order as a rule, and are then left where they are.
 */
#ifndef VALIDATION_VRP_ORDER_H
#define VALIDATION_VRP_ORDER_H

#include <stddef.h>

#include "net/vrp.h"

int vrp_order_compare(const struct vrp *a, const struct vrp *b);

/* Returns `vrps`, or a copy when they are not in order. `*out_copy`, to be freed, is that copy or
 * NULL. At most UINT32_MAX VRPs. */
const struct vrp *vrp_order(const struct vrp *vrps, size_t *io_count, struct vrp **out_copy);

#endif
