/*
 * IRR validation: has somebody registered this route in an Internet Routing Registry?
 *
 * In:   a frozen set of route objects and one route.
 * Out:  a state, and on request every object that covers the route or lies inside it. How much that
 *       is worth, says irr_judge.h.
 * Pure: no allocation once the set is built; safe from any thread.
 */
#ifndef VALIDATION_IRR_H
#define VALIDATION_IRR_H

#include "base/arena.h"
#include "net/route_object.h"

/* Kindest last. A more-specific of a registered prefix counts as registered, as in the first
 * Observatory's M7IRR. Stores hold these numbers. */
enum irr_state {
	IRR_NOT_FOUND,       /* no object covers the prefix */
	IRR_ORIGIN_MISMATCH, /* covered, but only for other origins */
	IRR_COVERED,         /* an object for a less specific prefix names this origin */
	IRR_EXACT,           /* an object for this very prefix names this origin */
};

struct irr;

/* Copies and sorts the objects. Of those that differ in nothing but their date, the newest is kept.
 * `snapshot` owns the set. ERR_LIMIT. */
MUST_CHECK int irr_build(struct arena *snapshot, const struct route_object *objects, size_t count,
			 const struct irr **out_irr);
size_t irr_count(const struct irr *irr);

/* ASN_NONE as origin is never registered. */
enum irr_state irr_check(const struct irr *irr, const struct prefix *prefix, asn_t origin);
static inline bool irr_is_registered(enum irr_state state)
{
	return state >= IRR_COVERED;
}

/* All objects that cover `prefix`, longest first, then by origin and source. */
struct irr_walk {
	const struct irr *irr;
	uint32_t at, row;
};

struct irr_walk irr_covering(const struct irr *irr, const struct prefix *prefix);
bool irr_walk_next(struct irr_walk *walk, struct route_object *out_object);

/* All objects for more specifics of `prefix`, by prefix, origin and source. There may be as many as
 * the set holds: stop when enough were seen. */
struct irr_within {
	const struct irr *irr;
	uint32_t at, row, end;
};

struct irr_within irr_within(const struct irr *irr, const struct prefix *prefix);
bool irr_within_next(struct irr_within *within, struct route_object *out_object);

/* How many are still to come, and of them how many for this origin; without a walk. */
static inline uint32_t irr_within_left(const struct irr_within *within)
{
	return within->end - within->row;
}
uint32_t irr_within_count(const struct irr_within *within, asn_t origin);

/* "exact", "covered", "origin-mismatch", "not-found". */
const char *irr_state_name(enum irr_state state);

#endif
