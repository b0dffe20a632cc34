/* For tests: what a cache sends, in words, a PDU in a line. */
#ifndef SERVE_TEST_RTR_LINES_H
#define SERVE_TEST_RTR_LINES_H

#include "base/testkit.h"

#include "net/test_payload.h"
#include "serve/rtr_cache.h"
#include "wire/test_rtr.h"

static const uint16_t test_sessions[RTR_VERSIONS] = { 100, 101, 102 };
static const struct rtr_timers test_timers = { 3600, 600, 7200 };

/* NUL-terminated; the caller clears it. All bytes must be whole PDUs. */
static inline struct buffer test_lines(const struct buffer *bytes)
{
	struct reader in = reader_over(bytes->bytes, bytes->used);
	struct rtr_fault fault;
	struct buffer out;
	struct rtr_pdu pdu;

	buffer_init(&out);
	while (reader_left(&in) > 0) {
		assert_int_equal(rtr_pdu_next(&in, &pdu, &fault), 1);
		test_put_rtr(&out, &pdu);
		buffer_char(&out, '\n');
	}
	buffer_char(&out, '\0');
	return out;
}

static inline void test_expect_lines(const struct buffer *bytes, const char *want)
{
	struct buffer lines = test_lines(bytes);

	assert_string_equal(lines.bytes, want);
	buffer_clear(&lines);
}

/* The cache holds the only reference. */
static inline void test_update(struct rtr_cache *cache, const char *items, bool changes)
{
	struct payload_set *set = test_set(items);

	assert_int_equal(rtr_cache_update(cache, set), changes);
	payload_set_release(set);
}

#endif
