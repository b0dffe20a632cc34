#include "serve/test_rtr_lines.h"

static struct rtr_cache *cache_at(uint32_t serial, const char *items)
{
	struct rtr_cache *cache = rtr_cache_new(test_sessions, serial);

	test_update(cache, items, false);
	return cache;
}

static void expect_answer(struct rtr_answer *answer, const char *want)
{
	struct buffer out;

	buffer_init(&out);
	assert_false(rtr_answer_write(answer, test_timers, &out, 1 << 20));
	test_expect_lines(&out, want);
	assert_false(rtr_answer_write(answer, test_timers, &out, 1 << 20));
	buffer_clear(&out);
	rtr_answer_clear(answer);
}

static void expect_all(struct rtr_cache *cache, unsigned version, const char *want)
{
	struct rtr_answer answer;

	assert_int_equal(rtr_cache_query_all(cache, version, &answer), RTR_REPLY_DATA);
	expect_answer(&answer, want);
}

static void expect_since(struct rtr_cache *cache, unsigned version, uint32_t serial,
			 const char *want)
{
	struct rtr_answer answer;

	assert_int_equal(rtr_cache_query(cache, version, test_sessions[version], serial, &answer),
			 RTR_REPLY_DATA);
	expect_answer(&answer, want);
}

static void expect_reset(struct rtr_cache *cache, unsigned version, uint16_t session,
			 uint32_t serial)
{
	struct rtr_answer answer;

	assert_int_equal(rtr_cache_query(cache, version, session, serial, &answer),
			 RTR_REPLY_RESET);
}

static void without_data_there_is_no_data(void **state)
{
	struct rtr_cache *cache = rtr_cache_new(test_sessions, 7);
	struct rtr_answer answer;
	(void)state;

	assert_false(rtr_cache_has_data(cache));
	assert_int_equal(rtr_cache_query_all(cache, 1, &answer), RTR_REPLY_NO_DATA);
	assert_int_equal(rtr_cache_query(cache, 1, 101, 7, &answer), RTR_REPLY_NO_DATA);
	/* An empty set is data. */
	test_update(cache, "", false);
	assert_true(rtr_cache_has_data(cache));
	expect_all(cache, 1, "1 Cache Response 101\n1 End of Data 101: 7 3600 600 7200\n");
	/* What is withheld is kept. */
	rtr_cache_withhold(cache, true);
	assert_int_equal(rtr_cache_query_all(cache, 1, &answer), RTR_REPLY_NO_DATA);
	assert_int_equal(rtr_cache_query(cache, 1, 101, 7, &answer), RTR_REPLY_NO_DATA);
	rtr_cache_withhold(cache, false);
	expect_since(cache, 1, 7, "1 Cache Response 101\n1 End of Data 101: 7 3600 600 7200\n");
	rtr_cache_free(cache);
	rtr_cache_free(NULL);
}

static const char all_items[] = "v 10.0.0.0/8 9 1; v 10.0.0.0/9 9 1; v 2001:db8::/32 48 2;"
				"k 1 a x; a 2 1 3; a 3 0";

static void a_version_sees_what_it_has_pdus_for(void **state)
{
	struct rtr_cache *cache = cache_at(5, all_items);
	(void)state;

	/* What covers another comes behind it. */
	expect_all(cache, 0,
		   "0 Cache Response 100\n"
		   "0 IPv6 Prefix 0: + 2001:db8::/32-48 AS2\n"
		   "0 IPv4 Prefix 0: + 10.0.0.0/9-9 AS1\n"
		   "0 IPv4 Prefix 0: + 10.0.0.0/8-9 AS1\n"
		   "0 End of Data 100: 5\n");
	expect_all(cache, 1,
		   "1 Cache Response 101\n"
		   "1 IPv6 Prefix 0: + 2001:db8::/32-48 AS2\n"
		   "1 IPv4 Prefix 0: + 10.0.0.0/9-9 AS1\n"
		   "1 IPv4 Prefix 0: + 10.0.0.0/8-9 AS1\n"
		   "1 Router Key 256: + AS1 6161616161616161616161616161616161616161 78\n"
		   "1 End of Data 101: 5 3600 600 7200\n");
	expect_all(cache, 2,
		   "2 Cache Response 102\n"
		   "2 IPv6 Prefix 0: + 2001:db8::/32-48 AS2\n"
		   "2 IPv4 Prefix 0: + 10.0.0.0/9-9 AS1\n"
		   "2 IPv4 Prefix 0: + 10.0.0.0/8-9 AS1\n"
		   "2 Router Key 256: + AS1 6161616161616161616161616161616161616161 78\n"
		   "2 ASPA 256: + AS2 1 3\n"
		   "2 ASPA 256: + AS3 0\n"
		   "2 End of Data 102: 5 3600 600 7200\n");
	rtr_cache_free(cache);
}

