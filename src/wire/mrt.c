#include "wire/mrt.h"

#include <stdlib.h>

#include "wire/bgp4mp.h"
#include "wire/bgp_message.h"
#include "wire/mrt_table.h"

enum {
	SHORT = 4, /* octets missing in the length of an old TABLE_DUMP */
	/* What is looked at behind a record: a header and a row's number. */
	LOOKAHEAD = MRT_HEADER_SIZE + SHORT + 4,
	CHAIN = 3,             /* headers in a row that we believe after damage */
	CHAIN_SECONDS = 86400, /* how far apart in time these may lie */
	/* After damage bodies are walked over only up to this size, since one may have to be for
	 * every octet that is sought through. */
	SMALL_BODY_MAX = 1 << 14,
	/* Bodies are looked into for so many times the octets that are used up, and at first. Sound
	 * records need one to two; only who wants to keep us busy comes to the end of it. */
	CREDIT_TIMES = 8,
	CREDIT_MAX = 4 * MRT_BODY_MAX,
};

struct header {
	uint32_t seconds;
	uint16_t type, subtype;
	uint32_t length;
};

void mrt_framing_init(struct framing *framing)
{
	*framing = (struct framing){ .want = MRT_HEADER_SIZE, .credit = CREDIT_MAX };
}

static struct header header_read(struct reader *in)
{
	struct header header = { .seconds = read_u32(in) };
	header.type = read_u16(in);
	header.subtype = read_u16(in);
	header.length = read_u32(in);
	return header;
}

/* Could this be a header? The types are those of RFC 6396 section 4 and its appendix B whose bodies
 * are known. */
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
	case MRT_BGP:
	case MRT_BGP4PLUS:
	case MRT_BGP4PLUS_01:
		return header->subtype <= MRT_BGP_KEEPALIVE;
	case MRT_RIP:
	case MRT_IDRP:
	case MRT_RIPNG:
	case MRT_OSPFV2:
	case MRT_ISIS:
	case MRT_ISIS_ET:
	case MRT_OSPFV3:
	case MRT_OSPFV3_ET:
		return header->subtype <= 16;
	default:
		return false;
	}
}

bool mrt_has_microseconds(unsigned type)
{
	return type == MRT_BGP4MP_ET || type == MRT_ISIS_ET ||
	       type == MRT_OSPFV3_ET; /* RFC 6396 sections 3, 4.5 */
}

static struct mrt_record record_of(const struct header *header, uint64_t offset, struct reader body)
{
	struct mrt_record record = { .time_us = header->seconds * UINT64_C(1000000),
				     .offset = offset,
				     .type = header->type,
				     .subtype = header->subtype,
				     .body = body };
	if (!mrt_has_microseconds(header->type))
		return record;
	if (reader_left(&record.body) >= 4)
		record.time_us += read_u32(&record.body) % 1000000;
	else
		record.body.at = record.body.end; /* too short for them, thus for all else */
	return record;
}

/* A body whose end cannot be told from what it says. */
#define SIZE_UNKNOWN SIZE_MAX

static size_t peer_index_size(struct reader body)
{
	struct peer_index index;
	struct bgp_peer peer;
	int got = peer_index_read(body, &index);

	while (got >= 0 && (got = peer_index_next(&index, &peer)) > 0)
		continue;
	return got == 0 ? reader_left(&body) - reader_left(&index.peers) : SIZE_UNKNOWN;
}

static size_t geo_peer_size(struct reader body)
{
	struct geo_peer_table table;
	struct geo_peer peer;
	int got = geo_peer_read(body, &table);

	while (got >= 0 && (got = geo_peer_next(&table, &peer)) > 0)
		continue;
	return got == 0 ? reader_left(&body) - reader_left(&table.peers) : SIZE_UNKNOWN;
}

static size_t rib_size(const struct mrt_record *record)
{
	struct rib rib;

	if (rib_read_any(record, &rib) < 0)
		return SIZE_UNKNOWN;
	struct rib walked = rib;
	(void)rib_skip(&walked);
	size_t size = reader_left(&record->body) - reader_left(&walked.entries);
	if (walked.count == 0 && size == reader_left(&record->body))
		return size;
	if (rib_mend_path_ids(&rib))
		return reader_left(&record->body);
	return walked.count == 0 ? size : SIZE_UNKNOWN;
}

static size_t table_dump_size(const struct mrt_record *record)
{
	struct table_dump dump;

	if (table_dump_read(record, &dump) < 0)
		return SIZE_UNKNOWN;
	while (table_dump_next(&dump) > 0)
		continue;
	return reader_left(&record->body) - reader_left(&dump.rest);
}

