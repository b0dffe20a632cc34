/*
 * How tests and fuzzers make BMP out of hexadecimal digits, and walk over it: all bytes at once or
 * arriving piece by piece, with the promises of wire/bmp.h checked at each step. For tests only.
 */
#ifndef WIRE_TEST_BMP_H
#define WIRE_TEST_BMP_H

#include <assert.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/index.h"
#include "wire/bmp.h"

static inline void test_put(struct buffer *out, uint64_t value, unsigned size)
{
	while (size-- > 0)
		buffer_char(out, (char)(value >> 8 * size));
}

static inline void test_put_hex(struct buffer *out, const char *hex)
{
	int taken = 0;

	for (unsigned value; sscanf(hex, " %2x%n", &value, &taken) == 1; hex += taken)
		test_put(out, value, 1);
}

static inline struct reader test_buffer(const struct buffer *buffer)
{
	return reader_over(buffer->bytes, buffer->used);
}

/* A BGP message around this body. */
static inline void test_put_bgp(struct buffer *out, unsigned type, const char *hex)
{
	size_t start = out->used;

	test_put_hex(out, "ffffffffffffffffffffffffffffffff 0000");
	test_put(out, type, 1);
	test_put_hex(out, hex);
	size_t size = out->used - start;
	out->bytes[start + 16] = (char)(size >> 8);
	out->bytes[start + 17] = (char)size;
}

/* A BMP message around this body. */
static inline void test_put_bmp(struct buffer *out, unsigned version, unsigned type,
				struct reader body)
{
	test_put(out, version, 1);
	test_put(out, BMP_HEADER_SIZE + reader_left(&body), 4);
	test_put(out, type, 1);
	buffer_text(out, (struct text){ (const char *)body.at, reader_left(&body) });
}

/* The per-peer header of AS65000 at 192.0.2.1 (or 2001:db8::1), at 0x65000000 s and 7 us. */
static inline void test_put_peer(struct buffer *out, unsigned type, unsigned flags)
{
	test_put(out, type, 1);
	test_put(out, flags, 1);
	test_put(out, 0, 8);
	if (type == 3)
		test_put_hex(out, "00000000000000000000000000000000");
	else if ((flags & 0x80) != 0)
		test_put_hex(out, "20010db8000000000000000000000001");
	else
		test_put_hex(out, "000000000000000000000000c0000201");
	test_put_hex(out, "0000fde8 c00002fe 65000000 00000007");
}

struct bmp_walk {
	struct framing framing;
	uint64_t digest; /* of all messages and where they stood */
};

typedef void bmp_walk_fn(void *context, const struct bmp_message *message);

static inline void bmp_walk_message(struct bmp_walk *walk, const struct bmp_message *message,
				    size_t used)
{
	size_t body = reader_left(&message->body);

	assert(!message->body.failed && body <= BMP_MESSAGE_MAX - BMP_HEADER_SIZE);
	assert(message->offset + BMP_HEADER_SIZE + body == used);
	assert(message->version == BMP_VERSION || message->version == BMP_VERSION_TLV);
	walk->digest = hash_words(walk->digest ^ message->version, message->offset);
	walk->digest = hash_words(walk->digest ^ message->type, body);
}

/* `piece` octets arrive at a time; 0: all at once. Calls `each`, if it is not NULL, with every
 * message. */
static inline struct bmp_walk bmp_walk(struct reader bytes, size_t piece, bmp_walk_fn *each,
				       void *context)
{
	size_t size = reader_left(&bytes), used = 0, messages_size = 0;
	size_t there = piece == 0 || piece > size ? size : piece;
	struct bmp_walk walk = { 0 };
	struct bmp_message message;

	bmp_framing_init(&walk.framing);
	for (;;) {
		struct reader in = reader_over(bytes.at + used, there - used);
		uint64_t lost = walk.framing.lost_bytes;
		int got = bmp_next(&walk.framing, &in, there == size, &message);
		size_t step = there - used - reader_left(&in);
		used += step;
		assert(walk.framing.offset == used);
		if (got == 1) {
			messages_size += step - (walk.framing.lost_bytes - lost);
			bmp_walk_message(&walk, &message, used);
			if (each != NULL)
				each(context, &message);
			continue;
		}
		assert(got == 0);
		if (there == size)
			break;
		assert(walk.framing.want > there - used && walk.framing.want <= BMP_MESSAGE_MAX);
		there = size - there > piece ? there + piece : size;
	}
	assert(used == size && messages_size + walk.framing.lost_bytes == size);
	assert(walk.framing.records * BMP_HEADER_SIZE <= messages_size);
	assert(walk.framing.lost_records <= walk.framing.lost_bytes);
	return walk;
}

static inline bool bmp_walk_equal(const struct bmp_walk *a, const struct bmp_walk *b)
{
	return a->digest == b->digest && a->framing.records == b->framing.records &&
	       a->framing.lost_records == b->framing.lost_records &&
	       a->framing.lost_bytes == b->framing.lost_bytes &&
	       (a->framing.lost_records == 0 || a->framing.first_loss == b->framing.first_loss);
}

#endif
