/* What registries say of a network: how much of which kind. For M6, M8 and DFRESH. */
#ifndef SCORES_REGISTERED_H
#define SCORES_REGISTERED_H

#include "scores/as_month.h"

/* The lines or contacts of one kind, of all sources. */
uint64_t registered_count(const struct as_month *in, enum registration_kind kind);
/* Is there an aut-num of it, or the like: the word of a number registry or an IRR? */
bool registered_in_registry(const struct as_month *in);

#endif
