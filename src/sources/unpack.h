/*
 * Unpack: the compressions that we undo, each behind the same four functions.
 *
 * In:       raw bytes from anyone, cut into pieces anywhere.
 * Out:      unpacked bytes, straight into the caller's memory.
 * Promise:  memory is bounded whatever the input says (UNPACK_MEMORY_MAX); every checksum that the
 *           format carries is verified; nothing outside the two pieces is touched.
 * Standard: gzip RFC 1952, zstd RFC 8878, the .xz file format 1.2.0, bzip2 1.0.8.
 */
#ifndef SOURCES_UNPACK_H
#define SOURCES_UNPACK_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

enum {
	/* How many bytes tell what a file is; fewer are enough for most. */
	UNPACK_MARK_MAX = 16,
	/* A packer may ask us to remember this much of what it said before: twice what `xz -9` uses
	 * and all that `zstd --long` uses without a number of its own. */
	UNPACK_MEMORY_MAX = 128 << 20,
};

/* One step's input and output. Both are borrowed, and shrink from the front as they are used. */
struct unpacking {
	uint8_t *in;
	size_t in_size;
	uint8_t *out;
	size_t out_size;
	uint64_t offset;    /* of `in`, in the file; grows as it is used */
	const char *reason; /* after a negative answer: what is wrong, for a person; static */
};

/* Goes on behind what was used and made. */
static inline void unpacking_move(struct unpacking *io, size_t used, size_t made)
{
	assert(used <= io->in_size && made <= io->out_size);
	io->in += used;
	io->in_size -= used;
	io->offset += used;
	io->out += made;
	io->out_size -= made;
}

/* How much somebody who works ahead would like to see more. */
enum unpack_hunger {
	UNPACK_FULL,   /* not before the next step */
	UNPACK_EATING, /* if it is there; the next step leads on anyway */
	UNPACK_HUNGRY, /* or the next step is the beginning of working alone */
};

/* A step's answer: call look() and then, whatever came of it, step() once more. */
enum { UNPACK_LOOK = 2 };

/* A member is what one run of a packer wrote: a gzip member, a bzip2 or xz stream, a zstd frame. A
 * file may hold several, one behind the other. */
struct unpacker {
	const char *name;
	struct text marks[2]; /* how a member begins; '.' stands for any byte */
	/* State for one member after the other, before the first byte of the first. If it can, it
	 * takes up to `threads` more threads for itself; 0 and 1: none. */
	void *(*open)(unsigned threads);
	void (*close)(void *state);
	/* Forgets the member before; the next byte is the first of another. */
	void (*start)(void *state);
	/* Works until the input is used up, the room is filled or the member ends. 1 when it has
	 * ended and is sound, 0 when there is more to come, or ERR_MALFORMED, ERR_LIMIT,
	 * ERR_UNSUPPORTED. Whatever the answer, bytes that were written are good as far as anyone
	 * can know. */
	int (*step)(void *state, struct unpacking *io);
	/* NULL, or for who works ahead: shows all bytes that lie ready, the next step's first of
	 * all; they are not used by this. `offset` is that of the first, in the file. */
	enum unpack_hunger (*look)(void *state, const uint8_t *bytes, size_t size, uint64_t offset);
};

/* By content: the compression whose mark stands at the front, or NULL. */
const struct unpacker *unpack_find(struct text front);

/* 1 when a member begins here, 0 when not, ERR_TRUNCATED when the bytes end inside the mark. */
int unpack_begins(const struct unpacker *unpacker, struct text front);

#endif
