#include "base/testkit.h"

#include <stdio.h>
#include <stdlib.h>

#include "wire/tcp_stream.h"

/* What the sink was told, as text: "0>GET 0<200 0:end"; before a chunk "~" if it seeks, "(3)" for
 * bytes lost. */
struct told {
	char text[4096];
	size_t used;
	uint64_t chunks, bytes, ends;
	uint64_t time_us, frame, offset; /* of the last chunk */
	struct tcp_endpoint source;
	bool quiet;
	int result;
};

static struct told told;
static struct tcp_streams streams;

__attribute__((format(printf, 1, 2))) static void tell(const char *format, ...)
{
	va_list args;

	if (told.quiet)
		return;
	va_start(args, format);
	int size = vsnprintf(told.text + told.used, sizeof(told.text) - told.used, format, args);
	va_end(args);
	assert_true(size >= 0 && told.used + (size_t)size < sizeof(told.text));
	told.used += (size_t)size;
}

static int on_chunk(void *context, const struct tcp_chunk *chunk)
{
	(void)context;
	told.chunks++;
	told.bytes += reader_left(&chunk->bytes);
	told.time_us = chunk->time_us;
	told.frame = chunk->frame;
	told.offset = chunk->offset;
	told.source = chunk->source;
	assert_true(reader_left(&chunk->bytes) > 0);
	assert_true(chunk->lost == 0 || chunk->seek);
	tell("%s%llu%c", told.used > 0 ? " " : "", (unsigned long long)chunk->connection,
	     chunk->direction == 0 ? '>' : '<');
	if (chunk->seek)
		tell("~");
	if (chunk->lost > 0)
		tell("(%llu)", (unsigned long long)chunk->lost);
	tell("%.*s", (int)reader_left(&chunk->bytes), (const char *)chunk->bytes.at);
	return told.result;
}

static int on_end(void *context, uint64_t connection)
{
	(void)context;
	told.ends++;
	tell("%s%llu:end", told.used > 0 ? " " : "", (unsigned long long)connection);
	return told.result;
}

static int begin(void **state)
{
	static const struct tcp_sink sink = { NULL, on_chunk, on_end };

	(void)state;
	memset(&told, 0, sizeof(told));
	tcp_streams_init(&streams, &sink);
	return 0;
}

static int end(void **state)
{
	(void)state;
	tcp_streams_clear(&streams);
	assert_int_equal(streams.held_bytes, 0);
	return 0;
}

static struct tcp_endpoint endpoint(uint32_t host, uint16_t port)
{
	return (struct tcp_endpoint){
		.address = { .hi = (uint64_t)(0xc0000200 + host) << 32, .family = FAMILY_V4 },
		.port = port,
	};
}

static struct tcp_segment segment_of(uint32_t from, uint32_t seq, unsigned flags, const char *text)
{
	struct tcp_segment segment = {
		.source = endpoint(from, from == 1 ? 1024 : 179),
		.destination = endpoint(3 - from, from == 1 ? 179 : 1024),
		.seq = seq,
		.flags = flags,
		.size = strlen(text),
		.payload = test_bytes(text, strlen(text)),
	};
	return segment;
}

static int take(const struct tcp_segment *segment)
{
	static uint64_t frame;

	frame++;
	return tcp_streams_take(&streams, segment, frame * 10, frame);
}

enum { A = 1, B = 2 };
static const unsigned S = TCP_SYN, F = TCP_FIN;

struct step {
	uint32_t from, seq;
	unsigned flags;
	const char *text;
	uint32_t ack;
};

