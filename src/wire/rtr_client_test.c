#include "base/testkit.h"

#include <stdio.h>
#include <stdlib.h>

#include "wire/rtr_client.h"
#include "wire/test_rtr_script.h"

/* What a client said, in the words of test_rtr_script.h; it takes it off `out`. */
static void print_out(struct rtr_client *client, struct buffer *line)
{
	struct reader in = reader_over(client->out.bytes, client->out.used);
	struct rtr_fault fault;
	struct rtr_pdu pdu;

	while (reader_left(&in) > 0) {
		assert_int_equal(rtr_pdu_next(&in, &pdu, &fault), 1);
		if (pdu.type == RTR_RESET_QUERY)
			buffer_format(line, "ask%u ", pdu.version);
		else if (pdu.type == RTR_SERIAL_QUERY)
			buffer_format(line, "query%u/%u/%u ", pdu.version, pdu.field, pdu.serial);
		else if (pdu.type == RTR_ERROR_REPORT)
			buffer_format(line, "error%u/%u ", pdu.version, pdu.field);
		else
			fail_msg("a router does not say type %u", pdu.type);
	}
	rtr_client_sent(client, client->out.used);
}

static void print_set(const struct payload_set *set, struct buffer *line)
{
	char text[PREFIX_TEXT_MAX];

	for (size_t i = 0; set != NULL && i < set->vrp_count; i++)
		buffer_format(line, "%s-%u=%u ", prefix_print(&set->vrps[i].prefix, text),
			      set->vrps[i].max_length, set->vrps[i].asn);
	for (size_t i = 0; set != NULL && i < set->key_count; i++)
		buffer_format(line, "key%u=%u ", set->keys[i].asn, set->keys[i].spki[0]);
	for (size_t i = 0; set != NULL && i < set->aspa_count; i++) {
		buffer_format(line, "aspa%u", set->aspas[i].customer);
		for (size_t j = 0; j < set->aspas[i].provider_count; j++)
			buffer_format(line, "%c%u", j == 0 ? '=' : ',', set->aspas[i].providers[j]);
		buffer_char(line, ' ');
	}
	if (set == NULL)
		buffer_string(line, "nothing ");
}

struct play {
	struct rtr_client client;
	uint64_t now_us;
	size_t piece; /* bytes given at a time */
};

/* As a driver does it, but that nobody answers. */
static void pass(struct play *play, uint64_t until_us)
{
	while (rtr_client_next_us(&play->client) <= until_us) {
		uint64_t next_us = rtr_client_next_us(&play->client);
		play->now_us = next_us > play->now_us ? next_us : play->now_us;
		rtr_client_tick(&play->client, play->now_us);
		if (play->client.state == RTR_CLIENT_CLOSES ||
		    play->client.state == RTR_CLIENT_CONNECTS)
			break;
	}
	play->now_us = until_us;
}

/* Nobody can be reached. */
static void refuse(struct play *play, uint64_t until_us)
{
	while (play->now_us < until_us) {
		pass(play, play->now_us + RTR_SECOND);
		if (play->client.state != RTR_CLIENT_WAITS)
			rtr_client_lost(&play->client, "refused", play->now_us);
	}
}

static void say(struct play *play, const char *line)
{
	struct buffer bytes;

	buffer_init(&bytes);
	test_write_line(&bytes, line);
	for (size_t at = 0; at < bytes.used; at += play->piece) {
		size_t left = bytes.used - at;
		size_t size = left < play->piece ? left : play->piece;
		struct text piece = test_text(bytes.bytes + at, size);
		rtr_client_receive(&play->client, piece.at, piece.len, play->now_us);
	}
	buffer_clear(&bytes);
}

