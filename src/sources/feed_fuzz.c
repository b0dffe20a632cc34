/* Whatever the bytes, of a format that the first chooses: a feed comes to an end that stays one,
 * its events keep their promises, and counting finds as many routes as telling, but for those of
 * peers that no table of MRT has. */
#include "base/fuzz.h"
#include "sources/feed.h"
#include "wire/test_event_log.h"

static const enum kind FORMATS[] = { KIND_MRT, KIND_BMP, KIND_BGP, KIND_RIS_LIVE, KIND_PCAP };

static uint64_t read_all(enum kind kind, const uint8_t *bytes, size_t size, bool counts)
{
	const struct stream_options plain = { .unpacked_max = 1 << 20, .without_digest = true };
	/* Small pieces, which are quickly made; but what a parser wants fits. */
	const struct window_options pieces = { .block_size = 4096 };
	struct event_log log = { .is_silent = true };
	struct feed_options options = { .sink = event_log_sink(&log) };
	uint64_t routes = 0, time_us = 0, steps = 0;

	struct stream *stream = stream_open_memory(bytes, size, &plain);
	struct feed *feed = feed_open(window_over(stream, &pieces), kind, &options);
	for (; feed_next(feed, &time_us) > 0; steps++) {
		if (counts)
			routes += feed_count(feed);
		else
			feed_tell(feed);
	}
	int again = feed_next(feed, &time_us);
	assert(again == 0 && !log.is_inside);
	assert(counts ? log.events == 0 : log.routes <= log.events);
	assert((feed_error(feed) != 0) == (feed_reason(feed)[0] != '\0'));
	struct feed_totals totals = feed_totals(feed);
	assert(totals.steps == steps && totals.lost_records <= totals.lost_bytes);
	window_close(feed_close(feed));
	return counts ? routes : log.routes;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size == 0)
		return 0;
	enum kind kind = FORMATS[bytes[0] % (sizeof(FORMATS) / sizeof(FORMATS[0]))];
	uint64_t told = read_all(kind, bytes + 1, size - 1, false);
	uint64_t counted = read_all(kind, bytes + 1, size - 1, true);
	assert(kind == KIND_MRT ? counted >= told : counted == told);
	return 0;
}