static const struct {
	const char *name;
	struct step steps[12];
	const char *want; /* before the end of the capture */
	const char *late; /* at it */
} scripts[] = {
	{ "in order, both ways, to the end",
	  { { A, 100, TCP_SYN, "", 0 },
	    { B, 500, TCP_SYN | TCP_ACK, "", 101 },
	    { A, 101, TCP_ACK, "ab", 501 },
	    { B, 501, TCP_ACK, "xy", 103 },
	    { A, 103, TCP_FIN, "cd", 503 },
	    { B, 503, TCP_FIN | TCP_ACK, "", 106 } },
	  "0>ab 0<xy 0>cd 0:end",
	  "" },
	{ "the opener is whom the answer goes to",
	  { { B, 500, TCP_SYN | TCP_ACK, "", 101 }, { B, 501, TCP_ACK, "x", 101 } },
	  "0<x",
	  "0:end" },
	{ "data with the SYN",
	  { { A, 7, TCP_SYN, "ab", 0 }, { A, 10, 0, "c", 0 } },
	  "0>ab 0>c",
	  "0:end" },
	{ "data with a SYN that does not count",
	  { { A, 1, TCP_SYN, "ab", 0 }, { A, 3, 0, "cd", 0 }, { A, 5, 0, "e", 0 } },
	  "0>ab 0>cd 0>e",
	  "0:end" },
	{ "a probe behind data with the SYN",
	  { { A, 7, TCP_SYN, "ab", 0 }, { A, 9, 0, "x", 0 }, { A, 10, 0, "c", 0 } },
	  "0>ab 0>c",
	  "0:end" },
	{ "out of order",
	  { { A, 0, TCP_SYN, "", 0 },
	    { A, 5, 0, "ef", 0 },
	    { A, 3, 0, "cd", 0 },
	    { A, 1, 0, "ab", 0 } },
	  "0>ab 0>cd 0>ef",
	  "0:end" },
	{ "the first copy counts",
	  { { A, 0, TCP_SYN, "", 0 },
	    { A, 1, 0, "abc", 0 },
	    { A, 1, 0, "XYZ", 0 },
	    { A, 3, 0, "Xde", 0 },
	    { A, 2, 0, "YZ", 0 } },
	  "0>abc 0>de",
	  "0:end" },
	{ "the first copy counts behind a hole, too",
	  { { A, 0, TCP_SYN, "", 0 },
	    { A, 4, 0, "de", 0 },
	    { A, 8, 0, "h", 0 },
	    { A, 3, 0, "cXXfgYi", 0 },
	    { A, 1, 0, "abZZ", 0 } },
	  "0>ab 0>c 0>de 0>fg 0>h 0>i",
	  "0:end" },
	{ "one that covers what is held",
	  { { A, 0, TCP_SYN, "", 0 }, { A, 3, 0, "c", 0 }, { A, 1, 0, "abXd", 0 } },
	  "0>ab 0>c 0>d",
	  "0:end" },
	{ "from the middle",
	  { { A, 50, TCP_ACK, "ab", 9 }, { A, 48, TCP_ACK, "zz", 9 }, { A, 52, TCP_ACK, "c", 9 } },
	  "0>~ab 0>c",
	  "0:end" },
	{ "acknowledgements alone are no connection",
	  { { A, 50, TCP_ACK, "", 9 },
	    { B, 9, TCP_FIN | TCP_ACK, "", 50 },
	    { A, 50, TCP_RST, "x", 0 } },
	  "",
	  "" },
	{ "sequence numbers wrap",
	  { { A, 0xfffffffd, TCP_SYN, "", 0 },
	    { A, 1, 0, "de", 0 },
	    { A, 0xffffffff, 0, "bc", 0 },
	    { A, 0xfffffffe, 0, "aX", 0 } },
	  "0>a 0>bc 0>de",
	  "0:end" },
	{ "a hole to the end of the capture",
	  { { A, 0, TCP_SYN, "", 0 }, { A, 4, 0, "d", 0 }, { A, 7, 0, "g", 0 } },
	  "",
	  "0>~(3)d 0>~(2)g 0:end" },
	{ "a hole that the receiver acknowledged",
	  { { A, 0, TCP_SYN, "", 0 },
	    { B, 0, TCP_SYN | TCP_ACK, "", 1 },
	    { A, 4, 0, "d", 0 },
	    { B, 1, TCP_ACK, "", 1 },
	    { B, 1, TCP_ACK, "", 5 } },
	  "0>~(3)d",
	  "0:end" },
	{ "an acknowledgement seen before what it is about",
	  { { A, 0, TCP_SYN, "", 0 },
	    { B, 0, TCP_SYN | TCP_ACK, "", 5 },
	    { A, 1, 0, "ab", 0 },
	    { A, 3, 0, "cd", 0 },
	    { B, 1, TCP_ACK, "", 9 },
	    { A, 7, 0, "gh", 0 } },
	  "0>ab 0>cd 0>~(2)gh",
	  "0:end" },
	{ "a hole acknowledged in part",
	  { { A, 0, TCP_SYN, "", 0 },
	    { A, 6, 0, "f", 0 },
	    { B, 1, TCP_ACK, "", 3 },
	    { A, 3, 0, "cde", 0 } },
	  "0>~(2)cde 0>f",
	  "0:end" },
	{ "what is lost before a FIN, acknowledged",
	  { { A, 0, TCP_SYN, "", 0 },
	    { B, 0, TCP_SYN | TCP_ACK, "", 1 },
	    { A, 4, TCP_FIN, "", 1 },
	    { B, 1, TCP_FIN | TCP_ACK, "", 5 } },
	  "0:end",
	  "" },
	{ "nothing comes behind the end",
	  { { A, 0, TCP_SYN, "", 0 },
	    { A, 1, TCP_FIN, "a", 0 },
	    { A, 3, 0, "b", 0 },
	    { B, 0, TCP_SYN | TCP_ACK, "", 3 },
	    { B, 1, TCP_FIN, "", 3 },
	    { A, 1, TCP_FIN, "a", 0 },
	    { A, 4, 0, "c", 0 } },
	  "0>a 0:end",
	  "" },
	{ "RST gives up and ends",
	  { { A, 0, TCP_SYN, "", 0 },
	    { A, 3, 0, "c", 0 },
	    { A, 4, TCP_RST, "why", 0 },
	    { A, 1, 0, "ab", 0 } },
	  "0>~(2)c 0:end",
	  "" },
	{ "RST from nowhere does not",
	  { { A, 0, TCP_SYN, "", 0 },
	    { A, 1, 0, "a", 0 },
	    { A, 0x40000000, TCP_RST, "", 0 },
	    { A, 0xfffffff0, TCP_RST, "", 0 },
	    { A, 2, 0, "b", 0 } },
	  "0>a 0>b",
	  "0:end" },
	{ "a refused opening, and the next one",
	  { { A, 0, TCP_SYN, "", 0 },
	    { B, 0, TCP_RST | TCP_ACK, "", 1 },
	    { A, 70, TCP_SYN, "", 0 },
	    { A, 71, 0, "a", 0 } },
	  "0:end 1>a",
	  "1:end" },
	{ "the SYN twice",
	  { { A, 0, TCP_SYN, "", 0 },
	    { A, 1, 0, "a", 0 },
	    { A, 0, TCP_SYN, "", 0 },
	    { A, 2, 0, "b", 0 } },
	  "0>a 0>b",
	  "0:end" },
	{ "the SYN behind the first data",
	  { { A, 1, 0, "a", 0 }, { A, 0, TCP_SYN, "", 0 }, { A, 2, 0, "b", 0 } },
	  "0>~a 0>b",
	  "0:end" },
	{ "the same ports again",
	  { { A, 0, TCP_SYN, "", 0 },
	    { A, 1, 0, "a", 0 },
	    { A, 5, 0, "e", 0 },
	    { B, 900, TCP_SYN, "", 0 },
	    { B, 901, 0, "x", 0 },
	    { A, 77, TCP_SYN | TCP_ACK, "", 901 },
	    { A, 78, TCP_ACK, "y", 902 } },
	  "0>a 0>~(3)e 0:end 1>x 1<y",
	  "1:end" },
	{ "an opening behind the middle of another",
	  { { B, 40, TCP_ACK, "x", 9 }, { A, 77, TCP_SYN, "", 0 }, { A, 78, 0, "a", 0 } },
	  "0>~x 0:end 1>a",
	  "1:end" },
	{ "one stray changes nothing",
	  { { A, 0, TCP_SYN, "", 0 },
	    { A, 1, 0, "a", 0 },
	    { A, 0x50000000, 0, "s", 0 },
	    { A, 2, 0, "b", 0 } },
	  "0>a 0>b",
	  "0:end" },
	{ "two in a row are another connection",
	  { { A, 0, TCP_SYN, "", 0 },
	    { A, 1, 0, "a", 0 },
	    { A, 0x90000000, 0, "s", 0 },
	    { A, 0x90000001, 0, "t", 0 },
	    { A, 0x90000002, 0, "u", 0 } },
	  "0>a 0:end 1>~t 1>u",
	  "1:end" },
	{ "probes of a connection that is alive",
	  { { A, 0, TCP_SYN, "", 0 },
	    { A, 1, 0, "a", 0 },
	    { A, 1, 0, "X", 0 },
	    { A, 1, 0, "", 0 },
	    { A, 2, 0, "b", 0 } },
	  "0>a 0>b",
	  "0:end" },
};

