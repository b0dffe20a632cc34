#include "base/testkit.h"

#include "base/utc.h"
#include "sources/feed.h"
#include "sources/test_capture.h"
#include "wire/bgp_message.h"
#include "wire/event_ris.h"
#include "wire/mrt_events.h"
#include "wire/test_event_log.h"
#include "wire/test_mrt_sample.h"
#include "wire/test_mrt_walk.h"

/* OPENs of AS 64496 and 64497, and an UPDATE that announces 10.N.0.0/16. */
#define OPEN       "04 fbf0 00b4 c0000201 08 0206 4104 0000fbf0"
#define OPEN2      "04 fbf1 00b4 c0000202 08 0206 4104 0000fbf1"
#define ROUTE(n)   "0000 0014 40010100 40020602 01 0000fbf0 400304c0000201 10 0a" n
#define ROUTE_SIZE (19 + 4 + 20 + 3)

static const enum kind FORMATS[] = { KIND_MRT, KIND_BMP, KIND_BGP, KIND_RIS_LIVE, KIND_PCAP };
enum { FORMAT_COUNT = COUNT_OF(FORMATS) };

static void put_bmp(struct buffer *out, unsigned type, struct buffer *body)
{
	test_put_bmp(out, BMP_VERSION, type, test_buffer(body));
	body->used = 0;
}

static void make_bmp(struct buffer *out)
{
	struct buffer body;

	buffer_init(&body);
	test_put_hex(&body, "0002 0002 7231");
	put_bmp(out, BMP_INITIATION, &body);
	test_put_peer(&body, 0, 0);
	test_put_hex(&body, "000000000000000000000000c0000209 00b3 c001");
	test_put_bgp(&body, BGP_OPEN, OPEN);
	test_put_bgp(&body, BGP_OPEN, OPEN2);
	put_bmp(out, BMP_PEER_UP, &body);
	test_put_peer(&body, 0, 0);
	test_put_bgp(&body, BGP_UPDATE, ROUTE("01"));
	put_bmp(out, BMP_ROUTE_MONITORING, &body);
	test_put_peer(&body, 0, 0);
	test_put_hex(&body, "04");
	put_bmp(out, BMP_PEER_DOWN, &body);
	buffer_clear(&body);
}

static const char BMP_SAYS[] = "AS0 reports; AS65000 in-pre out says 1; AS65000 in-pre says 1; "
			       "AS65000 in-pre state 1-6; AS65000 in-pre announces 10.1.0.0/16; "
			       "AS65000 in-pre state 6-1; ";

static void make_bgp(struct buffer *out)
{
	test_put_bgp(out, BGP_OPEN, OPEN);
	test_put_bgp(out, BGP_OPEN, OPEN2);
	test_put_bgp(out, BGP_KEEPALIVE, "");
	test_put_bgp(out, BGP_UPDATE, ROUTE("01"));
	test_put_bgp(out, BGP_UPDATE, "0003 10 0a01 0000");
}

static void tell_record(void *context, const struct mrt_record *record)
{
	mrt_events_tell(context, record);
}

/* The sample's updates, as RIS Live spells them. */
static void make_ris_live(struct buffer *out)
{
	struct mrt_events events;
	struct event_ris ris;
	struct buffer sample;

	buffer_init(&sample);
	mrt_sample_updates(&sample);
	event_ris_init(&ris, out);
	struct bgp_sink sink = event_ris_sink(&ris);
	mrt_events_init(&events, &sink, TEXT("rrc00"), 0);
	(void)mrt_walk(mrt_sample_reader(&sample), 0, tell_record, &events);
	mrt_events_clear(&events);
	event_ris_clear(&ris);
	buffer_clear(&sample);
}

static struct text bytes_of(const struct buffer *buffer, size_t from, size_t size)
{
	return (struct text){ buffer->bytes + from, size };
}

