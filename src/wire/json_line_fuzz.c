/* Whatever the bytes: a tree hangs together, each value in one place, and its texts end. */
#include "base/fuzz.h"
#include "wire/json_line.h"

static size_t count(const struct json_line *line, const struct json_node *node, unsigned depth)
{
	size_t nodes = 1;

	assert(depth <= JSON_LINE_DEPTH_MAX);
	if (node->type == NODE_NUMBER || node->type == NODE_TEXT)
		assert(node->text.at[node->text.len] == '\0' && node->first == 0);
	for (node = json_line_first(line, node); node != NULL; node = json_line_next(line, node))
		nodes += count(line, node, depth + 1);
	return nodes;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct json_line line;

	json_line_init(&line);
	if (json_line_parse(&line, (struct text){ (const char *)bytes, size }) == 0) {
		assert(json_line_object(&line)->type == NODE_OBJECT);
		assert(count(&line, json_line_object(&line), 0) == line.count);
		assert(line.used <= size + 1);
	}
	json_line_clear(&line);
	return 0;
}
