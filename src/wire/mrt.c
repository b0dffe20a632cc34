#include "wire/mrt.h"

#include <stdlib.h>

#include "wire/bgp4mp.h"
#include "wire/bgp_message.h"
#include "wire/mrt_table.h"

enum {
	/* What is looked at behind a record: a header and a row's number. */
	LOOKAHEAD = MRT_HEADER_SIZE + 4,
	CHAIN = 3,             /* headers in a row that we believe after damage */
	CHAIN_SECONDS = 86400, /* how far apart in time these may lie */
};

struct header {
	uint32_t seconds;
	uint16_t type, subtype;
	uint32_t length;
};

void mrt_framing_init(struct mrt_framing *framing)
{
	*framing = (struct mrt_framing){ .want = MRT_HEADER_SIZE };
}

static struct header header_read(struct reader *in)
{
	struct header header = { .seconds = read_u32(in) };
	header.type = read_u16(in);
	header.subtype = read_u16(in);
	header.length = read_u32(in);
	return header;
}

/* Could this be a header? The types are those of RFC 6396 section 4 and its appendix B. */
static bool header_is_plausible(const struct header *header)
{
	if (header->length > MRT_BODY_MAX ||
	    (header->length > MRT_MESSAGE_BODY_MAX && header->type != MRT_TABLE_DUMP_V2))
		return false;
	switch (header->type) {
	case MRT_TABLE_DUMP:
		return header->subtype <= 4 && header->length >= 20;
	case MRT_TABLE_DUMP_V2:
		return header->subtype >= MRT_PEER_INDEX_TABLE &&
		       header->subtype <= MRT_RIB_GENERIC_ADDPATH && header->length >= 7;
	case MRT_BGP4MP:
	case MRT_BGP4MP_ET:
		return header->subtype <= MRT_MESSAGE_AS4_LOCAL_ADDPATH && header->length >= 8;
	case 11: /* OSPFv2 */
	case 32: /* IS-IS */
	case 33:
	case 48: /* OSPFv3 */
	case 49:
		return header->subtype <= 16;
	default: /* 5 BGP to 10 BGP4PLUS_01, deprecated */
		return header->type >= MRT_BGP && header->type <= 10 && header->subtype <= 16;
	}
}

static bool has_microseconds(uint16_t type)
{
	return type == MRT_BGP4MP_ET || type == 33 || type == 49; /* RFC 6396 sections 3, 4.5 */
}

static struct mrt_record record_of(const struct header *header, uint64_t offset, struct reader body)
{
	struct mrt_record record = { .time_us = header->seconds * UINT64_C(1000000),
				     .offset = offset,
				     .type = header->type,
				     .subtype = header->subtype,
				     .body = body };
	if (has_microseconds(header->type))
		record.time_us += read_u32(&record.body) % 1000000;
	return record;
}

/* A body whose end cannot be told from what it says. */
#define SIZE_UNKNOWN SIZE_MAX

static size_t peer_index_size(struct reader body)
{
	struct peer_index index;
	struct mrt_peer peer;
	int got = peer_index_read(body, &index);

	while (got >= 0 && (got = peer_index_next(&index, &peer)) > 0)
		continue;
	return got == 0 ? reader_left(&body) - reader_left(&index.peers) : SIZE_UNKNOWN;
}

static size_t rib_size(const struct mrt_record *record)
{
	struct rib rib;

	if (rib_read(record, &rib) < 0)
		return SIZE_UNKNOWN;
	(void)rib_skip(&rib);
	return rib.count == 0 ? reader_left(&record->body) - reader_left(&rib.entries)
			      : SIZE_UNKNOWN;
}

static size_t table_dump_size(const struct mrt_record *record)
{
	struct table_dump dump;

	if (table_dump_read(record, &dump) < 0)
		return SIZE_UNKNOWN;
	return 12 + 2 * family_bits(dump.prefix.family) / 8 + dump.asn_size +
	       reader_left(&dump.attributes);
}

static size_t bgp4mp_size(const struct mrt_record *record)
{
	struct bgp4mp bgp4mp;
	struct bgp_message message;

	if (bgp4mp_read(record, &bgp4mp) < 0 ||
	    (!bgp4mp.is_state_change && bgp_message_read(&bgp4mp.message, &message) < 0))
		return SIZE_UNKNOWN;
	return reader_left(&record->body) - reader_left(&bgp4mp.message);
}

/* How large the body should be by what it says itself: counts and lengths inside it. */
static size_t size_inside(const struct mrt_record *record)
{
	switch (record->type) {
	case MRT_TABLE_DUMP:
		return table_dump_size(record);
	case MRT_TABLE_DUMP_V2:
		return record->subtype == MRT_PEER_INDEX_TABLE ? peer_index_size(record->body)
							       : rib_size(record);
	case MRT_BGP4MP:
	case MRT_BGP4MP_ET:
		return bgp4mp_size(record);
	default:
		return SIZE_UNKNOWN;
	}
}

/* Could a header stand at the front? */
static bool begins_plausibly(struct reader in)
{
	struct header header = header_read(&in);
	return !in.failed && header_is_plausible(&header);
}

