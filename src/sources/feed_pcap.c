/*
 * Captured packets as a feed: a step is a frame that brings something of BGP or BMP. Which
 * connections these are is told by what they carry (wire/tcp_payload.h), never by ports.
 */
#include <stdlib.h>

#include "base/buffer.h"
#include "base/index.h"
#include "base/memory.h"
#include "sources/feed_kind.h"
#include "sources/pcap_reader.h"
#include "wire/bgp_stream.h"
#include "wire/bgp_talk.h"
#include "wire/bmp_events.h"
#include "wire/tcp_payload.h"

enum { ENDED_MAX = 1024 }; /* connections that may have ended before their places are reused */

/* A gap behind bytes that have not been told yet. */
struct cut {
	size_t at; /* of the bytes */
	uint64_t missing;
};

/* One direction of a connection. */
struct side {
	enum stream_protocol protocol;
	bool seeks;          /* the bytes may begin anywhere */
	bool is_news;        /* the frame brought something to be told */
	struct buffer bytes; /* not used yet */
	struct cut *cuts;    /* owned; in them */
	size_t cut_count, cut_room;
	struct framing bgp;
	struct framing bmp;
	struct bmp_events *router; /* owned; of BMP */
};

struct session {
	uint64_t connection;
	bool is_over;
	struct bgp_talk talk;
	struct tcp_endpoint source, destination; /* of direction 0 */
	struct side sides[2];
};

struct pcap_feed {
	struct feed feed;
	struct pcap_reader reader;
	struct bgp_events events;  /* of BGP */
	struct session **sessions; /* owned, each too; NULL where one has ended */
	size_t session_count, session_room;
	size_t ended;
	struct index by_connection;
	/* What the frame brought, to be told. */
	struct {
		uint32_t session;
		unsigned side;
	} * news;
	size_t news_count, news_room;
	uint64_t time_us, offset;        /* of the frame */
	struct feed_totals ended_totals; /* losses and refusals of connections that are over */
	struct refusals frame_faults, bmp_refusals;
};

static struct session *session_find(struct pcap_feed *pcap, uint64_t connection,
				    uint32_t *out_number)
{
	struct probe probe = index_probe(&pcap->by_connection, hash_words(connection, 0));

	while (index_next(&pcap->by_connection, &probe)) {
		struct session *session = pcap->sessions[probe.id];
		if (session != NULL && session->connection == connection) {
			*out_number = probe.id;
			return session;
		}
	}
	return NULL;
}

/* Forgets the places of those that have ended, once there are many. */
static void compact(struct pcap_feed *pcap)
{
	size_t kept = 0;

	if (pcap->ended < ENDED_MAX || pcap->news_count > 0)
		return;
	index_clear(&pcap->by_connection);
	index_init(&pcap->by_connection);
	for (size_t i = 0; i < pcap->session_count; i++) {
		struct session *session = pcap->sessions[i];
		if (session == NULL)
			continue;
		index_add(&pcap->by_connection, hash_words(session->connection, 0), (uint32_t)kept);
		pcap->sessions[kept++] = session;
	}
	pcap->session_count = kept;
	pcap->ended = 0;
}

static struct session *session_add(struct pcap_feed *pcap, const struct tcp_chunk *chunk,
				   uint32_t *out_number)
{
	bool forth = chunk->direction == 0;

	compact(pcap);
	pcap->sessions = memory_grow(pcap->sessions, &pcap->session_room, pcap->session_count + 1,
				     sizeof(struct session *));
	struct session *session = memory_alloc(1, sizeof(*session));
	session->connection = chunk->connection;
	session->source = forth ? chunk->source : chunk->destination;
	session->destination = forth ? chunk->destination : chunk->source;
	bgp_talk_init(&session->talk, &session->source.address, &session->destination.address);
	*out_number = (uint32_t)pcap->session_count++;
	pcap->sessions[*out_number] = session;
	index_add(&pcap->by_connection, hash_words(session->connection, 0), *out_number);
	return session;
}

