#include "sources/unpack.h"

#include <assert.h>
#include <bzlib.h>
#include <isa-l/igzip_lib.h>
#include <lzma.h>
#include <stdbool.h>
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/memory.h"
#include "sources/bzip2_bits.h"
#include "sources/bzip2_blocks.h"

static uint32_t at_most_u32(size_t size)
{
	return size < UINT32_MAX ? (uint32_t)size : UINT32_MAX;
}

static int refuse(struct unpacking *io, int err, const char *reason)
{
	io->reason = reason;
	return err;
}

struct gzip {
	struct inflate_state inflate;
	/* isal_inflate() would read the header too, but forgets where it was when the header is cut
	 * in two. So we hold the half-read one. */
	struct isal_gzip_header header;
	bool in_header;
};

static void gzip_start(void *state)
{
	struct gzip *gzip = state;

	isal_inflate_reset(&gzip->inflate);
	isal_gzip_header_init(&gzip->header);
	gzip->in_header = true;
}

static void *gzip_open(unsigned threads)
{
	struct gzip *gzip = memory_alloc(1, sizeof(*gzip));

	(void)threads;
	isal_inflate_init(&gzip->inflate);
	gzip->inflate.crc_flag = ISAL_GZIP_NO_HDR_VER; /* CRC and ISIZE of each member: verified */
	gzip_start(gzip);
	return gzip;
}

static int gzip_header(struct gzip *gzip)
{
	enum { RESERVED_FLAGS = 0xe0 };
	int got = isal_read_gzip_header(&gzip->inflate, &gzip->header);

	if (got != ISAL_DECOMP_OK)
		return got;
	gzip->in_header = false;
	/* RFC 1952 section 2.3.1.2: reserved bits must be zero, else there may be unknown fields */
	return gzip->header.flags & RESERVED_FLAGS ? ISAL_UNSUPPORTED_METHOD : got;
}

static int gzip_verdict(struct unpacking *io, const struct gzip *gzip, int got)
{
	switch (got) {
	case ISAL_INVALID_BLOCK:
		return refuse(io, ERR_MALFORMED, "a block that cannot be");
	case ISAL_INVALID_SYMBOL:
		return refuse(io, ERR_MALFORMED, "a code that cannot be");
	case ISAL_INVALID_LOOKBACK:
		return refuse(io, ERR_MALFORMED, "it refers to what never was");
	case ISAL_INCORRECT_CHECKSUM:
		return refuse(io, ERR_MALFORMED,
			      "the checksum or length does not fit the contents");
	case ISAL_UNSUPPORTED_METHOD:
		return refuse(io, ERR_UNSUPPORTED, "an unknown method or flag");
	default:
		if (got < 0)
			return refuse(io, ERR_MALFORMED, "a header that cannot be");
		return gzip->inflate.block_state == ISAL_BLOCK_FINISH;
	}
}

static int gzip_step(void *state, struct unpacking *io)
{
	struct gzip *gzip = state;
	struct inflate_state *inflate = &gzip->inflate;

	inflate->next_in = io->in;
	inflate->avail_in = at_most_u32(io->in_size);
	inflate->next_out = io->out;
	inflate->avail_out = at_most_u32(io->out_size);
	int got = gzip->in_header ? gzip_header(gzip) : ISAL_DECOMP_OK;
	if (got == ISAL_DECOMP_OK)
		got = isal_inflate(inflate);
	unpacking_move(io, (size_t)(inflate->next_in - io->in),
		       (size_t)(inflate->next_out - io->out));
	return gzip_verdict(io, gzip, got);
}

/* Several threads while all goes well; libbz2 alone otherwise. */
struct bzip2 {
	bz_stream alone;
	struct bzip2_blocks *blocks; /* NULL: libbz2 works alone */
};

static void bzip2_restart(bz_stream *bzip2)
{
	if (bzip2->state != NULL)
		(void)BZ2_bzDecompressEnd(bzip2);
	int got = BZ2_bzDecompressInit(bzip2, 0, 0);
	assert(got == BZ_OK);
}

static void bzip2_start(void *state)
{
	struct bzip2 *bzip2 = state;

	if (bzip2->blocks != NULL)
		bzip2_blocks_start(bzip2->blocks);
	else
		bzip2_restart(&bzip2->alone);
}

static void *bzip2_open(unsigned threads)
{
	struct bzip2 *bzip2 = memory_alloc(1, sizeof(*bzip2));

	if (threads > 1)
		bzip2->blocks = bzip2_blocks_new(threads);
	bzip2_start(bzip2);
	return bzip2;
}

