#include "base/testkit.h"

#include <malloc.h>
#include <stdio.h>

#include "base/buffer.h"
#include "wire/json_stream.h"

/* What was called, as text: numbers and strings with the offset behind them. Strings longer than
 * 99 bytes are only said to be long. */
struct log {
	struct json_stream stream;
	struct buffer text;
	unsigned long_strings;
};

static int log_token(struct log *log, const char *kind, struct text token)
{
	buffer_string(&log->text, kind);
	buffer_printable(&log->text, token.len < 100 ? token : TEXT("(long)"));
	buffer_format(&log->text, "@%llu ", (unsigned long long)json_stream_offset(&log->stream));
	return 1;
}

static int on_number(void *context, const char *at, size_t len)
{
	if (len == 4 && memcmp(at, "1e77", 4) == 0) {
		struct log *log = context;
		return json_stream_stop(&log->stream, -77, TEXT("enough"));
	}
	return log_token(context, "", (struct text){ at, len });
}

static int on_string(void *context, const unsigned char *at, size_t len)
{
	return log_token(context, "'", (struct text){ (const char *)at, len });
}

static int on_key(void *context, const unsigned char *at, size_t len)
{
	return log_token(context, ":", (struct text){ (const char *)at, len });
}

static int on_null(void *context)
{
	return log_token(context, "", TEXT("null"));
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_map_key = on_key,
};

static void on_long_string(void *context)
{
	struct log *log = context;
	log->long_strings++;
}

static void log_init(struct log *log)
{
	buffer_init(&log->text);
	log->long_strings = 0;
	json_stream_init(&log->stream, &callbacks, log, on_long_string);
}

static void log_clear(struct log *log)
{
	json_stream_clear(&log->stream);
	buffer_clear(&log->text);
}

/* Appends how it ended and makes a string of it all. */
static void log_finish(struct log *log)
{
	int result = json_stream_finish(&log->stream);

	assert_int_equal(json_stream_finish(&log->stream), result); /* it stays */
	assert_int_equal(json_stream_feed(&log->stream, TEXT("")), result);
	buffer_format(&log->text, "%d %s @%llu", result, log->stream.fault_message,
		      (unsigned long long)log->stream.fault_offset);
	buffer_char(&log->text, '\0');
}

static void feed(struct log *log, struct text input, size_t size)
{
	int result = 0;
	for (; input.len > 0 && result == 0; input = text_from(input, size))
		result = json_stream_feed(&log->stream, text_upto(input, size));
}

static const struct {
	const char *input, *want;
} examples[] = {
	{ "[]", "0  @0" },
	{ "\xef\xbb\xbf[]", "0  @0" },
	{ "{\"a\":[12,null , \"b\\n\"]}", ":a@4 12@8 null@13 'b\\x0a@21 0  @0" },
	{ "17", "17@2 0  @0" },
	{ "[1e400,-0.5E+3,123456789012345678901234567890]",
	  "1e400@6 -0.5E+3@14 123456789012345678901234567890@45 0  @0" },
	/* any bytes may stand in strings, but no control characters */
	{ "[\"r\xc3\xa9s\",\"\xff\xfe\",\"\xc0\xaf\",\"\\u00e9\",\"\\ud83d\\ude00\",\"\\u0000\"]",
	  "'r\xc3\xa9s@7 '\\xff\\xfe@12 '\\xc0\\xaf@17 '\xc3\xa9@26 '\xf0\x9f\x98\x80@41 '\\x00@50 "
	  "0  @0" },
	{ "[\"\n\"]", "-2 lexical error: invalid character inside string. @2" },
	{ "[\"\\x\"]",
	  "-2 lexical error: inside a string, '\\' occurs before a character which it may "
	  "not. @3" },
	/* the input ends in the middle */
	{ "", "-1 parse error: premature EOF @0" },
	{ " \n", "-1 parse error: premature EOF @2" },
	{ "\xef\xbb\xbf", "-1 parse error: premature EOF @3" },
	{ "[1", "1@2 -1 parse error: premature EOF @2" },
	{ "[\"a", "-1 parse error: premature EOF @3" },
	{ "nul", "-1 lexical error: invalid string in json text. @3" },
	/* or there is something else */
	{ "[1,]", "1@2 -2 parse error: unallowed token at this point in JSON text @4" },
	{ "[1]2", "1@2 -2 parse error: trailing garbage @4" },
	{ "[01]", "0@2 -2 parse error: after array element, I expect ',' or ']' @3" },
	{ "// no",
	  "-2 lexical error: probable comment found in input text, comments are not enabled. "
	  "@0" },
	{ "<html>", "-2 lexical error: invalid char in json text. @1" },
	{ "[NaN]", "-2 lexical error: invalid char in json text. @2" },
	{ "[1,1e77,2]", "1@2 -77 enough @7" },
};

