#include "sources/mrt_reader.h"

#include "base/utc.h"

void mrt_reader_init(struct mrt_reader *reader, struct window *window)
{
	*reader = (struct mrt_reader){ .window = window };
	mrt_framing_init(&reader->framing);
}

struct window *mrt_reader_release(struct mrt_reader *reader)
{
	struct window *window = reader->window;
	reader->window = NULL;
	return window;
}

int mrt_reader_next(struct mrt_reader *reader, struct mrt_record *out_record)
{
	struct window *window = reader->window;
	bool last = false;

	for (;;) {
		struct reader in = window_bytes(window);
		/* What was given out before is done with; damage may have used up more. */
		read_skip(&in, reader->used);
		size_t before = reader_left(&in);
		int got = mrt_next(&reader->framing, &in, last, out_record);
		reader->used += before - reader_left(&in);
		if (got != 0)
			return got;
		if (last)
			return 0;
		window_skip(window, reader->used);
		reader->used = 0;
		last = window_fill(window, reader->framing.want) <= 0;
	}
}

bool mrt_reader_mend_time(const struct mrt_reader *reader, uint64_t before_us,
			  struct mrt_record *io_record)
{
	struct reader in = window_bytes(reader->window);

	read_skip(&in, reader->used);
	uint64_t after_us = read_u32(&in) * UTC_SECOND;
	if (in.failed)
		return false; /* the last one */
	uint64_t latest_us = before_us > after_us ? before_us : after_us;
	uint64_t earliest_us = before_us < after_us ? before_us : after_us;
	if (io_record->time_us <= latest_us + UTC_DAY &&
	    io_record->time_us + UTC_DAY >= earliest_us)
		return false;
	io_record->time_us = before_us != 0 ? before_us : after_us;
	return true;
}
