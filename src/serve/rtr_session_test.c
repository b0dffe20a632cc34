#include "serve/test_rtr_lines.h"

#include "serve/rtr_session.h"

/* A router and its session, over a cache. */
struct scene {
	struct rtr_cache *cache;
	struct rtr_session session;
	struct buffer out;
	uint64_t now_ms;
};

static void begin(struct scene *scene, const char *items)
{
	*scene = (struct scene){ .cache = rtr_cache_new(test_sessions, 1) };
	if (items != NULL)
		test_update(scene->cache, items, false);
	rtr_session_init(&scene->session, scene->cache);
	buffer_init(&scene->out);
}

static void end(struct scene *scene)
{
	rtr_session_clear(&scene->session);
	rtr_cache_free(scene->cache);
	buffer_clear(&scene->out);
}

/* All that is to be sent now, piece by piece. */
static void drain(struct scene *scene)
{
	bool more = true;

	while (more) {
		struct buffer piece;
		buffer_init(&piece);
		more = rtr_session_write(&scene->session, scene->now_ms, test_timers, &piece);
		assert_true(piece.used <= RTR_SESSION_OUT_MAX);
		assert_true(!more || piece.used > 0);
		buffer_text(&scene->out, (struct text){ piece.bytes, piece.used });
		buffer_clear(&piece);
	}
}

/* The router sends; what comes back since the last look is exactly this. */
static void say(struct scene *scene, struct reader bytes, const char *want)
{
	if (rtr_session_room(&scene->session) > 0)
		rtr_session_take(&scene->session, bytes);
	drain(scene);
	test_expect_lines(&scene->out, want);
	scene->out.used = 0;
}

static void say_hex(struct scene *scene, const char *hex, const char *want)
{
	say(scene, test_hex(hex), want);
}

#define RESET_0  "0002 0000 00000008"
#define RESET_1  "0102 0000 00000008"
#define RESET_2  "0202 0000 00000008"
#define SINCE_1  "0101 0065 0000000c 00000001"
#define ERROR_1  "010a 0000 00000010 00000000 00000000"
#define TWO      "v 10.0.0.0/8 8 1; v 11.0.0.0/8 8 1"
#define ALL_OF_2 "v 10.0.0.0/8 8 1; v 12.0.0.0/8 8 1"

static const char all_1[] = "1 Cache Response 101\n"
			    "1 IPv4 Prefix 0: + 11.0.0.0/8-8 AS1\n"
			    "1 IPv4 Prefix 0: + 10.0.0.0/8-8 AS1\n"
			    "1 End of Data 101: 1 3600 600 7200\n";
static const char none_since_1[] = "1 Cache Response 101\n1 End of Data 101: 1 3600 600 7200\n";

static void the_first_query_chooses_the_version(void **state)
{
	struct scene scene;
	(void)state;

	begin(&scene, TWO);
	say_hex(&scene, RESET_1, all_1);
	assert_true(scene.session.negotiated && scene.session.version == 1);
	say_hex(&scene, SINCE_1, none_since_1);
	end(&scene);
	begin(&scene, "v 10.0.0.0/8 8 1");
	say_hex(&scene, "0001 0064 0000000c 00000001",
		"0 Cache Response 100\n0 End of Data 100: 1\n");
	end(&scene);
	begin(&scene, "a 1 2");
	say_hex(&scene, RESET_2,
		"2 Cache Response 102\n2 ASPA 256: + AS1 2\n"
		"2 End of Data 102: 1 3600 600 7200\n");
	assert_false(scene.session.over);
	assert_int_equal(scene.session.said, RTR_FINE);
	end(&scene);
}

/* G5, G7, G8 */
static void unknown_serials_are_reset(void **state)
{
	struct scene scene;
	(void)state;

	begin(&scene, TWO);
	say_hex(&scene, "0101 0066 0000000c 00000001", "1 Cache Reset 0\n");
	say_hex(&scene, "0101 0065 0000000c 00000002", "1 Cache Reset 0\n");
	say_hex(&scene, "0101 0065 0000000c 00000000", "1 Cache Reset 0\n");
	say_hex(&scene, "0101 0065 0000000c 80000001", "1 Cache Reset 0\n");
	assert_false(scene.session.over);
	say_hex(&scene, RESET_1, all_1);
	end(&scene);
}

