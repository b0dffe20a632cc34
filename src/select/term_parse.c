#include "base/utc.h"
#include "select/parser.h"

/* 10000-01-01: behind it no time can be written. */
#define TIME_END (UINT64_C(253402300800) * UTC_SECOND)

/* The next token is not what should stand here. */
static int expected(struct parser *parser, const char *what)
{
	const struct token *token = &parser->token;
	char text[SHOWN_MAX];

	if (token->kind == TOKEN_END)
		return complaint_set(parser->complaint, token->at, 0, "%s is missing at the end",
				     what);
	if (token->kind == TOKEN_UNCLOSED)
		return complaint_set(parser->complaint, token->at, 1, "a quote without its end");
	return complaint_set(parser->complaint, token->at, token->length,
			     "%s is missing before '%s'", what, shown(token->text, text));
}

static bool is_value(const struct token *token)
{
	return token->kind == TOKEN_WORD || token->kind == TOKEN_QUOTED;
}

/* Moves a complaint about a token's text to the token. */
static int at_token(struct parser *parser, const struct token *token, int err)
{
	if (err < 0) {
		parser->complaint->at += token->at + (token->kind == TOKEN_QUOTED);
		if (parser->complaint->length == 0)
			parser->complaint->length = token->length;
	}
	return err;
}

/* "in FILE". */
static int file_parse(struct parser *parser, unsigned accepts, struct value_builder *builder,
		      struct text *out_file)
{
	const struct expression_world *world = parser->world;
	const char *reason = "it cannot be read";
	struct token token = parser->token;
	char name[SHOWN_MAX], says[COMPLAINT_SAYS_MAX - SHOWN_MAX];
	struct text lines;

	if (!is_value(&token) || token.text.len == 0)
		return expected(parser, "the name of a file");
	if (world->load == NULL)
		return complaint_set(parser->complaint, token.at, token.length,
				     "files cannot be used here; write {a, b}");
	if (!world->load(world->context, token.text, &lines, &reason))
		return complaint_set(parser->complaint, token.at, token.length, "%s: %s",
				     shown(token.text, name), reason);
	parser_advance(parser);
	*out_file = token.text;
	if (value_add_lines(builder, lines, accepts, parser->complaint) == 0)
		return 0;
	memcpy(says, parser->complaint->says, sizeof(says) - 1);
	says[sizeof(says) - 1] = '\0';
	return complaint_set(parser->complaint, token.at, token.length, "%s %s",
			     shown(token.text, name), says);
}

static int value_parse(struct parser *parser, const struct term *term,
		       struct value_builder *builder)
{
	struct token token = parser->token;

	if (!is_value(&token))
		return expected(parser, "a value");
	parser_advance(parser);
	return at_token(parser, &token,
			value_add(builder, token.text, term->accepts, parser->complaint));
}

/* "a, b}" */
static int values_parse(struct parser *parser, const struct term *term,
			struct value_builder *builder)
{
	for (;;) {
		int err = value_parse(parser, term, builder);
		if (err < 0)
			return err;
		if (parser->token.kind == TOKEN_LIST_CLOSE)
			break;
		if (parser->token.kind != TOKEN_COMMA)
			return expected(parser, "',' or '}'");
		parser_advance(parser);
	}
	parser_advance(parser);
	return 0;
}

static int list_fill(struct parser *parser, const struct term *term, struct value_builder *builder,
		     struct text *out_file)
{
	if (parser_take_word(parser, "in"))
		return file_parse(parser, term->accepts, builder, out_file);
	if (parser->token.kind != TOKEN_LIST_OPEN)
		return value_parse(parser, term, builder);
	parser_advance(parser);
	return values_parse(parser, term, builder);
}

static int list_parse(struct parser *parser, const struct term *term, struct value_list *out_list)
{
	struct value_builder builder;
	struct text file = { NULL, 0 };

	value_builder_init(&builder);
	int err = list_fill(parser, term, &builder, &file);
	if (err == 0 &&
	    value_list_build(parser->arena, &builder, term->accepts, file, out_list) < 0)
		err = parser_is_full(parser);
	value_builder_clear(&builder);
	return err;
}

/* Can what comes next be one more AS of a sequence? */
static bool goes_on(const struct parser *parser)
{
	const struct token *token = &parser->token;

	if (token->kind == TOKEN_WORD)
		return !token_is(token, "and") && !token_is(token, "or");
	return token->kind == TOKEN_LIST_OPEN || token->kind == TOKEN_QUOTED;
}

