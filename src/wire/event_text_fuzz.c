/* Whatever the file: lines that begin with a time and hold nothing that a terminal could take for a
 * command. */
#include "base/fuzz.h"

#include "wire/event_text.h"
#include "wire/mrt_events.h"
#include "wire/test_mrt_walk.h"

struct printing {
	struct event_text text;
	struct mrt_events events;
	struct buffer out;
};

static void print_record(void *context, const struct mrt_record *record)
{
	struct printing *printing = context;
	struct text line;

	printing->out.used = 0;
	mrt_events_tell(&printing->events, record);
	struct text rest = { printing->out.bytes, printing->out.used };
	assert(rest.len == 0 || rest.at[rest.len - 1] == '\n');
	while (text_line(&rest, &line)) {
		assert(line.len > 20 && line.at[4] == '-' && line.at[10] == 'T');
		for (size_t i = 0; i < line.len; i++)
			assert(line.at[i] >= ' ' && line.at[i] <= '~');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct printing printing;

	if (printing.text.path_room == NULL) {
		buffer_init(&printing.out);
		event_text_init(&printing.text, &printing.out);
		(void)buffer_room(&printing.out, 1);
	}
	struct bgp_sink sink = event_text_sink(&printing.text);
	mrt_events_init(&printing.events, &sink, TEXT(""), 0);
	struct mrt_walk walk = mrt_walk(reader_over(bytes, size), 0, print_record, &printing);
	assert(printing.events.bgp.records == walk.framing.records);
	mrt_events_clear(&printing.events);
	return 0;
}
