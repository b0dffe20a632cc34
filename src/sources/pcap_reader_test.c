#include "base/testkit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/utc.h"
#include "sources/packing.h"
#include "sources/pcap_reader.h"

/* What the sink was told of one capture. */
struct told {
	char text[256];
	size_t used;
	uint64_t bytes, ends, time_us, frame;
	int result;
};

static int on_chunk(void *context, const struct tcp_chunk *chunk)
{
	struct told *told = context;
	size_t size = reader_left(&chunk->bytes);

	told->bytes += size;
	told->time_us = chunk->time_us;
	told->frame = chunk->frame;
	if (told->used + size < sizeof(told->text)) {
		memcpy(told->text + told->used, chunk->bytes.at, size);
		told->used += size;
	}
	return told->result;
}

static int on_end(void *context, uint64_t connection)
{
	struct told *told = context;

	(void)connection;
	told->ends++;
	return 0;
}

static void put(struct buffer *buffer, const void *bytes, size_t size)
{
	buffer_text(buffer, (struct text){ bytes, size });
}

static void put_u32_as(struct buffer *buffer, uint32_t value, bool big_end)
{
	value = big_end ? __builtin_bswap32(value) : value;
	put(buffer, &value, sizeof(value));
}

/* A TCP segment in an IPv4 packet, without an end or beginning of its connection. */
static size_t make_packet(uint8_t *into, uint32_t seq, const char *payload)
{
	static const uint8_t front[] = { 0x45, 0,   0, 0, 0, 0,   0, 0, 64, 6, 0,
					 0,    192, 0, 2, 1, 192, 0, 2, 2,  4, 0,
					 0,    179, 0, 0, 0, 0,   0, 0, 0,  0, 0x50 };
	size_t size = 40 + strlen(payload);

	memset(into, 0, 40);
	memcpy(into, front, sizeof(front));
	into[2] = (uint8_t)(size >> 8);
	into[3] = (uint8_t)size;
	into[27] = (uint8_t)seq;
	memcpy(into + 40, payload, strlen(payload));
	return size;
}

struct made {
	uint32_t magic, link;
	bool big_end;
	uint32_t fraction; /* of a second, of each packet */
};

static void put_header(struct buffer *buffer, const struct made *made)
{
	const uint16_t version[2] = { 2, 4 }, swapped[2] = { 0x200, 0x400 };

	put_u32_as(buffer, made->magic, made->big_end);
	put(buffer, made->big_end ? swapped : version, 4);
	put_u32_as(buffer, 0, made->big_end);
	put_u32_as(buffer, 0, made->big_end);
	put_u32_as(buffer, 65535, made->big_end);
	put_u32_as(buffer, made->link, made->big_end);
}

static void put_packet(struct buffer *buffer, const struct made *made, uint32_t seq,
		       const char *payload)
{
	uint8_t packet[128];
	uint32_t size = (uint32_t)make_packet(packet, seq, payload);

	put_u32_as(buffer, 0xf0000000, made->big_end); /* of 2097: no sign */
	put_u32_as(buffer, made->fraction, made->big_end);
	put_u32_as(buffer, size, made->big_end);
	put_u32_as(buffer, size, made->big_end);
	put(buffer, packet, size);
}

static void put_capture(struct buffer *buffer, const struct made *made)
{
	put_header(buffer, made);
	put_packet(buffer, made, 1, "one ");
	put_packet(buffer, made, 9, "three");
	put_packet(buffer, made, 5, "two ");
}

/* A pcapng block; `size` is a multiple of 4. */
static void put_block(struct buffer *buffer, uint32_t type, const void *body, uint32_t size)
{
	put_u32_as(buffer, type, false);
	put_u32_as(buffer, size + 12, false);
	put(buffer, body, size);
	put_u32_as(buffer, size + 12, false);
}