static void without_data_it_says_so_and_goes_on(void **state)
{
	struct scene scene;
	(void)state;

	begin(&scene, NULL);
	say_hex(&scene, RESET_1,
		"1 Error Report 2: No Data Available <0102000000000008> no data yet; keep what you "
		"have, ask again later\n");
	assert_false(scene.session.over);
	say_hex(&scene, "", "");
	/* Once there are data, it is told. */
	test_update(scene.cache, TWO, false);
	say_hex(&scene, "", "1 Serial Notify 101: 1\n");
	say_hex(&scene, "", "");
	say_hex(&scene, RESET_1, all_1);
	end(&scene);
}

/* What ends a session at once, and the code that says why; RTR_FINE: nothing is said. */
static void expect_end(const char *before, const char *hex, enum rtr_error code, unsigned version)
{
	struct scene scene;
	struct rtr_pdu pdu;
	struct rtr_fault fault;

	begin(&scene, "");
	if (before != NULL) {
		rtr_session_take(&scene.session, test_hex(before));
		drain(&scene);
		assert_false(scene.session.over);
		scene.out.used = 0;
	}
	rtr_session_take(&scene.session, test_hex(hex));
	drain(&scene);
	assert_true(scene.session.over);
	assert_int_equal(scene.session.said, code);
	assert_int_equal(rtr_session_room(&scene.session), 0);
	if (code == RTR_FINE) {
		assert_int_equal(scene.out.used, 0);
	} else {
		struct reader in = reader_over(scene.out.bytes, scene.out.used);
		assert_int_equal(rtr_pdu_next(&in, &pdu, &fault), 1);
		assert_int_equal(reader_left(&in), 0);
		assert_int_equal(pdu.type, RTR_ERROR_REPORT);
		assert_int_equal(pdu.field, code);
		assert_int_equal(pdu.version, version);
		assert_true(pdu.error.text.len > 0);
	}
	end(&scene);
}

