#include "norms/yaml_fields.h"

#include <stdio.h>

enum {
	FIELDS_MAX = 16,
	NEAR = 2,     /* letters between a mistyped word and the one that was meant */
	QUOTED = 40,  /* of a strange word so much is shown */
	FRACTION = 6, /* digits behind the point */
};

int yaml_refuse(struct yaml_reading *reading, unsigned line, const char *format, ...)
{
	int used = snprintf(reading->message, reading->message_size, "%s, line %u: ", reading->name,
			    line);

	if (used > 0 && (size_t)used < reading->message_size) {
		va_list args;
		va_start(args, format);
		(void)vsnprintf(reading->message + used, reading->message_size - (size_t)used,
				format, args);
		va_end(args);
	}
	return ERR_MALFORMED;
}

int yaml_refuse_size(struct yaml_reading *reading)
{
	(void)snprintf(reading->message, reading->message_size, "%s: more than we can hold",
		       reading->name);
	return ERR_LIMIT;
}

int yaml_name_find(const char *const *names, const char *word)
{
	for (int i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], word) == 0)
			return i;
	return -1;
}

/* The nearest of a list, or NULL when none is near. */
static const char *nearest(const char *const *names, const char *word)
{
	const char *best = NULL;
	unsigned best_distance = NEAR + 1;

	for (size_t i = 0; names[i] != NULL; i++) {
		unsigned distance = text_distance(text_of(word), text_of(names[i]));
		if (distance < best_distance) {
			best = names[i];
			best_distance = distance;
		}
	}
	return best;
}

static int refuse_word(struct yaml_reading *reading, unsigned line, const char *what,
		       const char *const *names, const char *word)
{
	const char *meant = nearest(names, word);

	if (meant != NULL)
		return yaml_refuse(reading, line, "%s '%.*s'; did you mean '%s'?", what, QUOTED,
				   word, meant);
	return yaml_refuse(reading, line, "%s '%.*s'", what, QUOTED, word);
}

static int refuse_value(struct yaml_reading *reading, const struct yaml_node *node,
			const char *wanted)
{
	return yaml_refuse(reading, node->line, "'%s' must be %s, not '%.*s'", node->key, wanted,
			   QUOTED, node->word);
}

/* "0.9"; digits, and at most six behind a point. Exact for what people write: both numbers of the
 * division are whole. */
static bool share_parse(struct text word, double *out_share)
{
	struct text whole, fraction = word;
	uint32_t units, parts = 0, of = 1;

	if (!text_cut(&fraction, '.', &whole) || text_u32(whole, &units) < 0 || units > 1)
		return false;
	if (whole.len < word.len) {
		if (fraction.len > FRACTION || text_u32(fraction, &parts) < 0)
			return false;
		for (size_t i = 0; i < fraction.len; i++)
			of *= 10;
	}
	if (units == 1 && parts > 0)
		return false;
	*out_share = (double)units + (double)parts / (double)of;
	return true;
}

static int words_read(struct yaml_reading *reading, const struct yaml_node *list, void *out)
{
	const char **words = arena_alloc(reading->arena, list->children + 1, sizeof(*words));
	size_t count = 0;

	if (words == NULL)
		return yaml_refuse_size(reading);
	for (const struct yaml_node *at = list->child; at != NULL; at = at->next) {
		if (at->kind != YAML_WORD || at->word[0] == '\0')
			return yaml_refuse(reading, at->line, "'%s' must list words", list->key);
		if (yaml_name_find(words, at->word) >= 0)
			return yaml_refuse(reading, at->line, "'%.*s' is listed twice", QUOTED,
					   at->word);
		words[count] = arena_text(reading->arena, at->word, strlen(at->word));
		if (words[count++] == NULL)
			return yaml_refuse_size(reading);
	}
	*(const char *const **)out = words;
	return 0;
}

static int list_read(struct yaml_reading *reading, const struct yaml_node *list,
		     const struct field *field, char *out_struct)
{
	const struct field_table *table = field->table;
	char *items = arena_alloc(reading->arena, list->children, table->size);
	size_t count = 0;

	if (items == NULL)
		return yaml_refuse_size(reading);
	for (const struct yaml_node *at = list->child; at != NULL; at = at->next, count++) {
		int result = yaml_fields_read(reading, at, table, items + count * table->size);
		if (result < 0)
			return result;
	}
	*(const void **)(void *)(out_struct + field->offset) = items;
	*(size_t *)(void *)(out_struct + field->count_offset) = count;
	return 0;
}

