/*
 * AS pattern: a small regular expression over the hops of a path.
 *
 *	pattern = ["^"] [choice] ["$"]      begins at the first hop, ends with the last
 *	choice  = sequence { "|" sequence }
 *	sequence = item { item }            one hop after another
 *	item    = ("." | AS | AS "-" AS | "(" choice ")") ["*" | "+" | "?"]
 *
 * A hop that is an AS_SET matches what any of its members matches.
 * In linear time: the positions of a pattern (at most 64) are the bits of a word, and a step over a
 * hop is one pass over them (Glushkov's construction). Pure; no allocation.
 */
#ifndef SELECT_AS_PATTERN_H
#define SELECT_AS_PATTERN_H

#include "net/asn.h"
#include "net/hops.h"
#include "select/complaint.h"

enum { AS_PATTERN_POSITIONS = 64, AS_PATTERN_DEPTH = 16 };

struct as_pattern {
	struct {
		asn_t low, high;
	} positions[AS_PATTERN_POSITIONS];
	uint64_t follow[AS_PATTERN_POSITIONS]; /* which positions may come next */
	uint64_t first, last;
	unsigned count;
	bool nullable, from_start, to_end;
};

/* Places in the complaint count from the start of `text`. ERR_USAGE. */
MUST_CHECK int as_pattern_parse(struct text text, struct as_pattern *out_pattern,
				struct complaint *out_complaint);

bool as_pattern_match(const struct as_pattern *pattern, const struct hops *hops);

#endif
