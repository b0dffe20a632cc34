/*
 * Record store: the records of one kind, out of a store and into it.
 */
#ifndef FLOW_RECORD_STORE_H
#define FLOW_RECORD_STORE_H

#include "flow/record.h"

/* Who is shown records: anything but 0 ends the walk. The value lives until it returns. */
struct record_visitor {
	void *context;
	int (*visit)(void *context, enum record_id id, const void *value);
};

/* All records of this kind and month, in order, or those about one network: NULL stands for all.
 * Not of RECORD_MONTH. What the visitor returned, or the store's failure. */
MUST_CHECK int record_walk(struct store *store, enum record_id id, uint32_t month, const asn_t *asn,
			   const struct record_visitor *visitor);

/* Into a month or register that has been begun; not RECORD_MONTH, nor what is packed by many:
 * RECORD_VRP and RECORD_ROUTE_OBJECT. A metric needs no putting. As store_put_x() returns. */
MUST_CHECK int record_put(struct store *store, enum record_id id, const union record_value *value);

#endif
