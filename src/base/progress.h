/*
 * Progress: a line that tells a person at a terminal how far a long work is. Silent when stderr is
 * not a terminal, in the first second, and for work of unknown length but for what has been done.
 */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool shown; /* something stands on the line */
	bool enabled;
	uint64_t started_ms, drawn_ms;
	unsigned ticks; /* calls since the clock was last asked */
};

void progress_init(struct progress *progress, bool quiet);
/* Is it time to look whether the line should be drawn anew? Costs nothing; ask it before finding
 * out what progress_show() wants to know. */
static inline bool progress_is_due(struct progress *progress)
{
	return progress->enabled && progress->ticks++ % 256 == 0;
}

/* "observing 42 % of 3.1 GiB, rib.20260222.mrt". `total` 0: not known. */
void progress_show(struct progress *progress, const char *label, uint64_t done_bytes,
		   uint64_t total_bytes, const char *what);
/* Clears the line. */
void progress_end(struct progress *progress);

#endif
