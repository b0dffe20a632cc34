#include "base/testkit.h"

#include <dirent.h>

#include "flow/test_folder.h"
#include "flow/test_records.h"
#include "flow/timeline.h"
#include "net/test_prefix.h"
#include "sources/mrt_reader.h"
#include "sources/packing.h"
#include "sources/test_capture.h"
#include "wire/test_bmp.h"

enum { INPUTS_MAX = 40, SESSION_BUDGET = 1 << 20 };

/* Inputs in files called by their numbers. */
struct bench {
	struct arena session;
	struct input_record inputs[INPUTS_MAX];
	struct timeline timeline;
};

static void bench_init(struct bench *bench, unsigned threads)
{
	arena_init(&bench->session, SESSION_BUDGET);
	struct timeline_options options = { .window.threads = threads };
	timeline_init(&bench->timeline, &options);
}

static void bench_clear(struct bench *bench)
{
	timeline_clear(&bench->timeline);
	arena_clear(&bench->session);
}

/* As the river introduces it: with the time of its first record. */
static void write_input(struct bench *bench, uint32_t number, struct buffer *records)
{
	struct mrt_reader reader;
	struct mrt_record first;
	char path[16];

	mrt_reader_init(&reader,
			window_over(stream_open_memory(records->bytes, records->used, NULL), NULL));
	assert_int_equal(mrt_reader_next(&reader, &first), 1);
	(void)mrt_reader_mend_time(&reader, 0, &first);
	window_close(mrt_reader_release(&reader));
	(void)snprintf(path, sizeof(path), "%u", number);
	input_init(&bench->inputs[number], &bench->session, path);
	bench->inputs[number].stored.number = number;
	bench->inputs[number].kind = KIND_MRT;
	bench->inputs[number].first_time_us = first.time_us;
	test_file(path, records);
}

/* A record at each of the times, seconds separated by blanks. */
static void write_times(struct bench *bench, uint32_t number, const char *times)
{
	struct text rest = text_of(times), word;
	struct buffer records;

	buffer_init(&records);
	while (text_word(&rest, &word))
		mrt_write_peers(&records, test_time(word), number, TEXT(""), NULL, 0);
	write_input(bench, number, &records);
}

static size_t open_files(void)
{
	size_t count = 0;
	DIR *folder = opendir("/proc/self/fd");

	assert_non_null(folder);
	while (readdir(folder) != NULL)
		count++;
	(void)closedir(folder);
	return count;
}

/* "INPUT@SECONDS " for each record; and how many files were open at most. */
static size_t run(struct timeline *timeline, struct buffer *out)
{
	size_t open_before = open_files(), open_most = open_before;
	struct lane *lane;

	timeline_start(timeline);
	while (timeline_next(timeline, &lane) > 0) {
		buffer_format(out, "%u@%u ", lane->input->stored.number,
			      (unsigned)((lane->time_us - TEST_EPOCH) / UTC_SECOND));
		size_t open_now = open_files();
		open_most = open_now > open_most ? open_now : open_most;
	}
	assert_int_equal(timeline_next(timeline, &lane), 0);
	assert_int_equal(open_files(), open_before);
	buffer_char(out, '\0');
	return open_most - open_before;
}