static void deltas_are_minimal_merged_and_ordered(void **state)
{
	struct rtr_cache *cache = cache_at(5, "v 10.0.0.0/8 8 1; v 10.0.0.0/9 9 1; k 1 a x;"
					      "a 1 2; a 2 1; a 4 9");
	(void)state;

	test_update(cache, "v 11.0.0.0/8 8 1; k 1 b x; a 1 2 3; a 3 7; a 4 9", true);
	test_update(cache, "v 11.0.0.0/8 8 1; v 11.0.0.0/9 9 1; k 1 b x; a 1 2 3; a 3 8; a 4 9",
		    true);
	test_update(cache, "v 11.0.0.0/8 8 1; v 11.0.0.0/9 9 1; k 1 b x; a 1 2 3; a 3 8; a 4 9",
		    false);
	assert_int_equal(rtr_cache_serial(cache), 7);
	assert_int_equal(rtr_cache_history(cache), 2);
	/* As many payloads change as there are in version 2 in all: 4 + 2 + 3 against 2 + 1 + 3. */
	expect_reset(cache, 2, 102, 5);
	expect_since(cache, 2, 6,
		     "2 Cache Response 102\n"
		     "2 IPv4 Prefix 0: + 11.0.0.0/9-9 AS1\n"
		     "2 ASPA 256: + AS3 8\n"
		     "2 End of Data 102: 7 3600 600 7200\n");
	expect_since(cache, 0, 6,
		     "0 Cache Response 100\n"
		     "0 IPv4 Prefix 0: + 11.0.0.0/9-9 AS1\n"
		     "0 End of Data 100: 7\n");
	/* Back to what it was: the sum of all is nothing. */
	test_update(cache, "v 10.0.0.0/8 8 1; v 10.0.0.0/9 9 1; k 1 a x; a 1 2; a 2 1; a 4 9",
		    true);
	expect_since(cache, 2, 5, "2 Cache Response 102\n2 End of Data 102: 8 3600 600 7200\n");
	rtr_cache_free(cache);
}

static void a_delta_keeps_the_order(void **state)
{
	struct rtr_cache *cache = cache_at(
		1, "v 10.0.0.0/8 8 1; v 10.0.0.0/9 9 1; v 12.0.0.0/8 8 1; v 12.0.0.0/9 9 1;"
		   "v 13.0.0.0/8 8 1; v 14.0.0.0/8 8 1; v 15.0.0.0/8 8 1; k 1 a x; a 1 2; a 2 1; "
		   "a 4 9; a 5 9; a 6 9");
	(void)state;

	test_update(cache,
		    "v 11.0.0.0/8 8 1; v 11.0.0.0/9 9 1; v 12.0.0.0/8 8 1; v 12.0.0.0/9 9 1;"
		    "v 13.0.0.0/8 8 1; v 14.0.0.0/8 8 1; v 15.0.0.0/8 8 1; k 1 b x; a 1 2 3; a 3 7;"
		    "a 4 9; a 5 9; a 6 9",
		    true);
	expect_since(cache, 2, 1,
		     "2 Cache Response 102\n"
		     "2 IPv4 Prefix 0: - 10.0.0.0/8-8 AS1\n"
		     "2 IPv4 Prefix 0: - 10.0.0.0/9-9 AS1\n"
		     "2 IPv4 Prefix 0: + 11.0.0.0/9-9 AS1\n"
		     "2 IPv4 Prefix 0: + 11.0.0.0/8-8 AS1\n"
		     "2 Router Key 0: - AS1 6161616161616161616161616161616161616161 78\n"
		     "2 Router Key 256: + AS1 6262626262626262626262626262626262626262 78\n"
		     "2 ASPA 256: + AS1 2 3\n"
		     "2 ASPA 0: - AS2\n"
		     "2 ASPA 256: + AS3 7\n"
		     "2 End of Data 102: 2 3600 600 7200\n");
	rtr_cache_free(cache);
}

/* A change that a version cannot see moves its serial all the same. */
static void what_a_version_cannot_see_is_an_empty_delta(void **state)
{
	struct rtr_cache *cache = cache_at(1, "v 10.0.0.0/8 8 1; a 1 2");
	(void)state;

	test_update(cache, "v 10.0.0.0/8 8 1; a 1 3", true);
	expect_since(cache, 0, 1, "0 Cache Response 100\n0 End of Data 100: 2\n");
	expect_since(cache, 1, 1, "1 Cache Response 101\n1 End of Data 101: 2 3600 600 7200\n");
	rtr_cache_free(cache);
}

