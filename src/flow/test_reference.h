/* Reference inputs for tests: a text becomes a file, and is loaded from there. */
#ifndef FLOW_TEST_REFERENCE_H
#define FLOW_TEST_REFERENCE_H

#include "flow/reference.h"
#include "flow/test_folder.h"

/* Its number stands for the input in what was read. Clears the content. */
static inline struct input_record test_load_bytes(struct reference *reference, uint32_t number,
						  struct buffer *content)
{
	struct input_record input;
	bool is_empty = content->used == 0;

	test_file("reference", content);
	input_init(&input, reference->session, "reference");
	input.stored.number = number;
	struct window *window = input_open(&input, NULL);
	reference_load(reference, &input, window);
	assert_int_equal(input_close(&input, window), is_empty ? ERR_TRUNCATED : 0);
	return input;
}

static inline struct input_record test_load(struct reference *reference, uint32_t number,
					    const char *content)
{
	struct buffer bytes;

	buffer_init(&bytes);
	buffer_string(&bytes, content);
	return test_load_bytes(reference, number, &bytes);
}

#endif
