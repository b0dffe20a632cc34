/* A desk for tests: reference inputs one after another, and what is said of each. */
#ifndef FLOW_TEST_DESK_H
#define FLOW_TEST_DESK_H

#include "base/utc.h"
#include "flow/test_reference.h"

enum { SESSION_BUDGET = 8 << 20 };

/* What is read from the files that a test writes. */
struct desk {
	struct arena session;
	struct reference reference;
	struct buffer said; /* of the latest input */
	uint32_t inputs;
};

static inline void desk_init(struct desk *desk)
{
	*desk = (struct desk){ 0 };
	arena_init(&desk->session, SESSION_BUDGET);
	reference_init(&desk->reference, &desk->session);
	buffer_init(&desk->said);
}

static inline void desk_clear(struct desk *desk)
{
	buffer_clear(&desk->said);
	reference_clear(&desk->reference);
	arena_clear(&desk->session);
}

/* "KIND[ used][ of DATE]; NAME VALUE[ at PLACE];...[ NOTE]" */
static inline void test_describe(struct buffer *out, const struct input_record *input)
{
	const struct stored_input *stored = &input->stored;
	char date[UTC_TEXT_MAX];

	out->used = 0;
	buffer_format(out, "%s%s", stored->kind, input->used ? " used" : "");
	if (stored->date_us != 0)
		buffer_format(out, " of %s", utc_print(stored->date_us, date));
	for (size_t i = 0; i < stored->count_count; i++) {
		const struct stored_count *count = &stored->counts[i];
		buffer_format(out, "; %s %llu", count->name, (unsigned long long)count->value);
		if (count->first_at != NULL)
			buffer_format(out, " at %s", count->first_at);
	}
	buffer_format(out, ";%s%s", stored->note[0] != '\0' ? " " : "", stored->note);
	buffer_char(out, '\0');
}

/* Reads a text as the next input, and expects this said of it. */
static inline void assert_read(struct desk *desk, const char *text, const char *expected)
{
	struct input_record input = test_load(&desk->reference, desk->inputs++, text);

	test_describe(&desk->said, &input);
	assert_string_equal(desk->said.bytes, expected);
}

#endif
