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
#include "sources/feed.h"

struct lane {
	struct input_record *input; /* borrowed */
	struct feed *feed;          /* owned while the lane is open */
	uint64_t time_us;           /* of its present step, as its neighbours bear it out */
	uint64_t mended;            /* steps whose own time they did not */
	struct feed_totals totals;  /* once it has ended; without refusals */
	enum { LANE_WAITING, LANE_OPEN, LANE_ENDED } state;
};

struct timeline_options {
	struct window_options window; /* for the first few that are open at once */
	struct bgp_sink sink;         /* for feed_tell(); not needed by who takes records */
	bool judges;                  /* see struct feed_options */
	/* May be NULL. A lane has ended, whose feed is about to be closed. */
	void (*ended)(void *context, const struct lane *lane);
	void *context;
};

struct timeline {
	struct timeline_options options;
	struct lane *lanes; /* owned; by time of the first step, then number */
	size_t count, room;
	size_t first_waiting; /* lanes before it have been opened */
	size_t first_live;    /* lanes before it have ended */
	struct lane *current; /* gave the last step */
	uint64_t until_us;    /* `current` may go on up to this time without a look at the others */
	uint64_t done_bytes;  /* as on disk, of the ended lanes */
};

void timeline_init(struct timeline *timeline, const struct timeline_options *options);
void timeline_clear(struct timeline *timeline);

/* The feed of an input, over its window, which it takes. */
struct feed *timeline_feed(const struct timeline *timeline, const struct input_record *input,
			   struct window *window);

/* An input to be opened when its time comes. */
void timeline_add(struct timeline *timeline, struct input_record *input);
/* The same for one that is open already and must stay so (a pipe); takes the feed, whose first step
 * has been read and is of input->first_time_us. */
void timeline_add_open(struct timeline *timeline, struct input_record *input, struct feed *feed);
/* All are added. */
void timeline_start(struct timeline *timeline);

/* 1 and the lane whose next step it is, read but not told; 0 at the end. */
int timeline_next(struct timeline *timeline, struct lane **out_lane);

/* Bytes read so far, as on disk. */
uint64_t timeline_done_bytes(const struct timeline *timeline);

#endif
