/*
 * Bzip2 joining: bzip2 streams of chosen blocks, small ones and odd ones, for tests and fuzzers.
 * Nothing of this is in the program.
 */
#ifndef SOURCES_BZIP2_JOINING_H
#define SOURCES_BZIP2_JOINING_H

#include <assert.h>
#include <bzlib.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "sources/bzip2_bits.h"
#include "sources/stream.h"

struct joining {
	struct buffer *out;
	unsigned shift; /* bits used of the last byte; 0: all */
	uint32_t combined;
};

static inline void join_bit(struct joining *joining, unsigned bit)
{
	if (joining->shift == 0)
		buffer_char(joining->out, '\0');
	joining->out->bytes[joining->out->used - 1] |= (char)(bit << (7 - joining->shift));
	joining->shift = (joining->shift + 1) % 8;
}

static inline void join_number(struct joining *joining, uint64_t value, unsigned bits)
{
	while (bits-- > 0)
		join_bit(joining, value >> bits & 1);
}

/* The bits from `from` up to `to`. */
static inline void join_bits(struct joining *joining, const uint8_t *bytes, uint64_t from,
			     uint64_t to)
{
	for (; from < to; from++)
		join_bit(joining, bytes[from / 8] >> (7 - from % 8) & 1);
}

static inline void join_start(struct joining *joining, struct buffer *out, unsigned level)
{
	*joining = (struct joining){ .out = out };
	buffer_string(out, "BZh");
	buffer_char(out, (char)('0' + level));
}

static inline void join_end(struct joining *joining)
{
	join_number(joining, UINT64_C(0x177245385090), BZIP2_MARK_BITS);
	join_number(joining, joining->combined, BZIP2_CRC_BITS);
}

/* A block of its own: a stream of one; free() it. `size` must be small enough for one block. */
static inline uint8_t *joining_pack(const void *bytes, size_t size, unsigned level,
				    uint64_t *out_end)
{
	unsigned packed_size = (unsigned)(size + size / 8 + 1024);
	uint8_t *packed = memory_alloc(packed_size, 1);
	uint8_t *copy = memory_alloc(size + 1, 1);
	struct bzip2_seeker seeker;
	bool is_end = false;

	memcpy(copy, bytes, size);
	int err = BZ2_bzBuffToBuffCompress((char *)packed, &packed_size, (char *)copy,
					   (unsigned)size, (int)level, 0, 0);
	assert(err == BZ_OK);
	bzip2_seeker_init(&seeker);
	bool found = bzip2_find_mark(&seeker, packed, packed_size,
				     8 * BZIP2_HEADER_SIZE + BZIP2_MARK_BITS, out_end, &is_end);
	assert(found && is_end);
	free(copy);
	return packed;
}

static inline void join_block(struct joining *joining, const void *bytes, size_t size)
{
	uint64_t end = 0;
	uint8_t *packed = joining_pack(bytes, size, size < 90000 ? 1 : 9, &end);

	join_bits(joining, packed, 8 * BZIP2_HEADER_SIZE, end);
	joining->combined =
		bzip2_combine(joining->combined, bzip2_u32(packed, 8 * BZIP2_HEADER_SIZE + 48));
	free(packed);
}

/* How a stream is read, and what came of it. */
struct alike {
	size_t read_size, room;
	uint64_t unpacked_max;
	uint64_t unpacked_bytes;
	int verdict;
};

/* Reads with one thread and with `threads`, step by step: every read gives the same, and so do the
 * last words. */
static inline void check_alike(const void *packed, size_t size, unsigned threads,
			       struct alike *alike)
{
	struct stream_options options = { .read_size = alike->read_size,
					  .unpacked_max = alike->unpacked_max };
	struct stream *alone = stream_open_memory(packed, size, &options);
	options.threads = threads;
	struct stream *several = stream_open_memory(packed, size, &options);
	uint8_t *room = memory_alloc(alike->room, 1), *room_too = memory_alloc(alike->room, 1);
	int got, got_too;

	do {
		size_t made = 0, made_too = 0;
		got = stream_read(alone, room, alike->room, &made);
		got_too = stream_read(several, room_too, alike->room, &made_too);
		assert(got == got_too && made == made_too);
		assert(memcmp(room, room_too, made) == 0);
	} while (got > 0);
	assert(strcmp(stream_reason(alone), stream_reason(several)) == 0);
	got_too = stream_drain(alone) | stream_drain(several);
	assert(got_too == 0);
	struct stream_totals totals = stream_totals(alone), totals_too = stream_totals(several);
	assert(totals.size_bytes == totals_too.size_bytes);
	assert(totals.unpacked_bytes == totals_too.unpacked_bytes);
	assert(totals.trailing_bytes == totals_too.trailing_bytes);
	assert(strcmp(totals.sha256, totals_too.sha256) == 0);
	alike->verdict = got;
	alike->unpacked_bytes = totals.unpacked_bytes;
	stream_close(several);
	stream_close(alone);
	free(room_too);
	free(room);
}

#endif
