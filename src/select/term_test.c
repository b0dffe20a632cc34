#include "base/testkit.h"

#include "select/test_events.h"
#include "select/test_filter.h"

static struct arena arena;
static struct select_validators validators;

static unsigned selected(const char *text, const struct bgp_event *events)
{
	struct selection selection;
	unsigned count = 0;

	selection_init(&selection, test_parse(&arena, text), &validators);
	for (size_t i = 0; i < TEST_EVENTS; i++)
		count += selection_check(&selection, &events[i], BGP_KNOWS_ALL) == SELECT_YES;
	selection_clear(&selection);
	return count;
}

static bool check_example(const struct term_example *example, const struct bgp_event *events)
{
	unsigned got = selected(example->expression, events);

	if (got != example->selects)
		print_error("%s: selects %u, not %u\n", example->expression, got, example->selects);
	return got == example->selects;
}

/* What the manual page shows works, and selects as many events as it did when it was written. */
static void examples_hold(void **state)
{
	struct bgp_event events[TEST_EVENTS];
	bool all = true;

	(void)state;
	test_events_make(events);
	for (unsigned t = 0; t < TERMS; t++) {
		assert_non_null(terms[t].examples[0].expression);
		for (unsigned i = 0; i < TERM_EXAMPLES_MAX; i++)
			if (terms[t].examples[i].expression != NULL)
				all &= check_example(&terms[t].examples[i], events);
	}
	for (size_t i = 0; whole_examples[i].expression != NULL; i++)
		all &= check_example(&whole_examples[i], events);
	assert_true(all);
}

/* Every example of a term has the term's name in it. */
static void examples_are_of_their_term(void **state)
{
	(void)state;
	for (unsigned t = 0; t < TERMS; t++)
		for (unsigned i = 0; i < TERM_EXAMPLES_MAX; i++)
			if (terms[t].examples[i].expression != NULL)
				assert_non_null(
					strstr(terms[t].examples[i].expression, terms[t].name));
}

static void names_families(void **state)
{
	static const struct {
		unsigned afi, safi;
		const char *words;
	} cases[] = {
		{ 1, 1, "{ipv4, unicast}" },
		{ 2, 1, "{ipv6, unicast}" },
		{ 1, 2, "{ipv4, multicast}" },
		{ 2, 3, "{ipv6, unicast, multicast}" },
		{ 1, 4, "labeled" },
		{ 2, 128, "vpn" },
		{ 1, 129, "vpn" },
		{ 1, 5, "mvpn" },
		{ 25, 65, "vpls" },
		{ 25, 70, "evpn" },
		{ 1, 70, "" },
		{ 2, 133, "flowspec" },
		{ 1, 134, "flowspec" },
		{ 16388, 71, "bgp-ls" },
		{ 1, 132, "rt-constraint" },
		{ 0, 0, "" },
		{ 1, 0, "" },
		{ 1, 66, "" },
	};
	struct buffer out;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		buffer_init(&out);
		term_words_put(&out, &terms[TERM_FAMILY], family_mask(cases[i].afi, cases[i].safi));
		buffer_char(&out, '\0');
		assert_string_equal(out.bytes, cases[i].words);
		buffer_clear(&out);
	}
}

static int start(void **state)
{
	(void)state;
	arena_init(&arena, 1 << 24);
	validators = test_validators(&arena);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_clear(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples_hold),
		cmocka_unit_test(examples_are_of_their_term),
		cmocka_unit_test(names_families),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
