/*
 * Packing: makes packed bytes for tests and fuzzers, each with the library of its format. Nothing
 * of this is in the program.
 */
#ifndef SOURCES_PACKING_H
#define SOURCES_PACKING_H

#include <assert.h>
#include <bzlib.h>
#include <isa-l/igzip_lib.h>
#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/buffer.h"
#include "base/memory.h"

static const char *const PACKINGS[] = { "none", "gzip", "bzip2", "xz", "zstd" };
enum { PACKING_COUNT = sizeof(PACKINGS) / sizeof(PACKINGS[0]) };

static inline size_t pack_gzip(uint8_t *to, size_t room, uint8_t *bytes, size_t size)
{
	struct isal_zstream *gzip = memory_alloc(1, sizeof(*gzip));
	uint8_t *level_buffer = memory_alloc(ISAL_DEF_LVL1_LARGE, 1);

	isal_deflate_stateless_init(gzip);
	gzip->gzip_flag = IGZIP_GZIP;
	gzip->end_of_stream = 1;
	gzip->level = 1;
	gzip->level_buf = level_buffer;
	gzip->level_buf_size = ISAL_DEF_LVL1_LARGE;
	gzip->next_in = bytes;
	gzip->avail_in = (uint32_t)size;
	gzip->next_out = to;
	gzip->avail_out = (uint32_t)room;
	int err = isal_deflate_stateless(gzip);
	assert(err == COMP_OK);
	size_t packed = gzip->total_out;
	free(level_buffer);
	free(gzip);
	return packed;
}

static inline size_t pack_bzip2(uint8_t *to, size_t room, uint8_t *bytes, size_t size)
{
	unsigned packed = (unsigned)room;
	int err = BZ2_bzBuffToBuffCompress((char *)to, &packed, (char *)bytes, (unsigned)size, 1, 0,
					   0);
	assert(err == BZ_OK);
	return packed;
}

static inline size_t pack_xz(uint8_t *to, size_t room, uint8_t *bytes, size_t size)
{
	size_t packed = 0;
	lzma_ret err =
		lzma_easy_buffer_encode(0, LZMA_CHECK_CRC64, NULL, bytes, size, to, &packed, room);
	assert(err == LZMA_OK);
	return packed;
}

static inline size_t pack_zstd(uint8_t *to, size_t room, uint8_t *bytes, size_t size)
{
	ZSTD_CCtx *zstd = ZSTD_createCCtx();
	(void)ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 1);
	size_t packed = ZSTD_compress2(zstd, to, room, bytes, size);
	assert(!ZSTD_isError(packed));
	(void)ZSTD_freeCCtx(zstd);
	return packed;
}

/* Appends one member to `out`, packed by one of PACKINGS. Its checksums cover all of it. */
static inline void pack(struct buffer *out, const char *packing, uint8_t *bytes, size_t size)
{
	size_t room = size + size / 8 + 1024;
	uint8_t *to = (uint8_t *)buffer_room(out, room);
	size_t packed = size;

	if (strcmp(packing, "gzip") == 0)
		packed = pack_gzip(to, room, bytes, size);
	else if (strcmp(packing, "bzip2") == 0)
		packed = pack_bzip2(to, room, bytes, size);
	else if (strcmp(packing, "xz") == 0)
		packed = pack_xz(to, room, bytes, size);
	else if (strcmp(packing, "zstd") == 0)
		packed = pack_zstd(to, room, bytes, size);
	else if (size > 0)
		memcpy(to, bytes, size);
	buffer_commit(out, (char *)to + packed);
}

/* Something like a text, so that packing it makes matches and codes; the same for the same seed. */
static inline void packing_sample(uint8_t *bytes, size_t size, uint32_t seed)
{
	for (size_t i = 0; i < size; i++) {
		seed = seed * 1664525 + 1013904223;
		uint32_t back = seed >> 16 & 31;
		bytes[i] = back > 0 && back <= i ? bytes[i - back] : (uint8_t)(seed >> 24);
	}
}

#endif
