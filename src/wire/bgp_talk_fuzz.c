/* Whatever the messages, of a file or of two who speak in turns (the first octet chooses): each is
 * a record, and what was agreed on comes from two OPENs. */
#include "base/fuzz.h"

#include "wire/bgp_talk.h"
#include "wire/test_bgp_walk.h"
#include "wire/test_event_log.h"

struct telling_all {
	struct bgp_talk talk;
	struct bgp_events events;
	bool in_turns;
};

static void tell_one(void *context, struct reader message, uint64_t offset)
{
	struct telling_all *all = context;
	unsigned speaker = all->in_turns ? all->events.records % 2 : 0;

	bgp_talk_tell(&all->talk, &all->events, speaker, message, 0, offset);
	assert(!all->talk.is_agreed ||
	       (all->talk.speakers[0].has_open && all->talk.speakers[1].has_open));
	assert(all->talk.asn_size == 0 || all->talk.asn_size == 2 || all->talk.asn_size == 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const struct address nobody;
	struct event_log log = { .is_silent = true };
	struct bgp_sink sink = event_log_sink(&log);
	struct telling_all all;

	if (size == 0)
		return 0;
	all.in_turns = bytes[0] % 2 == 1;
	bgp_events_init(&all.events, &sink, TEXT(""));
	struct address one = { UINT64_C(0xc0000201) << 32, 0, FAMILY_V4 };
	bgp_talk_init(&all.talk, all.in_turns ? &one : &nobody, &nobody);
	struct bgp_walk walk = bgp_walk(reader_over(bytes + 1, size - 1), 0, tell_one, &all);
	assert(all.events.records == walk.stream.records && !log.is_inside);
	return 0;
}
