/* Whatever the capture: it is read to an end that stays one, every frame is accounted for, and
 * every connection that began has ended. */
#include "base/fuzz.h"
#include "sources/pcap_reader.h"

struct seen {
	uint64_t bytes, ends;
};

static int on_chunk(void *context, const struct tcp_chunk *chunk)
{
	struct seen *seen = context;

	assert(reader_left(&chunk->bytes) > 0 && chunk->frame > 0);
	seen->bytes += reader_left(&chunk->bytes);
	return 0;
}

static int on_end(void *context, uint64_t connection)
{
	struct seen *seen = context;

	(void)connection;
	seen->ends++;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const struct stream_options options = { .unpacked_max = 1 << 20, .without_digest = true };
	/* Small pieces, which are quickly made. */
	const struct window_options pieces = { .block_size = 4096, .record_max = 4096 };
	struct seen seen = { 0 };
	const struct tcp_sink sink = { &seen, on_chunk, on_end };
	struct pcap_reader reader;

	struct stream *stream = stream_open_memory(bytes, size, &options);
	pcap_reader_init(&reader, window_over(stream, &pieces), &sink);
	while (pcap_reader_step(&reader) > 0)
		continue;
	int again = pcap_reader_step(&reader);
	assert(again == 0);
	assert((reader.error != 0) == (reader.reason[0] != '\0'));
	assert(reader.refusals.taken + refusals_total(&reader.refusals) == reader.frames);
	assert(reader.streams.counts.segments == reader.refusals.taken);
	assert(reader.streams.counts.connections == seen.ends);
	assert(reader.streams.counts.delivered_bytes == seen.bytes);
	assert(reader.error_offset <= 1 << 20);
	pcap_reader_clear(&reader);
	return 0;
}
