/* Whatever the file: events keep their promises, and counting routes agrees with reading them, but
 * for those of unknown peers. */
#include "base/fuzz.h"

#include "wire/mrt_events.h"
#include "wire/test_mrt_walk.h"

struct checking {
	struct mrt_events events, counter;
	uint64_t routes;
	const struct mrt_record *record;
	bool any;
};

static void check_event(void *context, const struct bgp_event *event)
{
	struct checking *checking = context;
	bool is_route = bgp_event_is_route(event);

	assert(event->record == checking->record);
	assert(event->is_first || checking->any);
	checking->any = true;
	if (is_route) {
		assert(event->prefix.len <= family_bits(event->prefix.family));
		assert(event->nlri != NULL || (event->safi >= 1 && event->safi <= 3));
		assert(event->has_new_prefix || event->record->type == MRT_TABLE_DUMP_V2);
	}
	if (event->kind == BGP_HAS || event->kind == BGP_ANNOUNCES) {
		assert(event->attributes.asn_size == 2 || event->attributes.asn_size == 4);
		assert(reader_left(&event->attributes.bytes) <= 65535);
		assert(event->has_new_attributes || !event->is_first);
		checking->routes++;
	}
	if (event->kind == BGP_HAS && event->record->type == MRT_TABLE_DUMP_V2)
		assert(event->peer_number < checking->events.peer_count);
}

static void check_record(void *context, const struct mrt_record *record)
{
	struct checking *checking = context;
	const uint64_t *refused = checking->events.bgp.refusals.count;
	uint64_t unknown = refused[BGP_UNKNOWN_PEER], no_peers = refused[BGP_NO_PEERS];

	checking->record = record;
	checking->routes = 0;
	checking->any = false;
	mrt_events_tell(&checking->events, record);
	uint64_t counted = mrt_events_count(&checking->counter, record);
	if (refused[BGP_NO_PEERS] == no_peers)
		assert(counted == checking->routes + refused[BGP_UNKNOWN_PEER] - unknown);
}

static void ignore(void *context, const struct bgp_event *event)
{
	(void)context;
	(void)event;
	assert(false);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct checking checking = { 0 };
	struct bgp_sink sink = { .context = &checking, .take = check_event };
	struct bgp_sink nobody = { .take = ignore };

	mrt_events_init(&checking.events, &sink, TEXT(""), 0);
	mrt_events_init(&checking.counter, &nobody, TEXT(""), 0);
	struct mrt_walk walk = mrt_walk(reader_over(bytes, size), 0, check_record, &checking);
	assert(checking.events.bgp.records == walk.framing.records);
	assert(checking.counter.bgp.records == walk.framing.records);
	mrt_events_clear(&checking.events);
	mrt_events_clear(&checking.counter);
	return 0;
}
