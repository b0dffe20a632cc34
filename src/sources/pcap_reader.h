/*
 * Capture reader: the TCP streams inside captured packets, pcap or pcapng, however packed.
 *
 * In:   a window over the capture.
 * Out:  chunks of streams to a sink (wire/tcp_stream.h); what was not TCP, by reason, with the
 *       number of its frame (as Wireshark counts, from 1) and the place of its record.
 * Promise: what stands before damage counts, and the streams end properly. Behind damage nothing is
 *       read, since nothing in these formats says where the next packet begins. libpcap reads the
 *       file: it refuses packets over 256 KiB and pcapng blocks over 16 MiB before it makes room
 *       for them, files of several link layers, and those of a version it does not know.
 * Standard: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng, as libpcap understands them.
 */
#ifndef SOURCES_PCAP_READER_H
#define SOURCES_PCAP_READER_H

#include <stdio.h>

#include "sources/window.h"
#include "wire/refusals.h"
#include "wire/tcp_stream.h"

enum { PCAP_REASON_MAX = 256 };

struct pcap_reader {
	struct window *window; /* owned */
	FILE *file;            /* what libpcap reads the window through */
	struct pcap *pcap; /* libpcap's, owns `file`; NULL before the first step and at the end */
	enum packet_link link;
	struct tcp_streams streams;
	struct refusals refusals; /* of frames, by enum packet_verdict; a line is a frame */
	uint64_t frames;
	uint64_t cut_segments; /* that lack some of their payload, see struct tcp_segment */
	uint64_t wrong_times;  /* frames dated beyond 2106; they take the time of the one before */
	uint64_t time_us;      /* of the last frame */
	uint64_t frame_offset; /* of its record, in the unpacked stream */
	bool started, ended;
	int error;             /* 0, or why there is no more */
	uint64_t error_offset; /* in the unpacked stream, when `error` is not 0 */
	char reason[PCAP_REASON_MAX];
};

/* Takes the window, from its first byte on. */
void pcap_reader_init(struct pcap_reader *reader, struct window *window,
		      const struct tcp_sink *sink);
void pcap_reader_clear(struct pcap_reader *reader);
/* Gives the window back, for its totals; the caller then owns it. No more steps after that. */
struct window *pcap_reader_release(struct pcap_reader *reader);

/* Reads a frame and hands on what it brings. 1; 0 at the end, also of an input that failed there:
 * see pcap_reader_error(); or what the sink returned to end the parse, best negative. */
int pcap_reader_step(struct pcap_reader *reader);

/*
 * 0, or why there is no more, and pcap_reader_reason() says it to a person:
 * ERR_TRUNCATED   the last packet is cut off
 * ERR_MALFORMED   a header or block that makes no sense
 * ERR_UNSUPPORTED a link layer that we do not read
 * or what the window says.
 */
static inline int pcap_reader_error(const struct pcap_reader *reader)
{
	return reader->error;
}

static inline const char *pcap_reader_reason(const struct pcap_reader *reader)
{
	return reader->reason;
}

#endif
