#include "base/utc.h"
#include "select/expression.h"

static void node_put(struct buffer *out, const struct expression *expression,
		     const struct node *node);

static void argument_put(struct buffer *out, const struct term *term, const struct node *node)
{
	char text[UTC_TEXT_MAX];

	switch (term->argument) {
	case ARGUMENT_NONE:
	case ARGUMENT_TIMES:
		return;
	case ARGUMENT_LIST:
	case ARGUMENT_SEQUENCE:
		for (uint32_t i = 0; i < node->count; i++) {
			buffer_char(out, ' ');
			value_list_put(out, &node->lists[i]);
		}
		return;
	case ARGUMENT_NUMBER:
		buffer_format(out, " %llu", (unsigned long long)node->number);
		return;
	case ARGUMENT_COMPARISON:
		buffer_format(out, " %s %llu", comparison_name(node->comparison),
			      (unsigned long long)node->number);
		return;
	case ARGUMENT_TIME:
		buffer_format(out, " %s %s", comparison_name(node->comparison),
			      utc_print(node->number, text));
		return;
	case ARGUMENT_PATTERN:
		buffer_string(out, " \"");
		buffer_text(out, node->path.source);
		buffer_char(out, '"');
		return;
	case ARGUMENT_WORDS:
	case ARGUMENT_OPTIONAL_WORD:
		buffer_char(out, ' ');
		term_words_put(out, term, (uint32_t)node->number);
		return;
	}
}

static void child_put(struct buffer *out, const struct expression *expression,
		      const struct node *parent, const struct node *child)
{
	bool apart = parent->kind == NODE_AND && child->kind == NODE_OR && !child->negated;

	if (apart)
		buffer_char(out, '(');
	node_put(out, expression, child);
	if (apart)
		buffer_char(out, ')');
}

/* As deep as the expression is nested: at most EXPRESSION_DEPTH_MAX and one. */
static void node_put(struct buffer *out, const struct expression *expression,
		     const struct node *node)
{
	const struct term *term = &terms[node->term];
	bool apart = node->negated && node->kind != NODE_TERM;

	buffer_string(out, !node->negated ? "" : apart ? "not (" : "not ");
	if (node->kind == NODE_TERM) {
		buffer_string(out, term->name);
		argument_put(out, term, node);
	} else {
		for (uint32_t i = 0; i < node->count; i++) {
			if (i > 0)
				buffer_string(out, node->kind == NODE_AND ? " and " : " or ");
			child_put(out, expression, node, &expression->nodes[node->first + i]);
		}
	}
	if (apart)
		buffer_char(out, ')');
}

void expression_print(const struct expression *expression, struct buffer *out)
{
	node_put(out, expression, &expression->nodes[0]);
}