static void bzip2_close(void *state)
{
	struct bzip2 *bzip2 = state;

	if (bzip2->blocks != NULL)
		bzip2_blocks_free(bzip2->blocks);
	if (bzip2->alone.state != NULL)
		(void)BZ2_bzDecompressEnd(&bzip2->alone);
	free(bzip2);
}

/* Makes libbz2 believe that it has unpacked all that came before. */
static void bzip2_take_over(struct bzip2 *bzip2)
{
	const struct bzip2_place place = bzip2_blocks_place(bzip2->blocks);
	struct bzip2_prelude prelude;
	char unpacked[BZIP2_PRELUDE_MAX];

	bzip2_blocks_free(bzip2->blocks);
	bzip2->blocks = NULL;
	bzip2_restart(&bzip2->alone);
	if (!place.behind_blocks)
		return;
	bzip2_prelude_make(&prelude, place.level, place.combined, place.shift);
	if (place.shift > 0)
		prelude.bytes[prelude.size - 1] |= place.edge & (0xff >> place.shift);
	bzip2->alone.next_in = (char *)prelude.bytes;
	bzip2->alone.avail_in = (unsigned)prelude.size;
	bzip2->alone.next_out = unpacked;
	bzip2->alone.avail_out = sizeof(unpacked);
	int got = BZ2_bzDecompress(&bzip2->alone);
	assert(got == BZ_OK && bzip2->alone.avail_in == 0);
	assert(sizeof(unpacked) - bzip2->alone.avail_out == prelude.unpacked_size);
}

static int bzip2_alone(bz_stream *bzip2, struct unpacking *io)
{
	bzip2->next_in = (char *)io->in;
	bzip2->avail_in = at_most_u32(io->in_size);
	bzip2->next_out = (char *)io->out;
	bzip2->avail_out = at_most_u32(io->out_size);
	int got = BZ2_bzDecompress(bzip2);
	unpacking_move(io, (size_t)(bzip2->next_in - (char *)io->in),
		       (size_t)(bzip2->next_out - (char *)io->out));
	switch (got) {
	case BZ_OK:
		return 0;
	case BZ_STREAM_END:
		return 1;
	case BZ_MEM_ERROR:
		return refuse(io, ERR_LIMIT, "it takes more memory than there is");
	case BZ_DATA_ERROR_MAGIC:
		return refuse(io, ERR_MALFORMED, "a header that cannot be");
	default:
		return refuse(io, ERR_MALFORMED, BZIP2_DAMAGED);
	}
}

static int bzip2_step(void *state, struct unpacking *io)
{
	struct bzip2 *bzip2 = state;

	if (bzip2->blocks != NULL) {
		int got = bzip2_blocks_step(bzip2->blocks, io);
		if (got != BZIP2_TAKE_OVER)
			return got;
		bzip2_take_over(bzip2);
	}
	return bzip2_alone(&bzip2->alone, io);
}

static enum unpack_hunger bzip2_look(void *state, const uint8_t *bytes, size_t size,
				     uint64_t offset)
{
	struct bzip2 *bzip2 = state;

	return bzip2->blocks != NULL ? bzip2_blocks_look(bzip2->blocks, bytes, size, offset)
				     : UNPACK_FULL;
}

static void xz_start(void *state)
{
	lzma_stream *xz = state;
	lzma_ret got = lzma_stream_decoder(xz, UNPACK_MEMORY_MAX, LZMA_TELL_UNSUPPORTED_CHECK);
	assert(got == LZMA_OK);
}

static void *xz_open(unsigned threads)
{
	lzma_stream *xz = memory_alloc(1, sizeof(*xz));

	(void)threads;
	*xz = (lzma_stream)LZMA_STREAM_INIT;
	xz_start(xz);
	return xz;
}

static void xz_close(void *state)
{
	lzma_end(state);
	free(state);
}

static int xz_step(void *state, struct unpacking *io)
{
	lzma_stream *xz = state;

	xz->next_in = io->in;
	xz->avail_in = io->in_size;
	xz->next_out = io->out;
	xz->avail_out = io->out_size;
	lzma_ret got = lzma_code(xz, LZMA_RUN);
	unpacking_move(io, io->in_size - xz->avail_in, io->out_size - xz->avail_out);
	if (got == LZMA_OK || got == LZMA_BUF_ERROR) /* the latter: twice nothing to do */
		return 0;
	if (got == LZMA_STREAM_END)
		return 1;
	if (got == LZMA_MEMLIMIT_ERROR || got == LZMA_MEM_ERROR)
		return refuse(io, ERR_LIMIT, "it takes more memory than we allow");
	if (got == LZMA_OPTIONS_ERROR || got == LZMA_UNSUPPORTED_CHECK)
		return refuse(io, ERR_UNSUPPORTED, "an unknown filter or checksum");
	return refuse(io, ERR_MALFORMED, "a checksum or a code does not fit");
}

