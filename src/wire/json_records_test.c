#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/json_records.h"

enum { A = JSON_PLACE_FIRST, LIST, INNER };

static const struct json_rule rules[] = {
	{ JSON_RECORD, "data", JSON_RECORD }, { JSON_RECORD, "a", A },
	{ JSON_RECORD, "list", LIST },        { LIST, NULL, LIST },
	{ JSON_RECORD, "in", INNER },         { INNER, "a", A },
};

static void print_start(void *context, struct place place)
{
	buffer_format(context, "<%u", (unsigned)place.offset);
}

static void print_value(void *context, unsigned place, const struct json_value *value)
{
	static const char *const types[] = { "null", "false", "true", "number", "string", "[" };
	struct buffer *out = context;

	buffer_format(out, " %u=%s", place, types[value->type]);
	if (value->type == JSON_NUMBER || value->type == JSON_STRING) {
		buffer_char(out, ':');
		buffer_text(out, text_upto(value->text, 8));
	}
	if (value->is_cut)
		buffer_string(out, "...");
}

static int print_end(void *context)
{
	buffer_string(context, "> ");
	return 0;
}

static int read_all(struct text input, size_t piece, struct buffer *out)
{
	const struct json_records_sink sink = { out, print_start, print_value, print_end };
	struct json_records records;
	int result = 0;

	json_records_init(&records, rules, COUNT_OF(rules), &sink);
	for (; input.len > 0 && result == 0; input = text_from(input, piece))
		result = json_records_feed(&records, text_upto(input, piece));
	if (result == 0)
		result = json_records_finish(&records);
	json_records_clear(&records);
	return result;
}

static void check(const char *input, int want_result, const char *want)
{
	for (size_t piece = 1; piece < 100; piece += 13) {
		struct buffer got;
		buffer_init(&got);
		assert_int_equal(read_all(test_text(input, strlen(input)), piece, &got),
				 want_result);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, want);
		buffer_clear(&got);
	}
}

static void finds_records_in_every_shape(void **state)
{
	(void)state;
	check("{\"a\":1}", 0, "<0 2=number:1> ");
	check("\xef\xbb\xbf[{\"a\":1},{\"a\":null}]", 0, "<4 2=number:1> <12 2=null> ");
	check("{\"x\":{\"a\":9},\"data\":[{\"a\":\"b\"}],\"a\":true}", 0,
	      "<0<21 2=string:b>  2=true");
	check("{\"a\":1}\n{\"a\":2}\n\n[{\"a\":3}]\n", 0,
	      "<0 2=number:1> <8 2=number:2> <18 2=number:3> ");
	check("[]", 0, "");
	check("{}", 0, "<0> ");
	check("null", 0, "<4> ");
	check("[1,[{\"a\":false}]]", 0, "<2> <4 2=false> ");
	check("{\"data\":null}", 0, "<0<12> ");
}

static void tells_where_a_value_stands(void **state)
{
	(void)state;
	check("{\"list\":[1,\"x\",[2],{\"a\":3}],\"a\":4}", 0,
	      "<0 3=[ 3=number:1 3=string:x 3=[ 3=number:2 3=[ 2=number:4> ");
	check("{\"in\":{\"a\":1,\"in\":{\"a\":2},\"b\":[{\"a\":3}]},\"b\":{\"a\":4}}", 0,
	      "<0 4=[ 2=number:1> ");
	check("{\"a\":{\"a\":1},\"in\":5}", 0, "<0 2=[ 4=number:5> ");
	check("{\"a\":-1.5e400,\"a\":123456789}", 0, "<0 2=number:-1.5e400 2=number:12345678> ");
}

static void says_what_is_wrong(void **state)
{
	(void)state;
	check("", ERR_TRUNCATED, "");
	check("{\"a\":1", ERR_TRUNCATED, "<0 2=number:1");
	check("[{\"a\":1},]", ERR_MALFORMED, "<1 2=number:1> ");
	check("{\"a\":1}\nnot\n{\"a\":2}", ERR_MALFORMED, "<0 2=number:1> ");
	check("[{\"a\":NaN}]", ERR_MALFORMED, "<1");
}

static void has_a_floor(void **state)
{
	static char input[20000];
	struct buffer got;

	(void)state;
	memset(input, '[', sizeof(input));
	buffer_init(&got);
	assert_int_equal(read_all((struct text){ input, sizeof(input) }, SIZE_MAX, &got),
			 ERR_LIMIT);
	memcpy(input, "{\"x\":", 5);
	assert_int_equal(read_all((struct text){ input, sizeof(input) }, 100, &got), ERR_LIMIT);
	buffer_clear(&got);
}

static void cuts_long_strings(void **state)
{
	static char input[300000];
	struct buffer got;

	(void)state;
	memset(input, 'x', sizeof(input));
	memcpy(input, "{\"a\":\"", 6);
	memcpy(input + sizeof(input) - 12, "\",\"a\":\"y\"}  ", 12);
	buffer_init(&got);
	assert_int_equal(read_all((struct text){ input, sizeof(input) }, 1000, &got), 0);
	buffer_char(&got, '\0');
	assert_string_equal(got.bytes, "<0 2=string:xxxxxxxx... 2=string:y> ");
	buffer_clear(&got);
}

static int stop(void *context)
{
	(void)context;
	return 7;
}

static void stops_when_told_to(void **state)
{
	struct buffer got;
	const struct json_records_sink sink = { &got, print_start, print_value, stop };
	struct json_records records;

	(void)state;
	buffer_init(&got);
	json_records_init(&records, rules, COUNT_OF(rules), &sink);
	assert_int_equal(json_records_feed(&records, TEXT("[{\"a\":1},{\"a\":2}]")), 0);
	assert_int_equal(json_records_finish(&records), 7);
	assert_int_equal(json_records_feed(&records, TEXT("[")), 7);
	buffer_char(&got, '\0');
	assert_string_equal(got.bytes, "<1 2=number:1");
	json_records_clear(&records);
	buffer_clear(&got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_records_in_every_shape),
		cmocka_unit_test(tells_where_a_value_stands),
		cmocka_unit_test(says_what_is_wrong),
		cmocka_unit_test(has_a_floor),
		cmocka_unit_test(cuts_long_strings),
		cmocka_unit_test(stops_when_told_to),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
