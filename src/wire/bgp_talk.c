#include "wire/bgp_talk.h"

#include "wire/bgp_message.h"

void bgp_talk_init(struct bgp_talk *talk, const struct address *first, const struct address *second)
{
	*talk = (struct bgp_talk){ .speakers = { { .address = *first }, { .address = *second } } };
}

/* Returns whose it is. */
static unsigned learn_open(struct bgp_talk *talk, unsigned from, struct reader body)
{
	struct bgp_open open;

	if (bgp_open_read(body, &open) < 0)
		return from; /* it is told, and its session will not come up */
	/* A file has one side only, or both under one name. */
	bool is_other = talk->speakers[0].address.family == 0 && from == 0 &&
			talk->speakers[0].has_open && talk->speakers[0].open.bgp_id != open.bgp_id;
	from = is_other ? 1 : from;
	struct bgp_speaker *speaker = &talk->speakers[from];
	speaker->open = open;
	/* These borrow the message. */
	speaker->open.host = speaker->open.domain = speaker->open.software = TEXT("");
	speaker->open.each = (struct bgp_capabilities){ 0 };
	speaker->has_open = true;
	talk->is_agreed = talk->speakers[0].has_open && talk->speakers[1].has_open;
	if (talk->is_agreed)
		bgp_session_init(&talk->session, &talk->speakers[0].open, &talk->speakers[1].open);
	return from;
}

static bool is_path_of(struct reader path, unsigned asn_size)
{
	struct as_segment segment;
	int got;

	while ((got = as_path_next(&path, asn_size, &segment)) > 0)
		if (segment.count == 0)
			return false;
	return got == 0;
}

/* How many octets AS numbers have, as the AS_PATH of this UPDATE shows. */
static void learn_path(struct bgp_talk *talk, struct reader body)
{
	struct bgp_update update;
	struct reader path;

	if (bgp_update_read(body, &update) < 0 ||
	    bgp_attr_find(update.attributes, BGP_ATTR_AS_PATH, &path) <= 0 ||
	    reader_left(&path) == 0)
		return;
	bool two = is_path_of(path, 2), four = is_path_of(path, 4);
	if (two != four)
		talk->asn_size = two ? 2 : 4;
}

static struct bgp_codec codec_of(const struct bgp_talk *talk, unsigned from)
{
	if (talk->is_agreed)
		return from == 0 ? talk->session.sent.codec : talk->session.received.codec;
	return (struct bgp_codec){ .asn_size = talk->asn_size == 2 ? 2 : 4 };
}

void bgp_talk_tell(struct bgp_talk *talk, struct bgp_events *events, unsigned speaker,
		   struct reader message, uint64_t time_us, uint64_t offset)
{
	struct bgp_telling telling = bgp_telling_begin(events, FORMAT_BGP, time_us, offset);
	struct bgp_event *event = &telling.event;
	struct reader in = message;
	struct bgp_message parts = { 0 };

	if (bgp_message_read(&in, &parts) == 0) {
		if (parts.type == BGP_OPEN)
			speaker = learn_open(talk, speaker, parts.body);
		else if (parts.type == BGP_UPDATE && !talk->is_agreed)
			learn_path(talk, parts.body);
	}
	const struct bgp_speaker *from = &talk->speakers[speaker];
	const struct bgp_speaker *to = &talk->speakers[1 - speaker];
	static const struct address unknown = { .family = FAMILY_V4 };
	event->peer = (struct bgp_peer){
		.bgp_id = from->has_open ? from->open.bgp_id : 0,
		.address = from->address.family != 0 ? from->address : unknown,
		.asn = from->has_open ? from->open.asn : 0,
	};
	event->has_local = to->address.family != 0;
	event->local = event->has_local ? to->address : unknown;
	event->local_asn = to->has_open ? to->open.asn : 0;
	struct bgp_codec codec = codec_of(talk, speaker);
	bgp_tell_message(&telling, message, &codec);
	bgp_telling_end(&telling);
}
