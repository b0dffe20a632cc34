/*
 * Selection: does a filter want this event? Asked while the event is being read, with as much of it
 * as is known so far.
 *
 * In:   an expression, one event, and how much of it is known (enum bgp_known).
 * Out:  yes, no, or open: it depends on what is not known yet. What is answered once is answered
 * the same however much more becomes known; with BGP_KNOWS_ALL there is always an answer. Cost:
 * cheap terms are asked first, whatever their order in the text; attributes are looked at only when
 * no answer comes without them, and once for each block.
 *
 * A sink's wants() is `selection_check(...) != SELECT_NO`. Events that copies need and nobody
 * prints (BGP_LISTS_PEERS) are judged like all others; whoever copies keeps them anyhow.
 */
#ifndef SELECT_SELECTION_H
#define SELECT_SELECTION_H

#include "select/expression.h"
#include "select/route_facts.h"
#include "validation/bogon.h"
#include "validation/irr.h"
#include "validation/rov.h"

enum selection_answer { SELECT_NO, SELECT_YES, SELECT_OPEN };

/* Those that the expression's terms need must be there; borrowed. */
struct select_validators {
	const struct rov *rov;
	const struct irr *irr;
	const struct bogons *bogons;
};

/* A verdict on the last route that was asked about: neighbours in a table share it. */
struct verdict {
	struct prefix prefix; /* family 0: none yet */
	asn_t origin;
	unsigned state;
};

/* An expression at work. Belongs to one thread; any number may share the expression. */
struct selection {
	const struct expression *expression; /* borrowed */
	struct select_validators validators;
	struct route_facts facts;
	struct verdict rpki, irr, bogon;
	/* Bit i: term number i on attributes has been asked about this block; said yes. */
	uint64_t asked[EXPRESSION_NODES_MAX / 64], yes[EXPRESSION_NODES_MAX / 64];
};

void selection_init(struct selection *selection, const struct expression *expression,
		    const struct select_validators *validators);
void selection_clear(struct selection *selection);

enum selection_answer selection_check(struct selection *selection, const struct bgp_event *event,
				      unsigned known);

#endif
