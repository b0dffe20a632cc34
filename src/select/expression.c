#include "select/expression.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "select/parser.h"

static int or_parse(struct parser *parser, uint32_t *out_node);

int parser_is_full(struct parser *parser)
{
	(void)complaint_set(parser->complaint, parser->token.at, 0,
			    "the expression is larger than we can hold");
	return ERR_LIMIT;
}

int node_add(struct parser *parser, const struct node *node, uint32_t *out_node)
{
	if (parser->count == EXPRESSION_NODES_MAX)
		return complaint_set(parser->complaint, parser->token.at, parser->token.length,
				     "an expression has at most %d terms and groups",
				     EXPRESSION_NODES_MAX);
	parser->nodes = memory_grow(parser->nodes, &parser->room, parser->count + 1,
				    sizeof(*parser->nodes));
	parser->nodes[parser->count] = (struct parsed){ *node, NODE_NONE, NODE_NONE, NODE_NONE };
	*out_node = (uint32_t)parser->count++;
	return 0;
}

void node_adopt(struct parser *parser, uint32_t parent, uint32_t child)
{
	struct parsed *to = &parser->nodes[parent], *from = &parser->nodes[child];
	bool same = from->node.kind == to->node.kind && !from->node.negated;
	uint32_t first = same ? from->child : child;

	if (to->child == NODE_NONE)
		to->child = first;
	else
		parser->nodes[to->last_child].next = first;
	to->last_child = same ? from->last_child : child;
	to->node.count += same ? from->node.count : 1;
	if (from->node.cost > to->node.cost)
		to->node.cost = from->node.cost;
}

int parser_descend(struct parser *parser)
{
	if (parser->depth == EXPRESSION_DEPTH_MAX)
		return complaint_set(parser->complaint, parser->token.at, parser->token.length,
				     "groups are nested more than %d deep", EXPRESSION_DEPTH_MAX);
	parser->depth++;
	return 0;
}

/* Something stands where only `what` could. */
static int out_of_place(struct parser *parser, const char *what)
{
	const struct token *token = &parser->token;
	char text[SHOWN_MAX], hint[NEAREST_MAX];
	struct nearest nearest;

	nearest_init(&nearest);
	nearest_try(&nearest, token->text, TEXT("and"));
	nearest_try(&nearest, token->text, TEXT("or"));
	return complaint_set(parser->complaint, token->at, token->length,
			     "%s is missing before '%s'%s", what, shown(token->text, text),
			     nearest_print(&nearest, hint));
}

static int group_parse(struct parser *parser, uint32_t *out_node)
{
	struct token open = parser->token;
	int err = parser_descend(parser);

	if (err < 0)
		return err;
	parser_advance(parser);
	err = or_parse(parser, out_node);
	parser->depth--;
	if (err < 0)
		return err;
	if (parser->token.kind == TOKEN_END)
		return complaint_set(parser->complaint, open.at, 1, "'(' without its ')'");
	if (parser->token.kind != TOKEN_CLOSE)
		return out_of_place(parser, "'and', 'or' or ')'");
	parser_advance(parser);
	return 0;
}

static int not_parse(struct parser *parser, uint32_t *out_node)
{
	bool negated = false;
	uint32_t node = NODE_NONE;

	while (parser_take_word(parser, "not"))
		negated = !negated;
	int err = parser->token.kind == TOKEN_OPEN ? group_parse(parser, &node)
						   : term_parse(parser, &node);
	if (err < 0)
		return err;
	assert(node != NODE_NONE);
	parser->nodes[node].node.negated ^= negated;
	*out_node = node;
	return 0;
}

/* One or more of what `parse` reads, joined by `word`. */
static int joined_parse(struct parser *parser, enum node_kind kind, const char *word,
			int (*parse)(struct parser *, uint32_t *), uint32_t *out_node)
{
	const struct node group = { .kind = (uint8_t)kind };
	uint32_t first = NODE_NONE, parent = NODE_NONE, child = NODE_NONE;
	int err = parse(parser, &first);

	while (err == 0 && parser_take_word(parser, word)) {
		if (parent == NODE_NONE) {
			err = node_add(parser, &group, &parent);
			if (err < 0)
				return err;
			node_adopt(parser, parent, first);
		}
		err = parse(parser, &child);
		if (err == 0)
			node_adopt(parser, parent, child);
	}
	if (err == 0)
		*out_node = parent != NODE_NONE ? parent : first;
	return err;
}

