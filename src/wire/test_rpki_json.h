/* For tests of RPKI JSON: examples, and all that comes of them as a transcript. Needs
 * base/testkit.h before it. */
#ifndef WIRE_TEST_RPKI_JSON_H
#define WIRE_TEST_RPKI_JSON_H

#include "wire/rpki_json.h"
#include "wire/rpki_transcript.h"

/* Feeds in pieces of `size`; the transcript is NUL-terminated. */
static inline int run(struct text input, size_t size, struct rpki_transcript *t)
{
	struct rpki_sink sink = transcript_sink(t);
	struct rpki_json json;
	int result = 0;

	buffer_init(&t->text);
	rpki_json_init(&json, &sink);
	for (; input.len > 0 && result == 0; input = text_from(input, size))
		result = rpki_json_feed(&json, text_upto(input, size));
	result = rpki_json_finish(&json);
	assert_int_equal(rpki_json_finish(&json), result); /* it stays */
	transcript_finish(t, result, &json.counts, &json.fault);
	buffer_char(&t->text, '\0');
	rpki_json_clear(&json);
	return result;
}

/* Examples stand here with ' for ". */
static inline struct text quoted(const char *input)
{
	static char bytes[4096];
	size_t size = 0;

	for (; input[size] != '\0'; size++) {
		assert_in_range(size, 0, sizeof(bytes) - 1);
		bytes[size] = input[size] == '\'' ? '"' : input[size];
	}
	return test_text(bytes, size);
}

/* A transcript ends with how it ended; `want` is all of it. */
static inline void check(const char *input, const char *want)
{
	struct rpki_transcript t = { 0 };

	(void)run(quoted(input), SIZE_MAX, &t);
	if (strcmp(t.text.bytes, want) != 0)
		print_message("of %s\n", input);
	assert_string_equal(t.text.bytes, want);
	buffer_clear(&t.text);
}

struct example {
	const char *input, *want;
};

static inline void check_all(const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check(examples[i].input, examples[i].want);
}

#define FINE       "0 \n0 router keys\n"

/* A router key as rpki-client and as RFC 8416 write its identifier, and as the transcript does. */
#define SKI_HEX    "5D4250E2D81D4448D8A29EFCE91D29FF075EC9E2"
#define SKI_BASE64 "XUJQ4tgdREjYop786R0p/wdeyeI"
#define KEY        "5d4250e2d81d4448d8a29efce91d29ff075ec9e2 3059"

#endif
