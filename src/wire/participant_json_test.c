#include "base/testkit.h"

#include "wire/participant_json.h"
#include "wire/test_participants.h"

static int read_all(struct text input, size_t piece, struct buffer *out)
{
	struct participant_sink sink = { out, test_participant_put };
	static struct participant_json json;
	int result = 0;

	participant_json_init(&json, &sink);
	for (; result == 0 && input.len > 0; input = text_from(input, piece))
		result = participant_json_feed(&json, text_upto(input, piece));
	if (result == 0)
		result = participant_json_finish(&json);
	assert_true(result == 0 || json.stream.fault_message[0] != '\0');
	test_refusals_put(out, &json.refusals);
	participant_json_clear(&json);
	return result;
}

static void check(const char *input, int want_result, const char *want)
{
	for (size_t piece = 1; piece < 100; piece += 7) {
		struct buffer got;
		buffer_init(&got);
		int result = read_all(test_text(input, strlen(input)), piece, &got);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, want);
		assert_int_equal(result, want_result);
		buffer_clear(&got);
	}
}

static void reads_lists(void **state)
{
	(void)state;
	check("[]", 0, "");
	check("[{\"name\":\"Example\",\"ASNs\":[64500,\"AS64501\"],\"areas_served\":[\"DE\",\"at\"]"
	      ","
	      "\"member_since\":\"2026-02-22T10:00:00Z\",\"other\":{\"name\":\"no\"}}]",
	      0, "Example|DE AT||20260222|64500/network 64501/network@1 ");
	check("{\"count\":1,\"participants\":[{\"name\":\"X\",\"route_servers\":64510,"
	      "\"members\":[64500],\"contact\":\"noc@example.net\",\"actions\":"
	      "{\"1\":\"Yes\",\"Action 2: Assistance\":false,\"x\":true,\"3\":[\"no\"]}}]}",
	      0, "X||noc@example.net|0|64500/member 64510/route-server|1+Yes|2-Assistance: No@27 ");
	check("[{\"name\":\"A\",\"asns\":\"64500;64501\"},{\"NAME\":\"B\\u00e7\",\"asns\":null}]",
	      0, "A|||0|64500/network 64501/network@1 B\xc3\xa7|||0|@35 ");
	/* Other lists of objects are none of participants. */
	check("[[{\"name\":\"A\"}]]", 0, "");
	check("{\"a\":{\"b\":[{\"name\":\"A\"}]}}", 0, "");
	check("{\"name\":\"A\"}", 0, "");
}

static void refuses(void **state)
{
	(void)state;
	check("[{\"asns\":[64500]},{\"name\":\"A\"}]", 0, "A|||0|@18 refused 4@1 ");
	check("[{\"name\":\"A\",\"asns\":[0]},{\"name\":\"A\",\"asns\":[-1]},"
	      "{\"name\":\"A\",\"asns\":[1e3]}]",
	      0, "refused 6@1 ");
	check("[{\"name\":\"A\\u0000B\"}]", 0, "refused 5@1 ");
	check("[{\"name\":\"A\",\"areas_served\":[\"Germany\"]}]", 0, "refused 7@1 ");
	check("[{\"name\":\"A\",\"since\":\"soon\"}]", 0, "refused 8@1 ");
	check("[{\"name\":\"A\"},", ERR_TRUNCATED, "A|||0|@1 ");
	check("[{\"name\":\"A\"}}", ERR_MALFORMED, "A|||0|@1 ");
	check("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", ERR_LIMIT, "");
}

static void survive(struct reader in)
{
	struct buffer whole, cut;
	struct text input = { (const char *)in.at, reader_left(&in) };

	buffer_init(&whole);
	buffer_init(&cut);
	assert_int_equal(read_all(input, SIZE_MAX, &whole), read_all(input, 1, &cut));
	assert_int_equal(whole.used, cut.used);
	if (cut.used > 0)
		assert_memory_equal(whole.bytes, cut.bytes, cut.used);
	buffer_clear(&whole);
	buffer_clear(&cut);
}

static void survives_damage(void **state)
{
	static const char list[] =
		"{\"d\":[{\"name\":\"A\",\"asns\":[64500,\"AS64501\"],\"areas_served\":[\"DE\"],"
		"\"actions\":{\"1\":\"Yes\",\"Action 2: B\":false},\"x\":[{}]}]}";

	(void)state;
	test_every_truncation(list, sizeof(list) - 1, survive);
	test_every_bit_flip(list, sizeof(list) - 1, survive);
}

static int stop(void *context, const struct participant_record *record, struct place place)
{
	(void)context;
	(void)record;
	(void)place;
	return 7;
}

static void stops_when_told(void **state)
{
	struct participant_sink sink = { NULL, stop };
	struct participant_json json;

	(void)state;
	participant_json_init(&json, &sink);
	assert_int_equal(participant_json_feed(&json, TEXT("[{\"name\":\"A\"},{\"name\":\"B\"}]")),
			 0);
	assert_int_equal(participant_json_finish(&json), 7);
	assert_int_equal(json.refusals.taken, 1);
	participant_json_clear(&json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_lists),
		cmocka_unit_test(refuses),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(stops_when_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