static void follows_scripts(void **state)
{
	for (size_t i = 0; i < COUNT_OF(scripts); i++) {
		begin(state);
		for (const struct step *step = scripts[i].steps; step->from != 0; step++) {
			struct tcp_segment segment =
				segment_of(step->from, step->seq, step->flags, step->text);
			segment.ack = step->ack;
			assert_int_equal(take(&segment), 0);
		}
		if (strcmp(told.text, scripts[i].want) != 0)
			print_message("%s\n", scripts[i].name);
		assert_string_equal(told.text, scripts[i].want);
		told.used = 0;
		told.text[0] = '\0';
		assert_int_equal(tcp_streams_finish(&streams), 0);
		if (strcmp(told.text, scripts[i].late) != 0)
			print_message("%s\n", scripts[i].name);
		assert_string_equal(told.text, scripts[i].late);
		assert_int_equal(streams.held_bytes, 0);
		assert_int_equal(streams.counts.connections, told.ends);
		end(state);
	}
}

/* A segment of which the capture holds less than was sent; the rest is a hole. */
static void a_cut_segment_leaves_a_hole(void **state)
{
	struct tcp_segment segment = segment_of(A, 0, S, "");

	begin(state);
	assert_int_equal(take(&segment), 0);
	segment = segment_of(A, 1, F, "ab");
	segment.size = 5;
	assert_int_equal(take(&segment), 0);
	assert_string_equal(told.text, "0>ab");
	assert_int_equal(tcp_streams_finish(&streams), 0);
	assert_int_equal(streams.counts.lost_bytes, 3);
	assert_int_equal(streams.counts.gaps, 1);
}