static int lists_parse(struct parser *parser, const struct term *term, struct node *node)
{
	struct value_list lists[EXPRESSION_SEQUENCE_MAX];
	uint32_t count = 0;

	do {
		if (count == EXPRESSION_SEQUENCE_MAX)
			return complaint_set(parser->complaint, parser->token.at,
					     parser->token.length,
					     "more than %d ASes in a row; use path matches",
					     EXPRESSION_SEQUENCE_MAX);
		int err = list_parse(parser, term, &lists[count]);
		if (err < 0)
			return err;
		count++;
	} while (term->argument == ARGUMENT_SEQUENCE && goes_on(parser));

	struct value_list *kept = arena_alloc(parser->arena, count, sizeof(*kept));
	if (kept == NULL)
		return parser_is_full(parser);
	memcpy(kept, lists, count * sizeof(*kept));
	node->lists = kept;
	node->count = count;
	return 0;
}

static int number_parse(struct parser *parser, const struct term *term, struct node *node)
{
	struct token token = parser->token;
	char text[SHOWN_MAX];
	uint32_t number;

	if (!is_value(&token))
		return expected(parser, "a number");
	if (text_u32(token.text, &number) < 0 || number > term->most)
		return complaint_set(parser->complaint, token.at, token.length,
				     "'%s' is not a number from 0 to %u", shown(token.text, text),
				     term->most);
	parser_advance(parser);
	node->number = number;
	return 0;
}

static int comparison_parse(struct parser *parser, struct node *node)
{
	if (parser->token.kind != TOKEN_COMPARISON)
		return expected(parser, "one of = != < <= > >=");
	node->comparison = (uint8_t)parser->token.comparison;
	parser_advance(parser);
	return 0;
}

static int time_parse(struct parser *parser, uint64_t *out_time)
{
	struct token token = parser->token;
	char text[SHOWN_MAX];

	if (!is_value(&token))
		return expected(parser, "a time");
	if (utc_parse(token.text, out_time) < 0 || *out_time >= TIME_END)
		return complaint_set(parser->complaint, token.at, token.length,
				     "'%s' is not a time; write it like 2026-02-22T15:30:00Z",
				     shown(token.text, text));
	parser_advance(parser);
	return 0;
}

static int pattern_parse(struct parser *parser, struct node *node)
{
	struct token token = parser->token;
	struct as_pattern pattern;

	if (!is_value(&token))
		return expected(parser, "a pattern in quotes");
	int err =
		at_token(parser, &token, as_pattern_parse(token.text, &pattern, parser->complaint));
	if (err < 0)
		return err;
	struct as_pattern *kept = arena_alloc(parser->arena, 1, sizeof(*kept));
	struct text source = text_trim(token.text);
	const char *copy = arena_text(parser->arena, source.at, source.len);
	if (kept == NULL || copy == NULL)
		return parser_is_full(parser);
	*kept = pattern;
	node->path.pattern = kept;
	node->path.source = (struct text){ copy, source.len };
	parser_advance(parser);
	return 0;
}

static const struct term_word *word_find(const struct term *term, const struct token *token)
{
	for (const struct term_word *word = term->words; word->name != NULL; word++)
		if (token_is(token, word->name))
			return word;
	return NULL;
}

static int word_parse(struct parser *parser, const struct term *term, struct node *node)
{
	const struct token *token = &parser->token;
	char text[SHOWN_MAX], hint[NEAREST_MAX];
	struct nearest nearest;

	if (!is_value(token))
		return expected(parser, "a word");
	const struct term_word *word = word_find(term, token);
	if (word == NULL) {
		nearest_init(&nearest);
		for (word = term->words; word->name != NULL; word++)
			nearest_try(&nearest, token->text, text_of(word->name));
		return complaint_set(parser->complaint, token->at, token->length,
				     "'%s' does not go with %s%s", shown(token->text, text),
				     term->name, nearest_print(&nearest, hint));
	}
	node->number |= word->mask;
	parser_advance(parser);
	return 0;
}

static int words_parse(struct parser *parser, const struct term *term, struct node *node)
{
	if (parser->token.kind != TOKEN_LIST_OPEN)
		return word_parse(parser, term, node);
	do {
		parser_advance(parser);
		int err = word_parse(parser, term, node);
		if (err < 0)
			return err;
	} while (parser->token.kind == TOKEN_COMMA);
	if (parser->token.kind != TOKEN_LIST_CLOSE)
		return expected(parser, "',' or '}'");
	parser_advance(parser);
	return 0;
}