static void act(struct play *play, const char *in, struct buffer *line)
{
	struct rtr_client *client = &play->client;

	if (strcmp(in, "set") == 0) {
		print_set(client->table.set, line);
	} else if (strcmp(in, "why") == 0) {
		if (client->reason[0] != '\0')
			buffer_format(line, "%s ", client->reason);
	} else if (strcmp(in, "up") == 0) {
		rtr_client_tick(client, play->now_us);
		assert_int_equal(client->state, RTR_CLIENT_CONNECTS);
		rtr_client_connected(client, play->now_us);
	} else if (strcmp(in, "lost") == 0) {
		rtr_client_lost(client, "the connection is lost", play->now_us);
	} else if (strncmp(in, "off+", 4) == 0) {
		refuse(play, play->now_us + strtoull(in + 4, NULL, 10) * RTR_SECOND);
	} else if (in[0] == '+' && in[2] != ':') {
		pass(play, play->now_us + strtoull(in, NULL, 10) * RTR_SECOND);
	} else {
		say(play, in);
	}
}

/* Steps and what the client says to each, separated by '|': "what is done > what it says". */
static void play(unsigned version_max, const char *script)
{
	static const char *const states[] = { "waits", "connects", "asks",
					      "reads", "rests",    "closes" };

	for (size_t piece = 1; piece < 100; piece += 33) {
		struct play it = { .now_us = 1000 * RTR_SECOND, .piece = piece };
		struct text rest = text_of(script), step;
		struct buffer line;

		buffer_init(&line);
		rtr_client_init(&it.client, version_max);
		while (text_cut(&rest, '|', &step)) {
			struct text does;
			char in[1024] = "", want[1024] = "";
			(void)text_cut(&step, '>', &does);
			does = text_trim(does);
			step = text_trim(step);
			memcpy(in, does.at, does.len);
			memcpy(want, step.at, step.len);
			line.used = 0;
			act(&it, in, &line);
			print_out(&it.client, &line);
			buffer_string(&line, states[it.client.state]);
			buffer_char(&line, '\0');
			if (strcmp(line.bytes, want) != 0)
				fail_msg("\"%s\" (in pieces of %zu): expected \"%s\", got \"%s\"",
					 in, piece, want, line.bytes);
			if (it.client.state == RTR_CLIENT_CLOSES)
				rtr_client_lost(&it.client, NULL, it.now_us);
		}
		rtr_client_clear(&it.client);
		buffer_clear(&line);
	}
}

static void takes_an_answer_whole(void **state)
{
	(void)state;
	play(2, "set > nothing waits | up > ask2 asks | response2/5 > reads |"
		"+2:192.0.2.0/24-25=64500 +2:2001:db8::/32-48=0 > reads |"
		"+2:key64500=7 +2:aspa64500=1,2 > reads | set > nothing reads |"
		"end2/5/8 > rests |"
		"set > 192.0.2.0/24-25=64500 2001:db8::/32-48=0 key64500=7 aspa64500=1,2 rests");
	play(1, "up > ask1 asks | response1/0 end1/0/0 > rests | set > rests");
	play(0, "up > ask0 asks | response0/9 +0:10.0.0.0/8-8=1 end0/9/1 > rests |"
		"set > 10.0.0.0/8-8=1 rests");
}

static void goes_on_from_a_serial(void **state)
{
	(void)state;
	play(2,
	     "up > ask2 asks | response2/5 +2:192.0.2.0/24-24=1 +2:192.0.2.0/24-24=2 "
	     "+2:aspa1=2 +2:aspa3=4 end2/5/4294967295 > rests |"
	     "notify2/5/4294967295 > rests | notify2/5/0 > query2/5/4294967295 asks |"
	     "response2/5 -2:192.0.2.0/24-24=1 +2:192.0.2.0/24-24=3 > reads |"
	     "+2:aspa1=7,8 -2:aspa3 end2/5/0 > rests |"
	     "set > 192.0.2.0/24-24=2 192.0.2.0/24-24=3 aspa1=7,8 rests |"
	     /* nothing has changed; not even a response to a query that crossed a notify */
	     "notify2/5/1 > query2/5/0 asks | notify2/5/2 > asks | response2/5 end2/5/2 > rests |"
	     /* in the middle of an answer it is remembered */
	     "notify2/5/3 > query2/5/2 asks | response2/5 > reads | notify2/5/4 > reads |"
	     "end2/5/3 > query2/5/3 asks");
	/* Any order will do, and a payload may come and go and come. */
	play(1, "up > ask1 asks | response1/5 +1:10.0.0.0/8-9=1 -1:10.0.0.0/8-9=1 "
		"+1:9.0.0.0/8-9=1 +1:10.0.0.0/8-9=1 end1/5/1 > rests |"
		"set > 9.0.0.0/8-9=1 10.0.0.0/8-9=1 rests | notify1/5/2 > query1/5/1 asks |"
		"response1/5 -1:9.0.0.0/8-9=1 +1:9.0.0.0/8-9=1 -1:10.0.0.0/8-9=1 end1/5/2 > rests |"
		"set > 9.0.0.0/8-9=1 rests");
}

