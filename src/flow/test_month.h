/* A month for tests: references as texts, routes as scripts, and what the store then holds of it.
 */
#ifndef FLOW_TEST_MONTH_H
#define FLOW_TEST_MONTH_H

#include "base/testkit.h"

#include "flow/month.h"
#include "flow/test_fold.h"
#include "flow/test_reference.h"
#include "flow/test_scoring.h"
#include "store/store_sample_test.h"

enum { TEST_MONTH_BUDGET = 1 << 20 };

/* The last record is of the 28th at midnight. */
#define TEST_JUDGED_AT (TEST_EPOCH + 27 * UTC_DAY)

struct test_month {
	struct arena session;
	struct reference reference;
	struct bench bench;
	struct month_summary summary;
	struct store *store;
	struct buffer said;
	uint32_t inputs;
};

static inline void test_month_init(struct test_month *month)
{
	*month = (struct test_month){ 0 };
	arena_init(&month->session, TEST_MONTH_BUDGET);
	reference_init(&month->reference, &month->session);
	bench_init(&month->bench, true);
	buffer_init(&month->said);
	(void)unlink("month.db");
	month->store = sample_open("month.db", STORE_WRITE);
}

static inline void test_month_clear(struct test_month *month)
{
	store_close(month->store);
	buffer_clear(&month->said);
	bench_clear(&month->bench);
	reference_clear(&month->reference);
	arena_clear(&month->session);
}

static inline void test_month_load(struct test_month *month, const char *text)
{
	struct input_record input = test_load(&month->reference, month->inputs++, text);
	assert_true(input.used);
}

static inline void test_month_finish(struct test_month *month)
{
	static const char *const collectors[] = { "unknown", "rrc00" };
	struct input_record input;
	struct authority authority;

	input_init(&input, &month->session, "a script");
	reference_freeze(&month->reference);
	assert_int_equal(authority_from_reference(&month->reference, TEST_JUDGED_AT, &authority),
			 0);
	const struct month_facts facts = {
		.fold = &month->bench.fold,
		.authority = &authority,
		.reference = &month->reference,
		.inputs = &input,
		.input_count = 1,
		.collectors = collectors,
		.first_time_us = TEST_EPOCH,
		.last_time_us = TEST_JUDGED_AT,
		.judged_at_us = TEST_JUDGED_AT,
		.scoring = &TEST_SCORING,
	};
	assert_int_equal(month_finish(&facts, month->store, &month->summary), 0);
	authority_clear(&authority);
}

/* All rows of a table, as store_sample_test.h prints them. */
#define assert_rows(month, type, open, next, print, expected)                                      \
	do {                                                                                       \
		struct store_cursor *cursor = open((month)->store, SAMPLE_MONTH);                  \
		type value;                                                                        \
		(month)->said.used = 0;                                                            \
		while (next(cursor, &value) > 0)                                                   \
			print(&(month)->said, &value);                                             \
		store_cursor_close(cursor);                                                        \
		buffer_char(&(month)->said, '\0');                                                 \
		assert_string_equal((month)->said.bytes, expected);                                \
	} while (0)

#endif
