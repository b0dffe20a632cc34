/*
 * What routing registries say: loaded from their dumps, and made ready to be asked.
 *
 * In:   RPSL, of any registries, in any number of inputs.
 * Out:  route objects, as-sets, names and registrations of ASes in a reference; of these the frozen
 *       as-sets, and what each source of route objects is worth.
 */
#ifndef FLOW_REFERENCE_IRR_H
#define FLOW_REFERENCE_IRR_H

#include "flow/loading.h"
#include "validation/as_sets.h"
#include "validation/irr_judge.h"

MUST_CHECK int reference_load_rpsl(struct loading *loading, struct window *window);

/* Sources that speak for the space they register come first, those of the regional registries
 * before the national ones; then all others by name. `snapshot` owns the sets. ERR_LIMIT. */
MUST_CHECK int reference_as_sets(const struct reference *reference, struct arena *snapshot,
				 const struct as_sets **out_sets);

/* For irr_context.sources: what each source is worth, by its number. `snapshot` owns the answer.
 * ERR_LIMIT. */
MUST_CHECK int reference_irr_sources(const struct stored_source *sources, size_t count,
				     struct arena *snapshot, const struct irr_source **out_sources);

#endif