/* None of its words stands for all of them. */
static int optional_word_parse(struct parser *parser, const struct term *term, struct node *node)
{
	if (parser->token.kind == TOKEN_LIST_OPEN || word_find(term, &parser->token) != NULL)
		return words_parse(parser, term, node);
	for (const struct term_word *word = term->words; word->name != NULL; word++)
		node->number |= word->mask;
	return 0;
}

static int argument_parse(struct parser *parser, const struct term *term, struct node *node)
{
	int err;

	switch (term->argument) {
	case ARGUMENT_NONE:
	case ARGUMENT_TIMES: /* two nodes: see times_parse() */
		return 0;
	case ARGUMENT_LIST:
	case ARGUMENT_SEQUENCE:
		if (term == &terms[TERM_NEXT_HOP])
			(void)parser_take_word(parser, "within");
		return lists_parse(parser, term, node);
	case ARGUMENT_NUMBER:
		return number_parse(parser, term, node);
	case ARGUMENT_COMPARISON:
		err = comparison_parse(parser, node);
		return err < 0 ? err : number_parse(parser, term, node);
	case ARGUMENT_TIME:
		err = comparison_parse(parser, node);
		return err < 0 ? err : time_parse(parser, &node->number);
	case ARGUMENT_PATTERN:
		return pattern_parse(parser, node);
	case ARGUMENT_WORDS:
		return words_parse(parser, term, node);
	case ARGUMENT_OPTIONAL_WORD:
		return optional_word_parse(parser, term, node);
	}
	return 0;
}

static int input_check(struct parser *parser, const struct token *token, const struct term *term)
{
	const struct expression_world *world = parser->world;
	const char *missing = NULL;

	if (term->input == INPUT_VRPS && !world->has_vrps)
		missing = "VRPs; give a file of them, --with vrps.json";
	if (term->input == INPUT_ROUTE_OBJECTS && !world->has_route_objects)
		missing = "route objects; give a file of them, --with irr.db.gz";
	if (term->input == INPUT_BOGONS && !world->has_bogons)
		missing = "bogon lists, which are not given here";
	if (missing == NULL)
		return 0;
	return complaint_set(parser->complaint, token->at, token->length, "%s needs %s", term->name,
			     missing);
}

static struct node node_of(enum term_id id)
{
	return (struct node){ .kind = NODE_TERM,
			      .term = (uint8_t)id,
			      .needs = (uint8_t)terms[id].needs,
			      .cost = (uint8_t)terms[id].cost };
}

/* Two nodes under a group, which counts as one in parentheses. */
static int pair_add(struct parser *parser, enum node_kind kind, const struct node *one,
		    const struct node *other, uint32_t *out_node)
{
	const struct node group = { .kind = (uint8_t)kind };
	uint32_t first = NODE_NONE, second = NODE_NONE, parent = NODE_NONE;
	int err = parser_descend(parser);

	if (err < 0)
		return err;
	parser->depth--;
	err = node_add(parser, one, &first);
	if (err == 0)
		err = node_add(parser, other, &second);
	if (err == 0)
		err = node_add(parser, &group, &parent);
	if (err < 0)
		return err;
	node_adopt(parser, parent, first);
	node_adopt(parser, parent, second);
	*out_node = parent;
	return 0;
}

/* "T to T" */
static int times_parse(struct parser *parser, uint32_t *out_node)
{
	struct node from = node_of(TERM_TIME), to = node_of(TERM_TIME);
	int err = time_parse(parser, &from.number);

	if (err < 0)
		return err;
	if (!parser_take_word(parser, "to"))
		return expected(parser, "'to' and a second time");
	struct token token = parser->token;
	err = time_parse(parser, &to.number);
	if (err < 0)
		return err;
	if (to.number <= from.number)
		return complaint_set(parser->complaint, token.at, token.length,
				     "the second time is not behind the first");
	from.comparison = IS_AT_LEAST;
	to.comparison = IS_LESS;
	return pair_add(parser, NODE_AND, &from, &to, out_node);
}

/* Behind "afi N": "safi M". */
static int safi_parse(struct parser *parser, const struct node *afi, uint32_t *out_node)
{
	struct node safi = node_of(TERM_SAFI);
	int err = number_parse(parser, &terms[TERM_SAFI], &safi);

	return err < 0 ? err : pair_add(parser, NODE_AND, afi, &safi, out_node);
}