static void asks_for_all_after_a_cache_reset(void **state)
{
	(void)state;
	play(2, "up > ask2 asks | response2/5 +2:10.0.0.0/8-8=1 end2/5/7 > rests |"
		"notify2/5/9 > query2/5/7 asks | reset2 > ask2 asks |"
		"set > 10.0.0.0/8-8=1 asks | response2/6 +2:11.0.0.0/8-8=1 > reads |"
		"set > 10.0.0.0/8-8=1 reads | end2/6/1 > rests | set > 11.0.0.0/8-8=1 rests |"
		"notify2/6/2 > query2/6/1 asks");
	play(2, "up > ask2 asks | reset2 > error2/0 closes");
}

static void agrees_on_a_version(void **state)
{
	(void)state;
	/* StayRTR: answers in its own version. */
	play(2,
	     "up > ask2 asks | response1/5 +1:10.0.0.0/8-8=1 end1/5/7 > rests |"
	     "notify1/5/8 > query1/5/7 asks | lost > waits | +1 > connects | up > query1/5/7 asks");
	/* RFC 8210: error 4 in the version that is spoken. */
	play(2, "up > ask2 asks | error1/4/no > closes | up > ask1 asks | response1/1 end1/1/1 > "
		"rests");
	/* FORT: error 4 in version 0, though it speaks 1. */
	play(2, "up > ask2 asks | error0/4/no > closes | up > ask1 asks | response1/1 end1/1/1 > "
		"rests");
	/* One that speaks 0 alone; then one that speaks nothing. */
	play(2, "up > ask2 asks | error0/4/no > closes | up > ask1 asks | error0/4/no > closes |"
		"up > ask0 asks | response0/1 end0/1/1 > rests");
	play(1, "up > ask1 asks | error0/4/no > closes | up > ask0 asks | error0/4/no > closes |"
		"+0 > waits | +1 > connects | up > ask1 asks");
	/* A connection that cannot be had is no reason to hurry. */
	play(2,
	     "up > ask2 asks | error1/4/no > closes | +0 > connects | lost > waits | +0 > waits |"
	     "+1 > connects | up > ask1 asks");
	/* Above what we asked for, or another than before. */
	play(1, "up > ask1 asks | response2/1 > error1/8 closes");
	play(2, "up > ask2 asks | response1/1 +2:10.0.0.0/8-8=1 > error1/8 closes");
	play(2, "up > ask2 asks | response1/1 end1/1/1 > rests | notify2/1/2 > error1/8 closes");
	/* A serial of version 2 means nothing in version 1. */
	play(2, "up > ask2 asks | response2/5 +2:10.0.0.0/8-8=1 end2/5/7 > rests | lost > waits |"
		"+1 > connects | up > query2/5/7 asks | response1/5 > error2/0 closes |"
		"set > nothing waits");
	play(2, "up > ask2 asks | response2/5 +2:10.0.0.0/8-8=1 end2/5/7 > rests | lost > waits |"
		"+1 > connects | up > query2/5/7 asks | error1/4/no > closes | up > ask1 asks |"
		"set > 10.0.0.0/8-8=1 asks");
	/* Notifies come before anything is agreed on, in any version. */
	play(2, "up > ask2 asks | notify0/1/1 notify1/7/7 notify2/2/2 > asks |"
		"hex:030000010000000c00000001 > asks | response2/1 end2/1/1 > rests");
}

