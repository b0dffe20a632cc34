/*
 * MRT reader: the records of one input, one after another, however they are packed.
 *
 * In:   a window over the input.
 * Out:  records whose bodies borrow the window's bytes until the next step; what was lost to
 * damage.
 */
#ifndef SOURCES_MRT_READER_H
#define SOURCES_MRT_READER_H

#include "sources/window.h"
#include "wire/mrt.h"

struct mrt_reader {
	struct window *window; /* owned */
	struct framing framing;
	uint64_t used; /* bytes of the window that the last record occupies */
};

/* Takes the window, from its first byte on. */
void mrt_reader_init(struct mrt_reader *reader, struct window *window);
/* Gives the window back, for its totals; the caller then owns it. */
struct window *mrt_reader_release(struct mrt_reader *reader);

/* 1 and a record; 0 at the end, also of an input that failed there: see window_error(). Never
 * negative: damage is passed over and counted in `framing`. */
int mrt_reader_next(struct mrt_reader *reader, struct mrt_record *out_record);

/*
 * One flipped bit can make a time of another year, which would begin another month. Such a time
 * departs by more than a day, in the same direction, from that of the record before, `before_us`
 * (0: there is none), and from that of the following one; it is taken back to theirs. Call it right
 * after mrt_reader_next(). Was it so?
 */
bool mrt_reader_mend_time(const struct mrt_reader *reader, uint64_t before_us,
			  struct mrt_record *io_record);

#endif