/* The first word of a term's name, and the second or an empty one. */
static void name_cut(const struct term *term, struct text *out_first, struct text *out_second)
{
	struct text rest = text_of(term->name);

	(void)text_cut(&rest, ' ', out_first);
	*out_second = rest.at != NULL ? rest : text_from(*out_first, out_first->len);
}

static int no_such_term(struct parser *parser, const struct token *token)
{
	char text[SHOWN_MAX], hint[NEAREST_MAX];
	struct nearest nearest;
	struct text first, second;

	nearest_init(&nearest);
	for (unsigned i = 0; i < TERMS; i++) {
		name_cut(&terms[i], &first, &second);
		nearest_try(&nearest, token->text, first);
	}
	return complaint_set(parser->complaint, token->at, token->length, "there is no term '%s'%s",
			     shown(token->text, text), nearest_print(&nearest, hint));
}

/* The first word is one of a term's, but no term has this second word. */
static int no_such_second(struct parser *parser, const struct token *first_token)
{
	const struct token *token = &parser->token;
	char text[SHOWN_MAX], says[COMPLAINT_SAYS_MAX - 96] = "", hint[NEAREST_MAX];
	struct nearest nearest;
	struct text first, second;
	size_t used = 0;

	nearest_init(&nearest);
	for (unsigned i = 0; i < TERMS; i++) {
		name_cut(&terms[i], &first, &second);
		if (!text_equal_fold(first_token->text, first) || second.len == 0)
			continue;
		nearest_try(&nearest, token->text, second);
		if (used + second.len + 3 < sizeof(says)) {
			if (used > 0)
				used = (size_t)(put_bytes(says + used, ", ", 2) - says);
			used = (size_t)(put_bytes(says + used, second.at, second.len) - says);
		}
	}
	says[used] = '\0';
	if (token->kind != TOKEN_WORD)
		return complaint_set(parser->complaint, first_token->at, first_token->length,
				     "'%s' goes with one of: %s", shown(first_token->text, text),
				     says);
	char other[SHOWN_MAX];
	return complaint_set(parser->complaint, token->at, token->length,
			     "'%s' does not go with '%s', but one of: %s%s",
			     shown(token->text, text), shown(first_token->text, other), says,
			     nearest_print(&nearest, hint));
}

/* Takes the name of a term off, the longest that is there. */
static int name_parse(struct parser *parser, struct token *out_token, enum term_id *out_id)
{
	struct token token = parser->token;
	struct text first, second;
	enum term_id found = TERMS;
	bool begins = false, whole = false;

	if (token.kind != TOKEN_WORD || token_is(&token, "and") || token_is(&token, "or"))
		return expected(parser, "a term");
	parser_advance(parser);
	for (unsigned i = 0; i < TERMS && !whole; i++) {
		name_cut(&terms[i], &first, &second);
		if (!text_equal_fold(token.text, first))
			continue;
		begins = true;
		whole = second.len > 0 && parser->token.kind == TOKEN_WORD &&
			text_equal_fold(parser->token.text, second);
		if (whole || second.len == 0)
			found = (enum term_id)i;
	}
	if (found == TERMS)
		return begins ? no_such_second(parser, &token) : no_such_term(parser, &token);
	if (whole)
		parser_advance(parser);
	*out_token = token;
	*out_id = found;
	return 0;
}

int term_parse(struct parser *parser, uint32_t *out_node)
{
	struct token token = parser->token;
	enum term_id id = TERMS;
	int err = name_parse(parser, &token, &id);

	if (err == 0)
		err = input_check(parser, &token, &terms[id]);
	if (err < 0)
		return err;
	struct node node = node_of(id);
	err = argument_parse(parser, &terms[id], &node);
	if (err < 0)
		return err;
	if (id == TERM_TIME_FROM)
		return times_parse(parser, out_node);
	if (id == TERM_AFI && parser_take_word(parser, "safi"))
		return safi_parse(parser, &node, out_node);
	if (id != TERM_BOGON)
		return node_add(parser, &node, out_node);
	struct node prefix = node_of(TERM_BOGON_PREFIX), asn = node_of(TERM_BOGON_ASN);
	prefix.number = asn.number = node.number;
	return pair_add(parser, NODE_OR, &prefix, &asn, out_node);
}
