#include "wire/bgp_events.h"

#include "wire/bgp_message.h"

static const char *const SAYS[BGP_REFUSALS] = {
	[BGP_TAKEN] = "",
	[BGP_DAMAGED] = "the record breaks off or contradicts itself",
	[BGP_NO_PEERS] = "a RIB row before any PEER_INDEX_TABLE (RFC 6396 section 4.3.1)",
	[BGP_UNKNOWN_PEER] = "a RIB entry whose peer is not in the PEER_INDEX_TABLE",
	[BGP_UNKNOWN_RECORD] = "a type of record that is not read",
};

void bgp_events_init(struct bgp_events *events, const struct bgp_sink *sink, struct text collector)
{
	*events = (struct bgp_events){ .sink = *sink, .collector = collector };
	refusals_init(&events->refusals, SAYS, BGP_REFUSALS);
}

struct bgp_telling bgp_telling_begin(struct bgp_events *events, enum bgp_format format,
				     uint64_t time_us, uint64_t offset)
{
	events->records++;
	return (struct bgp_telling){
		.events = events,
		.event = { .format = format,
			   .time_us = time_us,
			   .offset = offset,
			   .number = events->records - 1 - events->unnumbered,
			   .collector = events->collector,
			   .is_first = true },
	};
}

void bgp_telling_end(struct bgp_telling *telling)
{
	const struct bgp_sink *sink = &telling->events->sink;

	if (telling->told && sink->end != NULL)
		sink->end(sink->context, &telling->event);
}

void bgp_tell(struct bgp_telling *telling)
{
	struct bgp_event *event = &telling->event;

	telling->events->sink.take(telling->events->sink.context, event);
	telling->told = true;
	event->is_first = false;
	event->has_new_prefix = false;
	event->has_new_attributes = false;
}

void bgp_refuse(const struct bgp_telling *telling, enum bgp_refusal reason)
{
	struct bgp_events *events = telling->events;
	struct place place = { events->records, telling->event.offset };
	refusals_count(&events->refusals, reason, place);
}

void bgp_refuse_err(const struct bgp_telling *telling, int err)
{
	bgp_refuse(telling, err == ERR_UNSUPPORTED ? BGP_UNKNOWN_RECORD : BGP_DAMAGED);
}

/* Prefixes of one family, announced with the event's attributes or withdrawn. */
static void tell_nlri(struct bgp_telling *telling, struct reader nlri, unsigned afi, unsigned safi,
		      const struct bgp_codec *codec)
{
	struct bgp_event *event = &telling->event;
	unsigned family = afi == BGP_AFI_IPV4 ? FAMILY_V4 : FAMILY_V6;
	int got;

	event->afi = afi;
	event->safi = safi;
	event->has_prefix = true;
	event->has_path_id = bgp_codec_has_path_ids(codec, afi, safi);
	event->has_new_attributes = event->kind == BGP_ANNOUNCES;
	while ((got = nlri_next(&nlri, family, event->has_path_id, &event->prefix,
				&event->path_id)) > 0) {
		event->has_new_prefix = true;
		bgp_tell(telling);
	}
	if (got < 0)
		bgp_refuse_err(telling, got);
}

/* The same of families whose routes are more than a prefix. */
static void tell_other_nlri(struct bgp_telling *telling, struct reader nlri, unsigned afi,
			    unsigned safi, const struct bgp_codec *codec)
{
	struct bgp_event *event = &telling->event;
	struct bgp_nlri item;
	int got;

	event->has_path_id = bgp_codec_has_path_ids(codec, afi, safi);
	event->has_new_attributes = event->kind == BGP_ANNOUNCES;
	while ((got = bgp_nlri_next(&nlri, afi, safi, event->has_path_id,
				    event->kind == BGP_WITHDRAWS, &item)) > 0) {
		bgp_event_set_nlri(event, &item);
		bgp_tell(telling);
	}
	event->nlri = NULL;
	if (got < 0)
		bgp_refuse_err(telling, got);
}

