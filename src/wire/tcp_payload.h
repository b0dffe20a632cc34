/*
 * TCP payload: is it BGP or BMP, and where does a message begin? Told by content, never by port.
 * RFC 4271 section 4.1; RFC 8654; RFC 7854 section 4.
 *
 * In:   the first bytes of a direction of a connection, or those behind a gap.
 * Out:  the protocol, and how many bytes stand before its first whole message.
 * Promise: BGP is believed by one header at the beginning of a stream, by two headers or the end of
 *       the bytes anywhere else; BMP by a header and what it contains, or by a second header. A BGP
 *       message inside a BMP message is not taken for a BGP stream when the BMP header is there or
 *       another follows. STREAM_FRONT_MAX bytes are enough for an answer; those that cannot be the
 *       beginning of anything need not be kept for it.
 * Pure: no I/O, no allocation.
 */
#ifndef WIRE_TCP_PAYLOAD_H
#define WIRE_TCP_PAYLOAD_H

#include <stdbool.h>

#include "base/reader.h"

enum stream_protocol {
	STREAM_UNDECIDED, /* more bytes will help */
	STREAM_BGP,
	STREAM_BMP,
	STREAM_OTHER,
};

enum {
	/* The longest BGP or BMP message that more than its own header must confirm, and what
	 * is to be seen of the next. */
	STREAM_FRONT_MAX = (64 << 10) + 128,
};

/* Of a stream from its beginning on. `whole`: there are no more bytes. */
enum stream_protocol stream_protocol(struct reader front, bool whole);

/* Of bytes that may begin in the middle of a message. `out_skip` counts those to pass over, also
 * while it is undecided: they will not be needed again. Only of the whole STREAM_OTHER is said. */
enum stream_protocol stream_seek(struct reader front, bool whole, size_t *out_skip);

#endif