static void drop(struct side *side, size_t size)
{
	if (size == 0)
		return;
	memmove(side->bytes.bytes, side->bytes.bytes + size, side->bytes.used - size);
	side->bytes.used -= size;
	for (size_t i = 0; i < side->cut_count; i++)
		side->cuts[i].at -= size;
}

/* Up to the first cut. */
static struct reader bytes_of(const struct side *side)
{
	return reader_over(side->bytes.bytes,
			   side->cut_count > 0 ? side->cuts[0].at : side->bytes.used);
}

/* Behind a gap the half message before it is lost. */
static void lose_rest(struct pcap_feed *pcap, struct side *side, uint64_t missing)
{
	struct reader rest = bytes_of(side);
	bool is_read = side->protocol == STREAM_BGP || side->protocol == STREAM_BMP;

	if (is_read && reader_left(&rest) + missing > 0) {
		pcap->ended_totals.lost_records++;
		pcap->ended_totals.lost_bytes += reader_left(&rest) + missing;
	}
	drop(side, reader_left(&rest));
	side->seeks = true;
}

static void note_gap(struct pcap_feed *pcap, struct side *side, uint64_t missing)
{
	if (side->bytes.used == 0) {
		lose_rest(pcap, side, missing);
		return;
	}
	/* What stands before it is told first. */
	side->cuts =
		memory_grow(side->cuts, &side->cut_room, side->cut_count + 1, sizeof(*side->cuts));
	side->cuts[side->cut_count++] = (struct cut){ side->bytes.used, missing };
}

/* Adds up what the framing of a side has lost. */
static void sum_losses(struct pcap_feed *pcap, const struct side *side)
{
	pcap->ended_totals.lost_records += side->bgp.lost_records + side->bmp.lost_records;
	pcap->ended_totals.lost_bytes += side->bgp.lost_bytes + side->bmp.lost_bytes;
}

static void start_side(struct pcap_feed *pcap, struct session *session, struct side *side,
		       unsigned direction)
{
	struct bgp_sink sink = feed_sink(&pcap->feed);
	char text[ADDRESS_TEXT_MAX];

	sum_losses(pcap, side); /* of what came before a gap */
	bgp_stream_init(&side->bgp);
	bmp_framing_init(&side->bmp);
	if (side->protocol != STREAM_BMP || side->router != NULL)
		return;
	const struct tcp_endpoint *router =
		direction == 0 ? &session->source : &session->destination;
	struct text name = text_of(address_print(&router->address, text));
	side->router = memory_alloc(1, sizeof(*side->router));
	bmp_events_init(side->router, &sink, TEXT(""));
	side->router->bgp.judges = pcap->events.judges;
	memcpy(side->router->router, name.at, name.len);
	side->router->bgp.collector = (struct text){ side->router->router, name.len };
}

/* How much of a direction is there to judge it by. */
enum extent {
	MORE_TO_COME,
	UP_TO_A_GAP, /* no message goes on behind it, but the stream does */
	TO_ITS_END,
};

/* What protocol is it, and where does a message begin? False while that is not known. */
static bool decide(struct pcap_feed *pcap, struct session *session, unsigned direction,
		   enum extent extent)
{
	struct side *side = &session->sides[direction];
	enum stream_protocol before = side->protocol;
	bool whole = extent != MORE_TO_COME;
	size_t skip = 0;

	if (side->protocol == STREAM_OTHER)
		return false;
	if (side->protocol != STREAM_UNDECIDED && !side->seeks)
		return true;
	enum stream_protocol now = side->seeks ? stream_seek(bytes_of(side), whole, &skip)
					       : stream_protocol(bytes_of(side), whole);
	drop(side, skip);
	if (now == STREAM_UNDECIDED ||
	    (now == STREAM_OTHER && (before != STREAM_UNDECIDED || extent == UP_TO_A_GAP)))
		return false;
	side->protocol = now;
	side->seeks = false;
	if (now == STREAM_OTHER) {
		side->cut_count = 0;
		buffer_clear(&side->bytes);
		return false;
	}
	start_side(pcap, session, side, direction);
	return true;
}

