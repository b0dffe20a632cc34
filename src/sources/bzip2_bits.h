/*
 * Bzip2 bits: where blocks begin in packed bytes, and blocks as streams of their own.
 *
 * In:       packed bytes from anyone. A block begins at any bit; only a mark of 48 bits tells
 * where. Out:      the marks, one after another; a stream of one block, which libbz2 unpacks like
 * any other; a prelude, which makes libbz2 go on in the middle of a stream. Promise:  time linear
 * in the bytes, far below that of unpacking them; no memory. Standard: bzip2 1.0.8. Bits are
 * counted from the highest of the first byte.
 */
#ifndef SOURCES_BZIP2_BITS_H
#define SOURCES_BZIP2_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	BZIP2_HEADER_SIZE = 4, /* "BZh", and the level as a digit */
	BZIP2_MARK_BITS = 48,
	BZIP2_CRC_BITS = 32, /* behind either mark: that of the block, or of all blocks */
	BZIP2_END_BITS = BZIP2_MARK_BITS + BZIP2_CRC_BITS,
	/* What a stream takes beside the block in it. */
	BZIP2_AROUND_MAX = BZIP2_HEADER_SIZE + BZIP2_END_BITS / 8 + 1,
	BZIP2_PRELUDE_MAX = 128,
};

/* Seeks marks. bzip2_seeker_init() it, once for all searches. */
struct bzip2_seeker {
	uint64_t pairs[65536 / 64]; /* one bit each: such a pair of bytes may be inside a mark */
};

void bzip2_seeker_init(struct bzip2_seeker *seeker);

/* The first mark that begins at `from_bit` or later and is there as a whole, if any. */
bool bzip2_find_mark(const struct bzip2_seeker *seeker, const uint8_t *bytes, size_t size,
		     uint64_t from_bit, uint64_t *out_bit, bool *out_is_end);

/* The 32 bits that begin at `bit`; they must be there. */
uint32_t bzip2_u32(const uint8_t *bytes, uint64_t bit);

/* A block's place in packed bytes. */
struct bzip2_block {
	uint8_t first;  /* the byte in which it begins */
	unsigned shift; /* at this bit, 0 to 7 */
	const uint8_t
		*rest;  /* the bytes behind that one; the last may be shared with what follows */
	uint64_t bits;  /* all of it, from its mark on */
	unsigned level; /* 1 to 9 */
};

/* Writes a stream of just this block to `to`, which has room for its bytes and BZIP2_AROUND_MAX
 * more; returns the stream's size. */
size_t bzip2_single(const struct bzip2_block *block, uint8_t *to);

/* After the CRC `crc` of a block, or of the blocks before `combined` and it. */
static inline uint32_t bzip2_combine(uint32_t combined, uint32_t crc)
{
	return (combined << 1 | combined >> 31) ^ crc;
}

/*
 * The beginning of a stream after which libbz2 is where it would be after blocks whose combined CRC
 * is `combined`, with the next block at bit `shift` of the prelude's last byte (0: of the next).
 * It holds one block of a few bytes, chosen so that its CRC is this one.
 */
struct bzip2_prelude {
	uint8_t bytes[BZIP2_PRELUDE_MAX];
	size_t size;
	size_t unpacked_size; /* what it unpacks to, to be thrown away */
};

void bzip2_prelude_make(struct bzip2_prelude *prelude, unsigned level, uint32_t combined,
			unsigned shift);

#endif
