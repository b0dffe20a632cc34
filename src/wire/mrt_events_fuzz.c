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

static void check_event(void *context, const struct mrt_event *event)
{
	struct checking *checking = context;
	bool is_route = event->kind <= MRT_WITHDRAWS;

	assert(event->record == checking->record);
	assert(event->is_first == !checking->any);
	checking->any = true;
	if (is_route) {
		assert(event->prefix.len <= family_bits(event->prefix.family));
		assert(event->safi >= 1 && event->safi <= 3);
		assert(event->has_new_prefix || event->record->type == MRT_TABLE_DUMP_V2);
	}
	if (event->kind == MRT_HAS || event->kind == MRT_ANNOUNCES) {
		assert(event->attributes.asn_size == 2 || event->attributes.asn_size == 4);
		assert(reader_left(&event->attributes.bytes) <= 65535);
		assert(event->has_new_attributes || !event->is_first);
		checking->routes++;
	}
	if (event->record->type == MRT_TABLE_DUMP_V2)
		assert(event->peer_number < checking->events.peer_count);
}

static void check_record(void *context, const struct mrt_record *record)
{
	struct checking *checking = context;
	const uint64_t *refused = checking->events.refusals.count;
	uint64_t unknown = refused[MRT_UNKNOWN_PEER], no_peers = refused[MRT_NO_PEERS];

	checking->record = record;
	checking->routes = 0;
	checking->any = false;
	mrt_events_read(&checking->events, record);
	uint64_t counted = mrt_events_count(&checking->counter, record);
	if (refused[MRT_NO_PEERS] == no_peers)
		assert(counted == checking->routes + refused[MRT_UNKNOWN_PEER] - unknown);
}

static void ignore(void *context, const struct mrt_event *event)
{
	(void)context;
	(void)event;
	assert(false);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct checking checking = { 0 };
	struct mrt_sink sink = { &checking, check_event }, nobody = { NULL, ignore };

	mrt_events_init(&checking.events, &sink);
	mrt_events_init(&checking.counter, &nobody);
	struct mrt_walk walk = mrt_walk(reader_over(bytes, size), 0, check_record, &checking);
	assert(checking.events.records == walk.framing.records);
	assert(checking.counter.records == walk.framing.records);
	mrt_events_clear(&checking.events);
	mrt_events_clear(&checking.counter);
	return 0;
}
