#include "wire/ris_live.h"

#include "wire/bgp_message.h"
#include "wire/bgp_open.h"

enum {
	BGP_VERSION = 4,
	MARKER_SIZE = 16,
	OPEN_AS4_SIZE = 8,        /* a parameter with the capability of four-octet AS numbers */
	LINK_LOCAL = 0xfe80 >> 6, /* the first ten bits of fe80::/10 */
};

static const char *const SAYS[RIS_REFUSALS] = {
	[RIS_TAKEN] = "",
	[RIS_LINE_LONG] = "a line longer than any message can be",
	[RIS_NOT_JSON] = "a line that is not JSON",
	[RIS_CONTROL] = "a line by which the stream speaks of itself",
	[RIS_ERROR] = "an error that the stream reports (ris_error)",
	[RIS_NOT_RIS] = "JSON that is no line of RIS Live",
	[RIS_BAD_TIME] = "no time that can be read",
	[RIS_BAD_PEER] = "no peer that can be read",
	[RIS_UNKNOWN_TYPE] = "a type of message that is not read",
	[RIS_BAD_RAW] = "\"raw\" is not hexadecimal",
	[RIS_BAD_PREFIX] = "a prefix that cannot be read",
	[RIS_BAD_NEXT_HOP] = "a next hop that is missing or cannot be read",
	[RIS_BAD_ATTRIBUTE] = "an attribute that cannot be read",
	[RIS_BAD_FIELD] = "a field of a message that cannot be read",
	[RIS_ATTRIBUTES_LONG] = "attributes that leave no room in a message",
};

void ris_live_init(struct ris_live *live)
{
	*live = (struct ris_live){ 0 };
	refusals_init(&live->refusals, SAYS, RIS_REFUSALS);
}

void ris_live_clear(struct ris_live *live)
{
	ris_line_clear(&live->line);
	buffer_clear(&live->messages);
}

static bool is_link_local(const struct address *address)
{
	return address->family == FAMILY_V6 && address->hi >> 54 == LINK_LOCAL;
}

/* Until 2021 the link-local half of a next hop (RFC 2545) stood in an announcement of its own, of
 * the same prefixes, behind that with the global half. */
static bool is_second_half(const struct ris_line *line, const struct ris_group *group)
{
	if (group == line->groups || !is_link_local(&group->next_hop))
		return false;
	const struct ris_group *before = group - 1;
	if (before->count != group->count || before->next_hop.family != FAMILY_V6)
		return false;
	const struct prefix *one = line->announced.array + before->first;
	const struct prefix *other = line->announced.array + group->first;
	for (size_t i = 0; i < group->count; i++)
		if (!prefix_equal(&one[i], &other[i]))
			return false;
	return true;
}

/* As many messages as the families of the prefixes change, at least. */
static int put_updates(struct buffer *out, const struct mrt_route *route,
		       const struct prefix *prefixes, size_t count)
{
	static const struct mrt_session session = { .asn_size = 4 };

	for (size_t done = 0, run; done < count; done += run) {
		for (run = 1; done + run < count; run++)
			if (prefixes[done + run].family != prefixes[done].family)
				break;
		int got = mrt_write_bare_update(out, &session, route, prefixes + done, run);
		if (got < 0)
			return got;
	}
	return 0;
}

/* First what is withdrawn, as in an UPDATE. */
static int build_update(struct ris_live *live)
{
	static const struct mrt_session session = { .asn_size = 4 };
	const struct ris_line *line = &live->line;
	struct mrt_route route = line->route;
	int got = put_updates(&live->messages, NULL, line->withdrawn.array, line->withdrawn.count);

	for (size_t i = 0; i < line->group_count && got == 0; i++) {
		const struct ris_group *group = &line->groups[i];
		if (is_second_half(line, group))
			continue;
		route.next_hop = group->next_hop;
		route.link_local = group->link_local;
		if (i + 1 < line->group_count && is_second_half(line, group + 1))
			route.link_local = group[1].next_hop;
		got = put_updates(&live->messages, &route, line->announced.array + group->first,
				  group->count);
	}
	if (got < 0 || live->messages.used > 0)
		return got;
	bool is_empty = line->path.used == 0 && line->community_count == 0;
	route.next_hop = route.link_local = (struct address){ 0 };
	return mrt_write_bare_update(&live->messages, &session, is_empty ? NULL : &route, NULL, 0);
}

