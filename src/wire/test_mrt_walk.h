/*
 * How tests and fuzzers walk over MRT: all bytes at once or arriving piece by piece, with the
 * promises of wire/mrt.h checked at each step. For tests only.
 */
#ifndef WIRE_TEST_MRT_WALK_H
#define WIRE_TEST_MRT_WALK_H

#include <assert.h>

#include "base/index.h"
#include "wire/mrt.h"

struct mrt_walk {
	struct framing framing;
	uint64_t digest; /* of all records and where they stood */
};

typedef void mrt_walk_fn(void *context, const struct mrt_record *record);

static void mrt_walk_record(struct mrt_walk *walk, const struct mrt_record *record, size_t used)
{
	size_t body = reader_left(&record->body);

	assert(!record->body.failed && body <= MRT_BODY_MAX);
	assert(record->offset + MRT_HEADER_SIZE + body <= used);
	walk->digest = hash_words(walk->digest, record->offset);
	walk->digest = hash_words(walk->digest ^ record->time_us, body);
	walk->digest = hash_words(walk->digest ^ record->type, record->subtype);
}

/* `piece` octets arrive at a time; 0: all at once. Calls `each`, if it is not NULL, with every
 * record. */
static struct mrt_walk mrt_walk(struct reader bytes, size_t piece, mrt_walk_fn *each, void *context)
{
	size_t size = reader_left(&bytes), used = 0, records_size = 0;
	size_t there = piece == 0 || piece > size ? size : piece;
	struct mrt_walk walk = { 0 };
	struct mrt_record record;

	mrt_framing_init(&walk.framing);
	for (;;) {
		struct reader in = reader_over(bytes.at + used, there - used);
		uint64_t lost = walk.framing.lost_bytes;
		int got = mrt_next(&walk.framing, &in, there == size, &record);
		size_t step = there - used - reader_left(&in);
		used += step;
		assert(walk.framing.offset == used);
		if (got == 1) {
			records_size += step - (walk.framing.lost_bytes - lost);
			mrt_walk_record(&walk, &record, used);
			if (each != NULL)
				each(context, &record);
			continue;
		}
		assert(got == 0);
		if (there == size)
			break;
		assert(walk.framing.want > there - used);
		there = size - there > piece ? there + piece : size;
	}
	assert(used == size && records_size + walk.framing.lost_bytes == size);
	assert(walk.framing.records * MRT_HEADER_SIZE <= records_size);
	assert(walk.framing.lost_records <= walk.framing.lost_bytes);
	return walk;
}

static inline bool mrt_walk_equal(const struct mrt_walk *a, const struct mrt_walk *b)
{
	return a->digest == b->digest && a->framing.records == b->framing.records &&
	       a->framing.lost_records == b->framing.lost_records &&
	       a->framing.lost_bytes == b->framing.lost_bytes &&
	       (a->framing.lost_records == 0 || a->framing.first_loss == b->framing.first_loss);
}

#endif
