/* For tests: what is registered of networks, as a text; real inputs. */
#ifndef FLOW_TEST_REGISTRATIONS_H
#define FLOW_TEST_REGISTRATIONS_H

#include "flow/test_desk.h"

/* "AS KIND SOURCE VALUE xCOUNT DATE #INPUT@OFFSET" for each, after all is joined. */
static inline void assert_registrations(struct desk *desk, const char *expected)
{
	struct buffer out;

	reference_freeze(&desk->reference);
	buffer_init(&out);
	for (size_t i = 0; i < desk->reference.registration_count; i++) {
		const struct kept_registration *kept = &desk->reference.registrations[i];
		const struct registration *registration = &kept->registration;
		buffer_format(&out, "%u %s ", registration->asn,
			      registration_kind_name(registration->kind));
		buffer_text(&out, registration->source);
		buffer_char(&out, ' ');
		buffer_text(&out, registration->value);
		buffer_format(&out, " x%u %u #%u@%u\n", registration->count, registration->date,
			      kept->input, (unsigned)kept->place.offset);
	}
	buffer_char(&out, '\0');
	assert_string_equal(out.bytes, expected);
	buffer_clear(&out);
}

/* False when the data is not there. */
static inline bool test_read_real(struct desk *desk, const char *relative_path)
{
	const char *path = test_data(relative_path);
	struct input_record input;

	if (path == NULL)
		return false;
	input_init(&input, &desk->session, path);
	input.stored.number = desk->inputs++;
	struct window *window = input_open(&input, NULL);
	reference_load(&desk->reference, &input, window);
	assert_int_equal(input_close(&input, window), 0);
	return true;
}

#endif