static void put_pcapng_front(struct buffer *buffer)
{
	static const uint8_t section[] = { 0x4d, 0x3c, 0x2b, 0x1a, 1,    0,    0,    0,
					   0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	static const uint8_t interface[] = { 228, 0, 0, 0, 0, 0, 0, 0 };

	put_block(buffer, 0x0a0d0d0a, section, sizeof(section));
	put_block(buffer, 1, interface, sizeof(interface));
}

static void put_pcapng_packet(struct buffer *buffer, uint32_t seq, const char *payload)
{
	uint8_t body[128] = { 0 };
	uint32_t size = (uint32_t)make_packet(body + 20, seq, payload);

	memcpy(body + 12, &size, 4);
	memcpy(body + 16, &size, 4);
	body[8] = 7; /* microseconds */
	put_block(buffer, 6, body, (20 + size + 3) / 4 * 4);
}

/* Reads to the end, which must be a stable one. */
static struct told read_capture(struct pcap_reader *reader, const void *bytes, size_t size)
{
	struct told told = { 0 };
	struct tcp_sink sink = { &told, on_chunk, on_end };
	struct stream *stream = stream_open_memory(bytes, size, NULL);

	pcap_reader_init(reader, window_over(stream, NULL), &sink);
	while (pcap_reader_step(reader) > 0)
		continue;
	assert_int_equal(pcap_reader_step(reader), 0);
	assert_int_equal(told.ends, reader->streams.counts.connections);
	assert_int_equal(reader->frames,
			 reader->refusals.taken + refusals_total(&reader->refusals));
	assert_int_equal(pcap_reader_error(reader) != 0, pcap_reader_reason(reader)[0] != '\0');
	return told;
}

static void reads_every_magic(void **state)
{
	static const struct made cases[] = {
		{ 0xa1b2c3d4, 228, false, 7 },    { 0xa1b2c3d4, 228, true, 7 },
		{ 0xa1b23c4d, 228, false, 7999 }, { 0xa1b23c4d, 101, true, 7999 },
		{ 0xa1b2c3d4, 12, false, 7 }, /* DLT_RAW, as some wrote it */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buffer made;
		struct pcap_reader reader;
		buffer_init(&made);
		put_capture(&made, &cases[i]);
		struct told told = read_capture(&reader, made.bytes, made.used);
		assert_int_equal(pcap_reader_error(&reader), 0);
		assert_string_equal(told.text, "one two three");
		assert_int_equal(told.time_us, 0xf0000000 * UTC_SECOND + 7);
		assert_int_equal(told.frame, 2);
		assert_int_equal(reader.frames, 3);
		pcap_reader_clear(&reader);
		buffer_clear(&made);
	}
}

static void reads_pcapng(void **state)
{
	struct buffer made;
	struct pcap_reader reader;

	(void)state;
	buffer_init(&made);
	put_pcapng_front(&made);
	put_pcapng_packet(&made, 1, "one ");
	put_block(&made, 0x0bad, "skip", 4); /* a block of a kind that nobody knows */
	put_pcapng_packet(&made, 5, "two");
	struct told told = read_capture(&reader, made.bytes, made.used);
	assert_int_equal(pcap_reader_error(&reader), 0);
	assert_string_equal(told.text, "one two");
	assert_int_equal(told.time_us, 7);
	pcap_reader_clear(&reader);
	buffer_clear(&made);
}

static void reads_every_packing(void **state)
{
	static const struct made kind = { 0xa1b2c3d4, 228, false, 7 };

	(void)state;
	for (size_t i = 0; i < PACKING_COUNT; i++) {
		struct buffer made, packed;
		struct pcap_reader reader;
		buffer_init(&made);
		buffer_init(&packed);
		put_capture(&made, &kind);
		pack(&packed, PACKINGS[i], (uint8_t *)made.bytes, made.used);
		struct told told = read_capture(&reader, packed.bytes, packed.used);
		assert_int_equal(pcap_reader_error(&reader), 0);
		assert_string_equal(told.text, "one two three");
		struct window *window = pcap_reader_release(&reader);
		assert_int_equal(window_totals(window).size_bytes, packed.used);
		window_close(window);
		pcap_reader_clear(&reader);
		buffer_clear(&made);
		buffer_clear(&packed);
	}
}

/* Every truncation: what came before counts, and the reason says where. */
static void what_came_before_counts(void **state)
{
	static const struct made kind = { 0xa1b2c3d4, 228, false, 7 };
	struct buffer made;

	(void)state;
	buffer_init(&made);
	put_capture(&made, &kind);
	for (size_t size = 0; size < made.used; size++) {
		struct pcap_reader reader;
		struct reader in = test_bytes(made.bytes, size);
		struct told told = read_capture(&reader, in.at, size);
		size_t whole = size < 24 + 60 ? 0 : size < 24 + 60 + 61 ? 1 : 2;
		bool at_border = size == 24 || size == 24 + 60 || size == 24 + 60 + 61;
		assert_int_equal(reader.frames, whole);
		assert_int_equal(told.bytes, whole == 2 ? 9 : whole * 4);
		assert_int_equal(pcap_reader_error(&reader), at_border ? 0 : ERR_TRUNCATED);
		assert_int_equal(reader.error_offset, at_border ? 0 : size);
		pcap_reader_clear(&reader);
	}
	buffer_clear(&made);
}

/* `damage` bytes over those at `offset` of a capture of three packets, or of a pcapng one. */
static void damage_is_a_value(void **state)
{
	static const struct {
		bool pcapng;
		size_t offset;
		uint32_t damage;
		int error;
		uint64_t frames;
		const char *reason; /* begins so */
	} cases[] = {
		{ false, 0, 0xa1b2c3d5, ERR_MALFORMED, 0, "unknown file format" },
		{ false, 4, 0x00040003, ERR_MALFORMED, 0, "unsupported pcap savefile version" },
		{ false, 20, 178, ERR_UNSUPPORTED, 0,
		  "captured on a link of a kind that we do not read: Juniper Ethernet" },
		{ false, 20, 147, ERR_UNSUPPORTED, 0, "captured on a link of a kind" },
		/* Captured lengths: 4 GiB, over libpcap's limit; beyond the file. */
		{ false, 24 + 60 + 8, 0xffffffff, ERR_MALFORMED, 1,
		  "invalid packet capture length" },
		{ false, 24 + 60 + 8, 262145, ERR_MALFORMED, 1, "invalid packet capture length" },
		{ false, 24 + 60 + 8, 262144, ERR_TRUNCATED, 1, "truncated dump file" },
		/* Blocks: too long to be, shorter than a block, different lengths at its ends. */
		{ true, 28 + 20 + 4, 0x7ffffffc, ERR_MALFORMED, 0, "pcapng block size" },
		{ true, 28 + 20 + 4, 8, ERR_MALFORMED, 0,
		  "block in pcapng dump file has a length" },
		{ true, 28 + 20 + 4, 72, ERR_MALFORMED, 0, "block total length in header and" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct made kind = { 0xa1b2c3d4, 228, false, 7 };
		struct buffer made;
		struct pcap_reader reader;
		buffer_init(&made);
		if (cases[i].pcapng) {
			put_pcapng_front(&made);
			put_pcapng_packet(&made, 1, "one ");
			put_pcapng_packet(&made, 5, "two ");
		} else {
			put_capture(&made, &kind);
		}
		memcpy(made.bytes + cases[i].offset, &cases[i].damage, 4);
		(void)read_capture(&reader, made.bytes, made.used);
		if (strncmp(reader.reason, cases[i].reason, strlen(cases[i].reason)) != 0)
			print_message("%zu: %s\n", i, reader.reason);
		assert_memory_equal(reader.reason, cases[i].reason, strlen(cases[i].reason));
		assert_int_equal(pcap_reader_error(&reader), cases[i].error);
		/* Where libpcap stood, not what was read ahead. */
		if (cases[i].frames == 0)
			assert_true(reader.error_offset < made.used);
		assert_int_equal(reader.frames, cases[i].frames);
		pcap_reader_clear(&reader);
		buffer_clear(&made);
	}
}

static void a_missing_file_is_a_value(void **state)
{
	struct told told = { 0 };
	struct tcp_sink sink = { &told, on_chunk, on_end };
	struct pcap_reader reader;

	(void)state;
	pcap_reader_init(&reader, window_open("/nonexistent/x.pcap", NULL), &sink);
	assert_int_equal(pcap_reader_step(&reader), 0);
	assert_int_equal(pcap_reader_error(&reader), ERR_NOT_FOUND);
	assert_non_null(strstr(pcap_reader_reason(&reader), "No such file"));
	pcap_reader_clear(&reader);
}

static void counts_what_is_not_tcp(void **state)
{
	struct made kind = { 0xa1b2c3d4, 228, false, 2000000 };
	struct buffer made;
	struct pcap_reader reader;

	(void)state;
	buffer_init(&made);
	put_capture(&made, &kind);
	made.bytes[24 + 60 + 16 + 9] = 17; /* the second is UDP now */
	struct told told = read_capture(&reader, made.bytes, made.used);
	assert_int_equal(told.bytes, 8);
	assert_int_equal(reader.refusals.count[PACKET_NOT_TCP], 1);
	assert_int_equal(reader.refusals.first[PACKET_NOT_TCP].line, 2);
	assert_int_equal(reader.refusals.first[PACKET_NOT_TCP].offset, 24 + 60);
	assert_int_equal(reader.frame_offset, 24 + 60 + 61);
	assert_int_equal(reader.wrong_times, 3); /* two million microseconds */
	pcap_reader_clear(&reader);
	buffer_clear(&made);
}

static void a_sink_stops_it(void **state)
{
	static const struct made kind = { 0xa1b2c3d4, 228, false, 7 };
	struct told told = { .result = -42 };
	struct tcp_sink sink = { &told, on_chunk, on_end };
	struct buffer made;
	struct pcap_reader reader;

	(void)state;
	buffer_init(&made);
	put_capture(&made, &kind);
	struct stream *stream = stream_open_memory(made.bytes, made.used, NULL);
	pcap_reader_init(&reader, window_over(stream, NULL), &sink);
	assert_int_equal(pcap_reader_step(&reader), -42);
	assert_int_equal(pcap_reader_step(&reader), 0);
	pcap_reader_clear(&reader);
	buffer_clear(&made);
}

static void survive(struct reader in)
{
	struct pcap_reader reader;

	(void)read_capture(&reader, in.at, reader_left(&in));
	pcap_reader_clear(&reader);
}

static void survives_damage(void **state)
{
	static const struct made kind = { 0xa1b2c3d4, 228, false, 7 };
	struct buffer made;

	(void)state;
	buffer_init(&made);
	put_header(&made, &kind);
	put_packet(&made, &kind, 1, "one ");
	test_every_bit_flip(made.bytes, made.used, survive);
	made.used = 0;
	put_pcapng_front(&made);
	put_pcapng_packet(&made, 1, "one ");
	test_every_truncation(made.bytes, made.used, survive);
	test_every_bit_flip(made.bytes, made.used, survive);
	buffer_clear(&made);
}

static void reads_real_captures(void **state)
{
	static const struct {
		const char *path;
		uint64_t frames, segments, bytes, lost;
	} files[] = {
		{ "pcap/IBGP_adjacency.cap", 17, 17, 1062, 0 },
		{ "pcap/bgp-role.pcapng", 9, 9, 666, 38 },
		{ "bmp/pmacct/tests__204-BMP-CISCO-peer_down__traffic-00.pcap", 50, 50, 56190, 0 },
		{ "bmp/akvorado/bmp-reach.pcap", 3, 3, 2445, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct told told = { 0 };
		struct tcp_sink sink = { &told, on_chunk, on_end };
		struct pcap_reader reader;
		const char *path = test_data(files[i].path);
		if (path == NULL)
			skip();
		pcap_reader_init(&reader, window_open(path, NULL), &sink);
		while (pcap_reader_step(&reader) > 0)
			continue;
		assert_string_equal(pcap_reader_reason(&reader), "");
		assert_int_equal(reader.frames, files[i].frames);
		assert_int_equal(reader.refusals.taken, files[i].segments);
		assert_int_equal(told.bytes, files[i].bytes);
		assert_int_equal(reader.streams.counts.lost_bytes, files[i].lost);
		pcap_reader_clear(&reader);
	}
}

/* For tests/interop/pcap: a line for every chunk of a capture, on stdout. */
static int show_chunk(void *context, const struct tcp_chunk *chunk)
{
	char source[ADDRESS_TEXT_MAX], destination[ADDRESS_TEXT_MAX];

	(void)context;
	printf("%" PRIu64 " %u %s %u %s %u %" PRIu64 " ", chunk->connection, chunk->direction,
	       address_print(&chunk->source.address, source), chunk->source.port,
	       address_print(&chunk->destination.address, destination), chunk->destination.port,
	       chunk->lost);
	for (const uint8_t *at = chunk->bytes.at; at < chunk->bytes.end; at++)
		printf("%02x", *at);
	printf("\n");
	return 0;
}

static int show(const char *path)
{
	const struct tcp_sink sink = { NULL, show_chunk, NULL };
	struct pcap_reader reader;

	pcap_reader_init(&reader, window_open(path, NULL), &sink);
	while (pcap_reader_step(&reader) > 0)
		continue;
	int error = pcap_reader_error(&reader);
	if (error < 0)
		(void)fprintf(stderr, "%s: %s\n", path, pcap_reader_reason(&reader));
	pcap_reader_clear(&reader);
	return error < 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_magic),
		cmocka_unit_test(reads_pcapng),
		cmocka_unit_test(reads_every_packing),
		cmocka_unit_test(what_came_before_counts),
		cmocka_unit_test(damage_is_a_value),
		cmocka_unit_test(a_missing_file_is_a_value),
		cmocka_unit_test(counts_what_is_not_tcp),
		cmocka_unit_test(a_sink_stops_it),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(reads_real_captures),
	};
	const char *path = getenv("PCAP_READER_SHOW");

	return path != NULL ? show(path) : cmocka_run_group_tests(tests, NULL, NULL);
}