static void leaves_a_cache_that_is_wrong(void **state)
{
	static const char *const wrong[][2] = {
		{ "response2/5 +2:10.0.0.0/8-8=1 +2:10.0.0.0/8-8=1 end2/5/1", "error2/7" },
		{ "response2/5 +2:key1=1 +2:key1=1 end2/5/1", "error2/7" },
		{ "response2/5 -2:10.0.0.0/8-8=1 end2/5/1", "error2/6" },
		{ "response2/5 -2:aspa1 end2/5/1", "error2/6" },
		{ "response2/5 -2:key1=1 end2/5/1", "error2/6" },
		{ "+2:10.0.0.0/8-8=1", "error2/0" },
		{ "end2/5/1", "error2/0" },
		{ "ask2", "error2/0" },
		{ "query2/1/1", "error2/0" },
		{ "response2/5 response2/5", "error2/0" },
		{ "response2/5 reset2", "error2/0" },
		{ "response2/5 ask2", "error2/0" },
		{ "response2/5 end2/6/1", "error2/0" },
		/* PDUs that are not: a type, a length */
		{ "response2/5 hex:020c000000000008", "error2/5" },
		{ "response2/5 hex:0204000000000008", "error2/0" },
		{ "hex:0203000000000007", "error2/0" },
		{ "hex:02030000ffffffff", "error2/0" },
	};
	char script[1024];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		(void)snprintf(script, sizeof(script),
			       "up > ask2 asks | %s > %s closes | set > nothing waits |"
			       "+1 > connects | up > ask2 asks",
			       wrong[i][0], wrong[i][1]);
		play(2, script);
	}
	/* The dialect of draft -10, and other lists of providers that are none: without ASPAs. */
	static const char *const lists[] = { "020b00000000001801000002000000010000000200000003",
					     "020b01000000000c00000001" };
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		(void)snprintf(script, sizeof(script),
			       "up > ask2 asks | response2/5 hex:%s > error2/9 closes |"
			       "set > nothing waits | +0 > connects | up > ask1 asks |"
			       "response1/6 +1:10.0.0.0/8-8=1 end1/6/1 > rests |"
			       "set > 10.0.0.0/8-8=1 rests",
			       lists[i]);
		play(2, script);
	}
	/* Changes that cannot be: the data stays, but we ask for all. */
	play(2, "up > ask2 asks | response2/5 +2:10.0.0.0/8-8=1 end2/5/7 > rests |"
		"notify2/5/8 > query2/5/7 asks | response2/5 +2:10.0.0.0/8-8=1 > reads |"
		"end2/5/8 > error2/7 closes | set > 10.0.0.0/8-8=1 waits | +1 > connects |"
		"up > ask2 asks");
}

static void drops_all_when_the_session_is_another(void **state)
{
	static const char *const wrong[] = {
		"notify2/6/8", "notify2/5/8 > query2/5/7 asks | response2/6",
		"notify2/5/8 > query2/5/7 asks | response2/5 end2/6/8"
	};
	char script[1024];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		(void)snprintf(script, sizeof(script),
			       "up > ask2 asks | response2/5 +2:10.0.0.0/8-8=1 end2/5/7 > rests |"
			       "set > 10.0.0.0/8-8=1 rests | %s > error2/0 closes |"
			       "set > nothing waits | +1 > connects | up > ask2 asks",
			       wrong[i]);
		play(2, script);
	}
}

