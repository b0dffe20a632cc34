/*
 * Expression: a filter, read from text into a frozen program.
 *
 * In:   the text, and beside it what it may refer to: files, and which validators are given.
 * Out:  the program, whose cheap terms stand first in every "and" and "or"; or a complaint with its
 *       place and what may have been meant.
 * Bounds: EXPRESSION_TEXT_MAX octets, EXPRESSION_NODES_MAX terms and groups, parentheses nested
 *       EXPRESSION_DEPTH_MAX deep; nothing recurses deeper than an "or" and an "and" for each.
 * The language: term.h.
 */
#ifndef SELECT_EXPRESSION_H
#define SELECT_EXPRESSION_H

#include "select/as_pattern.h"
#include "select/lexer.h"
#include "select/term.h"
#include "select/value_list.h"

enum {
	EXPRESSION_TEXT_MAX = 1 << 16,
	EXPRESSION_NODES_MAX = 4096,
	EXPRESSION_DEPTH_MAX = 64,
	EXPRESSION_SEQUENCE_MAX = 16, /* ASes behind "path has" */
};

enum node_kind { NODE_TERM, NODE_AND, NODE_OR };

struct node {
	uint8_t kind; /* enum node_kind */
	bool negated;
	uint8_t term;       /* enum term_id */
	uint8_t comparison; /* enum comparison */
	uint8_t needs;      /* NODE_TERM: what must be known of an event */
	uint8_t cost;       /* of the dearest term within */
	uint16_t answer;    /* NODE_TERM on attributes: its number among those */
	uint32_t first;     /* of the children, which stand side by side */
	uint32_t count;     /* of the children, or of `lists` */
	union {
		uint64_t number; /* or a time, or a mask of words */
		const struct value_list *lists;
		struct {
			const struct as_pattern *pattern;
			struct text source;
		} path;
	};
};

struct expression {
	const struct node *nodes; /* the first is the root */
	uint32_t count;
	bool asks_attributes; /* some term needs them */
	bool asks_others;     /* some term does not */
};

/* What an expression may refer to. */
struct expression_world {
	void *context;
	/* Gives the whole text of a file, which must last until the expression is parsed; false
	 * when it cannot be read, with a reason. May be NULL: then there are no files. */
	bool (*load)(void *context, struct text path, struct text *out_text,
		     const char **out_reason);
	bool has_vrps, has_route_objects, has_bogons;
};

/* `arena` owns the result. ERR_USAGE with a complaint; ERR_LIMIT, with one too, when the arena is
 * full. */
MUST_CHECK int expression_parse(struct arena *arena, struct text text,
				const struct expression_world *world,
				const struct expression **out_expression,
				struct complaint *out_complaint);

/* Is this term in it? */
bool expression_asks(const struct expression *expression, enum term_id term);

/* The expression in its one spelling, in the order in which it is asked. Parsing it again gives the
 * same program. */
void expression_print(const struct expression *expression, struct buffer *out);

#endif
