/*
 * Store export: all that a store holds, as lines in one fixed order: month after month, kind after
 * kind, record after record; last the register.
 *
 * In:   a store, and which part of it.
 * Out:  JSON lines, or one kind as CSV.
 * Promise: the same store gives the same bytes. A whole month, and the whole register, are closed
 * by a line {"type":"end"} that says how many lines they had, so that a part is never taken for the
 * whole. Memory holds one line and what waits to be written.
 */
#ifndef FLOW_STORE_EXPORT_H
#define FLOW_STORE_EXPORT_H

#include "flow/record.h"

struct export_query {
	uint32_t month;   /* 0: all, and the register */
	const asn_t *asn; /* what is about one network; NULL: everything */
	const bool *only; /* RECORD_KINDS of them: wanted or not; NULL: all kinds */
	bool csv;         /* `only` names one kind then */
};

/* Appends to `out`, and calls `flush` after each record, which may empty it; false: give up. 0,
 * ERR_NOT_FOUND (no such month), ERR_IO (given up), or the store's failure. */
MUST_CHECK int store_export(struct store *store, const struct export_query *query,
			    struct buffer *out, bool (*flush)(struct buffer *out));

#endif