static void breaches_end_the_session(void **state)
{
	static const struct {
		const char *before, *hex;
		enum rtr_error code;
		unsigned version; /* of the Error Report */
	} cases[] = {
		/* G12, RFC 8210 section 7 */
		{ NULL, "0302 0000 00000008", RTR_UNSUPPORTED_VERSION, 2 },
		{ NULL, "ff01 0065 0000000c 00000001", RTR_UNSUPPORTED_VERSION, 2 },
		{ RESET_1, RESET_0, RTR_UNEXPECTED_VERSION, 1 },
		{ RESET_1, RESET_2, RTR_UNEXPECTED_VERSION, 1 },
		{ RESET_1, "0302 0000 00000008", RTR_UNEXPECTED_VERSION, 1 },
		{ RESET_2, "0102 0000 00000008", RTR_UNEXPECTED_VERSION, 2 },
		/* what only caches send */
		{ NULL, "0100 0065 0000000c 00000001", RTR_INVALID_REQUEST, 1 },
		{ RESET_1, "0103 0065 00000008", RTR_INVALID_REQUEST, 1 },
		{ RESET_1, "0108 0000 00000008", RTR_INVALID_REQUEST, 1 },
		{ NULL, "0004 0000 00000014 01080800 0a000000 00000001", RTR_INVALID_REQUEST, 0 },
		/* types that the version does not have */
		{ NULL, "0105 0000 00000008", RTR_UNSUPPORTED_PDU, 1 },
		{ NULL, "01ff 0000 00000008", RTR_UNSUPPORTED_PDU, 1 },
		{ RESET_1, "010b 0000 0000000c 00000001", RTR_UNSUPPORTED_PDU, 1 },
		{ NULL, "0009 0000 00000008", RTR_UNSUPPORTED_PDU, 0 },
		/* G2 */
		{ NULL, "0102 0000 00000000", RTR_CORRUPT_DATA, 1 },
		{ NULL, "0102 0000 00000007", RTR_CORRUPT_DATA, 1 },
		{ NULL, "0102 0000 00000009", RTR_CORRUPT_DATA, 1 },
		{ NULL, "0101 0065 00000008", RTR_CORRUPT_DATA, 1 },
		{ NULL, "0101 0065 0000000d", RTR_CORRUPT_DATA, 1 },
		{ NULL, "0102 0000 00010000", RTR_CORRUPT_DATA, 1 },
		{ NULL, "0102 0000 ffffffff", RTR_CORRUPT_DATA, 1 },
		/* G4: whatever it is, and however it is broken, G3 */
		{ NULL, ERROR_1, RTR_FINE, 0 },
		{ RESET_1, ERROR_1, RTR_FINE, 0 },
		{ RESET_1, "020a 0000 00000010 00000000 00000000", RTR_FINE, 0 },
		{ RESET_1, "ff0a 0000 00000010 00000000 00000000", RTR_FINE, 0 },
		{ RESET_1, "010a 0000 00000010 000000ff 00000000", RTR_FINE, 0 },
		{ RESET_1, "010a 0000 00000010 ffffffff ffffffff", RTR_FINE, 0 },
		{ RESET_1, "010a 0000 00000012 00000000 00000002 ff00", RTR_FINE, 0 },
		{ RESET_1, "010a 0000 00000008", RTR_FINE, 0 },
		{ RESET_1, "010a 0000 ffffffff", RTR_FINE, 0 },
		{ RESET_1, "010a ffff 00000010 00000000 00000000", RTR_FINE, 0 },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		expect_end(cases[i].before, cases[i].hex, cases[i].code, cases[i].version);
}

/* G1: every type and version, as the first and as a later PDU, ends in an answer, an Error Report,
 * or silence after an Error Report; and nothing is left undecided. */
static void every_type_and_version_is_decided(void **state)
{
	static const uint8_t versions[] = { 0, 1, 2, 3, 255 };
	(void)state;

	for (size_t v = 0; v < COUNT_OF(versions); v++)
		for (unsigned type = 0; type < 256; type++)
			for (unsigned later = 0; later < 2; later++) {
				const uint8_t bytes[] = {
					versions[v], (uint8_t)type, 0, 101, 0, 0, 0, 8
				};
				struct scene scene;
				begin(&scene, "");
				if (later)
					say_hex(&scene, RESET_1, none_since_1);
				rtr_session_take(&scene.session, test_bytes(bytes, sizeof(bytes)));
				drain(&scene);
				bool good = type == RTR_RESET_QUERY && versions[v] <= 2 &&
					    (!later || versions[v] == 1);
				assert_int_equal(scene.session.over, !good);
				bool silent = type == RTR_ERROR_REPORT;
				assert_int_equal(scene.out.used == 0, silent);
				end(&scene);
			}
}

/* An Error Report that is not fatal ends nothing. */
static void an_error_report_may_leave_things_as_they_are(void **state)
{
	struct scene scene;
	(void)state;

	begin(&scene, TWO);
	say_hex(&scene, RESET_1, all_1);
	say_hex(&scene, "010a 0002 00000010 00000000 00000000", "");
	assert_false(scene.session.over);
	assert_int_equal(scene.session.heard, RTR_NO_DATA);
	say_hex(&scene, SINCE_1, none_since_1);
	say_hex(&scene, "010a 0007 00000010 00000000 00000000", "");
	assert_true(scene.session.over);
	assert_int_equal(scene.session.heard, RTR_DUPLICATE_ANNOUNCEMENT);
	end(&scene);
}

/* Of what is too long to be anything, the header is enough. */
static void long_pdus_are_not_waited_for(void **state)
{
	static const struct {
		uint8_t type;
		enum rtr_error code;
	} cases[] = { { RTR_ERROR_REPORT, RTR_FINE },
		      { RTR_ROUTER_KEY, RTR_INVALID_REQUEST },
		      { 77, RTR_UNSUPPORTED_PDU } };
	uint8_t bytes[RTR_SESSION_IN_MAX] = { 1, 0, 0, 6, 0, 0, 0x10, 0 };
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct scene scene;
		begin(&scene, "");
		bytes[1] = cases[i].type;
		rtr_session_take(&scene.session, test_bytes(bytes, sizeof(bytes) - 1));
		drain(&scene);
		assert_false(scene.session.over);
		rtr_session_take(&scene.session, test_bytes(bytes, 1));
		drain(&scene);
		assert_true(scene.session.over);
		assert_int_equal(scene.session.said, cases[i].code);
		assert_int_equal(scene.out.used == 0, cases[i].code == RTR_FINE);
		if (cases[i].code == RTR_FINE)
			assert_int_equal(scene.session.heard, RTR_UNKNOWN_WITHDRAWAL);
		end(&scene);
	}
}

