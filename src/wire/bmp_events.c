#include "wire/bmp_events.h"

#include "wire/bgp4mp.h"
#include "wire/bgp_message.h"

enum { STATE_IDLE = 1 };

void bmp_events_init(struct bmp_events *events, const struct bgp_sink *sink, struct text collector)
{
	*events = (struct bmp_events){ 0 };
	bgp_events_init(&events->bgp, sink, collector);
	bmp_peers_init(&events->peers);
}

void bmp_events_clear(struct bmp_events *events)
{
	bmp_peers_clear(&events->peers);
}

static enum bgp_rib rib_of(enum bmp_rib rib)
{
	switch (rib) {
	case BMP_ADJ_RIB_IN_PRE:
		return RIB_IN_PRE;
	case BMP_ADJ_RIB_IN_POST:
		return RIB_IN_POST;
	case BMP_ADJ_RIB_OUT_PRE:
		return RIB_OUT_PRE;
	case BMP_ADJ_RIB_OUT_POST:
		return RIB_OUT_POST;
	case BMP_LOC_RIB:
	default:
		return RIB_LOC;
	}
}

/* The router's name, as all events after its Initiation carry it. */
static void learn_name(struct bmp_events *events, struct reader tlvs)
{
	struct text name;

	if (!bmp_tlv_text(tlvs, BMP_INIT_SYS_NAME, &name) || name.len == 0)
		return;
	name = text_upto(name, sizeof(events->router));
	memcpy(events->router, name.at, name.len);
	events->bgp.collector = (struct text){ events->router, name.len };
}

/* An OPEN inside a Peer Up or a NOTIFICATION inside a Peer Down, said by the peer or to it. */
static void tell_inner(struct bgp_telling *telling, struct reader message, bool by_router)
{
	static const struct bgp_codec codec = { .asn_size = 4 };

	if (reader_left(&message) == 0)
		return;
	telling->event.is_local = by_router;
	bgp_tell_message(telling, message, &codec);
}

static void tell_state(struct bgp_telling *telling, unsigned before, unsigned after)
{
	struct bgp_event *event = &telling->event;

	event->kind = BGP_STATE_CHANGES;
	event->is_local = false;
	event->message = (struct reader){ 0 };
	event->old_state = (uint16_t)before;
	event->new_state = (uint16_t)after;
	bgp_tell(telling);
}

static void tell_heard(struct bgp_telling *telling, const struct bmp_heard *heard)
{
	switch (heard->kind) {
	case BMP_HEARD_ROUTES:
		bgp_tell_message(telling, heard->message, &heard->codec);
		break;
	case BMP_HEARD_UP:
		tell_inner(telling, heard->up.sent, true);
		tell_inner(telling, heard->up.received, false);
		tell_state(telling, heard->has_session ? BGP_STATE_ESTABLISHED : STATE_IDLE,
			   BGP_STATE_ESTABLISHED);
		break;
	case BMP_HEARD_DOWN:
		tell_inner(telling, heard->down.notification,
			   heard->down.reason == BMP_DOWN_LOCAL_NOTIFICATION);
		tell_state(telling, BGP_STATE_ESTABLISHED, STATE_IDLE);
		break;
	case BMP_HEARD_STATISTICS:
	case BMP_HEARD_MIRRORED:
	case BMP_HEARD_INITIATION:
	case BMP_HEARD_TERMINATION:
		telling->event.kind = BGP_REPORTS;
		bgp_tell(telling);
		break;
	}
}

static bool has_peer(const struct bmp_heard *heard)
{
	return heard->kind != BMP_HEARD_INITIATION && heard->kind != BMP_HEARD_TERMINATION;
}

void bmp_events_tell(struct bmp_events *events, const struct bmp_message *message, uint64_t time_us)
{
	struct bmp_heard heard;

	if (bmp_peers_read(&events->peers, message, &heard) < 0)
		return; /* counted by reason in `peers` */
	if (heard.kind == BMP_HEARD_INITIATION)
		learn_name(events, heard.body);
	if (has_peer(&heard) && heard.peer.time_us != 0)
		events->time_us = heard.peer.time_us;
	else if (time_us != 0)
		events->time_us = time_us;

	struct bgp_telling telling =
		bgp_telling_begin(&events->bgp, FORMAT_BMP, events->time_us, message->offset);
	struct bgp_event *event = &telling.event;
	event->bmp = &heard;
	event->peer.address.family = FAMILY_V4;
	if (has_peer(&heard)) {
		event->peer =
			(struct bgp_peer){ heard.peer.bgp_id, heard.peer.address, heard.peer.asn };
		event->rib = rib_of(heard.rib);
		event->distinguisher = heard.peer.distinguisher;
		event->has_local = heard.local.family == heard.peer.address.family;
		event->local = heard.local;
		event->is_local = event->rib == RIB_OUT_PRE || event->rib == RIB_OUT_POST;
	}
	tell_heard(&telling, &heard);
	bgp_telling_end(&telling);
}

uint64_t bmp_message_time(const struct bmp_message *message, uint64_t otherwise)
{
	struct reader body = message->body;
	struct bmp_peer peer;

	if (message->type == BMP_INITIATION || message->type == BMP_TERMINATION ||
	    bmp_peer_read(&body, &peer) < 0 || peer.time_us == 0)
		return otherwise;
	return peer.time_us;
}
