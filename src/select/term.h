/*
 * Terms: the words of the filter language, declared once. From this table come the parser, the
 * nearest name for a mistyped one, the manual page and the examples that the tests run.
 *
 * To add one: a row here (term.c), and what it asks of an event in selection.c.
 */
#ifndef SELECT_TERM_H
#define SELECT_TERM_H

#include "base/buffer.h"
#include "wire/bgp_event.h"

enum term_id {
	TERM_PREFIX_EXACT,
	TERM_PREFIX_WITHIN,
	TERM_PREFIX_COVERS,
	TERM_PREFIX_LENGTH,
	TERM_ORIGIN_SET,
	TERM_ORIGIN,
	TERM_PATH_HAS,
	TERM_PATH_MATCHES,
	TERM_PATH_LENGTH,
	TERM_PATH_LOOP,
	TERM_PEER,
	TERM_COMMUNITY,
	TERM_TYPE,
	TERM_TIME_FROM, /* short for two TERM_TIME */
	TERM_TIME,
	TERM_FAMILY,
	TERM_AFI,
	TERM_SAFI,
	TERM_COLLECTOR,
	TERM_RIB,
	TERM_NEXT_HOP,
	TERM_MED,
	TERM_LOCAL_PREF,
	TERM_OTC,
	TERM_AGGREGATOR,
	TERM_ATOMIC,
	TERM_MALFORMED,
	TERM_RPKI,
	TERM_IRR,
	TERM_BOGON_PREFIX,
	TERM_BOGON_ASN,
	TERM_BOGON, /* short for the two above */
	TERMS,
};

enum term_argument {
	ARGUMENT_NONE,
	ARGUMENT_LIST,     /* of what the term accepts */
	ARGUMENT_SEQUENCE, /* of lists, one or more */
	ARGUMENT_NUMBER,
	ARGUMENT_COMPARISON, /* with a number */
	ARGUMENT_TIME,       /* comparison with a time */
	ARGUMENT_TIMES,      /* T to T */
	ARGUMENT_PATTERN,
	ARGUMENT_WORDS,         /* of the term's own, one or {several} */
	ARGUMENT_OPTIONAL_WORD, /* or none, for all of them */
};

/* What must be given beside the expression. */
enum term_input { INPUT_NONE, INPUT_VRPS, INPUT_ROUTE_OBJECTS, INPUT_BOGONS };

/* Beyond enum bgp_known: the attributes must be looked at. */
enum { KNOWS_ATTRIBUTES = 8, KNOWS_EVERYTHING = BGP_KNOWS_ALL | KNOWS_ATTRIBUTES };

struct term_word {
	const char *name;
	uint32_t mask; /* bits of what it stands for */
};

struct term_example {
	const char *expression;
	const char *says;
	unsigned selects; /* of the events in select/test_events.h */
};

enum { TERM_EXAMPLES_MAX = 4 };

struct term {
	const char *name;      /* one word or two */
	const char *arguments; /* "AS | {AS, ...} | in FILE" */
	const char *says;
	enum term_argument argument;
	enum term_input input;
	unsigned needs;                /* what must be known of an event */
	unsigned cost;                 /* relative; cheap ones are asked first */
	unsigned accepts;              /* ARGUMENT_LIST, ARGUMENT_SEQUENCE: as value_list.h */
	uint32_t most;                 /* the largest number */
	const struct term_word *words; /* end with a NULL name */
	struct term_example examples[TERM_EXAMPLES_MAX];
};

extern const struct term terms[TERMS];

/* Of the words of a term: those that make up `mask`, as the language writes them. */
void term_words_put(struct buffer *out, const struct term *term, uint32_t mask);

/* TERM_FAMILY: which bits of its mask a route of this family has. */
uint32_t family_mask(unsigned afi, unsigned safi);

/* The language in plain text, or as what stands in its manual page, in mdoc. */
void filter_reference_put(struct buffer *out, bool mdoc);

/* Examples that show how terms go together; end with a NULL expression. */
extern const struct term_example whole_examples[];

#endif
