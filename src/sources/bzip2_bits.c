#include "sources/bzip2_bits.h"

#include <assert.h>
#include <bzlib.h>
#include <string.h>

static const uint64_t BLOCK_MARK = UINT64_C(0x314159265359);
static const uint64_t END_MARK = UINT64_C(0x177245385090);
static const uint64_t MARK_MASK = (UINT64_C(1) << BZIP2_MARK_BITS) - 1;

/*
 * A mark that begins in byte i fills the five bytes behind it, whatever its shift, and these are
 * four pairs of neighbours. So it is enough to look at every fourth pair whether it is one of the
 * 2 x 8 x 4 that occur in marks, and to look closely, once in a thousand times, where it is.
 */
enum { PAIR_STEP = 4 };

static void add_pairs(struct bzip2_seeker *seeker, uint64_t mark)
{
	for (unsigned shift = 0; shift < 8; shift++)
		for (unsigned i = 0; i < PAIR_STEP; i++) {
			unsigned behind = BZIP2_MARK_BITS - (8 - shift) - 16 - 8 * i;
			uint16_t pair = (uint16_t)(mark >> behind);
			seeker->pairs[pair / 64] |= UINT64_C(1) << pair % 64;
		}
}

void bzip2_seeker_init(struct bzip2_seeker *seeker)
{
	*seeker = (struct bzip2_seeker){ 0 };
	add_pairs(seeker, BLOCK_MARK);
	add_pairs(seeker, END_MARK);
}

static bool may_be_inside(const struct bzip2_seeker *seeker, const uint8_t *pair)
{
	unsigned value = (unsigned)pair[0] << 8 | pair[1];
	return seeker->pairs[value / 64] >> value % 64 & 1;
}

/* The first mark that begins in the byte `at`, not before `from_bit`. */
static bool mark_in_byte(const uint8_t *bytes, size_t size, size_t at, uint64_t from_bit,
			 uint64_t *out_bit, bool *out_is_end)
{
	uint64_t here = 0;

	for (size_t i = at; i < at + 7; i++)
		here = here << 8 | (i < size ? bytes[i] : 0);
	for (unsigned shift = 0; shift < 8; shift++) {
		uint64_t bit = 8 * (uint64_t)at + shift;
		uint64_t mark = here >> (8 - shift) & MARK_MASK;
		if (bit < from_bit || bit + BZIP2_MARK_BITS > 8 * (uint64_t)size ||
		    (mark != BLOCK_MARK && mark != END_MARK))
			continue;
		*out_bit = bit;
		*out_is_end = mark == END_MARK;
		return true;
	}
	return false;
}

bool bzip2_find_mark(const struct bzip2_seeker *seeker, const uint8_t *bytes, size_t size,
		     uint64_t from_bit, uint64_t *out_bit, bool *out_is_end)
{
	for (size_t at = (size_t)(from_bit / 8); at + BZIP2_MARK_BITS / 8 <= size;
	     at += PAIR_STEP) {
		/* Marks that begin in `at` and the three bytes behind it have a pair here. */
		size_t pair = at + PAIR_STEP;
		if (pair + 2 <= size && !may_be_inside(seeker, bytes + pair))
			continue;
		for (size_t i = at; i < at + PAIR_STEP; i++)
			if (mark_in_byte(bytes, size, i, from_bit, out_bit, out_is_end))
				return true;
	}
	return false;
}

uint32_t bzip2_u32(const uint8_t *bytes, uint64_t bit)
{
	unsigned shift = bit % 8;
	uint64_t value = 0;

	for (size_t i = 0; i < 4 + (shift > 0); i++)
		value = value << 8 | bytes[bit / 8 + i];
	return (uint32_t)(shift > 0 ? value >> (8 - shift) : value);
}

/* Puts the lowest `count` bits of `value` to where zeros are. */
static void put_bits(uint8_t *to, uint64_t bit, uint64_t value, unsigned count)
{
	for (; count > 0; count--, bit++)
		to[bit / 8] |= (uint8_t)((value >> (count - 1) & 1) << (7 - bit % 8));
}