static void note_news(struct pcap_feed *pcap, uint32_t number, unsigned direction)
{
	struct side *side = &pcap->sessions[number]->sides[direction];

	if (side->is_news)
		return;
	side->is_news = true;
	pcap->news = memory_grow(pcap->news, &pcap->news_room, pcap->news_count + 1,
				 sizeof(*pcap->news));
	pcap->news[pcap->news_count].session = number;
	pcap->news[pcap->news_count++].side = direction;
}

static int take_chunk(void *context, const struct tcp_chunk *chunk)
{
	struct pcap_feed *pcap = context;
	uint32_t number;
	struct session *session = session_find(pcap, chunk->connection, &number);

	if (session == NULL)
		session = session_add(pcap, chunk, &number);
	struct side *side = &session->sides[chunk->direction];
	if (side->protocol == STREAM_OTHER)
		return 0;
	if (chunk->lost > 0 || chunk->seek)
		note_gap(pcap, side, chunk->lost);
	buffer_text(&side->bytes,
		    (struct text){ (const char *)chunk->bytes.at, reader_left(&chunk->bytes) });
	if (side->cut_count > 0 || decide(pcap, session, chunk->direction, MORE_TO_COME))
		note_news(pcap, number, chunk->direction);
	return 0;
}

static void session_free(struct pcap_feed *pcap, struct session *session)
{
	for (unsigned i = 0; i < 2; i++) {
		struct side *side = &session->sides[i];
		sum_losses(pcap, side);
		if (side->router != NULL) {
			refusals_add(&pcap->bmp_refusals, &side->router->peers.refusals);
			refusals_add(&pcap->events.refusals, &side->router->bgp.refusals);
			bmp_events_clear(side->router);
		}
		free(side->router);
		free(side->cuts);
		buffer_clear(&side->bytes);
	}
	free(session);
}

/* Messages that are whole; `last`: nothing more will come. */
static void tell_whole(struct pcap_feed *pcap, struct session *session, unsigned direction,
		       bool last)
{
	struct side *side = &session->sides[direction];
	struct reader in = bytes_of(side), message;
	size_t size = reader_left(&in);
	struct bmp_message bmp;

	if (side->protocol == STREAM_BGP) {
		while (bgp_stream_next(&side->bgp, &in, last, &message) > 0)
			bgp_talk_tell(&session->talk, &pcap->events, direction, message,
				      pcap->time_us, pcap->offset);
	} else if (side->protocol == STREAM_BMP) {
		while (bmp_next(&side->bmp, &in, last, &bmp) > 0) {
			bmp.offset = pcap->offset; /* that in its stream says nothing */
			bmp_events_tell(side->router, &bmp, pcap->time_us);
		}
	}
	drop(side, size - reader_left(&in));
}

/* All up to now, from gap to gap. */
static void tell_side(struct pcap_feed *pcap, struct session *session, unsigned direction)
{
	struct side *side = &session->sides[direction];

	while (side->cut_count > 0) {
		uint64_t missing = side->cuts[0].missing;
		if (decide(pcap, session, direction, UP_TO_A_GAP))
			tell_whole(pcap, session, direction, false);
		if (side->protocol == STREAM_OTHER)
			return;
		lose_rest(pcap, side, missing);
		memmove(side->cuts, side->cuts + 1, --side->cut_count * sizeof(*side->cuts));
	}
	if (decide(pcap, session, direction, session->is_over ? TO_ITS_END : MORE_TO_COME))
		tell_whole(pcap, session, direction, session->is_over);
}

