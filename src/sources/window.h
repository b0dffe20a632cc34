/*
 * Window: what parsers pull from, a stream's unpacked bytes, as many at a time as a record needs.
 *
 * In:      a path (see sources/stream.h) and how many threads it may take.
 * Out:     contiguous bytes, and where in the unpacked stream they stand.
 * Promise: the same bytes at the same offsets however many threads; nearly none is copied;
 *          memory is bounded by `record_max` and a few blocks. With two threads or more the next
 *          blocks are read, digested and unpacked while the caller works on this one, once
 *          the first is full; unless there is nothing to digest or unpack.
 *
 *	while (window_fill(window, 1) > 0) {
 *		struct reader in = window_bytes(window);
 *		... parse as many whole records as are there ...
 *		window_skip(window, bytes_parsed);
 *	}
 *
 * One window belongs to one thread of the caller's.
 */
#ifndef SOURCES_WINDOW_H
#define SOURCES_WINDOW_H

#include "base/reader.h"
#include "sources/stream.h"

enum {
	/* Unpacked at a time. */
	WINDOW_BLOCK_SIZE = 1 << 20,
	/* The most that anyone may want in one piece: far more than the largest things we know, an
	 * aut-num object of 470 KB and RIB entries of all peers of a collector, some 100 KB. */
	WINDOW_RECORD_MAX = 32 << 20,
};

/* All zero is a good choice. */
struct window_options {
	struct stream_options stream;
	unsigned threads;  /* 0 and 1: all is done inside window_fill(); more: beside it one that
			    * reads, and up to so many that unpack what allows for it */
	size_t block_size; /* bytes; 0: WINDOW_BLOCK_SIZE */
	size_t record_max; /* bytes; 0: WINDOW_RECORD_MAX */
};

struct window;

/* Never NULL: what cannot be opened fails at the first window_fill(). `options` may be NULL.
 * window_close() it. */
struct window *window_open(const char *path, const struct window_options *options);
/* The same over a stream, which it *takes*; `options->stream` is not used. */
struct window *window_over(struct stream *stream, const struct window_options *options);
/* At any moment, even while the source keeps us waiting. */
void window_close(struct window *window);

/*
 * Makes at least `want` bytes available: 1. If that cannot be, all that is left is available:
 *
 * - 0: the input has ended, and ended well;
 * - negative: the stream failed behind these bytes, see stream_read() and window_reason();
 * - or ERR_LIMIT because `want` is more than `record_max`: then nothing has changed.
 */
MUST_CHECK int window_fill(struct window *window, size_t want);

/* What is available now; borrowed, until the next call of any other function here. */
struct reader window_bytes(const struct window *window);

/* Moves on by `size` bytes, more than are available if need be, but not past the end. */
void window_skip(struct window *window, uint64_t size);

/* Where in the unpacked stream the first available byte stands. */
uint64_t window_offset(const struct window *window);

/* Nothing is available and nothing will be: the input has ended or failed. */
bool window_ended(const struct window *window);

/* 0, or why there is no more behind what is available. */
int window_error(const struct window *window);
/* The same for a person, to stand behind "PATH: "; "" when all is well. */
const char *window_reason(const struct window *window);

/* Gives up what is not read yet, and reads the source to its end all the same, so that the totals
 * are those of the whole file. Nothing is available after that. 0 or ERR_IO. */
MUST_CHECK int window_drain(struct window *window);

/* Ends reading ahead, so best asked at the end. */
struct stream_totals window_totals(struct window *window);

/* For a progress bar, at any moment; see stream_progress(). */
void window_progress(const struct window *window, uint64_t *out_read_bytes,
		     uint64_t *out_size_bytes);

#endif
