/*
 * Names of well-known communities: IANA "BGP Well-known Communities", in lower case. What is
 * printed by one can be written in a filter.
 */
#ifndef WIRE_COMMUNITY_NAME_H
#define WIRE_COMMUNITY_NAME_H

#include <stdbool.h>

#include "base/text.h"

/* "no-export"; `at` is NULL when it has no name. */
struct text community_name(uint32_t community);
/* Case does not matter; "local-as" is another name of no-export-subconfed. */
bool community_find(struct text name, uint32_t *out_community);

#endif