static void put(struct buffer *out, uint32_t number, size_t size)
{
	for (size_t i = size; i > 0; i--)
		buffer_char(out, (char)(number >> (i - 1) * 8 & 0xff));
}

/* An OPEN whose only capability is that of four-octet AS numbers, if it needs that (RFC 6793
 * section 4.1): what else the speaker can do stands in "raw" alone. */
static void build_open(struct buffer *out, const struct ris_line *line)
{
	bool has_as4 = line->open_asn > UINT16_MAX;

	put(out, BGP_VERSION, 1);
	put(out, has_as4 ? ASN_TRANS : line->open_asn, 2);
	put(out, line->hold_time, 2);
	put(out, (uint32_t)(line->router_id.hi >> 32), 4);
	put(out, has_as4 ? OPEN_AS4_SIZE : 0, 1);
	if (has_as4) {
		put(out, 2, 1); /* a parameter of capabilities */
		put(out, OPEN_AS4_SIZE - 2, 1);
		put(out, BGP_CAP_AS4, 1);
		put(out, 4, 1);
		put(out, line->open_asn, 4);
	}
}

/* A message but UPDATE, from what little of it the line tells. */
static void build_other(struct ris_live *live)
{
	const struct ris_line *line = &live->line;
	struct buffer *out = &live->messages;
	size_t start = out->used;

	for (int i = 0; i < 4; i++)
		put(out, UINT32_MAX, 4); /* the marker */
	put(out, 0, 2);
	put(out, line->type, 1);
	if (line->type == BGP_OPEN) {
		build_open(out, line);
	} else if (line->type == BGP_NOTIFICATION) {
		put(out, line->code, 1);
		put(out, line->subcode, 1);
	}
	out->bytes[start + MARKER_SIZE + 1] = (char)(out->used - start);
}

static bool can_be_path(struct reader path, unsigned asn_size)
{
	struct as_segment segment;
	int got;

	while ((got = as_path_next(&path, asn_size, &segment)) > 0)
		continue;
	return got == 0;
}

/* The same AS numbers in both paths, whatever their segments? */
static bool says_same(struct reader path, unsigned asn_size, struct reader told)
{
	struct as_segment ours, theirs = { 0 };

	while (as_path_next(&path, asn_size, &ours) > 0)
		for (unsigned i = 0; i < ours.count; i++) {
			while (theirs.count == 0)
				if (as_path_next(&told, 4, &theirs) <= 0)
					return false;
			theirs.count--;
			if (as_segment_asn(&ours, asn_size) != as_segment_asn(&theirs, 4))
				return false;
		}
	return reader_left(&told) == 0 && theirs.count == 0;
}

/* RIS Live does not say how many octets an AS number has in "raw"; some peers know only two. */
static unsigned asn_size_of(const struct ris_line *line)
{
	struct reader raw = reader_over(line->raw.bytes, line->raw.used), path;
	struct bgp_message message;
	struct bgp_update update;

	if (bgp_message_read(&raw, &message) < 0 || message.type != BGP_UPDATE ||
	    bgp_update_read(message.body, &update) < 0 ||
	    bgp_attr_find(update.attributes, BGP_ATTR_AS_PATH, &path) <= 0 || !can_be_path(path, 2))
		return 4;
	if (!can_be_path(path, 4))
		return 2;
	return !says_same(path, 4, line->route.segments) && says_same(path, 2, line->route.segments)
		       ? 2
		       : 4;
}

/* What is wrong with the line as one of RIS Live, not as the message that it tells. */
static enum ris_refusal check_frame(struct ris_line *line)
{
	const uint32_t faults = line->faults;

