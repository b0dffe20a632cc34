/* What tests of filters share: validators over documentation numbers, files that only exist here,
 * and a way from a text to a selection. */
#ifndef SELECT_TEST_FILTER_H
#define SELECT_TEST_FILTER_H

#include "base/testkit.h"
#include "select/selection.h"

/* The files that a test may name. */
static inline bool test_load(void *context, struct text path, struct text *out_text,
			     const char **out_reason)
{
	static const struct {
		const char *name, *text;
	} files[] = {
		{ "prefixes", "# ours\n192.0.2.0/24\n\n2001:db8::/32 # and v6\r\n" },
		{ "asns", "64500\nAS64510-64511\n" },
		{ "peers", "64499\n198.51.100.1" },
		{ "bad", "64500\n\n64501 64502\n" },
		{ "empty", "# nobody\n" },
		{ "it's", "64500" },
	};

	(void)context;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		if (text_equal(path, text_of(files[i].name))) {
			*out_text = text_of(files[i].text);
			return true;
		}
	}
	*out_reason = "no such file";
	return false;
}

static const struct expression_world test_world = {
	.load = test_load, .has_vrps = true, .has_route_objects = true, .has_bogons = true
};

static inline struct prefix test_prefix(const char *text)
{
	struct prefix prefix;

	assert_int_equal(prefix_parse(text_of(text), &prefix), 0);
	return prefix;
}

/* 192.0.2.0/24-25 and 203.0.113.0/24 of 64500 are signed; 192.0.2.0/24 and 203.0.113.0/24 are
 * registered, the latter for 64510. */
static inline struct select_validators test_validators(struct arena *arena)
{
	struct vrp vrps[] = {
		{ test_prefix("192.0.2.0/24"), 25, 64500 },
		{ test_prefix("203.0.113.0/24"), 24, 64500 },
	};
	struct route_object objects[] = {
		{ test_prefix("192.0.2.0/24"), 64500, 0, 0 },
		{ test_prefix("203.0.113.0/24"), 64510, 0, 0 },
	};
	struct select_validators validators;

	assert_int_equal(rov_build(arena, vrps, COUNT_OF(vrps), &validators.rov), 0);
	assert_int_equal(irr_build(arena, objects, COUNT_OF(objects), &validators.irr), 0);
	assert_int_equal(bogons_build(arena, NULL, 0, 0, &validators.bogons), 0);
	return validators;
}

static inline const struct expression *test_parse(struct arena *arena, const char *text)
{
	const struct expression *expression;
	struct complaint complaint;
	int err = expression_parse(arena, text_of(text), &test_world, &expression, &complaint);

	if (err < 0)
		fail_msg("%s: %s", text, complaint.says);
	return expression;
}

#endif
