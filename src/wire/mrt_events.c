#include "wire/mrt_events.h"

#include <stdlib.h>

#include "base/memory.h"
#include "wire/bgp4mp.h"
#include "wire/bgp_message.h"

enum { SAFI_UNICAST = 1, SAFI_BOTH = 3 };

static const char *const SAYS[MRT_REFUSALS] = {
	[MRT_TAKEN] = "",
	[MRT_DAMAGED] = "the record breaks off or contradicts itself",
	[MRT_NO_PEERS] = "a RIB row before any PEER_INDEX_TABLE (RFC 6396 section 4.3.1)",
	[MRT_UNKNOWN_PEER] = "a RIB entry whose peer is not in the PEER_INDEX_TABLE",
	[MRT_UNKNOWN_RECORD] = "a type of record that is not read",
	[MRT_UNKNOWN_FAMILY] = "routes of a family that is not read",
};

void mrt_events_init(struct mrt_events *events, const struct mrt_sink *sink)
{
	*events = (struct mrt_events){ .sink = *sink };
	refusals_init(&events->refusals, SAYS, MRT_REFUSALS);
}

void mrt_events_clear(struct mrt_events *events)
{
	free(events->peers);
	*events = (struct mrt_events){ 0 };
}

void mrt_events_restart(struct mrt_events *events)
{
	events->tables = 0;
	events->peer_count = 0;
	events->records = 0;
	refusals_init(&events->refusals, SAYS, MRT_REFUSALS);
}

/* One record being read. */
struct reading {
	struct mrt_events *events;
	struct mrt_event event;
};

static void refuse(const struct reading *reading, enum mrt_refusal reason)
{
	struct mrt_events *events = reading->events;
	struct place place = { events->records, reading->event.record->offset };
	refusals_count(&events->refusals, reason, place);
}

/* A reader's error as a reason. */
static void refuse_err(const struct reading *reading, int err)
{
	refuse(reading, err == ERR_UNSUPPORTED ? MRT_UNKNOWN_RECORD : MRT_DAMAGED);
}

static void tell(struct reading *reading)
{
	struct mrt_event *event = &reading->event;

	reading->events->sink.take(reading->events->sink.context, event);
	event->is_first = false;
	event->has_new_prefix = false;
	event->has_new_attributes = false;
}

static void take_peers(struct reading *reading)
{
	struct mrt_events *events = reading->events;
	struct peer_index index;
	struct mrt_peer peer;
	int got = peer_index_read(reading->event.record->body, &index);

	if (got < 0) {
		refuse_err(reading, got);
		return;
	}
	events->tables++;
	events->peer_count = 0;
	events->peers = memory_grow(events->peers, &events->peer_room, index.count, sizeof(peer));
	while ((got = peer_index_next(&index, &peer)) > 0)
		events->peers[events->peer_count++] = peer;
	if (got < 0)
		refuse_err(reading, got);
}

static void read_entries(struct reading *reading, struct rib *rib)
{
	const struct mrt_events *events = reading->events;
	struct mrt_event *event = &reading->event;
	struct rib_entry entry;
	int got;

	event->kind = MRT_HAS;
	event->prefix = rib->prefix;
	event->safi = rib->safi;
	event->has_path_id = rib->has_path_ids;
	event->has_new_prefix = true;
	event->attributes = (struct attr_block){ .asn_size = 4, .next_hop = ATTR_NEXT_HOP_ANY };
	while ((got = rib_entry_next(rib, &entry)) > 0) {
		if (entry.peer >= events->peer_count) {
			refuse(reading, MRT_UNKNOWN_PEER);
			continue;
		}
		event->peer = events->peers[entry.peer];
		event->peer_number = entry.peer;
		event->path_id = entry.path_id;
		event->originated = entry.originated;
		event->attributes.bytes = entry.attributes;
		event->has_new_attributes = true;
		tell(reading);
	}
	if (got < 0)
		refuse_err(reading, got);
}

static void read_table_dump_v2(struct reading *reading)
{
	const struct mrt_record *record = reading->event.record;
	struct rib rib;

	if (record->subtype == MRT_PEER_INDEX_TABLE) {
		take_peers(reading);
		return;
	}
	int got = rib_read(record, &rib);
	if (got < 0)
		refuse_err(reading, got);
	else if (reading->events->tables == 0)
		refuse(reading, MRT_NO_PEERS);
	else
		read_entries(reading, &rib);
}

static void read_table_dump(struct reading *reading)
{
	struct mrt_event *event = &reading->event;
	struct table_dump dump;
	int got = table_dump_read(event->record, &dump);

	if (got < 0) {
		refuse_err(reading, got);
		return;
	}
	event->kind = MRT_HAS;
	event->peer = (struct mrt_peer){ .address = dump.peer, .asn = dump.peer_asn };
	event->prefix = dump.prefix;
	event->safi = SAFI_UNICAST;
	event->originated = dump.originated;
	event->attributes =
		(struct attr_block){ dump.attributes, dump.asn_size, ATTR_NEXT_HOP_ANY };
	event->has_new_prefix = true;
	event->has_new_attributes = true;
	tell(reading);
}