/* A session of BGP whose segments come out of order, and one of BMP. */
static void make_pcap(struct buffer *out)
{
	struct buffer bgp, bmp;

	buffer_init(&bgp);
	buffer_init(&bmp);
	make_bgp(&bgp);
	make_bmp(&bmp);
	capture_begin(out);
	struct capture_segment one = { .port = 1024, .seq = 99, .flags = TCP_SYN };
	capture_put(out, 0, &one);
	one = (struct capture_segment){ 1024, false,   150,
					1,    TCP_ACK, bytes_of(&bgp, 50, bgp.used - 50) };
	capture_put(out, 1, &one);
	one.seq = 100;
	one.payload = bytes_of(&bgp, 0, 50);
	capture_put(out, 2, &one);
	struct capture_segment two = { .port = 1025, .seq = 4, .flags = TCP_SYN };
	capture_put(out, 2, &two);
	two = (struct capture_segment){ 1025, false, 5, 1, TCP_ACK, bytes_of(&bmp, 0, 100) };
	capture_put(out, 3, &two);
	two.seq += 100;
	two.payload = bytes_of(&bmp, 100, bmp.used - 100);
	capture_put(out, 4, &two);
	two = (struct capture_segment){
		1025, false, 5 + (uint32_t)bmp.used, 1, TCP_FIN | TCP_ACK, TEXT("")
	};
	capture_put(out, 5, &two);
	buffer_clear(&bgp);
	buffer_clear(&bmp);
}

static void make(enum kind kind, struct buffer *out)
{
	buffer_init(out);
	switch ((int)kind) {
	case KIND_MRT:
		mrt_sample(out);
		break;
	case KIND_BMP:
		make_bmp(out);
		break;
	case KIND_BGP:
		make_bgp(out);
		break;
	case KIND_RIS_LIVE:
		make_ris_live(out);
		break;
	default:
		make_pcap(out);
	}
}

/* How a feed is read. */
struct reading {
	size_t piece;    /* octets that arrive at a time; 0: all */
	bool counts;     /* does not tell */
	unsigned passes; /* over every one of so many; 0: over none */
};

struct outcome {
	struct event_log log;
	uint64_t routes; /* counted or told */
	struct feed_totals totals;
	uint64_t refused;
	uint64_t first_us, last_us; /* times of steps */
	int error;
};

static void take_step(struct feed *feed, const struct reading *reading, struct outcome *outcome,
		      uint64_t time_us)
{
	uint64_t steps = feed_totals(feed).steps;

	outcome->first_us = steps == 1 ? time_us : outcome->first_us;
	outcome->last_us = time_us;
	if (reading->passes > 0 && steps % reading->passes == 0)
		return;
	if (reading->counts)
		outcome->routes += feed_count(feed);
	else
		feed_tell(feed);
}

static void read_feed(enum kind kind, struct reader in, const struct reading *reading,
		      struct outcome *outcome)
{
	const struct stream_options stream_options = { .read_size = reading->piece,
						       .without_digest = true };
	const struct window_options window_options = { .block_size =
							       reading->piece > 0 ? 64 : 4096 };
	uint64_t time_us;

	*outcome = (struct outcome){ 0 };
	event_log_init(&outcome->log);
	struct stream *stream = stream_open_memory(in.at, reader_left(&in), &stream_options);
	struct feed_options options = { .sink = event_log_sink(&outcome->log) };
	struct feed *feed = feed_open(window_over(stream, &window_options), kind, &options);
	while (feed_next(feed, &time_us) > 0)
		take_step(feed, reading, outcome, time_us);
	assert_int_equal(feed_next(feed, &time_us), 0);
	outcome->error = feed_error(feed);
	assert_int_equal(outcome->error != 0, feed_reason(feed)[0] != '\0');
	outcome->totals = feed_totals(feed);
	for (unsigned i = 0; i < 3 && outcome->totals.refusals[i] != NULL; i++)
		outcome->refused += refusals_total(outcome->totals.refusals[i]);
	if (!reading->counts)
		outcome->routes = outcome->log.routes;
	window_close(feed_close(feed));
}

static void outcome_clear(struct outcome *outcome)
{
	event_log_clear(&outcome->log);
}