static void is_the_same_however_cut(void **state)
{
	static const size_t sizes[] = { 1, 2, 3, 7, SIZE_MAX };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		for (size_t j = 0; j < COUNT_OF(sizes); j++) {
			struct log log;
			log_init(&log);
			feed(&log, test_text(examples[i].input, strlen(examples[i].input)),
			     sizes[j]);
			log_finish(&log);
			assert_string_equal(log.text.bytes, examples[i].want);
			log_clear(&log);
		}
	}
}

/* Blanks before the input put the end of the stream's own piece at every byte of it. */
static void its_own_pieces_end_anywhere(void **state)
{
	static char blanks[JSON_PIECE];
	static const char input[] = "{\"key\":[12345,null,\"a\\u0041\\\\\\\"b\",true]}";
	size_t size = sizeof(input) - 1;
	char want[200];

	(void)state;
	memset(blanks, ' ', sizeof(blanks));
	for (size_t at = 0; at <= size; at++) {
		unsigned base = (unsigned)(JSON_PIECE - at);
		struct log log;
		log_init(&log);
		feed(&log, (struct text){ blanks, base }, SIZE_MAX);
		feed(&log, (struct text){ input, size }, SIZE_MAX);
		log_finish(&log);
		(void)snprintf(want, sizeof(want), ":key@%u 12345@%u null@%u 'aA\\\"b@%u 0  @0",
			       base + 6, base + 13, base + 18, base + 33);
		assert_string_equal(log.text.bytes, want);
		log_clear(&log);
	}
}

static size_t heap_in_use(void)
{
	struct mallinfo2 heap = mallinfo2();
	return heap.uordblks + heap.hblkhd;
}

/* A list: a string of `count` times `unit`, then a number. `head` is what stands before the one. */
static void feed_long_string(struct text head, struct text unit, size_t count)
{
	struct log log;
	size_t start = heap_in_use();
	char want[64];

	log_init(&log);
	feed(&log, head, SIZE_MAX);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(json_stream_feed(&log.stream, unit), 0);
		if (i % 1000 == 0)
			assert_in_range(heap_in_use() - start, 0, 512 << 10);
	}
	feed(&log, TEXT("\",17]"), SIZE_MAX);
	log_finish(&log);
	size_t end = head.len + unit.len * count + 1;
	(void)snprintf(want, sizeof(want), "'(long)@%zu 17@%zu 0  @0", end, end + 3);
	assert_string_equal(log.text.bytes, want);
	assert_int_equal(log.long_strings, 1);
	log_clear(&log);
}

/* However it is spelled, and wherever an escape or a character stands at the cut. */
static void survives_strings_without_end(void **state)
{
	static const char *const units[] = { "a",          "\\\"",          "\\u0041", "\\\\",
					     "\xd1\x84",   "\xff",          "12",      "[{",
					     "a\\\"bc\\n", "\\ud83d\\ude00" };
	char page[4096];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		feed_long_string(TEXT("[\""), text_of(units[i]), 400000);
		feed_long_string(TEXT("[ \""), text_of(units[i]), 400000);
	}
	memset(page, 'x', sizeof(page));
	feed_long_string(TEXT("[\""), (struct text){ page, sizeof(page) }, 25000); /* 100 MB */
}

