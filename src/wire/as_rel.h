/*
 * AS relationships: who buys transit from whom, and who peers, as CAIDA infers them every month.
 *
 * In:   text of either layout, in pieces of any size:
 *         serial-1  "a|b|-1" a provides transit to b, "a|b|0" peers ("1", "2": siblings, until
 *                   2009)
 *         serial-2  the same with a fourth field, where the link was seen ("bgp", "mlp"...),
 *                   which is not told
 *       Lines starting with '#' are remarks; those that name the sources carry the dates.
 * Out:  links, one by one; refused lines by reason.
 * Promise: any bytes are safe; no memory but one line of at most AS_REL_LINE_MAX bytes.
 * Standard: https://publicdata.caida.org/datasets/as-relationships/README.txt
 */
#ifndef WIRE_AS_REL_H
#define WIRE_AS_REL_H

#include "net/as_relation.h"
#include "wire/lines.h"

/* The remark that lists the Internet exchanges' ASNs is the longest honest line, below 1 KiB. */
enum { AS_REL_LINE_MAX = 64 << 10 };

enum as_rel_refusal {
	AS_REL_TAKEN,
	AS_REL_LINE_LONG,
	AS_REL_FIELDS,
	AS_REL_ASN,
	AS_REL_RELATION,
	AS_REL_SELF,
	AS_REL_REASONS,
};

/* Where links go. The callback may be NULL; what it returns but 0 ends the parse. */
struct as_rel_sink {
	void *context; /* borrowed */
	int (*on_link)(void *context, const struct as_link *link, struct place place);
};

struct as_rel {
	struct lines lines;
	struct as_rel_sink sink;
	struct refusals refusals;
	/* The days whose routes were used, as 20220501; 0 when no remark says so. */
	uint32_t first_day, last_day;
};

void as_rel_init(struct as_rel *rel, const struct as_rel_sink *sink);
void as_rel_clear(struct as_rel *rel);
/* Return 0, or what the sink said; then only as_rel_clear() may follow. */
MUST_CHECK int as_rel_feed(struct as_rel *rel, struct text piece);
MUST_CHECK int as_rel_finish(struct as_rel *rel);

#endif
