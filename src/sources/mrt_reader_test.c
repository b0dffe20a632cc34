#include "base/testkit.h"

#include "sources/mrt_reader.h"
#include "sources/packing.h"
#include "wire/test_mrt_sample.h"
#include "wire/test_mrt_walk.h"

/* All that a reader gives, as one number: the records, where they stand, each octet of them. */
struct account {
	uint64_t digest;
	uint64_t records, lost_records, lost_bytes;
};

static void add_record(void *context, const struct mrt_record *record)
{
	struct account *account = context;

	account->digest = hash_words(account->digest ^ record->offset, record->time_us);
	account->digest = hash_words(account->digest ^ record->type, record->subtype);
	for (const uint8_t *at = record->body.at; at < record->body.end; at++)
		account->digest = hash_words(account->digest, *at);
}

static void add_framing(struct account *account, const struct framing *framing)
{
	account->records = framing->records;
	account->lost_records = framing->lost_records;
	account->lost_bytes = framing->lost_bytes;
}

/* With all bytes at hand, as wire/mrt.h does it alone. */
static struct account account_of_bytes(const void *bytes, size_t size)
{
	struct account account = { 0 };
	struct mrt_walk walk = mrt_walk(reader_over(bytes, size), 0, add_record, &account);

	add_framing(&account, &walk.framing);
	return account;
}

static struct account account_of_window(struct window *window, int *out_error)
{
	struct account account = { 0 };
	struct mrt_reader reader;
	struct mrt_record record;

	mrt_reader_init(&reader, window);
	while (mrt_reader_next(&reader, &record) > 0)
		add_record(&account, &record);
	assert_int_equal(mrt_reader_next(&reader, &record), 0);
	add_framing(&account, &reader.framing);
	assert_ptr_equal(mrt_reader_release(&reader), window);
	assert_true(window_ended(window));
	*out_error = window_error(window);
	window_close(window);
	return account;
}

static void assert_same(const struct account *a, const struct account *b)
{
	assert_int_equal(a->records, b->records);
	assert_int_equal(a->lost_records, b->lost_records);
	assert_int_equal(a->lost_bytes, b->lost_bytes);
	assert_int_equal(a->digest, b->digest);
}

/* Every third kind of damage: an octet in the middle, a piece missing, a length too large. */
static void damage(struct buffer *sample, unsigned how)
{
	size_t middle = sample->used / 2;

	if (how == 1) {
		memset(sample->bytes + middle, 0xff, 40);
	} else if (how == 2) {
		memmove(sample->bytes + middle, sample->bytes + middle + 33,
			sample->used - middle - 33);
		sample->used -= 33;
	} else if (how == 3) {
		sample->used -= 5;
	}
}

static void the_same_records_however_packed_and_cut(void **state)
{
	static const size_t blocks[] = { 16, 100, 1000, 0 };
	(void)state;

	for (unsigned how = 0; how < 4; how++) {
		struct buffer sample;
		buffer_init(&sample);
		mrt_sample(&sample);
		damage(&sample, how);
		struct account whole = account_of_bytes(sample.bytes, sample.used);
		assert_int_equal(whole.lost_records > 0, how > 0);
		assert_in_range(whole.records, 100, 300);
		for (size_t i = 0; i < PACKING_COUNT * COUNT_OF(blocks) * 2; i++) {
			struct window_options options = {
				.threads = i % 2 + 1,
				.block_size = blocks[i / 2 % COUNT_OF(blocks)],
			};
			struct buffer packed;
			int error;
			buffer_init(&packed);
			pack(&packed, PACKINGS[i / 2 / COUNT_OF(blocks)], (uint8_t *)sample.bytes,
			     sample.used);
			struct account read = account_of_window(
				window_over(stream_open_memory(packed.bytes, packed.used, NULL),
					    &options),
				&error);
			assert_int_equal(error, 0);
			assert_same(&read, &whole);
			buffer_clear(&packed);
		}
		buffer_clear(&sample);
	}
}