static void reads_the_formats_that_carry_bgp(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMAT_COUNT; i++)
		assert_true(feed_reads(FORMATS[i]));
	assert_false(feed_reads(KIND_EMPTY));
	assert_false(feed_reads(KIND_RPKI_CSV));
}

static void tells_each_format(void **state)
{
	static const struct {
		unsigned steps, events, routes;
	} want[] = {
		{ 2 * (1 + MRT_SAMPLE_PREFIXES) + MRT_SAMPLE_PREFIXES + MRT_SAMPLE_PREFIXES / 8,
		  2 * (1 + 60) + MRT_SAMPLE_PREFIXES + MRT_SAMPLE_PREFIXES / 8, 2 * 60 + 30 },
		{ 4, 6, 1 },
		{ 5, 5, 1 },
		{ MRT_SAMPLE_PREFIXES + MRT_SAMPLE_PREFIXES / 8,
		  MRT_SAMPLE_PREFIXES + MRT_SAMPLE_PREFIXES / 8, 30 },
		{ 4, 11, 2 },
	};
	const struct reading reading = { 0 };

	(void)state;
	for (size_t i = 0; i < FORMAT_COUNT; i++) {
		struct buffer bytes;
		struct outcome outcome;
		make(FORMATS[i], &bytes);
		read_feed(FORMATS[i], test_buffer(&bytes), &reading, &outcome);
		assert_int_equal(outcome.error, 0);
		assert_int_equal(outcome.refused, 0);
		assert_int_equal(outcome.totals.lost_records, 0);
		assert_int_equal(outcome.totals.unread, 0);
		assert_int_equal(outcome.totals.steps, want[i].steps);
		assert_int_equal(outcome.log.events, want[i].events);
		assert_int_equal(outcome.routes, want[i].routes);
		outcome_clear(&outcome);
		buffer_clear(&bytes);
	}
}

static void says_what_stands_there(void **state)
{
	const struct reading reading = { 0 };
	struct outcome outcome;
	struct buffer bytes;

	(void)state;
	make(KIND_BMP, &bytes);
	read_feed(KIND_BMP, test_buffer(&bytes), &reading, &outcome);
	assert_string_equal(event_log_text(&outcome.log), BMP_SAYS);
	assert_int_equal(outcome.first_us, 0);
	assert_int_equal(outcome.last_us, UINT64_C(0x65000000) * UTC_SECOND + 7);
	outcome_clear(&outcome);
	buffer_clear(&bytes);

	make(KIND_PCAP, &bytes);
	read_feed(KIND_PCAP, test_buffer(&bytes), &reading, &outcome);
	const char *text = event_log_text(&outcome.log);
	static const char bgp[] = "AS64496 says 1; AS64497 says 1; AS64497 says 4; "
				  "AS64497 announces 10.1.0.0/16; AS64497 withdraws 10.1.0.0/16; ";
	assert_memory_equal(text, bgp, sizeof(bgp) - 1);
	assert_string_equal(text + sizeof(bgp) - 1, BMP_SAYS);
	assert_int_equal(outcome.first_us, 1700000002 * UTC_SECOND);
	assert_int_equal(outcome.totals.first_loss, FEED_NOWHERE);
	outcome_clear(&outcome);
	buffer_clear(&bytes);
}

static void pieces_and_counting_give_the_same(void **state)
{
	static const struct reading whole = { 0 };
	static const struct reading others[] = {
		{ .piece = 1 }, { .piece = 7 }, { .counts = true }, { .piece = 1, .counts = true }
	};

	(void)state;
	for (size_t i = 0; i < FORMAT_COUNT; i++) {
		struct buffer bytes;
		struct outcome want;
		make(FORMATS[i], &bytes);
		read_feed(FORMATS[i], test_buffer(&bytes), &whole, &want);
		const char *want_text = event_log_text(&want.log);
		for (size_t k = 0; k < COUNT_OF(others); k++) {
			struct outcome got;
			read_feed(FORMATS[i], test_buffer(&bytes), &others[k], &got);
			assert_int_equal(got.routes, want.routes);
			assert_int_equal(got.totals.steps, want.totals.steps);
			assert_int_equal(got.last_us, want.last_us);
			if (others[k].counts)
				assert_int_equal(got.log.events, 0);
			else
				assert_string_equal(event_log_text(&got.log), want_text);
			outcome_clear(&got);
		}
		outcome_clear(&want);
		buffer_clear(&bytes);
	}
}

