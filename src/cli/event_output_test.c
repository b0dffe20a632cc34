#include "base/testkit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/event_output.h"
#include "select/test_filter.h"
#include "wire/mrt_events.h"
#include "wire/test_mrt_sample.h"
#include "wire/test_mrt_walk.h"

static const enum event_form FORMS[] = { FORM_WORDS, FORM_BGPDUMP, FORM_JSON, FORM_CSV,
					 FORM_COUNT };
static const char *const FILTERS[] = {
	"peer 64496",
	"not peer 64496",
	"peer 4200000000",
	"family ipv4",
	"family ipv6",
	"origin 64500",
	"origin 64499",
	"community 64496:100",
	"type withdraw",
	"type announce",
	"type state",
	"prefix exact 10.4.0.0/16",
	"prefix exact 10.4.0.0/16 or prefix exact 2001:db8:5::/48",
	"not (prefix exact 10.4.0.0/16 or prefix exact 2001:db8:5::/48)",
	"peer 4200000000 and origin 4200000001",
};

static void tell_record(void *context, const struct mrt_record *record)
{
	mrt_events_tell(context, record);
}

static void tell_sample(const struct bgp_sink *sink)
{
	struct mrt_events events;
	struct buffer sample;

	buffer_init(&sample);
	mrt_sample(&sample);
	mrt_events_init(&events, sink, TEXT("rrc00"), 0);
	(void)mrt_walk(mrt_sample_reader(&sample), 0, tell_record, &events);
	mrt_events_clear(&events);
	buffer_clear(&sample);
}

/* What a file without a name holds. Borrowed until the next call. */
static const char *read_back(int fd)
{
	static char text[1 << 20];
	ssize_t size = pread(fd, text, sizeof(text) - 1, 0);

	assert_true(size >= 0);
	text[size] = '\0';
	assert_int_equal(close(fd), 0);
	return text;
}

static const struct expression *parse(struct arena *arena, const char *text)
{
	const struct expression *expression;
	struct complaint complaint;

	if (expression_parse(arena, text_of(text), &test_world, &expression, &complaint) < 0)
		fail_msg("%s", text);
	return expression;
}

/* Lets pass what an expression selects, and says that all in it is new. */
struct strainer {
	struct selection selection;
	struct bgp_sink to;
};

static void strain(void *context, const struct bgp_event *event)
{
	struct strainer *strainer = context;
	struct bgp_event told = *event;

	if (event->kind != BGP_LISTS_PEERS &&
	    selection_check(&strainer->selection, event, BGP_KNOWS_ALL) != SELECT_YES)
		return;
	told.is_first = told.has_new_prefix = told.has_new_attributes = true;
	strainer->to.take(strainer->to.context, &told);
}

static uint64_t print(enum event_form form, const struct expression *expression, bool strains,
		      int fd)
{
	static const struct bgpdump_style style;
	static const struct select_validators nobody;
	struct event_output output;
	struct strainer strainer;

	event_output_init(&output, form, &style, fd, strains ? NULL : expression, &nobody);
	struct bgp_sink sink = event_output_sink(&output);
	if (strains) {
		selection_init(&strainer.selection, expression, &nobody);
		strainer.to = sink;
		sink = (struct bgp_sink){ .context = &strainer, .take = strain };
	}
	tell_sample(&sink);
	event_output_flush(&output);
	assert_int_equal(output.write_errno, 0);
	uint64_t routes = output.routes;
	if (strains)
		selection_clear(&strainer.selection);
	event_output_clear(&output);
	return routes;
}

static void the_filter_only_leaves_lines_out(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < COUNT_OF(FILTERS); i++) {
		const struct expression *expression = parse(&arena, FILTERS[i]);
		for (size_t k = 0; k < COUNT_OF(FORMS); k++) {
			int filtered = memfd_create("filtered", MFD_CLOEXEC);
			int strained = memfd_create("strained", MFD_CLOEXEC);
			uint64_t routes = print(FORMS[k], expression, false, filtered);
			assert_int_equal(print(FORMS[k], expression, true, strained), routes);
			char *want = strdup(read_back(strained));
			const char *got = read_back(filtered);
			if (strcmp(got, want) != 0)
				fail_msg("%s, form %zu: %s\nnot\n%s", FILTERS[i], k, got, want);
			free(want);
		}
	}
	arena_clear(&arena);
}