static int and_parse(struct parser *parser, uint32_t *out_node)
{
	return joined_parse(parser, NODE_AND, "and", not_parse, out_node);
}

static int or_parse(struct parser *parser, uint32_t *out_node)
{
	return joined_parse(parser, NODE_OR, "or", and_parse, out_node);
}

static int whole_parse(struct parser *parser, uint32_t *out_node)
{
	if (parser->lexer.text.len > EXPRESSION_TEXT_MAX)
		return complaint_set(parser->complaint, EXPRESSION_TEXT_MAX, 0,
				     "an expression has at most %d octets", EXPRESSION_TEXT_MAX);
	parser_advance(parser);
	int err = or_parse(parser, out_node);
	if (err == 0 && parser->token.kind == TOKEN_CLOSE)
		return complaint_set(parser->complaint, parser->token.at, 1, "')' without its '('");
	if (err == 0 && parser->token.kind != TOKEN_END)
		return out_of_place(parser, "'and' or 'or'");
	return err;
}

/* A child on its way to its place among its siblings. */
struct place {
	uint32_t node, number;
	unsigned cost;
};

static int by_cost(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

/* The children of a group, cheap ones first, at `places`. */
static void children_order(const struct parser *parser, const struct parsed *group,
			   struct place *places)
{
	uint32_t count = 0;

	for (uint32_t child = group->child; child != NODE_NONE; child = parser->nodes[child].next) {
		places[count] = (struct place){ child, count, parser->nodes[child].node.cost };
		count++;
	}
	assert(count == group->node.count);
	sort_items(places, count, sizeof(*places), by_cost);
}

/* Lays the tree out: a group's children side by side, behind all that was laid out before. */
static int freeze(struct parser *parser, uint32_t root, const struct expression **out_expression)
{
	struct expression *expression = arena_alloc(parser->arena, 1, sizeof(*expression));
	struct node *nodes = arena_alloc(parser->arena, parser->count, sizeof(*nodes));
	uint32_t used = 1;
	uint16_t answers = 0;

	if (expression == NULL || nodes == NULL)
		return parser_is_full(parser);
	assert(parser->nodes != NULL && parser->count > root);
	struct place *places = memory_alloc(parser->count, sizeof(*places));
	places[0].node = root;
	for (uint32_t i = 0; i < used; i++) {
		const struct parsed *parsed = &parser->nodes[places[i].node];
		nodes[i] = parsed->node;
		if (parsed->node.kind != NODE_TERM) {
			children_order(parser, parsed, places + used);
			nodes[i].first = used;
			used += parsed->node.count;
		} else if ((parsed->node.needs & KNOWS_ATTRIBUTES) != 0) {
			nodes[i].answer = answers++;
			expression->asks_attributes = true;
		} else {
			expression->asks_others = true;
		}
	}
	free(places);
	expression->nodes = nodes;
	expression->count = used;
	*out_expression = expression;
	return 0;
}

int expression_parse(struct arena *arena, struct text text, const struct expression_world *world,
		     const struct expression **out_expression, struct complaint *out_complaint)
{
	struct parser parser = {
		.lexer = { text, 0 }, .arena = arena, .world = world, .complaint = out_complaint
	};
	uint32_t root = NODE_NONE;
	int err = whole_parse(&parser, &root);

	if (err == 0)
		err = freeze(&parser, root, out_expression);
	free(parser.nodes);
	return err;
}

bool expression_asks(const struct expression *expression, enum term_id term)
{
	for (uint32_t i = 0; i < expression->count; i++)
		if (expression->nodes[i].kind == NODE_TERM && expression->nodes[i].term == term)
			return true;
	return false;
}