static void hears_errors_and_answers_none(void **state)
{
	(void)state;
	play(2, "up > ask2 asks | error2/2/later > rests |"
		"why > it answers with error 2 (No Data Available): later rests |"
		"+599 > rests | +1 > ask2 asks | response2/1 end2/1/1 > rests | why >  rests");
	/* What follows the error tells that there is data now. */
	play(2, "up > ask2 asks | error1/2/later > rests | notify1/4/4 > ask1 asks");
	play(2, "up > ask2 asks | response2/5 +2:10.0.0.0/8-8=1 end2/5/7 > rests |"
		"notify2/5/8 > query2/5/7 asks | response2/5 -2:10.0.0.0/8-8=1 > reads |"
		"error2/12/x > rests | set > 10.0.0.0/8-8=1 rests | +600 > query2/5/7 asks |"
		"error2/13/x > closes | set > 10.0.0.0/8-8=1 waits | +1 > connects |"
		"up > query2/5/7 asks | error2/0/x > closes | set > 10.0.0.0/8-8=1 waits |"
		"+2 > connects | up > ask2 asks");
	/* A code, a version and a length that make no sense. */
	play(2, "up > ask2 asks | hex:020a00630000001500000000000000051b5b33316d > closes |"
		"why > it answers with error 99 (Error): \\x1b[31m waits");
	play(2, "up > ask2 asks | response2/1 error0/8/x > closes");
	play(2, "up > ask2 asks | hex:020a0000000000100000000900000000 > closes");
	/* Error 4 once a version is agreed on does not lead down. */
	play(2, "up > ask2 asks | response2/1 error1/4/x > closes | +0 > waits | +1 > connects |"
		"up > ask2 asks");
}

static void keeps_time(void **state)
{
	(void)state;
	/* Refresh, as the cache wants it; then silence. */
	play(2,
	     "up > ask2 asks | response2/5 +2:10.0.0.0/8-8=1 end2/5/7/60/30/600 > rests |"
	     "+59 > rests | +1 > query2/5/7 asks | +14 > asks | +1 > error2/10 closes |"
	     "why > it is silent waits | +0 > waits | +1 > connects | +10 > closes |"
	     "why > no connection in time waits | +1 > waits | +1 > connects | lost > waits |"
	     "why > the connection is lost waits | +3 > waits | +1 > connects |"
	     "+10 > closes | +0 > waits | +8 > connects | lost > waits |"
	     /* 600 seconds after the End of Data */
	     "off+489 > waits | set > 10.0.0.0/8-8=1 waits | off+1 > waits | set > nothing waits |"
	     "why > refused waits");
	/* Version 0 has no timers. */
	play(0, "up > ask0 asks | response0/5 end0/5/7 > rests | +3599 > rests |"
		"+1 > query0/5/7 asks");
	/* Data expires under a query for changes; a whole answer goes on. */
	play(1, "up > ask1 asks | response1/5 +1:10.0.0.0/8-8=1 end1/5/7/599/100/600 > rests |"
		"+599 > query1/5/7 asks | +1 > closes | set > nothing waits | +1 > connects |"
		"up > ask1 asks");
	play(1, "up > ask1 asks | response1/5 +1:10.0.0.0/8-8=1 end1/5/7/599/100/600 > rests |"
		"+599 > query1/5/7 asks | reset1 > ask1 asks | response1/6 > reads | +1 > reads |"
		"set > nothing reads | +1:11.0.0.0/8-8=1 end1/6/1 > rests |"
		"set > 11.0.0.0/8-8=1 rests");
}

static void leaves_an_answer_without_end(void **state)
{
	struct rtr_client client;
	struct buffer line;
	uint64_t now_us = 0;

	(void)state;
	buffer_init(&line);
	rtr_client_init(&client, 1);
	rtr_client_tick(&client, now_us);
	rtr_client_connected(&client, now_us);
	test_write_line(&line, "response1/5");
	while (client.state == RTR_CLIENT_ASKS || client.state == RTR_CLIENT_READS) {
		rtr_client_receive(&client, line.bytes, line.used, now_us);
		line.used = 0;
		test_write_line(&line, "+1:10.0.0.0/8-8=1");
		now_us += 10 * RTR_SECOND;
		rtr_client_tick(&client, now_us);
	}
	assert_int_equal(client.state, RTR_CLIENT_CLOSES);
	assert_string_equal(client.reason, "its answer does not end");
	assert_true(now_us == RTR_CLIENT_ANSWER_US);
	buffer_clear(&line);
	rtr_client_clear(&client);
}