/* A20: byte by byte, and many at once: the same answers, in order. */
static void bytes_may_come_as_they_like(void **state)
{
	struct reader in = test_hex(RESET_1 SINCE_1 SINCE_1);
	struct scene scene;
	(void)state;

	begin(&scene, TWO);
	while (reader_left(&in) > 0) {
		rtr_session_take(&scene.session, read_inner(&in, 1));
		drain(&scene);
	}
	struct buffer slow = test_lines(&scene.out);
	scene.out.used = 0;
	end(&scene);
	begin(&scene, TWO);
	say_hex(&scene, RESET_1 SINCE_1 SINCE_1, slow.bytes);
	buffer_clear(&slow);
	end(&scene);
}

/* Queries while an answer is under way wait for its end; then room is there again. */
static void queries_wait_for_their_turn(void **state)
{
	struct payload_builder *builder = payload_builder_new();
	struct scene scene;
	struct buffer piece;
	size_t queries = 0;
	(void)state;

	for (uint64_t i = 0; i < 5000; i++) {
		struct vrp vrp = { { i << 40, 0, 24, FAMILY_V4 }, 24, 1 };
		assert_int_equal(payload_builder_vrp(builder, &vrp), 0);
	}
	struct payload_set *set = payload_builder_finish(builder);
	begin(&scene, NULL);
	(void)rtr_cache_update(scene.cache, set);
	payload_set_release(set);
	buffer_init(&piece);
	while (rtr_session_room(&scene.session) >= 8) {
		rtr_session_take(&scene.session, test_hex(RESET_1));
		queries++;
	}
	assert_int_equal(queries, RTR_SESSION_IN_MAX / 8);
	assert_true(rtr_session_write(&scene.session, 0, test_timers, &piece));
	assert_true(rtr_session_room(&scene.session) >= 8);
	size_t sent = piece.used;
	bool more = true;
	while (more) {
		piece.used = 0;
		more = rtr_session_write(&scene.session, 0, test_timers, &piece);
		sent += piece.used;
	}
	assert_int_equal(sent, queries * (8 + 5000 * 20 + 24));
	buffer_clear(&piece);
	end(&scene);
}

/* G11, RFC 8210 section 8.2 */
static void notifies_are_rare(void **state)
{
	struct scene scene;
	char items[64];
	unsigned notifies = 0;
	(void)state;

	begin(&scene, "v 10.0.0.0/8 8 0; v 11.0.0.0/8 8 0");
	/* Never before the version is known. */
	test_update(scene.cache, TWO, true);
	say_hex(&scene, "", "");
	say_hex(&scene, "0101 0065 0000000c 00000002",
		"1 Cache Response 101\n1 End of Data 101: 2 3600 600 7200\n");
	for (unsigned second = 0; second < 600; second++) {
		(void)snprintf(items, sizeof(items), "v 10.0.0.0/8 8 %u; v 11.0.0.0/8 8 0",
			       second + 10);
		test_update(scene.cache, items, true);
		scene.now_ms = second * 1000;
		drain(&scene);
		if (scene.out.used > 0) {
			assert_int_equal(scene.out.used, 12);
			assert_int_equal(scene.out.bytes[1], RTR_SERIAL_NOTIFY);
			assert_int_equal(second % 60, 0);
			notifies++;
		}
		scene.out.used = 0;
	}
	assert_int_equal(notifies, 10);
	/* Who knows is not told. */
	scene.now_ms += 3600 * 1000;
	say_hex(&scene, RESET_1,
		"1 Cache Response 101\n"
		"1 IPv4 Prefix 0: + 11.0.0.0/8-8 AS0\n"
		"1 IPv4 Prefix 0: + 10.0.0.0/8-8 AS609\n"
		"1 End of Data 101: 602 3600 600 7200\n");
	scene.now_ms += 3600 * 1000;
	say_hex(&scene, "", "");
	end(&scene);
}

