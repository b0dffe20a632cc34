/*
 * TCP streams: segments in, the bytes of each direction of each connection in order, out.
 * RFC 9293; RFC 7323 section 2.3 (windows).
 *
 * In:   segments as captured: out of order, twice, with holes, from the middle of a connection.
 * Out:  chunks to a sink; one behind bytes that were never captured says so.
 * Promise: of bytes sent twice the first copy counts. Every byte delivered stands at its place; a
 *       hole is waited for until (a) the receiver acknowledged it, (b) too much waits behind it,
 *       (c) the connection or the capture ends; then it is a gap. Memory is bounded by the limits
 *       below, time is linear in what comes in. Whoever forges segments into a capture can spoil
 *       the connection that they name, no other.
 * Pure: memory, but no I/O and no clock.
 *
 * A new SYN on a known pair of endpoints begins a new connection; so does a leap of more than
 * TCP_LEAP_MAX that the next segment continues, since then the SYN was not captured. What follows
 * the end of a connection and is no new one is not delivered. Which network a packet came through
 * (VLAN, label) is not looked at: the same packet seen twice is a retransmission.
 */
#ifndef WIRE_TCP_STREAM_H
#define WIRE_TCP_STREAM_H

#include "base/index.h"
#include "wire/packet.h"

enum {
	/* Followed at a time; then the one idle for longest ends. A large collector has 3,000. At
	 * some 250 bytes each they cost 4 MB. */
	TCP_CONNECTIONS_MAX = 16 << 10,
	/* Waiting behind a hole in one direction. Without the receiver's acknowledgements the wait
	 * is that long: a sender stops when its window is full, 16 to 64 KB for most routers. */
	TCP_HELD_BYTES_MAX = 1 << 20,
	TCP_HELD_SEGMENTS_MAX = 1024,
	/* In all directions together, with what it costs to hold them. Then the direction that asks
	 * for more gives its holes up. */
	TCP_HELD_TOTAL_MAX = 64 << 20,
	/* No window in use is as large (RFC 7323 would allow 1 GiB). */
	TCP_LEAP_MAX = 16 << 20,
};

struct tcp_chunk {
	uint64_t connection; /* from 0, by its first segment */
	unsigned direction;  /* 0: from the opener, or whom we heard first; 1: the other */
	struct tcp_endpoint source, destination;
	uint64_t time_us; /* of the segment that brought it; held ones are older than some before */
	uint64_t frame;   /* its number in the capture */
	uint64_t offset;  /* bytes delivered in this direction before */
	uint64_t lost;    /* bytes missing before these, as sequence numbers tell */
	bool seek;        /* begins anywhere: behind a gap, or of a stream seen from its middle */
	struct reader bytes; /* at least one; borrowed until the callback returns */
};

/* What a callback returns but 0 ends the parse. */
struct tcp_sink {
	void *context;
	int (*chunk)(void *context, const struct tcp_chunk *chunk);
	/* Nothing more will come of this connection. May be NULL. */
	int (*end)(void *context, uint64_t connection);
};

struct tcp_counts {
	uint64_t segments;
	uint64_t connections;
	uint64_t delivered_bytes;
	uint64_t repeated_bytes; /* retransmitted, or captured twice */
	uint64_t late_segments;  /* that were out of order, and held */
	uint64_t gaps, lost_bytes;
	uint64_t strays;          /* segments far from where their stream stands */
	uint64_t after_end_bytes; /* behind FIN or RST */
	uint64_t evicted;         /* connections that ended because there were too many */
};

struct tcp_connection;

struct tcp_streams {
	struct tcp_sink sink;
	struct tcp_connection *connections; /* owned */
	size_t room;
	uint32_t used;
	uint32_t oldest, newest; /* by the last segment */
	struct index index;
	size_t held_bytes;
	struct tcp_counts counts;
};

void tcp_streams_init(struct tcp_streams *streams, const struct tcp_sink *sink);
void tcp_streams_clear(struct tcp_streams *streams);

/* 0, or what the sink returned. */
int tcp_streams_take(struct tcp_streams *streams, const struct tcp_segment *segment,
		     uint64_t time_us, uint64_t frame);
/* No more segments: delivers what still waits, ends all connections. */
int tcp_streams_finish(struct tcp_streams *streams);

#endif
