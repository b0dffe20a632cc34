#include "wire/mrt_events.h"

#include <stdlib.h>

#include "base/memory.h"
#include "wire/bgp4mp.h"

/* After so many good rows nobody expects path ids to be wrong. */
enum { ROWS_TRIED = 16 };

void mrt_events_init(struct mrt_events *events, const struct bgp_sink *sink, struct text collector,
		     uint32_t input)
{
	*events = (struct mrt_events){ .peer_table = (uint64_t)input << 32 };
	bgp_events_init(&events->bgp, sink, collector);
}

void mrt_events_clear(struct mrt_events *events)
{
	free(events->peers);
	*events = (struct mrt_events){ 0 };
}

static void tell_peers(struct mrt_events *events, struct bgp_telling *telling)
{
	struct peer_index index;
	struct bgp_peer peer;
	int got = peer_index_read(telling->event.record->body, &index);

	if (got < 0) {
		bgp_refuse_err(telling, got);
		return;
	}
	if (events->bgp.collector.len == 0 && index.view.len > 0) {
		struct text view = text_upto(index.view, sizeof(events->view));
		memcpy(events->view, view.at, view.len);
		events->bgp.collector = (struct text){ events->view, view.len };
	}
	events->has_peers = true;
	events->rows = 0;
	events->mends_path_ids = false;
	events->peer_table++;
	events->peer_count = 0;
	events->peers = memory_grow(events->peers, &events->peer_room, index.count, sizeof(peer));
	while ((got = peer_index_next(&index, &peer)) > 0)
		events->peers[events->peer_count++] = peer;
	if (got < 0)
		bgp_refuse_err(telling, got);
	events->bgp.unnumbered++;
	telling->event.kind = BGP_LISTS_PEERS;
	telling->event.peer_table = events->peer_table;
	bgp_tell(telling);
}

static void tell_entries(const struct mrt_events *events, struct bgp_telling *telling,
			 struct rib *rib)
{
	struct bgp_event *event = &telling->event;
	struct rib_entry entry;
	int got;

	event->attributes = (struct attr_block){ .asn_size = 4, .next_hop = ATTR_NEXT_HOP_ANY };
	while ((got = rib_entry_next(rib, &entry)) > 0) {
		if (entry.peer >= events->peer_count) {
			bgp_refuse(telling, BGP_UNKNOWN_PEER);
			continue;
		}
		event->peer = events->peers[entry.peer];
		event->peer_number = entry.peer;
		event->path_id = entry.path_id;
		event->originated = entry.originated;
		event->attributes.bytes = entry.attributes;
		event->entry = entry.whole;
		event->has_new_attributes = true;
		bgp_tell(telling);
	}
	if (got < 0)
		bgp_refuse_err(telling, got);
}

/* Some dumpers write path ids against the subtype, in every row (see rib_mend_path_ids()). */
static void mend_row(struct mrt_events *events, struct rib *rib)
{
	if (events->rows == ROWS_TRIED && !events->mends_path_ids)
		return;
	events->rows += events->rows < ROWS_TRIED;
	if (!rib_mend_path_ids(rib))
		return;
	events->mends_path_ids = true;
	events->mended_rows++;
}

/* What the row is about; false, refused, when that cannot be told. */
static bool read_route(struct bgp_telling *telling, const struct rib *rib,
		       struct bgp_nlri *nlri_room)
{
	struct bgp_event *event = &telling->event;
	struct reader nlri = rib->nlri;

	event->afi = rib->afi;
	event->safi = rib->safi;
	event->has_path_id = rib->has_path_ids || event->record->subtype == MRT_RIB_GENERIC_ADDPATH;
	if (rib->prefix.family != 0) {
		event->has_prefix = true;
		event->prefix = rib->prefix;
		event->has_new_prefix = true;
		return true;
	}
	int got = bgp_nlri_next(&nlri, rib->afi, rib->safi, false, false, nlri_room);
	if (got <= 0) {
		bgp_refuse_err(telling, got);
		return false;
	}
	bgp_event_set_nlri(event, nlri_room);
	return true;
}

static void tell_row(struct mrt_events *events, struct bgp_telling *telling)
{
	struct bgp_event *event = &telling->event;
	struct bgp_nlri nlri;
	struct rib rib;
	int got = rib_read_any(event->record, &rib);

	if (got < 0) {
		bgp_refuse_err(telling, got);
		return;
	}
	if (!events->has_peers) {
		bgp_refuse(telling, BGP_NO_PEERS);
		return;
	}
	event->kind = BGP_HAS;
	mend_row(events, &rib);
	if (!read_route(telling, &rib, &nlri))
		return;
	telling->passed_over = !bgp_is_wanted(telling, BGP_KNOWS_RECORD | BGP_KNOWS_PREFIX);
	if (!telling->passed_over)
		tell_entries(events, telling, &rib);
	event->nlri = NULL;
}

