#include "base/testkit.h"

#include <unistd.h>

#include "base/utc.h"
#include "cli/answer.h"

static const struct command command_probe = { .name = "probe" };

static void assert_holds(struct buffer *out, const char *want)
{
	assert_int_equal(out->used, strlen(want));
	assert_memory_equal(out->bytes, want, out->used);
	buffer_clear(out);
}

static void puts_numbers_for_people(void **state)
{
	struct buffer out;

	(void)state;
	buffer_init(&out);
	put_share(&out, 1, 3);
	put_share(&out, 0, 0);
	assert_holds(&out, "33.3 %-");
}

static void puts_columns(void **state)
{
	struct buffer out;

	(void)state;
	buffer_init(&out);
	buffer_string(&out, "before\nab");
	put_column(&out, 7, 5);
	buffer_string(&out, "c");
	put_column(&out, 7, 3); /* too late for it: one blank all the same */
	buffer_string(&out, "d");
	assert_holds(&out, "before\nab   c d");
}

static void wraps_words(void **state)
{
	struct buffer out;

	(void)state;
	buffer_init(&out);
	put_wrapped(&out, TEXT("one two  three extraordinarily four"), 2, 12);
	assert_holds(&out, "one two\n  three\n  extraordinarily\n  four\n");
	put_wrapped(&out, TEXT(""), 2, 12);
	assert_holds(&out, "\n");
}

static void puts_json(void **state)
{
	struct buffer out;
	bool first = true;

	(void)state;
	buffer_init(&out);
	buffer_char(&out, '{');
	json_string(&out, "text", "a\"\x1b\xff");
	json_number(&out, "number", 42);
	json_time(&out, "time", 1771776000 * UTC_SECOND);
	json_time(&out, "never", 0);
	json_real(&out, "share", 0.95, true);
	json_real(&out, "unknown", 0.95, false);
	json_key(&out, "list");
	buffer_char(&out, '[');
	for (int i = 0; i < 2; i++) {
		json_item(&out, &first);
		buffer_string(&out, "{");
		json_number(&out, "i", (uint64_t)i);
		buffer_string(&out, "}");
	}
	buffer_string(&out, "]}");
	assert_holds(&out, "{\"text\":\"a\\\"\\u001b\xef\xbf\xbd\",\"number\":42,"
			   "\"time\":\"2026-02-22T16:00:00Z\",\"never\":null,\"share\":0.95,"
			   "\"unknown\":null,\"list\":[{\"i\":0},{\"i\":1}]}");
}

static void reads_as_numbers(void **state)
{
	asn_t asn = 7;

	(void)state;
	assert_true(asn_of_word(&command_probe, "AS64500", &asn));
	assert_int_equal(asn, 64500);
	assert_true(asn_of_word(&command_probe, "4294967295", &asn));
	assert_int_equal(asn, UINT32_MAX);
	assert_false(asn_of_word(&command_probe, "4294967296", &asn));
	assert_false(asn_of_word(&command_probe, "1.5", &asn));
	assert_int_equal(asn, UINT32_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(puts_numbers_for_people),
		cmocka_unit_test(puts_columns),
		cmocka_unit_test(wraps_words),
		cmocka_unit_test(puts_json),
		cmocka_unit_test(reads_as_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
