/*
 * Buffer: text that is being put together, to be written out in large pieces.
 *
 * The printers of the wire formats append here by hand; no printf stands in a path that runs once a
 * route. Room is asked for once per line with buffer_room(), after which the `put_` functions write
 * through a bare cursor.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

struct buffer {
	char *bytes;
	size_t used, size;
};

/* A piece this large is worth a write(); see buffer_flush_if_full(). */
enum { BUFFER_PIECE = 1 << 20 };

void buffer_init(struct buffer *buffer);
void buffer_clear(struct buffer *buffer);

/* Where the next character goes, with room for at least `want` of them. Commit what was put there
 * with buffer_commit(buffer, end). */
char *buffer_room(struct buffer *buffer, size_t want);
void buffer_commit(struct buffer *buffer, const char *end);

void buffer_text(struct buffer *buffer, struct text text);
void buffer_string(struct buffer *buffer, const char *terminated);
void buffer_char(struct buffer *buffer, char c);
void buffer_u64(struct buffer *buffer, uint64_t value);
/* The lowest `size` octets of a number, at most 8, the highest of them first, as on the wire. */
void buffer_number(struct buffer *buffer, uint64_t value, size_t size);
/* For people. "1,234,567"; "1 peer", "2,345 peers"; "47 hours", "2 days": the largest unit of which
 * there are two. */
void buffer_thousands(struct buffer *buffer, uint64_t value);
void buffer_number_of(struct buffer *buffer, uint64_t count, const char *thing);
void buffer_age(struct buffer *buffer, uint64_t age_ms);
/* For headings and messages, never for a line that repeats a million times. */
void buffer_format(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* As a JSON string with its quotes; invalid UTF-8 becomes U+FFFD. */
void buffer_json_string(struct buffer *buffer, struct text text);
/* As text of HTML, or as an attribute in quotes. Blanks of all kinds become spaces; what else is a
 * control character, turns the direction of writing, or is no UTF-8 becomes U+FFFD. */
void buffer_html(struct buffer *buffer, struct text text);
/* Bytes that a terminal could take for commands (C0, C1, DEL) are shown as \xNN. */
void buffer_printable(struct buffer *buffer, struct text text);

/* Writes everything to `fd` and empties the buffer. ERR_IO with errno kept. */
MUST_CHECK int buffer_flush(struct buffer *buffer, int fd);
/* The same, but only once a large piece has come together. */
MUST_CHECK int buffer_flush_if_full(struct buffer *buffer, int fd);

/* Bare cursors: they return the position behind what they wrote. */
enum { PUT_U64_MAX = 20 };
char *put_u64(char *at, uint64_t value);
char *put_u32(char *at, uint32_t value);
/* At most 0xffff, in hexadecimal, lower case, without leading zeros. */
char *put_hex16(char *at, unsigned value);

static inline char *put_bytes(char *at, const char *bytes, size_t len)
{
	memcpy(at, bytes, len);
	return at + len;
}

#endif
