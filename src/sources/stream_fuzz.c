/*
 * Any bytes, packed in any way and then damaged or not: however a stream is cut into pieces, it
 * gives the same bytes or refuses, and what was not damaged comes back whole.
 */
#include "base/fuzz.h"
#include "sources/packing.h"
#include "sources/stream.h"

enum { UNPACKED_MAX = 1 << 20, HEAD = 8 };

static void check_end(struct stream *stream, int got, const struct buffer *packed,
		      const struct buffer *out)
{
	assert((got < 0) == (stream_reason(stream)[0] != '\0'));
	int drained = stream_drain(stream);
	assert(drained == 0);
	struct stream_totals totals = stream_totals(stream);
	assert(totals.size_bytes == packed->used && totals.unpacked_bytes == out->used);
	assert(totals.trailing_bytes <= totals.size_bytes && out->used <= UNPACKED_MAX);
	assert(strlen(totals.sha256) == DIGEST_TEXT_MAX - 1);
}

static int read_all(const struct buffer *packed, size_t read_size, size_t room, struct buffer *out)
{
	const struct stream_options options = { .unpacked_max = UNPACKED_MAX,
						.read_size = read_size };
	struct stream *stream = stream_open_memory(packed->bytes, packed->used, &options);
	int got;

	buffer_init(out);
	do {
		size_t size = 0;
		char *at = buffer_room(out, room);
		got = stream_read(stream, at, room, &size);
		assert(got > 0 ? size > 0 && size <= room : size == 0);
		buffer_commit(out, at + size);
	} while (got > 0);
	check_end(stream, got, packed, out);
	stream_close(stream);
	return got;
}

static bool same(const struct buffer *buffer, const void *bytes, size_t size)
{
	return buffer->used == size && (size == 0 || memcmp(buffer->bytes, bytes, size) == 0);
}

/* The first byte chooses the packing, the next two the pieces, then come place and bits of the
 * damage, and the contents. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct buffer packed, whole, pieces;

	if (size <= HEAD || size > UNPACKED_MAX)
		return 0;
	const char *packing = PACKINGS[bytes[0] % PACKING_COUNT];
	bool damaged = (bytes[5] | bytes[6] | bytes[7]) != 0;
	uint8_t *contents = memory_alloc(size, 1);
	memcpy(contents, bytes + HEAD, size - HEAD);
	buffer_init(&packed);
	pack(&packed, packing, contents, size - HEAD);
	size_t place = (bytes[3] | (size_t)bytes[4] << 8) % packed.used;
	for (size_t i = 0; i < 3 && place + i < packed.used; i++)
		packed.bytes[place + i] ^= (char)bytes[5 + i];

	int got = read_all(&packed, 0, 1 << 16, &whole);
	int got_again = read_all(&packed, 1 + bytes[1], 1 + bytes[2], &pieces);
	assert((got == 0) == (got_again == 0));
	assert(got < 0 || same(&whole, pieces.bytes, pieces.used));
	assert(damaged || packing == PACKINGS[0] || same(&whole, contents, size - HEAD));
	buffer_clear(&pieces);
	buffer_clear(&whole);
	buffer_clear(&packed);
	free(contents);
	return 0;
}
