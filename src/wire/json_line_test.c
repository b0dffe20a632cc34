#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/json_line.h"

static void print(const struct json_line *line, const struct json_node *node, struct buffer *out)
{
	static const char *const plain[] = {
		[NODE_NULL] = "null",
		[NODE_FALSE] = "false",
		[NODE_TRUE] = "true",
	};

	if (node->type <= NODE_TRUE) {
		buffer_string(out, plain[node->type]);
		return;
	}
	if (node->type == NODE_NUMBER || node->type == NODE_TEXT) {
		assert_int_equal(node->text.at[node->text.len], '\0');
		buffer_char(out, node->type == NODE_TEXT ? '\'' : '#');
		buffer_printable(out, node->text);
		return;
	}
	buffer_char(out, node->type == NODE_ARRAY ? '[' : '{');
	for (node = json_line_first(line, node); node != NULL; node = json_line_next(line, node)) {
		buffer_printable(out, node->key);
		buffer_char(out, ':');
		print(line, node, out);
		buffer_char(out, ' ');
	}
	buffer_char(out, '.');
}

static void says(const char *json, const char *want)
{
	struct json_line line;
	struct buffer out;

	json_line_init(&line);
	buffer_init(&out);
	int result = json_line_parse(&line, test_text(json, strlen(json)));
	if (result == 0)
		print(&line, json_line_object(&line), &out);
	else
		buffer_string(&out, err_name(result));
	buffer_char(&out, '\0');
	assert_string_equal(out.bytes, want);
	buffer_clear(&out);
	json_line_clear(&line);
}

static void objects_become_trees(void **state)
{
	(void)state;
	says("{}", "{.");
	says("{\"a\":1,\"b\":[true,null,{\"c\":\"d\\\"\\u0000\\n\"}],\"\":-1.5e3}",
	     "{a:#1 b:[:true :null :{c:'d\"\\x00\\x0a . . :#-1.5e3 .");
	says(" {\"\xff\" : \"\xff\\ud800\"} \r", "{\\xff:'\\xff? .");
	says("{\"a\":1,\"a\":2}", "{a:#1 a:#2 .");
}

static void others_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < 8; i++) {
		static const char *const wrong[] = { "",      "1",       "[]",       "\"{}\"",
						     "{} {}", "{\"a\"}", "{\"a\":1", "{\"a\":01}" };
		says(wrong[i], "malformed");
	}
	says("{\"a\":[[[[[[[1]]]]]]]}", "{a:[:[:[:[:[:[:[:#1 . . . . . . . .");
	says("{\"a\":[[[[[[[[1]]]]]]]]}", "limit reached");
}

static void what_is_too_much_is_refused(void **state)
{
	struct json_line line;
	struct buffer json;

	(void)state;
	json_line_init(&line);
	buffer_init(&json);
	buffer_string(&json, "{\"a\":[0");
	for (unsigned i = 3; i <= JSON_LINE_NODES_MAX; i++)
		buffer_string(&json, i % 2 == 0 ? ",1" : ",2");
	buffer_string(&json, "]}");
	assert_int_equal(json_line_parse(&line, (struct text){ json.bytes, json.used - 4 }),
			 ERR_MALFORMED);
	assert_int_equal(json_line_parse(&line, (struct text){ json.bytes, json.used }), ERR_LIMIT);
	json.used = 0;
	buffer_string(&json, "{\"");
	for (unsigned i = 0; i < 200000; i++)
		buffer_char(&json, 'x');
	buffer_string(&json, "\":1}");
	assert_int_equal(json_line_parse(&line, (struct text){ json.bytes, json.used }), ERR_LIMIT);
	assert_int_equal(json_line_parse(&line, TEXT("{}")), 0);
	buffer_clear(&json);
	json_line_clear(&line);
}

static void members_are_found_in_any_order(void **state)
{
	const struct json_node *last = NULL;
	struct json_line line;

	(void)state;
	json_line_init(&line);
	assert_int_equal(json_line_parse(&line, TEXT("{\"a\":1,\"b\":2,\"c\":3}")), 0);
	const struct json_node *object = json_line_object(&line);
	for (const char *name = "abcbacca"; *name != '\0'; name++) {
		const char key[] = { *name, '\0' };
		const struct json_node *node = json_line_member(&line, object, key, &last);
		assert_non_null(node);
		assert_int_equal(node->text.at[0], '1' + *name - 'a');
	}
	assert_null(json_line_member(&line, object, "d", &last));
	assert_string_equal(last->text.at, "1");
	json_line_clear(&line);
}

static const char EXAMPLE[] = "{\"type\":\"route\",\"n\":[1,2.5],\"o\":{\"k\":\"\\u00e4\\t\"},"
			      "\"t\":true,\"z\":null}";

static void parse(struct reader in)
{
	struct text text = { (const char *)in.at, reader_left(&in) };
	struct json_line line;

	json_line_init(&line);
	if (json_line_parse(&line, text) == 0) {
		struct buffer out;
		buffer_init(&out);
		print(&line, json_line_object(&line), &out);
		buffer_clear(&out);
	}
	json_line_clear(&line);
}

static void damage_is_survived(void **state)
{
	(void)state;
	test_every_truncation(EXAMPLE, sizeof(EXAMPLE) - 1, parse);
	test_every_bit_flip(EXAMPLE, sizeof(EXAMPLE) - 1, parse);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_become_trees),
		cmocka_unit_test(others_are_refused),
		cmocka_unit_test(what_is_too_much_is_refused),
		cmocka_unit_test(members_are_found_in_any_order),
		cmocka_unit_test(damage_is_survived),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
