#include "base/testkit.h"

#include "wire/rpki_transcript.h"
#include "wire/rtr_payloads.h"

/* Feeds in pieces of `size`; the transcript is NUL-terminated and ends with version, session,
 * serial and timers once there is an End of Data. */
static int run(struct text input, size_t size, struct rpki_transcript *t)
{
	struct rpki_sink sink = transcript_sink(t);
	struct rtr_payloads payloads;
	int result = 0;

	buffer_init(&t->text);
	rtr_payloads_init(&payloads, &sink);
	for (; input.len > 0 && result == 0; input = text_from(input, size))
		result = rtr_payloads_feed(&payloads, text_upto(input, size));
	result = rtr_payloads_finish(&payloads);
	assert_int_equal(rtr_payloads_finish(&payloads), result); /* it stays */
	if (result < 0)
		assert_int_equal(rtr_payloads_feed(&payloads, TEXT("x")), result);
	transcript_finish(t, result, &payloads.counts, &payloads.fault);
	if (result == 0)
		buffer_format(&t->text, "v%u %u/%u %u %u %u\n", payloads.version, payloads.session,
			      payloads.serial, payloads.timers.refresh, payloads.timers.retry,
			      payloads.timers.expire);
	buffer_char(&t->text, '\0');
	rtr_payloads_clear(&payloads);
	return result;
}

#define START(v)         v "030007 00000008 "
#define V4(v)            v "040000 00000014 01 18 19 00 c0000200 0000fbf4 "
#define V6(v)            v "060000 00000020 01203000 20010db8 00000000 00000000 00000000 0000fbf4 "
#define KEY(v)           v "090100 00000022 000102030405060708090a0b0c0d0e0f10111213 0000fbf4 3059 "
#define ASPA             "020b0100 00000014 0000fc03 0000fbff 0000fc00 "
#define END_0            "00070007 0000000c 0000002a "
#define END(v)           v "070007 00000018 0000002a 00000e0f 00000257 00001c1f "

#define VRPS             "192.0.2.0/24-25 AS64500 @8:0\n2001:db8::/32-48 AS64500 @28:0\n"
#define NOTHING          "0  @0:0\n0 router keys\n"
#define BAD(n, says, at) n " " says " @" at ":0\n0 router keys\n"

static const struct {
	const char *hex, *want;
} cases[] = {
	{ START("00") END_0, NOTHING "v0 7/42 3600 600 7200\n" },
	{ START("00") V4("00") V6("00") END_0, VRPS NOTHING "v0 7/42 3600 600 7200\n" },
	{ START("01") V4("01") V6("01") KEY("01") END("01"),
	  VRPS "key AS64500 000102030405060708090a0b0c0d0e0f10111213 3059 @60:0\n"
	       "0  @0:0\n1 router keys\nv1 7/42 3599 599 7199\n" },
	{ START("02") V4("02") V6("02") ASPA END("02"),
	  VRPS "AS64515 < 64511 64512 @60:0\n" NOTHING "v2 7/42 3599 599 7199\n" },
	/* the same twice is for the set to unite */
	{ START("00") V4("00") V4("00") END_0,
	  "192.0.2.0/24-25 AS64500 @8:0\n192.0.2.0/24-25 AS64500 @28:0\n" NOTHING
	  "v0 7/42 3600 600 7200\n" },
	/* the profile's own: refused alone */
	{ START("02") "020b0100 00000010 00000000 00000001 " ASPA END("02"),
	  "AS64515 < 64511 64512 @24:0\n" NOTHING
	  "1 an ASPA whose customer is not one of 1..4294967295 (aspa-profile 3.2) @8:0\n"
	  "v2 7/42 3599 599 7199\n" },
	{ START("02") "020b0100 00000014 00000007 00000006 00000007 " ASPA END("02"),
	  "AS64515 < 64511 64512 @28:0\n" NOTHING
	  "1 an ASPA whose customer is its own provider (aspa-profile 3.3) @8:0\n"
	  "v2 7/42 3599 599 7199\n" },
	/* what is no answer */
	{ "", BAD("-1", "the input ends before the End of Data", "0") },
	{ START("01"), BAD("-1", "the input ends before the End of Data", "8") },
	{ START("01") "0107", BAD("-1", "the input ends before the End of Data", "10") },
	{ END("01"), BAD("-2", "not a Cache Response, with which an answer starts", "0") },
	{ "01020000 00000008",
	  BAD("-2", "not a Cache Response, with which an answer starts", "0") },
	{ START("01") START("01"), BAD("-2", "a PDU that is no part of an answer", "8") },
	{ START("01") "01000007 0000000c 0000002b",
	  BAD("-2", "a PDU that is no part of an answer", "8") },
	{ START("01") "01080000 00000008", BAD("-2", "a PDU that is no part of an answer", "8") },
	{ START("01") V4("02"),
	  BAD("-2", "the version is another than that of the Cache Response", "8") },
	{ START("01") "01070008 00000018 0000002a 00000e0f 00000257 00001c1f",
	  BAD("-2", "the session of the End of Data is another", "8") },
	{ START("01") "01040000 00000014 00 18 19 00 c0000200 0000fbf4",
	  BAD("-2", "a withdrawal in an answer that starts anew", "8") },
	{ START("02") "020b0000 0000000c 0000fc03",
	  BAD("-2", "a withdrawal in an answer that starts anew", "8") },
	{ START("01") END("01") START("01"), BAD("-2", "more behind the End of Data", "32") },
	{ START("01") END("01") "00", BAD("-2", "more behind the End of Data", "33") },
	/* what no router would take */
	{ START("01") "01040000 00000014 01 18 17 00 c0000200 0000fbf4",
	  BAD("-2", "the max length is shorter than the prefix", "8") },
	{ START("01") "01040000 00000015 01",
	  BAD("-2", "the length is not one of this type", "8") },
	{ START("01") ASPA,
	  BAD("-2", "the version is another than that of the Cache Response", "8") },
	{ START("01") "010c0000 00000008", BAD("-2", "no PDU has this type", "8") },
	{ "03030007 00000008", BAD("-2", "the version is above 2", "0") },
	/* what the cache says */
	{ "010a0002 00000010 00000000 00000000", BAD("-2", "No Data Available", "0") },
	{ START("01") "010a0001 00000016 00000000 00000006 6f776c1b0a21",
	  BAD("-2", "owl\\x1b\\x0a!", "8") },
};

