/*
 * Captures made by hand, for tests: TCP in IPv4 without a link layer, as classic pcap.
 */
#ifndef SOURCES_TEST_CAPTURE_H
#define SOURCES_TEST_CAPTURE_H

#include "base/buffer.h"
#include "wire/packet.h"
#include "wire/test_bmp.h"

/* A connection of 192.0.2.1 with 192.0.2.2, told apart by the port of the first. */
struct capture_segment {
	unsigned port;
	bool back; /* from 192.0.2.2 */
	uint32_t seq, ack;
	unsigned flags;
	struct text payload;
};

static inline void capture_begin(struct buffer *out)
{
	test_put_hex(out, "a1b2c3d4 0002 0004 00000000 00000000 00040000 000000e4");
}

/* Captured `second` seconds after 1,700,000,000. */
static inline void capture_put(struct buffer *out, unsigned second,
			       const struct capture_segment *segment)
{
	size_t size = 40 + segment->payload.len;

	test_put(out, 1700000000 + second, 4);
	test_put(out, 0, 4);
	test_put(out, size, 4);
	test_put(out, size, 4);
	test_put_hex(out, "4500");
	test_put(out, size, 2);
	test_put_hex(out, "00000000 40060000");
	test_put_hex(out, segment->back ? "c0000202 c0000201" : "c0000201 c0000202");
	test_put(out, segment->back ? 179 : segment->port, 2);
	test_put(out, segment->back ? segment->port : 179, 2);
	test_put(out, segment->seq, 4);
	test_put(out, segment->ack, 4);
	test_put(out, 0x5000 | segment->flags, 2);
	test_put_hex(out, "ffff 0000 0000");
	buffer_text(out, segment->payload);
}

#endif
