/*
 * Refusals: how a parser of text fared: what it took, and what it refused by reason, with the place
 * of the first refusal of each kind, so that a person can open the file there.
 *
 * Every parser has an enum of reasons whose value 0 means "taken", and a sentence for each other.
 */
#ifndef WIRE_REFUSALS_H
#define WIRE_REFUSALS_H

#include <assert.h>
#include <stdint.h>

enum { REFUSAL_REASONS_MAX = 16 };

struct place {
	uint64_t line;   /* from 1 */
	uint64_t offset; /* of the line's first byte in the input, from 0 */
};

struct refusals {
	const char *const *says; /* borrowed; a sentence for each reason, the first is unused */
	unsigned reasons;        /* length of `says` */
	uint64_t taken;
	uint64_t count[REFUSAL_REASONS_MAX];
	struct place first[REFUSAL_REASONS_MAX]; /* meaningful where count is not 0 */
};

static inline void refusals_init(struct refusals *refusals, const char *const *says,
				 unsigned reasons)
{
	assert(reasons <= REFUSAL_REASONS_MAX);
	*refusals = (struct refusals){ .says = says, .reasons = reasons };
}

static inline void refusals_count(struct refusals *refusals, unsigned reason, struct place place)
{
	assert(reason < refusals->reasons);
	if (reason == 0) {
		refusals->taken++;
		return;
	}
	if (refusals->count[reason]++ == 0)
		refusals->first[reason] = place;
}

static inline uint64_t refusals_total(const struct refusals *refusals)
{
	uint64_t total = 0;

	for (unsigned reason = 1; reason < refusals->reasons; reason++)
		total += refusals->count[reason];
	return total;
}

/* Adds those of another parser of the same kind. */
static inline void refusals_add(struct refusals *to, const struct refusals *more)
{
	if (to->says == NULL)
		refusals_init(to, more->says, more->reasons);
	to->taken += more->taken;
	for (unsigned reason = 1; reason < to->reasons; reason++) {
		if (to->count[reason] == 0)
			to->first[reason] = more->first[reason];
		to->count[reason] += more->count[reason];
	}
}

#endif