/* Steps that nobody asks about cost nothing but themselves. */
static void steps_may_be_passed_over(void **state)
{
	static const struct reading none = { .passes = 1 }, half = { .passes = 2 };

	(void)state;
	for (size_t i = 0; i < FORMAT_COUNT; i++) {
		struct buffer bytes;
		struct outcome outcome;
		make(FORMATS[i], &bytes);
		read_feed(FORMATS[i], test_buffer(&bytes), &none, &outcome);
		assert_int_equal(outcome.log.events, 0);
		outcome_clear(&outcome);
		read_feed(FORMATS[i], test_buffer(&bytes), &half, &outcome);
		assert_true(outcome.log.events > 0);
		outcome_clear(&outcome);
		buffer_clear(&bytes);
	}
}

/* Segments of one UPDATE each; of those in `missing` nothing was captured. */
static void make_gaps(struct buffer *out, unsigned segments, const char *missing)
{
	struct buffer bgp;

	buffer_init(&bgp);
	capture_begin(out);
	struct capture_segment one = { .port = 1024, .seq = 99, .flags = TCP_SYN };
	capture_put(out, 0, &one);
	for (unsigned i = 0; i < segments; i++) {
		char hex[96];
		(void)snprintf(hex, sizeof(hex), ROUTE("%02x"), i);
		bgp.used = 0;
		test_put_bgp(&bgp, BGP_UPDATE, hex);
		assert_int_equal(bgp.used, ROUTE_SIZE);
		one = (struct capture_segment){ 1024, false,   100 + i * ROUTE_SIZE,
						1,    TCP_ACK, bytes_of(&bgp, 0, bgp.used) };
		if (strchr(missing, (int)('0' + i)) == NULL)
			capture_put(out, i, &one);
	}
	buffer_clear(&bgp);
}

/* What stands between two gaps is told, although both show in the same moment, at the end. */
static void what_stands_between_gaps_is_told(void **state)
{
	static const struct {
		unsigned segments;
		const char *missing, *want;
	} cases[] = {
		{ 3, "1", "AS0 announces 10.0.0.0/16; AS0 announces 10.2.0.0/16; " },
		{ 5, "13",
		  "AS0 announces 10.0.0.0/16; AS0 announces 10.2.0.0/16; "
		  "AS0 announces 10.4.0.0/16; " },
		{ 7, "1245",
		  "AS0 announces 10.0.0.0/16; AS0 announces 10.3.0.0/16; "
		  "AS0 announces 10.6.0.0/16; " },
	};
	const struct reading reading = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buffer bytes;
		struct outcome outcome;
		buffer_init(&bytes);
		make_gaps(&bytes, cases[i].segments, cases[i].missing);
		read_feed(KIND_PCAP, test_buffer(&bytes), &reading, &outcome);
		assert_string_equal(event_log_text(&outcome.log), cases[i].want);
		assert_int_equal(outcome.totals.lost_bytes, strlen(cases[i].missing) * ROUTE_SIZE);
		assert_true(outcome.totals.lost_records > 0);
		outcome_clear(&outcome);
		buffer_clear(&bytes);
	}
}

