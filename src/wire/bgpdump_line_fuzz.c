/* Whatever the file: what is printed are whole lines that start like lines of bgpdump, as many as
 * are counted, and every record has a line, a refusal or nothing to say. */
#include "base/fuzz.h"

#include "wire/bgpdump_line.h"
#include "wire/mrt_events.h"
#include "wire/test_mrt_walk.h"

struct printed {
	struct bgpdump_printer printer;
	struct mrt_events events;
	struct buffer out;
};

static void check_lines(struct text text, uint64_t count)
{
	struct text line;

	assert(text.len == 0 || text.at[text.len - 1] == '\n');
	for (; text_line(&text, &line); count--) {
		assert(text_starts(line, TEXT("TABLE_DUMP")) || text_starts(line, TEXT("BGP4MP")));
		for (size_t i = 0; i < line.len; i++)
			assert(line.at[i] >= ' ' && line.at[i] <= '~');
	}
	assert(count == 0);
}

static void print_record(void *context, const struct mrt_record *record)
{
	struct printed *printed = context;
	uint64_t lines = printed->printer.lines;

	printed->out.used = 0;
	mrt_events_tell(&printed->events, record);
	check_lines((struct text){ printed->out.bytes, printed->out.used },
		    printed->printer.lines - lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct printed printed;

	if (printed.out.bytes == NULL) {
		static const struct bgpdump_style style = { .numbers_records = true,
							    .shows_large = true };
		buffer_init(&printed.out);
		bgpdump_line_init(&printed.printer, &style, &printed.out);
		(void)buffer_room(&printed.out, 1);
	}
	struct bgp_sink sink = bgpdump_line_sink(&printed.printer);
	mrt_events_init(&printed.events, &sink, TEXT(""), 0);
	struct mrt_walk walk = mrt_walk(reader_over(bytes, size), 0, print_record, &printed);
	assert(printed.events.bgp.records == walk.framing.records);
	mrt_events_clear(&printed.events);
	return 0;
}
