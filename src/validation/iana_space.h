/*
 * IANA's space: to which regional registry has IANA given this address space to look after?
 *
 * In:   a prefix.
 * Out:  a registry, or that it is unknown.
 * Standard: IANA IPv4 Address Space Registry and IPv6 Global Unicast Address Assignments, as data.
 *       By the registries' own statistics (delegations.h) more can be said, since space moves
 *       between regions in pieces smaller than these; this is for where none were given.
 */
#ifndef VALIDATION_IANA_SPACE_H
#define VALIDATION_IANA_SPACE_H

#include <stdbool.h>

#include "net/delegation.h"

/* False for space of no registry, and for a prefix that is larger than what IANA gave out. */
bool iana_space_find(const struct prefix *prefix, enum registry *out_registry);

#endif