/* What damage cost before a gap is still known behind it. */
static void losses_add_up_over_gaps(void **state)
{
	const struct reading reading = { 0 };
	struct outcome outcome;
	struct buffer bytes;

	(void)state;
	buffer_init(&bytes);
	make_gaps(&bytes, 5, "3");
	/* In the second UPDATE: 24 of the file, 40 of the SYN's packet with 16 of pcap's. */
	bytes.bytes[24 + 56 + (56 + ROUTE_SIZE) + 56] = 0;
	read_feed(KIND_PCAP, test_buffer(&bytes), &reading, &outcome);
	assert_string_equal(event_log_text(&outcome.log),
			    "AS0 announces 10.0.0.0/16; AS0 announces 10.2.0.0/16; "
			    "AS0 announces 10.4.0.0/16; ");
	assert_int_equal(outcome.totals.lost_bytes, 2 * ROUTE_SIZE);
	assert_int_equal(outcome.totals.lost_records, 2);
	outcome_clear(&outcome);
	buffer_clear(&bytes);
}

/* `ends`: each with its own; else all with the capture. */
static void make_connections(struct buffer *out, unsigned count, bool ends)
{
	struct buffer bgp;

	buffer_init(&bgp);
	test_put_bgp(&bgp, BGP_UPDATE, ROUTE("01"));
	capture_begin(out);
	for (unsigned i = 0; i < count; i++) {
		struct capture_segment one = { .port = 1024 + i, .seq = 99, .flags = TCP_SYN };
		capture_put(out, i, &one);
		one = (struct capture_segment){ 1024 + i, false,   100,
						1,        TCP_ACK, bytes_of(&bgp, 0, bgp.used) };
		capture_put(out, i, &one);
		one = (struct capture_segment){ 1024 + i, false,   100 + (uint32_t)bgp.used,
						1,        TCP_RST, TEXT("") };
		if (ends)
			capture_put(out, i, &one);
	}
	buffer_clear(&bgp);
}

static void many_connections_in_a_capture(void **state)
{
	enum { CONNECTIONS = 5000 };
	const struct reading reading = { 0 };

	(void)state;
	for (unsigned ends = 0; ends < 2; ends++) {
		struct buffer bytes;
		struct outcome outcome;
		buffer_init(&bytes);
		make_connections(&bytes, CONNECTIONS, ends == 1);
		read_feed(KIND_PCAP, test_buffer(&bytes), &reading, &outcome);
		assert_int_equal(outcome.routes, CONNECTIONS);
		assert_int_equal(outcome.totals.lost_records, 0);
		outcome_clear(&outcome);
		buffer_clear(&bytes);
	}
}

static enum kind survivor_kind;

static void read_survivor(struct reader in)
{
	static const struct reading tells = { 0 }, counts = { .counts = true };
	struct outcome told, counted;

	read_feed(survivor_kind, in, &tells, &told);
	read_feed(survivor_kind, in, &counts, &counted);
	assert_int_equal(told.totals.steps, counted.totals.steps);
	if (survivor_kind != KIND_MRT) /* which does not look peers up when it counts */
		assert_int_equal(told.routes, counted.routes);
	if (survivor_kind != KIND_PCAP)
		assert_true(told.totals.lost_bytes <= reader_left(&in));
	assert_true(told.totals.lost_records <= told.totals.lost_bytes);
	outcome_clear(&told);
	outcome_clear(&counted);
}

static void survives_damage(void **state)
{
	enum { SIZE_MAX_TRIED = 120 };

	(void)state;
	for (size_t i = 0; i < FORMAT_COUNT; i++) {
		struct buffer bytes;
		make(FORMATS[i], &bytes);
		size_t size = bytes.used < SIZE_MAX_TRIED ? bytes.used : SIZE_MAX_TRIED;
		survivor_kind = FORMATS[i];
		test_every_truncation(bytes.bytes, size, read_survivor);
		test_every_bit_flip(bytes.bytes, size, read_survivor);
		buffer_clear(&bytes);
	}
}

/* Tries `bytes` with `size` of them at `at` replaced by what `put` holds. */
static void replace(const struct buffer *bytes, size_t at, size_t size, struct text put)
{
	struct buffer changed;

	buffer_init(&changed);
	buffer_text(&changed, bytes_of(bytes, 0, at));
	buffer_text(&changed, put);
	buffer_text(&changed, bytes_of(bytes, at + size, bytes->used - at - size));
	read_survivor(test_bytes(changed.bytes, changed.used));
	buffer_clear(&changed);
}

