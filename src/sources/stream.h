/*
 * Stream: one source of bytes, unpacked on the fly.
 *
 * In:      a path, "-" for stdin, "rtr://HOST:PORT" for what a cache of the RPKI tells routers, or
 *          bytes in memory; plain, or packed by gzip, bzip2, xz or zstd, which the content tells,
 *          never the name.
 * Out:     unpacked bytes, straight into the caller's memory, and what the source was: its size and
 *          SHA-256 as it lies on disk.
 * Promise: bounded memory; a bomb is refused (STREAM_RATIO_MAX). Whatever goes wrong, even at
 *          the opening, is told by the read that meets it: all that came before has been
 *          delivered, the code says what kind of thing it is, stream_reason() says it to a person.
 */
#ifndef SOURCES_STREAM_H
#define SOURCES_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"

enum {
	/* How much is asked of the operating system at a time, so that system calls cost nothing.
	 */
	STREAM_READ_SIZE = 1 << 20,
	/* Of what is packed so that several threads can unpack it, we read so much more ahead;
	 * bzip2 can need 2.3 MB for one block. */
	STREAM_AHEAD_MAX = 4 << 20,
	/* Routing tables and updates shrink to a fifth or, rarely, a twentieth, text to a
	 * thirtieth. gzip cannot do better than 1032:1 and needs a bomb for that; the others reach
	 * far more. */
	STREAM_RATIO_MAX = 1000,
	/* Small things may have any ratio (a file of zeros is no attack): unpacking this much costs
	 * a blink. */
	STREAM_RATIO_FREE = 64 << 20,
};

/* All zero is a good choice. */
struct stream_options {
	uint64_t unpacked_max; /* bytes, then ERR_LIMIT; 0: no limit but the ratio */
	size_t read_size;      /* bytes, at most STREAM_READ_SIZE, which 0 stands for */
	bool without_digest;
	unsigned threads; /* that may unpack beside the caller's, where the packing allows it; 0 and
			   * 1: none */
};

struct stream_totals {
	const char *compression;      /* "gzip", ..., or "none"; static */
	uint64_t size_bytes;          /* read so far, as on disk */
	uint64_t unpacked_bytes;      /* delivered so far */
	uint64_t trailing_bytes;      /* garbage behind the last member, ignored; not its padding */
	char sha256[DIGEST_TEXT_MAX]; /* of all of it, as `sha256sum` says; "" before the end */
	uint64_t received_us;         /* of what comes over a network: when; 0: no such thing */
};

struct stream;

/* Never NULL, whatever the path: a source that cannot be opened fails at its first read. `options`
 * may be NULL. stream_close() it. */
struct stream *stream_open(const char *path, const struct stream_options *options);
/* Over bytes that the caller keeps until stream_close(). */
struct stream *stream_open_memory(const void *bytes, size_t size,
				  const struct stream_options *options);
void stream_close(struct stream *stream);

/*
 * Unpacks up to `room` bytes (not 0) to `into`. 1 with `*out_size` > 0, which may well be less than
 * `room`: from a pipe, whatever is there. 0 at the end. Negative, and the same ever after:
 * ERR_NOT_FOUND   there is no such file
 * ERR_USAGE       it is a directory, or no address that makes sense
 * ERR_IO          it cannot be opened or read; who was asked gives no data
 * ERR_TRUNCATED   it is empty, or ends inside packed data
 * ERR_MALFORMED   the packed data is damaged
 * ERR_LIMIT       a bomb, or more than `unpacked_max`
 * ERR_UNSUPPORTED packed in a way we do not know
 */
MUST_CHECK int stream_read(struct stream *stream, void *into, size_t room, size_t *out_size);

/* After a read: there is more to do than the operating system does, unpacking or digesting. */
bool stream_takes_work(const struct stream *stream);

/* What went wrong, to stand behind "PATH: "; "" when nothing did. Lives as long as the stream. */
const char *stream_reason(const struct stream *stream);

/* Reads to the end without unpacking, so that the totals are those of the whole source even though
 * nobody wanted (or could unpack) the rest of it. After this, stream_read() says the end, or again
 * what went wrong. 0 or ERR_IO. */
MUST_CHECK int stream_drain(struct stream *stream);

struct stream_totals stream_totals(const struct stream *stream);

/* For a progress bar, from any thread: bytes read so far and in all, as on disk; the latter is 0
 * when nobody knows (a pipe). */
void stream_progress(const struct stream *stream, uint64_t *out_read_bytes,
		     uint64_t *out_size_bytes);

/* From any thread: a read that waits for a pipe, and all later ones, fail with ERR_IO. A file never
 * waits and goes on. */
void stream_stop(struct stream *stream);

#endif
