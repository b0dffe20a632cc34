#include "wire/bgp_stream.h"

#include "wire/bgp_message.h"
#include "wire/bgp_open.h"

enum { MARKER_SIZE = 16 };

static const uint8_t MARKER[MARKER_SIZE] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
					     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

void bgp_stream_init(struct framing *stream)
{
	*stream = (struct framing){ .want = BGP_HEADER_SIZE };
}

/* The size of the message whose header stands at the front, or 0 when none can. */
static size_t size_at(struct reader in)
{
	const uint8_t *marker = read_bytes(&in, MARKER_SIZE);
	size_t size = read_u16(&in);
	unsigned type = read_u8(&in);

	if (in.failed || memcmp(marker, MARKER, MARKER_SIZE) != 0 || size < BGP_HEADER_SIZE ||
	    type < BGP_OPEN || type > BGP_ROUTE_REFRESH)
		return 0;
	return size;
}

/* Bytes before the first place, from `from` on, where a header stands or may begin at the end. */
static size_t find_header(struct reader in, size_t from)
{
	size_t left = reader_left(&in);

	for (size_t at = from; at < left;) {
		const uint8_t *found = memchr(in.at + at, 0xff, left - at);
		if (found == NULL)
			return left;
		at = (size_t)(found - in.at);
		size_t same = 0;
		while (same < MARKER_SIZE && at + same < left && found[same] == 0xff)
			same++;
		bool cut = at + same == left && same < MARKER_SIZE;
		if (cut || (same == MARKER_SIZE && left - at < BGP_HEADER_SIZE))
			return at;
		if (same == MARKER_SIZE && size_at(reader_over(found, left - at)) > 0)
			return at;
		at += same == MARKER_SIZE ? 1 : same + 1;
	}
	return left;
}

static bool are_prefixes(struct reader in, bool has_path_ids)
{
	struct prefix prefix;
	uint32_t path_id;
	int got;

	while ((got = nlri_next(&in, FAMILY_V4, has_path_ids, &prefix, &path_id)) > 0)
		continue;
	return got == 0;
}

/* Does what stands in the message agree with its length? */
static bool is_sound(struct reader in)
{
	struct bgp_message message;
	struct bgp_update update;
	struct bgp_open open;

	if (bgp_message_read(&in, &message) < 0)
		return false;
	switch (message.type) {
	case BGP_OPEN:
		return bgp_open_read(message.body, &open) == 0;
	case BGP_UPDATE:
		return bgp_update_read(message.body, &update) == 0 &&
		       (are_prefixes(update.announced, false) ||
			are_prefixes(update.announced, true));
	case BGP_KEEPALIVE: /* "consists of only the message header" (RFC 4271 section 4.4) */
		return reader_left(&message.body) == 0;
	default:
		return true;
	}
}

/* Would the message of this size swallow another? Or is there none behind it but one further on,
 * and what stands in it does not agree with the size either? A NOTIFICATION may quote a message
 * (RFC 4271 section 6). */
static bool size_is_wrong(struct reader in, size_t size)
{
	size_t left = reader_left(&in);
	struct reader type = in;

	read_skip(&type, BGP_HEADER_SIZE - 1);
	if (read_u8(&type) == BGP_NOTIFICATION)
		return false;
	size_t next = find_header(in, 1);

	if (next < size)
		return next + BGP_HEADER_SIZE <= left &&
		       size_at(reader_over(in.at + next, left - next)) > 0;
	return next > size && next + BGP_HEADER_SIZE <= left && !is_sound(reader_over(in.at, size));
}

int bgp_stream_next(struct framing *stream, struct reader *in, bool last,
		    struct reader *out_message)
{
	for (;;) {
		size_t left = reader_left(in);
		if (left == 0) {
			stream->want = BGP_HEADER_SIZE;
			return 0;
		}
		size_t header = find_header(*in, 0);
		if (header > 0) {
			framing_damage(stream, in, header);
			continue;
		}
		size_t size = size_at(*in);
		if (left < BGP_HEADER_SIZE || left < size) {
			stream->want = left < BGP_HEADER_SIZE ? BGP_HEADER_SIZE : size;
			if (!last)
				return 0;
			framing_damage(stream, in, 1);
			continue;
		}
		if (size_is_wrong(*in, size)) {
			framing_damage(stream, in, 1);
			continue;
		}
		*out_message = read_inner(in, size);
		stream->offset += size;
		stream->seeking = false;
		stream->records++;
		return 1;
	}
}
