#include "norms/yaml_tree.h"

#include <assert.h>
#include <yaml.h>

/* A mapping or list that is not closed yet. */
struct level {
	struct yaml_node *node;
	struct yaml_node **end; /* where the next child is hung */
	const char *key;        /* a mapping's, waiting for its value */
	unsigned key_line;
};

struct reading {
	struct arena *scratch;
	yaml_parser_t parser;
	struct level levels[YAML_DEPTH_MAX];
	unsigned depth;
	struct yaml_node *root;
	struct yaml_mistake *mistake;
};

static int refuse(struct reading *reading, unsigned line, const char *says)
{
	*reading->mistake = (struct yaml_mistake){ line, says };
	return ERR_MALFORMED;
}

static int refuse_size(struct reading *reading, unsigned line)
{
	(void)refuse(reading, line, "the text is too large");
	return ERR_LIMIT;
}

static unsigned line_of(yaml_mark_t mark)
{
	return (unsigned)mark.line + 1; /* fits: a text is small */
}

/* A word, or the key of what follows; from then on the arena's. */
static int word_copy(struct reading *reading, const yaml_event_t *event, const char **out_word)
{
	const char *bytes = (const char *)event->data.scalar.value;
	size_t len = event->data.scalar.length;
	unsigned line = line_of(event->start_mark);

	if (memchr(bytes, '\0', len) != NULL)
		return refuse(reading, line, "a text holds a NUL");
	const char *word = arena_text(reading->scratch, bytes, len);
	if (word == NULL)
		return refuse_size(reading, line);
	*out_word = word;
	return 0;
}

static int key_take(struct reading *reading, struct level *level, const yaml_event_t *event)
{
	unsigned line = line_of(event->start_mark);
	const char *key;

	if (event->type != YAML_SCALAR_EVENT)
		return refuse(reading, line, "a key is not a word");
	int result = word_copy(reading, event, &key);
	if (result < 0)
		return result;
	if (yaml_child(level->node, key) != NULL)
		return refuse(reading, line, "a key is given twice");
	level->key = key;
	level->key_line = line;
	return 0;
}

/* Hangs a new node below the innermost open one, or makes it the root. */
static int node_add(struct reading *reading, enum yaml_kind kind, const char *word, unsigned line)
{
	struct level *level = reading->depth > 0 ? &reading->levels[reading->depth - 1] : NULL;
	struct yaml_node *node = arena_alloc(reading->scratch, 1, sizeof(*node));

	if (node == NULL)
		return refuse_size(reading, line);
	if (level != NULL && level->node->children == YAML_CHILDREN_MAX)
		return refuse(reading, line, "a list or mapping has more than 256 parts");
	*node = (struct yaml_node){ .kind = kind, .line = line, .word = word };
	if (level == NULL) {
		reading->root = node;
	} else {
		node->key = level->key;
		node->key_line = level->key_line;
		*level->end = node;
		level->end = &node->next;
		level->node->children++;
		level->key = NULL;
	}
	if (kind == YAML_WORD)
		return 0;
	if (reading->depth == YAML_DEPTH_MAX)
		return refuse(reading, line, "lists and mappings are nested too deep");
	reading->levels[reading->depth++] = (struct level){ .node = node, .end = &node->child };
	return 0;
}

static int value_take(struct reading *reading, const yaml_event_t *event)
{
	unsigned line = line_of(event->start_mark);
	const char *word = "";

	if (event->type == YAML_SEQUENCE_START_EVENT)
		return node_add(reading, YAML_LIST, word, line);
	if (event->type == YAML_MAPPING_START_EVENT)
		return node_add(reading, YAML_MAP, word, line);
	assert(event->type == YAML_SCALAR_EVENT);
	int result = word_copy(reading, event, &word);
	return result < 0 ? result : node_add(reading, YAML_WORD, word, line);
}

/* Anchors and tags stand at the same place in all three kinds of events that have them. */
static bool is_plain(const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return event->data.scalar.anchor == NULL && event->data.scalar.tag == NULL;
	case YAML_SEQUENCE_START_EVENT:
		return event->data.sequence_start.anchor == NULL &&
		       event->data.sequence_start.tag == NULL;
	case YAML_MAPPING_START_EVENT:
		return event->data.mapping_start.anchor == NULL &&
		       event->data.mapping_start.tag == NULL;
	case YAML_ALIAS_EVENT:
		return false;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_START_EVENT:
	case YAML_DOCUMENT_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return true;
	}
	return true;
}

static int event_take(struct reading *reading, const yaml_event_t *event)
{
	unsigned line = line_of(event->start_mark);
	struct level *level = reading->depth > 0 ? &reading->levels[reading->depth - 1] : NULL;

	if (!is_plain(event))
		return refuse(reading, line, "anchors, aliases and tags are not read");
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (reading->root != NULL)
			return refuse(reading, line, "a second document begins");
		return 0;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		reading->depth--;
		return 0;
	case YAML_SCALAR_EVENT:
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		if (level != NULL && level->node->kind == YAML_MAP && level->key == NULL)
			return key_take(reading, level, event);
		return value_take(reading, event);
	case YAML_NO_EVENT:
	case YAML_ALIAS_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		return 0;
	}
	return 0;
}

/* libyaml's sentences are static. */
static int refuse_syntax(struct reading *reading)
{
	const yaml_parser_t *parser = &reading->parser;
	const char *says = parser->problem != NULL ? parser->problem : "this is no YAML";

	if (parser->error == YAML_MEMORY_ERROR)
		return refuse_size(reading, line_of(parser->mark));
	return refuse(
		reading,
		line_of(parser->error == YAML_READER_ERROR ? parser->mark : parser->problem_mark),
		says);
}

static int events_take(struct reading *reading)
{
	for (;;) {
		yaml_event_t event;
		if (yaml_parser_parse(&reading->parser, &event) == 0)
			return refuse_syntax(reading);
		int result = event_take(reading, &event);
		bool is_last = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
		if (result < 0 || is_last)
			return result;
	}
}

int yaml_tree_read(struct arena *scratch, struct text text, const struct yaml_node **out_root,
		   struct yaml_mistake *out_mistake)
{
	struct reading reading = { .scratch = scratch, .mistake = out_mistake };

	if (text.len > YAML_TEXT_MAX || yaml_parser_initialize(&reading.parser) == 0)
		return refuse_size(&reading, 1);
	yaml_parser_set_encoding(&reading.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
		&reading.parser, (const unsigned char *)(text.len > 0 ? text.at : ""), text.len);
	int result = events_take(&reading);
	yaml_parser_delete(&reading.parser);
	if (result == 0 && reading.root == NULL)
		result = refuse(&reading, 1, "the text is empty");
	if (result == 0)
		*out_root = reading.root;
	return result;
}

const struct yaml_node *yaml_child(const struct yaml_node *map, const char *key)
{
	for (const struct yaml_node *at = map->child; at != NULL; at = at->next)
		if (at->key != NULL && strcmp(at->key, key) == 0)
			return at;
	return NULL;
}
