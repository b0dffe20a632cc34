#include "wire/tcp_stream.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

#define NOBODY UINT32_MAX

/* A piece of payload that waits for what comes before it. */
struct held {
	uint8_t *bytes; /* owned */
	uint32_t seq, size;
	uint64_t time_us, frame;
};

struct direction {
	uint32_t initial; /* number of the first byte */
	uint32_t next;    /* of the next to be delivered */
	uint32_t acked;   /* the receiver has all before, if `has_acked` */
	uint32_t fin;     /* number behind the last byte, if `has_fin` */
	uint32_t stray;   /* where a segment that leapt too far ended, if `has_stray` */
	bool started, has_acked, has_fin, has_stray;
	bool follows_syn; /* the next data does, and the SYN had data too */
	bool ended;       /* all is delivered up to the FIN */
	bool seek;        /* see struct tcp_chunk */
	uint64_t lost;
	uint64_t offset;
	struct held *held; /* by sequence number; they neither touch `next` nor overlap */
	size_t room;
	size_t held_count, held_bytes;
};

struct tcp_connection {
	uint64_t number;
	struct tcp_endpoint ends[2]; /* [d] sends direction d */
	struct direction directions[2];
	uint32_t older, newer; /* neighbours by the last segment */
	bool closed;
};

/* RFC 9293 section 3.4: sequence numbers are compared modulo 2^32. */
static int32_t seq_ahead(uint32_t seq, uint32_t of)
{
	return (int32_t)(seq - of);
}

static bool endpoint_equal(const struct tcp_endpoint *a, const struct tcp_endpoint *b)
{
	return a->port == b->port && address_equal(&a->address, &b->address);
}

static uint64_t endpoint_hash(const struct tcp_endpoint *end)
{
	return hash_words(hash_words(end->address.hi, end->address.lo),
			  (uint64_t)end->address.family << 16 | end->port);
}

/* The same for both directions. */
static uint64_t ends_hash(const struct tcp_endpoint *a, const struct tcp_endpoint *b)
{
	uint64_t x = endpoint_hash(a), y = endpoint_hash(b);

	return hash_words(x ^ y, x + y);
}

void tcp_streams_init(struct tcp_streams *s, const struct tcp_sink *sink)
{
	*s = (struct tcp_streams){ .sink = *sink, .oldest = NOBODY, .newest = NOBODY };
	index_init(&s->index);
}

static void held_free(struct tcp_streams *s, struct direction *dir)
{
	for (size_t i = 0; i < dir->held_count; i++)
		free(dir->held[i].bytes);
	free(dir->held);
	s->held_bytes -= dir->held_bytes + dir->room * sizeof(*dir->held);
	dir->held = NULL;
	dir->room = 0;
	dir->held_count = 0;
	dir->held_bytes = 0;
}

void tcp_streams_clear(struct tcp_streams *s)
{
	for (uint32_t i = 0; i < s->used; i++)
		for (unsigned d = 0; d < 2; d++)
			held_free(s, &s->connections[i].directions[d]);
	free(s->connections);
	index_clear(&s->index);
	*s = (struct tcp_streams){ .oldest = NOBODY, .newest = NOBODY };
}

/* Hands bytes on that stand at `next`. */
static int deliver(struct tcp_streams *s, struct tcp_connection *c, unsigned d, struct reader bytes,
		   uint64_t time_us, uint64_t frame)
{
	struct direction *dir = &c->directions[d];
	size_t size = reader_left(&bytes);
	struct tcp_chunk chunk = {
		.connection = c->number,
		.direction = d,
		.source = c->ends[d],
		.destination = c->ends[!d],
		.time_us = time_us,
		.frame = frame,
		.offset = dir->offset,
		.lost = dir->lost,
		.seek = dir->seek,
		.bytes = bytes,
	};

	dir->next += (uint32_t)size;
	dir->offset += size;
	dir->lost = 0;
	dir->seek = false;
	if (dir->has_acked && seq_ahead(dir->acked, dir->next) <= 0)
		dir->has_acked = false; /* an old one would come ahead again when numbers wrap */
	s->counts.delivered_bytes += size;
	return s->sink.chunk(s->sink.context, &chunk);
}

