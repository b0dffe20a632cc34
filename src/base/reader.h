/*
 * Reader: a cursor over bytes that came from outside, which never steps past their end.
 *
 * A read that does not fit returns zero and marks the reader `failed`; every later read fails too.
 * So a parser reads its fields in the order of the RFC's drawing and asks once, at the end. A field
 * that contains fields gets an inner reader of its own, so that an inner length can never reach
 * outside the outer one. Numbers are big-endian, as on the wire. This is the only pointer
 * arithmetic that touches binary input.
 */
#ifndef BASE_READER_H
#define BASE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct reader {
	const uint8_t *at;
	const uint8_t *end;
	bool failed;
};

static inline struct reader reader_over(const void *bytes, size_t size)
{
	const uint8_t *at = size > 0 ? (const uint8_t *)bytes : (const uint8_t *)"";
	return (struct reader){ .at = at, .end = at + size };
}

static inline size_t reader_left(const struct reader *r)
{
	return (size_t)(r->end - r->at);
}

/* Borrows the next `size` bytes, or NULL. They live as long as the bytes under the reader. */
static inline const uint8_t *read_bytes(struct reader *r, size_t size)
{
	if (__builtin_expect(r->failed || size > reader_left(r), 0)) {
		r->failed = true;
		return NULL;
	}
	const uint8_t *bytes = r->at;
	r->at += size;
	return bytes;
}

static inline void read_skip(struct reader *r, size_t size)
{
	(void)read_bytes(r, size);
}

/* A reader over the next `size` bytes, for a field that contains fields; failed if too few. */
static inline struct reader read_inner(struct reader *r, size_t size)
{
	const uint8_t *bytes = read_bytes(r, size);
	return bytes != NULL ? reader_over(bytes, size) : (struct reader){ .failed = true };
}

static inline uint8_t read_u8(struct reader *r)
{
	const uint8_t *b = read_bytes(r, 1);
	return b != NULL ? b[0] : 0;
}

static inline uint16_t read_u16(struct reader *r)
{
	const uint8_t *b = read_bytes(r, 2);
	uint16_t value = 0;
	if (b != NULL)
		memcpy(&value, b, sizeof(value));
	return __builtin_bswap16(value);
}

static inline uint32_t read_u32(struct reader *r)
{
	const uint8_t *b = read_bytes(r, 4);
	uint32_t value = 0;
	if (b != NULL)
		memcpy(&value, b, sizeof(value));
	return __builtin_bswap32(value);
}

static inline uint64_t read_u64(struct reader *r)
{
	const uint8_t *b = read_bytes(r, 8);
	uint64_t value = 0;
	if (b != NULL)
		memcpy(&value, b, sizeof(value));
	return __builtin_bswap64(value);
}

#endif
