#include "wire/bmp.h"

enum {
	CHAIN = 3, /* messages in a row that we believe after damage */
	BGP_HEADER_SIZE = 19,
	/* Where in a Route Monitoring message the UPDATE begins, and its length is known. */
	UPDATE_AT = BMP_HEADER_SIZE + BMP_PEER_HEADER_SIZE,
	UPDATE_KNOWN = UPDATE_AT + BGP_HEADER_SIZE,
};

struct header {
	unsigned version;
	uint32_t length; /* with the header */
	unsigned type;
};

void bmp_framing_init(struct framing *framing)
{
	*framing = (struct framing){ .want = BMP_HEADER_SIZE };
}

static struct header header_read(struct reader *in)
{
	struct header header = { .version = read_u8(in) };
	header.length = read_u32(in);
	header.type = read_u8(in);
	return header;
}

/* Could this be a header? Versions 1 and 2 were drafts whose header had no length. Messages of
 * unknown types are to be ignored (RFC 7854 section 4.1), so they must be framed. */
static bool header_is_plausible(const struct header *header)
{
	return (header->version == BMP_VERSION || header->version == BMP_VERSION_TLV) &&
	       header->length >= BMP_HEADER_SIZE && header->length <= BMP_MESSAGE_MAX;
}

/* The least that a message of a type has, by the RFC's drawings. */
static bool header_is_convincing(const struct header *header)
{
	static const uint8_t LEAST[] = {
		[BMP_ROUTE_MONITORING] = UPDATE_KNOWN, [BMP_STATISTICS] = UPDATE_AT + 4,
		[BMP_PEER_DOWN] = UPDATE_AT + 1,       [BMP_PEER_UP] = UPDATE_AT + 20,
		[BMP_INITIATION] = BMP_HEADER_SIZE,    [BMP_TERMINATION] = BMP_HEADER_SIZE,
		[BMP_ROUTE_MIRRORING] = UPDATE_AT,
	};
	return header_is_plausible(header) && header->length <= BMP_RESYNC_MESSAGE_MAX &&
	       header->type < sizeof(LEAST) && header->length >= LEAST[header->type];
}

/*
 * Do CHAIN convincing messages follow each other from here? 1 yes (or fewer, if they end exactly
 * with the stream), 0 no, ERR_TRUNCATED when more bytes must be seen, *out_want of them.
 */
static int chain_check(struct reader in, bool last, size_t *out_want)
{
	size_t seen = 0;

	for (int i = 0; i < CHAIN; i++) {
		if (last && i > 0 && reader_left(&in) == 0)
			return 1;
		struct reader ahead = in;
		struct header header = header_read(&ahead);
		if (ahead.failed) {
			*out_want = seen + BMP_HEADER_SIZE;
			return last ? 0 : ERR_TRUNCATED;
		}
		if (!header_is_convincing(&header))
			return 0;
		if (i == CHAIN - 1)
			break;
		seen += header.length;
		if (reader_left(&in) < header.length) {
			*out_want = seen + BMP_HEADER_SIZE;
			return last ? 0 : ERR_TRUNCATED;
		}
		read_skip(&in, header.length);
	}
	return 1;
}

/* Drops bytes up to the next chain of messages. 1 when there is one; else like bmp_next(). */
static int seek(struct framing *framing, struct reader *in, bool last)
{
	while (reader_left(in) > 0) {
		size_t want = 0;
		int chained = chain_check(*in, last, &want);
		if (chained == 1) {
			framing->seeking = false;
			return 1;
		}
		if (chained == ERR_TRUNCATED) {
			framing->want = want;
			return 0;
		}
		framing_lose(framing, in, 1);
	}
	framing->want = BMP_HEADER_SIZE;
	return 0;
}

enum framed { FRAMED, MORE, DAMAGED };

/*
 * Would the length of a Route Monitoring message swallow the one behind it? Its UPDATE says where
 * that begins. The answer is sought before the whole length is there, so that a wrong one does not
 * keep us waiting for what will never come.
 */
static enum framed swallow_check(struct framing *framing, struct reader in,
				 const struct header *header)
{
	size_t there = reader_left(&in);

	if (header->version != BMP_VERSION || header->type != BMP_ROUTE_MONITORING ||
	    header->length < UPDATE_KNOWN)
		return FRAMED;
	framing->want = UPDATE_KNOWN;
	if (there < UPDATE_KNOWN)
		return MORE;
	read_skip(&in, UPDATE_AT + 16);
	size_t end = UPDATE_AT + (size_t)read_u16(&in);
	if (end < UPDATE_KNOWN || end + BMP_HEADER_SIZE > header->length)
		return FRAMED;
	framing->want = end + BMP_HEADER_SIZE;
	if (there < framing->want)
		return MORE;
	read_skip(&in, end - UPDATE_AT - 18);
	struct header behind = header_read(&in);
	return header_is_convincing(&behind) ? DAMAGED : FRAMED;
}

static enum framed frame(struct framing *framing, const struct reader *in, bool last,
			 struct header *out_header)
{
	struct reader r = *in;
	struct header header = header_read(&r);

	framing->want = BMP_HEADER_SIZE;
	if (r.failed)
		return last ? DAMAGED : MORE;
	if (!header_is_plausible(&header))
		return DAMAGED;
	enum framed framed = swallow_check(framing, *in, &header);
	if (framed == FRAMED && reader_left(in) < header.length) {
		framing->want = header.length;
		framed = MORE;
	}
	if (framed == MORE && last)
		return DAMAGED;
	*out_header = header;
	return framed;
}

int bmp_next(struct framing *framing, struct reader *in, bool last, struct bmp_message *out_message)
{
	struct header header = { 0 };

	for (;;) {
		if (framing->seeking && seek(framing, in, last) == 0)
			return 0;
		if (reader_left(in) == 0) {
			framing->want = BMP_HEADER_SIZE;
			return 0;
		}
		switch (frame(framing, in, last, &header)) {
		case FRAMED:
			read_skip(in, BMP_HEADER_SIZE);
			*out_message = (struct bmp_message){
				.offset = framing->offset,
				.version = header.version,
				.type = header.type,
				.body = read_inner(in, header.length - BMP_HEADER_SIZE),
			};
			framing->offset += header.length;
			framing->records++;
			return 1;
		case MORE:
			return 0;
		case DAMAGED:
			framing_damage(framing, in, 1);
			break;
		}
	}
}