/* What came before packed data broke off counts; the window says that it did. */
static void what_comes_before_a_failure_counts(void **state)
{
	struct buffer sample, packed;
	int error;
	(void)state;

	buffer_init(&sample);
	buffer_init(&packed);
	mrt_sample(&sample);
	struct account whole = account_of_bytes(sample.bytes, sample.used);
	pack(&packed, "gzip", (uint8_t *)sample.bytes, sample.used);
	struct account read = account_of_window(
		window_over(stream_open_memory(packed.bytes, packed.used / 2, NULL), NULL), &error);
	assert_int_equal(error, ERR_TRUNCATED);
	assert_in_range(read.records, whole.records / 4, whole.records - 1);
	buffer_clear(&packed);
	buffer_clear(&sample);

	read = account_of_window(window_open("/nonexistent/rib.mrt", NULL), &error);
	assert_int_equal(error, ERR_NOT_FOUND);
	assert_int_equal(read.records, 0);
	read = account_of_window(window_over(stream_open_memory("", 0, NULL), NULL), &error);
	assert_int_equal(error, ERR_TRUNCATED);
	assert_int_equal(read.records, 0);
}

/* What a server says instead of a file: not one record, every octet counted. */
static void pages_are_no_records(void **state)
{
	static const char page[] =
		"<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head>"
		"<body><h1>Not Found</h1></body></html>\n";
	int error;
	(void)state;

	struct account read = account_of_window(
		window_over(stream_open_memory(page, strlen(page), NULL), NULL), &error);
	assert_int_equal(error, 0);
	assert_int_equal(read.records, 0);
	assert_int_equal(read.lost_records, 1);
	assert_int_equal(read.lost_bytes, strlen(page));
}

/* A day here is a letter, so that a file is a word: 'a' is the first. */
static void times_that_cannot_be_are_mended(void **state)
{
	static const struct {
		const char *times, *mended;
	} cases[] = {
		{ "a", "a" },         { "aaa", "aaa" },     { "abz", "abz" }, /* nobody denies it */
		{ "azz", "azz" },     { "akz", "akz" },     { "aza", "aaa" }, { "bazb", "baab" },
		{ "ccacc", "ccccc" }, { "cdbce", "cdbce" }, /* no more than a day */
		{ "zaa", "aaa" },     { "azyb", "azyb" },   /* two that agree */
		{ "akzza", "akzza" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *times = cases[i].times, *mended = cases[i].mended;
		struct buffer records;
		struct mrt_reader reader;
		struct mrt_record record = { .time_us = 0 };
		uint64_t before_us = 0;
		buffer_init(&records);
		for (const char *day = times; *day != '\0'; day++)
			mrt_write_peers(&records, (uint64_t)(*day - 'a' + 1) * UTC_DAY, 0, TEXT(""),
					NULL, 0);
		mrt_reader_init(
			&reader,
			window_over(stream_open_memory(records.bytes, records.used, NULL), NULL));
		for (; mrt_reader_next(&reader, &record) > 0; times++, mended++) {
			bool was = mrt_reader_mend_time(&reader, before_us, &record);
			assert_int_equal(was, *times != *mended);
			assert_int_equal(record.time_us, (uint64_t)(*mended - 'a' + 1) * UTC_DAY);
			before_us = record.time_us;
		}
		assert_int_equal(*times, '\0');
		window_close(mrt_reader_release(&reader));
		buffer_clear(&records);
	}
}

/* The number of records is that of following the lengths in the headers. */
static void real_updates(void **state)
{
	int error;
	const char *path = test_data("mrt/updates.20260222.1530.bz2");
	(void)state;

	if (path == NULL)
		skip();
	struct window_options options = { .threads = 2 };
	struct account ahead = account_of_window(window_open(path, &options), &error);
	assert_int_equal(error, 0);
	struct account plain = account_of_window(window_open(path, NULL), &error);
	assert_same(&ahead, &plain);
	assert_int_equal(plain.lost_records, 0);
	assert_int_equal(plain.records, 49220);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_records_however_packed_and_cut),
		{ "B24 what comes before a failure counts", what_comes_before_a_failure_counts,
		  NULL, NULL, NULL },
		{ "B23 a page served as a file", pages_are_no_records, NULL, NULL, NULL },
		{ "B17 times that cannot be are mended", times_that_cannot_be_are_mended, NULL,
		  NULL, NULL },
		cmocka_unit_test(real_updates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
