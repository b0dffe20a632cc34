/* Whatever the file: lines of JSON that yajl takes and that our own reader of RIS Live takes. */
#include "base/fuzz.h"

#include <yajl/yajl_parse.h>

#include "wire/event_ris.h"
#include "wire/mrt_events.h"
#include "wire/ris_live.h"
#include "wire/test_mrt_walk.h"

struct printing {
	struct event_ris ris;
	struct mrt_events events;
	struct ris_live live;
	struct buffer out;
};

/* What the formats allow and RIS Live does not: no time, AS 0. */
static bool is_tellable(const struct mrt_record *record, const struct ris_live *live)
{
	return record->time_us != 0 && live->line.peer_asn != 0;
}

static void check_line(struct printing *printing, struct text line, const struct mrt_record *record)
{
	struct ris_heard heard;
	yajl_handle yajl = yajl_alloc(NULL, NULL, NULL);

	assert(yajl != NULL);
	assert(yajl_parse(yajl, (const unsigned char *)line.at, line.len) == yajl_status_ok);
	assert(yajl_complete_parse(yajl) == yajl_status_ok);
	yajl_free(yajl);
	int got = ris_live_read(&printing->live, line, (struct place){ 0 }, &heard);
	if (got == 0) {
		const uint64_t *count = printing->live.refusals.count;
		/* Without "raw" a missing next hop cannot be made up for. */
		assert(!is_tellable(record, &printing->live) || count[RIS_BAD_NEXT_HOP] > 0 ||
		       count[RIS_ATTRIBUTES_LONG] > 0);
		ris_live_clear(&printing->live);
		ris_live_init(&printing->live);
		return;
	}
	assert(heard.time_us == record->time_us);
}

static void print_record(void *context, const struct mrt_record *record)
{
	struct printing *printing = context;
	struct text line;

	printing->out.used = 0;
	mrt_events_tell(&printing->events, record);
	struct text rest = { printing->out.bytes, printing->out.used };
	assert(rest.len == 0 || rest.at[rest.len - 1] == '\n');
	while (text_line(&rest, &line))
		check_line(printing, line, record);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct printing printing;

	if (printing.ris.path_room == NULL) {
		buffer_init(&printing.out);
		event_ris_init(&printing.ris, &printing.out);
		ris_live_init(&printing.live);
		(void)buffer_room(&printing.out, 1);
	}
	struct bgp_sink sink = event_ris_sink(&printing.ris);
	mrt_events_init(&printing.events, &sink, (struct text){ "", 0 }, 0);
	(void)mrt_walk(reader_over(bytes, size), 0, print_record, &printing);
	mrt_events_clear(&printing.events);
	return 0;
}
