#include "base/buffer.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"

void buffer_init(struct buffer *buffer)
{
	*buffer = (struct buffer){ 0 };
}

void buffer_clear(struct buffer *buffer)
{
	free(buffer->bytes);
	buffer_init(buffer);
}

char *buffer_room(struct buffer *buffer, size_t want)
{
	if (buffer->bytes == NULL || want > buffer->size - buffer->used)
		buffer->bytes = memory_grow(buffer->bytes, &buffer->size, buffer->used + want, 1);
	return buffer->bytes + buffer->used;
}

void buffer_commit(struct buffer *buffer, const char *end)
{
	assert(end >= buffer->bytes + buffer->used && end <= buffer->bytes + buffer->size);
	buffer->used = (size_t)(end - buffer->bytes);
}

void buffer_text(struct buffer *buffer, struct text text)
{
	if (text.len > 0)
		buffer_commit(buffer, put_bytes(buffer_room(buffer, text.len), text.at, text.len));
}

void buffer_string(struct buffer *buffer, const char *terminated)
{
	buffer_text(buffer, text_of(terminated));
}

void buffer_char(struct buffer *buffer, char c)
{
	*buffer_room(buffer, 1) = c;
	buffer->used++;
}

void buffer_u64(struct buffer *buffer, uint64_t value)
{
	buffer_commit(buffer, put_u64(buffer_room(buffer, PUT_U64_MAX), value));
}

void buffer_number(struct buffer *buffer, uint64_t value, size_t size)
{
	uint64_t wire = __builtin_bswap64(value << (64 - size * 8));

	assert(size > 0 && size <= sizeof(wire));
	memcpy(buffer_room(buffer, sizeof(wire)), &wire, sizeof(wire));
	buffer->used += size;
}

void buffer_thousands(struct buffer *buffer, uint64_t value)
{
	char digits[PUT_U64_MAX];
	size_t count = (size_t)(put_u64(digits, value) - digits);

	for (size_t i = 0; i < count; i++) {
		if (i > 0 && (count - i) % 3 == 0)
			buffer_char(buffer, ',');
		buffer_char(buffer, digits[i]);
	}
}

void buffer_number_of(struct buffer *buffer, uint64_t count, const char *thing)
{
	buffer_thousands(buffer, count);
	buffer_format(buffer, " %s%s", thing, count == 1 ? "" : "s");
}

void buffer_age(struct buffer *buffer, uint64_t age_ms)
{
	static const struct {
		const char *name;
		uint64_t ms;
	} units[] = { { "day", UINT64_C(86400000) }, { "hour", 3600000 }, { "minute", 60000 } };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (age_ms >= 2 * units[i].ms) {
			buffer_number_of(buffer, age_ms / units[i].ms, units[i].name);
			return;
		}
	buffer_number_of(buffer, age_ms / 1000, "second");
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	int len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	assert(len >= 0);

	char *at = buffer_room(buffer, (size_t)len + 1);
	va_start(args, format);
	(void)vsnprintf(at, (size_t)len + 1, format, args);
	va_end(args);
	buffer->used += (size_t)len;
}

/* Length of the valid UTF-8 sequence at the front of `text`, or 0. Overlong forms, surrogates and
 * what lies beyond U+10FFFF are not valid (RFC 3629 section 4). */
static size_t utf8_length(struct text text)
{
	const unsigned char *s = (const unsigned char *)text.at;
	size_t len = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

	if (s[0] > 0xf4 || len > text.len)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if (len == 3 && ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f)))
		return 0;
	if (len == 4 && ((s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f)))
		return 0;
	return len;
}

/* Could a terminal take the character of `len` octets at the front for a command? C0, DEL, C1. */
static bool is_control(struct text text, size_t len)
{
	unsigned char c = (unsigned char)text.at[0];

	return len == 1 ? c < 0x20 || c == 0x7f
			: len == 2 && c == 0xc2 && (unsigned char)text.at[1] < 0xa0;
}

void buffer_json_string(struct buffer *buffer, struct text text)
{
	buffer_char(buffer, '"');
	while (text.len > 0) {
		unsigned char c = (unsigned char)text.at[0];
		size_t len = utf8_length(text);
		if (c == '"' || c == '\\') {
			buffer_char(buffer, '\\');
			buffer_char(buffer, (char)c);
		} else if (is_control(text, len)) {
			/* Of two octets the second is the character's number. */
			buffer_format(buffer, "\\u%04x", (unsigned char)text.at[len - 1]);
		} else if (len == 0) {
			buffer_string(buffer, "\xef\xbf\xbd");
		} else {
			buffer_text(buffer, text_upto(text, len));
		}
		text = text_from(text, len > 0 ? len : 1);
	}
	buffer_char(buffer, '"');
}

