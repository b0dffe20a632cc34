/* Whatever the segments: every byte delivered is accounted for, offsets go on without a gap,
 * nothing comes behind an end, memory stays within its limits and is all given back. Segments are
 * made of few ends and of small steps of the sequence number, so that they meet. */
#include "base/fuzz.h"

#include "wire/tcp_stream.h"

enum { NUMBERS_MAX = 4096 };

struct seen {
	uint64_t bytes, ends;
	uint64_t offsets[NUMBERS_MAX][2];
	bool ended[NUMBERS_MAX];
};

static int on_chunk(void *context, const struct tcp_chunk *chunk)
{
	struct seen *seen = context;
	size_t size = reader_left(&chunk->bytes);

	assert(size > 0 && chunk->direction < 2);
	assert(chunk->lost == 0 || chunk->seek);
	seen->bytes += size;
	if (chunk->connection >= NUMBERS_MAX)
		return 0;
	assert(!seen->ended[chunk->connection]);
	assert(seen->offsets[chunk->connection][chunk->direction] == chunk->offset);
	seen->offsets[chunk->connection][chunk->direction] += size;
	return 0;
}

static int on_end(void *context, uint64_t connection)
{
	struct seen *seen = context;

	seen->ends++;
	if (connection < NUMBERS_MAX) {
		assert(!seen->ended[connection]);
		seen->ended[connection] = true;
	}
	return 0;
}

/* A control octet says who speaks, the next what kind of number follows. */
static struct tcp_segment segment_read(struct reader *in)
{
	struct tcp_segment segment = { 0 };
	unsigned who = read_u8(in);
	uint32_t base = (who & 8) != 0 ? (who & 16) != 0 ? UINT32_C(0xffffff80) : read_u32(in) : 0;

	segment.source.address.family = FAMILY_V4;
	segment.destination.address.family = FAMILY_V4;
	segment.source.port = who & 3;
	segment.destination.port = 4;
	if ((who & 4) != 0) {
		segment.source.port = 4;
		segment.destination.port = who & 3;
	}
	segment.flags = read_u8(in);
	segment.seq = base + read_u8(in);
	segment.ack = base + read_u8(in);
	segment.size = read_u8(in) & 0x7f;
	size_t left = reader_left(in);
	segment.payload = read_inner(in, segment.size < left ? segment.size : left);
	return segment;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct seen seen;
	const struct tcp_sink sink = { &seen, on_chunk, on_end };
	struct reader in = reader_over(bytes, size);
	struct tcp_streams streams;
	uint64_t taken = 0, frame = 0;

	memset(&seen, 0, sizeof(seen));
	tcp_streams_init(&streams, &sink);
	while (reader_left(&in) > 0) {
		struct tcp_segment segment = segment_read(&in);
		if (in.failed)
			break;
		taken += reader_left(&segment.payload);
		int result = tcp_streams_take(&streams, &segment, frame, frame);
		assert(result == 0);
		frame++;
	}
	assert(streams.held_bytes <= TCP_HELD_TOTAL_MAX);
	int result = tcp_streams_finish(&streams);
	assert(result == 0);
	const struct tcp_counts *counts = &streams.counts;
	assert(streams.held_bytes == 0 && seen.ends == counts->connections);
	assert(counts->segments == frame && counts->delivered_bytes == seen.bytes);
	assert(seen.bytes + counts->repeated_bytes + counts->after_end_bytes <= taken);
	tcp_streams_clear(&streams);
	return 0;
}
