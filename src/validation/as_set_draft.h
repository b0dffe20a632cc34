/*
 * A draft of as-sets: what registries say of them, object by object, before it is frozen.
 *
 * In:   as-sets with their members, and what ASes say of the sets that they are in; words as they
 *       stand in the objects, any bytes.
 * Out:  the same as numbers, for as_sets_build().
 * Promise: memory is bounded by the ceilings below; what is beyond them is refused, one by one.
 * Standard: RFC 2622 section 5.1; names compare without regard to case (section 2).
 */
#ifndef VALIDATION_AS_SET_DRAFT_H
#define VALIDATION_AS_SET_DRAFT_H

#include "base/index.h"
#include "net/rpsl_name.h"

enum {
	/* Some ten times what all registries of the world hold together. */
	AS_SET_DRAFT_ROWS_MAX = 1 << 25, /* of each kind */
	AS_SET_DRAFT_BYTES_MAX = 1 << 28,
	/* Of one object; the most seen is 3. Keeps the work for a member by reference small. */
	AS_SET_MAINTAINERS_MAX = 32,
};

#define AS_SET_WORD_NONE UINT32_MAX

/* A word, in upper case; its bytes stand in `bytes`. */
struct as_set_word {
	uint32_t start, len;
};

/* A member of the set that was begun last. */
struct as_set_member {
	uint32_t value;  /* an AS number, or the word that is a set's name */
	uint32_t source; /* the word before "::", or AS_SET_WORD_NONE */
	uint8_t kind;    /* enum as_member_kind */
	bool by_ref;     /* the AS says so, and the set agrees (mbrs-by-ref) */
};

/* What an object has begins here and ends where the next object's begins. */
struct as_set_said {
	uint32_t source, name;
	uint32_t first_member, first_by_ref;
};

struct as_set_as {
	uint32_t source;
	asn_t asn;
	uint32_t first_maintainer, first_claim;
};

struct as_set_claim {
	uint32_t source, name; /* as of struct as_set_member */
};

/* All arrays are owned. */
struct as_set_draft {
	char *bytes;
	size_t used, room;
	struct as_set_word *words;
	size_t word_count, word_room;
	struct index by_word;
	struct as_set_said *sets;
	size_t set_count, set_room;
	struct as_set_member *members;
	size_t member_count, member_room;
	uint32_t *by_refs; /* words: maintainers, or ANY */
	size_t by_ref_count, by_ref_room;
	struct as_set_as *ases;
	size_t as_count, as_room;
	uint32_t *maintainers; /* words */
	size_t maintainer_count, maintainer_room;
	struct as_set_claim *claims;
	size_t claim_count, claim_room;
};

void as_set_draft_init(struct as_set_draft *draft);
void as_set_draft_clear(struct as_set_draft *draft);

/* All return ERR_LIMIT at a ceiling, and ERR_MALFORMED for a word that is none of its kind. */

/* Begins a set, then says what it has: an item of members:, of mbrs-by-ref:. A member that is no
 * AS and no set is kept as AS_MEMBER_BAD, to be counted. */
MUST_CHECK int as_set_draft_set(struct as_set_draft *draft, struct text source, struct text name);
MUST_CHECK int as_set_draft_member(struct as_set_draft *draft, struct text word);
MUST_CHECK int as_set_draft_by_ref(struct as_set_draft *draft, struct text maintainer);

/* Begins an AS, then says what it has: an item of mnt-by:, of member-of:. */
MUST_CHECK int as_set_draft_as(struct as_set_draft *draft, struct text source, asn_t asn);
MUST_CHECK int as_set_draft_maintainer(struct as_set_draft *draft, struct text maintainer);
MUST_CHECK int as_set_draft_member_of(struct as_set_draft *draft, struct text set);

/* A word, borrowed until the next one comes. */
static inline struct text as_set_draft_word(const struct as_set_draft *draft, uint32_t word)
{
	return (struct text){ draft->bytes + draft->words[word].start, draft->words[word].len };
}

#endif
