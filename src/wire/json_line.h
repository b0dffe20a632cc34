/*
 * JSON line: one object that stands on a line by itself, as a tree.
 *
 * In:   a line, any bytes.
 * Out:  its members in their order; their texts without escapes.
 * Promise: a tree is there whole or not at all. Memory is bounded by the line and
 * JSON_LINE_NODES_MAX values; it is kept for the next line. Of members of one name the first that
 * is met counts. Standard: RFC 8259; JSON Lines.
 */
#ifndef WIRE_JSON_LINE_H
#define WIRE_JSON_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum {
	JSON_LINE_DEPTH_MAX = 8,
	JSON_LINE_NODES_MAX = 1 << 16,
};

enum json_node_type {
	NODE_NULL,
	NODE_FALSE,
	NODE_TRUE,
	NODE_NUMBER,
	NODE_TEXT,
	NODE_ARRAY,
	NODE_OBJECT,
};

struct json_node {
	struct text key;  /* in an object; else empty */
	struct text text; /* of a text, or a number as it is written; a NUL stands behind it */
	enum json_node_type type;
	uint32_t first; /* number of its first element, or 0 */
	uint32_t next;  /* of the next one beside it, or 0 */
};

struct json_line {
	struct json_node *nodes; /* owns; the first is the object */
	size_t count, node_room;
	char *texts; /* owns */
	size_t used, text_room;

	/* While it is read. */
	struct text key;
	uint32_t open[JSON_LINE_DEPTH_MAX]; /* containers */
	uint32_t last[JSON_LINE_DEPTH_MAX]; /* the last element of each, or 0 */
	unsigned depth;
	int result;
};

void json_line_init(struct json_line *line);
void json_line_clear(struct json_line *line);

/* ERR_MALFORMED: no object, or more than one. ERR_LIMIT: nested too deep, too many values, or a
 * text of more than JSON_STRING_MAX bytes. What was read before is forgotten in any case. */
MUST_CHECK int json_line_parse(struct json_line *line, struct text text);

/* All that follows is borrowed until the next parse. The object is the first node. */
static inline const struct json_node *json_line_object(const struct json_line *line)
{
	return &line->nodes[0];
}

/* The first element, the next one beside it; NULL: there is none. */
const struct json_node *json_line_first(const struct json_line *line, const struct json_node *of);
const struct json_node *json_line_next(const struct json_line *line, const struct json_node *node);

/* The member of `object`, or NULL. The one behind `*io_last` is tried first, which is where it
 * stands when members come in the order in which they are asked for; start with NULL. */
const struct json_node *json_line_member(const struct json_line *line,
					 const struct json_node *object, const char *name,
					 const struct json_node **io_last);

#endif