/* Prefixes of one family, announced with the event's attributes or withdrawn. */
static void read_nlri(struct reading *reading, struct reader nlri, unsigned family, unsigned safi)
{
	struct mrt_event *event = &reading->event;
	int got;

	event->safi = safi;
	event->has_new_attributes = event->kind == MRT_ANNOUNCES;
	while ((got = nlri_next(&nlri, family, event->has_path_id, &event->prefix,
				&event->path_id)) > 0) {
		event->has_new_prefix = true;
		tell(reading);
	}
	if (got < 0)
		refuse_err(reading, got);
}

/* What MP_REACH announces or MP_UNREACH withdraws, if the update has it. */
static void read_mp(struct reading *reading, struct reader attributes)
{
	bool announces = reading->event.kind == MRT_ANNOUNCES;
	struct reader value;
	struct mp_nlri mp;
	int found = bgp_attr_find(attributes, announces ? BGP_ATTR_MP_REACH : BGP_ATTR_MP_UNREACH,
				  &value);

	if (found < 0 && announces) /* a block that breaks off is told of once */
		refuse_err(reading, found);
	if (found <= 0)
		return;
	int got = announces ? mp_reach_read(value, &mp) : mp_unreach_read(value, &mp);
	if (got < 0)
		refuse_err(reading, got);
	else if (mp.family == 0 || mp.safi < SAFI_UNICAST || mp.safi > SAFI_BOTH)
		refuse(reading, MRT_UNKNOWN_FAMILY);
	else
		read_nlri(reading, mp.nlri, mp.family, mp.safi);
}

static void read_update(struct reading *reading, struct reader body, unsigned asn_size)
{
	struct mrt_event *event = &reading->event;
	struct bgp_update update;
	int got = bgp_update_read(body, &update);

	if (got < 0) {
		refuse_err(reading, got);
		return;
	}
	event->kind = MRT_WITHDRAWS;
	read_nlri(reading, update.withdrawn, FAMILY_V4, SAFI_UNICAST);
	read_mp(reading, update.attributes);
	event->kind = MRT_ANNOUNCES;
	event->attributes = (struct attr_block){ update.attributes, asn_size, ATTR_NEXT_HOP_PLAIN };
	read_nlri(reading, update.announced, FAMILY_V4, SAFI_UNICAST);
	event->attributes.next_hop = ATTR_NEXT_HOP_MP;
	read_mp(reading, update.attributes);
}

static void read_bgp4mp(struct reading *reading)
{
	struct mrt_event *event = &reading->event;
	struct bgp_message message = { 0 };
	struct bgp4mp bgp4mp;
	int got = bgp4mp_read(event->record, &bgp4mp);

	if (got == 0 && !bgp4mp.is_state_change)
		got = bgp_message_read(&bgp4mp.message, &message);
	if (got < 0) {
		refuse_err(reading, got);
		return;
	}
	event->peer = (struct mrt_peer){ .address = bgp4mp.peer, .asn = bgp4mp.peer_asn };
	event->is_local = bgp4mp.is_local;
	event->has_path_id = bgp4mp.has_path_ids;
	if (bgp4mp.is_state_change) {
		event->kind = MRT_STATE_CHANGES;
		event->old_state = bgp4mp.old_state;
		event->new_state = bgp4mp.new_state;
		tell(reading);
	} else if (message.type == BGP_UPDATE) {
		read_update(reading, message.body, bgp4mp.asn_size);
	} else {
		event->kind = MRT_SAYS;
		event->message_type = message.type;
		tell(reading);
	}
}

void mrt_events_read(struct mrt_events *events, const struct mrt_record *record)
{
	struct reading reading = { .events = events,
				   .event = { .record = record, .is_first = true } };

	events->records++;
	switch (record->type) {
	case MRT_TABLE_DUMP:
		read_table_dump(&reading);
		break;
	case MRT_TABLE_DUMP_V2:
		read_table_dump_v2(&reading);
		break;
	case MRT_BGP4MP:
	case MRT_BGP4MP_ET:
		read_bgp4mp(&reading);
		break;
	default:
		refuse(&reading, MRT_UNKNOWN_RECORD);
	}
}

static void count_event(void *context, const struct mrt_event *event)
{
	uint64_t *routes = context;
	*routes += event->kind == MRT_HAS || event->kind == MRT_ANNOUNCES;
}

uint64_t mrt_events_count(struct mrt_events *events, const struct mrt_record *record)
{
	uint64_t routes = 0;
	struct rib rib;

	if (rib_read(record, &rib) < 0) {
		struct mrt_sink kept = events->sink;
		events->sink = (struct mrt_sink){ &routes, count_event };
		mrt_events_read(events, record);
		events->sink = kept;
		return routes;
	}
	struct reading reading = { .events = events, .event = { .record = record } };
	events->records++;
	routes = rib_skip(&rib);
	if (rib.count > 0)
		refuse(&reading, MRT_DAMAGED);
	return routes;
}
