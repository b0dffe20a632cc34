/*
 * Packet: the TCP segment inside a captured frame.
 * Link layers as libpcap numbers them; IEEE 802.1Q; RFC 3032 (MPLS); RFC 791; RFC 8200; RFC 9293.
 *
 * In:   one frame as it was captured, perhaps cut short, and how long it was on the wire.
 * Out:  a TCP segment whose payload borrows the frame, or why there is none.
 * Promise: what the capture cut off is never invented: `payload` holds what is there, `size` says
 *       what was sent. Padding behind the packet is no payload. Fragments are refused, first ones
 *       too: routers do not fragment BGP, and what is missing shows as a gap of the stream.
 *       Checksums are not compared, since a sender's own captures have none yet (offloading).
 * Pure: no I/O, no allocation.
 */
#ifndef WIRE_PACKET_H
#define WIRE_PACKET_H

#include "net/prefix.h"

/* LINKTYPE_ values of https://www.tcpdump.org/linktypes.html. */
enum packet_link {
	LINK_NULL = 0, /* BSD loopback: the family in the byte order of who captured */
	LINK_ETHERNET = 1,
	LINK_PPP = 9,
	LINK_PPP_HDLC = 50,
	LINK_RAW = 101,    /* an IP packet of either version */
	LINK_C_HDLC = 104, /* Cisco PPP with HDLC framing */
	LINK_LOOP = 108,   /* OpenBSD loopback: the family in network byte order */
	LINK_LINUX_SLL = 113,
	LINK_IPV4 = 228,
	LINK_IPV6 = 229,
	LINK_LINUX_SLL2 = 276,
};

enum packet_verdict {
	PACKET_TCP, /* taken */
	PACKET_NOT_IP,
	PACKET_NOT_TCP,
	PACKET_FRAGMENT,
	PACKET_CUT, /* so short that not even the TCP header was captured */
	PACKET_MALFORMED,
	PACKET_VERDICTS,
};

/* For refusals_init(). */
extern const char *const packet_says[PACKET_VERDICTS];

enum tcp_flag {
	TCP_FIN = 1,
	TCP_SYN = 2,
	TCP_RST = 4,
	TCP_PSH = 8,
	TCP_ACK = 16,
};

struct tcp_endpoint {
	struct address address;
	uint16_t port;
};

struct tcp_segment {
	struct tcp_endpoint source, destination;
	uint32_t seq, ack;
	unsigned flags;        /* enum tcp_flag, others of the header too */
	size_t size;           /* bytes of payload as sent */
	struct reader payload; /* those of them, from the first on, that were captured */
};

/* Is it a link layer that packet_read() knows? */
bool packet_link_known(unsigned link);

/* `wire_size`: bytes of the frame as sent; less than `frame` holds is taken for as much. */
enum packet_verdict packet_read(enum packet_link link, struct reader frame, size_t wire_size,
				struct tcp_segment *out_segment);

#endif
