#include "base/testkit.h"

#include "base/buffer.h"
#include "base/utc.h"
#include "wire/spoofer_json.h"

#define BOTH                                                                                       \
	"{\"@id\":\"/sessions/1\",\"@type\":\"Session\",\"asn4\":\"64496\",\"asn6\":64497,"        \
	"\"client4\":\"192.0.2.0/24\",\"client6\":\"2001:db8::/40\",\"country\":\"usa\","          \
	"\"nat4\":true,\"nat6\":null,\"privatespoof\":\"blocked\",\"privatespoof6\":\"unknown\","  \
	"\"routedspoof\":\"rewritten\",\"routedspoof6\":\"received\",\"session\":891176,"          \
	"\"timestamp\":\"2020-05-07T14:34:59+00:00\"}"
#define TOLD                                                                                       \
	"891176 1588862099 AS64496 192.0.2.0/24 nat rewritten blocked; "                           \
	"891176 1588862099 AS64497 2001:db8::/40 received unknown; "

static int print_test(void *context, const struct spoof_test *test, struct place place)
{
	struct buffer *out = context;
	char text[PREFIX_TEXT_MAX];

	(void)place;
	buffer_format(out, "%llu %llu AS%u %s%s %s %s; ", (unsigned long long)test->session,
		      (unsigned long long)(test->time_us / UTC_SECOND), test->asn,
		      prefix_print(&test->client, text), test->is_nat ? " nat" : "",
		      spoof_outcome_name(test->routed), spoof_outcome_name(test->private_space));
	return 0;
}

static void read_all(struct text input, size_t piece, struct buffer *out)
{
	const struct spoofer_sink sink = { out, print_test };
	struct spoofer_json json;
	int result = 0;

	spoofer_json_init(&json, &sink);
	for (; input.len > 0 && result == 0; input = text_from(input, piece))
		result = spoofer_json_feed(&json, text_upto(input, piece));
	if (result == 0)
		result = spoofer_json_finish(&json);
	for (unsigned reason = 1; reason < SPOOFER_REASONS; reason++) {
		assert_non_null(json.refusals.says[reason]);
		if (json.refusals.count[reason] > 0)
			buffer_format(out, "refused %u %u times; ", reason,
				      (unsigned)json.refusals.count[reason]);
	}
	if (result != 0)
		buffer_string(out, err_name(result));
	spoofer_json_clear(&json);
}

static void check(const char *input, const char *want)
{
	for (size_t piece = 1; piece < 400; piece += 57) {
		struct buffer got;
		buffer_init(&got);
		read_all(test_text(input, strlen(input)), piece, &got);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, want);
		buffer_clear(&got);
	}
}

static void reads_sessions_in_every_shape(void **state)
{
	(void)state;
	check(BOTH, TOLD);
	check("[" BOTH "," BOTH "]", TOLD TOLD);
	check(BOTH "\n" BOTH "\n", TOLD TOLD);
	check("{\"@context\":\"/c\",\"hydra:member\":[" BOTH "],\"hydra:totalItems\":1,"
	      "\"hydra:view\":{\"@id\":\"/sessions?page=1\",\"hydra:next\":\"/2\"}}",
	      TOLD);
	check("{\"member\":[" BOTH "]}\n{\"hydra:member\":[]}", TOLD);
	check("", "truncated");
}

static void tells_one_family_alone(void **state)
{
	(void)state;
	check("{\"session\":\"7\",\"timestamp\":1588862099,\"asn4\":null,\"asn6\":\"64497\","
	      "\"client6\":\"2001:db8:1::/40\",\"routedspoof6\":null,\"privatespoof6\":7}",
	      "7 1588862099 AS64497 2001:db8::/40 unknown unknown; ");
	check("{\"session\":7,\"timestamp\":1588862099,\"asn4\":\"64497\",\"client4\":"
	      "\"2001:db8::/40\",\"asn6\":\"AS64497\",\"client6\":\"2001:db8::/40\"}",
	      "7 1588862099 AS64497 2001:db8::/40 unknown unknown; refused 5 1 times; ");
}

static void refuses_what_is_no_session(void **state)
{
	(void)state;
	check("{}", "refused 1 1 times; ");
	check("[null,7,{\"session\":-1},{\"session\":1e3},{\"session\":[1]}]",
	      "refused 1 5 times; ");
	check("{\"session\":7,\"asn4\":1}{\"session\":7,\"asn4\":1,\"timestamp\":\"now\"}",
	      "refused 2 2 times; ");
	check("{\"session\":7,\"timestamp\":\"2020-05-07\"}", "refused 3 1 times; ");
	check("[{\"session\":7,\"timestamp\":\"2020-05-07\",\"asn4\":0},"
	      "{\"session\":7,\"timestamp\":\"2020-05-07\",\"asn4\":\"4294967296\"},"
	      "{\"session\":7,\"timestamp\":\"2020-05-07\",\"asn4\":{}}]",
	      "refused 4 3 times; ");
	check("{\"session\":7,\"timestamp\":\"2020-05-07\",\"asn4\":64496}", "refused 5 1 times; ");
	/* The last of several counts. */
	check("{\"session\":8,\"session\":7,\"timestamp\":\"2020-05-07\",\"asn4\":-1,\"asn4\":"
	      "64496,\"client4\":\"x\",\"client4\":\"192.0.2.0/24\",\"routedspoof\":\"blocked\","
	      "\"routedspoof\":\"received\"}",
	      "7 1588809600 AS64496 192.0.2.0/24 received unknown; ");
	check(BOTH "]", TOLD "malformed");
}

static void survive(struct reader in)
{
	struct text input = { (const char *)in.at, reader_left(&in) };
	struct buffer whole, cut;

	buffer_init(&whole);
	buffer_init(&cut);
	read_all(input, SIZE_MAX, &whole);
	read_all(input, 1, &cut);
	assert_int_equal(whole.used, cut.used);
	if (cut.used > 0)
		assert_memory_equal(whole.bytes, cut.bytes, cut.used);
	buffer_clear(&whole);
	buffer_clear(&cut);
}

static void survives_damage(void **state)
{
	static const char text[] = "{\"hydra:member\":[" BOTH "]}";

	(void)state;
	test_every_truncation(text, sizeof(text) - 1, survive);
	test_every_bit_flip(text, sizeof(text) - 1, survive);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_sessions_in_every_shape),
		cmocka_unit_test(tells_one_family_alone),
		cmocka_unit_test(refuses_what_is_no_session),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