/* A2 0, A3 1, A4 one less than is left, A5 as many, A6 one more, A7 A9 A10 the largest, A8 more
 * than the parent: as each of these a word of two and of four octets. A13: octets of these values.
 */
static void set_numbers(const struct buffer *bytes, size_t at)
{
	uint32_t left = (uint32_t)(bytes->used - at);
	const uint32_t numbers[] = { 0,    1,    left - 1, left,   left + 1,
				     0x7f, 0x80, 0xff,     0x7fff, UINT32_MAX };

	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		uint32_t wire = __builtin_bswap32(numbers[i]);
		const char *octets = (const char *)&wire;
		for (size_t size = 1; size <= 4 && at + size <= bytes->used; size *= 2)
			replace(bytes, at, size, (struct text){ octets + 4 - size, size });
	}
}

/* A14 swapped, A15 doubled, A16 left out: pieces of the size of a small TLV. */
static void move_pieces(const struct buffer *bytes, size_t at)
{
	enum { PIECE = 6 };
	char both[2 * PIECE];

	if (at + sizeof(both) > bytes->used)
		return;
	memcpy(both, bytes->bytes + at + PIECE, PIECE);
	memcpy(both + PIECE, bytes->bytes + at, PIECE);
	replace(bytes, at, sizeof(both), (struct text){ both, sizeof(both) });
	replace(bytes, at, 0, bytes_of(bytes, at, PIECE));
	replace(bytes, at, PIECE, TEXT(""));
}

/* The checklist's A; A11, A12 and A20 are truncations, flips and pieces, above. */
static void framings_meet_the_checklist_a(void **state)
{
	enum { TRIED = 100, STEP = 3 };

	(void)state;
	for (size_t i = 0; i < FORMAT_COUNT; i++) {
		struct buffer bytes, other;
		make(FORMATS[i], &bytes);
		make(FORMATS[(i + 1) % FORMAT_COUNT], &other);
		survivor_kind = FORMATS[i];
		read_survivor(test_bytes("", 0)); /* A1 */
		for (size_t at = 0; at < bytes.used && at < TRIED; at += STEP) {
			set_numbers(&bytes, at);
			move_pieces(&bytes, at);
			/* A19: the head of one, the tail of another. */
			replace(&bytes, at, bytes.used - at, bytes_of(&other, at / 2, 50));
		}
		replace(&bytes, bytes.used, 0, TEXT("garbage"));                 /* A17 */
		replace(&bytes, bytes.used, 0, bytes_of(&bytes, 0, bytes.used)); /* A18 */
		for (size_t late = 1; late <= 7; late++)                         /* A22 */
			replace(&bytes, 0, late, TEXT(""));
		buffer_clear(&bytes);
		buffer_clear(&other);
	}
}

/* A21: as long as a message can be, in each direction of the field. */
static void a21_a_message_of_65535_octets(void **state)
{
	static uint8_t message[65535];

	(void)state;
	memset(message, 0xff, 16);
	message[16] = message[17] = 0xff;
	message[18] = BGP_UPDATE;
	survivor_kind = KIND_BGP;
	read_survivor(test_bytes(message, sizeof(message)));
	message[19] = 0xff; /* all of it withdrawn, it says, and more */
	message[20] = 0xff;
	read_survivor(test_bytes(message, sizeof(message)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_formats_that_carry_bgp),
		cmocka_unit_test(tells_each_format),
		cmocka_unit_test(says_what_stands_there),
		cmocka_unit_test(pieces_and_counting_give_the_same),
		cmocka_unit_test(steps_may_be_passed_over),
		cmocka_unit_test(what_stands_between_gaps_is_told),
		cmocka_unit_test(losses_add_up_over_gaps),
		cmocka_unit_test(many_connections_in_a_capture),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(framings_meet_the_checklist_a),
		cmocka_unit_test(a21_a_message_of_65535_octets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