static void many_files_are_one_river(void **state)
{
	static const struct {
		const char *times[3], *order;
		size_t open_most;
	} cases[] = {
		{ { NULL }, "", 0 },
		{ { "0 1 2" }, "0@0 0@1 0@2 ", 1 },
		{ { "0 10 20", "5 15 25" }, "0@0 1@5 0@10 1@15 0@20 1@25 ", 2 },
		{ { "5 15 25", "0 10 20" }, "1@0 0@5 1@10 0@15 1@20 0@25 ", 2 },
		/* Equal times: the lower input first, record by record. */
		{ { "3 3 4", "3 3 4" }, "0@3 0@3 1@3 1@3 0@4 1@4 ", 2 },
		{ { "3", "2 3 3", "3" }, "1@2 0@3 1@3 1@3 2@3 ", 3 },
		{ { "5 9", "0 9", "0 5 9" }, "1@0 2@0 0@5 2@5 0@9 1@9 2@9 ", 3 },
		/* A file is opened when its time has come, and closed at its end. */
		{ { "0 1", "2 3", "4 5" }, "0@0 0@1 1@2 1@3 2@4 2@5 ", 1 },
		{ { "4 5", "2 3", "0 1" }, "2@0 2@1 1@2 1@3 0@4 0@5 ", 1 },
		{ { "0 1", "1 2", "2 3" }, "0@0 0@1 1@1 1@2 2@2 2@3 ", 2 },
		{ { "0 9", "2 3", "4 5" }, "0@0 1@2 1@3 2@4 2@5 0@9 ", 2 },
		/* A file that runs back in time keeps its own order. */
		{ { "10 5 20", "7 15" }, "1@7 0@10 0@5 1@15 0@20 ", 2 },
		{ { "10 5 6", "5" }, "1@5 0@10 0@5 0@6 ", 2 },
		/* A time of another year among others of a day is damage, not another month. */
		{ { "0 900d 20", "10 20 30" }, "0@0 0@0 1@10 0@20 1@20 1@30 ", 2 },
		{ { "900d 5 20", "0 30" }, "1@0 0@5 0@5 0@20 1@30 ", 2 },
	};

	(void)state;
	for (size_t i = 0; i < 2 * COUNT_OF(cases); i++) {
		struct bench bench;
		struct buffer order;
		bench_init(&bench, 1 + (unsigned)i % 2);
		buffer_init(&order);
		for (uint32_t k = 0; k < 3 && cases[i / 2].times[k] != NULL; k++) {
			write_times(&bench, k, cases[i / 2].times[k]);
			timeline_add(&bench.timeline, &bench.inputs[k]);
		}
		size_t open_most = run(&bench.timeline, &order);
		assert_string_equal(order.bytes, cases[i / 2].order);
		assert_true(open_most <= cases[i / 2].open_most);
		buffer_clear(&order);
		bench_clear(&bench);
	}
}

/* Of the inputs that have been opened: small ones are read at once. */
static uint64_t bytes_until(const struct bench *bench, const uint64_t *sizes, uint32_t inputs,
			    uint64_t time_us)
{
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < inputs; i++)
		bytes += bench->inputs[i].first_time_us <= time_us ? sizes[i] : 0;
	return bytes;
}

/* Is what a merge gives; which is to sort by time and input, as each file is in order itself. */
static void random_files_come_out_sorted(void **state)
{
	enum { ROUNDS = 30, RECORDS_MAX = 40 };
	(void)state;

	srandom(3);
	for (unsigned round = 0; round < ROUNDS; round++) {
		uint32_t inputs = 1 + random_below(INPUTS_MAX), span = 1 + random_below(200);
		uint64_t written = 0, read = 0, latest_us = 0, sizes[INPUTS_MAX];
		uint32_t latest = 0;
		struct bench bench;
		struct lane *lane;

		bench_init(&bench, 1 + random_below(3));
		for (uint32_t i = inputs; i-- > 0;) {
			struct buffer records;
			uint64_t time_us = TEST_EPOCH + random_below(span) * UTC_SECOND;
			buffer_init(&records);
			for (unsigned left = 1 + random_below(RECORDS_MAX); left > 0; left--) {
				mrt_write_peers(&records, time_us, 0, TEXT(""), NULL, 0);
				time_us += random_below(3) * random_below(span) * UTC_SECOND;
				written++;
			}
			sizes[i] = records.used;
			write_input(&bench, i, &records);
			timeline_add(&bench.timeline, &bench.inputs[i]);
		}
		timeline_start(&bench.timeline);
		for (; timeline_next(&bench.timeline, &lane) > 0; read++) {
			uint32_t number = lane->input->stored.number;
			assert_true(lane->time_us > latest_us ||
				    (lane->time_us == latest_us && number >= latest));
			assert_int_equal(timeline_done_bytes(&bench.timeline),
					 bytes_until(&bench, sizes, inputs, lane->time_us));
			latest_us = lane->time_us;
			latest = number;
		}
		assert_int_equal(read, written);
		assert_int_equal(timeline_done_bytes(&bench.timeline),
				 bytes_until(&bench, sizes, inputs, UINT64_MAX));
		bench_clear(&bench);
	}
}

