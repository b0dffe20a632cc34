/* Reference inputs for tests: a text becomes a file, and is loaded from there. */
#ifndef FLOW_TEST_REFERENCE_H
#define FLOW_TEST_REFERENCE_H

#include "flow/reference.h"
#include "flow/test_folder.h"

/* Its number stands for the input in what was read. */
static inline struct input_record test_load(struct reference *reference, uint32_t number,
					    const char *content)
{
	struct input_record input;

	test_text_file("reference", content);
	input_init(&input, reference->session, "reference");
	input.stored.number = number;
	struct window *window = input_open(&input, NULL);
	reference_load(reference, &input, window);
	assert_int_equal(input_close(&input, window), content[0] != '\0' ? 0 : ERR_TRUNCATED);
	return input;
}

#endif
