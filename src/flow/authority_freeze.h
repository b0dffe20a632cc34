/*
 * Freezing an authority: from sorted lists to the sets that validators ask. Shared by authority.c
 * and authority_store.c, of no use to others.
 */
#ifndef FLOW_AUTHORITY_FREEZE_H
#define FLOW_AUTHORITY_FREEZE_H

#include "flow/authority.h"

/* VRPs, objects and the sets over them: some 150 MiB for the whole world today. */
#define AUTHORITY_BUDGET ((size_t)4096 << 20)

/* Freezes the sets over what is sorted, and what the reference says beside; NULL: a store has no
 * more. ERR_LIMIT. */
MUST_CHECK int authority_freeze(struct authority *authority, const struct reference *reference,
				uint64_t time_us);
/* The VRPs without their sources. The caller owns them. */
struct vrp *authority_bare_vrps(const struct authority *authority);

#endif