/* Would the character at the front make its neighbours read in another order? U+202A to U+202E and
 * U+2066 to U+2069 (UAX 9): a name may not rewrite the line that it stands in. */
static bool turns_direction(struct text text, size_t len)
{
	const unsigned char *s = (const unsigned char *)text.at;

	return len == 3 && s[0] == 0xe2 &&
	       ((s[1] == 0x80 && s[2] >= 0xaa && s[2] <= 0xae) ||
		(s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9));
}

static const char *html_name(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\t':
	case '\n':
	case '\r':
		return " ";
	default:
		return NULL;
	}
}

void buffer_html(struct buffer *buffer, struct text text)
{
	while (text.len > 0) {
		size_t len = utf8_length(text);
		const char *name = html_name(text.at[0]);
		if (name != NULL)
			buffer_string(buffer, name);
		else if (len == 0 || is_control(text, len) || turns_direction(text, len))
			buffer_string(buffer, "\xef\xbf\xbd");
		else
			buffer_text(buffer, text_upto(text, len));
		text = text_from(text, len > 0 ? len : 1);
	}
}

void buffer_printable(struct buffer *buffer, struct text text)
{
	while (text.len > 0) {
		unsigned char c = (unsigned char)text.at[0];
		size_t len = utf8_length(text);
		if (len == 0 || is_control(text, len)) {
			buffer_format(buffer, "\\x%02x", c);
			len = 1;
		} else {
			buffer_text(buffer, text_upto(text, len));
		}
		text = text_from(text, len);
	}
}

int buffer_flush(struct buffer *buffer, int fd)
{
	size_t done = 0;

	while (done < buffer->used) {
		ssize_t wrote = write(fd, buffer->bytes + done, buffer->used - done);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return ERR_IO;
		done += (size_t)wrote;
	}
	buffer->used = 0;
	return 0;
}

int buffer_flush_if_full(struct buffer *buffer, int fd)
{
	return buffer->used >= BUFFER_PIECE ? buffer_flush(buffer, fd) : 0;
}

static const char DIGIT_PAIRS[] = "00010203040506070809101112131415161718192021222324"
				  "25262728293031323334353637383940414243444546474849"
				  "50515253545556575859606162636465666768697071727374"
				  "75767778798081828384858687888990919293949596979899";

char *put_u64(char *at, uint64_t value)
{
	char digits[PUT_U64_MAX];
	char *first = digits + sizeof(digits);

	while (value >= 100) {
		first -= 2;
		memcpy(first, DIGIT_PAIRS + value % 100 * 2, 2);
		value /= 100;
	}
	if (value >= 10) {
		first -= 2;
		memcpy(first, DIGIT_PAIRS + value * 2, 2);
	} else {
		*--first = (char)('0' + value);
	}
	return put_bytes(at, first, (size_t)(digits + sizeof(digits) - first));
}

static unsigned digit_count(uint32_t value)
{
	if (value < 10000)
		return value < 100 ? (value < 10 ? 1 : 2) : (value < 1000 ? 3 : 4);
	if (value < 100000000)
		return value < 1000000 ? (value < 100000 ? 5 : 6) : (value < 10000000 ? 7 : 8);
	return value < 1000000000 ? 9 : 10;
}

char *put_u32(char *at, uint32_t value)
{
	unsigned count = digit_count(value);
	char *last = at + count;

	while (value >= 100) {
		last -= 2;
		memcpy(last, DIGIT_PAIRS + value % 100 * 2, 2);
		value /= 100;
	}
	if (value >= 10)
		memcpy(last - 2, DIGIT_PAIRS + value * 2, 2);
	else
		last[-1] = (char)('0' + value);
	return at + count;
}

char *put_hex16(char *at, unsigned value)
{
	static const char hex[] = "0123456789abcdef";
	unsigned shift = value > 0xfff ? 12 : value > 0xff ? 8 : value > 0xf ? 4 : 0;

	for (;; shift -= 4) {
		*at++ = hex[value >> shift & 15];
		if (shift == 0)
			return at;
	}
}