static void keeps_strings_that_are_not_too_long(void **state)
{
	static const size_t sizes[] = { 1000, JSON_PIECE, JSON_STRING_MAX };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct log log;
		log_init(&log);
		feed(&log, TEXT("\""), SIZE_MAX);
		for (size_t at = 0; at < sizes[i]; at++)
			feed(&log, TEXT("x"), SIZE_MAX);
		feed(&log, TEXT("\""), SIZE_MAX);
		log_finish(&log);
		assert_int_equal(log.long_strings, 0);
		assert_int_equal(log.stream.result, 0);
		log_clear(&log);
	}
}

/* `head`, then `count` times `unit`, then `tail`. */
static int feed_many(const char *head, const char *unit, size_t count, const char *tail)
{
	struct log log;

	log_init(&log);
	feed(&log, text_of(head), SIZE_MAX);
	for (size_t i = 0; i < count; i++)
		feed(&log, text_of(unit), SIZE_MAX);
	feed(&log, text_of(tail), SIZE_MAX);
	log_finish(&log);
	int result = log.stream.result;
	assert_int_equal(log.long_strings, 0);
	log_clear(&log);
	return result;
}

static void survives_numbers_without_end(void **state)
{
	(void)state;
	assert_int_equal(feed_many("[", "1", 10000, "]"), 0);
	assert_int_equal(feed_many("[", "1", 10000000, "]"), ERR_LIMIT);
	assert_int_equal(feed_many("[1.", "1", 1000000, "]"), ERR_LIMIT);
	assert_int_equal(feed_many("[\"a\",", "1", 1000000, ",\"b\"]"), ERR_LIMIT);
	/* but blanks and lists may go on and on */
	assert_int_equal(feed_many("[1", " ", 1000000, "]"), 0);
	assert_int_equal(feed_many("[1", "\n", 1000000, ",2]"), 0);
	assert_int_equal(feed_many("[1", ",1", 1000000, "]"), 0);
	assert_int_equal(feed_many("[\"\"", ",\"\\\"\"", 100000, "]"), 0);
	assert_int_equal(feed_many("[{}", ",{}", 100000, "]"), 0);
	assert_int_equal(feed_many("", "[", 100000, ""), ERR_TRUNCATED);
}

/* Quotes are counted eight bytes at a time: no number and no spacing of them is mistaken for an
 * open string, in which the list that follows would be lost. */
static void knows_where_strings_end(void **state)
{
	char head[300];

	(void)state;
	for (unsigned strings = 1; strings < 12; strings++) {
		for (int size = 0; size < 17; size++) {
			int used = snprintf(head, sizeof(head), "[");
			for (unsigned i = 0; i < strings; i++)
				used += snprintf(head + used, sizeof(head) - (size_t)used,
						 "\"%.*s\",", size, "xxxxxxxxxxxxxxxx");
			assert_int_equal(feed_many(head, "1,", 60000, "2]"), 0);
		}
	}
}

static void survive(struct reader in)
{
	struct log log;

	log_init(&log);
	feed(&log, (struct text){ (const char *)in.at, reader_left(&in) }, SIZE_MAX);
	log_finish(&log);
	log_clear(&log);
}

static void survives_damage(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		size_t size = strlen(examples[i].input);
		test_every_truncation(examples[i].input, size, survive);
		test_every_bit_flip(examples[i].input, size, survive);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_the_same_however_cut),
		cmocka_unit_test(its_own_pieces_end_anywhere),
		cmocka_unit_test(survives_strings_without_end),
		cmocka_unit_test(keeps_strings_that_are_not_too_long),
		cmocka_unit_test(survives_numbers_without_end),
		cmocka_unit_test(knows_where_strings_end),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
