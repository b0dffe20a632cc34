#include "wire/json_line.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "wire/json_stream.h"

struct reading {
	struct json_line *line;
	struct json_stream stream;
	bool is_cut; /* a text that is not all there */
};

enum { GO_ON = 1 };

static int stop(struct reading *r, int result)
{
	return json_stream_stop(&r->stream, result, TEXT("stopped"));
}

/* Unescaped texts with a NUL behind each never outgrow the line: quotes are left out. */
static struct text keep(struct json_line *line, const void *at, size_t len)
{
	char *copy = line->texts + line->used;

	assert(len < line->text_room - line->used);
	if (len > 0)
		memcpy(copy, at, len);
	copy[len] = '\0';
	line->used += len + 1;
	return (struct text){ copy, len };
}

static int add(struct reading *r, enum json_node_type type, struct text text)
{
	struct json_line *line = r->line;
	uint32_t id = (uint32_t)line->count;

	if (line->depth == 0 && type != NODE_OBJECT)
		return stop(r, ERR_MALFORMED);
	if (r->is_cut || line->count == JSON_LINE_NODES_MAX)
		return stop(r, ERR_LIMIT);
	line->nodes =
		memory_grow(line->nodes, &line->node_room, line->count + 1, sizeof(*line->nodes));
	line->nodes[line->count++] =
		(struct json_node){ .key = line->key, .text = text, .type = type };
	line->key = TEXT("");
	if (line->depth == 0)
		return GO_ON;
	uint32_t *last = &line->last[line->depth - 1];
	if (*last == 0)
		line->nodes[line->open[line->depth - 1]].first = id;
	else
		line->nodes[*last].next = id;
	*last = id;
	return GO_ON;
}

static int on_null(void *context)
{
	return add(context, NODE_NULL, TEXT(""));
}

static int on_boolean(void *context, int value)
{
	return add(context, value != 0 ? NODE_TRUE : NODE_FALSE, TEXT(""));
}

static int on_number(void *context, const char *at, size_t len)
{
	struct reading *r = context;
	return add(r, NODE_NUMBER, keep(r->line, at, len));
}

static int on_string(void *context, const unsigned char *at, size_t len)
{
	struct reading *r = context;
	return add(r, NODE_TEXT, keep(r->line, at, len));
}

static int on_key(void *context, const unsigned char *at, size_t len)
{
	struct reading *r = context;

	r->line->key = keep(r->line, at, len);
	return r->is_cut ? stop(r, ERR_LIMIT) : GO_ON;
}

static int open_container(struct reading *r, enum json_node_type type)
{
	struct json_line *line = r->line;

	if (line->depth == JSON_LINE_DEPTH_MAX)
		return stop(r, ERR_LIMIT);
	int go_on = add(r, type, TEXT(""));
	if (go_on == GO_ON) {
		line->open[line->depth] = (uint32_t)line->count - 1;
		line->last[line->depth++] = 0;
	}
	return go_on;
}

static int on_object(void *context)
{
	return open_container(context, NODE_OBJECT);
}

static int on_array(void *context)
{
	return open_container(context, NODE_ARRAY);
}

static int on_close(void *context)
{
	struct reading *r = context;

	r->line->depth--;
	return GO_ON;
}

static void on_long_string(void *context)
{
	struct reading *r = context;
	r->is_cut = true;
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_object,
	.yajl_map_key = on_key,
	.yajl_end_map = on_close,
	.yajl_start_array = on_array,
	.yajl_end_array = on_close,
};

void json_line_init(struct json_line *line)
{
	*line = (struct json_line){ 0 };
}

void json_line_clear(struct json_line *line)
{
	free(line->nodes);
	free(line->texts);
	*line = (struct json_line){ 0 };
}

int json_line_parse(struct json_line *line, struct text text)
{
	struct reading reading = { .line = line };

	line->count = line->used = 0;
	line->depth = 0;
	line->key = TEXT("");
	line->texts = memory_grow(line->texts, &line->text_room, text.len + 1, 1);
	json_stream_init(&reading.stream, &callbacks, &reading, on_long_string);
	int result = json_stream_feed(&reading.stream, text);
	if (result == 0)
		result = json_stream_finish(&reading.stream);
	json_stream_clear(&reading.stream);
	return result == 0 || result == ERR_LIMIT ? result : ERR_MALFORMED;
}

const struct json_node *json_line_first(const struct json_line *line, const struct json_node *of)
{
	return of->first != 0 ? &line->nodes[of->first] : NULL;
}

const struct json_node *json_line_next(const struct json_line *line, const struct json_node *node)
{
	return node->next != 0 ? &line->nodes[node->next] : NULL;
}

const struct json_node *json_line_member(const struct json_line *line,
					 const struct json_node *object, const char *name,
					 const struct json_node **io_last)
{
	const struct text key = text_of(name);
	const struct json_node *node =
		*io_last != NULL ? json_line_next(line, *io_last) : json_line_first(line, object);

	if (node == NULL || !text_equal(node->key, key))
		for (node = json_line_first(line, object);
		     node != NULL && !text_equal(node->key, key);)
			node = json_line_next(line, node);
	if (node != NULL)
		*io_last = node;
	return node;
}