	if (line->outer_type == RIS_SAYS_ERROR || line->outer_type == RIS_SAYS_CONTROL)
		return line->outer_type == RIS_SAYS_ERROR ? RIS_ERROR : RIS_CONTROL;
	if (!line->has_data)
		line->type = line->outer_type; /* a bare line */
	if (line->type == RIS_UNTOLD || (faults >> RIS_NOT_RIS & 1) != 0 ||
	    (line->has_data && line->outer_type != RIS_ENVELOPE))
		return RIS_NOT_RIS;
	if (line->time_us == 0 || (faults >> RIS_BAD_TIME & 1) != 0)
		return RIS_BAD_TIME;
	if (line->peer.family == 0 || line->peer_asn == 0 || (faults >> RIS_BAD_PEER & 1) != 0)
		return RIS_BAD_PEER;
	if (line->type >= RIS_ENVELOPE || (faults >> RIS_UNKNOWN_TYPE & 1) != 0)
		return RIS_UNKNOWN_TYPE;
	return (faults >> RIS_BAD_RAW & 1) != 0 ? RIS_BAD_RAW : RIS_TAKEN;
}

/* With "raw" nothing else has to be readable. */
static enum ris_refusal build(struct ris_live *live)
{
	const struct ris_line *line = &live->line;
	uint32_t matters =
		line->type == BGP_UPDATE
			? 1U << RIS_BAD_PREFIX | 1U << RIS_BAD_NEXT_HOP | 1U << RIS_BAD_ATTRIBUTE
			: 1U << RIS_BAD_FIELD;

	live->messages.used = 0;
	if (line->type == RIS_PEER_STATE && line->new_state == 0)
		return RIS_BAD_FIELD;
	if (line->raw.used > 0 && line->type != RIS_PEER_STATE)
		return RIS_TAKEN;
	if ((line->faults & matters) != 0)
		return (enum ris_refusal)__builtin_ctz(line->faults & matters);
	if (line->type == BGP_UPDATE)
		return build_update(live) < 0 ? RIS_ATTRIBUTES_LONG : RIS_TAKEN;
	if (line->type != RIS_PEER_STATE)
		build_other(live);
	return RIS_TAKEN;
}

static enum ris_refusal read_line(struct ris_live *live, struct text text)
{
	if (text.len > RIS_LINE_MAX)
		return RIS_LINE_LONG;
	if (ris_line_parse(&live->line, text) < 0)
		return RIS_NOT_JSON;
	enum ris_refusal refusal = check_frame(&live->line);
	return refusal == RIS_TAKEN ? build(live) : refusal;
}

int ris_live_read(struct ris_live *live, struct text line, struct place place,
		  struct ris_heard *out_heard)
{
	if (text_trim(line).len == 0)
		return 0;
	enum ris_refusal refusal = read_line(live, line);
	refusals_count(&live->refusals, refusal, place);
	if (refusal != RIS_TAKEN)
		return 0;
	const struct ris_line *read = &live->line;
	const struct buffer *messages = read->raw.used > 0 ? &read->raw : &live->messages;
	bool is_state_change = read->type == RIS_PEER_STATE;
	*out_heard = (struct ris_heard){
		.time_us = read->time_us,
		.peer = { .address = read->peer, .asn = read->peer_asn },
		.collector = { read->host, read->host_size },
		.is_local = read->is_local,
		.is_state_change = is_state_change,
		.new_state = read->new_state,
		.asn_size = asn_size_of(read),
		.messages = reader_over(messages->bytes, is_state_change ? 0 : messages->used),
	};
	return 1;
}

void ris_live_tell(struct bgp_events *events, const struct ris_heard *heard, uint64_t offset)
{
	struct bgp_codec codec = { heard->asn_size, 0 };
	struct reader left = heard->messages;

	do {
		struct bgp_telling telling =
			bgp_telling_begin(events, FORMAT_RIS_LIVE, heard->time_us, offset);
		struct bgp_event *event = &telling.event;
		struct reader message = left;
		struct bgp_message parts;

		event->collector = heard->collector;
		event->peer = heard->peer;
		event->is_local = heard->is_local;
		if (heard->is_state_change) {
			event->kind = BGP_STATE_CHANGES;
			event->old_state = heard->old_state;
			event->new_state = heard->new_state;
			bgp_tell(&telling);
		} else {
			bgp_tell_message(&telling, message, &codec);
		}
		bgp_telling_end(&telling);
		if (bgp_message_read(&left, &parts) < 0)
			break;
	} while (reader_left(&left) > 0);
}
