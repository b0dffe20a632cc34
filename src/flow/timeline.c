#include "flow/timeline.h"

#include <stdlib.h>

#include "base/memory.h"

/* More inputs than this at once share the time, not threads of their own. */
enum { THREADED_LANES_MAX = 4 };

void timeline_init(struct timeline *timeline, unsigned threads)
{
	*timeline = (struct timeline){ .threads = threads };
}

static void lane_end(struct timeline *timeline, struct lane *lane)
{
	const struct mrt_framing *framing = &lane->reader.framing;
	struct window *window = mrt_reader_release(&lane->reader);

	if (framing->lost_records > 0)
		input_note(lane->input,
			   "damaged: %llu bytes lost in %llu place(s), first at byte %llu",
			   (unsigned long long)framing->lost_bytes,
			   (unsigned long long)framing->lost_records,
			   (unsigned long long)framing->first_loss);
	if (lane->mended > 0)
		input_note(lane->input, "damaged: %llu record(s) of another time than all around",
			   (unsigned long long)lane->mended);
	/* The reason, if it failed, is noted with the input; what came before it counts. */
	(void)input_close(lane->input, window);
	timeline->done_bytes += lane->input->stored.size_bytes;
	lane->state = LANE_ENDED;
}

void timeline_clear(struct timeline *timeline)
{
	for (size_t i = 0; i < timeline->count; i++)
		if (timeline->lanes[i].state == LANE_OPEN)
			lane_end(timeline, &timeline->lanes[i]);
	free(timeline->lanes);
	timeline_init(timeline, timeline->threads);
}

static struct lane *lane_add(struct timeline *timeline, struct input_record *input)
{
	timeline->lanes = memory_grow(timeline->lanes, &timeline->room, timeline->count + 1,
				      sizeof(*timeline->lanes));
	struct lane *lane = &timeline->lanes[timeline->count++];
	*lane = (struct lane){ .input = input, .state = LANE_WAITING };
	return lane;
}

void timeline_add(struct timeline *timeline, struct input_record *input)
{
	(void)lane_add(timeline, input);
}

void timeline_add_open(struct timeline *timeline, struct input_record *input,
		       struct mrt_reader reader, const struct mrt_record *first)
{
	struct lane *lane = lane_add(timeline, input);

	lane->reader = reader;
	lane->pending = *first;
	lane->state = LANE_OPEN;
}

static int by_first_time(const void *a, const void *b)
{
	const struct lane *x = a, *y = b;

	if (x->input->first_time_us != y->input->first_time_us)
		return x->input->first_time_us < y->input->first_time_us ? -1 : 1;
	return x->input->stored.number < y->input->stored.number ? -1 : 1;
}

void timeline_start(struct timeline *timeline)
{
	if (timeline->count > 0)
		qsort(timeline->lanes, timeline->count, sizeof(*timeline->lanes), by_first_time);
}

/* The lane's next record becomes its pending one, or the lane ends. */
static void lane_step(struct timeline *timeline, struct lane *lane)
{
	uint64_t before_us = lane->pending.time_us;

	if (mrt_reader_next(&lane->reader, &lane->pending) <= 0)
		lane_end(timeline, lane);
	else
		lane->mended += mrt_reader_mend_time(&lane->reader, before_us, &lane->pending);
}

static void lane_open(struct timeline *timeline, struct lane *lane, size_t open)
{
	struct window_options options = { .threads = open < THREADED_LANES_MAX ? timeline->threads
									       : 1 };

	mrt_reader_init(&lane->reader, window_open(lane->input->stored.path, &options));
	lane->state = LANE_OPEN;
	lane_step(timeline, lane);
}

static bool goes_first(const struct lane *a, const struct lane *b)
{
	if (a->pending.time_us != b->pending.time_us)
		return a->pending.time_us < b->pending.time_us;
	return a->input->stored.number < b->input->stored.number;
}

/* The open lane that goes first; also how many are open, and the time of the one after it. */
static struct lane *lane_first(const struct timeline *timeline, size_t *out_open,
			       uint64_t *out_second_us)
{
	struct lane *first = NULL;
	const struct lane *second = NULL;

	*out_open = 0;
	/* A lane behind the first that waits starts no earlier, even one that is open from the
	 * start. */
	for (size_t i = timeline->first_live; i < timeline->first_waiting; i++) {
		struct lane *lane = &timeline->lanes[i];
		if (lane->state != LANE_OPEN)
			continue;
		(*out_open)++;
		if (first == NULL || goes_first(lane, first)) {
			second = first;
			first = lane;
		} else if (second == NULL || goes_first(lane, second)) {
			second = lane;
		}
	}
	*out_second_us = second != NULL ? second->pending.time_us : UINT64_MAX;
	return first;
}

/* Opens the waiting lanes whose time has come, and picks the one that goes first. */
static struct lane *choose(struct timeline *timeline)
{
	for (;;) {
		size_t open;
		uint64_t second_us;
		while (timeline->first_live < timeline->count &&
		       timeline->lanes[timeline->first_live].state == LANE_ENDED)
			timeline->first_live++;
		while (timeline->first_waiting < timeline->count &&
		       timeline->lanes[timeline->first_waiting].state != LANE_WAITING)
			timeline->first_waiting++;
		struct lane *first = lane_first(timeline, &open, &second_us);
		if (timeline->first_waiting == timeline->count) {
			timeline->until_us = second_us;
			return first;
		}
		struct lane *waiting = &timeline->lanes[timeline->first_waiting];
		uint64_t waiting_us = waiting->input->first_time_us;
		if (first != NULL && first->pending.time_us < waiting_us) {
			timeline->until_us = second_us < waiting_us ? second_us : waiting_us;
			return first;
		}
		lane_open(timeline, waiting, open);
	}
}

int timeline_next(struct timeline *timeline, struct lane **out_lane, struct mrt_record *out_record)
{
	if (timeline->current != NULL)
		lane_step(timeline, timeline->current);
	if (timeline->current == NULL || timeline->current->state != LANE_OPEN ||
	    timeline->current->pending.time_us >= timeline->until_us)
		timeline->current = choose(timeline);
	if (timeline->current == NULL)
		return 0;
	*out_lane = timeline->current;
	*out_record = timeline->current->pending;
	return 1;
}

uint64_t timeline_done_bytes(const struct timeline *timeline)
{
	uint64_t done = timeline->done_bytes;

	for (size_t i = timeline->first_live; i < timeline->first_waiting; i++) {
		uint64_t read_bytes = 0, size_bytes;
		if (timeline->lanes[i].state != LANE_OPEN)
			continue;
		window_progress(timeline->lanes[i].reader.window, &read_bytes, &size_bytes);
		done += read_bytes;
	}
	return done;
}
