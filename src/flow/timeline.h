/*
 * Timeline: the records of many route inputs as one river in time order.
 *
 * In:   inputs with the time of their first record.
 * Out:  one record after another, by time; of equal times the lower input's first.
 * Promise: an input is open only while its time has come, so a year of five-minute files holds one
 *       or two open at once. A file whose own records run back in time keeps its own order.
 */
#ifndef FLOW_TIMELINE_H
#define FLOW_TIMELINE_H

#include "flow/input.h"
#include "sources/mrt_reader.h"

struct lane {
	struct input_record *input; /* borrowed */
	struct mrt_reader reader;
	struct mrt_record pending;
	uint64_t mended; /* records whose time could not be */
	enum { LANE_WAITING, LANE_OPEN, LANE_ENDED } state;
};

struct timeline {
	struct lane *lanes; /* owned; by time of the first record, then number */
	size_t count, room;
	size_t first_waiting; /* lanes before it have been opened */
	size_t first_live;    /* lanes before it have ended */
	struct lane *current; /* gave the last record */
	uint64_t until_us;    /* `current` may go on up to this time without a look at the others */
	unsigned threads;
	uint64_t done_bytes; /* as on disk, of the ended lanes */
};

void timeline_init(struct timeline *timeline, unsigned threads);
void timeline_clear(struct timeline *timeline);

/* An input to be opened when its time comes. */
void timeline_add(struct timeline *timeline, struct input_record *input);
/* The same for one that is open already and must stay so (stdin); takes the reader, whose first
 * record is `first`. */
void timeline_add_open(struct timeline *timeline, struct input_record *input,
		       struct mrt_reader reader, const struct mrt_record *first);
/* All are added. */
void timeline_start(struct timeline *timeline);

/* 1, a record and the lane it comes from; 0 at the end. The record lives until the next call. */
int timeline_next(struct timeline *timeline, struct lane **out_lane, struct mrt_record *out_record);

/* Bytes read so far, as on disk. */
uint64_t timeline_done_bytes(const struct timeline *timeline);

#endif