static void says_where_and_when(void **state)
{
	(void)state;
	begin(state);
	struct tcp_segment syn = segment_of(A, 0, S, ""), late = segment_of(A, 3, 0, "c"),
			   first = segment_of(A, 1, 0, "ab");
	told.quiet = true;
	assert_int_equal(tcp_streams_take(&streams, &syn, 10, 1), 0);
	assert_int_equal(tcp_streams_take(&streams, &late, 20, 2), 0);
	assert_int_equal(streams.counts.late_segments, 1);
	assert_true(streams.held_bytes > 0);
	assert_int_equal(tcp_streams_take(&streams, &first, 30, 3), 0);
	assert_int_equal(told.chunks, 2);
	assert_int_equal(told.time_us, 20);
	assert_int_equal(told.frame, 2);
	assert_int_equal(told.offset, 2);
	assert_int_equal(told.source.port, 1024);
	assert_int_equal(streams.counts.segments, 3);
	assert_int_equal(streams.counts.delivered_bytes, 3);
	assert_int_equal(streams.held_bytes, 0);
}

static void a_sink_stops_the_parse(void **state)
{
	struct tcp_segment segment = segment_of(A, 1, 0, "ab");

	begin(state);
	told.result = -42;
	assert_int_equal(take(&segment), -42);
	assert_int_equal(told.chunks, 1);
	assert_int_equal(tcp_streams_finish(&streams), -42);
}

/* Everything behind a hole, until there is too much of it. */
static void a_hole_is_not_waited_for_forever(void **state)
{
	static char text[4096];
	struct tcp_segment segment = segment_of(A, 0, S, "");

	memset(text, 'x', sizeof(text) - 1);
	for (unsigned pass = 0; pass < 2; pass++) {
		begin(state);
		told.quiet = true;
		uint32_t size = pass == 0 ? 4095 : 1, seq = 10;
		segment = segment_of(A, 0, S, "");
		assert_int_equal(take(&segment), 0);
		segment = segment_of(A, 0, 0, text + 4095 - size);
		unsigned waiting = 0;
		for (; told.chunks == 0; seq += size, waiting++) {
			segment.seq = seq;
			assert_int_equal(take(&segment), 0);
			assert_true(waiting <= TCP_HELD_SEGMENTS_MAX);
			assert_true(streams.held_bytes <= 2 * TCP_HELD_BYTES_MAX);
		}
		assert_int_equal(waiting, pass == 0 ? TCP_HELD_BYTES_MAX / 4095 + 1
						    : TCP_HELD_SEGMENTS_MAX + 1);
		assert_int_equal(streams.counts.lost_bytes, 9);
		assert_int_equal(told.bytes, (uint64_t)waiting * size);
		end(state);
	}
	begin(state);
}