static void tell_dumped(struct bgp_telling *telling, const struct table_dump *dump)
{
	struct bgp_event *event = &telling->event;

	event->kind = BGP_HAS;
	event->peer = (struct bgp_peer){ .address = dump->peer, .asn = dump->peer_asn };
	event->afi = dump->prefix.family == FAMILY_V4 ? BGP_AFI_IPV4 : BGP_AFI_IPV6;
	event->safi = dump->safi;
	event->has_prefix = true;
	event->prefix = dump->prefix;
	event->originated = dump->originated;
	event->attributes =
		(struct attr_block){ dump->attributes, dump->asn_size, ATTR_NEXT_HOP_ANY };
	event->has_new_prefix = true;
	event->has_new_attributes = true;
	event->is_first = true; /* nothing is shared with the one before */
	bgp_tell(telling);
}

/* A TABLE_DUMP or a BGP4MP_ENTRY, of one prefix or, by MRTd, of several. */
static void tell_table_dump(struct bgp_telling *telling)
{
	struct table_dump dump;
	int got = table_dump_read(telling->event.record, &dump);

	for (got = got < 0 ? got : 1; got > 0; got = table_dump_next(&dump))
		tell_dumped(telling, &dump);
	if (got < 0)
		bgp_refuse_err(telling, got);
}

static void tell_bgp4mp(struct bgp_telling *telling)
{
	struct bgp_event *event = &telling->event;
	struct bgp4mp bgp4mp;
	int got = bgp4mp_read(event->record, &bgp4mp);

	if (got < 0) {
		bgp_refuse_err(telling, got);
		return;
	}
	event->peer = (struct bgp_peer){ .address = bgp4mp.peer, .asn = bgp4mp.peer_asn };
	event->is_local = bgp4mp.is_local;
	event->has_local = true;
	event->local = bgp4mp.local;
	event->local_asn = bgp4mp.local_asn;
	if (bgp4mp.is_state_change) {
		event->kind = BGP_STATE_CHANGES;
		event->old_state = bgp4mp.old_state;
		event->new_state = bgp4mp.new_state;
		bgp_tell(telling);
		return;
	}
	struct bgp_codec codec = { bgp4mp.asn_size, bgp4mp.has_path_ids ? UINT32_MAX : 0 };
	if (bgp4mp.is_bare)
		bgp_tell_body(telling, bgp4mp.message_type, bgp4mp.message, &codec);
	else
		bgp_tell_message(telling, bgp4mp.message, &codec);
}

static enum bgp_format format_of(const struct mrt_record *record)
{
	switch (record->type) {
	case MRT_TABLE_DUMP:
		return FORMAT_TABLE_DUMP;
	case MRT_TABLE_DUMP_V2:
		return FORMAT_TABLE_DUMP_V2;
	case MRT_BGP4MP_ET:
		return FORMAT_BGP4MP_ET;
	default:
		return FORMAT_BGP4MP;
	}
}

void mrt_events_tell(struct mrt_events *events, const struct mrt_record *record)
{
	struct bgp_telling telling =
		bgp_telling_begin(&events->bgp, format_of(record), record->time_us, record->offset);

	telling.event.record = record;
	telling.event.peer_table = events->peer_table;
	switch (record->type) {
	case MRT_TABLE_DUMP:
		tell_table_dump(&telling);
		break;
	case MRT_TABLE_DUMP_V2:
		if (record->subtype == MRT_PEER_INDEX_TABLE)
			tell_peers(events, &telling);
		else
			tell_row(events, &telling);
		break;
	case MRT_BGP4MP:
	case MRT_BGP4MP_ET:
		if (record->subtype == MRT_ENTRY)
			tell_table_dump(&telling);
		else
			tell_bgp4mp(&telling);
		break;
	case MRT_BGP:
	case MRT_BGP4PLUS:
	case MRT_BGP4PLUS_01:
		tell_bgp4mp(&telling);
		break;
	default:
		bgp_refuse(&telling, BGP_UNKNOWN_RECORD);
	}
	if (!telling.told && !telling.passed_over) {
		telling.event.kind = BGP_UNREAD;
		bgp_tell(&telling);
	}
	bgp_telling_end(&telling);
}

static void count_event(void *context, const struct bgp_event *event)
{
	uint64_t *routes = context;
	*routes += event->kind == BGP_HAS || event->kind == BGP_ANNOUNCES;
}

uint64_t mrt_events_count(struct mrt_events *events, const struct mrt_record *record)
{
	uint64_t routes = 0;
	struct rib rib;

	if (rib_read(record, &rib) < 0) {
		struct bgp_sink kept = events->bgp.sink;
		events->bgp.sink = (struct bgp_sink){ .context = &routes, .take = count_event };
		mrt_events_tell(events, record);
		events->bgp.sink = kept;
		return routes;
	}
	struct bgp_telling telling = bgp_telling_begin(&events->bgp, FORMAT_TABLE_DUMP_V2,
						       record->time_us, record->offset);
	struct rib kept = rib;
	routes = rib_skip(&rib);
	if (rib.count > 0 && rib_mend_path_ids(&kept)) {
		routes = rib_skip(&kept);
		rib.count = kept.count;
	}
	if (rib.count > 0)
		bgp_refuse(&telling, BGP_DAMAGED);
	return routes;
}