/* Standard input cannot be opened again: its first record has been read already. */
static void an_open_input_takes_part(void **state)
{
	struct bench bench;
	struct buffer order;
	(void)state;

	bench_init(&bench, 1);
	buffer_init(&order);
	for (uint32_t i = 0; i < 3; i++)
		write_times(&bench, i, i == 1 ? "5 6 20" : "0 6 10");
	struct feed *feed =
		timeline_feed(&bench.timeline, &bench.inputs[1], window_open("1", NULL));
	assert_int_equal(feed_next(feed, &bench.inputs[1].first_time_us), 1);
	bench.inputs[1].stored.path = "-";
	timeline_add(&bench.timeline, &bench.inputs[0]);
	timeline_add_open(&bench.timeline, &bench.inputs[1], feed);
	timeline_add(&bench.timeline, &bench.inputs[2]);
	timeline_start(&bench.timeline);

	/* run() counts open files from when it starts; this one is open before. */
	struct lane *lane;
	while (timeline_next(&bench.timeline, &lane) > 0)
		buffer_format(&order, "%u@%u ", lane->input->stored.number,
			      (unsigned)((lane->time_us - TEST_EPOCH) / UTC_SECOND));
	buffer_char(&order, '\0');
	assert_string_equal(order.bytes, "0@0 2@0 1@5 0@6 1@6 2@6 0@10 2@10 1@20 ");
	assert_int_equal(strlen(bench.inputs[1].stored.digest), 64);
	buffer_clear(&order);
	bench_clear(&bench);
}

static void an_input_that_fails_costs_nothing_but_itself(void **state)
{
	struct bench bench;
	struct buffer order, records, packed;
	(void)state;

	bench_init(&bench, 2);
	buffer_init(&order);
	write_times(&bench, 0, "0 10 20");
	write_times(&bench, 1, "5 15");
	assert_int_equal(remove("1"), 0);

	/* Packed, and then cut short: what unpacks is read. */
	buffer_init(&records);
	buffer_init(&packed);
	for (unsigned i = 0; i < 2000; i++) {
		struct bgp_peer peer = test_mrt_peer(i % TEST_PEER_COUNT);
		mrt_write_peers(&records, TEST_EPOCH + 12 * UTC_SECOND, i * 2654435761U, TEXT(""),
				&peer, 1);
	}
	pack(&packed, "gzip", (uint8_t *)records.bytes, records.used);
	write_input(&bench, 2, &records);
	packed.used /= 2;
	test_file("2", &packed);

	for (uint32_t i = 0; i < 3; i++)
		timeline_add(&bench.timeline, &bench.inputs[i]);
	(void)run(&bench.timeline, &order);
	assert_true(text_starts(text_of(order.bytes), TEXT("0@0 0@10 2@12 2@12 ")));
	assert_string_equal(order.bytes + strlen(order.bytes) - strlen("2@12 0@20 "), "2@12 0@20 ");
	assert_string_equal(bench.inputs[0].stored.note, "");
	assert_string_not_equal(bench.inputs[1].stored.note, "");
	assert_string_not_equal(bench.inputs[2].stored.note, "");
	assert_string_equal(bench.inputs[2].stored.compression, "gzip");
	buffer_clear(&order);
	bench_clear(&bench);
}

