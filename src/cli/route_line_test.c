#include "base/testkit.h"

#include "base/buffer.h"
#include "cli/route_line.h"

/* "PREFIX ORIGIN[ path HOPS]" or "no route". */
static void describe(struct buffer *out, const struct route_line *route, bool read)
{
	char prefix[PREFIX_TEXT_MAX];

	out->used = 0;
	if (!read) {
		buffer_string(out, "no route");
	} else {
		buffer_format(out, "%s %u", prefix_print(&route->prefix, prefix), route->origin);
		if (route->has_path)
			buffer_string(out, " path");
		for (uint32_t i = 0; route->has_path && i < route->hops.asn_count; i++)
			buffer_format(out, " %u", route->hops.asns[i]);
	}
	buffer_char(out, '\0');
}

static void lines_say_what_people_mean(void **state)
{
	static const struct {
		const char *line, *says;
	} cases[] = {
		{ "192.0.2.0/24,64500", "192.0.2.0/24 64500" },
		{ "192.0.2.0/24 , AS64500 ", "192.0.2.0/24 64500" },
		{ "2001:db8::/32\tas64500\r", "2001:db8::/32 64500" },
		{ " 192.0.2.0/24 64496 64499 64500", "192.0.2.0/24 64500 path 64496 64499 64500" },
		{ "192.0.2.0/24,64496 64499", "192.0.2.0/24 64499 path 64496 64499" },
		{ "192.0.2.0/24 64496,64499", "192.0.2.0/24 64499 path 64496 64499" },
		{ "192.0.2.0/24,64496 {64499,64500}", "192.0.2.0/24 0 path 64496 64499 64500" },
		{ "192.0.2.0/24,0", "192.0.2.0/24 0" },
		{ "", "no route" },
		{ "192.0.2.0/24", "no route" },
		{ "192.0.2.0/24,", "no route" },
		{ "192.0.2.1/24,64500", "no route" },
		{ "192.0.2.0/24,64500 x", "no route" },
		{ "192.0.2.0/24,4294967296", "no route" },
		{ "64500,192.0.2.0/24", "no route" },
	};
	static struct route_line route;
	struct buffer said;

	(void)state;
	buffer_init(&said);
	route_line_init(&route);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct text line = test_text(cases[i].line, strlen(cases[i].line));
		describe(&said, &route, route_line_read(&route, line));
		assert_string_equal(said.bytes, cases[i].says);
	}
	route_line_clear(&route);
	buffer_clear(&said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_say_what_people_mean),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