static int text_read(struct yaml_reading *reading, const struct yaml_node *node, void *out)
{
	if (node->word[0] == '\0')
		return yaml_refuse(reading, node->line, "'%s' is empty", node->key);
	const char *copy = arena_text(reading->arena, node->word, strlen(node->word));
	if (copy == NULL)
		return yaml_refuse_size(reading);
	*(const char **)out = copy;
	return 0;
}

static int word_read(struct yaml_reading *reading, const struct yaml_node *node,
		     const struct field *field, void *out)
{
	struct text word = text_of(node->word);
	uint32_t number;
	double share;
	int name;

	switch (field->kind) {
	case FIELD_TEXT:
		return text_read(reading, node, out);
	case FIELD_COUNT:
		if (text_u32(word, &number) < 0)
			return refuse_value(reading, node, "a whole number");
		*(unsigned *)out = number;
		return 0;
	case FIELD_SHARE:
		if (!share_parse(word, &share))
			return refuse_value(reading, node, "a number from 0 to 1");
		*(double *)out = share;
		return 0;
	case FIELD_SWITCH:
		if (!text_equal(word, TEXT("true")) && !text_equal(word, TEXT("false")))
			return refuse_value(reading, node, "true or false");
		*(bool *)out = text_equal(word, TEXT("true"));
		return 0;
	case FIELD_NAME:
		name = yaml_name_find(field->names, node->word);
		if (name < 0)
			return refuse_word(reading, node->line, "unknown word", field->names,
					   node->word);
		*(unsigned *)out = (unsigned)name;
		return 0;
	case FIELD_WORDS:
	case FIELD_LIST:
	case FIELD_PART:
		break;
	}
	return 0;
}

static int field_read(struct yaml_reading *reading, const struct yaml_node *node,
		      const struct field *field, char *out_struct)
{
	static const struct {
		enum yaml_kind kind;
		const char *says;
	} shapes[] = {
		[FIELD_TEXT] = { YAML_WORD, "a text" },
		[FIELD_COUNT] = { YAML_WORD, "a number" },
		[FIELD_SHARE] = { YAML_WORD, "a number" },
		[FIELD_SWITCH] = { YAML_WORD, "a word" },
		[FIELD_NAME] = { YAML_WORD, "a word" },
		[FIELD_WORDS] = { YAML_LIST, "a list" },
		[FIELD_LIST] = { YAML_LIST, "a list" },
		[FIELD_PART] = { YAML_MAP, "a mapping" },
	};

	if (node->kind != shapes[field->kind].kind)
		return yaml_refuse(reading, node->line, "'%s' must be %s", node->key,
				   shapes[field->kind].says);
	if (field->kind == FIELD_WORDS)
		return words_read(reading, node, out_struct + field->offset);
	if (field->kind == FIELD_LIST)
		return list_read(reading, node, field, out_struct);
	if (field->kind == FIELD_PART)
		return yaml_fields_read(reading, node, field->table, out_struct);
	return word_read(reading, node, field, out_struct + field->offset);
}

static int refuse_key(struct yaml_reading *reading, const struct yaml_node *node,
		      const struct field *fields)
{
	const char *keys[FIELDS_MAX + 1] = { NULL };

	for (size_t i = 0; i < FIELDS_MAX && fields[i].key != NULL; i++)
		keys[i] = fields[i].key;
	return refuse_word(reading, node->key_line, "unknown key", keys, node->key);
}

int yaml_fields_read(struct yaml_reading *reading, const struct yaml_node *map,
		     const struct field_table *table, void *out_struct)
{
	const struct field *fields = table->fields;

	if (map->kind != YAML_MAP)
		return yaml_refuse(reading, map->line, "%s must be a mapping", table->thing);
	if (table->defaults != NULL)
		memcpy(out_struct, table->defaults, table->size);
	for (const struct yaml_node *at = map->child; at != NULL; at = at->next) {
		const struct field *field = fields;
		while (field->key != NULL && strcmp(field->key, at->key) != 0)
			field++;
		int result = field->key == NULL ? refuse_key(reading, at, fields)
						: field_read(reading, at, field, out_struct);
		if (result < 0)
			return result;
	}
	for (const struct field *field = fields; field->key != NULL; field++)
		if (field->is_required && yaml_child(map, field->key) == NULL)
			return yaml_refuse(reading, map->line, "%s needs '%s'", table->thing,
					   field->key);
	return table->check != NULL ? table->check(reading, map, out_struct) : 0;
}
