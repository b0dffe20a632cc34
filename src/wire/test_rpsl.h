/* For tests: what was read of a registry's objects, as one line of text. */
#ifndef WIRE_TEST_RPSL_H
#define WIRE_TEST_RPSL_H

#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/rpsl.h"

static inline void print_subject(const struct rpsl_object *object, struct buffer *out)
{
	char text[PREFIX_TEXT_MAX];

	if (object->class == RPSL_ROUTE || object->class == RPSL_ROUTE6) {
		buffer_format(out, "%s AS%u", prefix_print(&object->route.prefix, text),
			      object->route.origin);
	} else if (object->class == RPSL_AUT_NUM) {
		buffer_format(out, "AS%u", object->asn);
	} else if (object->class == RPSL_INETNUM || object->class == RPSL_INET6NUM) {
		buffer_string(out, address_print(&object->range.first, text));
		buffer_char(out, '-');
		buffer_string(out, address_print(&object->range.last, text));
	} else {
		buffer_text(out, object->key);
	}
}

/* "route 192.0.2.0/24 AS1 RIPE [3]@1:0 ": class, subject, source, attributes, place. */
static inline int print_object(void *context, const struct rpsl_object *object, struct place place)
{
	struct buffer *out = context;

	buffer_string(out, rpsl_class_name(object->class));
	buffer_char(out, ' ');
	print_subject(object, out);
	buffer_char(out, ' ');
	buffer_text(out, object->source);
	buffer_format(out, "[%u]@%u:%u ", (unsigned)object->attribute_count, (unsigned)place.line,
		      (unsigned)place.offset);
	return 0;
}

static inline void read_all(struct text input, size_t piece, struct buffer *out)
{
	struct rpsl_sink sink = { out, print_object };
	struct rpsl rpsl;
	uint64_t objects = 0;

	rpsl_init(&rpsl, &sink);
	for (; input.len > 0; input = text_from(input, piece))
		assert_int_equal(rpsl_feed(&rpsl, text_upto(input, piece)), 0);
	assert_int_equal(rpsl_finish(&rpsl), 0);
	for (unsigned reason = 1; reason < RPSL_REASONS; reason++) {
		assert_non_null(rpsl.refusals.says[reason]);
		if (rpsl.refusals.count[reason] > 0)
			buffer_format(out, "refused %u@%u ", reason,
				      (unsigned)rpsl.refusals.first[reason].line);
	}
	for (unsigned class = 0; class < RPSL_CLASSES; class ++)
		objects += rpsl.objects[class];
	assert_int_equal(objects, rpsl.refusals.taken);
	rpsl_clear(&rpsl);
}

static inline void check(const char *input, const char *want)
{
	for (size_t piece = 1; piece < 100; piece += 13) {
		struct buffer got;
		buffer_init(&got);
		read_all(test_text(input, strlen(input)), piece, &got);
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, want);
		buffer_clear(&got);
	}
}

#endif