/* What MP_REACH announces or MP_UNREACH withdraws, if the update has it. */
static void tell_mp(struct bgp_telling *telling, struct reader attributes,
		    const struct bgp_codec *codec)
{
	bool announces = telling->event.kind == BGP_ANNOUNCES;
	struct reader value;
	struct mp_nlri mp;
	int found = bgp_attr_find(attributes, announces ? BGP_ATTR_MP_REACH : BGP_ATTR_MP_UNREACH,
				  &value);

	if (found < 0 && announces) /* a block that breaks off is told of once */
		bgp_refuse_err(telling, found);
	if (found <= 0)
		return;
	int got = announces ? mp_reach_read(value, &mp) : mp_unreach_read(value, &mp);
	if (got < 0)
		bgp_refuse_err(telling, got);
	else if (reader_left(&mp.nlri) == 0)
		return; /* the end of a table, of whatever family (RFC 4724 section 2) */
	else if (mp.family == 0 || mp.safi < BGP_SAFI_UNICAST || mp.safi > BGP_SAFI_BOTH)
		tell_other_nlri(telling, mp.nlri, mp.afi, mp.safi, codec);
	else
		tell_nlri(telling, mp.nlri, mp.afi, mp.safi, codec);
}

static void tell_update(struct bgp_telling *telling, struct reader body,
			const struct bgp_codec *codec)
{
	struct bgp_event *event = &telling->event;
	struct bgp_update update;
	int got = bgp_update_read(body, &update);

	if (got < 0) {
		bgp_refuse_err(telling, got);
		return;
	}
	event->kind = BGP_WITHDRAWS;
	tell_nlri(telling, update.withdrawn, BGP_AFI_IPV4, BGP_SAFI_UNICAST, codec);
	tell_mp(telling, update.attributes, codec);
	event->kind = BGP_ANNOUNCES;
	event->attributes =
		(struct attr_block){ update.attributes, codec->asn_size, ATTR_NEXT_HOP_PLAIN };
	tell_nlri(telling, update.announced, BGP_AFI_IPV4, BGP_SAFI_UNICAST, codec);
	event->attributes.next_hop = ATTR_NEXT_HOP_MP;
	tell_mp(telling, update.attributes, codec);
	if (!telling->told) {
		event->kind = BGP_SAYS;
		event->is_end_of_rib = bgp_update_is_end_of_rib(&update, &event->afi, &event->safi);
		bgp_tell(telling);
	}
}

/* What a speaker would have to do with the UPDATE (RFC 7606). */
static void judge(struct bgp_telling *telling, struct reader body, const struct bgp_codec *codec)
{
	const struct bgp_update_terms terms = { .codec = *codec };

	bgp_faults_check_body(body, &terms, &telling->faults);
	if (telling->faults.treatment != BGP_TREAT_NONE)
		telling->event.faults = &telling->faults;
}

void bgp_tell_body(struct bgp_telling *telling, unsigned message_type, struct reader body,
		   const struct bgp_codec *codec)
{
	struct bgp_event *event = &telling->event;

	event->message_type = message_type;
	event->codec = *codec;
	if (!bgp_is_wanted(telling, BGP_KNOWS_RECORD | BGP_KNOWS_PEER)) {
		telling->passed_over = true;
		return;
	}
	if (message_type == BGP_UPDATE) {
		if (telling->events->judges)
			judge(telling, body, codec);
		tell_update(telling, body, codec);
	} else {
		event->kind = BGP_SAYS;
		bgp_tell(telling);
	}
}

void bgp_tell_message(struct bgp_telling *telling, struct reader message,
		      const struct bgp_codec *codec)
{
	struct reader in = message;
	struct bgp_message parts;
	int got = bgp_message_read(&in, &parts);

	if (got < 0) {
		bgp_refuse_err(telling, got);
		return;
	}
	/* What follows the message in its record is no part of it. */
	telling->event.message = reader_over(message.at, (size_t)(in.at - message.at));
	bgp_tell_body(telling, parts.type, parts.body, codec);
}