static void moves_timers_into_their_ranges(void **state)
{
	static const struct {
		struct rtr_timers said, want;
	} cases[] = {
		{ { 3600, 600, 7200 }, { 3600, 600, 7200 } },
		{ { 0, 0, 0 }, { 1, 1, 600 } },
		{ { UINT32_MAX, UINT32_MAX, UINT32_MAX }, { 86400, 7200, 172800 } },
		{ { 7200, 600, 7200 }, { 7199, 600, 7200 } },
		{ { 60, 900, 600 }, { 60, 599, 600 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct rtr_timers got = rtr_client_clamp(cases[i].said);
		assert_memory_equal(&got, &cases[i].want, sizeof(got));
		assert_true(rtr_timers_are_sound(got));
	}
}

static void counts_what_happened(void **state)
{
	struct play it = { .piece = 64 };
	struct buffer line;

	(void)state;
	buffer_init(&line);
	rtr_client_init(&it.client, 2);
	act(&it, "up", &line);
	act(&it, "notify1/1/1", &line);
	act(&it, "response2/5 +2:10.0.0.0/8-8=1 +2:aspa2=1 +2:aspa1=1 end2/5/1", &line);
	act(&it, "notify2/5/2", &line);
	/* A withdrawal behind an announcement; an ASPA announced behind one withdrawn. */
	act(&it, "response2/5 +2:11.0.0.0/8-8=1 -2:10.0.0.0/8-8=1 -2:aspa2 +2:aspa3=1 end2/5/2",
	    &line);
	act(&it, "ask2", &line);
	const struct rtr_client_counts *counts = &it.client.counts;
	assert_int_equal(counts->commits, 2);
	assert_int_equal(counts->resets, 1);
	assert_int_equal(it.client.generation, 2);
	assert_int_equal(counts->notifies_ignored, 1);
	assert_int_equal(counts->errors_sent[RTR_CORRUPT_DATA], 1);
	assert_int_equal(it.client.table.order_violations, 3);
	rtr_client_clear(&it.client);
	buffer_clear(&line);
}

static void any_bytes(struct reader in)
{
	struct rtr_client client;

	rtr_client_init(&client, 2);
	rtr_client_tick(&client, 0);
	rtr_client_connected(&client, 0);
	rtr_client_receive(&client, in.at, reader_left(&in), 1);
	rtr_client_tick(&client, RTR_CLIENT_SILENCE_US + 1);
	if (client.state != RTR_CLIENT_RESTS)
		assert_int_equal(client.state, RTR_CLIENT_CLOSES);
	/* A set stands only behind a whole answer. */
	assert_true(client.table.set == NULL || client.counts.commits > 0);
	rtr_client_clear(&client);
}

static void survives_damage(void **state)
{
	struct buffer bytes;

	(void)state;
	buffer_init(&bytes);
	test_write_line(&bytes, "notify2/5/7 response2/5 +2:10.0.0.0/8-8=1 +2:2001:db8::/32-48=0 "
				"+2:key64500=7 +2:aspa64500=1,2 end2/5/7 notify2/5/8 error2/2/x");
	test_every_truncation(bytes.bytes, bytes.used, any_bytes);
	test_every_bit_flip(bytes.bytes, bytes.used, any_bytes);
	buffer_clear(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_an_answer_whole),
		cmocka_unit_test(goes_on_from_a_serial),
		cmocka_unit_test(asks_for_all_after_a_cache_reset),
		cmocka_unit_test(agrees_on_a_version),
		cmocka_unit_test(leaves_a_cache_that_is_wrong),
		cmocka_unit_test(drops_all_when_the_session_is_another),
		cmocka_unit_test(hears_errors_and_answers_none),
		cmocka_unit_test(keeps_time),
		cmocka_unit_test(leaves_an_answer_without_end),
		cmocka_unit_test(moves_timers_into_their_ranges),
		cmocka_unit_test(counts_what_happened),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
