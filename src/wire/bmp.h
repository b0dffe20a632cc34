/*
 * BMP framing: cuts what a router says about its sessions into messages, and finds the next good
 * one after damage.  RFC 7854 section 4.1.
 *
 * In:   bytes of one router, piece by piece, from a connection or a file.
 * Out:  one message at a time; its body borrows those bytes (wire/bmp_body.h reads it).
 * Promise: a message is given as soon as it is there, for nothing may follow for hours. A length is
 *       believed unless it is none; or the UPDATE in a Route Monitoring message ends earlier and
 *       another message begins just there. Then the next place is sought where three messages
 *       follow each other, so damage costs no more than the message that it stands in.
 * Pure: no I/O, no allocation.
 */
#ifndef WIRE_BMP_H
#define WIRE_BMP_H

#include "base/err.h"
#include "wire/framing.h"

enum bmp_type {
	BMP_ROUTE_MONITORING = 0,
	BMP_STATISTICS = 1,
	BMP_PEER_DOWN = 2,
	BMP_PEER_UP = 3,
	BMP_INITIATION = 4,
	BMP_TERMINATION = 5,
	BMP_ROUTE_MIRRORING = 6,
};

enum {
	BMP_VERSION = 3,
	/* draft-ietf-grow-bmp-tlv: the same header in front of other bodies, which we do not read.
	 */
	BMP_VERSION_TLV = 4,
	BMP_HEADER_SIZE = 6,
	BMP_PEER_HEADER_SIZE = 42,
	/* With its header. The RFC has no limit. A BGP message has at most 65,535 octets; two
	 * OPENs, or a mirrored message, with a dozen TLVs of 65,535 each: that is all honest. */
	BMP_MESSAGE_MAX = 1 << 20,
	/* After damage we only believe chains of messages up to this size, which is that of the
	 * largest Route Monitoring, so that looking for the next one holds three of them. */
	BMP_RESYNC_MESSAGE_MAX = BMP_HEADER_SIZE + BMP_PEER_HEADER_SIZE + 65535,
};

struct bmp_message {
	uint64_t offset;  /* of the header in the stream, in bytes */
	unsigned version; /* 3 or 4 */
	unsigned type;    /* enum bmp_type, or what else the octet says */
	struct reader body;
};

void bmp_framing_init(struct framing *framing);

/*
 * The next message of `in`, which holds the stream's bytes from framing->offset on; `last` says
 * that no more will come. Returns 1 and a message; or 0 when more bytes are needed, at least
 * framing->want of them, or, with `last`, at the end. Moves `in` behind what was used or lost.
 */
int bmp_next(struct framing *framing, struct reader *in, bool last,
	     struct bmp_message *out_message);

#endif
