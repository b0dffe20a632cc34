/* Parser: inside of expression.c and term_parse.c, which share it: the tokens of an expression on
 * one side, a tree of nodes on the other. */
#ifndef SELECT_PARSER_H
#define SELECT_PARSER_H

#include "select/expression.h"

#define NODE_NONE UINT32_MAX

/* A node with its place in the tree. Children are added before their parents. */
struct parsed {
	struct node node;
	uint32_t child, last_child; /* or NODE_NONE */
	uint32_t next;              /* sibling, or NODE_NONE */
};

struct parser {
	struct lexer lexer;
	struct token token; /* the next one */
	struct arena *arena;
	const struct expression_world *world;
	struct complaint *complaint;
	struct parsed *nodes; /* owned */
	size_t count, room;
	unsigned depth;
};

/* The token is taken; goes on to the next. */
static inline void parser_advance(struct parser *parser)
{
	parser->token = lexer_next(&parser->lexer);
}

static inline bool token_is(const struct token *token, const char *word)
{
	return token->kind == TOKEN_WORD && text_equal_fold(token->text, text_of(word));
}

/* Takes the next token if it is this word. */
static inline bool parser_take_word(struct parser *parser, const char *word)
{
	if (!token_is(&parser->token, word))
		return false;
	parser_advance(parser);
	return true;
}

/* All errors below are ERR_USAGE or ERR_LIMIT with a complaint. */
MUST_CHECK int node_add(struct parser *parser, const struct node *node, uint32_t *out_node);
/* Puts `child` behind the other children of `parent`; of a group of the same kind its children. */
void node_adopt(struct parser *parser, uint32_t parent, uint32_t child);
/* One more pair of parentheses; undone by `parser->depth--`. */
MUST_CHECK int parser_descend(struct parser *parser);
int parser_is_full(struct parser *parser);

/* A term with its arguments: one node, or a group for those that are short for more. */
MUST_CHECK int term_parse(struct parser *parser, uint32_t *out_node);

#endif
