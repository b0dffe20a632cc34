/* Whatever a router says: what is told keeps the promises of events, mirrored messages are never
 * routes, and what is refused is told by nothing. */
#include "base/fuzz.h"

#include "wire/bmp_events.h"
#include "wire/test_bmp.h"
#include "wire/test_event_log.h"

struct telling_all {
	struct bmp_events events;
	struct event_log log;
};

static void tell_one(void *context, const struct bmp_message *message)
{
	struct telling_all *all = context;
	uint64_t events = all->log.events, refused = refusals_total(&all->events.peers.refusals);

	(void)bmp_message_time(message, 1);
	bmp_events_tell(&all->events, message, 0);
	uint64_t told = all->log.events - events;
	assert(!all->log.is_inside && all->events.bgp.collector.len <= BMP_ROUTER_NAME_MAX);
	if (message->version != BMP_VERSION)
		assert(told == 0);
	else if (message->type == BMP_ROUTE_MIRRORING || message->type == BMP_STATISTICS)
		assert(told <= 1);
	/* A Peer Down is heard although its details are damaged. */
	if (refusals_total(&all->events.peers.refusals) > refused)
		assert(told == 0 || message->type == BMP_PEER_DOWN);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct telling_all all = { .log.is_silent = true };
	struct bgp_sink sink = event_log_sink(&all.log);

	bmp_events_init(&all.events, &sink, TEXT(""));
	struct bmp_walk walk = bmp_walk(reader_over(bytes, size), 0, tell_one, &all);
	assert(all.events.peers.messages == walk.framing.records);
	bmp_events_clear(&all.events);
	return 0;
}
