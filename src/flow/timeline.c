#include "flow/timeline.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

/* More inputs than this at once share the time, not threads of their own. */
enum {
	THREADED_LANES_MAX = 4,
	COUNT_OF_REFUSALS = sizeof(((struct feed_totals *)0)->refusals) /
			    sizeof(((struct feed_totals *)0)->refusals[0]),
};

void timeline_init(struct timeline *timeline, const struct timeline_options *options)
{
	*timeline = (struct timeline){ .options = *options };
}

struct feed *timeline_feed(const struct timeline *timeline, const struct input_record *input,
			   struct window *window)
{
	struct feed_options options = {
		.sink = timeline->options.sink,
		.collector = text_of(input->stored.collector),
		.number = input->stored.number,
		.judges = timeline->options.judges,
	};
	return feed_open(window, input->kind, &options);
}

static void note_losses(struct lane *lane)
{
	const struct feed_totals *totals = &lane->totals;
	char first[48] = "";

	if (totals->lost_records == 0)
		return;
	if (totals->first_loss != FEED_NOWHERE)
		(void)snprintf(first, sizeof(first), ", first at byte %llu",
			       (unsigned long long)totals->first_loss);
	input_note(lane->input, "damaged: %llu bytes lost in %llu place(s)%s",
		   (unsigned long long)totals->lost_bytes, (unsigned long long)totals->lost_records,
		   first);
}

static void lane_end(struct timeline *timeline, struct lane *lane)
{
	const struct timeline_options *options = &timeline->options;

	if (options->ended != NULL)
		options->ended(options->context, lane);
	lane->totals = feed_totals(lane->feed);
	for (size_t i = 0; i < COUNT_OF_REFUSALS; i++)
		lane->totals.refusals[i] = NULL;
	struct window *window = feed_close(lane->feed);
	lane->feed = NULL;
	lane->state = LANE_ENDED;
	note_losses(lane);
	if (lane->mended > 0)
		input_note(lane->input, "damaged: %llu record(s) of another time than all around",
			   (unsigned long long)lane->mended);
	/* The reason, if it failed, is noted with the input; what came before it counts. */
	(void)input_close(lane->input, window);
	timeline->done_bytes += lane->input->stored.size_bytes;
}

void timeline_clear(struct timeline *timeline)
{
	struct timeline_options options = timeline->options;

	for (size_t i = 0; i < timeline->count; i++)
		if (timeline->lanes[i].state == LANE_OPEN)
			lane_end(timeline, &timeline->lanes[i]);
	free(timeline->lanes);
	timeline_init(timeline, &options);
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

void timeline_add_open(struct timeline *timeline, struct input_record *input, struct feed *feed)
{
	struct lane *lane = lane_add(timeline, input);

	lane->feed = feed;
	lane->time_us = input->first_time_us;
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

/* Goes on to the lane's next step, or ends the lane. */
static void lane_step(struct timeline *timeline, struct lane *lane)
{
	uint64_t before_us = lane->time_us;

	if (feed_next(lane->feed, &lane->time_us) <= 0)
		lane_end(timeline, lane);
	else
		lane->mended += feed_mend_time(lane->feed, before_us, &lane->time_us);
}

static void lane_open(struct timeline *timeline, struct lane *lane, size_t open)
{
	struct window_options options = timeline->options.window;

	if (open >= THREADED_LANES_MAX)
		options.threads = 1;

	lane->feed = timeline_feed(timeline, lane->input,
				   window_open(lane->input->stored.path, &options));
	lane->state = LANE_OPEN;
	lane_step(timeline, lane);
}

static bool goes_first(const struct lane *a, const struct lane *b)
{
	if (a->time_us != b->time_us)
		return a->time_us < b->time_us;
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
	*out_second_us = second != NULL ? second->time_us : UINT64_MAX;
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
		if (first != NULL && first->time_us < waiting_us) {
			timeline->until_us = second_us < waiting_us ? second_us : waiting_us;
			return first;
		}
		lane_open(timeline, waiting, open);
	}
}

int timeline_next(struct timeline *timeline, struct lane **out_lane)
{
	if (timeline->current != NULL)
		lane_step(timeline, timeline->current);
	if (timeline->current == NULL || timeline->current->state != LANE_OPEN ||
	    timeline->current->time_us >= timeline->until_us)
		timeline->current = choose(timeline);
	if (timeline->current == NULL)
		return 0;
	*out_lane = timeline->current;
	return 1;
}

uint64_t timeline_done_bytes(const struct timeline *timeline)
{
	uint64_t done = timeline->done_bytes;

	for (size_t i = timeline->first_live; i < timeline->first_waiting; i++) {
		uint64_t read_bytes = 0, size_bytes;
		if (timeline->lanes[i].state != LANE_OPEN)
			continue;
		window_progress(feed_window(timeline->lanes[i].feed), &read_bytes, &size_bytes);
		done += read_bytes;
	}
	return done;
}
