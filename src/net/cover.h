/*
 * Cover: a frozen set of prefixes that answers "which of these cover this one?"
 *
 * In:   prefixes, sorted by prefix_compare() and without duplicates.
 * Out:  the longest of them that covers a given prefix, and from it all shorter ones.
 * Idea: whatever covers a prefix stands before it in the order, so the nearest predecessor of a
 *       question either covers it or has an ancestor that does. A table over the leading bits
 *       narrows the search for that predecessor to a handful of steps.
 * Pure: no allocation once built; safe from any thread.
 */
#ifndef NET_COVER_H
#define NET_COVER_H

#include <stddef.h>

#include "base/arena.h"
#include "net/prefix.h"

struct cover;

#define COVER_NONE UINT32_MAX

/* Copies the prefixes into `snapshot`, which then owns the set. ERR_LIMIT when the arena is full.
 */
MUST_CHECK int cover_build(struct arena *snapshot, const struct prefix *prefixes, size_t count,
			   const struct cover **out_cover);

/* Number of the longest prefix in the set that covers `prefix`, or COVER_NONE. */
uint32_t cover_find(const struct cover *cover, const struct prefix *prefix);

/* Number of the next shorter prefix in the set that covers number `i`, or COVER_NONE. */
uint32_t cover_parent(const struct cover *cover, uint32_t i);

/* Which of the set are more specific than `prefix`: numbers from *out_first up to, not including,
 * the one that is returned, in order. */
uint32_t cover_inside(const struct cover *cover, const struct prefix *prefix, uint32_t *out_first);

struct prefix cover_prefix(const struct cover *cover, uint32_t i);

#endif