/* RFC 1982, from behind us and from before us, around 0 and elsewhere. */
static void serials_that_are_not_retained_are_reset(void **state)
{
	static const uint32_t starts[] = { 0, 7, UINT32_MAX - 1, UINT32_MAX, UINT32_C(1) << 31 };
	(void)state;

	for (size_t i = 0; i < COUNT_OF(starts); i++) {
		struct rtr_cache *cache = cache_at(starts[i], "v 10.0.0.0/8 8 1; v 11.0.0.0/8 8 1");
		test_update(cache, "v 10.0.0.0/8 8 1; v 12.0.0.0/8 8 1", true);
		test_update(cache, "v 10.0.0.0/8 8 1; v 13.0.0.0/8 8 1", true);
		uint32_t now = starts[i] + 2;
		assert_int_equal(rtr_cache_serial(cache), now);
		struct rtr_answer answer;
		for (uint32_t behind = 0; behind <= 2; behind++) {
			assert_int_equal(rtr_cache_query(cache, 1, 101, now - behind, &answer),
					 RTR_REPLY_DATA);
			rtr_answer_clear(&answer);
			/* G5 */
			expect_reset(cache, 1, 102, now - behind);
			expect_reset(cache, 0, 101, now - behind);
		}
		static const uint32_t far[] = { 3,        1U << 30,       (1U << 31) - 1,
						1U << 31, (1U << 31) + 1, UINT32_MAX };
		for (size_t k = 0; k < COUNT_OF(far); k++)
			expect_reset(cache, 1, 101, now - far[k]);
		rtr_cache_free(cache);
	}
}

static void the_history_has_an_end(void **state)
{
	struct rtr_cache *cache = cache_at(0, "v 10.0.0.0/8 8 0; v 11.0.0.0/8 8 0");
	char items[64];
	(void)state;

	for (unsigned serial = 1; serial <= RTR_HISTORY_MAX + 3; serial++) {
		(void)snprintf(items, sizeof(items), "v 10.0.0.0/8 8 %u; v 11.0.0.0/8 8 0", serial);
		test_update(cache, items, true);
	}
	assert_int_equal(rtr_cache_history(cache), RTR_HISTORY_MAX);
	expect_reset(cache, 0, 100, 2);
	expect_since(cache, 0, 3,
		     "0 Cache Response 100\n"
		     "0 IPv4 Prefix 0: - 10.0.0.0/8-8 AS3\n"
		     "0 IPv4 Prefix 0: + 10.0.0.0/8-8 AS67\n"
		     "0 End of Data 100: 67\n");
	/* Other sessions know nothing of it. */
	static const uint16_t others[RTR_VERSIONS] = { 1, 2, 3 };
	rtr_cache_renew(cache, others);
	assert_int_equal(rtr_cache_history(cache), 0);
	expect_reset(cache, 0, 100, 67);
	struct rtr_answer answer;
	assert_int_equal(rtr_cache_query(cache, 0, 1, 67, &answer), RTR_REPLY_DATA);
	expect_answer(&answer, "0 Cache Response 1\n0 End of Data 1: 67\n");
	rtr_cache_free(cache);
}

static struct payload_set *many(size_t first, size_t count)
{
	struct payload_builder *builder = payload_builder_new();

	for (size_t i = first; i < first + count; i++) {
		struct vrp vrp = { { (uint64_t)i << 40, 0, 24, FAMILY_V4 }, 24, 1 };
		assert_int_equal(payload_builder_vrp(builder, &vrp), 0);
	}
	return payload_builder_finish(builder);
}

/* Changes that are half the set push out those before them. */
static void the_history_takes_bounded_memory(void **state)
{
	struct rtr_cache *cache = rtr_cache_new(test_sessions, 1);
	static const size_t firsts[] = { 0, 2000, 2100, 2101, 5001 };
	static const size_t histories[] = { 0, 1, 2, 3, 3 };
	(void)state;

	for (size_t i = 0; i < COUNT_OF(firsts); i++) {
		struct payload_set *set = many(firsts[i], 20000);
		(void)rtr_cache_update(cache, set);
		payload_set_release(set);
		assert_int_equal(rtr_cache_history(cache), histories[i]);
	}
	rtr_cache_free(cache);
}