static void damage_is_noted_with_its_place(void **state)
{
	struct bench bench;
	struct buffer order, records;
	(void)state;

	bench_init(&bench, 1);
	buffer_init(&order);
	buffer_init(&records);
	test_records(&records, "0 announce a 20.0.0.0/16 64500\n1 announce a 20.1.0.0/16 64500");
	size_t whole = records.used;
	buffer_string(&records, "this is no record");
	write_input(&bench, 0, &records);
	timeline_add(&bench.timeline, &bench.inputs[0]);
	(void)run(&bench.timeline, &order);
	assert_string_equal(order.bytes, "0@0 0@1 ");
	buffer_clear(&order);
	buffer_format(&order, "damaged: 17 bytes lost in 1 place(s), first at byte %zu", whole);
	buffer_char(&order, '\0');
	assert_string_equal(bench.inputs[0].stored.note, order.bytes);
	buffer_clear(&order);
	bench_clear(&bench);

	bench_init(&bench, 1);
	write_times(&bench, 0, "0 900d 1");
	timeline_add(&bench.timeline, &bench.inputs[0]);
	(void)run(&bench.timeline, &order);
	assert_string_equal(bench.inputs[0].stored.note,
			    "damaged: 1 record(s) of another time than all around");
	buffer_clear(&order);
	bench_clear(&bench);
}

/* Two that are the same are read both: what becomes of a route said twice is for those who keep
 * them, who see the same digest. */
static void b25_the_same_file_twice(void **state)
{
	struct bench bench;
	struct buffer order;
	(void)state;

	bench_init(&bench, 1);
	buffer_init(&order);
	for (uint32_t i = 0; i < 2; i++) {
		struct buffer records;
		buffer_init(&records);
		test_records(&records, "0 announce a 20.0.0.0/16 64500\n1 withdraw a 20.0.0.0/16");
		write_input(&bench, i, &records);
		timeline_add(&bench.timeline, &bench.inputs[i]);
	}
	(void)run(&bench.timeline, &order);
	assert_string_equal(order.bytes, "0@0 1@0 0@1 1@1 ");
	assert_string_equal(bench.inputs[0].stored.digest, bench.inputs[1].stored.digest);
	buffer_clear(&order);
	bench_clear(&bench);
}

static void check_order(const char *const times[3], const char *want)
{
	struct bench bench;
	struct buffer order;

	bench_init(&bench, 1);
	buffer_init(&order);
	for (uint32_t i = 0; i < 3; i++) {
		write_times(&bench, i, times[i]);
		timeline_add(&bench.timeline, &bench.inputs[i]);
	}
	(void)run(&bench.timeline, &order);
	assert_string_equal(order.bytes, want);
	for (uint32_t i = 0; i < 3; i++)
		assert_string_equal(bench.inputs[i].stored.note, "");
	buffer_clear(&order);
	bench_clear(&bench);
}

static void b26_files_out_of_order(void **state)
{
	static const char *const times[] = { "600 700", "0 100", "300 400" };

	(void)state;
	check_order(times, "1@0 1@100 2@300 2@400 0@600 0@700 ");
}

/* Nothing is wrong with a time because none came for long before it. */
static void b27_a_gap_of_eight_hours(void **state)
{
	static const char *const times[] = { "0 300 29100", "28800 29100", "29100 57900" };

	(void)state;
	check_order(times, "0@0 0@300 1@28800 0@29100 1@29100 2@29100 2@57900 ");
}

static void note_collector(void *context, const struct bgp_event *event)
{
	struct buffer *out = context;

	buffer_text(out, event->collector);
	buffer_char(out, ' ');
}