size_t bzip2_single(const struct bzip2_block *block, uint8_t *to)
{
	uint8_t *body = to + BZIP2_HEADER_SIZE;
	size_t whole = (size_t)(block->bits / 8);
	unsigned shift = block->shift, left = block->bits % 8;
	uint8_t before = block->first;

	memcpy(to, (const uint8_t[]){ 'B', 'Z', 'h', (uint8_t)('0' + block->level) },
	       BZIP2_HEADER_SIZE);
	for (size_t i = 0; i < whole; i++) {
		uint8_t next = block->rest[i];
		body[i] = (uint8_t)(before << shift | next >> (8 - shift));
		before = next;
	}
	memset(body + whole, 0, BZIP2_END_BITS / 8 + 1);
	if (left > 0) {
		uint8_t last = (uint8_t)(before << shift);
		if (left > 8 - shift)
			last |= (uint8_t)(block->rest[whole] >> (8 - shift));
		body[whole] = last & (uint8_t)(0xff00 >> left);
	}
	put_bits(body, block->bits, END_MARK, BZIP2_MARK_BITS);
	put_bits(body, block->bits + BZIP2_MARK_BITS, bzip2_u32(body, BZIP2_MARK_BITS),
		 BZIP2_CRC_BITS);
	return BZIP2_HEADER_SIZE + whole + (left > 0) + BZIP2_END_BITS / 8;
}

/* The CRC of bzip2, bit by bit: it goes over a few bytes only. */
static const uint32_t CRC_POLYNOMIAL = 0x04c11db7;

static uint32_t crc_on(uint32_t crc, const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		crc ^= (uint32_t)bytes[i] << 24;
		for (int bit = 0; bit < 8; bit++)
			crc = crc << 1 ^ (crc >> 31 ? CRC_POLYNOMIAL : 0);
	}
	return crc;
}

/* The four bytes that lead from `crc` to `wanted`: 32 steps back, for a step loses nothing. */
static uint32_t crc_bridge(uint32_t crc, uint32_t wanted)
{
	for (int bit = 0; bit < 32; bit++)
		wanted = wanted & 1 ? (wanted ^ CRC_POLYNOMIAL) >> 1 | UINT32_C(1) << 31
				    : wanted >> 1;
	return wanted ^ crc;
}

/* How many bits of a packed stream stand before its end mark, which is in its last bytes. */
static uint64_t bits_before_end(const uint8_t *bytes, size_t size)
{
	struct bzip2_seeker seeker;
	uint64_t bit = 0, from = 8 * (uint64_t)(size - BZIP2_END_BITS / 8 - 1);
	bool is_end = false;

	bzip2_seeker_init(&seeker);
	bool found = bzip2_find_mark(&seeker, bytes, size, from, &bit, &is_end);
	assert(found && is_end);
	return bit;
}

void bzip2_prelude_make(struct bzip2_prelude *prelude, unsigned level, uint32_t combined,
			unsigned shift)
{
	enum { SALT = 8, BRIDGE = 4, SALTS_MAX = 4096 };
	uint8_t bytes[SALT + BRIDGE] = { 0 };
	uint64_t bits = 0;

	/* What a block takes, in bits, depends on what is in it: one of a dozen fits. */
	for (unsigned salt = 0;; salt++) {
		assert(salt < SALTS_MAX);
		for (size_t i = 0; i < SALT; i++)
			bytes[i] = (uint8_t)(salt >> i / 2 * 4 & (i % 2 > 0 ? 3 : 15));
		uint32_t bridge = crc_bridge(crc_on(UINT32_MAX, bytes, SALT), ~combined);
		for (size_t i = 0; i < BRIDGE; i++)
			bytes[SALT + i] = (uint8_t)(bridge >> (24 - 8 * i));
		unsigned size = BZIP2_PRELUDE_MAX;
		int err = BZ2_bzBuffToBuffCompress((char *)prelude->bytes, &size, (char *)bytes,
						   sizeof(bytes), 1, 0, 0);
		assert(err == BZ_OK);
		bits = bits_before_end(prelude->bytes, size);
		if (bits % 8 == shift)
			break;
	}
	prelude->bytes[BZIP2_HEADER_SIZE - 1] = (uint8_t)('0' + level);
	prelude->size = (size_t)(bits + 7) / 8;
	if (shift > 0)
		prelude->bytes[prelude->size - 1] &= (uint8_t)(0xff00 >> shift);
	prelude->unpacked_size = sizeof(bytes);
}