/* However small the pieces: whole PDUs, the same in all, and never more than allowed. */
static void answers_come_in_pieces(void **state)
{
	struct rtr_cache *cache = cache_at(5, all_items);
	struct rtr_answer answer;
	struct buffer whole, pieces, piece;
	(void)state;

	buffer_init(&whole);
	assert_int_equal(rtr_cache_query_all(cache, 2, &answer), RTR_REPLY_DATA);
	assert_false(rtr_answer_write(&answer, test_timers, &whole, 1 << 20));
	rtr_answer_clear(&answer);
	for (size_t size = 40; size < whole.used + 2; size++) {
		bool more = true;
		buffer_init(&pieces);
		assert_int_equal(rtr_cache_query_all(cache, 2, &answer), RTR_REPLY_DATA);
		while (more) {
			buffer_init(&piece);
			more = rtr_answer_write(&answer, test_timers, &piece, size);
			assert_true(piece.used > 0 && piece.used <= size);
			buffer_text(&pieces, (struct text){ piece.bytes, piece.used });
			buffer_clear(&piece);
		}
		rtr_answer_clear(&answer);
		assert_int_equal(pieces.used, whole.used);
		assert_memory_equal(pieces.bytes, whole.bytes, whole.used);
		buffer_clear(&pieces);
	}
	buffer_clear(&whole);
	rtr_cache_free(cache);
}

/* The largest PDU that there is, G13, fits into the room that is promised to be enough. */
static void the_largest_aspa_fits(void **state)
{
	struct payload_builder *builder = payload_builder_new();
	static asn_t providers[ASPA_PROVIDERS_MAX];
	struct aspa aspa = { 1, providers, ASPA_PROVIDERS_MAX };
	struct rtr_answer answer;
	struct buffer out;
	(void)state;

	for (size_t i = 0; i < COUNT_OF(providers); i++)
		providers[i] = (asn_t)(i + 2);
	assert_int_equal(payload_builder_aspa(builder, &aspa), 0);
	struct payload_set *set = payload_builder_finish(builder);
	struct rtr_cache *cache = rtr_cache_new(test_sessions, 1);
	(void)rtr_cache_update(cache, set);
	payload_set_release(set);
	buffer_init(&out);
	assert_int_equal(rtr_cache_query_all(cache, 2, &answer), RTR_REPLY_DATA);
	assert_true(rtr_answer_write(&answer, test_timers, &out, RTR_ANSWER_ROOM));
	assert_int_equal(out.used, 8); /* the Cache Response */
	out.used = 0;
	assert_true(rtr_answer_write(&answer, test_timers, &out, RTR_ANSWER_ROOM));
	assert_int_equal(out.used, RTR_ANSWER_ROOM);
	out.used = 0;
	assert_false(rtr_answer_write(&answer, test_timers, &out, RTR_ANSWER_ROOM));
	rtr_answer_clear(&answer);
	buffer_clear(&out);
	rtr_cache_free(cache);
}

/* What is on its way stays as it was, though the cache moves on, or goes. */
static void answers_outlive_what_they_tell(void **state)
{
	struct rtr_cache *cache = cache_at(1, "v 10.0.0.0/8 8 1; v 11.0.0.0/8 8 1");
	struct rtr_answer all, since;
	(void)state;

	test_update(cache, "v 10.0.0.0/8 8 1; v 12.0.0.0/8 8 1", true);
	assert_int_equal(rtr_cache_query_all(cache, 0, &all), RTR_REPLY_DATA);
	assert_int_equal(rtr_cache_query(cache, 0, 100, 1, &since), RTR_REPLY_DATA);
	test_update(cache, "", true);
	rtr_cache_free(cache);
	expect_answer(&all, "0 Cache Response 100\n"
			    "0 IPv4 Prefix 0: + 12.0.0.0/8-8 AS1\n"
			    "0 IPv4 Prefix 0: + 10.0.0.0/8-8 AS1\n"
			    "0 End of Data 100: 2\n");
	expect_answer(&since, "0 Cache Response 100\n"
			      "0 IPv4 Prefix 0: - 11.0.0.0/8-8 AS1\n"
			      "0 IPv4 Prefix 0: + 12.0.0.0/8-8 AS1\n"
			      "0 End of Data 100: 2\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_data_there_is_no_data),
		cmocka_unit_test(a_version_sees_what_it_has_pdus_for),
		cmocka_unit_test(deltas_are_minimal_merged_and_ordered),
		cmocka_unit_test(a_delta_keeps_the_order),
		cmocka_unit_test(what_a_version_cannot_see_is_an_empty_delta),
		cmocka_unit_test(serials_that_are_not_retained_are_reset),
		cmocka_unit_test(the_history_has_an_end),
		cmocka_unit_test(the_history_takes_bounded_memory),
		cmocka_unit_test(answers_come_in_pieces),
		cmocka_unit_test(the_largest_aspa_fits),
		cmocka_unit_test(answers_outlive_what_they_tell),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