static void zstd_start(void *state)
{
	size_t got = ZSTD_DCtx_reset(state, ZSTD_reset_session_only);
	assert(!ZSTD_isError(got));
}

static void *zstd_open(unsigned threads)
{
	ZSTD_DCtx *zstd = ZSTD_createDCtx();

	(void)threads;
	assert(zstd != NULL);
	size_t got =
		ZSTD_DCtx_setParameter(zstd, ZSTD_d_windowLogMax, __builtin_ctz(UNPACK_MEMORY_MAX));
	assert(!ZSTD_isError(got));
	return zstd;
}

static void zstd_close(void *state)
{
	(void)ZSTD_freeDCtx(state);
}

static int zstd_step(void *state, struct unpacking *io)
{
	ZSTD_inBuffer in = { io->in, io->in_size, 0 };
	ZSTD_outBuffer out = { io->out, io->out_size, 0 };
	size_t got = ZSTD_decompressStream(state, &out, &in);

	unpacking_move(io, in.pos, out.pos);
	if (!ZSTD_isError(got))
		return got == 0;
	ZSTD_ErrorCode code = ZSTD_getErrorCode(got);
	if (code == ZSTD_error_frameParameter_windowTooLarge ||
	    code == ZSTD_error_memory_allocation)
		return refuse(io, ERR_LIMIT, "it takes more memory than we allow");
	if (code == ZSTD_error_dictionary_wrong)
		return refuse(io, ERR_UNSUPPORTED, "it needs a dictionary");
	return refuse(io, ERR_MALFORMED, ZSTD_getErrorName(got));
}

/*
 * Marks are long where a short one could be the first bytes of plain data: an MRT file begins with
 * a time, and "BZh9" was one on 2005-04-11. So bzip2 must show its first block (or, when it is
 * empty, its end), and a zstd skippable frame, as pzstd writes it, the true frame behind it.
 */
#define MARK(literal) .at = (literal), .len = sizeof(literal) - 1

static const struct unpacker UNPACKERS[] = {
	{
		.name = "gzip",
		.marks = { { MARK("\x1f\x8b\x08") } },
		.open = gzip_open,
		.close = free,
		.start = gzip_start,
		.step = gzip_step,
	},
	{
		.name = "bzip2",
		.marks = { { MARK("BZh.1AY&SY") }, { MARK("BZh.\x17\x72\x45\x38\x50\x90") } },
		.open = bzip2_open,
		.close = bzip2_close,
		.start = bzip2_start,
		.step = bzip2_step,
		.look = bzip2_look,
	},
	{
		.name = "xz",
		.marks = { { MARK("\xfd\x37zXZ\0") } },
		.open = xz_open,
		.close = xz_close,
		.start = xz_start,
		.step = xz_step,
	},
	{
		.name = "zstd",
		.marks = { { MARK("\x28\xb5\x2f\xfd") },
			   { MARK("\x50\x2a\x4d\x18\4\0\0\0....\x28\xb5\x2f\xfd") } },
		.open = zstd_open,
		.close = zstd_close,
		.start = zstd_start,
		.step = zstd_step,
	},
};

static bool fits(struct text mark, struct text front)
{
	for (size_t i = 0; i < mark.len && i < front.len; i++)
		if (mark.at[i] != '.' && mark.at[i] != front.at[i])
			return false;
	return mark.len > 0 && front.len > 0;
}

int unpack_begins(const struct unpacker *unpacker, struct text front)
{
	int verdict = 0;

	for (size_t i = 0; i < sizeof(unpacker->marks) / sizeof(unpacker->marks[0]); i++) {
		if (!fits(unpacker->marks[i], front))
			continue;
		if (front.len >= unpacker->marks[i].len)
			return 1;
		verdict = ERR_TRUNCATED;
	}
	return verdict;
}

const struct unpacker *unpack_find(struct text front)
{
	for (size_t i = 0; i < sizeof(UNPACKERS) / sizeof(UNPACKERS[0]); i++)
		if (unpack_begins(&UNPACKERS[i], front) == 1)
			return &UNPACKERS[i];
	return NULL;
}
