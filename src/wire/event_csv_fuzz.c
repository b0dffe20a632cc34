/* Whatever the file: lines of twenty fields, printable, with quotes only where they belong. */
#include "base/fuzz.h"

#include "wire/event_csv.h"
#include "wire/mrt_events.h"
#include "wire/test_mrt_walk.h"

enum { FIELDS = 20 };

struct printing {
	struct event_csv csv;
	struct mrt_events events;
	struct buffer out;
};

static void check_line(struct text line)
{
	bool quoted = false;
	unsigned fields = 1;

	for (size_t i = 0; i < line.len; i++) {
		assert(line.at[i] >= ' ' && line.at[i] <= '~');
		if (line.at[i] == '"') {
			assert(quoted || line.at[i - 1] == ',');
			quoted = !quoted;
		}
		fields += line.at[i] == ',' && !quoted;
	}
	assert(!quoted && fields == FIELDS);
}

static void print_record(void *context, const struct mrt_record *record)
{
	struct printing *printing = context;
	struct text line;
	uint64_t lines = printing->csv.lines;

	printing->out.used = 0;
	mrt_events_tell(&printing->events, record);
	struct text rest = { printing->out.bytes, printing->out.used };
	assert(rest.len == 0 || rest.at[rest.len - 1] == '\n');
	for (; text_line(&rest, &line); lines++)
		check_line(line);
	assert(lines == printing->csv.lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct printing printing;

	if (printing.csv.attrs.ring == NULL) {
		buffer_init(&printing.out);
		event_csv_init(&printing.csv, &printing.out);
	}
	struct bgp_sink sink = event_csv_sink(&printing.csv);
	mrt_events_init(&printing.events, &sink, (struct text){ "rrc00", 5 }, 0);
	(void)mrt_walk(reader_over(bytes, size), 0, print_record, &printing);
	mrt_events_clear(&printing.events);
	return 0;
}
