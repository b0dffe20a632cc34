/*
 * JSON stream: yajl, made safe for JSON of strangers that arrives in pieces of any size.
 *
 * In:       pieces of a JSON text; gathered into pieces of 16 KiB, so callbacks come late by up to
 *           as much, and how the input was cut changes nothing at all.
 * Out:      calls of the yajl callbacks; numbers as they are written.
 * Promise:  work is linear in the input, memory stays within 512 KiB, though yajl by itself keeps
 *           the whole of a string or number that crosses a piece, and reads it again with every
 *           piece. Of a string longer than 64 KiB (up to 96, where pieces fall so) the callback
 *           gets the start, at least 10 KiB; on_long_string() tells that. Depth is for the
 *           callbacks to limit: yajl takes a byte for each level.
 *           Strings may hold any bytes: UTF-8 is not checked. A byte order mark at the start is
 *           skipped.
 * Standard: RFC 8259.
 */
#ifndef WIRE_JSON_STREAM_H
#define WIRE_JSON_STREAM_H

#include <stdbool.h>
#include <stdint.h>
#include <yajl/yajl_parse.h>

#include "base/text.h"

enum {
	JSON_STRING_MAX = 64 << 10,
	JSON_PIECE = 16 << 10,
	JSON_MESSAGE_MAX = 80,
};

/* Whether the input stands inside a string, as seen from outside of yajl. */
struct string_watch {
	bool inside;
	bool skipping;
	uint8_t escape; /* characters that an escape can still have */
	bool met_quote; /* that starts or ends a string, in the piece last seen */
	size_t size;    /* of the whole pieces inside this string */
};

struct json_stream {
	yajl_handle yajl; /* owned */
	void *context;    /* borrowed; for all callbacks */
	void (*on_long_string)(void *context);

	int result; /* anything but 0 stays */
	uint64_t fault_offset;
	char fault_message[JSON_MESSAGE_MAX]; /* "" while there is no fault */

	uint64_t base; /* where in the input the part starts that was parsed last */
	uint64_t next; /* and where the next one will */
	size_t bare;   /* bytes so far of a number that has not ended */
	struct string_watch string;
	size_t staged;
	char stage[JSON_PIECE];
};

/* `callbacks` are static. `context` is theirs and that of `on_long_string`. */
void json_stream_init(struct json_stream *stream, const yajl_callbacks *callbacks, void *context,
		      void (*on_long_string)(void *context));
void json_stream_clear(struct json_stream *stream);

/* The next piece. ERR_MALFORMED: not JSON. ERR_LIMIT: a number without end. Or what a callback
 * said by json_stream_stop(). All later calls return the same. */
MUST_CHECK int json_stream_feed(struct json_stream *stream, struct text piece);
/* The input is complete. ERR_TRUNCATED: it ends in the middle; else as json_stream_feed(). */
MUST_CHECK int json_stream_finish(struct json_stream *stream);

/* For callbacks: the offset in the input behind the token that they are called for. */
uint64_t json_stream_offset(const struct json_stream *stream);
/* For callbacks: ends the parse with `result`, which is not 0. Returns what they must return. */
int json_stream_stop(struct json_stream *stream, int result, struct text message);

#endif