/* Told with the frame that ended it. */
static int end_connection(void *context, uint64_t connection)
{
	struct pcap_feed *pcap = context;
	uint32_t number;
	struct session *session = session_find(pcap, connection, &number);

	if (session == NULL)
		return 0;
	session->is_over = true;
	note_news(pcap, number, 0);
	note_news(pcap, number, 1);
	return 0;
}

static void open(struct feed *feed, const struct feed_options *options)
{
	struct pcap_feed *pcap = (struct pcap_feed *)feed;
	const struct tcp_sink streams = { pcap, take_chunk, end_connection };
	struct bgp_sink sink = feed_sink(feed);

	pcap_reader_init(&pcap->reader, feed->window, &streams);
	bgp_events_init(&pcap->events, &sink, options->collector);
	pcap->events.judges = options->judges;
	index_init(&pcap->by_connection);
}

static void close(struct feed *feed)
{
	struct pcap_feed *pcap = (struct pcap_feed *)feed;

	(void)pcap_reader_release(&pcap->reader);
	pcap_reader_clear(&pcap->reader);
	for (size_t i = 0; i < pcap->session_count; i++)
		if (pcap->sessions[i] != NULL)
			session_free(pcap, pcap->sessions[i]);
	free(pcap->sessions);
	free(pcap->news);
	index_clear(&pcap->by_connection);
}

/* That a network carries more than TCP is no fault of the capture. */
static void note_faults(struct pcap_feed *pcap)
{
	pcap->frame_faults = pcap->reader.refusals;
	pcap->frame_faults.count[PACKET_NOT_IP] = 0;
	pcap->frame_faults.count[PACKET_NOT_TCP] = 0;
}

static int next(struct feed *feed, uint64_t *out_time_us)
{
	struct pcap_feed *pcap = (struct pcap_feed *)feed;

	if (pcap->news_count > 0)
		(void)feed_count(feed); /* passed over, but its sessions go on */
	while (pcap->news_count == 0) {
		if (pcap_reader_step(&pcap->reader) <= 0 && pcap->news_count == 0) {
			note_faults(pcap);
			return 0;
		}
	}
	pcap->offset = pcap->reader.frame_offset;
	pcap->time_us = pcap->reader.time_us;
	*out_time_us = pcap->time_us;
	return 1;
}

static void tell(struct feed *feed)
{
	struct pcap_feed *pcap = (struct pcap_feed *)feed;

	for (size_t i = 0; i < pcap->news_count; i++) {
		struct session *session = pcap->sessions[pcap->news[i].session];
		unsigned direction = pcap->news[i].side;
		tell_side(pcap, session, direction);
		session->sides[direction].is_news = false;
	}
	for (size_t i = 0; i < pcap->news_count; i++) {
		struct session **session = &pcap->sessions[pcap->news[i].session];
		if (*session == NULL || !(*session)->is_over)
			continue;
		session_free(pcap, *session);
		*session = NULL;
		pcap->ended++;
	}
	pcap->news_count = 0;
}

static void totals(const struct feed *feed, struct feed_totals *totals)
{
	const struct pcap_feed *pcap = (const struct pcap_feed *)feed;

	totals->lost_records = pcap->ended_totals.lost_records;
	totals->lost_bytes = pcap->ended_totals.lost_bytes;
	totals->first_loss = FEED_NOWHERE;
	totals->refusals[0] = &pcap->frame_faults;
	totals->refusals[1] = &pcap->events.refusals;
	totals->refusals[2] = &pcap->bmp_refusals;
}

static int error(const struct feed *feed)
{
	return pcap_reader_error(&((const struct pcap_feed *)feed)->reader);
}

static const char *reason(const struct feed *feed)
{
	return pcap_reader_reason(&((const struct pcap_feed *)feed)->reader);
}

const struct feed_kind feed_pcap = {
	.size = sizeof(struct pcap_feed),
	.open = open,
	.close = close,
	.next = next,
	.tell = tell,
	.totals = totals,
	.error = error,
	.reason = reason,
};
