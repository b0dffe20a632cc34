/*
 * Bzip2 blocks: a bzip2 file's blocks, unpacked by several threads and given back in order.
 *
 * In:      packed bytes of anyone, all that lie ready, ahead of their time; then the same bytes
 * when they are due. Out:     what libbz2 makes of them, with every byte of input used at the
 * moment at which libbz2 itself would use it, so that nobody can tell the difference. Promise: only
 * what is beyond doubt is given: a block that libbz2 found sound and that ends where a mark stands.
 * At the first doubt (damage, a cut, a mark that is none, a block that grows beyond
 * BZIP2_BLOCK_OUT_MAX) it stops, and says where libbz2 must go on alone. Memory is bounded: a few
 * blocks per thread, none larger than that.
 *
 * All functions are for one thread of the caller's, who need not know of the others.
 */
#ifndef SOURCES_BZIP2_BLOCKS_H
#define SOURCES_BZIP2_BLOCKS_H

#include "sources/unpack.h"

enum {
	BZIP2_THREADS_MAX = 8,
	/* A block holds 900,000 bytes after a first run-length coding, which changes real data
	 * little but may hide 45 MB. */
	BZIP2_BLOCK_OUT_MAX = 4 << 20,
	/* A step's answer beside those of struct unpacker: libbz2 must go on. */
	BZIP2_TAKE_OVER = 3,
};

/* What there is to say when a checksum or a code does not fit, whoever finds out. */
#define BZIP2_DAMAGED "a checksum or a code does not fit"

/* Where libbz2 goes on: at a member's first byte, or behind blocks of it. */
struct bzip2_place {
	bool behind_blocks; /* if not, the rest means nothing */
	unsigned level;
	uint32_t combined; /* CRC of these blocks */
	unsigned shift;    /* the next block begins at this bit, 0 to 7 ... */
	uint8_t edge;      /* of this byte, which is used already; if 0, of the next */
};

struct bzip2_blocks;

struct bzip2_blocks *bzip2_blocks_new(unsigned threads);
/* At any moment. */
void bzip2_blocks_free(struct bzip2_blocks *blocks);

/* See struct unpacker. */
void bzip2_blocks_start(struct bzip2_blocks *blocks);
enum unpack_hunger bzip2_blocks_look(struct bzip2_blocks *blocks, const uint8_t *bytes, size_t size,
				     uint64_t offset);
int bzip2_blocks_step(struct bzip2_blocks *blocks, struct unpacking *io);

/* After BZIP2_TAKE_OVER. */
struct bzip2_place bzip2_blocks_place(const struct bzip2_blocks *blocks);

#endif