/* Delivers what has waited for `next`. */
static int held_deliver(struct tcp_streams *s, struct tcp_connection *c, unsigned d)
{
	struct direction *dir = &c->directions[d];
	size_t done = 0;
	int result = 0;

	for (; result == 0 && done < dir->held_count && dir->held[done].seq == dir->next; done++) {
		struct held *held = &dir->held[done];
		dir->held_bytes -= held->size;
		s->held_bytes -= held->size;
		result = deliver(s, c, d, reader_over(held->bytes, held->size), held->time_us,
				 held->frame);
		free(held->bytes);
	}
	dir->held_count -= done;
	if (dir->held_count == 0)
		held_free(s, dir);
	else if (done > 0)
		memmove(dir->held, dir->held + done, dir->held_count * sizeof(*dir->held));
	return result;
}

/* Bytes up to `to` will not come. */
static int give_up(struct tcp_streams *s, struct tcp_connection *c, unsigned d, uint32_t to)
{
	struct direction *dir = &c->directions[d];
	uint32_t size = to - dir->next;

	s->counts.gaps += dir->lost == 0;
	s->counts.lost_bytes += size;
	dir->lost += size;
	dir->seek = true;
	dir->next = to;
	return held_deliver(s, c, d);
}

/* The first held piece that ends behind `seq`, which is not before `next`. */
static size_t held_find(const struct direction *dir, uint32_t seq)
{
	size_t low = 0, high = dir->held_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct held *held = &dir->held[middle];
		if (seq_ahead(held->seq + held->size, seq) > 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static void held_insert(struct tcp_streams *s, struct direction *dir, size_t at, struct held held,
			struct reader bytes)
{
	size_t had = dir->room;

	held.bytes = memory_alloc(held.size, 1);
	if (bytes.at != NULL) /* of what was cut off by the capture nothing is there */
		memcpy(held.bytes, bytes.at, held.size);
	dir->held = memory_grow(dir->held, &dir->room, dir->held_count + 1, sizeof(*dir->held));
	memmove(dir->held + at + 1, dir->held + at, (dir->held_count - at) * sizeof(*dir->held));
	dir->held[at] = held;
	dir->held_count++;
	dir->held_bytes += held.size;
	s->held_bytes += held.size + (dir->room - had) * sizeof(*dir->held);
}

/* Where a payload stands. */
struct payload {
	uint32_t seq;
	struct reader in;
	uint64_t time_us, frame;
};

/* Delivers or holds those pieces of a payload that are new. It begins at or behind `next`. */
static int pieces_take(struct tcp_streams *s, struct tcp_connection *c, unsigned d,
		       struct payload *payload)
{
	struct direction *dir = &c->directions[d];
	bool late = false;
	int result = 0;

	for (size_t left; result == 0 && (left = reader_left(&payload->in)) > 0;) {
		size_t at = held_find(dir, payload->seq);
		bool is_last = at == dir->held_count;
		int32_t ahead = is_last ? 0 : seq_ahead(dir->held[at].seq, payload->seq);
		if (!is_last && ahead <= 0) { /* the first copy counts */
			size_t known = dir->held[at].size - (uint32_t)-ahead;
			known = known < left ? known : left;
			s->counts.repeated_bytes += known;
			read_skip(&payload->in, known);
			payload->seq += (uint32_t)known;
			continue;
		}
		size_t size = is_last || (size_t)ahead > left ? left : (size_t)ahead;
		struct reader piece = read_inner(&payload->in, size);
		if (payload->seq == dir->next) {
			result = deliver(s, c, d, piece, payload->time_us, payload->frame);
		} else {
			struct held held = { .seq = payload->seq,
					     .size = (uint32_t)size,
					     .time_us = payload->time_us,
					     .frame = payload->frame };
			held_insert(s, dir, at, held, piece);
			late = true;
		}
		payload->seq += (uint32_t)size;
	}
	s->counts.late_segments += late;
	return result == 0 ? held_deliver(s, c, d) : result;
}

static bool holds_too_much(const struct tcp_streams *s, const struct direction *dir)
{
	return dir->held_count > TCP_HELD_SEGMENTS_MAX || dir->held_bytes > TCP_HELD_BYTES_MAX ||
	       s->held_bytes > TCP_HELD_TOTAL_MAX;
}

/* Gives up the holes that nobody will fill. */
static int holes_judge(struct tcp_streams *s, struct tcp_connection *c, unsigned d)
{
	struct direction *dir = &c->directions[d];
	int result = 0;

	while (result == 0 && dir->held_count > 0) {
		uint32_t to = dir->held[0].seq;
		bool is_acked = dir->has_acked && seq_ahead(dir->acked, dir->next) > 0;
		if (is_acked && seq_ahead(dir->acked, to) < 0)
			to = dir->acked;
		else if (!is_acked && !holds_too_much(s, dir))
			break;
		result = give_up(s, c, d, to);
	}
	/* The FIN itself has a number: if that is acknowledged, so is all before it. */
	if (result == 0 && dir->has_fin && dir->has_acked && dir->acked == dir->fin + 1 &&
	    seq_ahead(dir->fin, dir->next) > 0)
		result = give_up(s, c, d, dir->fin);
	if (dir->has_fin && dir->next == dir->fin)
		dir->ended = true;
	return result;
}

/* Delivers all that waits, over every hole; what is missing before a FIN is a gap, too. */
static int flush(struct tcp_streams *s, struct tcp_connection *c, unsigned d)
{
	struct direction *dir = &c->directions[d];
	int result = 0;

	while (result == 0 && dir->held_count > 0)
		result = give_up(s, c, d, dir->held[0].seq);
	if (result == 0 && dir->has_fin && seq_ahead(dir->fin, dir->next) > 0)
		result = give_up(s, c, d, dir->fin);
	return result;
}

static int close_connection(struct tcp_streams *s, struct tcp_connection *c)
{
	if (c->closed)
		return 0;
	int result = flush(s, c, 0);
	if (result == 0)
		result = flush(s, c, 1);
	c->closed = true;
	if (result == 0 && s->sink.end != NULL)
		result = s->sink.end(s->sink.context, c->number);
	return result;
}

static void list_remove(struct tcp_streams *s, uint32_t id)
{
	struct tcp_connection *c = &s->connections[id];

	*(c->older == NOBODY ? &s->oldest : &s->connections[c->older].newer) = c->newer;
	*(c->newer == NOBODY ? &s->newest : &s->connections[c->newer].older) = c->older;
}

static void list_append(struct tcp_streams *s, uint32_t id)
{
	struct tcp_connection *c = &s->connections[id];

	c->older = s->newest;
	c->newer = NOBODY;
	*(s->newest == NOBODY ? &s->oldest : &s->connections[s->newest].newer) = id;
	s->newest = id;
}

/* Begins in a slot; the opener, if it is known, has direction 0. */
static void connection_begin(struct tcp_streams *s, uint32_t id, const struct tcp_segment *segment)
{
	struct tcp_connection *c = &s->connections[id];
	bool is_answer = (segment->flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK);

	*c = (struct tcp_connection){ .number = s->counts.connections++,
				      .older = c->older,
				      .newer = c->newer };
	c->ends[is_answer] = segment->source;
	c->ends[!is_answer] = segment->destination;
}

/* The index cannot forget, so that of evicted connections is made anew now and then. */
static void index_renew(struct tcp_streams *s)
{
	if (s->index.count < 4 * TCP_CONNECTIONS_MAX)
		return;
	index_clear(&s->index);
	index_init(&s->index);
	for (uint32_t id = 0; id < s->used; id++) {
		const struct tcp_connection *c = &s->connections[id];
		index_add(&s->index, ends_hash(&c->ends[0], &c->ends[1]), id);
	}
}

static int connection_add(struct tcp_streams *s, uint64_t hash, const struct tcp_segment *segment,
			  uint32_t *out_id)
{
	uint32_t id = s->used;
	int result = 0;

	if (id == TCP_CONNECTIONS_MAX) {
		id = s->oldest;
		s->counts.evicted += !s->connections[id].closed;
		result = close_connection(s, &s->connections[id]);
		if (result != 0)
			return result;
		list_remove(s, id);
	} else {
		s->connections = memory_grow(s->connections, &s->room, (size_t)id + 1,
					     sizeof(*s->connections));
		s->used++;
	}
	connection_begin(s, id, segment);
	list_append(s, id);
	index_renew(s);
	index_add(&s->index, hash, id);
	*out_id = id;
	return 0;
}

static uint32_t connection_find(const struct tcp_streams *s, uint64_t hash,
				const struct tcp_segment *segment)
{
	for (struct probe p = index_probe(&s->index, hash); index_next(&s->index, &p);) {
		const struct tcp_connection *c = &s->connections[p.id];
		for (unsigned d = 0; d < 2; d++)
			if (endpoint_equal(&c->ends[d], &segment->source) &&
			    endpoint_equal(&c->ends[!d], &segment->destination))
				return p.id;
	}
	return NOBODY;
}

static unsigned direction_of(const struct tcp_connection *c, const struct tcp_segment *segment)
{
	return !endpoint_equal(&c->ends[0], &segment->source);
}

/* Number of the first byte of payload: the SYN has one of its own. */
static uint32_t payload_seq(const struct tcp_segment *segment)
{
	return segment->seq + ((segment->flags & TCP_SYN) != 0);
}

/* Is the segment one of another connection, between the same ends, than the one we know? Notes
 * strays. */
static bool begins_anew(struct tcp_streams *s, struct tcp_connection *c, unsigned d,
			const struct tcp_segment *segment)
{
	struct direction *dir = &c->directions[d];
	uint32_t seq = payload_seq(segment);

	if ((segment->flags & TCP_SYN) != 0) {
		if (dir->started)
			return seq != dir->initial;
		/* An opening of the other side, who has not answered ours, in the middle of it. */
		return c->closed || ((segment->flags & TCP_ACK) == 0 &&
				     c->directions[!d].next != c->directions[!d].initial);
	}
	int32_t ahead = seq_ahead(seq, dir->next);
	if (!dir->started || reader_left(&segment->payload) == 0 ||
	    (ahead <= TCP_LEAP_MAX && ahead >= -TCP_LEAP_MAX))
		return false;
	bool is_second = dir->has_stray && dir->stray == seq;
	dir->has_stray = true;
	dir->stray = seq + (uint32_t)segment->size;
	s->counts.strays += !is_second;
	return is_second;
}

/* RFC 9293 section 3.4 gives the SYN a number of its own. Those who make captures out of messages
 * forget that: the SYN carries the first of them, the next one has the number of its last byte. Who
 * asks whether the other end is still there sends that number too, with a byte at most. */
static bool ignores_syn(struct direction *dir, const struct tcp_segment *segment, uint32_t seq)
{
	if ((segment->flags & TCP_SYN) != 0) {
		dir->follows_syn = segment->size > 0 && seq == dir->next;
		return false;
	}
	bool follows = dir->follows_syn && segment->size > 1;
	dir->follows_syn = dir->follows_syn && segment->size <= 1;
	return follows && seq == dir->next - 1;
}

static int payload_take(struct tcp_streams *s, struct tcp_connection *c, unsigned d,
			const struct tcp_segment *segment, struct payload payload)
{
	struct direction *dir = &c->directions[d];
	size_t left = reader_left(&payload.in);

	if (ignores_syn(dir, segment, payload.seq))
		dir->next--;
	int32_t ahead = seq_ahead(payload.seq, dir->next);
	if (ahead > TCP_LEAP_MAX || ahead < -TCP_LEAP_MAX)
		return 0; /* a stray, counted */
	if (dir->ended) {
		s->counts.after_end_bytes += left;
		return 0;
	}
	if ((segment->flags & TCP_FIN) != 0) {
		dir->has_fin = true;
		dir->fin = payload.seq + (uint32_t)segment->size;
	}
	if (left > 0)
		dir->has_stray = false;
	if (ahead < 0) {
		size_t known = (uint32_t)-ahead < left ? (uint32_t)-ahead : left;
		read_skip(&payload.in, known);
		payload.seq += (uint32_t)known;
		s->counts.repeated_bytes += known;
	}
	int result = pieces_take(s, c, d, &payload);
	return result == 0 ? holes_judge(s, c, d) : result;
}

/* What the segment says about the other direction. */
static int ack_take(struct tcp_streams *s, struct tcp_connection *c, unsigned d,
		    const struct tcp_segment *segment)
{
	struct direction *other = &c->directions[!d];

	if ((segment->flags & TCP_ACK) == 0 || !other->started || other->ended)
		return 0;
	int32_t ahead = seq_ahead(segment->ack, other->next);
	if (ahead <= 0 || ahead > TCP_LEAP_MAX ||
	    (other->has_acked && seq_ahead(segment->ack, other->acked) <= 0))
		return 0;
	other->has_acked = true;
	other->acked = segment->ack;
	return holes_judge(s, c, !d);
}

/* RFC 9293 section 3.5.3 wants a RST to be within the window; so nobody ends a stream from afar. */
static bool is_end(const struct direction *dir, const struct tcp_segment *segment)
{
	int32_t ahead = seq_ahead(segment->seq, dir->next);

	return (segment->flags & TCP_RST) != 0 &&
	       (!dir->started || (ahead >= -1 && ahead <= TCP_HELD_BYTES_MAX));
}

static int segment_take(struct tcp_streams *s, struct tcp_connection *c,
			const struct tcp_segment *segment, uint64_t time_us, uint64_t frame)
{
	unsigned d = direction_of(c, segment);
	struct direction *dir = &c->directions[d];
	struct payload payload = { payload_seq(segment), segment->payload, time_us, frame };
	bool is_syn = (segment->flags & TCP_SYN) != 0;

	if (c->closed) {
		s->counts.after_end_bytes += reader_left(&segment->payload);
		return 0;
	}
	if (is_end(dir, segment)) /* what a RST carries explains it; it is no data */
		return close_connection(s, c);
	if (!dir->started && (is_syn || reader_left(&segment->payload) > 0)) {
		dir->started = true;
		dir->initial = dir->next = payload.seq;
		dir->seek = !is_syn;
	}
	int result = 0;
	if (dir->started)
		result = payload_take(s, c, d, segment, payload);
	if (result == 0)
		result = ack_take(s, c, d, segment);
	if (result == 0 && c->directions[0].ended && c->directions[1].ended)
		result = close_connection(s, c);
	return result;
}

int tcp_streams_take(struct tcp_streams *s, const struct tcp_segment *segment, uint64_t time_us,
		     uint64_t frame)
{
	uint64_t hash = ends_hash(&segment->source, &segment->destination);
	uint32_t id = connection_find(s, hash, segment);
	int result = 0;

	s->counts.segments++;
	if (id == NOBODY) {
		if ((segment->flags & TCP_RST) != 0 ||
		    ((segment->flags & TCP_SYN) == 0 && reader_left(&segment->payload) == 0))
			return 0;
		result = connection_add(s, hash, segment, &id);
		if (result != 0)
			return result;
	} else {
		list_remove(s, id);
		list_append(s, id);
	}
	struct tcp_connection *c = &s->connections[id];
	if (begins_anew(s, c, direction_of(c, segment), segment)) {
		result = close_connection(s, c);
		if (result != 0)
			return result;
		connection_begin(s, id, segment);
	}
	return segment_take(s, c, segment, time_us, frame);
}

int tcp_streams_finish(struct tcp_streams *s)
{
	int result = 0;

	for (uint32_t id = s->oldest; result == 0 && id != NOBODY; id = s->connections[id].newer)
		result = close_connection(s, &s->connections[id]);
	return result;
}