/* Of a message without a header, which says no length: up to where it stops making sense. */
static size_t bare_size(const struct bgp4mp *bgp4mp)
{
	struct reader in = bgp4mp->message;
	struct bgp_update update;
	struct prefix prefix;
	uint32_t path_id;

	switch (bgp4mp->message_type) {
	case BGP_UPDATE:
		if (bgp_update_read(in, &update) < 0)
			return SIZE_UNKNOWN;
		for (in = update.announced; reader_left(&in) > 0; update.announced = in)
			if (nlri_next(&in, FAMILY_V4, false, &prefix, &path_id) < 0)
				break;
		return reader_left(&bgp4mp->message) - reader_left(&update.announced);
	case BGP_OPEN:
		read_skip(&in, 9); /* version, AS number, hold time, identifier */
		read_skip(&in, read_u8(&in));
		return in.failed ? SIZE_UNKNOWN : reader_left(&bgp4mp->message) - reader_left(&in);
	case BGP_KEEPALIVE:
		return 0;
	default:
		return SIZE_UNKNOWN;
	}
}

static size_t bgp4mp_size(const struct mrt_record *record)
{
	struct bgp4mp bgp4mp;
	struct bgp_message message;

	if (bgp4mp_read(record, &bgp4mp) < 0)
		return SIZE_UNKNOWN;
	size_t before = reader_left(&record->body) - reader_left(&bgp4mp.message);
	if (bgp4mp.is_state_change)
		return before;
	if (bgp4mp.is_bare) {
		size_t size = bare_size(&bgp4mp);
		return size == SIZE_UNKNOWN ? size : before + size;
	}
	if (bgp_message_read(&bgp4mp.message, &message) < 0)
		return SIZE_UNKNOWN;
	return reader_left(&record->body) - reader_left(&bgp4mp.message);
}

static size_t table_dump_v2_size(const struct mrt_record *record)
{
	switch (record->subtype) {
	case MRT_PEER_INDEX_TABLE:
		return peer_index_size(record->body);
	case MRT_GEO_PEER_TABLE:
		return geo_peer_size(record->body);
	default:
		return rib_size(record);
	}
}

