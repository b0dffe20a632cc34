/* Whatever the lines: what is told keeps the promises of events, every line is taken or counted
 * once, and messages that are put together from fields are sound. */
#include "base/fuzz.h"

#include "wire/bgp_message.h"
#include "wire/ris_live.h"

struct checking {
	struct bgp_events events;
	uint64_t told;
};

static void check_event(void *context, const struct bgp_event *event)
{
	struct checking *checking = context;

	checking->told++;
	assert(event->format == FORMAT_RIS_LIVE && event->record == NULL);
	assert(event->collector.len <= RIS_HOST_MAX);
	assert(event->peer.address.family == FAMILY_V4 || event->peer.address.family == FAMILY_V6);
	assert(event->time_us != 0);
	if (bgp_event_is_route(event)) {
		assert(event->prefix.len <= family_bits(event->prefix.family));
		assert(!event->has_path_id);
	}
	if (event->kind == BGP_ANNOUNCES)
		assert(event->attributes.asn_size == 2 || event->attributes.asn_size == 4);
	if (event->kind != BGP_STATE_CHANGES)
		assert(reader_left(&event->message) >= 19);
}

static void check_messages(const struct ris_live *live, const struct ris_heard *heard)
{
	struct reader in = heard->messages;
	struct bgp_message message;

	assert(heard->is_state_change == (reader_left(&in) == 0));
	if (live->line.raw.used > 0)
		return;
	while (reader_left(&in) > 0) {
		size_t before = reader_left(&in);
		int got = bgp_message_read(&in, &message);
		assert(got == 0 && before - reader_left(&in) <= 4096);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct text rest = { (const char *)bytes, size }, line;
	struct checking checking = { 0 };
	struct bgp_sink sink = { .context = &checking, .take = check_event };
	struct ris_heard heard;
	struct ris_live live;
	uint64_t lines = 0;

	ris_live_init(&live);
	bgp_events_init(&checking.events, &sink, (struct text){ "", 0 });
	while (text_line(&rest, &line)) {
		struct place place = { ++lines, (uint64_t)((const uint8_t *)line.at - bytes) };
		uint64_t seen = live.refusals.taken + refusals_total(&live.refusals);
		uint64_t damaged = refusals_total(&checking.events.refusals);
		int got = ris_live_read(&live, line, place, &heard);
		seen = live.refusals.taken + refusals_total(&live.refusals) - seen;
		assert(seen == (text_trim(line).len > 0) && got <= (int)seen);
		if (got == 0)
			continue;
		check_messages(&live, &heard);
		uint64_t told = checking.told;
		ris_live_tell(&checking.events, &heard, place.offset);
		if (live.line.raw.used == 0) {
			assert(checking.told > told);
			assert(refusals_total(&checking.events.refusals) == damaged);
		}
	}
	ris_live_clear(&live);
	return 0;
}