static void counts_what_was_wanted(void **state)
{
	static const struct {
		const char *filter;
		unsigned routes;
	} cases[] = { { "family ipv4", 2 * 20 + 10 * 2 },
		      { "family ipv6", 2 * 40 + 10 },
		      { "type withdraw", 0 } };
	struct arena arena;

	(void)state;
	arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(print(FORM_COUNT, parse(&arena, cases[i].filter), false, -1),
				 cases[i].routes);
	arena_clear(&arena);
}

/* Pieces that nothing says are new stay those of the event before, even if the filter held back
 * the one that brought them. */
struct flags {
	bool first, prefix, attributes;
};

static struct flags seen[8];
static size_t seen_count;

static void see(void *context, const struct bgp_event *event)
{
	(void)context;
	seen[seen_count++] =
		(struct flags){ event->is_first, event->has_new_prefix, event->has_new_attributes };
}

static void what_was_held_back_is_new_to_the_next(void **state)
{
	static const struct bgpdump_style style;
	static const struct select_validators nobody;
	struct event_output output;
	struct arena arena;

	(void)state;
	arena_init(&arena, 1 << 20);
	event_output_init(&output, FORM_COUNT, &style, -1, parse(&arena, "peer 2"), &nobody);
	output.printer.take = see;
	struct bgp_sink sink = event_output_sink(&output);
	static const struct {
		asn_t peer;
		struct flags flags;
	} told[] = { { 1, { true, true, true } },    { 2, { false, false, false } },
		     { 2, { false, false, true } },  { 1, { false, true, false } },
		     { 2, { false, false, false } }, { 2, { false, false, false } } };
	static const struct flags want[] = { { true, true, true },
					     { false, false, true },
					     { false, true, false },
					     { false, false, false } };
	seen_count = 0;
	for (size_t i = 0; i < COUNT_OF(told); i++) {
		struct bgp_event event = { .kind = BGP_WITHDRAWS,
					   .has_prefix = true,
					   .prefix = { 0, 0, 0, FAMILY_V4 },
					   .afi = 1,
					   .safi = 1,
					   .peer = { .asn = told[i].peer,
						     .address.family = FAMILY_V4 },
					   .is_first = told[i].flags.first,
					   .has_new_prefix = told[i].flags.prefix,
					   .has_new_attributes = told[i].flags.attributes };
		sink.take(sink.context, &event);
	}
	assert_int_equal(seen_count, COUNT_OF(want));
	assert_memory_equal(seen, want, sizeof(want));
	event_output_clear(&output);
	arena_clear(&arena);
}

static void a_closed_pipe_is_remembered(void **state)
{
	static const struct bgpdump_style style;
	struct event_output output;
	int ends[2];

	(void)state;
	(void)signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_int_equal(close(ends[0]), 0);
	event_output_init(&output, FORM_JSON, &style, ends[1], NULL, NULL);
	struct bgp_sink sink = event_output_sink(&output);
	tell_sample(&sink);
	event_output_flush(&output);
	assert_int_equal(output.write_errno, EPIPE);
	assert_int_equal(output.out.used, 0);
	/* Nothing is tried again, or kept. */
	assert_int_equal(close(ends[1]), 0);
	tell_sample(&sink);
	event_output_flush(&output);
	assert_int_equal(output.write_errno, EPIPE);
	assert_int_equal(output.out.used, 0);
	event_output_clear(&output);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_filter_only_leaves_lines_out),
		cmocka_unit_test(counts_what_was_wanted),
		cmocka_unit_test(what_was_held_back_is_new_to_the_next),
		cmocka_unit_test(a_closed_pipe_is_remembered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