/* How large the body should be by what it says itself: counts and lengths inside it. */
static size_t size_inside(const struct mrt_record *record)
{
	switch (record->type) {
	case MRT_TABLE_DUMP:
		return table_dump_size(record);
	case MRT_TABLE_DUMP_V2:
		return table_dump_v2_size(record);
	case MRT_BGP4MP:
	case MRT_BGP4MP_ET:
		return record->subtype == MRT_ENTRY ? table_dump_size(record) : bgp4mp_size(record);
	case MRT_BGP:
	case MRT_BGP4PLUS:
	case MRT_BGP4PLUS_01:
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

/* Does a body of `size` octets say the same of itself? */
static bool body_says(const struct header *header, struct reader in, size_t size)
{
	struct mrt_record record = record_of(header, 0, read_inner(&in, size));
	return !in.failed && size_inside(&record) == reader_left(&record.body);
}

/* Does a record stand at the front whose body says the same length as its header? */
static bool body_bears_out(struct reader in)
{
	struct header header = header_read(&in);

	if (in.failed || !header_is_plausible(&header) || header.length > SMALL_BODY_MAX)
		return false;
	return body_says(&header, in, header.length) ||
	       (header.type == MRT_TABLE_DUMP && body_says(&header, in, header.length + SHORT));
}

enum framed { FRAMED, MORE, DAMAGED };

/* A record that is being judged. */
struct candidate {
	struct reader in; /* from its header on */
	bool last;
	struct header header;
	struct mrt_record record;
	size_t size; /* with its header; of damage: what can be passed over at once */
	size_t want;
	size_t credit; /* octets that may be looked into */
};

static struct reader following(const struct candidate *c)
{
	struct reader in = c->in;
	read_skip(&in, c->size);
	return in;
}

static enum framed damaged(struct candidate *c, size_t size)
{
	c->size = size;
	return DAMAGED;
}

/* Does a chain of headers begin inside the record? Then part of it was lost, and its length leads
 * into the middle of the next one. */
static enum framed find_hidden_chain(struct candidate *c)
{
	size_t want = 0;

	for (size_t at = 1; at < c->size; at++) {
		struct reader in = c->in;
		read_skip(&in, at);
		int chained = chain_check(in, c->last, &want);
		if (chained == ERR_TRUNCATED) {
			c->want = at + want;
			return MORE;
		}
		if (chained == 1)
			return damaged(c, at);
	}
	return FRAMED;
}

/* MRTd until 2000 did not count view and sequence number into the length of a TABLE_DUMP, so the
 * next record begins four octets behind it. */
static bool is_short(struct candidate *c)
{
	struct reader in = c->in;

	if (c->header.type != MRT_TABLE_DUMP)
		return false;
	read_skip(&in, MRT_HEADER_SIZE);
	struct mrt_record record =
		record_of(&c->header, c->record.offset, read_inner(&in, c->header.length + SHORT));
	if (in.failed || size_inside(&record) != c->header.length + SHORT ||
	    (reader_left(&in) > 0 && !begins_plausibly(in)))
		return false;
	c->record = record;
	c->size += SHORT;
	return true;
}

/*
 * Is the length right? It is when the body says the same and leads to a header. If no header can
 * stand there, part of the record may be missing; if the body says something else, the length may
 * lead to a header by luck, and would swallow good records.
 */
static enum framed check_length(struct candidate *c)
{
	size_t length = reader_left(&c->record.body);
	struct reader next = following(c);

	if (is_next_row(&c->record, next))
		return FRAMED;
	bool leads_to_header = reader_left(&next) == 0 || begins_plausibly(next);
	if (c->credit < 2 * c->size) /* now, and for a hidden chain */
		return leads_to_header ? FRAMED : damaged(c, 1);
	c->credit -= 2 * c->size;
	size_t size = size_inside(&c->record);
	if (size == length && leads_to_header)
		return FRAMED;
	if (!leads_to_header && is_short(c))
		return FRAMED;
	if (!leads_to_header && size != length)
		return damaged(c, 1);
	if (size < length) {
		struct reader swallowed = c->record.body;
		read_skip(&swallowed, size);
		if (begins_plausibly(swallowed))
			return damaged(c, c->size - reader_left(&swallowed));
	}
	return find_hidden_chain(c);
}

/* A header that says something that nobody knows is believed when a chain follows. */
static enum framed check_unknown(struct candidate *c)
{
	struct reader next = following(c);
	size_t want = 0;

	if (c->header.length > MRT_MESSAGE_BODY_MAX || reader_left(&next) == 0)
		return damaged(c, 1);
	switch (chain_check(next, c->last, &want)) {
	case 1:
		return FRAMED;
	case ERR_TRUNCATED:
		c->want = c->size + want;
		return MORE;
	default:
		return damaged(c, 1);
	}
}

/* Judges the record at the front by its header, its body and what follows. */
static enum framed judge(struct candidate *c, uint64_t offset)
{
	struct reader in = c->in;

	c->want = MRT_HEADER_SIZE;
	if (reader_left(&in) < MRT_HEADER_SIZE)
		return c->last ? damaged(c, 1) : MORE;
	c->header = header_read(&in);
	bool plausible = header_is_plausible(&c->header);
	if (!plausible && c->header.length > MRT_MESSAGE_BODY_MAX)
		return damaged(c, 1);

	c->size = (size_t)MRT_HEADER_SIZE + c->header.length;
	c->want = c->size + LOOKAHEAD;
	if (reader_left(&c->in) < c->want && !c->last)
		return MORE;
	c->record = record_of(&c->header, offset, read_inner(&in, c->header.length));
	if (in.failed)
		return damaged(c, 1);
	return plausible ? check_length(c) : check_unknown(c);
}

/* Drops bytes up to the next place that can be believed. 1 when there is one; else like
 * mrt_next(). */
static int seek(struct framing *framing, struct reader *in, bool last)
{
	for (; reader_left(in) > 0; framing_lose(framing, in, 1)) {
		size_t want = 0;
		if (reader_left(in) >= MRT_HEADER_SIZE && !begins_plausibly(*in))
			continue;
		int chained = chain_check(*in, last, &want);
		if (chained == ERR_TRUNCATED) {
			framing->want = want;
			return 0;
		}
		if (chained == 1 || body_bears_out(*in)) {
			framing->seeking = false;
			return 1;
		}
	}
	framing->want = MRT_HEADER_SIZE;
	return 0;
}

static void pay(struct framing *framing, const struct candidate *c)
{
	size_t credit = c->credit + CREDIT_TIMES * c->size;
	framing->credit = credit < CREDIT_MAX ? credit : CREDIT_MAX;
}

int mrt_next(struct framing *framing, struct reader *in, bool last, struct mrt_record *out_record)
{
	for (;;) {
		if (framing->seeking && seek(framing, in, last) == 0)
			return 0;
		if (reader_left(in) == 0) {
			framing->want = MRT_HEADER_SIZE;
			return 0;
		}
		struct candidate c = { .in = *in, .last = last, .credit = framing->credit };
		switch (judge(&c, framing->offset)) {
		case FRAMED:
			c.record.whole = read_inner(in, c.size);
			framing->offset += c.size;
			framing->records++;
			pay(framing, &c);
			*out_record = c.record;
			return 1;
		case MORE:
			framing->want = c.want;
			return 0;
		case DAMAGED:
			pay(framing, &c);
			framing_damage(framing, in, c.size);
			break;
		}
	}
}