/* Many connections, each with a hole: all of them together have a limit. */
static void all_holes_together_are_bounded(void **state)
{
	static char text[65536];
	struct tcp_segment segment = segment_of(A, 0, 0, "");

	begin(state);
	told.quiet = true;
	segment.size = sizeof(text);
	segment.payload = reader_over(text, sizeof(text));
	for (uint32_t i = 0; i < 20000; i++) {
		segment.source = endpoint(i / 10, 1024);
		segment.seq = i % 10 * 65536 * 2;
		assert_int_equal(take(&segment), 0);
		assert_true(streams.held_bytes <= TCP_HELD_TOTAL_MAX + sizeof(text) * 2);
	}
	assert_true(streams.counts.gaps > 0);
	assert_int_equal(tcp_streams_finish(&streams), 0);
	assert_int_equal(told.bytes, UINT64_C(20000) * sizeof(text));
	assert_int_equal(streams.held_bytes, 0);
}

/* More connections than are followed: those idle for longest end, and begin anew if they speak. */
static void connections_are_bounded(void **state)
{
	struct tcp_segment segment = segment_of(A, 1, 0, "a");

	begin(state);
	told.quiet = true;
	for (uint32_t i = 0; i < 6 * TCP_CONNECTIONS_MAX; i++) {
		segment.source = endpoint(i, 1024);
		segment.seq = 1;
		assert_int_equal(take(&segment), 0);
		segment.source = endpoint(0, 1024); /* is never idle */
		segment.seq = i + 2;
		assert_int_equal(take(&segment), 0);
	}
	assert_int_equal(streams.used, TCP_CONNECTIONS_MAX);
	assert_int_equal(streams.counts.connections, 6 * TCP_CONNECTIONS_MAX);
	assert_int_equal(streams.counts.evicted, 5 * TCP_CONNECTIONS_MAX);
	assert_int_equal(told.ends, streams.counts.evicted);
	assert_true(streams.index.count <= 4 * TCP_CONNECTIONS_MAX);
	segment.source = endpoint(1, 1024);
	assert_int_equal(take(&segment), 0);
	assert_int_equal(streams.counts.connections, 6 * TCP_CONNECTIONS_MAX + 1);
	assert_int_equal(tcp_streams_finish(&streams), 0);
	assert_int_equal(told.ends, streams.counts.connections);
}

/* Whatever order segments come in, and however they overlap, the stream is what was sent. */
static int on_byte_compare(void *context, const struct tcp_chunk *chunk)
{
	const uint8_t *sent = context;

	assert_int_equal(chunk->lost, 0);
	assert_memory_equal(chunk->bytes.at, sent + chunk->offset, reader_left(&chunk->bytes));
	told.bytes += reader_left(&chunk->bytes);
	return 0;
}

static void any_order_gives_the_same(void **state)
{
	enum { SENT = 5000, PIECE = 40 };
	static uint8_t sent[SENT + PIECE];
	struct tcp_sink sink = { sent, on_byte_compare, NULL };
	unsigned random = 1;

	(void)state;
	for (size_t i = 0; i < sizeof(sent); i++)
		sent[i] = (uint8_t)(i * 7 + i / 251);
	for (unsigned round = 0; round < 200; round++) {
		uint32_t initial = (uint32_t)-2500 + round;
		memset(&told, 0, sizeof(told));
		tcp_streams_init(&streams, &sink);
		struct tcp_segment segment = segment_of(A, initial - 1, S, "");
		assert_int_equal(take(&segment), 0);
		for (uint32_t n = 0; n < 6000; n++) {
			/* Random places, then all of it once more in order. */
			random = random * 1103515245 + 12345;
			uint32_t at = n < 900 ? (random >> 8) % SENT : (n - 900);
			if (at >= SENT)
				break;
			segment.seq = initial + at;
			segment.flags = 0;
			segment.size = 1 + (random >> 4) % PIECE;
			segment.payload = reader_over(sent + at, segment.size);
			assert_int_equal(take(&segment), 0);
		}
		assert_true(told.bytes >= SENT && told.bytes <= SENT + PIECE);
		assert_int_equal(streams.held_bytes, 0);
		tcp_streams_clear(&streams);
	}
	begin(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(follows_scripts),
		cmocka_unit_test_teardown(a_cut_segment_leaves_a_hole, end),
		cmocka_unit_test_teardown(says_where_and_when, end),
		cmocka_unit_test_teardown(a_sink_stops_the_parse, end),
		cmocka_unit_test_teardown(a_hole_is_not_waited_for_forever, end),
		cmocka_unit_test_teardown(all_holes_together_are_bounded, end),
		cmocka_unit_test_teardown(connections_are_bounded, end),
		cmocka_unit_test_teardown(any_order_gives_the_same, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
