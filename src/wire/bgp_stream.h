/*
 * BGP stream: cuts the bytes that one speaker sends, or a file of such, into messages, and finds
 * the next one after damage.  RFC 4271 section 4.1, RFC 8654.
 *
 * In:   bytes, piece by piece.
 * Out:  one message at a time, with its header; it borrows those bytes.
 * Promise: a message is given as soon as it is there. A length is not believed when a marker stands
 *       inside the message; nor, if more bytes are at hand, when none stands behind it but further
 *       on, and the message's own parts do not end with it.
 * Pure: no I/O, no allocation.
 */
#ifndef WIRE_BGP_STREAM_H
#define WIRE_BGP_STREAM_H

#include "base/err.h"
#include "wire/framing.h"

enum { BGP_HEADER_SIZE = 19, BGP_MESSAGE_MAX = 65535 };

void bgp_stream_init(struct framing *stream);

/*
 * The next message of `in`, which holds the bytes from stream->offset on; `last` says that no more
 * will come. Returns 1 and a message; or 0 when more bytes are needed, at least stream->want of
 * them, or, with `last`, at the end. Moves `in` behind what was used or lost.
 */
int bgp_stream_next(struct framing *stream, struct reader *in, bool last,
		    struct reader *out_message);

#endif