/* An answer tells of the past when the cache moves on beneath it: then a notify follows. */
static void who_was_told_the_past_is_notified(void **state)
{
	struct scene scene;
	(void)state;

	begin(&scene, TWO);
	say_hex(&scene, RESET_1, all_1);
	test_update(scene.cache, ALL_OF_2, true);
	say_hex(&scene, "", "1 Serial Notify 101: 2\n");
	say_hex(&scene, SINCE_1,
		"1 Cache Response 101\n"
		"1 IPv4 Prefix 0: - 11.0.0.0/8-8 AS1\n"
		"1 IPv4 Prefix 0: + 12.0.0.0/8-8 AS1\n"
		"1 End of Data 101: 2 3600 600 7200\n");
	end(&scene);
}

static void an_end_of_ours_is_said_where_there_are_words(void **state)
{
	static const struct {
		const char *query;
		enum rtr_stop why;
		const char *want;
	} cases[] = {
		{ NULL, RTR_STOP_SHUTDOWN, "" },
		{ NULL, RTR_STOP_EXPIRED, "" },
		{ RESET_0, RTR_STOP_SHUTDOWN, "" },
		{ RESET_1, RTR_STOP_SHUTDOWN, "" },
		{ RESET_2, RTR_STOP_SHUTDOWN,
		  "2 Error Report 13: Cache Shutdown <> the cache is being stopped\n" },
		{ RESET_0, RTR_STOP_EXPIRED,
		  "0 Error Report 2: No Data Available <> the data are too old to be told\n" },
		{ RESET_1, RTR_STOP_EXPIRED,
		  "1 Error Report 2: No Data Available <> the data are too old to be told\n" },
		{ RESET_2, RTR_STOP_EXPIRED,
		  "2 Error Report 13: Cache Shutdown <> the data are too old to be told\n" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct scene scene;
		begin(&scene, TWO);
		if (cases[i].query != NULL) {
			rtr_session_take(&scene.session, test_hex(cases[i].query));
			drain(&scene);
			scene.out.used = 0;
		}
		rtr_session_stop(&scene.session, cases[i].why, &scene.out);
		test_expect_lines(&scene.out, cases[i].want);
		assert_true(scene.session.over);
		scene.out.used = 0;
		rtr_session_stop(&scene.session, cases[i].why, &scene.out);
		drain(&scene);
		assert_int_equal(scene.out.used, 0);
		end(&scene);
	}
}

static void parse_nothing(struct reader in)
{
	struct scene scene;

	begin(&scene, TWO);
	if (reader_left(&in) <= RTR_SESSION_IN_MAX)
		rtr_session_take(&scene.session, in);
	drain(&scene);
	end(&scene);
}

static void no_bits_do_harm(void **state)
{
	struct reader in = test_hex(RESET_1 SINCE_1 "010a 0000 00000012 00000000 00000002 6162");
	(void)state;

	test_every_truncation(in.at, reader_left(&in), parse_nothing);
	test_every_bit_flip(in.at, reader_left(&in), parse_nothing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_query_chooses_the_version),
		cmocka_unit_test(unknown_serials_are_reset),
		cmocka_unit_test(without_data_it_says_so_and_goes_on),
		cmocka_unit_test(breaches_end_the_session),
		cmocka_unit_test(every_type_and_version_is_decided),
		cmocka_unit_test(an_error_report_may_leave_things_as_they_are),
		cmocka_unit_test(long_pdus_are_not_waited_for),
		cmocka_unit_test(bytes_may_come_as_they_like),
		cmocka_unit_test(queries_wait_for_their_turn),
		cmocka_unit_test(notifies_are_rare),
		cmocka_unit_test(who_was_told_the_past_is_notified),
		cmocka_unit_test(an_end_of_ours_is_said_where_there_are_words),
		cmocka_unit_test(no_bits_do_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