/* B28, and of different formats: each event is of the collector that its input is of. */
static void b28_a_collector_renamed(void **state)
{
	struct bench bench;
	struct buffer said, bytes, body;
	struct lane *lane;
	(void)state;

	bench_init(&bench, 1);
	buffer_init(&said);
	bench.timeline.options.sink = (struct bgp_sink){ .context = &said, .take = note_collector };
	for (uint32_t i = 0; i < 2; i++) {
		write_times(&bench, i, i == 0 ? "0 20" : "10 30");
		bench.inputs[i].stored.collector = i == 0 ? "old" : "new";
		timeline_add(&bench.timeline, &bench.inputs[i]);
	}
	buffer_init(&bytes);
	buffer_init(&body);
	test_put_peer(&body, 0, 0);
	/* At 15 s: seconds stand 8 octets before the end. */
	body.used -= 8;
	test_put(&body, TEST_EPOCH / UTC_SECOND + 15, 4);
	test_put(&body, 0, 4);
	test_put_hex(&body, "00000000");
	test_put_bmp(&bytes, BMP_VERSION, BMP_STATISTICS, test_buffer(&body));
	test_file("2", &bytes);
	input_init(&bench.inputs[2], &bench.session, "2");
	bench.inputs[2].stored.number = 2;
	bench.inputs[2].stored.collector = "router";
	bench.inputs[2].kind = KIND_BMP;
	bench.inputs[2].first_time_us = TEST_EPOCH + 15 * UTC_SECOND;
	timeline_add(&bench.timeline, &bench.inputs[2]);
	timeline_start(&bench.timeline);
	while (timeline_next(&bench.timeline, &lane) > 0)
		feed_tell(lane->feed);
	buffer_char(&said, '\0');
	assert_string_equal(said.bytes, "old new router old new ");
	buffer_clear(&body);
	buffer_clear(&said);
	bench_clear(&bench);
}

/* The streams in a capture have no places of their own. */
static void a_loss_that_stands_nowhere_names_no_byte(void **state)
{
	struct bench bench;
	struct buffer order, bytes, bgp;
	(void)state;

	bench_init(&bench, 1);
	buffer_init(&order);
	buffer_init(&bytes);
	buffer_init(&bgp);
	test_put_bgp(&bgp, 4, "");
	capture_begin(&bytes);
	capture_put(&bytes, 0, &(struct capture_segment){ 1024, false, 99, 0, TCP_SYN, TEXT("") });
	for (uint32_t i = 0; i < 2; i++) {
		struct capture_segment one = {
			1024, false, 100 + 24 * i, 1, TCP_ACK, (struct text){ bgp.bytes, bgp.used }
		};
		capture_put(&bytes, i, &one);
	}
	test_file("0", &bytes);
	input_init(&bench.inputs[0], &bench.session, "0");
	bench.inputs[0].kind = KIND_PCAP;
	timeline_add(&bench.timeline, &bench.inputs[0]);
	(void)run(&bench.timeline, &order);
	assert_string_equal(bench.inputs[0].stored.note, "damaged: 5 bytes lost in 1 place(s)");
	buffer_clear(&bgp);
	buffer_clear(&order);
	bench_clear(&bench);
}

static void it_may_be_left_at_any_time(void **state)
{
	size_t open_before = open_files();
	(void)state;

	for (unsigned stop = 0; stop < 6; stop++) {
		struct bench bench;
		struct lane *lane;
		bench_init(&bench, 2);
		for (uint32_t i = 0; i < 3; i++) {
			write_times(&bench, i, "0 1 2");
			timeline_add(&bench.timeline, &bench.inputs[i]);
		}
		timeline_start(&bench.timeline);
		for (unsigned i = 0; i < stop; i++)
			assert_int_equal(timeline_next(&bench.timeline, &lane), 1);
		bench_clear(&bench);
		assert_int_equal(open_files(), open_before);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_files_are_one_river),
		cmocka_unit_test(random_files_come_out_sorted),
		cmocka_unit_test(an_open_input_takes_part),
		cmocka_unit_test(an_input_that_fails_costs_nothing_but_itself),
		cmocka_unit_test(damage_is_noted_with_its_place),
		cmocka_unit_test(it_may_be_left_at_any_time),
		cmocka_unit_test(a_loss_that_stands_nowhere_names_no_byte),
		{ "B25 the same file twice", b25_the_same_file_twice, NULL, NULL, NULL },
		{ "B26 files out of order", b26_files_out_of_order, NULL, NULL, NULL },
		{ "B27 a gap of eight hours", b27_a_gap_of_eight_hours, NULL, NULL, NULL },
		{ "B28 a collector renamed", b28_a_collector_renamed, NULL, NULL, NULL },
	};
	return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