static void reads_what_a_cache_answers(void **state)
{
	static const size_t sizes[] = { SIZE_MAX, 1, 2, 3, 7, 13 };
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct reader in = test_hex(cases[i].hex);
		struct text input = { (const char *)in.at, reader_left(&in) };
		for (size_t k = 0; k < COUNT_OF(sizes); k++) {
			struct rpki_transcript t = { .with_places = true };
			(void)run(input, sizes[k], &t);
			if (strcmp(t.text.bytes, cases[i].want) != 0)
				print_message("of %s\n", cases[i].hex);
			assert_string_equal(t.text.bytes, cases[i].want);
			buffer_clear(&t.text);
		}
	}
}

static const char sample[] = START("02") V4("02") V6("02") KEY("02") ASPA END("02");

static void check_cut(struct reader in)
{
	struct text input = { (const char *)in.at, reader_left(&in) };
	struct rpki_transcript t = { 0 };
	int result = run(input, SIZE_MAX, &t);

	assert_int_equal(result, input.len == 8 + 20 + 32 + 34 + 20 + 24 ? 0 : ERR_TRUNCATED);
	buffer_clear(&t.text);
}

static void check_flipped(struct reader in)
{
	struct text input = { (const char *)in.at, reader_left(&in) };
	struct rpki_transcript whole = { .with_places = true }, cut = { .with_places = true };

	assert_int_equal(run(input, SIZE_MAX, &whole), run(input, 5, &cut));
	assert_string_equal(whole.text.bytes, cut.text.bytes);
	buffer_clear(&whole.text);
	buffer_clear(&cut.text);
}

static void damage_is_survived(void **state)
{
	struct reader in = test_hex(sample);
	uint8_t bytes[256];
	size_t size = reader_left(&in);
	(void)state;

	memcpy(bytes, in.at, size);
	test_every_truncation(bytes, size, check_cut);
	test_every_bit_flip(bytes, size, check_flipped);
}

static void lists_too_long_are_refused_alone(void **state)
{
	struct rpki_transcript t = { 0 };
	static asn_t providers[16380];
	struct buffer input;
	(void)state;

	buffer_init(&input);
	rtr_write_cache_response(&input, 2, 7);
	size_t start = input.used;
	for (size_t i = 0; i < COUNT_OF(providers); i++)
		providers[i] = 2 + (asn_t)i;
	rtr_write_aspa(&input, 2, true, &(struct aspa){ 1, providers, ASPA_PROVIDERS_MAX });
	/* as many as a PDU holds: our writer writes no such thing */
	input.bytes[start + 6] = (char)0xff;
	input.bytes[start + 7] = (char)0xfc;
	for (size_t i = ASPA_PROVIDERS_MAX; i < COUNT_OF(providers); i++)
		buffer_number(&input, providers[i], 4);
	rtr_write_aspa(&input, 2, true, &(struct aspa){ 1, providers, 2 });
	rtr_write_end_of_data(&input, 2, 7, 42, rtr_timers_default);
	assert_int_equal(run((struct text){ input.bytes, input.used }, 1000, &t), 0);
	assert_string_equal(t.text.bytes, "AS1 < 2 3\n0 \n0 router keys\n1 an ASPA with more than "
					  "10000 providers\nv2 7/42 3600 600 7200\n");
	buffer_clear(&t.text);
	buffer_clear(&input);
}

static void the_receiver_can_stop_it(void **state)
{
	struct rpki_transcript t = { .stop_after = 2 };
	struct reader in = test_hex(sample);
	struct rpki_sink nothing = { 0 };
	struct rtr_payloads payloads;
	(void)state;

	assert_int_equal(run((struct text){ (const char *)in.at, reader_left(&in) }, 9, &t),
			 TRANSCRIPT_STOPPED);
	assert_int_equal(t.payloads, 2);
	assert_non_null(strstr(t.text.bytes, "-77 stopped by the receiver\n"));
	buffer_clear(&t.text);

	/* or want nothing */
	rtr_payloads_init(&payloads, &nothing);
	struct text input = { (const char *)in.at, reader_left(&in) };
	assert_int_equal(rtr_payloads_feed(&payloads, input), 0);
	assert_int_equal(rtr_payloads_finish(&payloads), 0);
	assert_int_equal(payloads.counts.vrps.taken, 2);
	assert_int_equal(payloads.counts.aspas.taken, 1);
	assert_int_equal(payloads.counts.keys.taken, 1);
	rtr_payloads_clear(&payloads);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_a_cache_answers),
		cmocka_unit_test(damage_is_survived),
		cmocka_unit_test(lists_too_long_are_refused_alone),
		cmocka_unit_test(the_receiver_can_stop_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