/* Does a row of the same RIB follow, by its number? This spares most rows the walk over their
 * entries. */
static bool is_next_row(const struct mrt_record *record, struct reader following)
{
	struct reader body = record->body;

	if (record->type != MRT_TABLE_DUMP_V2 || record->subtype == MRT_PEER_INDEX_TABLE)
		return false;
	struct header next = header_read(&following);
	uint32_t sequence = read_u32(&following);
	return !following.failed && next.type == record->type && next.subtype == record->subtype &&
	       sequence == read_u32(&body) + 1;
}

/*
 * Is the length of the record wrong? It leads to `following`. If no header can stand there, the
 * body must bear the length out. If one can, by luck or rightly, the length is wrong only when the
 * body ends earlier and a header stands there too: such a length would swallow good records.
 */
static bool length_is_wrong(const struct mrt_record *record, struct reader following)
{
	size_t length = reader_left(&record->body);

	if (is_next_row(record, following))
		return false;
	size_t size = size_inside(record);
	if (reader_left(&following) > 0 && !begins_plausibly(following))
		return size != length;
	if (size >= length)
		return false;
	struct reader swallowed = record->body;
	read_skip(&swallowed, size);
	return begins_plausibly(swallowed);
}

static void lose(struct mrt_framing *framing, struct reader *in, size_t size)
{
	read_skip(in, size);
	framing->offset += size;
	framing->lost_bytes += size;
}

static void damage(struct mrt_framing *framing, struct reader *in)
{
	if (framing->lost_records++ == 0)
		framing->first_loss = framing->offset;
	framing->seeking = true;
	lose(framing, in, 1);
}

/*
 * Do CHAIN plausible headers follow each other from here? 1 yes (or fewer, if they end exactly with
 * the stream), 0 no, ERR_TRUNCATED when more bytes must be seen, *out_want of them.
 */
static int chain_check(struct reader in, bool last, size_t *out_want)
{
	uint32_t first_seconds = 0;
	size_t seen = 0;

	for (int i = 0; i < CHAIN; i++) {
		if (last && i > 0 && reader_left(&in) == 0)
			return 1;
		if (reader_left(&in) < MRT_HEADER_SIZE) {
			*out_want = seen + MRT_HEADER_SIZE;
			return last ? 0 : ERR_TRUNCATED;
		}
		struct header header = header_read(&in);
		if (!header_is_plausible(&header) || header.length > MRT_RESYNC_BODY_MAX)
			return 0;
		if (i == 0)
			first_seconds = header.seconds;
		if (llabs((long long)header.seconds - first_seconds) > CHAIN_SECONDS)
			return 0;
		seen += MRT_HEADER_SIZE + header.length;
		if (i == CHAIN - 1)
			return 1;
		if (reader_left(&in) < header.length) {
			*out_want = seen + MRT_HEADER_SIZE;
			return last ? 0 : ERR_TRUNCATED;
		}
		read_skip(&in, header.length);
	}
	return 1;
}

/* Drops bytes up to the next chain of headers. 1 when there is one; else like mrt_next(). */
static int seek(struct mrt_framing *framing, struct reader *in, bool last)
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
		lose(framing, in, 1);
	}
	framing->want = MRT_HEADER_SIZE;
	return 0;
}

enum framed { FRAMED, MORE, DAMAGED };

/* Judges the record at the front of `in` by its header, its body and the header that follows. */
static enum framed frame(struct mrt_framing *framing, const struct reader *in, bool last,
			 struct mrt_record *out_record, size_t *out_size)
{
	struct reader r = *in;

	if (reader_left(&r) < MRT_HEADER_SIZE) {
		framing->want = MRT_HEADER_SIZE;
		return last ? DAMAGED : MORE;
	}
	struct header header = header_read(&r);
	if (!header_is_plausible(&header))
		return DAMAGED;

	size_t size = (size_t)MRT_HEADER_SIZE + header.length;
	if (reader_left(in) < size + LOOKAHEAD && !last) {
		framing->want = size + LOOKAHEAD;
		return MORE;
	}
	struct mrt_record record =
		record_of(&header, framing->offset, read_inner(&r, header.length));
	if (r.failed || record.body.failed)
		return DAMAGED;
	if (length_is_wrong(&record, r))
		return DAMAGED;
	*out_record = record;
	*out_size = size;
	return FRAMED;
}

int mrt_next(struct mrt_framing *framing, struct reader *in, bool last,
	     struct mrt_record *out_record)
{
	struct mrt_record record;
	size_t size = 0;

	for (;;) {
		if (framing->seeking && seek(framing, in, last) == 0)
			return 0;
		if (reader_left(in) == 0) {
			framing->want = MRT_HEADER_SIZE;
			return 0;
		}
		switch (frame(framing, in, last, &record, &size)) {
		case FRAMED:
			read_skip(in, size);
			framing->offset += size;
			framing->records++;
			*out_record = record;
			return 1;
		case MORE:
			return 0;
		case DAMAGED:
			damage(framing, in);
			break;
		}
	}
}
