/*
 * How tests and fuzzers walk over bare BGP messages: all bytes at once or arriving piece by piece,
 * with the promises of wire/bgp_stream.h checked at each step. For tests only.
 */
#ifndef WIRE_TEST_BGP_WALK_H
#define WIRE_TEST_BGP_WALK_H

#include <assert.h>

#include "base/index.h"
#include "wire/bgp_message.h"
#include "wire/bgp_stream.h"

struct bgp_walk {
	struct framing stream;
	uint64_t digest; /* of all messages and where they stood */
};

typedef void bgp_walk_fn(void *context, struct reader message, uint64_t offset);

static inline void bgp_walk_message(struct bgp_walk *walk, struct reader message)
{
	struct reader in = message;
	struct bgp_message parts;
	int got = bgp_message_read(&in, &parts);

	assert(got == 0 && reader_left(&in) == 0);
	assert(parts.type >= BGP_OPEN && parts.type <= BGP_ROUTE_REFRESH);
	walk->digest = hash_words(walk->digest ^ parts.type, walk->stream.offset);
}

/* `piece` octets arrive at a time; 0: all at once. Calls `each`, if it is not NULL, with every
 * message. */
static inline struct bgp_walk bgp_walk(struct reader bytes, size_t piece, bgp_walk_fn *each,
				       void *context)
{
	size_t size = reader_left(&bytes), used = 0, messages_size = 0;
	size_t there = piece == 0 || piece > size ? size : piece;
	struct bgp_walk walk = { 0 };
	struct reader message;

	bgp_stream_init(&walk.stream);
	for (;;) {
		struct reader in = reader_over(bytes.at + used, there - used);
		uint64_t lost = walk.stream.lost_bytes;
		int got = bgp_stream_next(&walk.stream, &in, there == size, &message);
		size_t step = there - used - reader_left(&in);
		used += step;
		assert(walk.stream.offset == used);
		if (got == 1) {
			messages_size += reader_left(&message);
			assert(step - (walk.stream.lost_bytes - lost) == reader_left(&message));
			bgp_walk_message(&walk, message);
			if (each != NULL)
				each(context, message, used - reader_left(&message));
			continue;
		}
		assert(got == 0);
		if (there == size)
			break;
		assert(walk.stream.want > there - used && walk.stream.want <= BGP_MESSAGE_MAX);
		there = size - there > piece ? there + piece : size;
	}
	assert(used == size && messages_size + walk.stream.lost_bytes == size);
	assert(walk.stream.records * BGP_HEADER_SIZE <= messages_size);
	assert(walk.stream.lost_records <= walk.stream.lost_bytes);
	return walk;
}

#endif
